// The way of messages, from left to right: each place stands right of all that lead to it. Routes are the lines.

import { el, svg } from './dom.js';
import { count, rate } from './format.js';

const HEIGHT = 44;
const ROW = 76;
const LETTER = 7.3;
const SMALL_LETTER = 6.1;
const MARGIN = 10;
const MOST_LETTERS = 36;

const KINDS = { topic: 'topic', table: 'table', alert: 'alert rule', inside: 'inside' };

function columns(places, ways) {
  const found = new Map();
  const column = (id, path) => {
    if (found.has(id)) {
      return found.get(id);
    }
    path.add(id);
    let most = 0;
    for (const way of ways) {
      if (way.to === id && !path.has(way.from)) {
        most = Math.max(most, column(way.from, path) + 1);
      }
    }
    path.delete(id);
    found.set(id, most);
    return most;
  };
  places.forEach((place) => column(place.id, new Set()));
  return found;
}

function cut(text) {
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS - 1)}…` : text;
}

/** Where everything stands; rules of alerts on the same topic are one place, or they would fill the picture. */
function layout(model) {
  const places = [];
  const ways = [];
  const rules = new Map();
  for (const place of model.places) {
    const into = place.kind === 'alert' ? model.ways.filter((way) => way.to === place.id) : [];
    if (into.length === 1) {
      const names = rules.get(into[0].from) ?? [];
      names.push(place.name);
      rules.set(into[0].from, names);
    } else {
      places.push(place);
    }
  }
  const kept = new Set(places.map((place) => place.id));
  ways.push(...model.ways.filter((way) => kept.has(way.from) && kept.has(way.to)));
  for (const [from, names] of rules) {
    const id = `rules-${from}`;
    places.push({ id, kind: 'alert', scheme: 'alert', name: names.length === 1 ? names[0] : `${names.length} rules`, names });
    ways.push({ from, to: id, route: '' });
  }
  const column = columns(places, ways);
  const stacks = [];
  places.forEach((place) => {
    const at = column.get(place.id);
    (stacks[at] ??= []).push(place);
  });
  const boxes = new Map();
  const tallest = Math.max(...stacks.map((stack) => stack.length), 1);
  let x = MARGIN;
  stacks.forEach((stack, at) => {
    // Near what leads here, so that fewer lines cross.
    stack.sort((one, other) => pull(one, ways, boxes) - pull(other, ways, boxes));
    const width = Math.max(...stack.map((place) => Math.max(cut(place.name).length * LETTER, place.kind === 'topic' ? 108 : 70) + 34));
    const top = MARGIN + ((tallest - stack.length) * ROW) / 2;
    stack.forEach((place, i) => boxes.set(place.id, { place, x, y: top + i * ROW, width }));
    x += width + 64 + Math.max(0, ...ways.filter((way) => column.get(way.from) === at).map(room));
  });
  const right = Math.max(...[...boxes.values()].map((box) => box.x + box.width), 0) + MARGIN;
  return { boxes, ways, width: right, height: MARGIN * 2 + tallest * ROW - (ROW - HEIGHT) };
}

function pull(place, ways, boxes) {
  const from = ways.filter((way) => way.to === place.id && boxes.has(way.from)).map((way) => boxes.get(way.from).y);
  return from.length ? from.reduce((sum, y) => sum + y, 0) / from.length : 0;
}

function tone(route) {
  if (!route) {
    return '';
  }
  if (route.state === 'down' || route.state === 'stopped') {
    return 'bad';
  }
  if (route.state !== 'started' || route.failed > 0 || (route.lag > 1000 && route.lag > route.out * 10)) {
    return 'warn';
  }
  return route.in > 0 ? 'ok' : '';
}

/** Room for the name of a route and its numbers, along its line. */
const room = (way) => (way.route ? Math.max(Math.min(way.route.length, MOST_LETTERS) * SMALL_LETTER, 64) + 20 : 0);

/**
 * A line runs straight under the name of its route, and bends where it is alone: at its beginning when others meet it at
 * its end, at its end when others leave where it does.
 */
function line(way, boxes, routes, isNamedAtEnd) {
  const from = boxes.get(way.from);
  const to = boxes.get(way.to);
  const x1 = from.x + from.width;
  const x2 = to.x;
  const y1 = from.y + HEIGHT / 2;
  const y2 = to.y + HEIGHT / 2;
  const back = x2 < x1;
  const straight = back ? 0 : Math.min(room(way), x2 - x1 - 20);
  const atEnd = isNamedAtEnd(way);
  const [a, b] = atEnd ? [x1, x2 - 3 - straight] : [x1 + straight, x2 - 3];
  const bend = back ? 60 : Math.max(20, (b - a) / 2);
  const route = routes.get(way.route);
  const state = tone(route);
  const moving = route && route.in > 0 && state !== 'bad';
  const drawn = svg('path', { class: `way ${state} ${moving ? 'moving' : ''}`, d: `M${x1} ${y1}L${a} ${y1}C${a + bend} ${y1} ${b - bend} ${y2} ${b} ${y2}L${x2 - 3} ${y2}`, 'marker-end': `url(#arrow-${state || 'none'})` });
  if (!way.route) {
    return svg('g', { key: `${way.from}-${way.to}` }, drawn);
  }
  const x = back ? (x1 + x2) / 2 : atEnd ? x2 - 10 - straight / 2 : x1 + 4 + straight / 2;
  const y = back ? (y1 + y2) / 2 : atEnd ? y2 : y1;
  const number = route ? (route.state === 'started' ? `${rate(route.failed > 0 && route.out === 0 ? route.in : route.out)}/s` : route.state) : 'not running';
  const failing = route && route.failed > 0 ? ` ${rate(route.failed)} failed/s` : '';
  const label = svg(
    'a',
    { href: `#/routes/${encodeURIComponent(way.route)}`, class: `way-label ${state}`, 'aria-label': `Route ${way.route}, ${number}${failing}` },
    svg('rect', { x: x - straight / 2, y: y - 21, width: Math.max(straight, 60), height: 40 }),
    svg('text', { x, y: y - 7, class: 'way-name' }, cut(way.route)),
    svg('text', { x, y: y + 16, class: 'way-rate' }, number, failing ? svg('tspan', { class: 'way-failed' }, failing) : null),
  );
  return svg('g', { key: `${way.from}-${way.to}-${way.route}` }, drawn, label);
}

