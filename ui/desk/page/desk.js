/* The desk: what lies on it, kept through reloads, and the three columns at work on it. */

const SAVE_AFTER = 250;

class Desk {
  constructor(root, server, { language, words, examples }) {
    document.documentElement.lang = language;
    this.parts = partsOf(root);
    this.words = words;
    this.keeper = new Keeper();
    this.notices = new Notices(this.parts, words);
    this.saveSoon = afterwards(SAVE_AFTER, () => this.save());
    const announce = (sentence) => (this.parts.announcer.textContent = sentence);
    const context = { parts: this.parts, words, notices: this.notices, announce };
    const on = { given: () => this.given(), onChange: () => this.changed() };
    this.mail = new MailSide(context, server, () => this.mailChanged());
    this.review = new Review(context, server.review_reply, on);
    this.drafting = new Drafting(context, server, this.mail, this.review, on);
    this.rewording = new Rewording(context, this.drafting, this.review);
    this.copying = new Copying(context, this.review);
    this.fillChoices(examples);
    this.listen();
    this.start(examples);
  }

  fillChoices(examples) {
    for (const [value, name] of Object.entries(this.words.values.languages)) this.parts.language.append(make('option', { value }, name));
    for (const example of examples) {
      this.parts.examples.append(make('button', { type: 'button', class: 'example', onclick: () => this.takeExample(example) }, example.title));
    }
  }

  listen() {
    const { clear, facts, offer, language, subject } = this.parts;
    clear.addEventListener('click', () => this.clear());
    for (const field of [facts, offer, language]) field.addEventListener('input', () => this.givenChanged());
    subject.addEventListener('input', () => this.saveSoon());
    document.addEventListener('keydown', (event) => this.key(event));
    window.addEventListener('pagehide', () => this.save());
  }

  start(examples) {
    this.put(this.keeper.load() ?? {});
    const wanted = examples[Number(new URLSearchParams(window.location.search).get('example')) - 1];
    if (wanted && !this.mail.written && !this.review.written) this.takeExample(wanted);
  }

  /** The mail with what the agent knows and may promise, as the service takes it. */
  given() {
    const { facts, offer, language } = this.parts;
    return { mail: this.mail.text, cleared: this.mail.clearedRisks, facts: facts.value, offer: offer.value, lang: language.value || null };
  }

  snapshot() {
    return {
      ...this.given(),
      cleared: this.mail.cleared,
      subject: this.parts.subject.value,
      draft: this.review.text,
      made: this.drafting.made,
      dismissed: [...this.review.dismissed],
    };
  }

  get bare() {
    const { mail, facts, offer, draft } = this.snapshot();
    return !(mail || facts || offer || draft);
  }

  save() {
    if (this.bare) this.keeper.wipe();
    else this.keeper.save(this.snapshot());
  }

  /** Lay a kept desk, or an empty one, before the agent. */
  put({ mail = '', cleared = [], facts = '', offer = '', lang = '', subject = '', draft = '', made = null, dismissed = [] }) {
    Object.assign(this.parts.facts, { value: facts });
    Object.assign(this.parts.offer, { value: offer });
    Object.assign(this.parts.subject, { value: subject });
    Object.assign(this.parts.language, { value: lang ?? '' });
    this.mail.put(mail, cleared);
    this.review.put(draft, dismissed);
    this.drafting.put(made);
    this.refresh();
  }

  takeExample({ mail, facts, offer }) {
    this.put({ mail, facts: facts.join('\n'), offer: offer.join('\n') });
    this.saveSoon();
    this.parts.draft.focus();
  }

  clear() {
    const before = this.snapshot();
    this.put({});
    this.save();
    const undo = link(this.words.mail.undo, () => {
      this.put(before);
      this.save();
    });
    this.notices.show('mailNotice', 'good', this.words.mail.cleared, undo);
    this.mail.editor.field.focus();
  }

  mailChanged() {
    this.review.reviewSoon();
    this.changed();
  }

  givenChanged() {
    this.review.reviewSoon();
    this.saveSoon();
  }

  changed() {
    this.saveSoon();
    this.refresh();
  }

  refresh() {
    this.parts.kept.hidden = this.parts.clear.hidden = this.bare;
    this.mail.refresh();
    this.review.refresh();
    this.drafting.refresh();
    this.rewording.refresh();
    this.copying.refresh(this.drafting.made?.gaps ?? {});
  }

  key(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      this.drafting.draft();
    } else if (event.key === 'F8') {
      event.preventDefault();
      this.review.findings.step(event.shiftKey ? -1 : 1);
    }
  }
}

new Desk(element, server, props);
