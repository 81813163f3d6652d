/* Notices: what happened, shown beside the text it is about; none of them ever touches that text. */

class Notices {
  constructor(parts, words) {
    this.parts = parts;
    this.words = words.errors;
  }

  /** Show sentences in a place, and an action if there is one; `kind` is good, warn, bad or plain. */
  show(place, kind, sentences, action) {
    const part = this.parts[place];
    const close = make('button', { type: 'button', class: 'close', 'aria-label': this.words.close, onclick: () => this.clear(place) }, '×');
    part.className = `notice ${kind}`;
    part.hidden = false;
    part.replaceChildren(make('div', {}, [sentences].flat().map((sentence) => make('p', {}, sentence)), action && make('p', {}, action)), close);
  }

  clear(...places) {
    for (const place of places) {
      this.parts[place].hidden = true;
      this.parts[place].replaceChildren();
    }
  }

  /** Say that the service gave no answer, and offer to try again. */
  failed(place, answer, retry) {
    const sentence = filled(this.words[answer.error], { reference: answer.reference });
    this.show(place, 'bad', sentence, retry && link(this.words.retry, retry));
  }
}

/** A button that reads like a link. */
function link(text, onclick) {
  return make('button', { type: 'button', class: 'link', onclick }, text);
}
