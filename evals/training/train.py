"""From gold cases to weights, a model card and out-of-fold predictions; deterministic."""

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from coach.checks.context import SHARED, Look, Network, look, of_reply, of_sentences
from coach.checks.features import Floats, whole
from coach.checks.learned import HEADS, LearnedCritic
from coach.checks.linear import Heads
from coach.checks.model import Weights, made_for, save
from evals.errors import EvalsError
from evals.models import MET, GoldCase, PredictedFinding, Prediction
from evals.steps.collect import FOLDS, digest
from evals.training.folds import Nested, nested
from evals.training.labels import Labelled, label
from evals.training.linear import train_heads
from evals.training.network import train_network
from evals.training.tiers import best_balance, best_f1, precise
from knowledge.models import Language

Say = Callable[[str], None]
FAULTS, MERITS = 64, 32
"""Hidden units of the two networks."""


@dataclass(frozen=True)
class Seen:
    """A labelled reply and the first look at it, by models that did not see it."""

    reply: Labelled
    look: Look


@dataclass(frozen=True)
class Second:
    """What is fitted on first looks: the two networks."""

    faults: Network
    merits: Network


def train(cases: Sequence[GoldCase], out: Path, oof: Path, say: Say) -> None:
    """Write ``<language>.npz`` and ``card.json`` to ``out`` and ``<language>.jsonl``, predicted out of fold, to ``oof``."""
    corpus = _corpus(cases)
    first = {}
    for language, own in corpus.items():
        say(f"{language}: {len(own)} replies, {sum(len(reply.texts) for reply in own)} sentences")
        first[language] = _FirstLooks(own)
    chances: list[_Chances] = []
    for fold in range(FOLDS):
        say(f"fold {fold + 1} of {FOLDS}")
        seen = [one for looks in first.values() for one in looks.without(fold)]
        inner = [chance for other in range(FOLDS) if other != fold for chance in _left_out(seen, fold, other)]
        second = _second([one for one in seen if one.reply.fold != fold])
        chances += [_chances(second, one) for one in seen if one.reply.fold == fold]
        for language, looks in first.items():
            shown, sure, present = _thresholds([chance for chance in inner if chance.reply.language is language])
            weights = Weights(
                HEADS, looks.sentences.heads[fold], second.faults, shown, sure, looks.wholes.heads[fold], MET, second.merits, present
            )
            _predict([reply for reply in corpus[language] if reply.fold == fold], LearnedCritic(language, weights), oof, fresh=fold == 0)
    say("the shipped weights, from all cases")
    second = _second([one for looks in first.values() for one in looks.outer()])
    for language in first:
        shown, sure, present = _thresholds([chance for chance in chances if chance.reply.language is language])
        own = corpus[language]
        save(
            Weights(HEADS, _sentence_heads(own), second.faults, shown, sure, _reply_heads(own), MET, second.merits, present), language, out
        )
    (out / "card.json").write_text(_card(cases, corpus, out, oof), encoding="utf-8")


def _corpus(cases: Sequence[GoldCase]) -> dict[Language, list[Labelled]]:
    replies = label(cases)
    corpus = {language: [one for one in replies if one.language is language] for language in Language}
    for language, own in corpus.items():
        empty = sorted(set(range(FOLDS)) - {reply.fold for reply in own})
        if own and empty:
            raise EvalsError(f"{language}: no case falls into fold {empty[0] + 1} of {FOLDS}; there are too few cases to learn from")
    return {language: own for language, own in corpus.items() if own}


class _FirstLooks:
    """The replies of one language as seen by models of other folds."""

    def __init__(self, replies: Sequence[Labelled]) -> None:
        self._replies = replies
        self.sentences: Nested = nested(replies, _sentence_heads, lambda heads, reply: heads.scores(reply.grams))
        self.wholes: Nested = nested(replies, _reply_heads, lambda heads, reply: heads.scores(whole(reply.grams))[0])

    def without(self, fold: int) -> list[Seen]:
        """All replies, seen by models that know neither the reply's fold nor this one."""
        return self._seen(self.sentences.scores[fold], self.wholes.scores[fold])

    def outer(self) -> list[Seen]:
        """All replies, seen by models that do not know the reply's fold."""
        return self._seen(self.sentences.outer(self._replies), self.wholes.outer(self._replies))

    def _seen(self, sentences: Sequence[Floats], wholes: Sequence[Floats]) -> list[Seen]:
        return [
            Seen(reply, look(of_each, of_all, reply.texts, reply.language))
            for reply, of_each, of_all in zip(self._replies, sentences, wholes, strict=True)
        ]


