/* What the reply achieves, what it promises, and what stands behind the sentence under the cursor. */

/** Requests answered, promises made and merits of the reviewed text. */
function answersCard(review, words) {
  const said = words.coach;
  const answered = review.asks.filter((ask) => ask.answered).length;
  const promises = review.commitments.filter((commitment) => commitment.actor === 'us');
  return [
    review.asks.length &&
      facet(
        filled(said.asks, { answered, asked: review.asks.length }),
        review.asks.map((ask) =>
          make('li', { class: ask.answered ? 'done' : 'open' }, quotation(ask.text), make('span', { class: 'unseen' }, ` (${ask.answered ? said.answered : said.open})`)),
        ),
        'checklist',
      ),
    promises.length &&
      facet(
        said.promises,
        promises.map((promise) =>
          make('li', { class: promise.status }, make('span', { class: 'status' }, words.values.promises[promise.status]), ' ', quotation(promise.text)),
        ),
        'promises',
      ),
    review.met.length && facet(said.met, review.met.map((title) => make('li', {}, title)), 'met'),
  ].filter(Boolean);
}

/** Why a drafted sentence stands in the reply; `given` holds what the agent verified and may offer, a line each. */
function sentenceCard(sentence, words, given) {
  const said = words.coach;
  const authority = sentence.authority.map((entry) => {
    const [kind, index] = entry.split(':');
    const line = linesOf(given[kind] ?? '')[Number(index)];
    return make('li', {}, words.values.authority[kind], line && [': ', quotation(line)]);
  });
  return [
    make('section', { class: 'facet sentence' }, make('h3', {}, said.sentence), make('p', { class: 'move' }, words.values.moves[sentence.move])),
    authority.length && facet(said.stands_on, authority, 'authority'),
    sentence.sources.length &&
      facet(
        said.guidelines,
        sentence.sources.map((source) => make('li', {}, source.text, ' ', make('cite', {}, `${source.document} (${source.id})`))),
        'guidelines',
      ),
  ].filter(Boolean);
}

function facet(title, rows, kind) {
  return make('section', { class: `facet ${kind}` }, make('h3', {}, title), make('ul', {}, rows));
}

/** The drafted sentence at a place of the present text, as long as the agent has not changed it. */
function sentenceAt(sentences, text, caret) {
  return sentences.find((sentence) => {
    for (let at = text.indexOf(sentence.text); at >= 0; at = text.indexOf(sentence.text, at + 1)) {
      if (at <= caret && caret <= at + sentence.text.length) return true;
    }
    return false;
  });
}
