// Dead letters on their way again: first what would become of them, then with which speed, and how far it is.

import { get, path, post } from './api.js';
import { el } from './dom.js';
import { count, plural } from './format.js';
import { Poll, deadLetters } from './live.js';
import { ask, authorField, badge, rememberAuthor, time, toast } from './widget.js';

const MOST_JOBS = 10;

/** @param chosen returns the filter, and the positions that were picked */
export function replayBar(card, scope, chosen) {
  const jobs = new Poll(() => get(`/api/v1/replays?limit=${MOST_JOBS}`), 2000);
  let forecast = null;
  let busy = false;

  const order = () => {
    const { filter, picked } = chosen();
    return picked.length ? { positions: picked } : { filter };
  };
  const what = () => {
    const { filter, picked } = chosen();
    return picked.length ? `the ${count(picked.length)} picked` : Object.keys(filter).length ? 'all that are like this' : 'all';
  };

  const dryRun = async () => {
    busy = true;
    forecast = null;
    draw();
    try {
      forecast = { of: what(), ...(await post('/api/v1/replays', { ...order(), dry_run: true })) };
    } catch (refused) {
      toast(refused.message, 'bad');
    }
    busy = false;
    draw();
  };

  const begin = async () => {
    const begun = await startReplay(order(), what());
    if (begun) {
      forecast = null;
      jobs.refresh();
    }
  };

  const act = (job, verb) => async () => {
    try {
      await post(path('replays', job.id, verb));
    } catch (refused) {
      toast(refused.message, 'bad');
    }
    jobs.refresh();
  };

  const draw = () => {
    if (jobs.value === undefined) {
      return;
    }
    card.show(
      el('div', { class: 'filters' }, el('button', { type: 'button', disabled: busy, needs: 'operator', onclick: dryRun }, busy ? 'Trying …' : `Dry run of ${what()}`), el('button', { type: 'button', class: 'primary', needs: 'operator', onclick: begin }, `Replay ${what()} …`), el('span', { class: 'small muted' }, 'A dry run tries them in today’s routes; nothing is sent.')),
      forecast ? told(forecast) : null,
      jobs.value.replays.length === 0 ? null : el('ul', { class: 'rows' }, jobs.value.replays.map((job) => line(job, act))),
    );
  };
  card.poll(scope, jobs, draw);
  return { draw };
}

function told(forecast) {
  return el(
    'div',
    { class: `written ${forecast.would_fail > 0 ? 'waits' : ''}`, role: 'status' },
    el('p', {}, el('strong', {}, `${plural(forecast.selected, 'dead letter')} would go`), ` (${forecast.of}): ${count(forecast.would_pass)} would pass, ${count(forecast.would_fail)} would fail again`, forecast.unknown ? `, of ${count(forecast.unknown)} nobody can say` : '', forecast.skipped ? `; ${count(forecast.skipped)} are left out` : '', '.'),
    forecast.complete === false ? el('p', { class: 'small muted' }, `${count(forecast.looked)} of ${count(forecast.to_look)} were looked at; there was no time for the others.`) : null,
    forecast.tried < forecast.selected ? el('p', { class: 'small muted' }, `${count(forecast.tried)} of them were tried.`) : null,
    forecast.reasons.length ? el('ul', { class: 'rows tight' }, forecast.reasons.map((reason) => el('li', { key: reason.code + reason.message }, el('b', { class: 'bad-text' }, `${count(reason.count)}×`), el('div', { class: 'row-text' }, el('code', {}, reason.code), ' ', reason.message)))) : null,
  );
}

const STATES = { running: 'info', waiting: 'warning', done: 'up', stopped: 'none', failed: 'down' };

function line(job, act) {
  const runs = job.ended_at === null;
  return el(
    'li',
    { key: job.id },
    badge(STATES[job.state] ?? 'none', job.state),
    el(
      'div',
      { class: 'row-text' },
      el('strong', {}, `${plural(job.replayed, 'dead letter')} replayed`),
      job.failed ? el('span', { class: 'bad-text' }, `, ${count(job.failed)} failed`) : null,
      job.skipped ? `, ${count(job.skipped)} left out` : '',
      el('span', { class: 'small muted' }, ` by ${job.author}, `, time(job.began_at), job.ended_at ? [' to ', time(job.ended_at)] : null, job.ended_by ? `, ended by ${job.ended_by}` : ''),
      job.waits_for ? el('span', { class: 'cause' }, job.waits_for) : null,
      job.skips?.length ? el('details', { class: 'small' }, el('summary', {}, 'Why they were left out'), el('ul', {}, job.skips.map((skip) => el('li', { key: skip.position }, el('code', {}, skip.position), ' ', skip.reason))), job.skipped > job.skips.length ? el('p', {}, `And ${count(job.skipped - job.skips.length)} more.`) : null) : null,
      runs && job.to_look ? el('progress', { max: job.to_look, value: job.looked, 'aria-label': `Replay ${job.id}` }) : null,
    ),
    el('div', { class: 'row-actions' }, runs ? el('button', { type: 'button', class: 'small-button', needs: 'operator', onclick: act(job, 'stop') }, 'Stop') : job.state === 'stopped' ? el('button', { type: 'button', class: 'small-button', needs: 'operator', onclick: act(job, 'resume') }, 'Go on') : null),
  );
}

/** Asks for what a replay needs to know, and begins it. */
export async function startReplay(order, what) {
  const begun = await ask({
    title: `Replay ${what}`,
    text: 'They go to where they came from, with their key and headers, and a mark that they have been replayed.',
    fields: [
      { name: 'rate', label: 'At most, per second', type: 'number', value: '100', required: true },
      { name: 'again', label: 'Those that were replayed before', value: 'no', options: [['no', 'leave out'], ['yes', 'replay again']] },
      ...authorField(),
    ],
    confirm: 'Replay',
    act: ({ rate, again, author }) => {
      rememberAuthor(author);
      return post('/api/v1/replays', { ...order, rate: Number(rate), include_replayed: again === 'yes', author });
    },
  });
  if (begun) {
    toast('The replay has begun.');
    deadLetters.refresh();
  }
  return begun;
}
