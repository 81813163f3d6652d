/* The customer's mail: its editor, and what a careful reader finds in it. */

const READ_AFTER = 250;

class MailSide {
  /** `onChange` is called when the mail or what is known about it has changed. */
  constructor({ parts, words, notices }, server, onChange) {
    Object.assign(this, { parts, words, notices, server, onChange });
    this.cleared = [];
    this.forget();
    const follow = (rect) => reveal(rect, parts.mail);
    this.editor = new Editor(parts.mail, { onEdit: () => this.edited(), onCaret: () => {}, follow });
    const read = newestOnly(server.read_mail, (answer, asked) => this.show(answer, asked));
    this.readSoon = afterwards(READ_AFTER, () => this.written && read({ mail: this.text, cleared: this.clearedRisks }));
    listenForFiles(parts, (file) => this.open(file));
  }

  get text() {
    return this.editor.text;
  }

  get written() {
    return Boolean(this.text.trim());
  }

  /** The dangers that a person has read this very mail for and ruled out. */
  get clearedRisks() {
    return this.cleared.map(({ risk }) => risk);
  }

  /** Put a mail in its place, with the dangers ruled out for it; there is no way back. */
  put(text, cleared) {
    this.forget();
    this.cleared = cleared;
    this.notices.clear('mailNotice');
    this.editor.restore(text);
    this.readSoon(0);
  }

  forget() {
    this.unread = false;
    this.reading = null;
    this.hidden = 0;
    this.escalation = null;
  }

  edited() {
    this.notices.clear('mailNotice');
    this.restoreDanger();
    if (!this.written) this.forget();
    this.readSoon();
    this.onChange();
  }

  /** The danger on the desk is none, says a person who has read the mail. */
  ruleOut() {
    this.cleared = [...this.cleared, this.escalation];
    this.escalation = null;
    this.onChange();
  }

  takeBack() {
    this.restoreDanger();
    this.onChange();
  }

  /** What was ruled out counts again: for a mail that has changed, nobody has said anything. */
  restoreDanger() {
    this.escalation = this.cleared[0] ?? this.escalation;
    this.cleared = [];
  }

  /** Whether what was found was ruled out while it was being looked for. */
  isCleared(escalation) {
    return this.clearedRisks.includes(escalation?.risk);
  }

  show(answer, asked) {
    if (asked.mail !== this.text) return;
    if (answer.error) {
      if (answer.error === 'unreachable') this.readSoon(ASK_AGAIN_AFTER);
      this.forget();
      this.unread = true;
      this.onChange();
      this.notices.failed('mailNotice', answer, () => this.readSoon(0));
      return;
    }
    this.notices.clear('mailNotice');
    this.unread = false;
    this.reading = answer.reading;
    this.hidden = answer.hidden + (this.opened?.mail === this.text ? this.opened.hidden : 0);
    this.escalation = this.isCleared(answer.escalation) ? null : answer.escalation;
    this.onChange();
  }

  async open(file) {
    const answer = await ask(this.server.open_file, { name: file.name, content: await base64(file.slice(0, MOST_BYTES)) });
    if (answer.error) this.notices.failed('mailNotice', answer);
    else {
      this.opened = answer;
      this.editor.replaceAll(answer.mail);
    }
  }

  /** Point out in the mail what the agent looks at in the reading. */
  look(quote) {
    const at = quote ? this.text.indexOf(quote) : -1;
    this.editor.markWith(() => (at < 0 ? [] : [{ start: at, end: at + quote.length, kind: 'looked', key: quote }]));
    const mark = this.editor.mirror.querySelector('mark');
    if (mark) reveal(mark.getBoundingClientRect(), this.parts.mail);
  }

  refresh() {
    const { examples, readingPane, reading } = this.parts;
    examples.hidden = this.written;
    readingPane.hidden = !this.written || this.unread;
    const known = this.reading && readingCard(this.reading, this.hidden, this.words, (quote) => this.look(quote));
    reading.replaceChildren(...(known || [readingSkeleton(this.words)]));
  }
}
