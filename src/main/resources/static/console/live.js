// What the gateway says without being asked: one stream for the whole page, and what is asked for again and again.

import { Refused, get, listen, query } from './api.js';

const POINTS = 900;
const MOST_EVENTS = 200;
const STALE_MS = 5000;
const HIDDEN_MS = 30000;

const listeners = new Set();
let drawing = false;

/** The newest tick, the points of the last 15 minutes, the events with the newest first, and how the stream is. */
export const live = {
  state: 'loading',
  tick: null,
  at: 0,
  refused: null,
  points: [],
  events: [],
  hasEvents: false,
  get isStale() {
    return this.tick !== null && Date.now() - this.at > STALE_MS;
  },
};

/** Is told of each change, once a frame at most; returns a function that ends it. */
export function follow(listener) {
  listeners.add(listener);
  if (live.tick || live.refused) {
    listener(live);
  }
  return () => listeners.delete(listener);
}

function changed() {
  if (drawing) {
    return;
  }
  drawing = true;
  const draw = () => {
    drawing = false;
    for (const listener of [...listeners]) {
      listener(live);
    }
  };
  if (document.hidden) {
    setTimeout(draw, 250);
  } else {
    requestAnimationFrame(draw);
  }
}

function take(tick) {
  live.tick = tick;
  live.at = Date.now();
  live.state = 'open';
  live.refused = null;
  const point = { at: Date.parse(tick.at) / 1000, ...tick.totals, routes: {} };
  for (const route of tick.routes) {
    point.routes[route.id] = route;
  }
  live.points.push(point);
  if (live.points.length > POINTS) {
    live.points.splice(0, live.points.length - POINTS);
  }
  changed();
}

function takeEvent(event) {
  live.hasEvents = true;
  if (live.events.some((known) => known.id === event.id && known.at === event.at)) {
    return;
  }
  live.events.unshift(event);
  live.events.sort((one, other) => Date.parse(other.at) - Date.parse(one.at) || other.id - one.id);
  live.events.length = Math.min(live.events.length, MOST_EVENTS);
  changed();
}

function lost(refused) {
  live.state = 'lost';
  live.refused = refused;
  changed();
}

/** Begins; a page that nobody sees lets its stream go after a while, since a browser has six connections for all its tabs. */
export function start() {
  connect();
  let hidden = null;
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hidden);
    if (document.hidden) {
      hidden = setTimeout(() => {
        clearTimeout(again);
        end?.();
        end = null;
      }, HIDDEN_MS);
    } else if (end === null) {
      connect();
    }
  });
  // Something grows old although nothing comes.
  setInterval(() => live.isStale && changed(), 1000);
  seed();
}

let end = null;
let again = null;

function connect() {
  clearTimeout(again);
  end?.();
  end = listen(`/api/v1/stream${query({ topics: 'tick,event' })}`, {
    event(name, data) {
      if (name === 'tick') {
        take(data);
      } else if (name === 'event') {
        takeEvent(data);
      }
    },
    lost(refused, willTry) {
      if (refused.status === 404) {
        pollRoutes();
      } else {
        lost(refused);
        if (!willTry) {
          again = setTimeout(connect, 15000);
        }
      }
    },
  });
}

/** What was before the page was opened. */
async function seed() {
  let past;
  try {
    past = await get(`/api/v1/history${query({ range: '15m' })}`);
  } catch {
    return;
  }
  const first = live.points[0]?.at ?? Infinity;
  const points = past.times.flatMap((at, i) => {
    if (at >= first) {
      return [];
    }
    const point = { at, routes: {} };
    for (const [name, values] of Object.entries(past.series)) {
      point[name] = values[i];
    }
    for (const [id, series] of Object.entries(past.routes ?? {})) {
      point.routes[id] = Object.fromEntries(Object.entries(series).map(([name, values]) => [name, values[i]]));
    }
    return [point];
  });
  live.points = [...points, ...live.points].slice(-POINTS);
  changed();
}

let polling = false;

