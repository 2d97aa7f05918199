// What people do about alerts: acknowledge one, or keep several quiet for a while.

import { path, post, remove } from './api.js';
import { el } from './dom.js';
import { alerts } from './live.js';
import { ask, authorField, rememberAuthor, toast } from './widget.js';

/** What an alert is about: a device, or what the key of its rule gives. */
export const subject = (alert) => alert.device ?? alert.key;

/** The same, leading to the page of the device. */
export const subjectLink = (alert) => (alert.device === undefined ? el('span', {}, alert.key) : el('a', { href: `#/devices/${encodeURIComponent(alert.device)}` }, alert.device));

export async function acknowledge(alert, then = () => {}) {
  const done = await ask({
    title: `Acknowledge ${alert.rule} of ${subject(alert)}`,
    text: 'Whoever is told of it is told once more that somebody looks at it, and is not reminded until it ends.',
    fields: [
      ...authorField(),
      { name: 'comment', label: 'Comment', hint: 'What you do about it.' },
    ],
    confirm: 'Acknowledge',
    act: async ({ author, comment }) => {
      rememberAuthor(author);
      await post(path('alerts', alert.fingerprint, 'acknowledge'), { author, comment });
      return true;
    },
  });
  if (done) {
    toast(`${alert.rule} of ${subject(alert)} is acknowledged.`);
    alerts.refresh();
    then();
  }
}

const quoted = (text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** @param alert what it begins with; null for an empty form */
export async function silence(alert, then = () => {}) {
  const matchers = alert ? [`alertname=${quoted(alert.rule)}`, `${alert.device === undefined ? 'key' : 'device'}=${quoted(subject(alert))}`] : [];
  const made = await ask({
    title: 'Silence',
    text: 'What matches all conditions is still seen here, and nobody is told of it until the silence ends.',
    fields: [
      { name: 'matchers', label: 'Conditions, one a line', value: matchers.join('\n'), rows: 3, required: true, hint: 'Such as device="pump-7", site=~"north|south", severity!="critical".' },
      { name: 'duration', label: 'For', value: '2h', options: [['30m', '30 minutes'], ['1h', '1 hour'], ['2h', '2 hours'], ['8h', '8 hours'], ['1d', '1 day'], ['7d', '1 week']] },
      ...authorField(),
      { name: 'comment', label: 'Comment', required: true, hint: 'Why, for whoever wonders.' },
    ],
    confirm: 'Silence',
    act: ({ matchers, duration, author, comment }) => {
      rememberAuthor(author);
      return post('/api/v1/alerts/silences', { matchers: matchers.split('\n').map((line) => line.trim()).filter(Boolean), duration, author, comment });
    },
  });
  if (made) {
    toast('The silence has begun.');
    alerts.refresh();
    then();
  }
}

export async function expire(silence, then) {
  const done = await ask({
    title: 'End this silence',
    text: `${silence.matchers.join(', ')}: who is to be told is told again at once.`,
    confirm: 'End it',
    act: () => remove(path('alerts', 'silences', silence.id)),
  });
  if (done) {
    toast('The silence is over.');
    alerts.refresh();
    then();
  }
}
