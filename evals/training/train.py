"""From gold cases to weights, a model card and out-of-fold predictions; deterministic on one machine."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from coach.checks.learned import HEADS, LearnedCritic
from coach.checks.model import made_for, save
from evals.errors import EvalsError
from evals.models import MET, GoldCase, Prediction
from evals.mutation.log import MutantLog
from evals.steps.collect import FOLDS, digest
from evals.training.asking import predicted
from evals.training.doubts import doubts, write_doubts
from evals.training.labels import Labelled, label
from evals.training.looks import FirstLooks, reply_heads, sentence_heads
from evals.training.second import Chances, FoldModels, Say, fit, fold_models, joined, thresholds
from knowledge.models import Language

Corpus = Mapping[Language, Sequence[Labelled]]


def train(cases: Sequence[GoldCase], out: Path, oof: Path, say: Say) -> None:
    """Write ``<language>.npz`` and ``card.json`` to ``out`` and everything that was said out of fold to ``oof``.

    That is what the critic says of every reply (``<language>.jsonl``) and of changed replies (``mutations.<language>.jsonl``),
    and which labels it doubts (``doubts.jsonl``).
    """
    corpus = labelled(cases)
    first = first_looks(corpus, say)
    chances = out_of_fold(cases, first, oof, say)
    say("the shipped weights, from all cases")
    second = fit([one for looks in first.values() for one in looks.outer()])
    for language, own in corpus.items():
        save(joined(sentence_heads(own), reply_heads(own), second, thresholds(chances, language)), language, out)
    (out / "card.json").write_text(_card(cases, corpus, out, oof), encoding="utf-8")


def labelled(cases: Sequence[GoldCase]) -> Corpus:
    """The replies by language; raises EvalsError where a language has too few cases to learn from."""
    replies = label(cases)
    corpus = {language: [one for one in replies if one.language is language] for language in Language}
    for language, own in corpus.items():
        empty = sorted(set(range(FOLDS)) - {reply.fold for reply in own})
        if own and empty:
            raise EvalsError(f"{language}: no case falls into fold {empty[0] + 1} of {FOLDS}; there are too few cases to learn from")
    return {language: own for language, own in corpus.items() if own}


def first_looks(corpus: Corpus, say: Say) -> dict[Language, FirstLooks]:
    """The linear heads of all folds."""
    first = {}
    for language, own in corpus.items():
        say(f"{language}: {len(own)} replies, {sum(len(reply.texts) for reply in own)} sentences")
        first[language] = FirstLooks(own)
    return first


def out_of_fold(cases: Sequence[GoldCase], first: Mapping[Language, FirstLooks], oof: Path, say: Say) -> list[Chances]:
    """Write down what the models of the folds say, and return their probabilities."""
    oof.mkdir(parents=True, exist_ok=True)
    said: dict[Language, list[Prediction]] = {language: [] for language in first}
    log = MutantLog(cases)
    chances: list[Chances] = []
    for models in fold_models(first, say):
        chances += models.chances
        for language, weights in models.weights.items():
            critic = LearnedCritic(language, weights)
            said[language] += [predicted(critic, one.reply.id, one.reply.body) for one in _of_fold(first[language], models)]
            log.ask(partial(predicted, critic, merits=False), language, models.fold)
    for language, predictions in said.items():
        lines = (one.model_dump_json(exclude_none=True) for one in predictions)
        (oof / f"{language}.jsonl").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    log.write(oof)
    write_doubts(doubts(chances), oof)
    return chances


def _of_fold(looks: FirstLooks, models: FoldModels) -> list[Labelled]:
    return [reply for reply in looks.replies if reply.fold == models.fold]


def _card(cases: Sequence[GoldCase], corpus: Corpus, out: Path, oof: Path) -> str:
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
