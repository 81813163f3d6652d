"""From gold cases to the reader's weights, a model card and out-of-fold readings; deterministic."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from coach.checks.features import Floats, Grams, grams_of, whole
from coach.checks.linear import Heads
from coach.models import Mail, ReadAnswer
from coach.reading.model import BORDERS, FOLDER, HEADS, ISSUES, ReadingModel, ReadingWeights, save
from coach.reading.worth import BUCKETS
from coach.steps.assess import read
from evals.models import GoldCase
from evals.steps.collect import FOLDS, digest, read_cases
from evals.training.borders import find_borders
from evals.training.linear import train_heads
from evals.training.readings import LabelledMail, label_mail
from knowledge.models import Language

OOF = Path(__file__).parents[1] / "oof"
MIX_COST = 0.01
FACT_COST = 0.1

Say = Callable[[str], None]
Mails = Sequence[LabelledMail]
Wanted = Callable[[LabelledMail], bool]


class Learner:
    """Everything that is fitted, with the folds that each part may see."""

    def __init__(self, mails: Mails, say: Say) -> None:
        self._mails, self._say = mails, say
        self._heads: dict[tuple[int, ...], dict[Language, tuple[Heads, Heads]]] = {}
        for left_out in ((), *((fold,) for fold in range(FOLDS)), *combinations(range(FOLDS), 2)):
            say(f"n-grams without folds {left_out or 'none'}")
            self._heads[left_out] = _gram_heads([mail for mail in mails if mail.fold not in left_out])

    def model(self, fold: int | None) -> Mapping[Language, ReadingModel]:
        """One model a language that has seen nothing of a fold (or everything, for None)."""
        seen = [mail for mail in self._mails if mail.fold != fold]
        rows = {mail.case.id: self._row(mail, fold) for mail in seen}
        held: dict[str, Floats] = {}
        worth: dict[str, Floats] = {}
        for other in (other for other in range(FOLDS) if other != fold):
            inner = [mail for mail in seen if mail.fold != other]
            mixed, kept = _mix(inner, rows), _fact_weights(inner)
            for mail in (mail for mail in seen if mail.fold == other):
                held[mail.case.id] = _chances(mixed, rows[mail.case.id])
                worth[mail.case.id] = _fact_chances(kept, mail)
        borders = find_borders(seen, held, worth)
        mean, spread, mix, bias = _mix(seen, rows)
        fact = _fact_weights(seen)
        heads = self._heads[() if fold is None else (fold,)]
        return {
            language: ReadingModel(language, ReadingWeights(issue, other, mean, spread, mix, bias, fact, borders))
            for language, (issue, other) in heads.items()
        }

    def _row(self, mail: LabelledMail, fold: int | None) -> Floats:
        """Scores by n-gram heads that saw neither the mail's own fold nor the one that is left out, and the signals."""
        left_out = tuple(sorted({mail.fold} | ({fold} if fold is not None else set())))
        issue, other = self._heads[left_out][mail.case.lang]
        return np.concatenate((issue.scores(mail.grams)[0], other.scores(mail.grams)[0], mail.signals))


