// What waits for somebody: alerts, dead letters, silences.

import { get, may, path, query } from './api.js';
import { acknowledge, expire, silence, subject, subjectLink } from './alerts.js';
import { el, show } from './dom.js';
import { count, number, plural, size } from './format.js';
import { Poll, alerts, deadLetters, leftOut } from './live.js';
import { age, badge, copyButton, skeleton, table, time, widget } from './widget.js';
import { held } from './overview.js';
import { replayBar, startReplay } from './replay.js';

const TABS = [['alerts', 'Alerts'], ['dead-letters', 'Dead letters'], ['silences', 'Silences']];
const RANK = { firing: 0, pending: 1, resolved: 2, critical: 0, warning: 1 };
const MOST_SHOWN = 200;
const PAGE = 50;

export const title = (names) => TABS.find(([name]) => name === names[0])?.[1] ?? 'Work queue';

export function mount(place, { names, search }, scope) {
  const tab = TABS.some(([name]) => name === names[0]) ? names[0] : 'alerts';
  const below = el('div', { class: 'screen' });
  show(
    place,
    el('div', { class: 'screen-head' }, el('h1', {}, 'Work queue'), tab === 'dead-letters' ? null : el('button', { type: 'button', needs: 'operator', onclick: () => silence(null, () => silences.refresh()) }, 'Silence …')),
    el('div', { class: 'tabs', role: 'navigation', 'aria-label': 'Work queue' }, TABS.map(([name, label]) => el('a', { href: name === 'alerts' ? '#/queue' : `#/queue/${name}`, 'aria-current': name === tab ? 'page' : null }, label))),
    below,
  );
  ({ alerts: alertList, 'dead-letters': deadLetterList, silences: silenceList })[tab](below, search, scope);
}

const silences = new Poll(() => get('/api/v1/alerts/silences'), 6000);

// Alerts.

function alertList(place, search, scope) {
  const wish = { state: search.get('state') ?? 'open', text: '' };
  const card = widget('Alerts', { className: 'wide' });
  const chips = el('div', { class: 'chips', role: 'group', 'aria-label': 'State' });
  const find = el('input', { type: 'search', id: 'alert-search', placeholder: 'Rule, device or label', oninput: (event) => {
    wish.text = event.target.value.trim().toLowerCase();
    draw();
  } });
  show(place, el('div', { class: 'filters' }, el('label', { class: 'unseen', for: 'alert-search' }, 'Rule, device or label'), find, chips), card.card);
  const isOfState = (alert) => (wish.state === 'all' ? true : wish.state === 'open' ? alert.state !== 'resolved' : alert.state === wish.state);
  const hasText = (alert) => !wish.text || [alert.rule, subject(alert), ...Object.values(alert.labels ?? {})].some((text) => String(text).toLowerCase().includes(wish.text));
  const draw = () => {
    const all = alerts.value?.alerts ?? [];
    show(chips, ['open', 'firing', 'pending', 'resolved', 'all'].map((state) => el('button', { type: 'button', class: 'chip', 'aria-pressed': String(wish.state === state), onclick: () => { wish.state = state; draw(); } }, state)));
    if (!alerts.value) {
      return;
    }
    const found = all.filter((alert) => isOfState(alert) && hasText(alert)).sort((one, other) => (RANK[one.state] ?? 3) - (RANK[other.state] ?? 3) || (RANK[one.severity] ?? 2) - (RANK[other.severity] ?? 2) || Date.parse(other.since) - Date.parse(one.since));
    if (found.length === 0) {
      card.empty(all.length === 0 ? 'No alert: good.' : 'No alert is like this.');
      return;
    }
    const left = leftOut(alerts.value);
    card.show(
      table(
        [{ title: 'State' }, { title: 'Severity' }, { title: 'Rule', className: 'name' }, { title: 'Device', className: 'name' }, { title: 'Value', className: 'number' }, { title: 'For' }, { title: 'What' }, { title: '' }],
        found.slice(0, MOST_SHOWN).map((alert) => ({
          key: `${alert.fingerprint} ${alert.dedupe_key}`,
          cells: [
            [badge(alert.state), alert.silenced_by ? badge('silenced') : null, alert.inhibited ? badge('inhibited') : null],
            alert.severity ? badge(alert.severity) : '–',
            alert.rule,
            subjectLink(alert),
            alert.value === null || alert.value === undefined ? '–' : number(alert.value),
            age(alert.since),
            [el('span', {}, alert.annotations?.summary ?? alert.annotations?.description ?? Object.values(alert.annotations ?? {})[0] ?? ''), alert.acknowledged ? el('span', { class: 'small muted' }, ` acknowledged by ${alert.acknowledged.author || 'somebody'}`, alert.acknowledged.comment ? `: ${alert.acknowledged.comment}` : '', ', ', time(alert.acknowledged.at)) : null],
            el('div', { class: 'row-actions' }, alert.state !== 'resolved' && !alert.acknowledged ? el('button', { type: 'button', class: 'small-button', 'aria-label': `Acknowledge ${alert.rule} of ${subject(alert)}`, needs: 'operator', onclick: () => acknowledge(alert) }, 'Ack') : null, alert.state !== 'resolved' && !alert.silenced_by ? el('button', { type: 'button', class: 'small-button', 'aria-label': `Silence ${alert.rule} of ${subject(alert)}`, needs: 'operator', onclick: () => silence(alert) }, 'Silence') : null),
          ],
        })),
      ),
      found.length > MOST_SHOWN ? el('p', { class: 'small muted' }, `${count(found.length - MOST_SHOWN)} more; the search narrows them.`) : null,
      left.all > 0 ? el('p', { class: 'small muted' }, `${plural(left.all, 'alert')} left out here, ${left.open > 0 ? count(left.open) : 'none'} of them pending or firing; ./fieldgate alerts ls --limit 10000 lists them.`) : null,
    );
  };
  card.poll(scope, alerts, draw);
  draw();
}

