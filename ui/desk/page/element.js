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

/** Bring a node into view inside its own scrolling box, and leave the page where it is. */
function reveal(node, box) {
  const [inner, outer] = [node.getBoundingClientRect(), box.getBoundingClientRect()];
  if (inner.top < outer.top) box.scrollTop += inner.top - outer.top - 8;
  else if (inner.bottom > outer.bottom) box.scrollTop += Math.min(inner.bottom - outer.bottom, inner.top - outer.top) + 8;
}