function node(box, lags) {
  const { place } = box;
  const lag = place.kind === 'topic' ? lags.get(place.name) : undefined;
  const kind = place.kind === 'outside' ? place.scheme : (KINDS[place.kind] ?? place.kind);
  return svg(
    'g',
    { key: place.id, class: `place ${place.kind}`, transform: `translate(${box.x} ${box.y})` },
    svg('title', {}, place.names ? place.names.join(', ') : `${kind} ${place.name}`),
    svg('rect', { width: box.width, height: HEIGHT, rx: place.kind === 'topic' || place.kind === 'table' ? 12 : 6 }),
    svg('text', { x: 14, y: 17, class: 'place-kind' }, kind),
    lag ? svg('text', { x: box.width - 14, y: 17, class: `place-lag ${lag > 1000 ? 'warn' : ''}` }, `lag ${count(lag)}`) : null,
    svg('text', { x: 14, y: 34, class: 'place-name' }, cut(place.name)),
  );
}

/** @param ticked the routes of the newest tick */
export function topology(model, ticked) {
  const routes = new Map(ticked.map((route) => [route.id, route]));
  const lags = new Map();
  ticked.forEach((route) => {
    if (route.from.startsWith('topic:') && route.lag) {
      const topic = route.from.slice('topic:'.length);
      lags.set(topic, Math.max(lags.get(topic) ?? 0, route.lag));
    }
  });
  const { boxes, ways, width, height } = layout(model);
  const degree = (name, id) => ways.filter((way) => way[name] === id).length;
  const isNamedAtEnd = (way) => degree('from', way.from) > 1 && degree('to', way.to) < degree('from', way.from);
  const arrows = ['ok', 'warn', 'bad', 'none'].map((state) =>
    svg('marker', { id: `arrow-${state}`, class: `arrow ${state}`, viewBox: '0 0 8 8', refX: 6, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' }, svg('path', { d: 'M0 0L8 4L0 8z' })),
  );
  return el(
    'div',
    { class: 'scroll topology', tabindex: '0', role: 'region', 'aria-label': 'The way of messages' },
    svg('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'group' }, svg('defs', {}, arrows), ways.map((way) => line(way, boxes, routes, isNamedAtEnd)), [...boxes.values()].map((box) => node(box, lags))),
  );
}
