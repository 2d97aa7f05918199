// The frame around the screens: which one is shown, the keys, the search, the bar at the top.

import { Refused, get, login, logout, onLoginNeeded, query, session, whoAmI } from './api.js';
import { el, show } from './dom.js';
import { count, plural } from './format.js';
import { alerts, config, deadLetters, follow, leftOut, live, start } from './live.js';
import { Scope, ask, errorState, skeleton, toast } from './widget.js';
import * as overview from './overview.js';

const SCREENS = {
  overview: async () => overview,
  routes: () => import('./routes.js'),
  devices: () => import('./devices.js'),
  queue: () => import('./queue.js'),
};
const KEYS = { o: 'overview', r: 'routes', d: 'devices', q: 'queue' };
const GOES_WITHIN_MS = 1500;

const main = document.getElementById('main');
let scope = new Scope();
let shown = null;

function where() {
  const [path, search = ''] = location.hash.replace(/^#\/?/, '').split('?');
  const [screen = 'overview', ...rest] = path.split('/');
  const names = rest.map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  return { screen: screen in SCREENS ? screen : 'overview', names, search: new URLSearchParams(search) };
}

async function go() {
  const { screen, names, search } = where();
  scope.end();
  const own = new Scope();
  scope = own;
  document.querySelectorAll('#nav a').forEach((link) => {
    if (link.dataset.screen === screen) {
      link.setAttribute('aria-current', 'page');
    } else {
      link.removeAttribute('aria-current');
    }
  });
  let module;
  try {
    if (screen !== 'overview') {
      main.replaceChildren(skeleton());
    }
    module = await SCREENS[screen]();
  } catch {
    if (own === scope) {
      main.replaceChildren(errorState(new Refused(0, { detail: 'The page could not be loaded: the gateway does not answer.' }), go));
    }
    return;
  }
  if (own !== scope) {
    return;
  }
  const place = el('div', { class: `screen ${screen}` });
  module.mount(place, { names, search }, own);
  main.replaceChildren(place);
  document.title = `${module.title(names)} · Fieldgate`;
  if (shown !== null && shown !== location.hash.split('?')[0]) {
    main.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
  shown = location.hash.split('?')[0];
}

// The bar at the top.

function drawHealth() {
  const link = document.getElementById('health');
  const [dot, text] = link.children;
  const { tick } = live;
  if (!tick || live.isStale) {
    link.dataset.tone = live.refused || live.isStale ? 'bad' : 'wait';
    text.textContent = live.refused || live.isStale ? 'No answer' : 'Asking';
    link.title = live.refused?.message ?? 'Asking the gateway';
  } else {
    const problems = overview.troubles();
    link.dataset.tone = problems.length ? problems[0].tone : 'ok';
    text.textContent = problems.length ? plural(problems.length, 'problem') : 'Healthy';
    link.title = problems.length ? `${problems[0].what}: ${problems[0].text}` : `All ${tick.routes.length} routes run`;
  }
  dot.textContent = '';
}

function drawCount() {
  const place = document.getElementById('queue-count');
  const firing = (alerts.value?.alerts ?? []).filter((alert) => alert.state === 'firing' && !alert.acknowledged && !alert.silenced_by && !alert.inhibited).length;
  place.hidden = firing === 0;
  place.textContent = count(firing) + (alerts.value && leftOut(alerts.value).open > 0 ? '+' : '');
  place.title = `${plural(firing, 'alert')} that nobody has acknowledged`;
}

function drawBanner() {
  const refused = (config.value?.files ?? []).filter((file) => file.problems.length > 0);
  const place = document.getElementById('banner');
  show(place, refused.length === 0 ? null : el('p', {}, el('strong', {}, refused.length === 1 ? refused[0].file : plural(refused.length, 'file')), ' ', { disabled: 'is not loaded. ', partly: 'has a mistake; the rest of it is in effect. ' }[refused[0].state] ?? 'has a mistake; the version before it stays in effect. ', el('code', {}, refused[0].problems[0]), ' ', refused[0].routes?.[0] ? el('a', { href: `#/routes/${encodeURIComponent(refused[0].routes[0])}` }, 'Look') : null));
}

// Light and dark.

function themeButton() {
  const button = document.getElementById('theme');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () => (document.documentElement.dataset.theme ? document.documentElement.dataset.theme === 'dark' : system.matches);
  const draw = () => {
    button.textContent = isDark() ? '☀' : '☾';
    button.title = isDark() ? 'Light colours' : 'Dark colours';
    button.setAttribute('aria-label', button.title);
  };
  button.onclick = () => {
    const wanted = isDark() ? 'light' : 'dark';
    document.documentElement.dataset.theme = wanted;
    try {
      localStorage.setItem('fieldgate.theme', wanted);
    } catch {
      // For this page only.
    }
    draw();
    document.dispatchEvent(new CustomEvent('theme'));
  };
  system.addEventListener('change', () => {
    draw();
    document.dispatchEvent(new CustomEvent('theme'));
  });
  draw();
}

// Keys.

let goes = 0;

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || document.getElementById('dialog').open) {
    return;
  }
  if (event.target instanceof Element && event.target.closest('input, textarea, select')) {
    return;
  }
  if (event.key === '/') {
    event.preventDefault();
    document.getElementById('find').focus();
  } else if (event.key === '?') {
    help();
  } else if (event.key === 'g') {
    goes = Date.now();
  } else if (KEYS[event.key] && Date.now() - goes < GOES_WITHIN_MS) {
    goes = 0;
    location.hash = `#/${KEYS[event.key]}`;
  }
}

