// The numbers in a device's messages over time: read back from its topic once, then what has come since.

import { devicePath, get } from './api.js';
import { chart, withGaps } from './chart.js';
import { el } from './dom.js';
import { count, number } from './format.js';
import { Poll } from './live.js';
import { widget } from './widget.js';

const RANGES = [[5, '5 min'], [15, '15 min'], [60, '1 h'], [360, '6 h'], [1440, '24 h']];
const EVERY_MS = 4000;
/** Gateways' clocks differ, and what is on its way to Kafka comes later. */
const OVERLAP_MS = 10000;
const MOST_POINTS = 2000;
const SHOWN_FIRST = 3;

/** @param onCaptures is told what the newest message's topic had beside the device */
export function historyCard(scope, id, onCaptures) {
  const ranges = el('div', { class: 'chips', role: 'group', 'aria-label': 'Range' });
  const card = widget('Values over time', { className: 'wide', actions: [ranges] });
  const wish = { minutes: 15, shown: null };
  const charts = new Map();
  let held = null;

  const poll = new Poll(async () => {
    const minutes = wish.minutes;
    const since = held ? Date.parse(held.until) - OVERLAP_MS : Date.now() - minutes * 60000;
    const before = held;
    const fresh = await get(devicePath(id, ['history'], { since: new Date(since).toISOString() }));
    if (before !== held || minutes !== wish.minutes) {
      return held;
    }
    held = before ? joined(before, fresh, minutes) : fresh;
    return held;
  }, EVERY_MS);

  const drawRanges = () =>
    ranges.replaceChildren(...RANGES.map(([minutes, text]) => el('button', { type: 'button', class: 'chip', 'aria-pressed': String(wish.minutes === minutes), onclick: () => {
      wish.minutes = minutes;
      held = null;
      drawRanges();
      ranges.querySelector('[aria-pressed=true]').focus();
      card.loading();
      poll.refresh();
    } }, text)));
  drawRanges();

  const isShown = (name, i) => (wish.shown ? wish.shown.has(name) : i < SHOWN_FIRST);

  function draw(value) {
    if (value === null) {
      return;
    }
    onCaptures(value.captures);
    const names = Object.keys(value.values);
    const toggle = (name) => {
      wish.shown ??= new Set(names.slice(0, SHOWN_FIRST));
      if (!wish.shown.delete(name)) {
        wish.shown.add(name);
      }
      draw(held ?? value);
    };
    const shown = names.filter(isShown);
    card.show(
      names.length > 1 ? el('div', { class: 'chips', role: 'group', 'aria-label': 'Values' }, names.map((name, i) => el('button', { type: 'button', class: 'chip', key: `chip-${name}`, 'aria-pressed': String(isShown(name, i)), onclick: () => toggle(name) }, name))) : null,
      value.complete ? null : el('p', { class: 'small muted' }, `Only the newest ${count(value.scanned)} records of its partition were looked through; what is older is not drawn.`),
      shown.length === 0 ? el('p', { class: 'muted' }, 'Pick a value above.') : null,
      el('div', { class: 'lines' }, shown.map((name) => el('div', { key: `line-${name}` }, line(name).element))),
    );
    const step = usualStep(value.times);
    shown.forEach((name) => line(name).draw(withGaps(value.times.map((at) => at / 1000), [value.values[name]], step)));
  }

  function line(name) {
    if (!charts.has(name)) {
      charts.set(name, chart(scope, { series: [{ label: name, tone: 'one', format: (value) => (value === null ? '–' : number(value)) }], height: 160, fromZero: false }));
    }
    return charts.get(name);
  }

  card.poll(scope, poll, draw, (value) => {
    if (value === null || Object.keys(value.values).length > 0) {
      return null;
    }
    const range = RANGES.find(([minutes]) => minutes === wish.minutes)[1];
    return value.messages > 0 ? 'Its messages have no numbers.' : `No message of it in the last ${range}.`;
  });
  return card;
}

/** What was held, without what is too old by now, and what is new. */
function joined(before, fresh, minutes) {
  const oldest = Date.parse(fresh.until) - minutes * 60000;
  const last = before.times.at(-1) ?? 0;
  const old = before.times.flatMap((at, i) => (at >= oldest ? [i] : [])).slice(-MOST_POINTS);
  const added = fresh.times.flatMap((at, i) => (at > last ? [i] : []));
  const values = {};
  for (const name of new Set([...Object.keys(before.values), ...Object.keys(fresh.values)])) {
    values[name] = [...old.map((i) => before.values[name]?.[i] ?? null), ...added.map((i) => fresh.values[name]?.[i] ?? null)];
  }
  return {
    ...fresh,
    times: [...old.map((i) => before.times[i]), ...added.map((i) => fresh.times[i])],
    values,
    messages: old.length + added.length,
    captures: added.length > 0 ? fresh.captures : before.captures,
    complete: before.complete && fresh.complete,
    scanned: before.complete ? fresh.scanned : before.scanned,
  };
}

/** In seconds; half of the messages are nearer to each other. */
function usualStep(times) {
  const steps = times.slice(1).map((at, i) => (at - times[i]) / 1000).sort((one, other) => one - other);
  return steps.length === 0 ? Infinity : Math.max(1, steps[Math.floor(steps.length / 2)]);
}
