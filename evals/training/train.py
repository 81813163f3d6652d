"""From gold cases to weights, a model card and out-of-fold predictions; deterministic."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np

from coach.checks.context import Network, in_context
from coach.checks.features import VERSION, Floats, whole
from coach.checks.learned import HEADS, LearnedCritic
from coach.checks.linear import Heads
from coach.checks.model import Weights, save
from evals.models import MET, GoldCase, PredictedFinding, Prediction
from evals.steps.collect import FOLDS, digest
from evals.training.folds import Nested, nested
from evals.training.labels import Labelled, label
from evals.training.linear import train_heads
from evals.training.network import train_network
from evals.training.tiers import best_balance, best_f1, precise
from knowledge.models import Language

Say = Callable[[str], None]
Corpus = Mapping[Language, tuple[Labelled, ...]]
Scored = Mapping[Language, Sequence[Floats]]


def train(cases: Sequence[GoldCase], out: Path, oof: Path, say: Say) -> None:
    """Write ``<language>.npz`` and ``card.json`` to ``out`` and ``<language>.jsonl``, predicted out of fold, to ``oof``."""
    corpus = {language: label([case for case in cases if case.lang is language]) for language in Language}
    corpus = {language: replies for language, replies in corpus.items() if replies}
    sentences: dict[Language, Nested] = {}
    merits: dict[Language, Nested] = {}
    for language, replies in corpus.items():
        say(f"{language}: {len(replies)} replies, {sum(len(reply.texts) for reply in replies)} sentences")
        sentences[language] = nested(replies, _sentence_heads, lambda heads, reply: heads.scores(reply.grams))
        merits[language] = nested(replies, _reply_heads, lambda heads, reply: heads.scores(whole(reply.grams)))
    chances: dict[Language, list[Floats]] = {language: [np.empty(0, np.float32)] * len(replies) for language, replies in corpus.items()}
    predictions: dict[str, Prediction] = {}
    for fold in range(FOLDS):
        say(f"fold {fold + 1} of {FOLDS}")
        _predict_fold(fold, corpus, sentences, merits, chances, predictions)
    for language, replies in corpus.items():
        rows = [predictions[reply.reply.id] for reply in replies]
        _write(oof / f"{language}.jsonl", "".join(f"{row.model_dump_json(exclude_none=True)}\n" for row in rows))
    say("the shipped weights, from all cases")
    outer = {language: sentences[language].outer(replies) for language, replies in corpus.items()}
    network = _network(corpus, outer, lambda reply: True)
    for language, replies in corpus.items():
        shown, sure = _thresholds(replies, chances[language])
        present = _present(replies, merits[language].outer(replies))
        weights = Weights(HEADS, _sentence_heads(replies), network, shown, sure, MET, _reply_heads(replies), present)
        save(weights, language, out / f"{language}.npz")
    _write(out / "card.json", _card(cases, corpus, out, oof))


def _predict_fold(
    fold: int,
    corpus: Corpus,
    sentences: Mapping[Language, Nested],
    merits: Mapping[Language, Nested],
    chances: dict[Language, list[Floats]],
    predictions: dict[str, Prediction],
) -> None:
    """Everything that is fitted here (heads, network, thresholds) comes from the other four folds."""
    scored = {language: found.scores[fold] for language, found in sentences.items()}
    inner: dict[Language, dict[int, Floats]] = {language: {} for language in corpus}
    for other in (other for other in range(FOLDS) if other != fold):
        network = _network(corpus, scored, lambda reply, other=other: reply.fold not in (fold, other))  # type: ignore[misc]
        for language, replies in corpus.items():
            inner[language] |= {p: _chances(network, r, scored[language][p]) for p, r in enumerate(replies) if r.fold == other}
    network = _network(corpus, scored, lambda reply: reply.fold != fold)
    for language, replies in corpus.items():
        inside = sorted(inner[language])
        shown, sure = _thresholds([replies[place] for place in inside], [inner[language][place] for place in inside])
        present = _present([replies[place] for place in inside], [merits[language].scores[fold][place] for place in inside])
        heads = sentences[language].heads[fold]
        critic = LearnedCritic(language, Weights(HEADS, heads, network, shown, sure, MET, merits[language].heads[fold], present))
        for place, reply in enumerate(replies):
            if reply.fold == fold:
                chances[language][place] = _chances(network, reply, scored[language][place])
                predictions[reply.reply.id] = _prediction(critic, reply)


def _prediction(critic: LearnedCritic, reply: Labelled) -> Prediction:
    body = reply.reply.body
    findings = tuple(PredictedFinding(quote=body[one.start : one.end], **dict(one)) for one in critic.findings(body))
    return Prediction(id=reply.reply.id, findings=findings, met=critic.met(body))


def _sentence_heads(replies: Sequence[Labelled]) -> Heads:
    return train_heads([reply.grams for reply in replies], np.concatenate([reply.faults for reply in replies]), neighbours=True)


def _reply_heads(replies: Sequence[Labelled]) -> Heads:
    return train_heads([whole(reply.grams) for reply in replies], np.array([reply.merits for reply in replies]), neighbours=False)


def _network(corpus: Corpus, scored: Scored, wanted: Callable[[Labelled], bool]) -> Network:
    rows = [(reply, scored[language][place]) for language in corpus for place, reply in enumerate(corpus[language]) if wanted(reply)]
    features = np.concatenate([in_context(scores, reply.texts, reply.language) for reply, scores in rows])
    return train_network(features, np.concatenate([reply.faults for reply, _ in rows]))


def _chances(network: Network, reply: Labelled, scores: Floats) -> Floats:
    return network.probabilities(in_context(scores, reply.texts, reply.language))


def _thresholds(replies: Sequence[Labelled], chances: Sequence[Floats]) -> tuple[Floats, Floats]:
    """From which probability each head is shown and from which it is sure."""
    together, labels = np.concatenate(chances), np.concatenate([reply.faults for reply in replies])
    pairs = [(together[:, column], labels[:, column]) for column in range(labels.shape[1])]
    return _floats(best_f1(*pair) for pair in pairs), _floats(precise(*pair) for pair in pairs)


def _present(replies: Sequence[Labelled], scores: Sequence[Floats]) -> Floats:
    together = np.concatenate(scores)
    labels, decided = np.array([reply.merits for reply in replies]), np.array([reply.decided for reply in replies])
    return _floats(best_balance(together[use, column], labels[use, column]) for column, use in enumerate(decided.T))


def _floats(values: Iterable[float]) -> Floats:
    return np.fromiter(values, np.float32)


def _card(cases: Sequence[GoldCase], corpus: Corpus, out: Path, oof: Path) -> str:
    """What the weights were made of, so that anybody can tell whether they fit the cases and the code."""
    card = {
        "features": VERSION,
        "heads": HEADS,
        "merits": MET,
        "cases": {"sha256": digest(cases), "count": len(cases)},
        "languages": {
            language: {
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


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
