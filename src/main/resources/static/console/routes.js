// What does a route do with a message, and how well?

import { get, listen, path, post, query } from './api.js';
import { chart, withGaps } from './chart.js';
import { el, show } from './dom.js';
import { clock, count, duration, milliseconds, pretty, rate } from './format.js';
import { Poll, config, doors, follow, live } from './live.js';
import { spark } from './spark.js';
import { age, badge, copyButton, emptyState, table, time, toast, widget } from './widget.js';
import { highlighted } from './yaml.js';

const MOST_SHOWN = 200;
const TAP_ENDS_MS = 15 * 60 * 1000;

export const title = (names) => names[0] ?? 'Routes';

export function mount(place, { names }, scope) {
  if (names[0] !== undefined) {
    detail(place, names[0], scope);
  } else {
    list(place, scope);
  }
}

// All of them.

function list(place, scope) {
  const card = widget('Routes', { className: 'wide' });
  const files = widget('Files', { className: 'wide', actions: [el('button', { type: 'button', needs: 'admin', onclick: reload }, 'Reload now')] });
  show(place, el('div', { class: 'screen-head' }, el('h1', {}, 'Routes')), card.card, files.card);
  card.stream(scope, ({ tick }) => {
    if (tick.routes.length === 0) {
      card.empty('No route is loaded yet.', el('p', { class: 'small mono' }, './fieldgate new mqtt-to-topic'));
      return;
    }
    card.show(
      table(
        [{ title: 'Route', className: 'name' }, { title: 'State' }, { title: 'From' }, { title: 'In/s', className: 'number' }, { title: 'Last minute', className: 'sparks' }, { title: 'Out/s', className: 'number' }, { title: 'Failed/s', className: 'number' }, { title: 'p50', className: 'number' }, { title: 'p99', className: 'number' }, { title: 'In flight', className: 'number' }, { title: 'Lag', className: 'number' }],
        tick.routes.map((route) => ({
          key: route.id,
          id: route.id,
          cells: [
            [el('a', { href: `#/routes/${encodeURIComponent(route.id)}` }, route.id), route.cause ? el('span', { class: 'cause' }, route.cause) : null],
            badge(route.state),
            el('code', {}, route.from),
            rate(route.in),
            spark(live.points.slice(-60).map((point) => point.routes[route.id]?.in ?? null), { label: `Messages into ${route.id}, the last minute` }),
            rate(route.out),
            route.failed > 0 ? el('span', { class: 'bad-text' }, rate(route.failed)) : '0',
            milliseconds(route.p50_ms),
            milliseconds(route.p99_ms),
            count(route.in_flight),
            count(route.lag),
          ],
        })),
        { onRow: (row) => { location.hash = `#/routes/${encodeURIComponent(row.id)}`; } },
      ),
    );
  });
  files.poll(
    scope,
    config,
    (value) =>
      files.show(
        table(
          [{ title: 'File', className: 'name' }, { title: 'State' }, { title: 'Since' }, { title: 'Holds' }],
          value.files.map((file) => ({ key: file.file, cells: [el('code', {}, file.file), badge(file.state, file.state === 'earlier' ? 'earlier version' : file.state), file.since ? time(file.since) : '–', [(file.routes ?? file.rules ?? file.receivers ?? file.topics ?? file.tables ?? []).join(', ') || '–', file.problems.map((problem) => el('span', { class: 'cause' }, problem))]] })),
        ),
      ),
    (value) => (value.files.length === 0 ? 'No route file was read.' : null),
  );
}

async function reload() {
  try {
    const receipt = await post('/api/v1/config/reload');
    const told = [receipt, ...(receipt.configuration ?? [])].flatMap((one) => {
      const parts = ['added', 'changed', 'removed'].filter((what) => one[what].length > 0).map((what) => `${one[what].length} ${what}`);
      return parts.length > 0 ? [`${one.entries}: ${parts.join(', ')}`] : [];
    });
    toast(told.length > 0 ? `${told.join('; ')}.` : 'Nothing has changed.');
  } catch (refused) {
    toast(refused.message, 'bad');
  }
  config.refresh();
}

