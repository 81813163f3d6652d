"""What the page shows of a run: values that its script lays out, no markup."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import Field

from evals.baseline import baseline_outcomes
from evals.compare import Comparison, compare
from evals.estimate import Estimate
from evals.gates import GateOutcome, Gates, gate_outcomes
from evals.html.limits import limits
from evals.html.samples import Sample, samples
from evals.html.words import PageWords, SuiteWords
from evals.models import DIMENSION_OF, HEADLINE, MET, GoldCase, Suite, Table
from evals.runs import RecordedRun, Report
from evals.steps.report import EvalReport
from knowledge.models import Dimension, Frozen, Language
from knowledge.rulebook import load_rulebook


class Row(Frozen):
    """A figure in each scope; None was not measured."""

    id: str
    title: str
    group: str = ""
    cells: dict[str, Estimate | None]


class GateRow(Frozen):
    """A gate of a suite, with what became of it."""

    suite: str
    against: str
    """What the figure is held against: ``gates`` or ``baseline``."""
    outcome: GateOutcome


class SuitePart(Frozen):
    """The figures of one suite: as rows where it grades a critic, as tables otherwise."""

    suite: Suite
    title: str
    about: str
    scopes: tuple[str, ...]
    main: tuple[Row, ...] = ()
    rules: dict[str, tuple[Row, ...]] = Field(default_factory=dict)
    """By what is measured of them: found, named or right."""
    presence: tuple[Row, ...] = ()
    tables: tuple[Table, ...] = ()


class Content(Frozen):
    """All that the page shows."""

    lang: Language
    words: PageWords
    run: dict[str, str]
    """Facts about the run, by the name of their label."""
    state: str
    verdict: str
    headline: str
    gates: tuple[GateRow, ...]
    suites: tuple[SuitePart, ...]
    samples: tuple[Sample, ...]
    samples_of: int
    """How many there were to choose from."""
    titles: dict[str, str]
    """Names of rules in the language of the page."""
    comparison: Comparison | None
    limits: tuple[str, ...]


class Sources(Frozen):
    """What a page is made of, beside the run."""

    gates: Gates
    cases: tuple[GoldCase, ...]
    """Whose mails are shown with the replies; those of the run."""
    tables: dict[Suite, tuple[Table, ...]]
    """Of the suites that grade no critic."""


def content(run: RecordedRun, sources: Sources, other: RecordedRun | None, words: PageWords, lang: Language) -> Content:
    """Lay out a run, and what changed since another; raises RunError where the two measured other cases."""
    reports = {suite: of.report for suite, of in run.suites.items() if of.report is not None}
    compared = compare(other, run) if other is not None else None
    gates = tuple(_gates(run, reports, sources.gates))
    state = _state(row.outcome for row in gates)
    chosen, number = samples(run, sources.cases, compared)
    return Content(
        lang=lang,
        words=words,
        run=_facts(run),
        state=state,
        verdict=_verdict(state, gates, words),
        headline=_headline(reports, words),
        gates=gates,
        suites=tuple(_part(suite, report, sources, words) for suite, report in reports.items()),
        samples=chosen,
        samples_of=number,
        titles=titles(lang),
        comparison=compared,
        limits=tuple(limits(run, reports, words, (len(chosen), number))),
    )


def titles(lang: Language) -> dict[str, str]:
    """Names of the built-in rules."""
    return {id: rule.title[lang] for id, rule in load_rulebook(lang).rules.items()}


def _gates(run: RecordedRun, reports: Mapping[Suite, Report], gates: Gates) -> Iterator[GateRow]:
    held_against = baseline_outcomes(run, gates)
    for suite, report in reports.items():
        yield from (GateRow(suite=suite, against="gates", outcome=one) for one in gate_outcomes(report, gates))
        yield from (GateRow(suite=suite, against="baseline", outcome=one) for one in held_against.get(suite, ()))


def _state(outcomes: Iterable[GateOutcome]) -> str:
    states = {one.state for one in outcomes}
    return next((state for state in ("failed", "missing", "held") if state in states), "missing")


def _verdict(state: str, gates: Sequence[GateRow], words: PageWords) -> str:
    number = sum(row.outcome.state == state for row in gates)
    return words.verdicts[state].format(number=number, all=len(gates))


def _headline(reports: Mapping[Suite, Report], words: PageWords) -> str:
    report = next((one for suite, one in reports.items() if isinstance(one, EvalReport) and suite is not Suite.SHIPPED), None)
    if report is None:
        return ""
    scope = report.scopes["all"]
    figure, errors = scope.headline_f1, scope.error_precision
    return words.headline.format(
        cases=report.cases,
        f1=_percent(figure.value),
        low=_percent(figure.low),
        high=_percent(figure.high),
        right=_percent(errors.value),
        errors=errors.count,
    )


def _percent(share: float) -> str:
    return f"{share:.0%}".removesuffix("%")


def _facts(run: RecordedRun) -> dict[str, str]:
    one = run.run
    finished = one.finished or one.started
    return {
        "run": one.id,
        "when": f"{finished:%Y-%m-%d %H:%M} UTC",
        "product": one.product,
        "suites": ", ".join(one.suites),
        "cases": ", ".join(sorted({hash[:12] for hash in one.hashes.cases.values()})),
        "seconds": f"{one.seconds:.0f} s",
    }


def _part(suite: Suite, report: Report, sources: Sources, words: PageWords) -> SuitePart:
    said = words.suites.get(suite, SuiteWords(name=suite, about=""))
    scopes = tuple(report.scopes)
    if not isinstance(report, EvalReport):
        return SuitePart(suite=suite, title=said.name, about=said.about, scopes=scopes, tables=sources.tables.get(suite, ()))
    return SuitePart(
        suite=suite,
        title=said.name,
        about=said.about,
        scopes=scopes,
        main=tuple(_main(report, words)),
        rules={name: tuple(_rules(report, field)) for name, field in RULE_FIGURES.items()},
        presence=tuple(_row(name, report, [scope.met[name] for scope in report.scopes.values()]) for name in MET),
    )


RULE_FIGURES = {"found": "rules", "named": "rules_named", "right": "rules_precision"}


def _main(report: EvalReport, words: PageWords) -> Iterator[Row]:
    scopes = report.scopes.values()
    for name in ("headline_f1", "error_precision", "error_recall", "clean_with_error", "clean_with_warning", "met_mean"):
        yield _row(name, report, [getattr(scope, name) for scope in scopes], words.figures[name])
    for one in (*HEADLINE, Dimension.OTHER):
        yield _row(f"f1.{one}", report, [scope.dimensions[one].f1 for scope in scopes], words.dimensions[one])


def _rules(report: EvalReport, field: str) -> Iterator[Row]:
    for rule, dimension in DIMENSION_OF.items():
        row = _row(rule, report, [getattr(scope, field)[rule] for scope in report.scopes.values()])
        yield row.model_copy(update={"group": str(dimension)})


def _row(id: str, report: EvalReport, figures: Sequence[Estimate], title: str = "") -> Row:
    cells = {name: one if one.count else None for name, one in zip(report.scopes, figures, strict=True)}
    return Row(id=id, title=title, cells=cells)
