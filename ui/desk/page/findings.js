/* The cards of what to fix. Cards are kept while their finding lives, so that focus stays where the agent has it. */

const ORDER = { error: 0, warning: 1, hint: 2 };

/** What makes a finding the same one after an edit elsewhere: its rule, its words and the sentence around them. */
function findingKey(finding) {
  return [finding.rule, finding.quote, finding.sentence].join('\u0000');
}

class Findings {
  constructor(root, words, { onAccept, onDismiss, onRestore, onLook, onBack }) {
    this.words = words;
    this.root = root;
    this.box = root.parentElement;
    this.on = { accept: onAccept, dismiss: onDismiss, look: onLook, back: onBack };
    this.cards = new Map();
    this.list = make('ol', { class: 'findings', 'aria-label': words.coach.title });
    this.hintList = make('ol', { class: 'findings' });
    this.hintCount = make('summary');
    this.hints = make('details', { class: 'hints', hidden: true }, this.hintCount, this.hintList);
    this.dismissedCount = make('span');
    this.dismissed = make(
      'p',
      { class: 'dismissed', hidden: true },
      this.dismissedCount,
      ' ',
      make('button', { type: 'button', class: 'link', onclick: onRestore }, words.coach.restore),
    );
    root.replaceChildren(this.list, this.hints, this.dismissed);
  }

  /** Show these findings, worst first and then in reading order; `dismissed` is how many are put aside. */
  show(findings, dismissed) {
    const ordered = [...findings].sort((a, b) => ORDER[a.severity] - ORDER[b.severity] || a.start - b.start);
    const cards = new Map();
    for (const finding of ordered) {
      const key = findingKey(finding);
      const known = this.cards.get(key);
      const same = known && JSON.stringify(known.shown) === JSON.stringify(visible(finding));
      cards.set(key, same ? known : { node: this.card(finding, key), shown: visible(finding) });
    }
    this.cards = cards;
    const nodes = (wanted) => [...new Set(ordered.filter(wanted).map((finding) => cards.get(findingKey(finding)).node))];
    place(this.list, nodes((finding) => finding.severity !== 'hint'));
    place(this.hintList, nodes((finding) => finding.severity === 'hint'));
    this.hints.hidden = !this.hintList.children.length;
    this.hintCount.textContent = filled(this.words.coach.hints, { count: this.hintList.children.length });
    this.root.hidden = !cards.size && !dismissed;
    this.dismissed.hidden = !dismissed;
    this.dismissedCount.textContent = filled(this.words.coach.dismissed, { count: dismissed });
  }

  /** Point out the card of a finding and bring it into view. */
  point(key) {
    for (const [other, { node }] of this.cards) node.classList.toggle('pointed', other === key);
    const card = this.cards.get(key);
    if (card && scrolls(this.box)) reveal(card.node.getBoundingClientRect(), this.box);
  }

  /** Put the focus on the next card (or the one before), from the one that has it. */
  step(by) {
    const nodes = [...this.list.children, ...(this.hints.open ? this.hintList.children : [])];
    if (!nodes.length) return false;
    const here = nodes.findIndex((node) => node.contains(document.activeElement));
    const next = here < 0 ? (by > 0 ? 0 : nodes.length - 1) : (here + by + nodes.length) % nodes.length;
    nodes[next].focus();
    return true;
  }

  card(finding, key) {
    const { coach, values } = this.words;
    const title = `finding-${Math.random().toString(36).slice(2)}`;
    const act = (name) => () => this.on[name](key);
    return make(
      'li',
      {
        class: `card ${finding.severity}`,
        tabindex: '-1',
        'aria-labelledby': title,
        onfocusin: act('look'),
        onmouseenter: act('look'),
        onkeydown: (event) => event.key === 'Escape' && this.on.back(key),
      },
      make('p', { class: 'card-head', id: title }, make('span', { class: 'severity' }, values.severities[finding.severity]), ' ', make('b', {}, finding.title)),
      finding.quote && !finding.message.includes(finding.quote) && make('p', { class: 'quote' }, quotation(finding.quote)),
      make('p', { class: 'message' }, finding.message),
      make('p', { class: 'why' }, finding.why),
      finding.replace && make('p', { class: 'rewrite' }, make('span', {}, coach.rewrite), ' ', make('ins', {}, finding.replace.text || coach.remove)),
      !finding.replace && finding.advice && make('p', { class: 'advice' }, finding.advice),
      make(
        'p',
        { class: 'actions' },
        finding.replace && make('button', { type: 'button', class: 'accept', onclick: act('accept') }, coach.accept),
        make('button', { type: 'button', class: 'quiet', onclick: act('dismiss') }, coach.dismiss),
      ),
      finding.sources.length && sourceList(finding.sources, coach.source),
      finding.also.length && make('p', { class: 'also' }, `${coach.also}: ${finding.also.join(' · ')}`),
    );
  }
}

/** Guideline statements with the document they stand in, folded. */
function sourceList(sources, title) {
  return make(
    'details',
    { class: 'sources' },
    make('summary', {}, `${title}: ${sources[0].document}`),
    sources.map((source) => make('blockquote', {}, make('p', {}, source.text), make('cite', {}, `${source.document} (${source.id})`))),
  );
}

/** What a card shows; offsets are not part of it. */
function visible(finding) {
  const { start, end, replace, ...rest } = finding;
  return { ...rest, replace: replace && replace.text };
}

/** Put nodes into a list without moving those that are already in place, which would take the focus from them. */
function place(list, nodes) {
  for (const child of [...list.children]) if (!nodes.includes(child)) child.remove();
  nodes.forEach((node, index) => {
    if (list.children[index] !== node) list.insertBefore(node, list.children[index] ?? null);
  });
}