// One of them.

function detail(place, id, scope) {
  const head = el('div', { class: 'screen-head' });
  const sub = el('div', { class: 'subhead' });
  const numbers = el('section', { class: 'tiles', 'aria-label': 'Numbers' });
  const rates = widget('Messages', { className: 'wide' });
  const steps = widget('Steps');
  const trial = widget('Try it', { className: 'trial' });
  const errors = widget('Errors');
  const tap = widget('Live tap', { className: 'wide' });
  const source = widget('Source', { className: 'wide' });
  const seen = new Seen();
  show(place, head, sub, numbers, rates.card, el('div', { class: 'grid two' }, el('div', { class: 'column' }, steps.card, errors.card), trial.card), tap.card, source.card);
  show(head, el('a', { class: 'back', href: '#/routes' }, 'Routes'), el('h1', {}, id));
  drawHead(head, sub, numbers, id, scope);
  drawRates(rates, id, scope);
  const file = new Poll(() => get(path('routes', id, 'source')), 5000);
  drawTrial(trial, id, scope, file);
  drawTap(tap, id, scope, seen, () => {
    drawSteps(steps, seen);
    drawErrors(errors, seen, id);
  });
  drawSteps(steps, seen);
  drawErrors(errors, seen, id);
  drawSource(source, scope, file);
}

function drawHead(head, sub, numbers, id, scope) {
  const tile = (name, value, unit, tone = '') => el('div', { class: `tile plain ${tone}` }, el('p', { class: 'tile-name' }, name), el('p', { class: 'tile-value' }, value), el('p', { class: 'tile-unit' }, unit));
  scope.add(
    follow(({ tick, isStale }) => {
      if (!tick) {
        return;
      }
      const route = tick.routes.find((one) => one.id === id);
      numbers.dataset.state = isStale ? 'stale' : 'ok';
      if (!route) {
        show(head, el('a', { class: 'back', href: '#/routes' }, 'Routes'), el('h1', {}, id));
        show(sub, el('p', { class: 'note error', role: 'alert' }, `There is no route '${id}'. It may have been removed from its file.`));
        show(numbers);
        return;
      }
      show(head, el('a', { class: 'back', href: '#/routes' }, 'Routes'), el('h1', {}, id), badge(route.state));
      show(sub, el('p', {}, 'from ', el('code', {}, route.from)), route.cause ? el('p', { class: 'note error', role: 'alert' }, route.cause, route.since ? [' (for ', age(route.since), ')'] : null, route.cure ? el('span', { class: 'cure' }, route.cure) : null) : null);
      show(
        numbers,
        tile('In', rate(route.in), `per second, ${count(route.received)} in all`),
        tile('Out', rate(route.out), `per second, ${count(route.sent)} in all`),
        tile('Failed', rate(route.failed), `attempts per second, ${count(route.failed_total)} in all`, route.failed > 0 ? 'bad' : ''),
        tile('Inside', milliseconds(route.p50_ms), `half of them, ${milliseconds(route.p99_ms)} 99 of 100`),
        tile('In flight', count(route.in_flight), 'messages'),
        route.lag === null || route.lag === undefined ? null : tile('Lag', count(route.lag), route.lag === 0 ? 'keeps up' : route.drain_s === null || route.drain_s === undefined ? 'records to go' : `${duration(route.drain_s)} to drain`, route.lag > 1000 ? 'bad' : ''),
      );
    }),
  );
}

