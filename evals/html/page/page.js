/* The page from top to bottom: the verdict first. */

function header() {
  const facts = Object.entries(data.run).map(([name, value]) => element('div', {}, element('dt', {}, words.facts[name]), element('dd', {}, value)));
  return element('header', {}, element('h1', {}, words.title), element('dl', { class: 'facts' }, facts),
    element('div', { class: `verdict ${data.state}` }, element('span', { class: 'sign', 'aria-hidden': 'true' }, SIGNS[data.state]),
      element('strong', {}, data.verdict), data.headline ? element('p', {}, data.headline) : null));
}

function sections() {
  const replies = new Replies();
  // The shipped critic is judged on what it learned from: its figures must not stand beside those out of fold.
  const critics = data.suites.filter((part) => part.main.length && part.suite !== 'shipped');
  const others = data.suites.filter((part) => !critics.includes(part));
  return [
    gates(),
    critics.length ? section('figures', critics.map((part) => [element('h3', {}, part.title), element('p', { class: 'about' }, part.about), mainFigures(part)])) : null,
    critics.length ? rules(critics[0]) : null,
    critics.length ? section('presence', grid(critics[0].presence, critics[0].scopes, words.sections.presence)) : null,
    changes((suite, id) => replies.open(suite, id)),
    replies.section(),
    others.length ? section('others', others.map(otherSuite)) : null,
    section('limits', element('ul', { class: 'limits' }, data.limits.map((text) => element('li', {}, text)))),
  ].filter(Boolean);
}

function lay() {
  const parts = sections();
  const links = parts.map((part) => element('a', { href: `#${part.id}` }, words.sections[part.id]));
  const head = header();
  head.append(element('nav', {}, links));
  document.getElementById('page').replaceChildren(element('a', { class: 'skip', href: '#replies' }, words.skip), head, element('main', {}, parts));
}

addEventListener('beforeprint', () => document.querySelectorAll('details').forEach((one) => { one.open = true; }));
lay();
