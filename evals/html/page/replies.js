/* The browser of replies: filters, a list that arrow keys go through, and one reply with labels beside findings. */

const KINDS = {
  every: () => true,
  missed: (sample, rule) => sample.gold.some((mark) => mark.right === false && has(mark, rule)),
  wrong: (sample, rule) => sample.said.some((mark) => mark.right === false && has(mark, rule)),
  right: (sample, rule) => sample.said.some((mark) => mark.right === true && has(mark, rule)),
  presence: (sample, rule) => sample.wrong.some((name) => !rule || name === rule),
  changed: (sample) => sample.changed.length > 0,
};

function has(mark, rule) {
  return !rule || mark.rule === rule || mark.also.includes(rule);
}

function ofRule(sample, rule) {
  return !rule || [...sample.gold, ...sample.said].some((mark) => has(mark, rule)) || sample.wrong.includes(rule);
}

class Replies {
  constructor() {
    this.list = element('ul', { class: 'list' });
    this.list.addEventListener('keydown', (event) => this.move(event));
    this.place = element('article', { class: 'reply' });
    this.shown = element('p', { class: 'shown', role: 'status' });
    const used = (of) => [...new Set(data.samples.flatMap(of))].sort();
    this.filters = {
      suite: this.select('suite', used((one) => [one.suite]), nameOf),
      lang: this.select('lang', used((one) => [one.lang]), (lang) => words.scopes[lang]),
      rule: this.select('rule', used((one) => [...one.gold.map((m) => m.rule), ...one.said.map((m) => m.rule), ...one.wrong]), titleOf),
      kind: this.select('kind', Object.keys(KINDS).slice(1).filter((name) => name !== 'changed' || data.comparison), (name) => words.filters[name]),
    };
    this.refresh();
  }

  select(name, values, spoken) {
    const options = [element('option', { value: '' }, words.filters.every), ...values.map((value) => element('option', { value }, spoken(value)))];
    const select = element('select', { name, id: `filter-${name}` }, options);
    select.addEventListener('change', () => this.refresh());
    return select;
  }

  section() {
    if (!data.samples.length) {
      return section('replies', element('p', { class: 'soft' }, words.replies.none));
    }
    const several = this.filters.suite.options.length > 2;
    const labels = Object.entries(this.filters).filter(([name]) => name !== 'suite' || several)
      .map(([name, select]) => element('label', { for: select.id }, words.filters[name], select));
    return section('replies', element('div', { class: 'filters' }, labels, this.shown), element('p', { class: 'keys' }, words.filters.keys),
      element('div', { class: 'browser' }, this.list, this.place));
  }

  refresh() {
    const [suite, lang, rule, kind] = ['suite', 'lang', 'rule', 'kind'].map((name) => this.filters[name].value);
    const fits = (one) => (!suite || one.suite === suite) && (!lang || one.lang === lang) && ofRule(one, rule) && KINDS[kind || 'every'](one, rule);
    this.samples = data.samples.filter(fits);
    this.list.replaceChildren(...this.samples.map((sample, number) => element('li', {}, this.button(sample, number))));
    this.shown.textContent = filled(words.filters.shown, { shown: whole.format(this.samples.length), all: whole.format(data.samples.length) });
    this.show(0);
  }

  button(sample, number) {
    const noted = Object.values(sample.notes).flat().length;
    const missed = sample.gold.filter((mark) => mark.right === false).length + noted;
    const wrong = sample.said.filter((mark) => mark.right === false).length;
    const tally = [missed ? `${SIGNS.missed}${missed}` : '', wrong ? `${SIGNS.wrong}${wrong}` : ''].join(' ').trim() || SIGNS.right;
    const spoken = `${sample.id}, ${words.marks.missed} ${missed}, ${words.marks.wrong} ${wrong}`;
    const button = element('button', { type: 'button', tabindex: -1, 'aria-label': spoken }, element('span', {}, sample.id), element('span', { class: 'tally' }, tally));
    button.addEventListener('click', () => this.show(number));
    return button;
  }