// Silences.

function silenceList(place, search, scope) {
  const card = widget('Silences', { className: 'wide' });
  show(place, card.card);
  card.poll(
    scope,
    silences,
    (value) =>
      card.show(
        table(
          [{ title: 'State' }, { title: 'Conditions', className: 'name' }, { title: 'From' }, { title: 'To' }, { title: 'By' }, { title: 'Why' }, { title: '' }],
          [...value.silences].sort((one, other) => (one.state === 'expired') - (other.state === 'expired') || Date.parse(other.ends_at) - Date.parse(one.ends_at)).map((one) => ({
            key: one.id,
            cells: [badge(one.state), one.matchers.map((matcher) => el('code', { class: 'line' }, matcher, ' ')), time(one.starts_at), time(one.ends_at), one.author || '–', one.comment || '–', one.state === 'expired' ? '' : el('button', { type: 'button', class: 'small-button', needs: 'operator', onclick: () => expire(one, () => silences.refresh()) }, 'End')],
          })),
        ),
      ),
    (value) => (value.silences.length === 0 ? 'Nothing is silenced.' : null),
  );
}

// Dead letters.

function deadLetterList(place, search, scope) {
  const wish = { topic: search.get('topic') ?? '', route: search.get('route') ?? '', code: search.get('code') ?? '', device: search.get('device') ?? '' };
  const causes = widget('By cause', { className: 'wide' });
  const card = widget('Dead letters', { className: 'wide' });
  const replays = widget('Replay', { className: 'wide' });
  const filters = el('div', { class: 'filters' });
  const picked = new Set();
  let pages = [null];
  const poll = new Poll(() => get(`/api/v1/dead-letters${query({ ...wish, limit: PAGE, after: pages.at(-1) })}`), 10000);
  const bar = replayBar(replays, scope, () => ({ filter: Object.fromEntries(Object.entries(wish).filter(([, value]) => value)), picked: [...picked] }));
  const again = () => {
    pages = [null];
    picked.clear();
    history.replaceState(null, '', `#/queue/dead-letters${query(wish)}`);
    poll.refresh();
    bar.draw();
    drawFilters();
  };
  const drawFilters = () =>
    show(
      filters,
      [['topic', 'Topic'], ['route', 'Route'], ['code', 'Cause'], ['device', 'Device']].map(([name, label]) => [el('label', { class: 'unseen', for: `letter-${name}`, key: `label-${name}` }, label), el('input', { id: `letter-${name}`, key: `${name}`, placeholder: label, value: wish[name], spellcheck: 'false', autocomplete: 'off', onchange: (event) => { wish[name] = event.target.value.trim(); again(); } })]),
      Object.values(wish).some(Boolean) ? el('button', { type: 'button', key: 'all', onclick: () => { Object.keys(wish).forEach((name) => { wish[name] = ''; filters.querySelector(`#letter-${name}`).value = ''; }); again(); } }, 'All of them') : null,
    );
  drawFilters();
  show(place, causes.card, filters, replays.card, card.card);
  causes.poll(
    scope,
    deadLetters,
    (value) =>
      causes.show(
        table(
          [{ title: 'Cause', className: 'name' }, { title: 'Route' }, { title: 'Topic' }, { title: 'How many', className: 'number' }, { title: 'Last' }, { title: 'What it says' }],
          [...value.causes].sort((one, other) => other.count - one.count).slice(0, 20).map((cause) => ({
            key: `${cause.topic} ${cause.route} ${cause.code}`,
            cause,
            cells: [el('a', { href: `#/queue/dead-letters${query({ topic: cause.topic, route: cause.route, code: cause.code })}` }, cause.code || 'no code'), cause.route ?? '–', el('code', {}, cause.topic ?? '–'), count(cause.count), [age(cause.last_failed_at), ' ago'], cause.newest?.message ?? '–'],
          })),
        ),
        value.others ? el('p', { class: 'small muted' }, `And ${count(value.others)} with other causes.`) : null,
        value.complete === false ? el('p', { class: 'small muted' }, `Of the newest ${count(value.scanned)}; older ones were not counted.`) : null,
      ),
    (value) => (held(value) === 0 ? 'No dead letters: good.' : null),
  );
  card.poll(
    scope,
    poll,
    (value) => {
      bar.draw();
      card.show(
        table(
          [{ title: '' }, { title: 'When' }, { title: 'Device', className: 'name' }, { title: 'Cause' }, { title: 'Route' }, { title: 'Size', className: 'number' }, { title: 'What it says' }],
          value.dead_letters.map((letter) => ({
            key: letter.position,
            letter,
            cells: [
              el('input', { type: 'checkbox', checked: picked.has(letter.position), 'aria-label': `Pick ${letter.position}`, onchange: (event) => {
                (event.target.checked ? picked.add : picked.delete).call(picked, letter.position);
                bar.draw();
              } }),
              time(letter.failed_at),
              [letter.device ? el('a', { href: `#/devices/${encodeURIComponent(letter.device)}` }, letter.device) : '–'],
              [el('code', {}, letter.code ?? '–'), letter.replays ? el('span', { class: 'small muted' }, ` replayed ${letter.replays}×`) : null],
              letter.route ? el('a', { href: `#/routes/${encodeURIComponent(letter.route)}` }, letter.route) : '–',
              size(letter.bytes, letter.full_bytes),
              [letter.message ?? '', ' ', el('button', { type: 'button', class: 'small-button', needs: 'operator', onclick: () => open(letter.position) }, 'Open')],
            ],
          })),
          { onRow: may('operator') ? (row) => open(row.letter.position) : null },
        ),
        value.next && value.dead_letters.length < PAGE ? el('p', { class: 'small muted' }, `${count(value.scanned)} were looked through; older ones were not yet. Next looks further.`) : null,
        el('div', { class: 'pager' }, el('span', { class: 'muted' }, `page ${pages.length}`), el('button', { type: 'button', disabled: pages.length === 1, onclick: () => { pages.pop(); poll.refresh(); } }, 'Back'), el('button', { type: 'button', disabled: !value.next, onclick: () => { pages.push(value.next); poll.refresh(); } }, 'Next')),
      );
    },
    (value) => (value.dead_letters.length === 0 && pages.length === 1 && !value.next ? (Object.values(wish).some(Boolean) ? 'No dead letter is like this.' : 'No dead letters: good.') : null),
  );
}

