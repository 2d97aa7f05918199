// Is it well, and where does it hurt?

import { get, query } from './api.js';
import { el, show } from './dom.js';
import { bytes, count, duration, milliseconds, plural, rate } from './format.js';
import { Poll, alerts, config, deadLetters, follow, graph, leftOut, live } from './live.js';
import { spark } from './spark.js';
import { topology } from './topology.js';
import { age, badge, time, widget } from './widget.js';
import { acknowledge, silence, subject, subjectLink } from './alerts.js';

export const title = () => 'Overview';

export function mount(place, args, scope) {
  const verdict = el('section', { class: 'verdict', 'aria-label': 'Verdict', id: 'verdict' });
  const tiles = el('section', { class: 'tiles', 'aria-label': 'Rates' });
  const way = widget('The way of messages', { className: 'wide', actions: [el('a', { href: '#/routes' }, 'All routes')] });
  const lag = widget('Lag');
  const firing = widget('Alerts', { actions: [el('a', { href: '#/queue' }, 'Work queue')] });
  const dead = widget('Dead letters', { actions: [el('a', { href: '#/queue/dead-letters' }, 'Open')] });
  const devices = widget('Devices', { actions: [el('a', { href: '#/devices' }, 'All devices')] });
  const events = widget('Events');
  const resources = widget('Resources');
  show(
    place,
    el('h1', { class: 'unseen' }, 'Overview'),
    verdict,
    tiles,
    way.card,
    el('div', { class: 'grid' }, firing.card, dead.card, devices.card, lag.card, events.card, resources.card),
  );
  drawTop(verdict, tiles, scope);
  drawWay(way, scope);
  lag.stream(scope, ({ tick }) => drawLag(lag, tick.routes));
  firing.poll(scope, alerts, (value) => drawAlerts(firing, value), (value) =>
    value.alerts.some((alert) => alert.state === 'firing') ? null : ['Nothing fires: good.', value.alerts.some((alert) => alert.state === 'pending') ? el('p', { class: 'small' }, `${plural(value.alerts.filter((alert) => alert.state === 'pending').length, 'alert')} pending`) : null],
  );
  dead.poll(scope, deadLetters, (value) => drawDead(dead, value), (value) => (held(value) === 0 ? 'No dead letters: good.' : null));
  drawDevices(devices, scope);
  drawEvents(events, scope);
  resources.stream(scope, ({ tick }) => (tick.resources ? drawResources(resources, tick) : resources.missing()));
}

function drawTop(verdict, tiles, scope) {
  const draw = () => {
    drawVerdict(verdict);
    drawTiles(tiles);
  };
  draw();
  scope.add(follow(draw));
  scope.add(config.follow(draw));
  scope.add(alerts.follow(draw));
  const timer = setInterval(draw, 1000);
  scope.add(() => clearInterval(timer));
}

/** The worst first: each with what it is, since when, and where to look. */
export function troubles() {
  const found = [];
  for (const problem of live.tick?.health?.problems ?? []) {
    found.push({
      tone: 'bad',
      what: problem.what.startsWith('route ') ? problem.what.slice('route '.length) : problem.what,
      text: problem.cause,
      cure: problem.cure,
      since: problem.since,
      href: problem.route ? `#/routes/${encodeURIComponent(problem.route)}` : null,
    });
  }
  for (const file of config.value?.files ?? []) {
    if (file.problems.length > 0) {
      found.push({
        tone: file.state === 'disabled' ? 'bad' : 'warn',
        what: file.file,
        text: file.verdict,
        href: file.routes?.[0] ? `#/routes/${encodeURIComponent(file.routes[0])}` : '#/routes',
      });
    }
  }
  const firing = (alerts.value?.alerts ?? []).filter((alert) => alert.state === 'firing' && !alert.acknowledged && !alert.silenced_by && !alert.inhibited);
  const critical = firing.filter((alert) => alert.severity === 'critical');
  if (critical.length > 0) {
    found.push({ tone: 'warn', what: plural(critical.length, 'critical alert'), text: critical.slice(0, 3).map((alert) => `${alert.rule} of ${subject(alert)}`).join(', '), since: critical[0].since, href: '#/queue' });
  }
  return found;
}

