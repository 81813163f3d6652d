/* Building the page. Every text enters through textContent, so nothing a customer writes can become markup. */

/** An element; attributes with the value null, undefined or false are left out, and so are children that are nothing. */
function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? '' : value);
  }
  node.append(...children.flat(2).filter(Boolean));
  return node;
}

/** A sentence with its names in braces filled in. */
function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Words of the customer, in quotation marks of the page's language. */
function quotation(text) {
  return make('q', {}, text);
}

/** The elements a script works with, by their data-part. */
function partsOf(root) {
  return Object.fromEntries([...root.querySelectorAll('[data-part]')].map((node) => [node.dataset.part, node]));
}

/** Whether a box scrolls on its own; in narrow windows the columns do not, the page does. */
function scrolls(box) {
  return getComputedStyle(box).overflowY !== 'visible';
}

/** Bring a rectangle into view inside a box that scrolls. */
function reveal(rect, box) {
  const outer = box.getBoundingClientRect();
  if (rect.top < outer.top + 8) box.scrollTop += rect.top - outer.top - 8;
  else if (rect.bottom > outer.bottom - 8) box.scrollTop += Math.min(rect.bottom - outer.bottom, rect.top - outer.top) + 8;
}

/** Bring a rectangle into view on the page. */
function revealOnPage(rect) {
  const bottom = window.innerHeight - 8;
  if (rect.top < 8) window.scrollBy(0, rect.top - 8);
  else if (rect.bottom > bottom) window.scrollBy(0, rect.bottom - bottom);
}
