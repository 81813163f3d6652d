/* What an accessibility audit asks of a page, without a download: names of controls, and contrast of text. */

/** Visible controls that a screen reader could not name. */
function nameless() {
  const named = (node) => node.labels?.length || node.ariaLabel || node.getAttribute('aria-labelledby') || node.innerText.trim();
  return [...document.querySelectorAll('.desk button, .desk textarea, .desk select, .desk input, .desk summary, nav a')]
    .filter((node) => node.offsetParent && !node.ariaHidden && !named(node))
    .map((node) => node.outerHTML);
}

function colour(text) {
  const [red, green, blue, alpha = 1] = text.match(/[\d.]+/g).map(Number);
  return { parts: [red, green, blue], alpha };
}

/** Relative luminance as WCAG 2.2 defines it. */
function luminance(parts) {
  const linear = parts.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
}

function background(node) {
  for (let at = node; at; at = at.parentElement) {
    const found = colour(getComputedStyle(at).backgroundColor);
    if (found.alpha) return found.parts;
  }
  return [255, 255, 255];
}

/** Visible texts whose contrast is below the 4.5 of WCAG level AA. */
function faint() {
  return [...document.querySelectorAll('.bar *, #tabs [role=tab], .desk *')]
    .filter((node) => node.tagName === 'TEXTAREA' || [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim()))
    .filter((node) => node.checkVisibility() && !node.closest('.mirror, .unseen'))
    .map((node) => {
      const [one, other] = [luminance(colour(getComputedStyle(node).color).parts), luminance(background(node))];
      return [node.className || node.tagName, node.textContent.slice(0, 30), (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)];
    })
    .filter(([, , ratio]) => ratio < 4.5);
}
