"""The proofs that a rule file must pass: its examples are found exactly, its traps are left alone, its rewrites are clean."""

from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from knowledge.errors import RuleError
from knowledge.matching.matcher import Found, Matcher, check_expression, rewrite_for
from knowledge.matching.patterns import PatternFault
from knowledge.matching.prepared import prepare
from knowledge.models import Language
from knowledge.rule import Example, Pattern, Rule, Status
from knowledge.rulefile import BUILT_IN, line_in, read_changes, read_rule, read_rules, rule_files

Place = tuple[int | str, ...]
Filed = tuple[Path, Rule]
Finder = Callable[[str], list[Found]]


def check_rules(folder: Path | None = None) -> tuple[RuleError, ...]:
    """Every fault of the built-in rules, or of a house folder beside them; none means that all may be used."""
    read: list[Filed] = []
    faults: list[RuleError] = []
    house = folder is not None
    try:
        files = rule_files(folder or BUILT_IN)
        if folder is not None:
            read_changes(folder, [path.stem for path in rule_files(BUILT_IN)])
    except RuleError as fault:
        return (fault,)
    for path in files:
        try:
            read.append((path, read_rule(path)))
        except RuleError as fault:
            faults.append(fault)
    around = read_rules(BUILT_IN) if house else ()
    return (*faults, *faults_of(read, around, tuple(Language)))


def faults_of(checked: Sequence[Filed], around: Sequence[Filed], languages: Collection[Language]) -> tuple[RuleError, ...]:
    """The faults of some rules among others; the others count as proven."""
    told = [*_clashes(checked, around), *(fault for path, rule in checked for fault in _shape_faults(path, rule))]
    if told:  # a pattern that does not compile would stop the matcher
        return tuple(told)
    rules = [rule for _, rule in (*around, *checked)]
    return tuple(fault for language in languages for fault in _faults_in(language, checked, rules))


def _clashes(checked: Sequence[Filed], around: Sequence[Filed]) -> Iterator[RuleError]:
    """Ids and patterns that exist already."""
    ids = {rule.id for _, rule in around}
    seen = {key: path for path, rule in around for key, _ in _keys(rule)}
    for path, rule in checked:
        if rule.id in ids:
            yield RuleError(path, line_in(path, ("id",)), f"{rule.id} is a built-in rule; choose another id, or change it in changes.yaml")
        for key, place in _keys(rule):
            if key in seen:
                yield RuleError(path, line_in(path, place), f"“{key[2]}” stands in {seen[key].name} already; remove one of the two")
            seen.setdefault(key, path)


def _keys(rule: Rule) -> Iterator[tuple[tuple[str, Language, str], Place]]:
    for language, index, pattern in _patterns(rule):
        yield (rule.kind, language, pattern.source.lower()), _place(language, index)


def _shape_faults(path: Path, rule: Rule) -> Iterator[RuleError]:
    """Languages that are missing or one too many, and patterns that cannot be compiled."""
    if rule.languages:
        for language in rule.only:
            if language not in rule.languages:
                yield RuleError(path, line_in(path, ("languages",)), f"has patterns, but none in {language}; add them")
    for language in rule.languages:
        if language not in rule.only:
            yield RuleError(path, line_in(path, ("languages", language)), f"has patterns in {language}, which `only` does not list")
        for number, line in enumerate(rule.languages[language].unless):
            place = ("languages", language.value, "unless", number)
            yield from _compiles(path, place, Pattern(pattern=line, finds=("[[.]]",), leaves=(".",)), language)
    for language, index, pattern in _patterns(rule):
        yield from _compiles(path, _place(language, index), pattern, language)


def _compiles(path: Path, place: Place, pattern: Pattern, language: Language) -> Iterator[RuleError]:
    try:
        check_expression(pattern, language)
    except PatternFault as fault:
        yield RuleError(path, line_in(path, place), f"“{pattern.source}”: {fault}")


def _faults_in(language: Language, checked: Sequence[Filed], rules: Sequence[Rule]) -> Iterator[RuleError]:
    """What the examples prove wrong, in one language."""
    if not any(pattern for _, rule in checked for spoken, _, pattern in _patterns(rule) if spoken is language):
        return
    matcher = Matcher(rules, language, folded=False)

    def found(text: str) -> list[Found]:
        return list(matcher.search(prepare(text, language)))

    for path, rule in checked:
        for spoken, index, pattern in _patterns(rule):
            if spoken is language:
                for key, number, message in _objections(rule, pattern, found):
                    yield RuleError(path, line_in(path, (*_place(language, index), key, number)), message)


def _objections(rule: Rule, pattern: Pattern, found: Finder) -> Iterator[tuple[str, int, str]]:
    """What speaks against a pattern: the key and number of the example, and the reason."""
    for number, example in enumerate(pattern.examples):
        spans = [example.text[one.start : one.end] for one in found(example.text) if one.wording.pattern is pattern]
        wanted = example.text[slice(*example.span)]
        if spans != [wanted]:
            yield "finds", number, f"“{pattern.source}” should find “{wanted}” here, but finds {_listed(spans)}"
        else:
            yield from _rewrite_objections(pattern, example, found)
    for number, line in enumerate(pattern.leaves):
        for one in found(line):
            if one.wording.rule.id == rule.id:
                yield "leaves", number, f"must be left alone, but “{one.wording.pattern.source}” finds “{line[one.start : one.end]}”"


def _rewrite_objections(pattern: Pattern, example: Example, found: Finder) -> Iterator[tuple[str, int, str]]:
    if pattern.rewrite is None:
        return
    rewrite = rewrite_for(pattern, example.text[slice(*example.span)])
    if rewrite is None:
        yield "rewrite", 0, f"loses a number of “{example.text[slice(*example.span)]}”"
        return
    rewritten = example.text[: example.span.start] + rewrite + example.text[example.span.end :]
    for one in found(rewritten):
        rule = one.wording.rule
        if rule.kind == "forbid" and rule.status is not Status.OFF:
            yield "rewrite", 0, f"gives “{rewritten}”, in which {rule.id} finds “{rewritten[one.start : one.end]}”"


def _listed(spans: Sequence[str]) -> str:
    return " and ".join(f"“{span}”" for span in spans) or "nothing"


def _patterns(rule: Rule) -> Iterator[tuple[Language, int, Pattern]]:
    for language, block in rule.languages.items():
        for index, pattern in enumerate(block.patterns):
            yield language, index, pattern


def _place(language: Language, index: int) -> Place:
    return ("languages", language.value, "patterns", index)
