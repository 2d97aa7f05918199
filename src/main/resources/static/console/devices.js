// Does my device get through, and what is wrong with it?

import { devicePath, get, query } from './api.js';
import { commandBox } from './command.js';
import { connectBox } from './connect.js';
import { el, show } from './dom.js';
import { bytes, count, duration, milliseconds, number, rate } from './format.js';
import { historyCard } from './history.js';
import { Poll } from './live.js';
import { age, badge, errorState, missingState, skeleton, table, time, widget } from './widget.js';
import { acknowledge, silence } from './alerts.js';

const PAGE = 50;
const STATES = ['online', 'late', 'silent'];

export const title = (names) => names[0] ?? 'Devices';

export function mount(place, { names, search }, scope) {
  if (names[0] !== undefined) {
    detail(place, names[0], scope);
  } else {
    list(place, search, scope);
  }
}

// The list.

function list(place, search, scope) {
  const wish = { search: search.get('search') ?? '', state: STATES.includes(search.get('state')) ? search.get('state') : '', sort: search.get('sort') ?? 'id' };
  let pages = [null];
  const poll = new Poll(() => get(`/api/v1/devices${query({ ...wish, limit: PAGE, after: pages.at(-1) })}`), 4000);
  const card = widget('Devices', { className: 'wide' });
  const connect = widget('Connect a device', { className: 'wide connect' });
  connectBox(connect, scope);
  connect.card.hidden = !search.has('connect');
  const again = () => {
    pages = [null];
    const own = new URLSearchParams(Object.entries(wish).filter(([name, value]) => value && !(name === 'sort' && value === 'id')));
    history.replaceState(null, '', `#/devices${own.size ? `?${own}` : ''}`);
    poll.refresh();
  };
  let wait = null;
  const find = el('input', {
    type: 'search',
    id: 'device-search',
    placeholder: 'Part of the name',
    value: wish.search,
    oninput: (event) => {
      clearTimeout(wait);
      wish.search = event.target.value.trim();
      wait = setTimeout(again, 200);
    },
  });
  const states = el('div', { class: 'chips', role: 'group', 'aria-label': 'State' });
  const drawStates = (value) =>
    show(states, ['', ...STATES].map((state) => el('button', { type: 'button', class: 'chip', 'aria-pressed': String(wish.state === state), onclick: () => { wish.state = state; again(); drawStates(poll.value); } }, state || 'all', value ? el('b', {}, count(state ? value.states[state] ?? 0 : STATES.reduce((all, one) => all + (value.states[one] ?? 0), 0))) : null)));
  drawStates();
  const toggle = el('button', { type: 'button', class: 'primary', 'aria-expanded': String(!connect.card.hidden), onclick: (event) => {
    connect.card.hidden = !connect.card.hidden;
    event.currentTarget.setAttribute('aria-expanded', String(!connect.card.hidden));
  } }, 'Connect a device');
  show(place, el('div', { class: 'screen-head' }, el('h1', {}, 'Devices'), toggle), connect.card, el('div', { class: 'filters' }, el('label', { class: 'unseen', for: 'device-search' }, 'Part of the name'), find, states), card.card);

  const sorted = (name) => (wish.sort === name ? 'ascending' : wish.sort === `-${name}` ? 'descending' : null);
  const by = (name, first) => ({ sort: sorted(name), onSort: () => {
    wish.sort = wish.sort === first ? (first.startsWith('-') ? name : `-${name}`) : first;
    again();
  } });
  card.poll(
    scope,
    poll,
    (value) => {
      drawStates(value);
      card.show(
        table(
          [
            { title: 'Device', className: 'name', ...by('id', 'id') },
            { title: 'State' },
            { title: 'Last heard', ...by('last_seen', '-last_seen') },
            { title: 'Messages/min', className: 'number', ...by('rate', '-rate') },
            { title: 'Messages', className: 'number', ...by('messages', '-messages') },
            { title: 'Rejected', className: 'number', ...by('rejects', '-rejects') },
            { title: 'Last values', className: 'values' },
          ],
          value.devices.map((device) => ({
            key: device.id,
            id: device.id,
            cells: [
              el('a', { href: `#/devices/${encodeURIComponent(device.id)}` }, device.id),
              badge(device.state),
              device.last_seen ? [age(device.last_seen), ' ago'] : 'never',
              rate(device.messages_per_minute),
              count(device.messages),
              device.rejects > 0 ? el('span', { class: 'bad-text', title: device.last_reject?.code ?? null }, count(device.rejects)) : '0',
              values(device.values),
            ],
          })),
          { onRow: (row) => { location.hash = `#/devices/${encodeURIComponent(row.id)}`; } },
        ),
        el(
          'div',
          { class: 'pager' },
          el('span', { class: 'muted' }, `${count(value.total)} in all, page ${pages.length}`),
          el('button', { type: 'button', disabled: pages.length === 1, onclick: () => { pages.pop(); poll.refresh(); } }, 'Back'),
          el('button', { type: 'button', disabled: !value.next, onclick: () => { pages.push(value.next); poll.refresh(); } }, 'Next'),
        ),
      );
    },
    (value) => {
      if (value.devices.length > 0) {
        return null;
      }
      drawStates(value);
      return wish.search || wish.state ? 'No device is like this.' : ['No device has been heard yet.', el('p', { class: 'small' }, 'Connect one with the button above; it appears here with its first message.')];
    },
  );
  if (!search.has('connect')) {
    scope.add(poll.follow(({ value }) => {
      if (value && value.total === 0 && !wish.search && !wish.state) {
        connect.card.hidden = false;
      }
    }));
  }
}

