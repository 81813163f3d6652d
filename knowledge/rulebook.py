"""The rulebook: the built-in rules and those of the house, and everything they find in a text."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from knowledge.errors import KnowledgeError
from knowledge.matching.matcher import Found, Matcher, rewrite_for
from knowledge.matching.prepared import Prepared, prepare
from knowledge.models import Frozen, Language
from knowledge.rule import Rule, Status
from knowledge.rulecheck import check_rules, faults_of
from knowledge.rulefile import BUILT_IN, Change, read_changes, read_rules

__all__ = ["Match", "Rule", "Rulebook", "check_rules", "load_rulebook", "new_rule"]

TEMPLATE = Path(__file__).parent / "rule_template.yaml"
TEMPLATE_ID = "rule-template"
NO_CHANGE = Change()
RECENT = 16
"""Texts whose matches are kept: what a text may not hold and what it should are asked for one after the other."""


class Match(Frozen):
    """Words of a text that a rule speaks about."""

    rule: str
    pattern: str
    """The pattern as its author wrote it."""
    start: int
    end: int
    """Offsets are code points of the text that was given."""
    rewrite: str | None
    """What may stand in place of these words."""
    trace: tuple[str, ...]
    """How the match came about: ``exact`` or ``folded``, and every guard that let it pass."""


class Rulebook:
    """Rules by id, and what they find; the patterns of a language are compiled when it is first met."""

    def __init__(self, rules: Iterable[Rule], languages: Collection[Language]) -> None:
        self.rules: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in sorted(rules, key=lambda rule: rule.id)})
        """Every rule with its texts in all languages; patterns only in the languages that were loaded."""
        self._languages = frozenset(languages)
        self._matchers: dict[tuple[Language, bool], Matcher] = {}
        self._found = lru_cache(maxsize=RECENT)(self._search)

    def find(self, text: str, language: Language) -> tuple[Match, ...]:
        """What active rules forbid in a text, in reading order; quoted mail and quoted words do not count."""
        return self._matches(text, language, "forbid", Status.ACTIVE)

    def present(self, text: str, language: Language) -> tuple[Match, ...]:
        """The words by which a text fulfils the active rules that require something."""
        return self._matches(text, language, "require", Status.ACTIVE)

    def shadow(self, text: str, language: Language) -> tuple[Match, ...]:
        """What rules on trial would forbid; to be logged and never shown."""
        return self._matches(text, language, "forbid", Status.SHADOW)

    def _matches(self, text: str, language: Language, kind: str, status: Status) -> tuple[Match, ...]:
        prepared, found = self._found(text, language)
        wanted = [one for one in found if one.wording.rule.kind == kind and one.wording.rule.status is status]
        return tuple(_match(one, text, *prepared.given(one.start, one.end)) for one in _longest(wanted))

    def _search(self, text: str, language: Language) -> tuple[Prepared, tuple[Found, ...]]:
        prepared = prepare(text, language)
        return prepared, tuple(self._matcher(language, folded=prepared.folded).search(prepared))

    def _matcher(self, language: Language, *, folded: bool) -> Matcher:
        if language not in self._languages:
            raise KnowledgeError(f"this rulebook was not loaded for {language}")
        key = (language, folded)
        if key not in self._matchers:
            self._matchers[key] = Matcher((rule for rule in self.rules.values() if rule.status is not Status.OFF), language, folded=folded)
        return self._matchers[key]


def load_rulebook(language: Language | None = None, house: Path | None = None) -> Rulebook:
    """The built-in rules and a house's own, for one language or for all; raises RuleError for the first fault of a house rule.

    House rules must prove themselves at every load. The built-in ones do in the tests, because that takes longer than a start may.
    """
    languages = tuple(Language) if language is None else (language,)
    built_in = read_rules(BUILT_IN, languages)
    if house is None:
        return Rulebook((rule for _, rule in built_in), languages)
    changes = read_changes(house, [rule.id for _, rule in built_in])
    own = read_rules(house)
    if faults := faults_of(own, built_in, languages):
        raise faults[0]
    changed = (rule.model_copy(update=changes.get(rule.id, NO_CHANGE).model_dump(exclude_none=True)) for _, rule in built_in)
    return Rulebook((*changed, *(rule for _, rule in own)), languages)


def new_rule(id: str) -> str:
    """The text of a file for a new rule, which says how to fill it in."""
    return TEMPLATE.read_text(encoding="utf-8").replace(TEMPLATE_ID, id)


def _longest(found: Iterable[Found]) -> Iterator[Found]:
    """Of matches of one rule that overlap, the longest."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(one.wording.rule.id == other.wording.rule.id and one.start < other.end and other.start < one.end for other in kept):
            kept.append(one)
    return iter(sorted(kept, key=lambda one: (one.start, one.end)))


def _match(found: Found, text: str, start: int, end: int) -> Match:
    wording = found.wording
    return Match(
        rule=wording.rule.id,
        pattern=wording.pattern.source,
        start=start,
        end=end,
        rewrite=rewrite_for(wording.pattern, text[start:end]),
        trace=("folded" if found.folded else "exact", *wording.guards),
    )
