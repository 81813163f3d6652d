/* The note for the agent beside a draft: whom to ask what, what to decide, what to take care of, what the reply promises. */

function noteCard(note, words) {
  const said = words.note;
  const questions = note.asks_of.flatMap(({ department, contact, questions }) =>
    questions.map((question) => make('li', {}, department && [make('strong', {}, department), ` (${contact}): `], question)),
  );
  const decisions = note.decisions.map(({ what, by }) => make('li', {}, what, ' ', aside(filled(said.decided_by, { by }))));
  const risks = note.risks.map((risk) =>
    make(
      'li',
      {},
      make('strong', {}, words.values.risks[risk.risk]),
      ': ',
      risk.advice,
      !risk.in_reply && ` ${said.passed_over}`,
      ' ',
      aside(filled(said.tell, { contact: risk.contact })),
    ),
  );
  const promises = note.promised.map(({ text, by }) => make('li', {}, quotation(text), by && [' ', aside(filled(said.by, { day: dayOf(by) }))]));
  const parts = { care: risks, ask: questions, decide: decisions, missing: note.missing.map((one) => make('li', {}, one)), promised: promises };
  return Object.entries(parts)
    .filter(([, rows]) => rows.length)
    .map(([name, rows]) => facet(said[name], rows, name));
}

function aside(text) {
  return make('small', {}, `(${text})`);
}

/** A day as the page's language writes it; noon keeps a bare date from slipping into the day before. */
function dayOf(moment) {
  const { lang } = document.documentElement;
  const day = new Date(moment.length > 10 ? moment : `${moment}T12:00`);
  return day.toLocaleDateString(lang === 'en' ? 'en-GB' : lang, { day: 'numeric', month: 'long' });
}
