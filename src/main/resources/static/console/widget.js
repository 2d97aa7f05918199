// A card of a screen, and the four states that each can be in beside showing what it has: loading, empty, error, stale.

import { session } from './api.js';
import { el, show } from './dom.js';
import { clock, duration, utc } from './format.js';
import { follow } from './live.js';

let numbered = 0;

/** What a screen has to end when another takes its place. */
export class Scope {
  constructor() {
    this.ends = [];
    this.over = false;
  }

  add(end) {
    if (this.over) {
      end();
    } else {
      this.ends.push(end);
    }
  }

  end() {
    this.over = true;
    this.ends.splice(0).forEach((end) => end());
  }
}

export function widget(title, { className = '', actions = [], level = 'h2' } = {}) {
  const id = `widget-${++numbered}`;
  const head = el('div', { class: 'card-actions' }, actions);
  const note = el('p', { class: 'stale-note', hidden: true });
  const body = el('div', { class: 'card-body' });
  const card = el(
    'section',
    { class: `card ${className}`, 'aria-labelledby': id, 'data-state': 'loading' },
    el('header', { class: 'card-head' }, el(level, { id }, title), head),
    note,
    body,
  );
  const set = (state, ...children) => {
    card.dataset.state = state;
    note.hidden = true;
    show(body, children);
  };
  const own = {
    card,
    body,
    head,
    loading: () => set('loading', skeleton()),
    show: (...children) => set('ok', ...children),
    empty: (text, ...more) => set('empty', emptyState(text, ...more)),
    error: (refused, retry) => set('error', errorState(refused, retry)),
    missing: () => set('missing', missingState()),
    /** What is shown stays, greyed, with its age. */
    stale: (since, why) => {
      card.dataset.state = 'stale';
      note.hidden = false;
      show(note, `Not current: ${(why || 'the gateway does not answer').replace(/\.$/, '')}. Last heard `, time(since), '.');
    },
    /** Draws what a poll has, and the states of its absence. `isEmpty` gives a text when there is nothing to draw. */
    poll(scope, poll, draw, isEmpty = () => null) {
      own.loading();
      let drawn = false;
      scope.add(
        poll.follow(({ value, at, refused }) => {
          if (value === undefined) {
            if (refused.status === 404) {
              own.missing();
            } else {
              own.error(refused, () => poll.refresh());
            }
            return;
          }
          if (!refused || !drawn) {
            const empty = isEmpty(value);
            if (empty) {
              own.empty(...[empty].flat());
            } else {
              card.dataset.state = 'ok';
              note.hidden = true;
              draw(value);
            }
            drawn = true;
          }
          if (refused) {
            own.stale(at, refused.message);
          }
        }),
      );
      return own;
    },
    /** The same of the page's stream. */
    stream(scope, draw) {
      own.loading();
      scope.add(
        follow((live) => {
          if (!live.tick) {
            own.error(live.refused);
          } else if (live.isStale) {
            own.stale(live.at, live.refused?.message);
          } else {
            card.dataset.state = 'ok';
            note.hidden = true;
            draw(live);
          }
        }),
      );
      return own;
    },
  };
  own.loading();
  return own;
}

export const skeleton = () => el('div', { class: 'skeleton', role: 'status' }, el('span', { class: 'unseen' }, 'Loading'), el('i', {}), el('i', {}), el('i', {}));

export const emptyState = (text, ...more) => el('div', { class: 'note empty' }, el('p', {}, text), more);

export const missingState = () =>
  el('div', { class: 'note missing' }, el('p', {}, 'Not available on this gateway.'), el('p', { class: 'small' }, 'A newer Fieldgate has it.'));

export function errorState(refused, retry) {
  const text = refused?.message ?? 'The gateway does not answer.';
  return el(
    'div',
    { class: 'note error', role: 'alert' },
    el('p', {}, text),
    refused?.status === 0 ? el('p', { class: 'small' }, 'It is tried again by itself.') : null,
    refused?.status === 401 ? el('p', { class: 'small' }, 'Load the page anew to log in.') : null,
    refused?.problem?.requestId ? el('p', { class: 'small mono' }, `Request ${refused.problem.requestId}`) : null,
    retry ? el('button', { type: 'button', onclick: retry }, 'Try again') : null,
  );
}

/** A time of the reader's zone, with UTC under the pointer. */
export const time = (at) => el('time', { datetime: new Date(at).toISOString(), title: utc(at) }, clock(at));

/** How long ago something was. */
export function age(at) {
  if (!at) {
    return el('span', { class: 'muted' }, '–');
  }
  return el('time', { datetime: at, title: utc(at) }, duration((Date.now() - Date.parse(at)) / 1000));
}

const TONES = {
  started: 'ok', online: 'ok', up: 'ok', resolved: 'ok', running: 'ok', active: 'info', info: 'info', firing: 'bad', down: 'bad',
  error: 'bad', critical: 'bad', disabled: 'bad', silent: 'bad', pending: 'warn', late: 'warn', warning: 'warn', starting: 'warn', earlier: 'warn',
};
const SHAPES = { ok: '●', bad: '▲', warn: '◆', info: '●', none: '○' };