function drawRates(card, id, scope) {
  let range = '15m';
  let day = null;
  const drawn = chart(scope, { series: [{ label: 'in/s', tone: 'one', format: rate, fill: true }, { label: 'out/s', tone: 'two', format: rate }, { label: 'failed/s', tone: 'bad', format: rate }] });
  const buttons = el('div', { class: 'chips', role: 'group', 'aria-label': 'Range' });
  const draw = () => {
    if (range === '15m') {
      const points = live.points.filter((point) => point.routes[id]);
      drawn.draw(withGaps(points.map((point) => point.at), ['in', 'out', 'failed'].map((name) => points.map((point) => point.routes[id][name])), 1));
    } else if (day?.value) {
      const { times, step_s: step, routes } = day.value;
      const series = routes?.[id];
      drawn.draw(withGaps(times, ['in', 'out', 'failed'].map((name) => series?.[name] ?? times.map(() => null)), step));
    }
  };
  const choose = (wanted) => {
    range = wanted;
    show(buttons, [['15m', '15 min'], ['24h', '24 h']].map(([value, label]) => el('button', { type: 'button', class: 'chip', 'aria-pressed': String(range === value), onclick: () => choose(value) }, label)));
    if (range === '24h' && !day) {
      day = new Poll(() => get(`/api/v1/history${query({ range: '24h', route: id })}`), 60000);
      scope.add(day.follow(({ refused }) => {
        if (refused?.status === 404) {
          toast('This gateway keeps no history.', 'warn');
          choose('15m');
        }
        draw();
      }));
    }
    draw();
  };
  card.head.append(buttons);
  choose('15m');
  card.stream(scope, () => {
    if (!card.body.contains(drawn.element)) {
      card.body.replaceChildren(drawn.element);
    }
    draw();
  });
}

// The tap, and what is learnt from it: steps with their times, errors by their cause.

class Seen {
  constructor() {
    this.steps = new Map();
    this.inside = new Map();
    this.errors = new Map();
    this.listening = false;
  }

  take(event) {
    const at = Date.parse(event.at);
    if (event.moment === 'enters') {
      this.inside.set(event.message, at);
      if (this.inside.size > 1000) {
        this.inside.delete(this.inside.keys().next().value);
      }
      this.step(event.step);
      return;
    }
    const step = this.step(event.step);
    step.count++;
    const before = this.inside.get(event.message);
    if (before !== undefined) {
      step.timed++;
      step.sum += at - before;
      step.most = Math.max(step.most, at - before);
      this.inside.set(event.message, at);
    }
    if (event.failure) {
      step.failed++;
      const cause = event.failure.replace(/[0-9]+/g, '#').slice(0, 200);
      const error = this.errors.get(cause) ?? { text: event.failure, step: event.step, count: 0, first: event.at };
      Object.assign(error, { count: error.count + 1, last: event.at, sample: event.body, device: event.device });
      this.errors.set(cause, error);
      if (this.errors.size > 100) {
        this.errors.delete(this.errors.keys().next().value);
      }
    }
  }

  step(id) {
    let step = this.steps.get(id);
    if (!step) {
      step = { id, count: 0, failed: 0, timed: 0, sum: 0, most: 0 };
      this.steps.set(id, step);
    }
    return step;
  }
}

function drawSteps(card, seen) {
  const steps = [...seen.steps.values()];
  if (steps.length === 0) {
    card.empty(seen.listening ? 'Waiting for a message …' : 'The live tap counts and times each step.', seen.listening ? null : el('p', { class: 'small muted' }, 'While nobody looks, nothing is measured, and nothing costs.'));
    return;
  }
  const slowest = Math.max(...steps.map((step) => (step.timed ? step.sum / step.timed : 0)));
  card.show(
    table(
      [{ title: 'Step', className: 'name' }, { title: 'Messages', className: 'number' }, { title: 'Mean', className: 'number' }, { title: 'Most', className: 'number' }, { title: 'Failed', className: 'number' }],
      steps.map((step) => {
        const mean = step.timed ? step.sum / step.timed : null;
        return { key: step.id, cells: [[el('code', {}, step.id), steps.length > 1 && mean !== null && mean === slowest && mean >= 5 ? el('span', { class: 'badge warn' }, 'slowest') : null], count(step.count), milliseconds(mean), milliseconds(step.timed ? step.most : null), step.failed ? el('span', { class: 'bad-text' }, count(step.failed)) : '0'] };
      }),
    ),
    el('p', { class: 'small muted' }, 'Of the messages that the tap has shown.'),
  );
}

