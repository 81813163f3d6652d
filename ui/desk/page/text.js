/* Texts and spans: pure functions over UTF-16 offsets. */

const GAP = /\[\[[^[\]\n]+\]\]/g;

/** Where two versions of a text differ: one region, `start` to `oldEnd` became `start` to `newEnd`. */
function difference(before, after) {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  return { start, oldEnd: before.length - tail, newEnd: after.length - tail };
}

/** A span of the old text in the new one, or null when the edit went through it. */
function carried(span, change) {
  if (span.end <= change.start) return span;
  const shift = change.newEnd - change.oldEnd;
  if (span.start >= change.oldEnd) return { ...span, start: span.start + shift, end: span.end + shift };
  return null;
}

/** The gaps an agent must fill, in reading order. */
function gapsOf(text) {
  return [...text.matchAll(GAP)].map((match) => ({ start: match.index, end: match.index + match[0].length, text: match[0] }));
}

/** The lines of a text that say something. */
function linesOf(text) {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
}

/** The text cut at every border of a mark: pieces with the marks that cover them. */
function pieces(text, marks) {
  const borders = new Set([0, text.length]);
  for (const mark of marks) {
    borders.add(Math.min(mark.start, text.length));
    borders.add(Math.min(mark.end, text.length));
  }
  const ordered = [...borders].sort((a, b) => a - b);
  return ordered.slice(0, -1).map((start, index) => {
    const end = ordered[index + 1];
    return { text: text.slice(start, end), marks: marks.filter((mark) => mark.start <= start && end <= mark.end) };
  });
}