function values(all) {
  const entries = Object.entries(all ?? {});
  return entries.length === 0 ? el('span', { class: 'muted' }, '–') : el('span', { class: 'pairs' }, entries.slice(0, 3).map(([name, value]) => el('span', {}, el('i', {}, name), ' ', shown(value))), entries.length > 3 ? el('span', { class: 'muted' }, `+${entries.length - 3}`) : null);
}

const shown = (value) => (value === null ? 'null' : typeof value === 'object' ? JSON.stringify(value) : number(value));

// One device.

function detail(place, id, scope) {
  const head = el('div', { class: 'screen-head' });
  const numbers = el('section', { class: 'tiles', 'aria-label': 'Numbers' });
  const last = widget('Last values');
  const rejected = widget('Rejected messages');
  const told = widget('Alerts');
  const more = widget('Where');
  const connect = widget('Send as this device', { className: 'wide connect' });
  connectBox(connect, scope, id);
  const command = commandBox(scope, id);
  const past = el('div', { hidden: true });
  show(place, head, numbers, past, el('div', { class: 'grid four' }, last.card, told.card, rejected.card, more.card), command.card, connect.card);
  const heading = (state) => [el('a', { class: 'back', href: '#/devices' }, 'Devices'), el('h1', {}, id), state ? badge(state) : null];
  show(head, heading());
  show(numbers, skeleton());
  const poll = new Poll(() => get(devicePath(id)), 3000);
  const cards = [last, rejected, more];
  scope.add(
    poll.follow(({ value, at, refused }) => {
      if (value === undefined) {
        const unknown = refused.status === 404;
        numbers.dataset.state = 'error';
        show(numbers, unknown ? (refused.problem.detail === 'Not Found.' ? missingState() : el('div', { class: 'note empty' }, el('p', {}, 'Nothing has been heard of this device yet.'), el('p', { class: 'small' }, 'The box below shows how it can send, and says when its first message arrives.'))) : errorState(refused, () => poll.refresh()));
        cards.forEach((card) => {
          card.card.hidden = true;
        });
        return;
      }
      cards.forEach((card) => {
        card.card.hidden = false;
      });
      // What has sent nothing yet has no past.
      if (past.hidden) {
        past.hidden = false;
        past.append(historyCard(scope, id, command.known).card);
      }
      if (refused) {
        numbers.dataset.state = 'stale';
        cards.forEach((card) => card.stale(at, refused.message));
        return;
      }
      numbers.dataset.state = 'ok';
      show(head, heading(value.state));
      drawNumbers(numbers, value);
      drawLast(last, value);
      drawRejected(rejected, value);
      drawMore(more, value);
    }),
  );
  // Those that all pages share are the first of all devices only.
  const alerts = new Poll(() => get(`/api/v1/alerts${query({ device: id, limit: 100 })}`), 4000);
  told.poll(
    scope,
    alerts,
    (value) => told.show(el('ul', { class: 'rows' }, value.alerts.map((alert) => el('li', { key: alert.fingerprint + alert.state }, badge(alert.state), el('div', { class: 'row-text' }, el('strong', {}, alert.rule), el('span', { class: 'small muted' }, ' since ', time(alert.since), alert.acknowledged ? `, acknowledged by ${alert.acknowledged.author || 'somebody'}` : null, alert.silenced_by ? ', silenced' : null)), el('div', { class: 'row-actions' }, alert.state === 'firing' && !alert.acknowledged ? el('button', { type: 'button', class: 'small-button', onclick: () => acknowledge(alert, () => alerts.refresh()) }, 'Ack') : null, alert.state !== 'resolved' ? el('button', { type: 'button', class: 'small-button', onclick: () => silence(alert, () => alerts.refresh()) }, 'Silence') : null))))),
    (value) => (value.alerts.length > 0 ? null : 'No alert of this device.'),
  );
}

