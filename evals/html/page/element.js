'use strict';

/* Every text reaches the page as a text node or an attribute's value; nothing is ever parsed as markup. */

const data = JSON.parse(document.getElementById('data').textContent);
const words = data.words;

const SVG = 'http://www.w3.org/2000/svg';
const SIGNS = { held: '✓', failed: '✗', missing: '?', found: '✓', right: '✓', missed: '✗', wrong: '!', unknown: '·', better: '▲', worse: '▼', mixed: '◆', alike: '=' };

function made(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? '' : String(value));
    }
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return node;
}

/** An element with attributes and children; a string becomes text. */
function element(tag, attributes = {}, ...children) {
  return made(document.createElement(tag), attributes, children);
}

/** Likewise for drawings. */
function drawing(tag, attributes = {}, ...children) {
  return made(document.createElementNS(SVG, tag), attributes, children);
}

/** A sentence with its names in braces filled. */
function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

const whole = new Intl.NumberFormat(data.lang);
const percents = new Intl.NumberFormat(data.lang, { style: 'percent', maximumFractionDigits: 0 });
const fine = new Intl.NumberFormat(data.lang, { minimumFractionDigits: 3, maximumFractionDigits: 3 });
const signed = new Intl.NumberFormat(data.lang, { minimumFractionDigits: 3, maximumFractionDigits: 3, signDisplay: 'always' });

function titleOf(rule) {
  return data.titles[rule] || rule;
}

function figureName(path) {
  const [scope, ...rest] = path.split('.');
  const name = rest.join('.');
  const dimension = rest[0] === 'dimensions' ? rest[1] : '';
  const spoken = words.figures[name] || (dimension && rest[2] === 'f1' ? words.dimensions[dimension] : null);
  return spoken && words.scopes[scope] ? `${spoken} (${words.scopes[scope]})` : path;
}

function section(id, ...children) {
  const about = words.about[id];
  return element('section', { id, 'aria-labelledby': `${id}-title` },
    element('h2', { id: `${id}-title` }, words.sections[id]), about ? element('p', { class: 'about' }, about) : null, ...children);
}

/** A table that scrolls by itself where the window is narrow. */
function table(name, columns, rows, label) {
  const head = columns.map(([text, number]) => element('th', { scope: 'col', class: number ? 'number' : null }, text));
  return element('div', { class: 'wide', tabindex: 0, role: 'region', 'aria-label': label },
    element('table', { class: name }, element('thead', {}, element('tr', {}, head)), element('tbody', {}, rows)));
}

function state(name, text) {
  return element('span', { class: `state ${name}` }, `${SIGNS[name]} ${text}`);
}
