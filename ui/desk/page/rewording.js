/* Buttons that say the draft otherwise: the whole of it, or the sentence in which the cursor stands. */

class Rewording {
  constructor({ parts, words, notices }, drafting, review) {
    Object.assign(this, { parts, notices, drafting, review });
    this.words = words.draft;
    this.edits = [...parts.edits.querySelectorAll('[data-edit]')];
    for (const button of this.edits) button.addEventListener('click', () => this.edit(button.dataset.edit));
    parts.reword.addEventListener('click', () => this.reword());
  }

  /** Say all of it otherwise; the edit that is in force is taken back. */
  edit(edit) {
    this.drafting.draft({ edit: this.drafting.made.edit === edit ? null : edit, again: [] });
  }

  reword() {
    const { sentences, edit, again } = this.drafting.made;
    const sentence = sentenceAt(sentences, this.review.text, this.review.editor.field.selectionStart);
    if (sentence) this.drafting.draft({ edit, again: [...again, sentences.indexOf(sentence)] });
    else this.notices.show('draftNotice', 'warn', this.words.no_sentence);
  }

  refresh() {
    const { made, call, mail } = this.drafting;
    const stands = made?.builtIn && this.review.written && made.mail.trim() === mail.text.trim();
    this.parts.edits.hidden = !stands || Boolean(mail.escalation);
    for (const button of [...this.edits, this.parts.reword]) button.setAttribute('aria-disabled', Boolean(call));
    for (const button of this.edits) button.setAttribute('aria-pressed', made?.edit === button.dataset.edit);
  }
}
