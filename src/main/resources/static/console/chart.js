// A chart over time, drawn by uPlot in the colours of the page.

import { el, opaque, show } from './dom.js';

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--chart-${name}`).trim();

/**
 * @param fromZero false for numbers of any kind, whose single points are drawn too
 * @param series of { label, tone, format }; the data are times in seconds and one list for each of them
 * @returns with `element` to be placed and `draw(data)`
 */
export function chart(scope, { series, height = 200, fromZero = true }) {
  const place = opaque(el('div', { class: 'chart' }));
  const legend = el('p', { class: 'legend' });
  const element = opaque(el('div', {}, legend, place));
  let plot = null;
  let data = null;
  let wide = 0;

  const read = (at) => {
    show(legend, series.map((line, i) => {
      const values = data?.[i + 1] ?? [];
      const value = values[at ?? values.length - 1];
      return el('span', { class: `key ${line.tone}` }, `${line.label} `, el('b', {}, line.format(value ?? null)));
    }));
  };

  const make = () => {
    plot?.destroy();
    wide = place.clientWidth;
    const axis = {
      stroke: colour('text'),
      grid: { stroke: colour('grid'), width: 1 },
      ticks: { stroke: colour('grid'), width: 1, size: 4 },
      font: '12px system-ui, sans-serif',
    };
    plot = new window.uPlot(
      {
        width: wide,
        height,
        legend: { show: false },
        cursor: { y: false, points: { size: 7 }, drag: { x: false, y: false } },
        scales: { x: { time: true }, y: fromZero ? { range: (unused, least, most) => [0, Math.max(most * 1.1, 1)] } : {} },
        axes: [{ ...axis, space: 70 }, { ...axis, size: 54, values: (unused, values) => values.map((value) => series[0].format(value)) }],
        series: [{}, ...series.map((line) => ({ stroke: colour(line.tone), width: 1.75, fill: line.fill ? `${colour(line.tone)}1f` : undefined, spanGaps: false, points: fromZero ? { show: false } : { size: 4 } }))],
        hooks: { setCursor: [(drawn) => read(drawn.cursor.idx)] },
      },
      data,
      place,
    );
  };

  const onTheme = () => plot && make();
  document.addEventListener('theme', onTheme);
  scope.add(() => {
    document.removeEventListener('theme', onTheme);
    watch.disconnect();
    plot?.destroy();
  });
  const watch = new ResizeObserver(() => {
    if (place.clientWidth === 0 || place.clientWidth === wide || !data) {
      return;
    }
    if (plot) {
      wide = place.clientWidth;
      plot.setSize({ width: wide, height });
    } else {
      make();
    }
  });
  watch.observe(place);

  return {
    element,
    draw(fresh) {
      data = fresh;
      if (plot) {
        plot.setData(data);
      } else if (place.clientWidth > 0 && window.uPlot) {
        make();
      }
      if (!plot || plot.cursor.idx === null || plot.cursor.idx === undefined) {
        read();
      }
    },
  };
}

/** Points that are further apart than usual get a gap between them, shown as one. */
export function withGaps(times, lists, step) {
  const outTimes = [];
  const out = lists.map(() => []);
  times.forEach((at, i) => {
    if (i > 0 && at - times[i - 1] > step * 3) {
      outTimes.push(times[i - 1] + step);
      out.forEach((list) => list.push(null));
    }
    outTimes.push(at);
    lists.forEach((list, n) => out[n].push(list[i] ?? null));
  });
  return [outTimes, ...out];
}
