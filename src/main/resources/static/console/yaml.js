// Colours for a line of YAML: keys, texts, numbers, comments, placeholders. It need not understand more.

import { el } from './dom.js';

const PARTS = /(#.*$)|("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')|([\w./-]+)(?=:(?:\s|$))|(\{\{[^}]*\}\}|\{\w+\})|(?<![\w.])(-?\d+(?:\.\d+)?|true|false|null)(?![\w.])/g;
const KINDS = [null, 'comment', 'text', 'key', 'placeholder', 'number'];

export function highlighted(line) {
  const parts = [];
  let at = 0;
  for (const found of line.matchAll(PARTS)) {
    if (found.index > at) {
      parts.push(line.slice(at, found.index));
    }
    const kind = KINDS[found.findIndex((group, i) => i > 0 && group !== undefined)];
    parts.push(el('span', { class: `y-${kind}` }, found[0]));
    at = found.index + found[0].length;
  }
  parts.push(line.slice(at) || (at === 0 ? ' ' : ''));
  return parts;
}
