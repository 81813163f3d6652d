"""Training of the referee: ridge regression in closed form on one half of the cases, calibrated on cases that were left out."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from evals.models import HEADLINE, GoldCase, GoldReply
from evals.referee.opinion import Table, Weights, sentences_of
from evals.referee.traits import BUCKETS, Buckets, traits
from knowledge.models import Language, Span

RIDGE = 1.0
LEAST_UNITS = 2
"""A trait must stand in this many sentences to count."""
LEAST_OVERLAP = 4
"""Code points of a fault that a sentence must hold to carry it; a shorter fault must lie in it whole."""
CLEAN_FLAGGED = 0.1
"""Share of clean replies, left out of the training, that the stricter border lets be flagged."""
ROUNDS = 50

Flags = NDArray[np.bool_]


def is_learned_from(case: GoldCase) -> bool:
    """Whether a case belongs to the half that the referee learns from; not in step with the critic's folds."""
    return hashlib.sha256(f"referee {case.id}".encode()).digest()[0] % 2 == 0


def stamp(cases: Iterable[GoldCase]) -> str:
    """The hash of the content of the cases that are learned from, and their number."""
    own = sorted((case for case in cases if is_learned_from(case)), key=lambda case: case.id)
    total = hashlib.sha256()
    for case in own:
        total.update(case.model_dump_json().encode())
    return f"{total.hexdigest()} {len(own)}"


@dataclass(frozen=True)
class _Sentences:
    """Labelled sentences of one language."""

    found: list[Buckets]
    labels: Flags
    cases: NDArray[np.intp]
    """The case that each sentence belongs to."""
    replies: NDArray[np.intp]
    """The reply that each sentence belongs to."""
    clean: Flags
    """Whether that reply is without fault."""


def learn(cases: Sequence[GoldCase], language: Language) -> Weights:
    """The weights of a language from the half of its cases that the referee may see; deterministic."""
    own = [case for case in cases if case.lang is language and is_learned_from(case)]
    sentences = _sentences(own)
    rows = np.repeat(np.arange(len(sentences.found)), [len(one) for one in sentences.found])
    columns = np.concatenate(sentences.found)
    units = np.bincount(columns, minlength=BUCKETS)
    idf = np.where(units >= LEAST_UNITS, np.log((1 + len(sentences.found)) / (1 + units)) + 1, 0)
    values = idf[columns] / np.sqrt(np.bincount(rows, idf[columns] ** 2))[rows]
    matrix = sparse.csr_matrix((values, (rows, columns)), shape=(len(sentences.found), BUCKETS))
    wanted = sentences.labels - sentences.labels.mean(axis=0)
    inverse = np.linalg.inv((matrix @ matrix.T).toarray() + RIDGE * np.eye(len(wanted)))
    duals = inverse @ wanted
    held = _left_out(inverse, duals, wanted, sentences.cases)
    calibration = np.array([_platt(held[:, at], sentences.labels[:, at]) for at in range(len(HEADLINE))]).T
    chances = 1 / (1 + np.exp(-(held * calibration[0] + calibration[1])))
    balanced = [_best_f1(chances[:, at], sentences.labels[:, at]) for at in range(len(HEADLINE))]
    borders = np.array([balanced, _strict(chances[sentences.clean], sentences.replies[sentences.clean])])
    return Weights(idf.astype(np.float16), (matrix.T @ duals).astype(np.float16), calibration, borders, stamp(own))


def save(weights: Weights, language: Language, folder: Path) -> None:
    """Write the weights file of a language."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{language}.npz").open("wb") as file:
        np.savez_compressed(file, **{name: np.asarray(getattr(weights, name)) for name in Weights.__dataclass_fields__})  # type: ignore[arg-type]


def faults_of(reply: GoldReply, sentence: Span) -> list[bool]:
    """For each headline dimension whether the sentence carries a fault of it."""
    return [any(_carries(sentence, fault) for fault in reply.spans(dimension)) for dimension in HEADLINE]


def _carries(sentence: Span, fault: Span) -> bool:
    common = min(sentence.end, fault.end) - max(sentence.start, fault.start)
    return common >= min(LEAST_OVERLAP, fault.end - fault.start)


def _sentences(cases: Sequence[GoldCase]) -> _Sentences:
    replies = [(place, case.lang, reply) for place, case in enumerate(cases) for reply in case.replies]
    laid_out = [(at, reply, span) for at, (_, language, reply) in enumerate(replies) for span in sentences_of(reply.body, language)]
    places = np.array([at for at, _, _ in laid_out])
    return _Sentences(
        found=[traits(reply.body[span.start : span.end]) for _, reply, span in laid_out],
        labels=np.array([faults_of(reply, span) for _, reply, span in laid_out]),
        cases=np.array([place for place, _, _ in replies])[places],
        replies=places,
        clean=np.array([not reply.findings for _, _, reply in replies])[places],
    )


def _left_out(inverse: Table, duals: Table, wanted: Table, groups: NDArray[np.intp]) -> Table:
    """What a model without a sentence's case would score it, for all cases at once: ridge regression needs no second training."""
    held = np.empty_like(wanted)
    for group in np.unique(groups):
        own = np.flatnonzero(groups == group)
        held[own] = wanted[own] - np.linalg.solve(inverse[np.ix_(own, own)], duals[own])
    return held


def _platt(scores: Table, wanted: Flags) -> tuple[float, float]:
    """Slope and shift of the logistic curve that fits best, by Newton's method."""
    design = np.column_stack((scores, np.ones(len(scores))))
    curve = np.zeros(2)
    for _ in range(ROUNDS):
        chances = 1 / (1 + np.exp(-(design @ curve)))
        slope = design.T @ (wanted - chances)
        bend = (design * (chances * (1 - chances))[:, None]).T @ design
        curve += np.linalg.solve(bend, slope)
    return float(curve[0]), float(curve[1])


def _best_f1(chances: Table, wanted: Flags) -> float:
    order = np.argsort(-chances, kind="stable")
    right = np.cumsum(wanted[order])
    at = int((right / (np.arange(1, len(order) + 1) + wanted.sum())).argmax())
    return float(chances[order[at]])


def _strict(chances: Table, replies: NDArray[np.intp]) -> Table:
    """For each dimension the probability that the worst sentence of nine clean replies in ten does not exceed."""
    worst = np.array([chances[replies == reply].max(axis=0) for reply in np.unique(replies)])
    border: Table = np.quantile(worst, 1 - CLEAN_FLAGGED, axis=0)
    return border
