"""Labels that models doubt which never saw them: likely slips of an annotator, or of the guide; listed, never dropped."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import ValidationError

from coach.checks.features import Floats
from coach.checks.learned import HEADS, RULES_OF
from evals.errors import PredictionsError
from evals.models import DIMENSION_OF, GoldCase
from evals.training.labels import Labelled, carries
from evals.training.second import Chances
from knowledge.models import Frozen, Language, Span

SURELY, HARDLY = 0.85, 0.02
"""From which probability a sentence without a label is doubted, and below which one with a label is."""
DIGITS = 4
NAME = "doubts.jsonl"
REMEDY = "make it anew with: python -m evals.training.mutations"


class Doubt(Frozen):
    """A label, or the lack of one, that the model would not have given."""

    reply: str
    lang: Language
    rule: str
    direction: Literal["missing?", "mistaken?"]
    """A fault that nobody labelled, or a label where the model sees no fault."""
    probability: float
    words: str


def doubts(said: Iterable[Chances]) -> tuple[Doubt, ...]:
    """The doubtful labels of these replies, the most doubtful first."""
    found = [
        doubt for one in said for span, row in zip(one.reply.grams.spans, one.faults, strict=True) for doubt in _of(one.reply, span, row)
    ]
    return tuple(sorted(found, key=lambda one: (_trust(one), one.reply, one.words)))


def _trust(one: Doubt) -> float:
    return 1 - one.probability if one.direction == "missing?" else one.probability


def _of(labelled: Labelled, span: Span, row: Floats) -> Iterator[Doubt]:
    reply, language = labelled.reply, labelled.language
    chances = dict(zip(HEADS, np.round(row.astype(float), DIGITS).tolist(), strict=True))
    labels = {DIMENSION_OF[one.rule]: one for one in reply.findings if carries(reply, one.span, span)}
    for dimension, rules in RULES_OF.items():
        chance, label = chances[dimension], labels.get(dimension)
        if label is None and chance >= SURELY:
            rule, words = max(rules, key=lambda rule: chances[f"rule:{rule}"]), reply.body[span.start : span.end]
            yield Doubt(reply=reply.id, lang=language, rule=rule, direction="missing?", probability=chance, words=" ".join(words.split()))
        if label is not None and chance < HARDLY:
            words = " ".join(label.span.split())
            yield Doubt(reply=reply.id, lang=language, rule=label.rule, direction="mistaken?", probability=chance, words=words)


def write_doubts(found: Iterable[Doubt], folder: Path) -> None:
    """A line for each."""
    (folder / NAME).write_text("".join(f"{one.model_dump_json()}\n" for one in found), encoding="utf-8")


def read_doubts(cases: Iterable[GoldCase], folder: Path) -> tuple[Doubt, ...]:
    """What the last training doubted and still stands as it was; raises PredictionsError."""
    bodies = {reply.id: " ".join(reply.body.split()) for case in cases for reply in case.replies}
    found = []
    try:
        for number, line in enumerate((folder / NAME).read_text(encoding="utf-8").splitlines(), 1):
            one = Doubt.model_validate_json(line)
            if one.words not in bodies.get(one.reply, ""):
                raise PredictionsError(f"{folder / NAME}:{number}: {one.reply} says something else by now; {REMEDY}")
            found.append(one)
    except (OSError, ValidationError) as error:
        raise PredictionsError(f"{folder / NAME}:1: cannot be read ({str(error).splitlines()[0]}); {REMEDY}") from error
    return tuple(found)


def document(found: Sequence[Doubt]) -> str:
    """The list as a Markdown page."""
    rows = "".join(
        f"| {one.reply} | {one.rule} | {one.direction} | {one.probability:.3f} | {one.words.replace('|', '/')} |\n" for one in found
    )
    return HEAD.format(count=len(found), missing=sum(one.direction == "missing?" for one in found), surely=SURELY, hardly=HARDLY) + rows


HEAD = """# Labels that the critic doubts

Made by `coach evals labels --write`. Each reply was read by the model that never saw its case; listed is where it surely disagrees with
the label: a sentence of probability {surely} and more that nobody labelled for the dimension (*missing?*, {missing} of {count}), or a
labelled fault whose sentence has less than {hardly} (*mistaken?*). The least trusted label comes first. A doubt is no verdict: most
*mistaken?* rows are faults in words that the model has never met, and some *missing?* rows stand beside the labelled sentence. Nothing
was changed or dropped because of this list; whoever relabels a case does it in `evals/cases`, and trains again.

| reply | rule | direction | probability | words |
| --- | --- | --- | --- | --- |
"""
