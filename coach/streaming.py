"""A draft told as it comes: each sentence once it passed its gates, and every change to what was told before.

A sentence is known by its number in the reply, from 0. A later gate may replace or retract it, until the whole answer ends the story.
"""

from collections.abc import Callable, Iterable
from typing import Literal, TypeAlias

from coach.models import Assessment, Brief, Draft, DraftAnswer, Finding, MoveName, Passage, Sentence
from coach.requests import RequestId
from coach.writers.writer import Heard
from knowledge.models import Frozen, Language


class Started(Frozen):
    """The mail was read and a reply is being written (``meta``)."""

    id: RequestId
    lang: Language
    assessment: Assessment


class ToldSentence(Frozen):
    """A sentence that passed its gates: a new one (``delta``), or one in the place of another (``replace``)."""

    kind: Literal["delta", "replace"]
    sentence: int
    paragraph: int
    text: str
    move: MoveName
    asks: tuple[int, ...]
    rules: tuple[str, ...]
    authority: tuple[str, ...]


class Citation(Frozen):
    """A guideline passage behind a sentence (``citation``)."""

    sentence: int
    passage: Passage


class Retracted(Frozen):
    """A sentence that is withdrawn (``retract``)."""

    sentence: int


DraftEvent: TypeAlias = Started | ToldSentence | Citation | Retracted | Finding | DraftAnswer


class Telling:
    """Remembers what was told of one draft, so that it can be put right."""

    def __init__(self, tell: Callable[[DraftEvent], None]) -> None:
        self.tell = tell
        self._told: dict[int, tuple[int, Sentence]] = {}

    def listener(self, brief: Brief, sound: Callable[[Sentence], bool]) -> Heard:
        """Tells the sentences of one attempt that are sound; the others wait for the end."""
        number = -1

        def heard(paragraph: int, sentence: Sentence) -> None:
            nonlocal number
            number += 1
            if sound(sentence):
                self._sentence(number, paragraph, sentence, brief)

        return heard

    def settle(self, draft: Draft, brief: Brief, blamed: Iterable[str], findings: Iterable[Finding]) -> None:
        """Put right what was told, so that it is this draft without the sentences to blame; then tell what was found in it."""
        blamed = tuple(blamed)
        placed = [(paragraph, one) for paragraph, sentences in enumerate(draft.paragraphs) for one in sentences]
        kept = {number: one for number, one in enumerate(placed) if not any(quote in one[1].text for quote in blamed)}
        for number in sorted(self._told.keys() - kept.keys()):
            del self._told[number]
            self.tell(Retracted(sentence=number))
        for number, (paragraph, sentence) in kept.items():
            self._sentence(number, paragraph, sentence, brief)
        for finding in findings:
            self.tell(finding)

    def _sentence(self, number: int, paragraph: int, sentence: Sentence, brief: Brief) -> None:
        before = self._told.get(number)
        if before == (paragraph, sentence):
            return
        self._told[number] = (paragraph, sentence)
        self.tell(
            ToldSentence(
                kind="replace" if before else "delta",
                sentence=number,
                paragraph=paragraph,
                text=sentence.text,
                move=sentence.move,
                asks=sentence.asks,
                rules=sentence.rules,
                authority=sentence.authority,
            )
        )
        for passage in brief.passages:
            if passage.id in sentence.passages:
                self.tell(Citation(sentence=number, passage=passage))