function drawErrors(card, seen, id) {
  const errors = [...seen.errors.values()].sort((one, other) => other.count - one.count);
  const letters = el('p', { class: 'small' }, el('a', { href: `#/queue/dead-letters?${new URLSearchParams({ route: id })}` }, 'Dead letters of this route'));
  if (errors.length === 0) {
    card.empty(seen.listening ? 'Nothing has failed since the tap is open.' : 'The live tap gathers what fails.', letters);
    return;
  }
  card.show(
    el('ul', { class: 'rows' }, errors.slice(0, 20).map((error) => el('li', { key: error.text.slice(0, 80) }, el('b', { class: 'bad-text' }, `${count(error.count)}×`), el('div', { class: 'row-text' }, error.text, el('span', { class: 'small muted' }, ` at ${error.step}, `, time(error.first), ' to ', time(error.last)), error.sample ? el('details', {}, el('summary', {}, error.device ? `The last, of ${error.device}` : 'The last'), el('pre', { tabindex: '0' }, pretty(error.sample))) : null)))),
    letters,
  );
}

function drawTap(card, id, scope, seen, changed) {
  const wish = { device: '', failed: false };
  const events = [];
  let end = null;
  let ends = null;
  let paused = false;
  let refused = null;
  let dropped = 0;
  let note = null;
  let drawing = false;

  const stop = () => {
    end?.();
    end = null;
    clearTimeout(ends);
    seen.listening = false;
  };
  scope.add(stop);

  const begin = () => {
    stop();
    refused = null;
    note = null;
    dropped = 0;
    paused = false;
    seen.listening = true;
    end = listen(`${path('routes', id, 'tap')}${query({ device: wish.device, failed: wish.failed ? 'true' : '', limit: 100 })}`, {
      event(name, event) {
        if (name === 'dropped') {
          dropped = event.dropped;
        } else if (name === 'note') {
          note = event.note;
        } else {
          seen.take(event);
          events.unshift(event);
          events.length = Math.min(events.length, MOST_SHOWN);
        }
        later();
      },
      lost(why, again) {
        refused = why;
        if (!again) {
          stop();
        }
        draw();
      },
      open() {
        refused = null;
        later();
      },
    });
    ends = setTimeout(() => {
      stop();
      note = 'It was on for 15 minutes and has ended by itself.';
      draw();
    }, TAP_ENDS_MS);
    draw();
  };

  // A hundred messages a second are drawn four times a second.
  const later = () => {
    if (!drawing) {
      drawing = true;
      setTimeout(() => {
        drawing = false;
        if (!scope.over) {
          draw();
        }
      }, 250);
    }
  };

  const list = el('div', {});
  const bar = el('div', { class: 'filters' });
  const draw = () => {
    show(
      bar,
      el('button', { type: 'button', key: 'begin', class: end ? '' : 'primary', needs: 'operator', onclick: end ? () => { stop(); draw(); } : begin }, end ? 'Stop' : 'Start'),
      end ? el('button', { type: 'button', key: 'pause', 'aria-pressed': String(paused), onclick: () => { paused = !paused; draw(); } }, paused ? 'Go on' : 'Pause') : null,
      el('label', { class: 'unseen', for: 'tap-device', key: 'label' }, 'Device'),
      el('input', { id: 'tap-device', key: 'device', placeholder: 'Device, such as oven-*', value: wish.device, spellcheck: 'false', autocomplete: 'off', onchange: (event) => { wish.device = event.target.value.trim(); if (end) { begin(); } } }),
      el('label', { class: 'check', key: 'failed' }, el('input', { type: 'checkbox', checked: wish.failed, onchange: (event) => { wish.failed = event.target.checked; if (end) { begin(); } } }), ' only what fails'),
      el('span', { class: 'muted small', key: 'note' }, refused ? refused.message : note ?? (dropped ? `${count(dropped)} left out: more than 100 a second` : '')),
    );
    changed();
    if (paused) {
      return;
    }
    show(
      list,
      events.length === 0
        ? emptyState(end ? 'Waiting for a message …' : 'Shows messages as they enter the route and after each step; secrets are masked.')
        : el('ol', { class: 'tap' }, events.slice(0, 60).map((event) => el('li', { key: `${event.message}-${event.step}-${event.moment}-${event.at}`, class: event.failure ? 'failed' : null }, el('details', {}, el('summary', {}, el('time', { datetime: event.at }, clock(event.at)), el('b', {}, event.failure ? '✕' : event.moment === 'enters' ? '→' : '✓'), el('code', {}, event.step), el('span', { class: 'tap-device' }, event.device ?? ''), el('span', { class: 'tap-body' }, event.failure ?? event.body ?? '')), el('pre', { tabindex: '0' }, Object.entries(event.headers).map(([name, value]) => `${name}: ${value}\n`).join(''), '\n', pretty(event.body ?? '')))))),
    );
    card.card.dataset.state = end ? 'ok' : events.length ? 'stopped' : 'empty';
  };
  card.show();
  card.body.replaceChildren(bar, list);
  draw();
}

