"""What changed between two runs over the same cases: every flip, exact tests of the pairs, and differences with their intervals."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import Literal

import numpy as np

from evals.counts import ALL, Counts, Main, by_scope
from evals.drafts.report import DraftsReport
from evals.errors import RunError
from evals.graders.retrieval import RankingGrade
from evals.models import HEADLINE, Graded, GradedText, Mark, Suite, Table
from evals.mutation import report as mutation
from evals.reading import report as reading
from evals.retrieval.report import RetrievalReport
from evals.runs import REPORTS, RecordedRun, RecordedSuite, Report
from evals.stats import Cases, Sums, holm, mcnemar, ratio
from evals.steps import report as critic
from knowledge.models import Frozen, Language

CASES = "cases"
"""A count of 1 in each case, to divide by."""


def _share(counts: Counts, sums: Sums, part: str, whole: str) -> Sums:
    return ratio(counts.of(sums, part), counts.of(sums, whole))


SEARCH: Mapping[str, Main] = {f"search.{name}": partial(_share, part=f"search.{name}", whole=CASES) for name in RankingGrade._fields}
DRAFTS: Mapping[str, Main] = {
    "held_without_danger": partial(_share, part="harmless.held", whole="harmless.drafts"),
    "held_with_danger": partial(_share, part="danger.held", whole="danger.drafts"),
    **{name: partial(_share, part=name, whole="written") for name in ("at_once", "wrong_language", "foreign_numbers")},
    "own_errors": partial(_share, part="errors", whole="written"),
    "own_warnings": partial(_share, part="warnings", whole="written"),
    **{f"referee.{one}": partial(_share, part=f"referee.{one}", whole="written") for one in HEADLINE},
    "asks_read": partial(_share, part="asks.read", whole="asks"),
    "asks_taken_up": partial(_share, part="asks.taken_up", whole="asks"),
    "facts_used": partial(_share, part="facts.used", whole="facts"),
    "offers_used": partial(_share, part="offers.used", whole="offers"),
}
MAIN: Mapping[type[Report], Mapping[str, Main]] = {
    critic.EvalReport: critic.MAIN,
    reading.ReadingReport: reading.MAIN,
    RetrievalReport: SEARCH,
    DraftsReport: DRAFTS,
    mutation.MutationReport: mutation.MAIN,
}
"""The figures of each kind of report that are compared."""
LOWER_IS_BETTER = frozenset(
    (
        *("clean_with_error", "clean_with_warning", "alarms"),
        *("held_without_danger", "wrong_language", "foreign_numbers", "own_errors", "own_warnings"),
        *(f"referee.{one}" for one in HEADLINE),
    )
)
SURE = 0.05
"""The p-value below which pairs that differ are no accident."""


class FlipKind(StrEnum):
    """How the second run answers otherwise."""

    MISSED = "newly missed"
    FOUND = "newly found"
    ALARM = "newly a false alarm"
    QUIET = "no longer a false alarm"
    WRONG = "newly wrong about the whole reply"
    RIGHT = "newly right about the whole reply"


WORSE = (FlipKind.MISSED, FlipKind.ALARM, FlipKind.WRONG)


class Flip(Frozen):
    """One answer that changed."""

    kind: FlipKind
    case: str
    text: str
    """Id of the reply."""
    lang: Language
    rule: str
    start: int
    end: int
    quote: str
    """Nothing for a rule about the whole reply."""


class PairTest(Frozen):
    """McNemar's exact test of what changed by one rule or dimension."""

    about: Literal["faults", "alarms", "presence"]
    """Labelled faults found, replies without a false alarm, or replies judged rightly as a whole."""
    name: str
    worse: int
    better: int
    p: float
    p_of_all: float
    """Raised for the number of tests about the same (Holm)."""


class Change(Frozen):
    """One main figure in both runs, and the difference with its 95 % interval over cases."""

    scope: str
    cases: int
    figure: str
    before: float
    after: float
    difference: float
    low: float
    high: float
    sign: Literal[1, 0, -1]
    """1 for better, -1 for worse, 0 where the interval holds nought."""


class SuiteComparison(Frozen):
    """What changed in one suite."""

    cases: int
    verdict: Literal["better", "worse", "mixed", "alike"]
    sentence: str
    changes: tuple[Change, ...]
    tests: tuple[PairTest, ...]
    flips: tuple[Flip, ...]


class Comparison(Frozen):
    """What changed between two runs."""

    before: str
    after: str
    suites: dict[Suite, SuiteComparison]


def compare(before: RecordedRun, after: RecordedRun) -> Comparison:
    """Compare the suites that both runs finished; raises RunError where there is none, and where they measured other cases."""
    common = [suite for suite in Suite if _finished(before, suite) and _finished(after, suite)]
    if not common:
        raise RunError(f"{before.folder} and {after.folder} finished no suite in common")
    for suite in common:
        _refuse_others(before, after, suite)
    suites: dict[Suite, SuiteComparison] = {}
    for suite in common:
        then, now = before.suites[suite].grades, after.suites[suite].grades
        suites[suite] = compare_grades(then, now, MAIN.get(REPORTS[suite], {}))
    return Comparison(before=before.run.id, after=after.run.id, suites=suites)


