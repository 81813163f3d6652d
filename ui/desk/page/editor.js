/* A textarea with a mirror of its text behind it; the mirror carries underlines and highlights, the textarea stays native. */

class Editor {
  /** `follow` is called with the rectangle of the caret when it has moved: a textarea that never scrolls cannot keep it in view. */
  constructor(root, { onEdit, onCaret, follow }) {
    this.follow = follow;
    this.root = root;
    this.mirror = root.querySelector('.mirror');
    this.field = root.querySelector('textarea');
    this.marks = () => [];
    this.active = null;
    this.field.addEventListener('input', () => {
      this.paint();
      onEdit(this.text);
    });
    document.addEventListener('selectionchange', () => {
      if (document.activeElement !== this.field) return;
      this.showCaret();
      onCaret(this.field.selectionStart);
    });
    this.paint();
  }

  get text() {
    return this.field.value;
  }

  /** Put a text in without an entry in the undo history: for what was there before the page was loaded. */
  restore(text) {
    this.field.value = text;
    this.paint();
  }

  /** Replace a range so that Ctrl+Z takes it back. */
  replace(start, end, text) {
    const { scrollX, scrollY } = window;
    this.field.focus({ preventScroll: true });
    this.field.setSelectionRange(start, end);
    // The only call that writes into a textarea and keeps its undo history; setRangeText is for browsers that drop it.
    const done = text ? document.execCommand('insertText', false, text) : document.execCommand('delete');
    if (!done) {
      this.field.setRangeText(text, start, end, 'end');
      this.field.dispatchEvent(new Event('input', { bubbles: true }));
    }
    window.scrollTo(scrollX, scrollY);
  }

  /** Replace everything so that Ctrl+Z takes it back. */
  replaceAll(text) {
    if (text !== this.text) this.replace(0, this.text.length, text);
  }

  /** Select a range and bring it into view. */
  select(start, end) {
    this.field.focus({ preventScroll: true });
    this.field.setSelectionRange(start, end);
    this.showCaret();
  }

  /** Where the marks of the present text come from: a function of the text that gives spans with `kind` and `key`. */
  markWith(marks) {
    this.marks = marks;
    this.paint();
  }

  /** Point out the mark with a key, or none. */
  point(key) {
    if (this.active === key) return;
    this.active = key;
    this.paint();
  }

  /** Have the caret's place in the mirror brought into view. */
  showCaret() {
    const { selectionDirection, selectionStart, selectionEnd } = this.field;
    let left = selectionDirection === 'backward' ? selectionStart : selectionEnd;
    const walker = document.createTreeWalker(this.mirror, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() && left > walker.currentNode.length) left -= walker.currentNode.length;
    const range = document.createRange();
    range.setStart(walker.currentNode, left);
    range.collapse(true);
    const rect = range.getBoundingClientRect();
    if (rect.height) this.follow(rect);
  }

  paint() {
    const nodes = pieces(this.text, this.marks(this.text)).map((piece) => {
      if (!piece.marks.length) return piece.text;
      const kinds = piece.marks.map((mark) => mark.kind);
      const pointed = this.active !== null && piece.marks.some((mark) => mark.key === this.active);
      return make('mark', { class: kinds.join(' ') + (pointed ? ' pointed' : '') }, piece.text);
    });
    // The last, zero-width character gives a line feed at the end of the text the empty line that the textarea shows.
    this.mirror.replaceChildren(...nodes, '\u200b');
  }
}