function drawNumbers(place, device) {
  const tile = (name, value, unit) => el('div', { class: 'tile plain' }, el('p', { class: 'tile-name' }, name), el('p', { class: 'tile-value' }, value), el('p', { class: 'tile-unit' }, unit));
  show(
    place,
    tile('Last heard', device.last_seen ? age(device.last_seen) : 'never', device.last_seen ? ['ago, ', time(device.last_seen)] : 'only rejected messages so far'),
    tile('Messages', rate(device.messages_per_minute), `per minute, ${count(device.messages)} in all`),
    tile('Bytes', bytes(device.bytes_per_minute), `per minute, ${bytes(device.bytes)} in all`),
    tile('Interval', milliseconds(device.usual_interval_ms), device.late_after_ms ? `late after ${duration(device.late_after_ms / 1000)}, silent after ${duration(device.silent_after_ms / 1000)}` : 'not known yet'),
  );
}

function drawLast(card, device) {
  const entries = Object.entries(device.values ?? {});
  if (entries.length === 0) {
    card.empty('Its last message was no JSON object.');
    return;
  }
  card.show(el('dl', { class: 'facts' }, entries.map(([name, value]) => [el('dt', {}, name), el('dd', {}, shown(value))])));
}

function drawRejected(card, device) {
  if (device.rejects === 0) {
    card.empty('None of its messages was rejected: good.');
    return;
  }
  const reject = device.last_reject;
  card.show(
    el('p', { class: 'big bad-text' }, count(device.rejects)),
    reject ? el('p', {}, el('code', {}, reject.code), ' by ', el('a', { href: `#/routes/${encodeURIComponent(reject.route)}` }, reject.route), ', ', age(reject.at), ' ago') : null,
    el('p', {}, el('a', { href: `#/queue/dead-letters?${new URLSearchParams({ device: device.id })}` }, 'Look at them')),
  );
}

function drawMore(card, device) {
  card.show(
    el('dl', { class: 'facts' },
      el('dt', {}, 'First seen'), el('dd', {}, device.first_seen ? time(device.first_seen) : '–'),
      el('dt', {}, 'Route'), el('dd', {}, device.route ? el('a', { href: `#/routes/${encodeURIComponent(device.route)}` }, device.route) : '–'),
      el('dt', {}, 'Topic'), el('dd', {}, device.topic ?? '–'),
    ),
    (device.gateways ?? []).length > 0
      ? table([{ title: 'Gateway' }, { title: 'Messages', className: 'number' }, { title: 'Last heard' }], device.gateways.map((gateway) => ({ key: gateway.gateway, cells: [gateway.gateway, count(gateway.messages), gateway.last_seen ? [age(gateway.last_seen), ' ago'] : '–'] })))
      : null,
  );
}
