// A line without axes: how something went in the last minute.

import { svg } from './dom.js';

const WIDTH = 120;
const HEIGHT = 32;

/** @param values from old to new; what is null is a gap */
export function spark(values, { tone = '', label = '', points = 60 } = {}) {
  const shown = values.slice(-points);
  const known = shown.filter((value) => value !== null && value !== undefined);
  const most = Math.max(...known, 0) || 1;
  const x = (i) => (shown.length < 2 ? WIDTH : ((i + points - shown.length) / (points - 1)) * WIDTH);
  const y = (value) => HEIGHT - 2 - (value / most) * (HEIGHT - 5);
  let line = '';
  let area = '';
  let begun = null;
  let last = null;
  shown.forEach((value, i) => {
    if (value === null || value === undefined) {
      if (begun !== null) {
        area += `L${last} ${HEIGHT}Z`;
      }
      begun = null;
      return;
    }
    const at = x(i).toFixed(1);
    const point = `${at} ${y(value).toFixed(1)}`;
    line += `${begun === null ? 'M' : 'L'}${point}`;
    area += begun === null ? `M${at} ${HEIGHT}L${point}` : `L${point}`;
    begun ??= at;
    last = at;
  });
  if (begun !== null) {
    area += `L${last} ${HEIGHT}Z`;
  }
  return svg(
    'svg',
    { class: `spark ${tone}`, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': label || 'the last minute' },
    svg('path', { class: 'spark-area', d: area }),
    svg('path', { class: 'spark-line', d: line, 'vector-effect': 'non-scaling-stroke' }),
  );
}
