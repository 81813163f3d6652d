/* What changed since another run. */

const MOST_FLIPS = 200;
const DIRECTIONS = ['worse', 'alike', 'better'];

function changes(open) {
  if (!data.comparison) {
    return null;
  }
  return section('changes', Object.entries(data.comparison.suites).map(([suite, compared]) => suiteChanges(suite, compared, open)));
}

function suiteChanges(suite, compared, open) {
  return [
    element('h3', {}, nameOf(suite)),
    element('p', { class: compared.verdict }, element('span', { class: 'sign' }, SIGNS[compared.verdict]), ` ${words.compared[compared.verdict]} `, tally(compared)),
    figuresChanged(compared),
    testsOfPairs(compared),
    flips(suite, compared, open),
  ];
}

function tally(compared) {
  const counts = {};
  for (const flip of compared.flips) {
    counts[flip.kind] = (counts[flip.kind] || 0) + 1;
  }
  const said = Object.keys(words.flips).filter((kind) => counts[kind]).map((kind) => `${words.flips[kind]}: ${whole.format(counts[kind])}`);
  return said.join(' · ') || words.tests.none;
}

function figuresChanged(compared) {
  const columns = ['scope', 'figure', 'before', 'after', 'difference', 'state'].map((name, number) => [words.columns[name], number > 1 && number < 5]);
  const row = (one) => element('tr', {},
    element('td', {}, words.scopes[one.scope] || one.scope),
    element('th', { scope: 'row' }, figureName(`${one.scope}.${one.figure}`).replace(/ \([^)]*\)$/, '')),
    element('td', { class: 'number' }, fine.format(one.before)),
    element('td', { class: 'number' }, fine.format(one.after)),
    element('td', { class: 'number' }, element('span', { class: 'share' }, signed.format(one.difference)),
      element('span', { class: 'spread' }, ` [${signed.format(one.low)}; ${signed.format(one.high)}]`)),
    element('td', { class: DIRECTIONS[one.sign + 1] }, element('span', { class: 'sign' }, SIGNS[DIRECTIONS[one.sign + 1]]), ` ${words.directions[DIRECTIONS[one.sign + 1]]}`));
  const [all, others] = [true, false].map((wanted) => compared.changes.filter((one) => (one.scope === 'all') === wanted).map(row));
  return [all.length ? table('plain', columns, all, words.sections.changes) : null,
    others.length ? element('details', {}, element('summary', {}, words.sections.by_language), table('plain', columns, others, words.sections.by_language)) : null];
}

function testsOfPairs(compared) {
  const columns = ['about', 'rule', 'worse', 'better', 'p', 'p_of_all'].map((name, number) => [words.columns[name], number > 1]);
  const rows = compared.tests.filter((one) => one.worse || one.better).map((one) => element('tr', {},
    element('td', {}, words.tests[one.about]),
    element('th', { scope: 'row' }, titleOf(one.name)),
    [one.worse, one.better].map((number) => element('td', { class: 'number' }, whole.format(number))),
    [one.p, one.p_of_all].map((p) => element('td', { class: 'number' }, fine.format(p)))));
  return rows.length ? element('details', {}, element('summary', {}, words.tests.title), table('plain', columns, rows, words.tests.title)) : null;
}

function flips(suite, compared, open) {
  if (!compared.flips.length) {
    return null;
  }
  const kinds = Object.keys(words.flips);
  const sorted = [...compared.flips].sort((one, other) => kinds.indexOf(one.kind) - kinds.indexOf(other.kind));
  const columns = ['state', 'reply', 'rule', 'words'].map((name) => [words.columns[name], false]);
  const rows = sorted.slice(0, MOST_FLIPS).map((flip) => element('tr', {},
    element('td', {}, words.flips[flip.kind]),
    element('td', {}, opener(suite, flip, open)),
    element('th', { scope: 'row' }, titleOf(flip.rule)),
    element('td', { class: 'text' }, flip.quote)));
  const left = sorted.length - rows.length;
  return element('details', {}, element('summary', {}, `${words.sections.changes}: ${whole.format(sorted.length)}`),
    table('plain', columns, rows, words.sections.changes), left ? element('p', { class: 'soft' }, filled(words.tests.more, { number: whole.format(left) })) : null);
}

/** A link to the reply where this page has it. */
function opener(suite, flip, open) {
  if (!data.samples.some((one) => one.suite === suite && one.id === flip.text)) {
    return flip.text;
  }
  const link = element('a', { href: '#replies' }, flip.text);
  link.addEventListener('click', () => open(suite, flip.text));
  return link;
}