/** A state is told by its word and its shape too, never by its colour only. */
export function badge(state, text = state) {
  const tone = TONES[state] ?? 'none';
  return el('span', { class: `badge ${tone}` }, el('i', { 'aria-hidden': 'true' }, SHAPES[tone]), text);
}

export function table(columns, rows, { onRow, className = '' } = {}) {
  return el(
    'div',
    { class: `scroll ${className}`, tabindex: '0', role: 'region', 'aria-label': 'Table' },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, columns.map((column) => {
        const { title, className: cell = '', sort, onSort } = column;
        return el('th', { scope: 'col', class: cell, 'aria-sort': sort ?? null }, onSort ? el('button', { type: 'button', class: 'sort', onclick: onSort }, title) : title);
      }))),
      el('tbody', {}, rows.map((row) => el('tr', { key: row.key, class: onRow ? 'clickable' : null, onclick: onRow ? (event) => clicked(event, () => onRow(row)) : null }, row.cells.map((cell, i) => el('td', { class: columns[i].className ?? null, 'data-title': columns[i].title }, cell))))),
    ),
  );
}

/** Returns nothing: false would take from links and boxes in the row what a click does to them. */
function clicked(event, open) {
  if (!event.target.closest('a, button, input')) {
    open();
  }
}

/** Copies a text, and says so on the button. */
export function copyButton(text, label = 'Copy') {
  return el('button', {
    type: 'button',
    class: 'small-button',
    onclick: async (event) => {
      const button = event.currentTarget;
      try {
        await navigator.clipboard.writeText(typeof text === 'function' ? text() : text);
        button.textContent = 'Copied';
      } catch {
        button.textContent = 'Select and copy it';
      }
      setTimeout(() => {
        button.textContent = label;
      }, 1600);
    },
  }, label);
}

/** Asks in a dialog; `fields` are labels with inputs, `act(values)` may refuse. Returns when it is done. */
export function ask({ title, text, fields = [], confirm, tone = '', act }) {
  const dialog = document.getElementById('dialog');
  const problem = el('p', { class: 'problem', role: 'alert', hidden: true });
  const inputs = fields.map((field) => ({
    ...field,
    input: field.options
      ? el('select', { name: field.name, id: `ask-${field.name}` }, field.options.map(([value, label]) => el('option', { value, selected: value === field.value }, label)))
      : el(field.rows ? 'textarea' : 'input', { name: field.name, id: `ask-${field.name}`, type: field.rows ? null : (field.type ?? 'text'), rows: field.rows, value: field.value ?? '', required: field.required, autocomplete: field.autocomplete ?? 'off', spellcheck: 'false' }),
  }));
  return new Promise((finish) => {
    let result = null;
    const button = el('button', { type: 'submit', class: `primary ${tone}` }, confirm);
    const form = el(
      'form',
      {
        onsubmit: async (event) => {
          event.preventDefault();
          button.disabled = true;
          problem.hidden = true;
          try {
            result = (await act(Object.fromEntries(inputs.map(({ name, input }) => [name, input.value])))) ?? true;
            dialog.close();
          } catch (refused) {
            problem.textContent = refused.message;
            problem.hidden = false;
          } finally {
            button.disabled = false;
          }
        },
      },
      el('h2', { id: 'dialog-title' }, title),
      text ? el('p', {}, text) : null,
      inputs.map(({ label, hint, name, input }) => el('div', { class: 'field' }, el('label', { for: `ask-${name}` }, label), input, hint ? el('p', { class: 'small muted' }, hint) : null)),
      problem,
      el('div', { class: 'dialog-actions' }, el('button', { type: 'button', onclick: () => dialog.close() }, 'Cancel'), button),
    );
    dialog.replaceChildren(form);
    dialog.onclose = () => {
      // Of the dialog that was here before, which says so late.
      if (!dialog.open) {
        dialog.replaceChildren();
        finish(result);
      }
    };
    dialog.showModal();
    (inputs[0]?.input ?? button).focus();
  });
}

/** Says briefly that something was done. */
export function toast(text, tone = 'ok') {
  const place = document.getElementById('toasts');
  const said = el('p', { class: `toast ${tone}` }, text);
  place.append(said);
  setTimeout(() => said.remove(), 6000);
}

/** The field of a form that asks who acts; none for whoever has logged in, since the gateway knows. */
export function authorField() {
  return session.proof === 'session' ? [] : [{ name: 'author', label: 'Your name', value: knownAuthor(), required: true, autocomplete: 'name' }];
}

function knownAuthor() {
  try {
    return localStorage.getItem('fieldgate.author') ?? '';
  } catch {
    return '';
  }
}

/** @param name undefined when nobody was asked */
export function rememberAuthor(name) {
  if (name === undefined) {
    return;
  }
  try {
    localStorage.setItem('fieldgate.author', name);
  } catch {
    // Asked for again the next time.
  }
}
