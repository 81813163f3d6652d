"""How far readers agree who labelled the same replies, rule by rule and beyond what chance would give."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from pydantic import Field, ValidationError

from evals.coefficients import Pattern, Scale, ac1, alpha, base_rate, kappa, raw_agreement
from evals.errors import CasesError
from evals.estimate import Estimate
from evals.models import DIMENSION_OF, MET, GoldCase, GoldReply, Table
from evals.stats import Cases
from evals.steps.collect import faults_of_case, numbered_lines
from knowledge.models import Frozen

UNDEFINED = "–"


class Label(Frozen):
    """What one reader said of one text by one rule; a line of a file of labels."""

    id: str = Field(min_length=1)
    """The text that was read."""
    rater: str = Field(min_length=1)
    """The reader."""
    rule: str = Field(min_length=1)
    value: float = Field(allow_inf_nan=False)
    """1 for yes and 0 for no, or a place on a scale."""
    case: str | None = None
    """Texts of one case are drawn together; the text alone where none is named."""


class RuleAgreement(Frozen):
    """How far readers agree on one rule; None is undefined, as kappa and alpha are where everybody always said the same."""

    scale: Scale
    texts: int
    """Texts that two readers or more labelled."""
    base_rate: Estimate | None
    """Share of labels that are not 0."""
    raw: Estimate | None
    kappa: Estimate | None
    alpha: Estimate | None
    ac1: Estimate | None
    """Of nominal rules, the one figure that a rare fault does not pull down."""


class AgreementReport(Frozen):
    """How far readers agree, by rule."""

    raters: tuple[str, ...]
    texts: int
    """Texts that two readers or more labelled."""
    rules: dict[str, RuleAgreement]


def read_labels(paths: Sequence[Path]) -> tuple[Label, ...]:
    """The labels of these files; raises CasesError, one fault a line.

    A line is a label, or a gold case, whose reader is named like its file and said no to every rule that he did not name.
    """
    found: dict[tuple[str, str, str], Label] = {}
    bodies: dict[str, str] = {}
    faults: list[str] = []
    for path, number, line in numbered_lines(paths):
        try:
            labels, texts = _parsed(line, path.stem)
            _add(labels, found)
            _same_texts(texts, bodies)
        except ValueError as error:
            faults.append(f"{path}:{number}: {_said(error)}")
    if faults:
        raise CasesError("\n".join(faults))
    if len({one.rater for one in found.values()}) == 1:
        raise CasesError(f"{', '.join(map(str, paths))}: all labels are by one reader; agreement takes two")
    return tuple(found.values())


def _parsed(line: str, reader: str) -> tuple[tuple[Label, ...], Mapping[str, str]]:
    value = json.loads(line)
    if not isinstance(value, dict) or "replies" not in value:
        return (Label.model_validate(value),), {}
    case = GoldCase.model_validate(value)
    if wrong := next(iter(faults_of_case(case)), None):
        raise ValueError(wrong)
    labels = [label for reply in case.replies for label in _of_reply(case, reply, reader)]
    return tuple(labels), {reply.id: reply.body for reply in case.replies}


def _of_reply(case: GoldCase, reply: GoldReply, reader: str) -> Iterator[Label]:
    named = {finding.rule for finding in reply.findings} | set(reply.met)
    undecided = {*reply.uncertain, *case.undecided}
    for rule in (*sorted(DIMENSION_OF), *MET):
        if rule not in undecided:
            yield Label(id=reply.id, rater=reader, rule=rule, value=rule in named, case=case.id)


def _add(labels: Iterable[Label], found: dict[tuple[str, str, str], Label]) -> None:
    for one in labels:
        key = (one.id, one.rater, one.rule)
        if key in found:
            raise ValueError(f"{one.rater} has labelled {one.id} by {one.rule} before")
        found[key] = one


def _same_texts(texts: Mapping[str, str], bodies: dict[str, str]) -> None:
    for id, body in texts.items():
        if bodies.setdefault(id, body) != body:
            raise ValueError(f"{id} reads differently here than another reader saw it")


def _said(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"is not JSON: {error.msg}"
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}".removeprefix(": ")
    return str(error)


def agreement(labels: Sequence[Label], scale: Scale | None = None) -> AgreementReport:
    """Agreement by rule; with no scale, rules of yes and no are nominal and others ordinal."""
    raters = tuple(sorted({one.rater for one in labels}))
    rules: dict[str, list[Label]] = {}
    for one in labels:
        rules.setdefault(one.rule, []).append(one)
    shared = {id for of in rules.values() for id, said in _by_text(of).items() if len(said) > 1}
    return AgreementReport(raters=raters, texts=len(shared), rules={rule: _rule(of, raters, scale) for rule, of in rules.items()})


def _by_text(labels: Iterable[Label]) -> dict[str, dict[str, Label]]:
    texts: dict[str, dict[str, Label]] = {}
    for one in labels:
        texts.setdefault(one.id, {})[one.rater] = one
    return texts


def _rule(labels: Sequence[Label], raters: Sequence[str], scale: Scale | None) -> RuleAgreement:
    texts = _by_text(labels)
    chosen: Scale = scale or ("nominal" if {one.value for one in labels} <= {0, 1} else "ordinal")
    patterns, sums = _counted(texts, raters)
    drawn, shared = Cases(sums), sum(len(said) > 1 for said in texts.values())
    return RuleAgreement(
        scale=chosen,
        texts=shared,
        base_rate=drawn.defined(lambda counts: base_rate(patterns, counts), len(labels)),
        raw=drawn.defined(lambda counts: raw_agreement(patterns, counts), shared),
        kappa=drawn.defined(lambda counts: kappa(patterns, counts, chosen), shared),
        alpha=drawn.defined(lambda counts: alpha(patterns, counts, chosen), shared),
        ac1=drawn.defined(lambda counts: ac1(patterns, counts), shared) if chosen == "nominal" else None,
    )


def _counted(texts: Mapping[str, Mapping[str, Label]], raters: Sequence[str]) -> tuple[list[Pattern], np.ndarray]:
    """The patterns that occur, and how often in each case."""
    said = {id: tuple(of[rater].value if rater in of else None for rater in raters) for id, of in texts.items()}
    patterns = sorted(set(said.values()), key=lambda one: [(value is None, value or 0) for value in one])
    case_of = {id: next((one.case for one in of.values() if one.case), id) for id, of in texts.items()}
    cases = sorted(set(case_of.values()))
    sums = np.zeros((len(cases), len(patterns)))
    rows, columns = {case: row for row, case in enumerate(cases)}, {pattern: column for column, pattern in enumerate(patterns)}
    for id, pattern in said.items():
        sums[rows[case_of[id]], columns[pattern]] += 1
    return patterns, sums


def table(report: AgreementReport) -> Table:
    """The report for people, a row for each rule."""
    rows = [
        (rule, one.scale, str(one.texts), *(_cell(figure) for figure in (one.base_rate, one.raw, one.kappa, one.alpha, one.ac1)))
        for rule, one in report.rules.items()
    ]
    title = f"{report.texts} texts read by two or more of {', '.join(report.raters)}"
    return Table(title=title, columns=("", "scale", "texts", "base rate", "alike", "kappa", "alpha", "AC1"), rows=tuple(rows))


def _cell(figure: Estimate | None) -> str:
    return UNDEFINED if figure is None else f"{figure.value:.3f} [{figure.low:.2f}, {figure.high:.2f}]"
