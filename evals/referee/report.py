"""How far the referee can be trusted, on cases that it has not seen, and what it says of our own drafts."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from evals.counts import ALL
from evals.estimate import Estimate
from evals.models import HEADLINE, GoldCase, GoldReply, Table
from evals.referee.learn import faults_of, is_learned_from, stamp
from evals.referee.opinion import Opinion, Referee
from evals.stats import wilson
from knowledge.models import Dimension, Frozen, Language

Drafts = Mapping[Language, Sequence[str]]
Ranked = tuple[NDArray[np.float64], NDArray[np.bool_]]


class Trust(Frozen):
    """How well the referee knows one dimension, sentence by sentence, on cases that it has not seen."""

    auc: float
    """Chance that a faulty sentence is given a higher probability than a sound one."""
    f1: float
    precision: Estimate
    recall: Estimate


class RefereeScope(Frozen):
    """One language, or all of them."""

    trust: dict[Dimension, Trust]
    clean_flagged: dict[Dimension, Estimate]
    """Share of clean gold replies that it flags all the same: the yardstick for drafts."""
    faulty_flagged: dict[Dimension, Estimate]
    """Share of gold replies with a fault of the dimension that it flags."""
    drafts_flagged: dict[Dimension, Estimate]
    """Share of our own drafts that it flags."""


class RefereeReport(Frozen):
    """What the referee learned from, how good it is, and what it says."""

    learned_from: dict[Language, str]
    """The hash of the cases that it learned from, and their number."""
    drafts_mean: dict[Dimension, float]
    """Mean over the drafts of the probability of their worst sentence."""
    clean_mean: dict[Dimension, float]
    """The same of clean gold replies that it has not seen."""
    scopes: dict[str, RefereeScope]


class _Seen:
    """The opinions of one language."""

    def __init__(self, cases: Sequence[GoldCase], drafts: Sequence[str], referee: Referee) -> None:
        self.replies: list[tuple[GoldReply, Opinion]] = [(reply, referee.chances(reply.body)) for case in cases for reply in case.replies]
        self.drafts = [referee.chances(draft) for draft in drafts]


def report(cases: Sequence[GoldCase], drafts: Drafts, referees: Mapping[Language, Referee]) -> RefereeReport:
    """Figures by language and for all of them; only cases that the referee has not learned from are judged."""
    unseen = [case for case in cases if not is_learned_from(case)]
    seen = {
        language: _Seen([case for case in unseen if case.lang is language], drafts.get(language, ()), referee)
        for language, referee in referees.items()
    }
    every = list(seen.values())
    clean = [opinion for one in every for reply, opinion in one.replies if not reply.findings]
    return RefereeReport(
        learned_from={language: stamp([case for case in cases if case.lang is language]) for language in referees},
        drafts_mean=_mean([opinion for one in every for opinion in one.drafts]),
        clean_mean=_mean(clean),
        scopes={ALL: _scope(every)} | {str(language): _scope([one]) for language, one in seen.items()},
    )


def _scope(seen: Sequence[_Seen]) -> RefereeScope:
    replies = [pair for one in seen for pair in one.replies]
    clean = [opinion for reply, opinion in replies if not reply.findings]
    drafts = [opinion for one in seen for opinion in one.drafts]
    faulty = {dimension: [opinion for reply, opinion in replies if reply.spans(dimension)] for dimension in HEADLINE}
    return RefereeScope(
        trust={dimension: _trust(replies, dimension) for dimension in HEADLINE},
        clean_flagged={dimension: _flagged(clean, dimension) for dimension in HEADLINE},
        faulty_flagged={dimension: _flagged(faulty[dimension], dimension) for dimension in HEADLINE},
        drafts_flagged={dimension: _flagged(drafts, dimension) for dimension in HEADLINE},
    )


def _flagged(opinions: Sequence[Opinion], dimension: Dimension) -> Estimate:
    return wilson(sum(dimension in opinion.flags for opinion in opinions), len(opinions))


def _mean(opinions: Sequence[Opinion]) -> dict[Dimension, float]:
    return {dimension: float(np.mean([opinion.highest[dimension] for opinion in opinions] or [0.0])) for dimension in HEADLINE}


def _trust(replies: Sequence[tuple[GoldReply, Opinion]], dimension: Dimension) -> Trust:
    column = HEADLINE.index(dimension)
    wanted = np.array([faults_of(reply, span)[column] for reply, opinion in replies for span in opinion.spans], bool)
    chances = np.concatenate([opinion.table[:, column] for _, opinion in replies])
    flagged = np.concatenate([opinion.table[:, column] >= opinion.borders[0, column] for _, opinion in replies])
    right = int((flagged & wanted).sum())
    return Trust(
        auc=_auc(chances, wanted),
        f1=2 * right / max(1, int(flagged.sum() + wanted.sum())),
        precision=wilson(right, int(flagged.sum())),
        recall=wilson(right, int(wanted.sum())),
    )


def _auc(chances: NDArray[np.float64], wanted: NDArray[np.bool_]) -> float:
    ranks = np.empty(len(chances))
    ranks[np.argsort(chances, kind="stable")] = np.arange(1, len(chances) + 1)
    faulty = int(wanted.sum())
    pairs = faulty * (len(wanted) - faulty)
    return float((ranks[wanted].sum() - faulty * (faulty + 1) / 2) / pairs) if pairs else 0.5


def tables(measured: RefereeReport) -> tuple[Table, ...]:
    """The report for people."""
    columns = ("", "AUC", "F1", "clean replies flagged", "faulty replies flagged", "our drafts flagged")
    rows = tuple(
        (
            f"{name} {dimension}",
            f"{scope.trust[dimension].auc:.3f}",
            f"{scope.trust[dimension].f1:.3f}",
            *(_spoken(group[dimension]) for group in (scope.clean_flagged, scope.faulty_flagged, scope.drafts_flagged)),
        )
        for name, scope in measured.scopes.items()
        for dimension in HEADLINE
    )
    return (Table(title="referee: on the half of the cases that it has not seen", columns=columns, rows=rows),)


def _spoken(one: Estimate) -> str:
    return f"{one.value:.3f} [{one.low:.2f}, {one.high:.2f}] of {one.count}"