def _finished(run: RecordedRun, suite: Suite) -> RecordedSuite | None:
    recorded = run.suites.get(suite)
    return recorded if recorded is not None and recorded.report is not None else None


def _refuse_others(before: RecordedRun, after: RecordedRun, suite: Suite) -> None:
    if before.run.hashes.cases.get(suite) != after.run.hashes.cases.get(suite):
        raise RunError(f"{before.folder} and {after.folder} measured other cases of the suite {suite}; run both on the same cases")
    ids = [{one.id for one in run.suites[suite].grades} for run in (before, after)]
    if one_sided := sorted(ids[0] ^ ids[1]):
        raise RunError(f"{before.folder} and {after.folder}: {suite}: {one_sided[0]} was graded in one run only; it crashed in the other")


def compare_grades(before: Sequence[Graded], after: Sequence[Graded], main: Mapping[str, Main]) -> SuiteComparison:
    """Compare the grades of the same cases."""
    then = {one.id: one for one in before}
    pairs = [(then[one.id], one) for one in after]
    flips = tuple(flip for pair in pairs for flip in _flips(*pair))
    changes = tuple(_changes(pairs, main))
    tests = tuple(_tests(pairs, flips))
    verdict = _verdict(changes, tests)
    return SuiteComparison(
        cases=len(pairs), verdict=verdict, sentence=_sentence(verdict, changes, flips), changes=changes, tests=tests, flips=flips
    )


def _flips(before: Graded, after: Graded) -> Iterator[Flip]:
    then = {text.id: text for text in before.texts}
    for text in after.texts:
        if text.id in then:
            for kind, rule, start, end in _changed(then[text.id], text):
                yield Flip(
                    kind=kind, case=after.id, text=text.id, lang=after.lang, rule=rule, start=start, end=end, quote=text.text[start:end]
                )


def _changed(before: GradedText, after: GradedText) -> Iterator[tuple[FlipKind, str, int, int]]:
    found = {_place(one): one.right for one in before.gold}
    for one in after.gold:
        if one.right != found.get(_place(one), one.right):
            yield FlipKind.FOUND if one.right else FlipKind.MISSED, one.rule, one.start, one.end
    for kind, here, there in ((FlipKind.ALARM, after, before), (FlipKind.QUIET, before, after)):
        # A text that was written anew has other places; what stood in the old one cannot be shown in it.
        if kind is FlipKind.ALARM or before.text == after.text:
            yield from ((kind, one.rule, one.start, one.end) for one in _only(here, there))
    for rule, outcome in after.merits.items():
        was, now = (outcome[0] == "t" for outcome in (before.merits.get(rule, outcome), outcome))
        if was != now:
            yield FlipKind.RIGHT if now else FlipKind.WRONG, rule, 0, 0


def _place(mark: Mark) -> tuple[str, int, int]:
    return mark.rule, mark.start, mark.end


def _only(here: GradedText, there: GradedText) -> Iterator[Mark]:
    """False alarms of one text that no false alarm of the same dimension in the other touches."""
    others = [one for one in there.said if one.right is False]
    for one in here.said:
        if one.right is False and not any(
            other.dimension is one.dimension and other.start < one.end and one.start < other.end for other in others
        ):
            yield one


def _tests(pairs: Sequence[tuple[Graded, Graded]], flips: Sequence[Flip]) -> Iterator[PairTest]:
    dimension_of = {mark.rule: str(mark.dimension) for _, graded in pairs for text in graded.texts for mark in text.gold}
    faults = [(name, flip) for flip in flips for name in (flip.rule, dimension_of.get(flip.rule, "")) if name]
    yield from _family("faults", (str(one) for one in HEADLINE), _of(faults, FlipKind.MISSED, FlipKind.FOUND))
    yield from _family("faults", dimension_of, _of(faults, FlipKind.MISSED, FlipKind.FOUND))
    yield from _alarms(pairs)
    rules = sorted({rule for _, graded in pairs for text in graded.texts for rule in text.merits})
    yield from _family("presence", rules, _of([(flip.rule, flip) for flip in flips], FlipKind.WRONG, FlipKind.RIGHT))


def _of(named: Iterable[tuple[str, Flip]], worse: FlipKind, better: FlipKind) -> Callable[[str], tuple[int, int]]:
    pairs = list(named)
    return lambda name: (
        sum(name == of and flip.kind is worse for of, flip in pairs),
        sum(name == of and flip.kind is better for of, flip in pairs),
    )


def _family(
    about: Literal["faults", "alarms", "presence"], names: Iterable[str], counted: Callable[[str], tuple[int, int]]
) -> Iterator[PairTest]:
    counts = {name: counted(name) for name in dict.fromkeys(names)}
    values = [mcnemar(*pair) for pair in counts.values()]
    for (name, (worse, better)), p, raised in zip(counts.items(), values, holm(values), strict=True):
        yield PairTest(about=about, name=name, worse=worse, better=better, p=p, p_of_all=raised)