function drawVerdict(place) {
  if (!live.tick) {
    const gone = live.refused;
    place.dataset.tone = gone ? 'bad' : 'wait';
    show(place, el('p', { class: 'verdict-line' }, gone ? `The gateway does not answer: ${gone.message}` : 'Asking the gateway …'));
    return;
  }
  if (live.isStale) {
    place.dataset.tone = 'stale';
    show(place, el('p', { class: 'verdict-line' }, 'Not current: the gateway was last heard ', age(new Date(live.at).toISOString()), ' ago.'), el('p', { class: 'small' }, 'What stands below is from then. It is tried again by itself.'));
    return;
  }
  const found = troubles();
  const routes = live.tick.routes;
  const started = routes.filter((route) => route.state === 'started').length;
  if (found.length === 0) {
    place.dataset.tone = started === routes.length ? 'ok' : 'warn';
    show(
      place,
      el('p', { class: 'verdict-line' }, routes.length === 0 ? 'The gateway is well. No route is loaded yet.' : started === routes.length ? `All is well: ${plural(routes.length, 'route')} running.` : `${started} of ${plural(routes.length, 'route')} running; the others were stopped.`),
      el('p', { class: 'small' }, live.tick.uptime_s === undefined ? null : `Up for ${duration(live.tick.uptime_s)}.`, live.tick.version ? ` Fieldgate ${live.tick.version}, ${live.tick.instance}.` : null),
    );
    return;
  }
  place.dataset.tone = found[0].tone;
  const told = (trouble) => [
    el(trouble.href ? 'a' : 'strong', { href: trouble.href }, trouble.what),
    ' ',
    trouble.text,
    trouble.since ? [' (for ', age(trouble.since), ')'] : null,
    trouble.cure ? el('span', { class: 'cure' }, trouble.cure) : null,
  ];
  show(
    place,
    el('p', { class: 'verdict-line' }, told(found[0])),
    found.length > 1 ? el('ul', {}, found.slice(1, 6).map((trouble) => el('li', { class: trouble.tone }, told(trouble)))) : null,
    found.length > 6 ? el('p', { class: 'small' }, `And ${found.length - 6} more.`) : null,
  );
}

function drawTiles(place) {
  const tick = live.tick;
  place.dataset.state = !tick ? 'loading' : live.isStale ? 'stale' : 'ok';
  const recent = live.points.slice(-60);
  const values = (name) => recent.map((point) => point[name] ?? null);
  const totals = tick?.totals ?? {};
  const rows = totals.rows !== undefined && totals.rows !== null;
  show(place, [
    tile('Messages in', rate(totals.in), 'per second', values('in')),
    rows ? tile('Rows written', rate(totals.rows), 'per second', values('rows')) : tile('Messages out', rate(totals.out), 'per second', values('out')),
    tile('Failed', rate(totals.failed), 'attempts per second', values('failed'), totals.failed > 0 ? 'bad' : ''),
    tile('End to end', milliseconds(totals.e2e_p99_ms), '99 of 100 within', values('e2e_p99_ms')),
  ]);
}

function tile(name, value, unit, values, tone = '') {
  return el('div', { class: `tile ${tone}` }, el('p', { class: 'tile-name' }, name), el('p', { class: 'tile-value' }, live.tick ? value : '…'), el('p', { class: 'tile-unit' }, unit), spark(values, { tone, label: `${name}, the last minute` }));
}

function drawWay(card, scope) {
  card.loading();
  const draw = () => {
    if (graph.value === undefined) {
      if (graph.refused?.status === 404) {
        card.missing();
      } else if (graph.refused) {
        card.error(graph.refused, () => graph.refresh());
      }
      return;
    }
    if (graph.value.places.length === 0) {
      card.empty('No route is loaded yet.', el('p', { class: 'small mono' }, './fieldgate new mqtt-to-topic'));
      return;
    }
    if (live.isStale) {
      card.stale(live.at, live.refused?.message);
      return;
    }
    card.show(topology(graph.value, live.tick?.routes ?? []));
  };
  scope.add(graph.follow(draw));
  scope.add(follow(draw));
}

