/* The card that says what the customer's mail says. */

/** What was found in the mail, and how many characters in it nobody sees; `look(quote)` is called while the agent looks at a quoted row, and with null afterwards. */
function readingCard(reading, hidden, words, look) {
  const said = words.reading;
  const values = words.values;
  const quoted = (label, quote) =>
    make(
      'li',
      { tabindex: '0', onmouseenter: () => look(quote), onmouseleave: () => look(null), onfocus: () => look(quote), onblur: () => look(null) },
      label && [make('b', {}, label), ' '],
      quotation(quote),
    );
  const group = (title, rows, none, kind = '') =>
    (rows.length || none) &&
    make('section', { class: `facet ${kind}` }, make('h4', {}, title), rows.length ? make('ul', {}, rows) : make('p', {}, none));
  const language = reading.lang === 'unknown' ? said.unknown : values.languages[reading.lang];
  const chips = [language, ...reading.issues.map((issue) => values.issues[issue]), values.causes[reading.cause]];
  return [
    make('p', { class: 'chips' }, chips.map((chip) => make('span', {}, chip))),
    group(said.risks, reading.risks.map((risk) => quoted(values.risks[risk.risk], risk.evidence)), null, 'risks'),
    group(
      `${said.feels}: ${values.intensity[reading.intensity]}`,
      reading.feelings.map((feeling) => quoted(values.feelings[feeling.feeling], feeling.evidence)),
      said.no_feeling,
    ),
    group(said.asks, reading.asks.map((ask) => quoted(null, ask.text)), said.no_ask, 'asks'),
    group(said.facts, distinct(reading.facts).map((fact) => quoted(values.facts[fact.kind], fact.text)), null, 'facts'),
    group(said.missing, reading.missing.map((text) => make('li', {}, text)), null, 'missing'),
    hidden > 0 && make('section', { class: 'facet hidden' }, make('p', {}, filled(said.hidden, { count: hidden }))),
  ].filter(Boolean);
}

/** Facts without those that only repeat another one. */
function distinct(facts) {
  const texts = facts.map((fact) => fact.text.toLowerCase());
  return facts.filter((fact, index) => texts.indexOf(texts[index]) === index);
}

/** Grey lines where the reading is about to appear. */
function readingSkeleton(words) {
  return make('div', { class: 'skeleton', role: 'img', 'aria-label': words.reading.busy }, make('i'), make('i'), make('i'), make('i'));
}
