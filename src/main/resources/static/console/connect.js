// Lines to copy that send a first message, and whether it has arrived, or why not.

import { listen, path, query } from './api.js';
import { el, show } from './dom.js';
import { doors, graph, live } from './live.js';
import { copyButton, time } from './widget.js';

const SAMPLE = '{"temperature":21.5}';
const HINT_MS = 20000;

/** Whether a route brings answers to commands, by what people call such routes. */
export const isForAnswers = (route, address) => /answer|reply|response|result|ack\b/i.test(`${route} ${address}`);
const rank = (door) => (isForAnswers(door.route, door.address) ? 2 : 0) + (door.kind === 'http' ? 1 : 0);

const quoted = (text) => `'${text.replaceAll("'", `'\\''`)}'`;

/** @param device its name; null: to be typed */
export function connectBox(card, scope, device = null) {
  const wish = { device: device ?? 'my-device', route: null, captures: {} };
  const state = { watching: null, since: 0, arrived: null, failed: null, refused: null, ends: [] };

  const stop = () => {
    state.ends.splice(0).forEach((end) => end());
    state.watching = null;
  };
  scope.add(stop);

  /** Files are no way for a device. */
  const open = () => (doors.value?.doors ?? []).filter((door) => door.kind !== 'file').sort((one, other) => rank(one) - rank(other));

  const chosen = () => {
    const all = open();
    return all.find((door) => door.route === wish.route) ?? all[0] ?? null;
  };

  /** The address with what is captured filled in; what is left open is named after itself. */
  const address = (door) =>
    door.address.replace(/\{(\w+)\}/g, (unused, name) => (name === 'device' ? wish.device : wish.captures[name] || `my-${name}`)).replace(/\/?#$/, '/reading').replaceAll('+', 'any');

  function lines(door) {
    if (door.kind === 'http') {
      const url = location.origin + address(door).split('/').map(encodeURIComponent).join('/');
      return [
        ['curl', `curl -d ${quoted(SAMPLE)} -H 'Content-Type: application/json'${door.login ? " -H 'Authorization: Bearer TOKEN'" : ''} ${quoted(url)}`],
        ['Python', `import urllib.request\nprint(urllib.request.urlopen(urllib.request.Request(\n    ${JSON.stringify(url)}, data=b${quoted(SAMPLE)}, headers={"Content-Type": "application/json"${door.login ? ', "Authorization": "Bearer TOKEN"' : ''}})).read())`],
      ];
    }
    const broker = URL.canParse(door.broker) ? new URL(door.broker.replace(/^(\w+):/, 'http:')) : null;
    const isTls = /^(ssl|mqtts|wss):/.test(door.broker);
    const host = broker?.hostname || 'localhost';
    const port = broker?.port || (isTls ? '8883' : '1883');
    const login = door.login ? ' -u USER -P PASSWORD' : '';
    return [
      ['mosquitto_pub', `mosquitto_pub -h ${host} -p ${port}${isTls ? ' --capath /etc/ssl/certs' : ''}${login} -q 1 -t ${quoted(address(door))} -m ${quoted(SAMPLE)}`],
      ['Python', `# pip install paho-mqtt\nimport paho.mqtt.publish as publish\npublish.single(${JSON.stringify(address(door))}, ${quoted(SAMPLE)}, qos=1, hostname=${JSON.stringify(host)}, port=${port}${isTls ? ', tls={}' : ''}${door.login ? ', auth={"username": "USER", "password": "PASSWORD"}' : ''})`],
      ['Arduino', `// PubSubClient\nclient.setServer(${JSON.stringify(host)}, ${port});\nclient.connect(${JSON.stringify(wish.device)}${door.login ? ', "USER", "PASSWORD"' : ''});\nclient.publish(${JSON.stringify(address(door))}, ${JSON.stringify(SAMPLE)});`],
    ];
  }

  /** Looks at the route that takes the message, and at those that read what it writes: they say what is wrong with it. */
  function watch() {
    stop();
    const door = chosen();
    if (!door || !wish.device) {
      return;
    }
    Object.assign(state, { watching: door.route, since: Date.now(), arrived: null, failed: null, refused: null });
    const own = state.ends;
    own.push(
      listen(`${path('routes', door.route, 'tap')}${query({ device: wish.device, limit: 20 })}`, {
        event(name, event) {
          if (name !== 'message') {
            return;
          }
          if (event.failure) {
            state.failed = { route: door.route, at: event.at, text: event.failure };
          } else {
            state.arrived ??= event;
          }
          draw();
        },
        lost(refused) {
          state.refused = refused;
          draw();
        },
      }),
    );
    for (const route of after(door.route).slice(0, 2)) {
      own.push(
        listen(`${path('routes', route, 'tap')}${query({ device: wish.device, failed: true })}`, {
          event(name, event) {
            if (name === 'message' && event.failure) {
              state.failed = { route, at: event.at, text: event.failure };
              draw();
            }
          },
        }),
      );
    }
    const hint = setInterval(draw, 1000);
    own.push(() => clearInterval(hint));
    draw();
  }

  function after(route) {
    const ways = graph.value?.ways ?? [];
    const reached = new Set(ways.filter((way) => way.route === route).map((way) => way.to));
    return [...new Set(ways.filter((way) => reached.has(way.from) && way.route).map((way) => way.route))];
  }

  function verdict(door) {
    if (!state.watching) {
      return el('div', { class: 'waiting', 'data-tone': 'none' }, el('button', { type: 'button', class: 'primary', needs: 'operator', onclick: watch }, 'Wait for its first message'), el('span', { class: 'muted' }, 'then run the line above'));
    }
    const again = el('button', { type: 'button', class: 'small-button', onclick: () => { stop(); draw(); } }, 'Stop');
    if (state.failed) {
      return el('div', { class: 'waiting', 'data-tone': 'bad', role: 'status' }, el('strong', {}, 'It arrived and was refused. '), el('a', { href: `#/routes/${encodeURIComponent(state.failed.route)}` }, state.failed.route), ': ', state.failed.text, ' ', again);
    }
    if (state.arrived) {
      return el('div', { class: 'waiting', 'data-tone': 'ok', role: 'status' }, el('strong', {}, '✓ Its message has arrived'), ' at ', time(state.arrived.at), ': ', el('code', {}, state.arrived.body ?? 'no content'), ' ', again);
    }
    if (state.refused && state.refused.status !== 0) {
      return el('div', { class: 'waiting', 'data-tone': 'bad', role: 'status' }, state.refused.message, ' ', el('button', { type: 'button', class: 'small-button', onclick: watch }, 'Try again'));
    }
    const late = Date.now() - state.since > HINT_MS;
    return el('div', { class: 'waiting', 'data-tone': late ? 'warn' : 'wait', role: 'status' }, el('i', { class: 'pulse', 'aria-hidden': 'true' }), late ? 'Nothing yet. ' : `Waiting for a message of ${wish.device} … `, late ? why(door) : null, again);
  }

  function why(door) {
    const route = live.tick?.routes.find((one) => one.id === door.route);
    const reasons = [];
    if (route && route.state !== 'started') {
      reasons.push(`The route ${door.route} is ${route.state}${route.cause ? `: ${route.cause}` : ''}.`);
    }
    if (door.kind === 'mqtt') {
      reasons.push(`The topic must be like ${door.address}, and the part {device} must be ${wish.device}.`);
      reasons.push(`The message must reach the broker at ${door.broker}${door.login ? ', with a user and password that may publish there' : ''}.`);
    } else {
      reasons.push('The answer to the request says what is wrong: 401 a token is missing, 404 the path, 415 or 422 the content.');
    }
    return el('ul', { class: 'small' }, reasons.map((reason) => el('li', {}, reason)));
  }

  function draw() {
    const all = open();
    const door = chosen();
    if (!door) {
      card.empty('No route takes messages of devices.', el('p', { class: 'small mono' }, './fieldgate new mqtt-to-topic'));
      return;
    }
    const captures = [...door.address.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).filter((name) => name !== 'device');
    const change = (then) => (event) => {
      then(event.target.value.trim());
      if (state.watching) {
        watch();
      }
      draw();
    };
    card.show(
      el(
        'div',
        { class: 'connect-form' },
        device === null ? el('div', { class: 'field' }, el('label', { for: 'connect-device' }, 'Device'), el('input', { id: 'connect-device', value: wish.device, spellcheck: 'false', autocomplete: 'off', oninput: change((value) => { wish.device = value || 'my-device'; }) })) : null,
        el('div', { class: 'field' }, el('label', { for: 'connect-route' }, 'Into the route'), el('select', { id: 'connect-route', onchange: change((value) => { wish.route = value; }) }, all.map((one) => el('option', { value: one.route, selected: one.route === door.route }, `${one.route} (${one.kind === 'http' ? 'HTTP' : 'MQTT'})`)))),
        captures.map((name) => el('div', { class: 'field' , key: `field-${name}` }, el('label', { for: `connect-${name}` }, name), el('input', { id: `connect-${name}`, value: wish.captures[name] ?? `my-${name}`, spellcheck: 'false', autocomplete: 'off', oninput: change((value) => { wish.captures[name] = value; }) }))),
      ),
      lines(door).map(([tool, line], i) => el('details', { class: 'snippet', key: `${door.kind}-${tool}`, open: i === 0 }, el('summary', {}, tool), el('div', { class: 'code-line' }, el('pre', { tabindex: '0' }, line), copyButton(() => lines(door)[i][1])))),
      verdict(door),
    );
  }

  card.poll(scope, doors, draw);
  scope.add(graph.follow(() => {}));
}