/** For a gateway without a stream: rates out of counts that only grow. */
function pollRoutes() {
  if (polling) {
    return;
  }
  polling = true;
  let before = null;
  const ask = async () => {
    try {
      const now = await get('/api/v1/routes');
      take(asTick(before, now));
      before = now;
    } catch (refused) {
      lost(refused instanceof Refused ? refused : new Refused(0, {}));
    }
    setTimeout(ask, document.hidden ? 5000 : 1000);
  };
  ask();
}

function asTick(before, now) {
  const seconds = before ? (Date.parse(now.at) - Date.parse(before.at)) / 1000 : 0;
  const earlier = new Map(before?.routes.map((route) => [route.id, route]));
  const routes = now.routes.map((route) => {
    const was = earlier.get(route.id);
    const per = (name) => (was && seconds > 0 ? Math.max(0, route[name] - was[name]) / seconds : 0);
    return { ...route, cause: route.reason, cure: null, since: null, in: per('received'), out: per('sent'), failed: per('failed'), failed_total: route.failed };
  });
  const sum = (name) => routes.reduce((all, route) => all + (route[name] ?? 0), 0);
  const bad = routes.filter((route) => route.state === 'down' || route.state === 'starting');
  return {
    at: now.at,
    health: {
      status: bad.length ? 'down' : 'up',
      problems: bad.map((route) => ({ what: `route ${route.id}`, route: route.id, cause: route.cause ?? 'it has not started yet', cure: null, since: null })),
    },
    totals: {
      in: routes.filter((route) => !route.from.startsWith('topic:')).reduce((all, route) => all + route.in, 0),
      out: sum('out'),
      failed: sum('failed'),
      lag: routes.some((route) => route.lag !== null) ? sum('lag') : null,
      e2e_p99_ms: routes.reduce((most, route) => (route.p99_ms === null ? most : Math.max(most ?? 0, route.p99_ms)), null),
    },
    routes,
  };
}

/** Something that is asked for again and again while somebody looks. */
export class Poll {
  constructor(load, everyMs) {
    this.load = load;
    this.everyMs = everyMs;
    this.value = undefined;
    this.at = 0;
    this.refused = null;
    this.followers = new Set();
    this.timer = null;
    this.turn = 0;
  }

  follow(follower) {
    this.followers.add(follower);
    if (this.value !== undefined || this.refused) {
      follower(this);
    }
    if (this.followers.size === 1) {
      this.refresh();
    }
    return () => {
      this.followers.delete(follower);
      if (this.followers.size === 0) {
        clearTimeout(this.timer);
        this.turn++;
      }
    };
  }

  async refresh() {
    clearTimeout(this.timer);
    const turn = ++this.turn;
    try {
      const value = await this.load();
      if (turn !== this.turn) {
        return;
      }
      this.value = value;
      this.at = Date.now();
      this.refused = null;
    } catch (failure) {
      if (turn !== this.turn) {
        return;
      }
      this.refused = failure instanceof Refused ? failure : new Refused(0, { detail: failure.message });
    }
    if (this.followers.size > 0) {
      const wait = [401, 403, 404].includes(this.refused?.status) ? 60000 : document.hidden ? this.everyMs * 4 : this.everyMs;
      this.timer = setTimeout(() => this.refresh(), wait);
    }
    for (const follower of [...this.followers]) {
      follower(this);
    }
  }
}

/** How many of the alerts are not in an answer, and how many of these are open: what has ended is left out first. */
export function leftOut(value) {
  const open = value.alerts.filter((alert) => alert.state !== 'resolved').length;
  return { all: Math.max(0, value.total - value.alerts.length), open: Math.max(0, value.open - open) };
}

export const alerts = new Poll(() => get(`/api/v1/alerts${query({ limit: 500 })}`), 4000);
export const config = new Poll(() => get('/api/v1/config'), 10000);
export const graph = new Poll(() => get('/api/v1/graph'), 15000);
export const deadLetters = new Poll(() => get('/api/v1/dead-letters/summary'), 15000);
export const doors = new Poll(() => get('/api/v1/doors'), 30000);
