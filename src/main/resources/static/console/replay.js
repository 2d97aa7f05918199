// Dead letters on their way again: how many it would be, then with which speed.

import { get, post } from './api.js';
import { el } from './dom.js';
import { count } from './format.js';
import { Poll } from './live.js';
import { toast } from './widget.js';

/** @param chosen returns the filter, and the positions that were picked */
export function replayBar(card, scope, chosen) {
  const jobs = new Poll(() => get('/api/v1/replays'), 3000);
  const draw = () => {
    if (jobs.value === undefined) {
      return;
    }
    const { filter, picked } = chosen();
    const what = picked.length ? `the ${count(picked.length)} that are picked` : Object.keys(filter).length ? 'all that are like this' : 'all of them';
    const body = (more) => ({ ...(picked.length ? { positions: picked } : { filter }), ...more });
    card.show(el('div', { class: 'filters' }, el('button', { type: 'button', onclick: () => start(body({ dry_run: true }), 'The dry run has begun.') }, `Dry run of ${what}`), el('button', { type: 'button', class: 'primary', onclick: () => start(body({}), 'The replay has begun.') }, `Replay ${what}`)));
  };
  const start = async (body, said) => {
    try {
      await post('/api/v1/replays', body);
      toast(said);
    } catch (refused) {
      toast(refused.message, 'bad');
    }
    jobs.refresh();
  };
  card.poll(scope, jobs, draw);
  return { draw };
}