// Try it.

function drawTrial(card, id, scope, file) {
  const wish = { body: '{"temperature":21.5}', topic: '', path: '', key: '', headers: '' };
  let asked = null;
  let answer = null;
  let refused = null;
  let busy = false;
  let samples = [];

  const from = () => live.tick?.routes.find((route) => route.id === id)?.from ?? '';
  const fields = () => {
    const scheme = from().split(':')[0];
    const fill = (address) => address.replace(/\{(\w+)\}/g, (unused, name) => (name === 'device' ? 'oven-07' : `my-${name}`)).replaceAll('+', 'any').replace(/#$/, 'any');
    const address = from().slice(scheme.length + 1);
    const body = el('div', { class: 'field', key: 'body' }, el('label', { for: 'trial-body' }, 'Body'), el('textarea', { id: 'trial-body', rows: 5, value: wish.body, spellcheck: 'false', oninput: (event) => { wish.body = event.target.value; } }));
    const input = (name, label, usual) => {
      wish[name] ||= usual;
      return el('div', { class: 'field', key: name }, el('label', { for: `trial-${name}` }, label), el('input', { id: `trial-${name}`, value: wish[name], spellcheck: 'false', autocomplete: 'off', oninput: (event) => { wish[name] = event.target.value; } }));
    };
    const headers = el('details', { key: 'headers' }, el('summary', {}, 'Headers'), el('label', { class: 'unseen', for: 'trial-headers' }, 'Headers, NAME: VALUE, one a line'), el('textarea', { id: 'trial-headers', rows: 2, placeholder: 'NAME: VALUE, one a line', value: wish.headers, spellcheck: 'false', oninput: (event) => { wish.headers = event.target.value; } }));
    const kind = { mqtt: () => input('topic', 'MQTT topic', fill(address)), ingest: () => input('path', 'Path', fill(address)), intake: () => input('path', 'File below the root', `${address}/sample.ndjson`), topic: () => input('key', 'Key', 'oven-07') }[scheme];
    return [kind ? kind() : null, body, headers];
  };

  const run = async (event) => {
    event.preventDefault();
    busy = true;
    refused = null;
    draw();
    const headers = Object.fromEntries(wish.headers.split('\n').filter((line) => line.includes(':')).map((line) => [line.slice(0, line.indexOf(':')).trim(), line.slice(line.indexOf(':') + 1).trim()]));
    const scheme = from().split(':')[0];
    asked = { body: wish.body, ...(scheme === 'mqtt' ? { topic: wish.topic } : scheme === 'ingest' || scheme === 'intake' ? { path: wish.path } : wish.key ? { key: wish.key } : {}), ...(Object.keys(headers).length ? { headers } : {}) };
    try {
      answer = await post(path('routes', id, 'dry-run'), asked);
    } catch (why) {
      refused = why;
      answer = null;
    }
    busy = false;
    draw();
  };

  const draw = () => {
    if (!live.tick) {
      return;
    }
    card.show(
      el('form', { onsubmit: run, class: 'trial-form' }, fields(), el('div', { class: 'trial-bar', key: 'bar' }, el('button', { type: 'submit', class: 'primary', disabled: busy, needs: 'operator' }, busy ? 'Running …' : 'Try it'), el('span', { class: 'small muted' }, 'Nothing is sent or stored.'))),
      refused ? (refused.status === 404 && refused.problem.detail === 'Not Found.' ? el('div', { class: 'note missing' }, el('p', {}, 'Not available on this gateway.'), el('p', { class: 'small mono' }, `./fieldgate dry-run ${id} --in sample.json`)) : el('p', { class: 'note error', role: 'alert' }, refused.message)) : null,
      answer ? result() : null,
    );
  };

  const result = () =>
    el(
      'div',
      { class: 'trial-result', 'aria-live': 'polite' },
      el('ol', { class: 'trial-steps' }, answer.steps.map((step, i) => el('li', { key: `${i}`, class: `depth-${Math.min(step.depth, 4)} ${step.failure ? 'failed' : ''}` }, el('p', {}, step.id === 'from' ? 'from ' : el('code', {}, step.id), ' ', el('span', { class: 'muted' }, step.label)), step.body === null ? null : el('pre', { tabindex: '0' }, pretty(step.body)), Object.keys(step.headers).length + step.removed.length === 0 ? null : el('dl', { class: 'facts small' }, Object.entries(step.headers).map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)]), step.removed.map((name) => [el('dt', {}, name), el('dd', { class: 'muted' }, 'is removed')])), step.failure ? el('p', { class: 'bad-text' }, step.failure) : null))),
      el('h3', {}, 'Would be written'),
      answer.written.length === 0 ? el('p', { class: 'muted' }, 'Nothing.') : answer.written.map((one, i) => el('div', { class: `written ${one.kind}`, key: `written-${i}` }, el('p', {}, el('strong', {}, one.title)), el('dl', { class: 'facts small' }, Object.entries(one.fields).map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])), one.body === null ? null : el('pre', { tabindex: '0' }, pretty(one.body)))),
      answer.left_out ? el('p', { class: 'small muted' }, `${count(answer.left_out)} more are not shown.`) : null,
      el('div', { class: 'trial-bar' }, el('span', { class: 'small muted' }, 'As a test beside the route:'), copyButton(testText, 'Copy as a test')),
    );

  /** A test file of this sample and of what came of it. JSON is YAML, so its quotes are right here too. */
  const testText = () => {
    const expect = answer.written.map((one) => {
      const name = one.title.split(' ').at(-1);
      const more = { ...(one.fields.code ? { code: one.fields.code } : {}), ...(one.fields.key ? { key: one.fields.key } : {}) };
      return `      - ${JSON.stringify({ [one.kind]: name, ...more })}\n`;
    });
    return `tests:\n  - name: a sample from the console\n    route: ${id}\n    given:\n      - ${JSON.stringify(asked)}\n    expect:${expect.length ? `\n${expect.join('')}` : ' []\n'}`;
  };

  card.loading();
  let drawn = false;
  scope.add(
    follow(({ tick }) => {
      if (tick && !drawn) {
        drawn = true;
        draw();
      }
    }),
  );
}

// The file.

function drawSource(card, scope, file) {
  card.poll(scope, file, (value) => {
    const marks = new Map();
    value.findings.forEach((finding) => marks.set(finding.line, [...(marks.get(finding.line) ?? []), finding]));
    card.show(
      el('p', { class: 'small muted' }, el('code', {}, value.file), value.state === 'earlier' ? ' as it stands there now; the version before it runs' : null, value.since ? [' in effect since ', time(value.since)] : null, value.hash ? [', version ', el('code', {}, value.hash.slice(0, 12))] : null, value.findings.length === 0 ? ', no mistakes' : null),
      el('div', { class: 'scroll source', tabindex: '0', role: 'region', 'aria-label': `Source of ${value.route}` }, el('ol', {}, value.text.split('\n').map((line, i) => {
        const found = marks.get(i + 1) ?? [];
        return el('li', { key: String(i), class: found.length ? found[0].severity : null }, el('code', {}, highlighted(line)), found.map((finding) => el('p', { class: `finding ${finding.severity}` }, el('b', {}, `${finding.severity} ${finding.code}`), ` ${finding.message}`)));
      }))),
    );
  });
}