/** A dead letter in a dialog: what it is, why it is there, its bytes. */
async function open(position) {
  const [, topic, partition, offset] = position.match(/^(.*)-(\d+)@(\d+)$/) ?? [];
  const dialog = document.getElementById('dialog');
  dialog.classList.add('wide');
  dialog.onclose = () => {
    if (!dialog.open) {
      dialog.classList.remove('wide');
      dialog.replaceChildren();
    }
  };
  const close = el('button', { type: 'button', onclick: () => dialog.close() }, 'Close');
  dialog.replaceChildren(el('h2', { id: 'dialog-title' }, position), skeleton(), close);
  dialog.showModal();
  let letter;
  try {
    letter = await get(path('dead-letters', topic, partition, offset));
  } catch (refused) {
    dialog.replaceChildren(el('h2', { id: 'dialog-title' }, position), el('p', { class: 'note error' }, refused.message), close);
    return;
  }
  const { payload } = letter;
  const shown = payload?.pretty ?? payload?.text ?? (payload?.base64 ? hex(payload.base64) : null);
  dialog.replaceChildren(
    el('h2', { id: 'dialog-title' }, letter.code ?? 'Dead letter'),
    el('p', { class: 'note error' }, letter.message ?? ''),
    el('dl', { class: 'facts' }, [['Position', position], ['Came from', letter.original ?? letter.origin], ['Device', letter.device], ['Route', letter.route], ['Failed', letter.failed_at ? time(letter.failed_at) : null], ['Attempts', letter.attempts], ['SQL state', letter.sqlstate], ['Key', letter.key?.text ?? letter.key?.base64], ['Replay of', letter.replay_of]].filter(([, value]) => value !== null && value !== undefined).map(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
    el('h3', {}, 'Payload ', payload ? el('span', { class: 'muted' }, size(payload.bytes, letter.full_bytes)) : null),
    shown === null ? el('p', { class: 'muted' }, payload ? 'Not shown.' : 'It has none.') : el('pre', { class: 'payload', tabindex: '0' }, shown),
    (payload?.notes ?? []).map((note) => el('p', { class: 'small muted' }, note)),
    el('details', {}, el('summary', {}, plural(letter.headers.length, 'header')), el('dl', { class: 'facts small' }, letter.headers.map((header) => [el('dt', {}, header.name), el('dd', {}, header.text ?? header.base64 ?? 'none')]))),
    el('div', { class: 'dialog-actions' }, shown === null ? null : copyButton(() => payload.text ?? shown, 'Copy payload'), payload?.text && !payload.masked ? el('button', { type: 'button', onclick: () => edit(letter) }, 'Edit …') : null, el('button', { type: 'button', onclick: () => replay(position) }, 'Replay …'), close),
  );
}

/** One dialog after the other, since there is one. */
function replay(position, more = {}) {
  const dialog = document.getElementById('dialog');
  dialog.classList.remove('wide');
  dialog.close();
  startReplay({ positions: [position], ...more }, position);
}

/** Another payload in place of the letter's. */
function edit(letter) {
  const field = el('textarea', { id: 'edit-payload', rows: 14, value: letter.payload.pretty ?? letter.payload.text, spellcheck: 'false' });
  const dialog = document.getElementById('dialog');
  dialog.replaceChildren(
    el('h2', { id: 'dialog-title' }, `Edit ${letter.position}`),
    el('div', { class: 'field' }, el('label', { for: 'edit-payload' }, 'Payload that goes in its place'), field),
    el('div', { class: 'dialog-actions' }, el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'), el('button', { type: 'button', class: 'primary', onclick: () => replay(letter.position, { edit: { value: field.value } }) }, 'Replay …')),
  );
  field.focus();
}

/** Sixteen bytes a line, with what can be read beside them. */
function hex(base64) {
  const all = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const lines = [];
  for (let at = 0; at < all.length; at += 16) {
    const row = [...all.subarray(at, at + 16)];
    lines.push(`${at.toString(16).padStart(6, '0')}  ${row.map((byte) => byte.toString(16).padStart(2, '0')).join(' ').padEnd(48)} ${row.map((byte) => (byte > 31 && byte < 127 ? String.fromCharCode(byte) : '.')).join('')}`);
  }
  return lines.join('\n');
}
