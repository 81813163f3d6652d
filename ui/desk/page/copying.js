/* Copying the reply, and why it must not be copied yet: gaps to fill, faults neither fixed nor dismissed. */

class Copying {
  constructor({ parts, words, announce }, review) {
    Object.assign(this, { parts, announce, review });
    this.words = words.draft;
    this.coach = words.coach;
    this.editor = review.editor;
    parts.copy.addEventListener('click', () => this.copy());
  }

  /** Why the reply must not be copied, and the place to mend; null when it may. */
  obstacle() {
    const text = this.editor.text;
    if (!text.trim()) return { why: this.words.nothing_to_copy };
    const gaps = gapsOf(text);
    if (gaps.length) return { why: filled(this.words.gaps, { count: gaps.length }), at: gaps[0] };
    const { faults } = this.review;
    if (faults.length) return { why: filled(this.words.must_fix_first, { count: faults.length }), at: faults[0] };
    return this.review.checked || this.review.failed ? null : { why: this.coach.checking };
  }

  /** Show the state of the present text; `whys` says of each gap why only the agent can fill it. */
  refresh(whys) {
    const { copy, copyState, gaps } = this.parts;
    const obstacle = this.obstacle();
    copy.setAttribute('aria-disabled', Boolean(obstacle));
    copyState.textContent = obstacle ? obstacle.why : this.review.failed ? this.coach.unchecked : this.words.ready_to_copy;
    copyState.classList.toggle('blocked', Boolean(obstacle?.at));
    const open = gapsOf(this.editor.text);
    gaps.hidden = !open.length;
    gaps.replaceChildren(...open.map((gap) => this.gapButton(gap, whys[gap.text])));
  }

  gapButton(gap, why) {
    const onclick = () => this.editor.select(gap.start, gap.end);
    return make('button', { type: 'button', class: 'fill', title: why, onclick }, gap.text.slice(2, -2));
  }

  async copy() {
    const obstacle = this.obstacle();
    if (obstacle?.at) this.editor.select(obstacle.at.start, obstacle.at.end);
    if (!obstacle) this.parts.copyState.textContent = (await this.write()) ? this.words.copied : this.words.copy_failed;
    this.announce(this.parts.copyState.textContent);
  }

  async write() {
    try {
      await navigator.clipboard.writeText(this.editor.text);
      return true;
    } catch {
      // No clipboard outside a secure address; the older call copies what is selected.
      this.editor.field.select();
      return document.execCommand('copy');
    }
  }
}
