/* The reply's editor and what the coach says about the text in it, while it is typed. */

const REVIEW_AFTER = 200;

class Review {
  /** `given` gives the mail and what the agent knows about it; `onChange` is called when the text or its review has changed. */
  constructor({ parts, words, notices, announce }, call, { given, onChange }) {
    Object.assign(this, { parts, words, notices, announce, onChange });
    this.reviewed = null;
    this.failed = false;
    this.dismissed = new Set();
    this.drafted = [];
    this.findings = new Findings(parts.findings, words, {
      onAccept: (key) => this.accept(key),
      onDismiss: (key) => this.dismiss(key),
      onRestore: () => this.restoreDismissed(),
      onLook: (key) => this.editor.point(key),
      onBack: (key) => this.backToText(key),
    });
    const follow = (rect) => (scrolls(parts.draftBody) ? reveal(rect, parts.draftBody) : revealOnPage(rect));
    this.editor = new Editor(parts.editor, { onEdit: () => this.edited(), onCaret: (caret) => this.caretAt(caret), follow });
    this.editor.markWith((text) => this.marks(text));
    const review = newestOnly(call, (answer, asked) => this.take(answer, asked.draft));
    this.reviewSoon = afterwards(REVIEW_AFTER, () => this.written && review({ ...given(), draft: this.text }));
    this.given = given;
  }

  get text() {
    return this.editor.text;
  }

  get written() {
    return Boolean(this.text.trim());
  }

  /** Whether the coach has seen the present text. */
  get checked() {
    return this.reviewed?.text === this.text;
  }

  /** The must-fix findings of the present text. */
  get faults() {
    return this.live().filter((finding) => finding.severity === 'error');
  }

  /** Put a text in its place, without a way back. */
  put(text, dismissed) {
    this.reviewed = null;
    this.dismissed = new Set(dismissed);
    this.notices.clear('coachNotice');
    this.editor.restore(text);
    this.reviewSoon(0);
  }

  edited() {
    this.reviewSoon();
    this.onChange();
  }

  /** Show a review of `text`; the text may have gone on since, its findings are carried along. */
  take(answer, text) {
    this.failed = Boolean(answer.error);
    if (answer.error) {
      if (answer.error === 'unreachable') this.reviewSoon(ASK_AGAIN_AFTER);
      this.onChange();
      this.notices.failed('coachNotice', answer, () => this.reviewSoon(0));
      return;
    }
    this.notices.clear('coachNotice');
    this.reviewed = { ...answer, text };
    this.onChange();
  }

  /** The findings that stand in the present text, with their offsets in it; those put aside are left out. */
  live() {
    return this.standing(this.text).filter((finding) => !this.dismissed.has(findingKey(finding)));
  }

  standing(text) {
    if (!this.reviewed || !text.trim()) return [];
    const change = difference(this.reviewed.text, text);
    return this.reviewed.findings.map((finding) => (finding.quote ? carried(finding, change) : finding)).filter(Boolean);
  }

  marks(text) {
    const gaps = gapsOf(text).map((gap) => ({ ...gap, kind: 'gap', key: null }));
    const findings = this.editor ? this.live().filter((finding) => finding.quote) : [];
    return [...gaps, ...findings.map(({ start, end, severity, ...rest }) => ({ start, end, kind: severity, key: findingKey(rest) }))];
  }

  find(key) {
    return this.live().find((finding) => findingKey(finding) === key);
  }

  accept(key) {
    const replace = this.find(key)?.replace;
    const span = replace && carried(replace, difference(this.reviewed.text, this.text));
    if (!span) return;
    this.editor.replace(span.start, span.end, replace.text);
    this.announce(this.words.coach.accepted);
  }

  dismiss(key) {
    this.dismissed.add(key);
    this.editor.point(null);
    this.onChange();
    if (!this.findings.step(1)) this.editor.field.focus({ preventScroll: true });
  }

  restoreDismissed() {
    this.dismissed.clear();
    this.onChange();
  }

  backToText(key) {
    const finding = this.find(key);
    if (finding?.quote) this.editor.select(finding.start, finding.end);
    else this.editor.field.focus();
  }

  caretAt(caret) {
    const at = this.live().find((finding) => finding.quote && finding.start <= caret && caret <= finding.end);
    const key = at ? findingKey(at) : null;
    this.editor.point(key);
    this.findings.point(key);
    this.showSentence(caret);
  }

  showSentence(caret) {
    const sentence = sentenceAt(this.drafted, this.text, caret);
    this.parts.reasons.replaceChildren(...(sentence ? sentenceCard(sentence, this.words, this.given()) : []));
  }

  refresh() {
    const { coachEmpty, answers, reasons } = this.parts;
    const findings = this.live();
    coachEmpty.hidden = this.written;
    this.findings.show(findings, this.standing(this.text).length - findings.length);
    answers.replaceChildren(...(this.written && this.reviewed ? answersCard(this.reviewed, this.words) : []));
    if (!this.written) reasons.replaceChildren();
    this.showVerdict(findings);
    this.editor.paint();
  }

  showVerdict(findings) {
    const { verdict } = this.parts;
    const { coach } = this.words;
    const [errors, warnings] = ['error', 'warning'].map((severity) => findings.filter((finding) => finding.severity === severity).length);
    verdict.hidden = !this.written;
    verdict.className = `verdict ${this.failed ? 'may' : errors ? 'must' : warnings ? 'may' : 'clean'}`;
    const seen = errors + warnings ? filled(coach.verdict, { errors, warnings }) : coach.clean;
    const said = this.failed ? coach.unchecked : this.reviewed ? seen : coach.checking;
    // A screen reader says it again whenever it is written, changed or not.
    if (verdict.textContent !== said) verdict.textContent = said;
  }
}
