// Numbers, times and sizes as people read them.

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const ONE = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const SHORT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const DAY = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });

const none = (value) => value === null || value === undefined || Number.isNaN(value);

export const count = (value) => (none(value) ? '–' : value >= 100000 ? SHORT.format(value) : WHOLE.format(value));

export function rate(value) {
  if (none(value)) {
    return '–';
  }
  return value >= 10000 ? SHORT.format(value) : value >= 100 ? WHOLE.format(value) : ONE.format(value);
}

export function milliseconds(value) {
  if (none(value)) {
    return '–';
  }
  return value >= 1000 ? `${ONE.format(value / 1000)} s` : value < 1 ? '<1 ms' : `${WHOLE.format(value)} ms`;
}

export function bytes(value) {
  if (none(value)) {
    return '–';
  }
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let left = value;
  while (left >= 1024 && unit < units.length - 1) {
    left /= 1024;
    unit++;
  }
  return `${unit === 0 ? WHOLE.format(left) : ONE.format(left)} ${units[unit]}`;
}

/** @param full of which it is the beginning; null: it is all */
export const size = (value, full) => (none(full) ? bytes(value) : `${bytes(value)} of ${bytes(full)}`);

export function number(value) {
  return typeof value === 'number' ? (Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)))) : String(value);
}

export function duration(seconds) {
  if (none(seconds)) {
    return '–';
  }
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) {
    return `${whole} s`;
  }
  if (whole < 3600) {
    return `${Math.floor(whole / 60)} min`;
  }
  if (whole < 86400) {
    const minutes = Math.floor((whole % 3600) / 60);
    return `${Math.floor(whole / 3600)} h${minutes ? ` ${minutes} min` : ''}`;
  }
  return `${Math.floor(whole / 86400)} d`;
}

export const ago = (time) => (time ? `${duration((Date.now() - Date.parse(time)) / 1000)} ago` : '–');

/** The reader's own time; UTC is in the title. */
export function clock(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) {
    return '–';
  }
  return Math.abs(Date.now() - date.getTime()) < 20 * 3600 * 1000 ? CLOCK.format(date) : DAY.format(date);
}

export const utc = (time) => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('T', ' ').replace(/\.\d+Z$/, ' UTC');
};

export const plural = (many, one, several = `${one}s`) => `${count(many)} ${many === 1 ? one : several}`;

/** JSON with indents; what is none stays as it is. */
export function pretty(text) {
  const begin = text.trimStart()[0];
  if (begin !== '{' && begin !== '[') {
    return text;
  }
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