def train(cases: Sequence[GoldCase], out: Path, oof: Path, say: Say) -> None:
    """Write ``<language>.npz`` and ``card.json`` to ``out`` and ``read.<language>.jsonl``, read out of fold, to ``oof``."""
    mails = [label_mail(case) for case in cases]
    learner = Learner(mails, say)
    answers: dict[str, ReadAnswer] = {}
    for fold in range(FOLDS):
        say(f"fold {fold + 1} of {FOLDS}")
        models = learner.model(fold)
        for mail in (mail for mail in mails if mail.fold == fold):
            answers[mail.case.id] = _answer(mail.case, models[mail.case.lang])
    languages = [language for language in Language if any(mail.case.lang is language for mail in mails)]
    oof.mkdir(parents=True, exist_ok=True)
    for language in languages:
        lines = [answers[case.id].model_dump_json() for case in cases if case.lang is language]
        (oof / f"read.{language}.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    say("the shipped weights, from all cases")
    models = learner.model(None)
    for language in languages:
        save(models[language].weights, language, out)
    (out / "card.json").write_text(_card(cases, languages, out, oof), encoding="utf-8")


def _answer(case: GoldCase, model: ReadingModel) -> ReadAnswer:
    reading = read(Mail(subject=case.mail.subject, body=case.mail.body), model)
    return ReadAnswer(id=case.id, **dict(reading))


def _gram_heads(mails: Mails) -> dict[Language, tuple[Heads, Heads]]:
    """For each language the heads of the issues, which replies help to learn, and all others."""
    found = {}
    for language in Language:
        own = [mail for mail in mails if mail.case.lang is language]
        if own:
            labels = np.array([mail.labels for mail in own])
            grams, rows = _with_replies(own)
            issue = train_heads(grams, labels[rows][:, : len(ISSUES)], neighbours=False)
            found[language] = issue, train_heads([mail.grams for mail in own], labels[:, len(ISSUES) :], neighbours=False)
    return found


def _with_replies(mails: Mails) -> tuple[list[Grams], list[int]]:
    """Mails and the replies to them, which speak of the same issues, with the row of the mail that each belongs to."""
    grams, rows = [mail.grams for mail in mails], list(range(len(mails)))
    for row, mail in enumerate(mails):
        replies = [whole(grams_of(reply.body, mail.case.lang)) for reply in mail.case.replies]
        grams += replies
        rows += [row] * len(replies)
    return grams, rows


def _mix(mails: Mails, rows: Mapping[str, Floats]) -> tuple[Floats, Floats, Floats, Floats]:
    """Mean, spread, weights and bias of the second look, pooled over the languages."""
    features: Floats = np.array([rows[mail.case.id] for mail in mails], np.float32)
    labels = np.array([mail.labels for mail in mails])
    mean: Floats = features.mean(axis=0)
    spread: Floats = features.std(axis=0)
    spread[spread == 0] = 1
    standard = (features - mean) / spread
    weights: Floats = np.zeros((features.shape[1], len(HEADS)), np.float32)
    bias: Floats = np.full(len(HEADS), -5, np.float32)
    for column, wanted in enumerate(labels.T):
        if 0 < wanted.sum() < len(wanted):
            machine = LogisticRegression(C=MIX_COST, max_iter=500).fit(standard, wanted)
            weights[:, column], bias[column] = machine.coef_[0], machine.intercept_[0]
    return mean.astype(np.float32), spread.astype(np.float32), weights, bias


def _chances(mixed: tuple[Floats, Floats, Floats, Floats], row: Floats) -> Floats:
    mean, spread, weights, bias = mixed
    return _logistic((row - mean) / spread @ weights + bias)


def _fact_weights(mails: Mails) -> Floats:
    """A weight for each bucket, and the bias."""
    features = [buckets for mail in mails for buckets in mail.fact_features]
    wanted = np.concatenate([mail.fact_labels for mail in mails])
    ends = np.cumsum([0, *(len(buckets) for buckets in features)])
    columns = np.concatenate(features)
    matrix = sparse.csr_matrix((np.ones(len(columns), np.float32), columns, ends), shape=(len(features), BUCKETS))
    machine = LogisticRegression(C=FACT_COST, solver="liblinear", random_state=0).fit(matrix, wanted)
    return np.append(machine.coef_[0], machine.intercept_[0]).astype(np.float32)


def _fact_chances(weights: Floats, mail: LabelledMail) -> Floats:
    return _logistic(np.array([weights[buckets].sum() for buckets in mail.fact_features]) + weights[-1])


def _logistic(logits: NDArray[np.floating[Any]]) -> Floats:
    return np.asarray(1 / (1 + np.exp(-logits)), np.float32)


def _card(cases: Sequence[GoldCase], languages: Sequence[Language], out: Path, oof: Path) -> str:
    """What the weights were made of."""
    card = {
        "heads": HEADS,
        "borders": BORDERS,
        "cases": {"sha256": digest(cases), "count": len(cases)},
        "languages": {
            language: {"weights_sha256": _sha256(out / f"{language}.npz"), "out_of_fold_sha256": _sha256(oof / f"read.{language}.jsonl")}
            for language in languages
        },
        "figures": "out of fold, five folds by case; never the shipped weights on their own cases",
        "limits": "invented cases, labelled by one annotator a file; figures on them are figures on such cases",
    }
    return json.dumps(card, indent=1, ensure_ascii=False) + "\n"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    train(read_cases(), FOLDER, OOF, print)