function help() {
  const keys = [['/', 'search'], ['g o', 'overview'], ['g r', 'routes'], ['g d', 'devices'], ['g q', 'work queue'], ['?', 'these keys']];
  ask({ title: 'Keys', confirm: 'Close', act: async () => true });
  document.querySelector('#dialog h2').after(el('dl', { class: 'keys' }, keys.map(([key, what]) => [el('dt', {}, key.split(' ').map((one) => el('kbd', {}, one))), el('dd', {}, what)])));
}

// Search.

function searchBox() {
  const input = document.getElementById('find');
  const list = document.getElementById('found');
  let chosen = -1;
  let turn = 0;
  let wait = null;

  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
    chosen = -1;
  };
  const leave = () => {
    input.value = '';
    close();
    input.blur();
  };
  const choose = (next) => {
    const options = [...list.querySelectorAll('[role=option]')];
    chosen = options.length === 0 ? -1 : (next + options.length) % options.length;
    options.forEach((option, i) => option.setAttribute('aria-selected', String(i === chosen)));
    if (chosen >= 0) {
      input.setAttribute('aria-activedescendant', options[chosen].id);
      options[chosen].scrollIntoView({ block: 'nearest' });
    }
  };
  const draw = (found) => {
    show(list, found.length === 0 ? el('li', { class: 'none', role: 'presentation' }, 'Nothing has this name.') : found.slice(0, 12).map(({ kind, name, href }, i) => el('li', { id: `found-${i}`, role: 'option', 'aria-selected': 'false', onclick: () => { leave(); location.hash = href; } }, el('span', { class: 'found-kind' }, kind), el('span', { class: 'found-name' }, name))));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    choose(0);
  };
  const search = async () => {
    const words = input.value.trim().toLowerCase();
    const mine = ++turn;
    if (!words) {
      close();
      return;
    }
    const has = (text) => text.toLowerCase().includes(words);
    const found = [
      ...[['Overview', '#/overview'], ['Routes', '#/routes'], ['Devices', '#/devices'], ['Work queue', '#/queue'], ['Dead letters', '#/queue/dead-letters'], ['Silences', '#/queue/silences'], ['Connect a device', '#/devices?connect']].filter(([name]) => has(name)).map(([name, href]) => ({ kind: 'screen', name, href })),
      ...(live.tick?.routes ?? []).filter((route) => has(route.id) || has(route.from)).map((route) => ({ kind: 'route', name: route.id, href: `#/routes/${encodeURIComponent(route.id)}` })),
    ];
    draw(found);
    try {
      const { devices } = await get(`/api/v1/devices${query({ search: input.value.trim(), limit: 8 })}`);
      if (mine === turn) {
        draw([...found, ...devices.map((device) => ({ kind: 'device', name: device.id, href: `#/devices/${encodeURIComponent(device.id)}` }))]);
      }
    } catch {
      // Routes and screens are found all the same.
    }
  };
  input.oninput = () => {
    clearTimeout(wait);
    wait = setTimeout(search, 120);
  };
  input.onkeydown = (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      choose(chosen + (event.key === 'ArrowDown' ? 1 : -1));
    } else if (event.key === 'Escape') {
      leave();
    }
  };
  document.getElementById('search').onsubmit = (event) => {
    event.preventDefault();
    list.querySelectorAll('[role=option]')[Math.max(chosen, 0)]?.click();
  };
  document.addEventListener('click', (event) => {
    if (!event.target.closest('#search')) {
      close();
    }
  });
}

// Who looks.

onLoginNeeded(() =>
  ask({
    title: 'Log in',
    text: el(
      'span',
      {},
      'This gateway asks who you are. ',
      session.provider ? el('a', { href: '/api/v1/session/oidc' }, `Log in with ${session.provider}`) : 'A user is made at the gateway by: ./fieldgate user new NAME --role operator',
    ),
    fields: [
      { name: 'name', label: 'User', autocomplete: 'username', hint: 'Empty to use a token, which is kept in this tab until it is closed.' },
      { name: 'password', label: 'Password or token', type: 'password', required: true, autocomplete: 'current-password' },
    ],
    confirm: 'Log in',
    act: async ({ name, password }) => {
      await login(name.trim(), password);
      return true;
    },
  }),
);

function drawWho() {
  const place = document.getElementById('who');
  place.hidden = !session.asks || session.role === null;
  show(
    place,
    el('span', { title: `Logged in as ${session.name}` }, el('strong', {}, session.name ?? ''), ' ', session.role ?? ''),
    el('button', { type: 'button', class: 'small-button', onclick: () => logout().catch((refused) => toast(refused.message, 'bad')) }, 'Log out'),
  );
}

themeButton();
searchBox();
document.addEventListener('keydown', onKey);
window.addEventListener('hashchange', go);
follow(drawHealth);
setInterval(drawHealth, 1000);
alerts.follow(() => {
  drawCount();
  drawHealth();
});
config.follow(() => {
  drawBanner();
  drawHealth();
});
document.addEventListener('session', () => {
  drawWho();
  if (shown !== null) {
    go();
  }
});
try {
  await whoAmI();
} catch {
  // The first that asks for something says why it cannot.
}
start();
go();