function drawLag(card, routes) {
  const reading = routes.filter((route) => route.lag !== null && route.lag !== undefined).sort((one, other) => other.lag - one.lag);
  if (reading.length === 0) {
    card.empty('No route reads a topic.');
    return;
  }
  const most = Math.max(...reading.map((route) => route.lag), 1);
  card.show(
    el('ul', { class: 'bars' }, reading.slice(0, 8).map((route) => {
      const trend = live.points.slice(-60).map((point) => point.routes[route.id]?.lag ?? null);
      const drain = route.drain_s ?? null;
      return el(
        'li',
        { key: route.id },
        el('div', { class: 'bar-head' }, el('a', { href: `#/routes/${encodeURIComponent(route.id)}` }, route.id), el('b', {}, count(route.lag))),
        el('meter', { min: 0, max: most, value: route.lag, 'data-level': route.lag > 1000 ? 'high' : 'low', 'aria-label': `Lag of ${route.id}` }),
        el('div', { class: 'bar-foot' }, spark(trend, { label: `Lag of ${route.id}, the last minute` }), el('span', { class: 'small muted' }, route.lag === 0 ? 'keeps up' : drain === null ? 'does not get less at the moment' : `${duration(drain)} to drain`)),
      );
    })),
  );
}

const RANK = { critical: 0, warning: 1, info: 2 };

function drawAlerts(card, value) {
  const firing = value.alerts.filter((alert) => alert.state === 'firing').sort((one, other) => (RANK[one.severity] ?? 3) - (RANK[other.severity] ?? 3) || Date.parse(other.since) - Date.parse(one.since));
  card.show(
    el('ul', { class: 'rows' }, firing.slice(0, 6).map((alert) =>
      el(
        'li',
        { key: alert.fingerprint },
        badge(alert.severity || 'firing'),
        el('div', { class: 'row-text' }, el('strong', {}, alert.rule), ' ', subjectLink(alert), el('span', { class: 'small muted' }, ' for ', age(alert.since), alert.acknowledged ? `, acknowledged by ${alert.acknowledged.author || 'somebody'}` : null, alert.silenced_by ? ', silenced' : null)),
        el('div', { class: 'row-actions' }, alert.acknowledged ? null : el('button', { type: 'button', class: 'small-button', needs: 'operator', onclick: () => acknowledge(alert) }, 'Ack'), alert.silenced_by ? null : el('button', { type: 'button', class: 'small-button', needs: 'operator', onclick: () => silence(alert) }, 'Silence')),
      ),
    )),
    firing.length > 6 ? el('p', { class: 'small' }, el('a', { href: '#/queue' }, `${firing.length - 6}${leftOut(value).open > 0 ? ' or' : ''} more`)) : null,
  );
}

/** How many dead letters there are in all. */
export const held = (summary) => Object.values(summary.held).reduce((all, many) => all + many, 0);

function drawDead(card, value) {
  const causes = [...value.causes].sort((one, other) => other.count - one.count);
  const most = Math.max(...causes.map((cause) => cause.count), 1);
  const hourAgo = Date.now() - 3600 * 1000;
  const lately = Object.entries(value.hours).reduce((all, [hour, many]) => (Date.parse(hour) + 3600 * 1000 > hourAgo ? all + many : all), 0);
  card.show(
    el('p', { class: 'big' }, count(held(value)), el('span', { class: 'small muted' }, ` kept, ${count(lately)} of the last hours`)),
    el('ul', { class: 'bars compact' }, causes.slice(0, 5).map((cause) =>
      el(
        'li',
        { key: `${cause.topic} ${cause.route} ${cause.code}` },
        el('div', { class: 'bar-head' }, el('a', { href: `#/queue/dead-letters${query({ topic: cause.topic, route: cause.route, code: cause.code })}` }, cause.code || 'no code'), el('span', { class: 'small muted' }, cause.route ?? ''), el('b', {}, count(cause.count))),
        el('progress', { max: most, value: cause.count, 'aria-label': `${cause.code} of ${cause.route}` }),
      ),
    )),
    value.complete === false ? el('p', { class: 'small muted' }, `Causes of the newest ${count(value.scanned)}.`) : null,
  );
}

