/* The panel that takes the place of a draft when a person is in danger. */

/** What the mail says, what the house does now, and a way to write by hand once a person has taken over. */
function escalationCard({ risk, evidence, steps, contact }, { protocol, values, draft }, onByHand) {
  return [
    make('h3', {}, protocol.title),
    make('p', {}, make('b', {}, values.risks[risk]), ' · ', protocol.says, ' ', quotation(evidence)),
    make('h4', {}, protocol.steps),
    make('ol', {}, steps.map((step) => make('li', {}, step))),
    make('p', { class: 'contact' }, filled(protocol.contact, { contact })),
    make('button', { type: 'button', class: 'quiet', onclick: onByHand }, draft.by_hand),
  ];
}
