// Tells a device to do something, and shows what it answers.

import { devicePath, get, post } from './api.js';
import { isForAnswers } from './connect.js';
import { el } from './dom.js';
import { Poll, doors } from './live.js';
import { copyButton, time, widget } from './widget.js';

const EXPIRIES = [['10s', '10 seconds'], ['1m', '1 minute'], ['10m', '10 minutes'], ['1h', '1 hour'], ['1d', '1 day']];
const TYPES = [['application/json', 'JSON'], ['text/plain', 'Text']];
const ASK_MS = 2000;
/** An answer may come after the command has expired: it was on its way. */
const GRACE_MS = 30000;
const MOST_SENT = 5;
const TOPICS = '    - name: commands\n    - name: command-answers\n';

export function commandBox(scope, id) {
  const card = widget('Send a command', { className: 'wide connect' });
  const wish = { route: null, answers: undefined, type: TYPES[0][0], expiry: '1m', value: '{"led":"on"}', captures: {} };
  const sent = [];
  const state = { known: {}, problem: null, busy: false };
  const ways = new Poll(() => get(devicePath(id, ['commands'])), 15000);

  const routes = () => ways.value?.routes ?? [];
  const chosen = () => routes().find((way) => way.route === wish.route) ?? routes()[0];
  const answering = () => {
    const all = ways.value?.answer_routes ?? [];
    return wish.answers === undefined ? all.find((way) => isForAnswers(way.route, way.mqtt)) : all.find((way) => way.route === wish.answers);
  };
  const capture = (name) => wish.captures[name] ?? state.known[name] ?? '';

  async function send(event) {
    event.preventDefault();
    const answers = answering();
    const names = [...new Set([...chosen().captures, ...(answers?.captures ?? [])])];
    Object.assign(state, { busy: true, problem: null });
    draw();
    try {
      const command = await post(devicePath(id, ['commands']), {
        value: wish.value,
        content_type: wish.type,
        expiry: wish.expiry,
        route: chosen().route,
        answer_route: answers?.route,
        captures: Object.fromEntries(names.map((name) => [name, capture(name)])),
      });
      sent.unshift({ ...command, value: wish.value, by: answers?.route, answer: null, refused: null, over: !answers });
      sent.length = Math.min(sent.length, MOST_SENT);
      ask(sent[0]);
    } catch (refused) {
      state.problem = refused;
    }
    state.busy = false;
    draw();
  }

  /** Until there is an answer, or none can come. */
  async function ask(command) {
    while (!command.over && sent.includes(command) && !scope.over) {
      await new Promise((wake) => setTimeout(wake, ASK_MS));
      try {
        const found = await get(devicePath(id, ['commands', command.id], { route: command.by, since: command.sent_at }));
        command.answer = found.answer;
        command.refused = null;
      } catch (refused) {
        command.refused = refused;
      }
      command.over = command.answer !== null || Date.now() > Date.parse(command.expires_at) + GRACE_MS || [400, 403, 404].includes(command.refused?.status);
      draw();
    }
  }

  function fate(command) {
    if (command.answer) {
      return el('div', { class: 'waiting', 'data-tone': 'ok' }, el('strong', {}, '✓ Answered'), ' at ', time(command.answer.at), ': ', el('code', {}, command.answer.value || 'no content'));
    }
    if (command.refused) {
      return el('div', { class: 'waiting', 'data-tone': 'bad' }, command.refused.message);
    }
    if (!command.answers) {
      return el('div', { class: 'waiting', 'data-tone': 'none' }, 'No answer was asked for.');
    }
    return command.over
      ? el('div', { class: 'waiting', 'data-tone': 'warn' }, `No answer came under ${command.answers} before it expired.`)
      : el('div', { class: 'waiting', 'data-tone': 'wait' }, el('i', { class: 'pulse', 'aria-hidden': 'true' }), `Waits for its answer under ${command.answers} …`);
  }

  const field = (name, label, input) => el('div', { class: 'field', key: `field-${name}` }, el('label', { for: `command-${name}` }, label), input);
  const select = (name, options, value, change) => el('select', { id: `command-${name}`, onchange: (event) => { change(event.target.value); draw(); } }, options.map(([key, text]) => el('option', { value: key, selected: key === value }, text)));

  function draw() {
    if (!ways.value) {
      return;
    }
    const way = chosen();
    if (!way) {
      card.empty('No route brings commands to devices. One like this in routes/ does, and another takes their answers:', copied(missing()), el('p', {}, 'Their topics belong to those in config/topics.yaml:'), copied(TOPICS));
      return;
    }
    const answers = answering();
    const names = [...new Set([...way.captures, ...(answers?.captures ?? [])])];
    card.show(
      el(
        'form',
        { onsubmit: send },
        el('div', { class: 'field', key: 'field-value' }, el('label', { for: 'command-value' }, 'What it receives'), el('textarea', { id: 'command-value', rows: '3', spellcheck: 'false', value: wish.value, oninput: (event) => { wish.value = event.target.value; } })),
        el(
          'div',
          { class: 'connect-form' },
          routes().length > 1 ? field('route', 'By the route', select('route', routes().map((one) => [one.route, one.route]), way.route, (value) => { wish.route = value; })) : null,
          field('type', 'Content', select('type', TYPES, wish.type, (value) => { wish.type = value; })),
          field('expiry', 'Worth nothing after', select('expiry', EXPIRIES, wish.expiry, (value) => { wish.expiry = value; })),
          field('answers', 'Its answer comes by', select('answers', [['', 'none is asked for'], ...ways.value.answer_routes.map((one) => [one.route, one.route])], answers?.route ?? '', (value) => { wish.answers = value; })),
          names.map((name) => field(`capture-${name}`, name, el('input', { id: `command-capture-${name}`, value: capture(name), required: true, spellcheck: 'false', autocomplete: 'off', oninput: (event) => { wish.captures[name] = event.target.value; } }))),
        ),
        el('div', { class: 'row-actions' }, el('button', { type: 'submit', class: 'primary', needs: 'operator', disabled: state.busy }, state.busy ? 'Sending …' : 'Send'), el('span', { class: 'small muted' }, 'through Kafka’s ', el('code', {}, way.topic), ' to ', el('code', {}, way.mqtt))),
        state.problem ? el('p', { class: 'problem', role: 'alert' }, state.problem.message) : null,
      ),
      sent.length > 0
        ? el('ul', { class: 'rows commands', role: 'log', 'aria-label': 'Sent commands' }, sent.map((command) => el('li', { key: command.id }, el('div', { class: 'row-text' }, time(command.sent_at), ' ', el('code', {}, command.value), el('span', { class: 'small muted' }, ' stored as ', el('code', {}, command.position), ', by ', el('a', { href: `#/routes/${encodeURIComponent(command.route)}` }, command.route)), fate(command)))))
        : null,
    );
  }

  const copied = (lines) => el('div', { class: 'code-line' }, el('pre', { tabindex: '0' }, lines), copyButton(lines));

  /** Beside where its messages come from. */
  function missing() {
    const door = (doors.value?.doors ?? []).find((one) => one.kind === 'mqtt' && one.address.includes('{device}'));
    const above = door ? door.address.slice(0, door.address.indexOf('{device}')).replaceAll('+', '{part}') : 'devices/';
    return `- templatedRoute:
    routeTemplateRef: topic-to-mqtt
    routeId: commands
    parameters:
      - { name: topic, value: commands }
      - { name: to, value: "${above}{device}/command" }
- templatedRoute:
    routeTemplateRef: mqtt-to-topic
    routeId: command-answers
    parameters:
      - { name: filter, value: "${above}{device}/answer" }
      - { name: topic, value: command-answers }
`;
  }

  card.poll(scope, ways, draw);
  scope.add(doors.follow(draw));
  return {
    card: card.card,
    /** What is known of the levels beside the device; what somebody has typed stays. */
    known(captures) {
      const first = Object.keys(captures).some((name) => state.known[name] !== captures[name]);
      state.known = { ...state.known, ...captures };
      if (first) {
        for (const [name, value] of Object.entries(captures)) {
          const input = document.getElementById(`command-capture-${name}`);
          if (input && wish.captures[name] === undefined) {
            input.value = value;
          }
        }
      }
    },
  };
}