function drawDevices(card, scope) {
  const poll = new Poll(async () => {
    const [quiet, late] = await Promise.all([get(`/api/v1/devices${query({ state: 'silent', sort: '-last_seen', limit: 5 })}`), get(`/api/v1/devices${query({ state: 'late', sort: '-last_seen', limit: 3 })}`)]);
    return { ...quiet, devices: [...quiet.devices, ...late.devices] };
  }, 5000);
  card.poll(
    scope,
    poll,
    (value) => {
      const { online = 0, late = 0, silent = 0 } = value.states;
      const all = Math.max(online + late + silent, 1);
      card.show(
        el('div', { class: 'thirds' }, [['online', online], ['late', late], ['silent', silent]].map(([state, many]) => el('a', { href: `#/devices?state=${state}` }, el('b', {}, count(many)), badge(state)))),
        el('div', { class: 'stack', role: 'img', 'aria-label': `${online} online, ${late} late, ${silent} silent` }, stack([['ok', online], ['warn', late], ['bad', silent]], all)),
        value.devices.length === 0 ? el('p', { class: 'small muted' }, 'Every device is heard: good.') : el('ul', { class: 'rows tight' }, value.devices.slice(0, 5).map((device) => el('li', { key: device.id }, badge(device.state), el('a', { class: 'row-text', href: `#/devices/${encodeURIComponent(device.id)}` }, device.id), el('span', { class: 'small muted' }, device.last_seen ? ['heard ', age(device.last_seen), ' ago'] : 'never heard')))),
      );
    },
    (value) => (value.states.online + value.states.late + value.states.silent === 0 ? ['No device has been heard yet.', el('a', { class: 'button', href: '#/devices?connect' }, 'Connect one')] : null),
  );
}

/** Widths without inline styles: parts of a flex box by their share, in hundredths. */
function stack(parts, all) {
  return parts.filter(([, many]) => many > 0).map(([tone, many]) => {
    const part = el('i', { class: tone });
    part.style.flexGrow = String(many / all);
    return part;
  });
}

function drawEvents(card, scope) {
  const draw = (live) => {
    const told = live.hasEvents ? live.events : reloads(config.value);
    if (told.length === 0) {
      card.empty('Nothing has happened yet.');
      return;
    }
    card.show(el('ol', { class: 'rows tight events' }, told.slice(0, 12).map((event) => el('li', { key: `${event.id}-${event.at}` }, time(event.at), badge(event.level, event.kind), el('div', { class: 'row-text' }, event.route ? [el('a', { href: `#/routes/${encodeURIComponent(event.route)}` }, event.route), ' '] : null, event.text, event.cure ? el('span', { class: 'cure' }, event.cure) : null)))));
  };
  card.stream(scope, draw);
  scope.add(config.follow(() => live.tick && !live.hasEvents && draw(live)));
}

function reloads(config) {
  return (config?.reloads ?? []).map((receipt, i) => ({
    id: i,
    at: receipt.at,
    kind: 'reload',
    level: receipt.successful ? 'info' : 'error',
    route: null,
    text: receipt.successful ? `Routes loaded: ${[['added', receipt.added], ['changed', receipt.changed], ['removed', receipt.removed]].filter(([, ids]) => ids.length).map(([what, ids]) => `${ids.join(', ')} ${what}`).join('; ') || 'nothing changed'}` : receipt.problems[0],
    cure: null,
  }));
}

function drawResources(card, tick) {
  const { heap_used: used, heap_max: max, cpu, disk_free: free, disk_total: disk } = tick.resources;
  const rows = [
    ['Memory', used / max, `${bytes(used)} of ${bytes(max)}`],
    ['Processor', cpu, cpu === null ? 'not known' : `${Math.round(cpu * 100)} %`],
    ['Disk', disk ? 1 - free / disk : null, disk ? `${bytes(free)} free` : 'not known'],
  ];
  card.show(el('ul', { class: 'bars compact' }, rows.map(([name, share, text]) => el('li', { key: name }, el('div', { class: 'bar-head' }, el('span', {}, name), el('b', {}, text)), el('progress', { max: 1, 'aria-label': name, value: share ?? 0, class: share > 0.9 ? 'high' : '' })))));
}
