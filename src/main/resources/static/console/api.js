// Every call to the gateway, and the only place that knows of logins, of tokens and of answers that refuse.

const TOKEN = 'fieldgate.token';
const LONGEST_MS = 15000;
// A dry run makes all routes once more, a reload waits for messages that are inside.
const LONGEST_ACT_MS = 60000;
const ROLES = ['viewer', 'operator', 'admin'];
let token = remembered();
let csrf = null;
let logins = 0;
let askForLogin = null;
let asking = null;
let declined = false;

/** Who looks. Until it is known everything is offered; the gateway decides in any case. */
export const session = { asks: false, name: null, role: 'admin', proof: 'none', provider: null };

/** Whether the gateway lets somebody of this role do it. */
export const may = (role) => ROLES.indexOf(session.role) >= ROLES.indexOf(role);

function remembered() {
  try {
    return sessionStorage.getItem(TOKEN);
  } catch {
    return null;
  }
}

function keep(given) {
  token = given;
  try {
    if (given === null) {
      sessionStorage.removeItem(TOKEN);
    } else {
      sessionStorage.setItem(TOKEN, given);
    }
  } catch {
    // Kept until the page is loaded anew.
  }
}

/** What the gateway refused, as its problem+json says it; status 0: it did not answer. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || (status === 0 ? 'The gateway does not answer.' : `The gateway answers ${status}.`));
    this.status = status;
    this.code = problem.code || '';
    this.problem = problem;
  }
}

/** Sets who asks a person to log in; it returns a promise of whether that was done. */
export function onLoginNeeded(ask) {
  askForLogin = ask;
}

function headers(more) {
  if (token) {
    return { ...more, Authorization: `Bearer ${token}` };
  }
  return csrf ? { ...more, 'X-CSRF-TOKEN': csrf } : more;
}

/** Asks once, however many calls were refused at the same time. */
async function loggedIn(before) {
  if (logins !== before) {
    return true;
  }
  if (!askForLogin || declined) {
    return false;
  }
  asking ??= askForLogin().finally(() => {
    asking = null;
  });
  // Not asked again and again; whoever loads the page anew is.
  declined = !(await asking);
  return !declined;
}

/** Looks who is logged in, and tells the page when that is another than before. */
export async function whoAmI() {
  const { csrf_token: given, ...who } = await (await call('/api/v1/session', { headers: { Accept: 'application/json' } })).json();
  csrf = given;
  const changed = who.name !== session.name || who.role !== session.role;
  Object.assign(session, who);
  if (changed) {
    document.dispatchEvent(new CustomEvent('session'));
  }
}

/** By name and password, or without a name by a token. */
export async function login(name, password) {
  if (name) {
    keep(null);
    await call('/api/v1/session', { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body: JSON.stringify({ name, password }) });
  } else {
    keep(password.trim());
  }
  try {
    await whoAmI();
  } catch (refused) {
    keep(null);
    throw refused;
  }
  logins++;
}

/** Ends what the page has of a login, and loads it anew. */
export async function logout() {
  if (token === null) {
    await call('/api/v1/session', { method: 'DELETE', headers: {} });
  }
  keep(null);
  location.reload();
}

/** One call, whatever comes of it. */
async function call(path, options, signal = AbortSignal.timeout(LONGEST_MS)) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: headers(options.headers), cache: 'no-store', signal });
  } catch (failure) {
    if (signal.aborted && signal.reason?.name !== 'TimeoutError') {
      throw failure;
    }
    throw new Refused(0, {});
  }
  if (!answer.ok) {
    throw new Refused(answer.status, await problem(answer));
  }
  return answer;
}

async function send(path, options, signal) {
  for (;;) {
    const before = logins;
    try {
      return await call(path, options, signal);
    } catch (refused) {
      if (refused.status !== 401 || !(await loggedIn(before))) {
        throw refused;
      }
    }
  }
}

async function problem(answer) {
  try {
    const said = await answer.json();
    return said && typeof said === 'object' ? said : {};
  } catch {
    return {};
  }
}

async function json(path, options, longestMs = LONGEST_MS) {
  const answer = await send(path, options, AbortSignal.timeout(longestMs));
  const text = await answer.text();
  return text ? JSON.parse(text) : null;
}

export const get = (path) => json(path, { headers: { Accept: 'application/json' } });

export const remove = (path) => json(path, { method: 'DELETE', headers: { Accept: 'application/json' } });

export const post = (path, body) =>
  json(
    path,
    {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      body: JSON.stringify(body ?? {}),
    },
    LONGEST_ACT_MS,
  );

/** A path of names that may hold anything. */
export const path = (...names) => `/api/v1/${names.map(encodeURIComponent).join('/')}`;

/** What no part of a path can be, whatever is encoded. */
const NOT_IN_A_PATH = /[/\\]|^\.{0,2}$|^-$/;

/** The path of what there is of a device. */
export const devicePath = (id, more = [], values = {}) =>
  NOT_IN_A_PATH.test(id) ? path('devices', '-', ...more) + query({ ...values, id }) : path('devices', id, ...more) + query(values);

/** A query of what is not empty. */
export function query(values) {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (value !== null && value !== undefined && value !== '') {
      query.append(name, value);
    }
  }
  const text = query.toString();
  return text ? `?${text}` : '';
}

const streams = new Set();

// A page that the browser keeps for going back would keep its connections too, and there are six for a gateway.
addEventListener('pagehide', () => [...streams].forEach((stream) => stream.abort()));
addEventListener('pageshow', (event) => event.persisted && location.reload());

/**
 * Listens to server-sent events, with the token that EventSource could not send. Comes back by itself after a loss.
 * `on` has `event(name, data, id)`, `open()` and `lost(refused, again)`; returns a function that ends it.
 */
export function listen(path, on, { again = true } = {}) {
  const ended = new AbortController();
  streams.add(ended);
  ended.signal.addEventListener('abort', () => streams.delete(ended));
  let last = null;
  let pause = 1000;

  async function once() {
    const answer = await send(
      path,
      { headers: { Accept: 'text/event-stream', ...(last === null ? {} : { 'Last-Event-ID': last }) } },
      ended.signal,
    );
    on.open?.();
    pause = 1000;
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        return;
      }
      rest += value;
      const events = rest.split(/\r?\n\r?\n/);
      rest = events.pop();
      events.forEach(take);
    }
  }

  function take(text) {
    let name = 'message';
    const data = [];
    for (const line of text.split(/\r?\n/)) {
      const colon = line.indexOf(':');
      if (colon <= 0) {
        continue;
      }
      const field = line.slice(0, colon);
      const value = line.slice(colon + 1).replace(/^ /, '');
      if (field === 'data') {
        data.push(value);
      } else if (field === 'event') {
        name = value;
      } else if (field === 'id') {
        last = value;
      }
    }
    if (data.length > 0) {
      let said;
      try {
        said = JSON.parse(data.join('\n'));
      } catch {
        return;
      }
      on.event(name, said, last);
    }
  }

  (async () => {
    while (!ended.signal.aborted) {
      let refused = new Refused(0, { detail: 'The gateway has ended the connection.' });
      try {
        await once();
      } catch (failure) {
        if (ended.signal.aborted) {
          return;
        }
        if (failure instanceof Refused) {
          refused = failure;
        }
      }
      if (ended.signal.aborted) {
        return;
      }
      const willTry = again && (refused.status === 0 || refused.status >= 500);
      on.lost?.(refused, willTry);
      if (!willTry) {
        return;
      }
      await new Promise((wake) => setTimeout(wake, pause));
      pause = Math.min(pause * 2, 15000);
    }
  })();
  return () => ended.abort();
}
