/* Gates, main figures with whiskers, and the tables of rules by language. */

const FEW = 30;

function gateRow(row) {
  const { outcome } = row;
  const least = outcome.least !== null;
  const limit = least ? outcome.least : outcome.most;
  const asked = limit === null ? '' : filled(least ? words.asks.least : words.asks.most, { bound: words.bounds[outcome.bound], limit: fine.format(limit) });
  const name = figureName(outcome.figure);
  return element('tr', {},
    element('td', {}, state(outcome.state, words.states[outcome.state])),
    element('td', {}, nameOf(row.suite)),
    element('th', { scope: 'row' }, outcome.change ? filled(words.asks.change, { figure: name }) : name),
    element('td', { class: 'number' }, measured(outcome)),
    element('td', {}, outcome.lacks ? words.lacks[outcome.lacks] : asked),
    element('td', {}, words.against[row.against]));
}

function measured(outcome) {
  const figure = outcome.measured;
  if (!figure) {
    return '–';
  }
  const said = outcome.change ? signed : fine;
  const ends = [figure.low, figure.high].map((end) => said.format(end));
  return [element('span', { class: 'share' }, said.format(figure.value)), element('span', { class: 'spread' }, ` [${ends.join('; ')}]`)];
}

function nameOf(suite) {
  return words.suites[suite] ? words.suites[suite].name : suite;
}

function gates() {
  const columns = ['state', 'suite', 'figure', 'measured', 'asks', 'against'].map((name) => [words.columns[name], name === 'measured']);
  const rows = (wanted) => data.gates.filter(wanted).map(gateRow);
  const broken = rows((row) => row.outcome.state === 'failed').concat(rows((row) => row.outcome.state === 'missing'));
  const held = rows((row) => row.outcome.state === 'held');
  return section('gates',
    broken.length ? table('gates', columns, broken, words.sections.gates) : null,
    held.length ? element('details', {}, element('summary', {}, filled(words.held, { number: held.length })), table('gates', columns, held, words.sections.gates)) : null);
}

function whisker(figure) {
  const at = (share) => 100 * Math.min(1, Math.max(0, share));
  const low = at(figure.low);
  return drawing('svg', { class: 'whisker', viewBox: '0 0 100 16', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    drawing('line', { class: 'axis', x1: 0, x2: 100, y1: 8, y2: 8 }),
    drawing('rect', { class: 'span', x: low, y: 3, width: Math.max(0.8, at(figure.high) - low), height: 10, rx: 1 }),
    drawing('line', { class: 'value', x1: at(figure.value), x2: at(figure.value), y1: 1, y2: 15, 'vector-effect': 'non-scaling-stroke' }));
}

function spread(figure) {
  return percents.formatRange(figure.low, figure.high);
}

function mainFigures(part) {
  const columns = [['', false], ...part.scopes.map((scope) => [words.scopes[scope] || scope, false])];
  const rows = part.main.map((row) => element('tr', {}, element('th', { scope: 'row' }, row.title),
    part.scopes.map((scope) => {
      const figure = row.cells[scope];
      return element('td', {}, figure ? [element('span', { class: 'share' }, percents.format(figure.value)), element('span', { class: 'spread' }, ` ${spread(figure)}`), whisker(figure)] : '–');
    })));
  return table('figures', columns, rows, words.sections.figures);
}

function heatCell(figure) {
  if (!figure) {
    return element('td', { class: 'none' }, '–');
  }
  const few = figure.count < FEW ? ' ▵' : '';
  const cell = element('td', {}, element('span', { class: 'share' }, percents.format(figure.value)),
    element('span', { class: 'spread' }, `${spread(figure)}`), element('span', { class: 'spread' }, `n ${whole.format(figure.count)}${few}`));
  cell.style.setProperty('--share', figure.value);
  return cell;
}

function grid(rows, scopes, label) {
  const columns = [['', false], ...scopes.map((scope) => [words.scopes[scope] || scope, true])];
  let group = '';
  const lines = [];
  for (const row of rows) {
    if (row.group !== group) {
      group = row.group;
      const name = (words.dimensions[group] || group).replace(/, F1$/, '');
      lines.push(element('tr', { class: 'group' }, element('th', { colspan: scopes.length + 1, scope: 'rowgroup' }, name)));
    }
    lines.push(element('tr', {}, element('th', { scope: 'row' }, titleOf(row.id), element('code', {}, row.id)), scopes.map((scope) => heatCell(row.cells[scope]))));
  }
  return table('grid', columns, lines, label);
}

function rules(part) {
  const place = element('div');
  const show = (name) => place.replaceChildren(grid(part.rules[name], part.scopes, words.sections.rules));
  const options = Object.keys(part.rules).map((name, number) => {
    const radio = element('input', { type: 'radio', name: 'measure', value: name, checked: number === 0 });
    radio.addEventListener('change', () => show(name));
    return element('label', {}, radio, words.measures[name]);
  });
  show(Object.keys(part.rules)[0]);
  return section('rules', element('div', { class: 'choice', role: 'radiogroup', 'aria-labelledby': 'rules-title' }, options), place);
}

function isNumber(cell) {
  return /^[-+–]?[\d.]*( |$)/.test(cell);
}

function otherSuite(part) {
  return [element('h3', {}, part.title), element('p', { class: 'about' }, part.about), part.main.length ? mainFigures(part) : null, part.tables.map((one) => [
    element('p', { class: 'soft' }, one.title),
    table('plain', one.columns.map((text, number) => [words.scopes[text] || text, number > 0 && one.rows.every((row) => isNumber(row[number]))]),
      one.rows.map((row) => element('tr', {}, row.map((cell, number) => element(number ? 'td' : 'th', number ? { class: isNumber(cell) ? 'number' : null } : { scope: 'row' }, cell)))), one.title)])];
}