  move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    this.show(Math.min(this.samples.length - 1, Math.max(0, this.current + step)));
    this.buttons()[this.current].focus();
  }

  buttons() {
    return [...this.list.querySelectorAll('button')];
  }

  show(number) {
    this.current = number;
    for (const [at, button] of this.buttons().entries()) {
      button.tabIndex = at === number ? 0 : -1;
      button.setAttribute('aria-current', String(at === number));
    }
    const sample = this.samples[number];
    this.place.replaceChildren(...(sample ? reply(sample) : [element('p', { class: 'soft' }, words.filters.none)]));
  }

  open(suite, id) {
    for (const select of Object.values(this.filters)) {
      select.value = '';
    }
    this.refresh();
    this.show(this.samples.findIndex((one) => one.suite === suite && one.id === id));
    this.buttons()[this.current].scrollIntoView({ block: 'nearest' });
  }
}

function reply(sample) {
  return [
    element('h3', {}, sample.id, element('span', { class: 'soft' }, `${words.scopes[sample.lang]} · ${nameOf(sample.suite)}`)),
    sample.mail ? element('details', {}, element('summary', {}, `${words.replies.mail}: `, element('bdi', {}, sample.mail.subject)),
      element('div', { class: 'mail text', tabindex: 0 }, sample.mail.body)) : null,
    element('div', { class: labelled(sample) ? 'columns' : 'columns alone' },
      labelled(sample) ? column(words.replies.labels, sample, sample.gold, (mark) => (mark.right ? 'found' : 'missed'), words.replies.clean) : null,
      column(words.replies.critic, sample, sample.said, (mark) => ({ true: 'right', false: 'wrong' })[mark.right] || 'unknown', words.replies.silent)),
    about(sample),
  ].filter(Boolean);
}

/** Whether people labelled it; nobody did a draft of our own. */
function labelled(sample) {
  return sample.gold.length > 0 || Object.keys(sample.merits).length > 0;
}

function column(title, sample, marks, kindOf, none) {
  const told = marks.map((mark, number) => element('li', {}, element('span', { class: 'soft' }, String(number + 1)), element('span', {},
    element('span', { class: `kind ${kindOf(mark)}` }, `${SIGNS[kindOf(mark)]} ${words.marks[kindOf(mark)]}`),
    ` · ${titleOf(mark.rule)}${mark.also.map((rule) => `, ${titleOf(rule)}`).join('')}${mark.severity ? ` · ${words.severities[mark.severity]}` : ''}`)));
  return element('div', { class: 'column' }, element('h3', {}, title), element('div', { class: 'text', lang: sample.lang }, marked(sample.text, marks, kindOf)),
    element('ol', { class: 'marks' }, told.length ? told : element('li', { class: 'none' }, none)));
}

/** A text in pieces; a piece that marks cover is marked, with the number of each that begins there. Places are code points. */
function marked(text, marks, kindOf) {
  const points = Array.from(text);
  const borders = [...new Set([0, points.length, ...marks.flatMap((mark) => [mark.start, mark.end])])].sort((one, other) => one - other);
  return borders.slice(0, -1).map((start, number) => {
    const end = borders[number + 1];
    const piece = points.slice(start, end).join('');
    const over = marks.filter((mark) => mark.start < end && start < mark.end);
    if (!over.length) {
      return piece;
    }
    const begun = over.filter((mark) => mark.start === start).map((mark) => marks.indexOf(mark) + 1).join(' ');
    return element('mark', { class: `${kindOf(over[0])}${over.length > 1 ? ' both' : ''}`, title: over.map((mark) => titleOf(mark.rule)).join(', ') },
      begun ? element('sup', {}, begun) : null, piece);
  });
}

function about(sample) {
  const judged = Object.keys(sample.merits).length;
  const wrong = sample.wrong.map((rule) => element('li', {}, element('span', { class: 'kind missed' }, `${SIGNS.missed} ${titleOf(rule)}`),
    `: ${sample.merits[rule] === 'fn' ? words.replies.does : words.replies.does_not}`));
  const noted = Object.entries(sample.notes).flatMap(([name, texts]) => texts.map((text) => element('li', {}, element('span', { class: 'kind missed' }, `${SIGNS.missed} ${words.notes[name]}`), ': ', element('bdi', {}, text))));
  const changed = sample.changed.map((kind) => element('li', {}, words.flips[kind] || kind));
  return element('div', { class: 'whole' },
    judged ? element('p', {}, filled(words.replies.judged, { right: judged - wrong.length, all: judged })) : null,
    wrong.length || noted.length ? element('ul', {}, wrong, noted) : null,
    changed.length ? [element('p', {}, words.replies.changed), element('ul', {}, changed)] : null);
}
