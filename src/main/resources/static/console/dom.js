// Elements without markup: whatever comes from data is put in as text, so no name of a device becomes HTML. `needs` is the role
// without which a control is disabled.

import { may } from './api.js';

const SVG = 'http://www.w3.org/2000/svg';
const HANDLERS = ['onclick', 'oninput', 'onchange', 'onsubmit', 'onkeydown', 'ontoggle'];

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (name.startsWith('on')) {
      element[name] = value;
    } else if (name === 'class') {
      element.setAttribute('class', value);
    } else if (name === 'needs') {
      if (!may(value)) {
        element.setAttribute('disabled', '');
        element.setAttribute('title', `Needs the role ${value}`);
      }
    } else if (name === 'key') {
      element.dataset.key = value;
    } else if (name === 'value' || name === 'checked') {
      element[name] = value;
    } else {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }
  append(element, children);
  return element;
}

function append(element, children) {
  for (const child of children) {
    if (Array.isArray(child)) {
      append(element, child);
    } else if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : String(child));
    }
  }
}

export const el = (tag, properties, ...children) => fill(document.createElement(tag), properties, children);

export const svg = (tag, properties, ...children) => fill(document.createElementNS(SVG, tag), properties, children);

/**
 * Makes the children of a place like the new ones, and keeps what is the same: the focus, the selection, where it is
 * scrolled to. Elements with a key are found again by it.
 */
export function show(place, ...children) {
  const wanted = document.createElement('div');
  append(wanted, children);
  morphChildren(place, wanted);
}

function morphChildren(old, wanted) {
  const keyed = new Map();
  for (const child of old.children) {
    if (child.dataset.key !== undefined) {
      keyed.set(child.dataset.key, child);
    }
  }
  let at = old.firstChild;
  for (const next of [...wanted.childNodes]) {
    const key = next.nodeType === Node.ELEMENT_NODE ? next.dataset.key : undefined;
    let match = null;
    if (key !== undefined) {
      match = keyed.get(key) ?? null;
      keyed.delete(key);
    } else if (at && same(at, next) && at.dataset?.key === undefined) {
      match = at;
    }
    if (match && same(match, next)) {
      if (match === at) {
        at = at.nextSibling;
      } else {
        old.insertBefore(match, at);
      }
      morph(match, next);
    } else {
      old.insertBefore(next, at);
    }
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

function same(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && !one.opaque && !other.opaque;
}

function morph(old, next) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.nodeValue !== next.nodeValue) {
      old.nodeValue = next.nodeValue;
    }
    return;
  }
  for (const { name } of [...old.attributes]) {
    // Whether something is folded open is the reader's, not ours.
    if (!next.hasAttribute(name) && name !== 'open') {
      old.removeAttribute(name);
    }
  }
  for (const { name, value } of next.attributes) {
    if (old.getAttribute(name) !== value && name !== 'open') {
      old.setAttribute(name, value);
    }
  }
  for (const handler of HANDLERS) {
    if (old[handler] !== next[handler]) {
      old[handler] = next[handler];
    }
  }
  if (old.nodeName === 'INPUT' || old.nodeName === 'TEXTAREA' || old.nodeName === 'SELECT') {
    if (old.nodeName === 'SELECT') {
      morphChildren(old, next);
    }
    if (old.type === 'checkbox') {
      old.checked = next.checked;
    }
    return;
  }
  morphChildren(old, next);
}

/** An element that draws itself: it is exchanged, never changed. */
export function opaque(element) {
  element.opaque = true;
  return element;
}
