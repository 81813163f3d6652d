/* Asking for a draft. Only an answer to what lies on the desk now gets into the editor, and the earlier text can come back. */

const AS_IT_IS = { edit: null, again: [] };

class Drafting {
  /** `onChange` is called when a draft was begun, taken or given up. */
  constructor({ parts, words, notices }, server, mail, review, { given, onChange }) {
    Object.assign(this, { parts, notices, server, mail, review, given, onChange });
    this.words = words;
    this.call = null;
    this.byHand = false;
    this.made = null;
    parts.draft.addEventListener('click', () => this.draft());
    parts.stop.addEventListener('click', () => this.stop());
    parts.staleAgain.addEventListener('click', () => this.draft());
    parts.staleKeep.addEventListener('click', () => this.keep());
  }

  /** Remember a draft made before this page was loaded, or that there is none. */
  put(made) {
    this.stop();
    this.byHand = false;
    this.remember(made);
    this.notices.clear('draftNotice');
  }

  /** What is known of the draft in the editor: the mail it answers, its sentences, and why each gap is one. */
  remember(made) {
    this.made = made;
    this.review.drafted = made?.sentences ?? [];
  }

  /** Draft; `manner` says how the built-in draft is to be said otherwise. */
  async draft(manner = AS_IT_IS) {
    if (this.call || this.mail.escalation) return;
    const { draft } = this.words;
    if (!this.mail.written) return this.refuse(draft.needs_mail, this.mail.editor.field);
    if (this.mail.reading?.lang === 'unknown' && !this.given().lang) return this.refuse(draft.needs_language, this.parts.language);
    const asked = this.given();
    const call = crypto.randomUUID?.() ?? String(Math.random());
    this.underWay(call);
    this.notices.clear('draftNotice');
    const answer = await ask(this.server.draft_reply, { ...asked, ...manner, call });
    if (call !== this.call) return;
    this.underWay(null);
    if (answer.error) this.notices.failed('draftNotice', answer, () => this.draft(manner));
    else if (asked.mail !== this.mail.text) this.notices.show('draftNotice', 'warn', draft.mail_changed, link(draft.again, () => this.draft()));
    else this.take(answer, asked.mail, manner);
  }

  /** Remember the call that is under way, or that none is. */
  underWay(call) {
    this.call = call;
    this.onChange();
  }

  refuse(sentence, field) {
    this.notices.show('draftNotice', 'warn', sentence);
    field.focus();
  }

  stop() {
    if (!this.call) return;
    ask(this.server.stop_draft, { call: this.call });
    this.underWay(null);
    this.notices.show('draftNotice', 'plain', this.words.draft.stopped);
  }

  take(answer, mail, manner) {
    this.mail.escalation = answer.escalation;
    if (answer.body) this.place(answer, mail, manner);
    else if (!answer.escalation) this.notices.show('draftNotice', 'warn', [this.words.protocol.reasons, ...answer.reasons]);
    this.onChange();
  }

  place(answer, mail, manner) {
    const before = { text: this.review.text, subject: this.parts.subject.value, made: this.made };
    const { gaps, sentences, note, built_in: builtIn } = answer;
    const only = changedSentence(before, sentences, manner);
    this.remember({ mail, gaps, sentences, note, builtIn, ...manner });
    if (only) return this.review.editor.replace(only.start, only.end, only.text);
    this.parts.subject.value = answer.subject;
    this.review.editor.replaceAll(answer.body);
    this.review.editor.field.setSelectionRange(0, 0);
    if (answer.review) this.review.take(answer.review, answer.body);
    this.tell(answer, before);
  }

  tell(answer, before) {
    const { draft } = this.words;
    const held = answer.outcome === 'hold';
    const replaced = before.text.trim() && before.text !== answer.body;
    const sentences = [answer.fallback, ...(held ? answer.reasons : []), replaced && draft.replaced, draft.ready].filter(Boolean);
    this.notices.show('draftNotice', held || answer.fallback ? 'warn' : 'good', sentences, replaced && link(draft.bring_back, () => this.bringBack(before)));
  }

  bringBack({ text, subject, made }) {
    this.notices.clear('draftNotice');
    this.remember(made);
    this.parts.subject.value = subject;
    this.review.editor.replaceAll(text);
  }

  /** The agent keeps a draft though the mail has changed since. */
  keep() {
    this.remember({ ...this.made, mail: this.mail.text });
    this.onChange();
  }

  writeByHand() {
    this.byHand = true;
    this.onChange();
    this.review.editor.field.focus();
  }

  refresh() {
    const { draft, stop, subjectRow, stale, editor } = this.parts;
    const said = this.words.draft;
    draft.textContent = this.call ? said.busy : this.made ? said.again : said.draft;
    draft.className = this.made ? 'quiet' : 'primary';
    draft.setAttribute('aria-busy', Boolean(this.call));
    stop.hidden = !this.call;
    editor.classList.toggle('busy', Boolean(this.call));
    subjectRow.hidden = !this.parts.subject.value;
    stale.hidden = this.call || !this.made || !this.review.written || this.made.mail.trim() === this.mail.text.trim();
    this.refreshNote();
    this.refreshEscalation();
  }

  refreshNote() {
    const { note, noteBody } = this.parts;
    const shown = this.review.written ? this.made?.note : null;
    const card = shown ? noteCard(shown, this.words) : [];
    note.hidden = !card.length;
    once(note, shown, () => noteBody.replaceChildren(...card));
  }

  refreshEscalation() {
    const { go, known, escalation, protocol, ruleOut, reply, finish } = this.parts;
    const held = this.mail.escalation;
    go.hidden = known.hidden = Boolean(held);
    escalation.hidden = !held;
    reply.hidden = finish.hidden = Boolean(held) && !this.byHand && !this.review.written;
    once(escalation, held, () => {
      protocol.replaceChildren(...escalationCard(held, this.words, () => this.writeByHand()));
      ruleOut.replaceChildren(...ruleOutCard(this.words, () => this.ruleOut()));
    });
    this.refreshRuledOut();
  }

  refreshRuledOut() {
    const { ruledOut } = this.parts;
    const { cleared } = this.mail;
    ruledOut.hidden = !cleared.length;
    once(ruledOut, cleared, () => ruledOut.replaceChildren(ruledOutNote(cleared, this.words, () => this.takeBack())));
  }

  /** A person has read the mail and found nobody in danger: draft after all. */
  ruleOut() {
    this.mail.ruleOut();
    this.parts.draft.focus();
    this.draft();
  }

  takeBack() {
    this.stop();
    this.mail.takeBack();
    this.parts.ruleOut.querySelector('button').focus();
  }
}

/** The place of the sentence that alone was said in other words, and those words; null when more has changed. */
function changedSentence({ text, made }, sentences, { again }) {
  const at = again.at(-1);
  if (at === undefined || made?.sentences.length !== sentences.length) return null;
  const start = text.indexOf(made.sentences[at].text);
  return start < 0 ? null : { start, end: start + made.sentences[at].text.length, text: sentences[at].text };
}

/** Fill a part only when what it shows is another than before, so that a screen reader hears it once and the focus stays. */
function once(part, shown, fill) {
  const now = JSON.stringify(shown);
  if (shown && part.dataset.shown !== now) fill();
  part.dataset.shown = now;
}