def _alarms(pairs: Sequence[tuple[Graded, Graded]]) -> Iterator[PairTest]:
    """Replies with and without a false alarm of each headline dimension, in both runs."""
    then, now = ({text.id: _wrong_dimensions(text) for graded in side for text in graded.texts} for side in zip(*pairs, strict=True))
    if now:
        yield from _family(
            "alarms",
            (str(one) for one in HEADLINE),
            lambda name: (
                sum(name in said and name not in then.get(id, said) for id, said in now.items()),
                sum(name not in said and name in then.get(id, said) for id, said in now.items()),
            ),
        )


def _wrong_dimensions(text: GradedText) -> set[str]:
    return {str(one.dimension) for one in text.said if one.right is False}


def _changes(pairs: Sequence[tuple[Graded, Graded]], main: Mapping[str, Main]) -> Iterator[Change]:
    for scope, after in by_scope([now for _, now in pairs]).items():
        inside = {one.id for one in after}
        both = Counts([_with_cases(one) for pair in pairs for one in pair if one.id in inside])
        half = [_rows([pair[side] for pair in pairs if pair[side].id in inside], both) for side in (0, 1)]
        drawn = Cases(np.hstack(half))
        width = half[0].shape[1]
        for name, figure in main.items():
            before, now = (float(figure(both, side.sum(axis=0, keepdims=True))[0]) for side in half)
            spread = drawn.estimate(_difference(figure, both, width), len(inside))
            yield Change(
                scope=scope,
                cases=len(inside),
                figure=name,
                before=before,
                after=now,
                difference=spread.value,
                low=spread.low,
                high=spread.high,
                sign=_sign(name, spread.low, spread.high),
            )


def _sign(figure: str, low: float, high: float) -> Literal[1, 0, -1]:
    if low <= 0 <= high:
        return 0
    return 1 if (low > 0) != (figure in LOWER_IS_BETTER) else -1


def _rows(graded: Sequence[Graded], both: Counts) -> Sums:
    return np.array([[_with_cases(one).counts.get(name, 0) for name in both.names] for one in graded], float)


def _with_cases(graded: Graded) -> Graded:
    return graded.model_copy(update={"counts": graded.counts | {CASES: 1}})


def _difference(figure: Main, both: Counts, width: int) -> Callable[[Sums], Sums]:
    return lambda sums: figure(both, sums[:, width:]) - figure(both, sums[:, :width])


def _verdict(changes: Sequence[Change], tests: Sequence[PairTest]) -> Literal["better", "worse", "mixed", "alike"]:
    signs = {one.sign for one in changes if one.scope == ALL}
    signs |= {1 if one.better > one.worse else -1 for one in tests if one.p_of_all < SURE}
    if {1, -1} <= signs:
        return "mixed"
    return "better" if 1 in signs else "worse" if -1 in signs else "alike"


def _sentence(verdict: str, changes: Sequence[Change], flips: Sequence[Flip]) -> str:
    said = {
        "better": "The second run is better",
        "worse": "The second run is worse",
        "mixed": "The second run is better in part and worse in part",
        "alike": "No difference that these cases could prove",
    }[verdict]
    sure = [one for one in changes if one.scope == ALL and one.sign]
    moved = [f"{one.figure} {one.before:.3f} -> {one.after:.3f} ({one.difference:+.3f}, {one.low:+.3f} to {one.high:+.3f})" for one in sure]
    counted = [f"{number} {kind}" for kind in FlipKind if (number := sum(flip.kind is kind for flip in flips))]
    return ": ".join((said, "; ".join((*moved, ", ".join(counted) or "not one answer changed")))) + "."


def tables(compared: SuiteComparison, suite: Suite) -> tuple[Table, ...]:
    """The comparison for people: figures, tests, and every answer that changed."""
    changes = [
        (one.scope, one.figure, f"{one.before:.3f}", f"{one.after:.3f}", f"{one.difference:+.3f} [{one.low:+.3f}, {one.high:+.3f}]")
        for one in compared.changes
    ]
    tests = [
        (one.about, one.name, str(one.worse), str(one.better), f"{one.p:.3f}", f"{one.p_of_all:.3f}")
        for one in compared.tests
        if one.worse or one.better
    ]
    flips = [(one.kind, one.text, one.rule, one.quote) for one in sorted(compared.flips, key=lambda one: one.kind not in WORSE)]
    return (
        Table(title=f"{suite}: {compared.sentence}", columns=("", "figure", "before", "after", "difference"), rows=tuple(changes)),
        Table(title="pairs that differ", columns=("about", "", "worse", "better", "p", "p of all"), rows=tuple(tests)),
        Table(title="answers that changed", columns=("", "reply", "rule", "words"), rows=tuple(flips)),
    )
