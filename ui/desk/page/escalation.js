/* The panel that takes the place of a draft when a person is in danger, and what a person who has read the mail may say to it. */

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

/** A way to a draft for a person who has read the mail and found nobody in danger; it asks once more. */
function ruleOutCard({ protocol }, onRuledOut) {
  const ask = (asked) => {
    first.hidden = asked;
    again.hidden = !asked;
    // The question itself, not the answer: Enter pressed twice rules nothing out.
    (asked ? again : first).focus();
  };
  const first = make('button', { type: 'button', class: 'quiet', onclick: () => ask(true) }, protocol.rule_out);
  const again = make(
    'div',
    { role: 'group', 'aria-label': protocol.rule_out_sure, tabindex: '-1', hidden: true, onkeydown: ({ key }) => key === 'Escape' && ask(false) },
    make('p', {}, protocol.rule_out_sure),
    make(
      'div',
      { class: 'choices' },
      make('button', { type: 'button', class: 'quiet', onclick: onRuledOut }, protocol.rule_out_yes),
      link(protocol.rule_out_no, () => ask(false)),
    ),
  );
  return [first, again];
}

/** That a person has ruled the dangers out, with the words they were seen in. */
function ruledOutNote(dangers, { protocol, values }, onTakeBack) {
  const risks = dangers.map(({ risk }) => values.risks[risk]).join(', ');
  const quotes = dangers.flatMap(({ evidence }) => [' ', quotation(evidence)]);
  return make('p', {}, filled(protocol.ruled_out, { risks }), quotes, ' ', link(protocol.take_back, onTakeBack));
}