@dataclass(frozen=True)
class _Chances:
    """Probabilities for a reply from networks that did not see it."""

    reply: Labelled
    faults: Floats
    merits: Floats


def _second(seen: Sequence[Seen]) -> Second:
    faults = np.concatenate([one.reply.faults for one in seen])
    merits = np.array([one.reply.merits for one in seen])
    return Second(
        train_network(np.concatenate([of_sentences(one.look) for one in seen]), faults, FAULTS),
        train_network(np.concatenate([of_reply(one.look) for one in seen]), merits, MERITS),
    )


def _chances(second: Second, one: Seen) -> _Chances:
    return _Chances(one.reply, second.faults.probabilities(of_sentences(one.look)), second.merits.probabilities(of_reply(one.look))[0])


def _left_out(seen: Sequence[Seen], fold: int, other: int) -> list[_Chances]:
    second = _second([one for one in seen if one.reply.fold not in (fold, other)])
    return [_chances(second, one) for one in seen if one.reply.fold == other]


def _predict(replies: Sequence[Labelled], critic: LearnedCritic, oof: Path, *, fresh: bool) -> None:
    """Write what the critic says of each reply, as it would in use."""
    oof.mkdir(parents=True, exist_ok=True)
    with (oof / f"{replies[0].language}.jsonl").open("w" if fresh else "a", encoding="utf-8") as file:
        for one in replies:
            body = one.reply.body
            findings = tuple(PredictedFinding(quote=body[f.start : f.end], **dict(f)) for f in critic.findings(body))
            file.write(Prediction(id=one.reply.id, findings=findings, met=critic.met(body)).model_dump_json(exclude_none=True) + "\n")


def _sentence_heads(replies: Sequence[Labelled]) -> Heads:
    return train_heads([reply.grams for reply in replies], np.concatenate([reply.faults for reply in replies]), neighbours=True)


def _reply_heads(replies: Sequence[Labelled]) -> Heads:
    labels = [np.concatenate((reply.faults[:, :SHARED].any(axis=0), reply.merits)) for reply in replies]
    return train_heads([whole(reply.grams) for reply in replies], np.array(labels), neighbours=False)


def _thresholds(chances: Sequence[_Chances]) -> tuple[Floats, Floats, Floats]:
    """From which probability each fault is shown and is sure, and each merit counts as present."""
    faults, labels = np.concatenate([one.faults for one in chances]), np.concatenate([one.reply.faults for one in chances])
    pairs = [(faults[:, column], labels[:, column]) for column in range(labels.shape[1])]
    merits, present = np.array([one.merits for one in chances]), np.array([one.reply.merits for one in chances])
    decided = np.array([one.reply.decided for one in chances])
    return (
        _floats(best_f1(*pair) for pair in pairs),
        _floats(precise(*pair) for pair in pairs),
        _floats(best_balance(merits[use, column], present[use, column]) for column, use in enumerate(decided.T)),
    )


def _floats(values: Iterable[float]) -> Floats:
    return np.fromiter(values, np.float32)


def _card(cases: Sequence[GoldCase], corpus: dict[Language, list[Labelled]], out: Path, oof: Path) -> str:
    """What the weights were made of, so that anybody can tell whether they fit the cases and the code."""
    card = {
        "heads": HEADS,
        "merits": MET,
        "cases": {"sha256": digest(cases), "count": len(cases)},
        "languages": {
            language: {
                "features": made_for(language),
                "replies": len(replies),
                "sentences": sum(len(reply.texts) for reply in replies),
                "weights_sha256": _sha256(out / f"{language}.npz"),
                "out_of_fold_sha256": _sha256(oof / f"{language}.jsonl"),
            }
            for language, replies in corpus.items()
        },
        "figures": "out of fold, five folds by case: coach evals run; never the shipped weights on their own cases",
        "limits": "invented cases, labelled by one annotator a file; figures on them are figures on such cases",
    }
    return json.dumps(card, indent=1, ensure_ascii=False) + "\n"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
