"""What the customer asks, and how the reply takes each ask up: answered, deferred with a time, or handed to whoever decides."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from coach.models import Ask, Assessment
from coach.requests import Offer, VerifiedFact
from coach.writers.vocabulary.patterns import compile_patterns
from coach.writers.vocabulary.words import Vocabulary
from knowledge.language.fold import fold
from knowledge.language.words import words_of
from knowledge.models import Frozen, Language

DECIDED_ELSEWHERE = frozenset({"compensation", "costs", "staff", "terms", "refuse-pay"})
"""Topics on which an agent may not decide alone."""
REMEDIES = frozenset(
    {"refund", "compensation", "costs", "replacement", "repair", "delivery", "correct-bill", "cancel", "what-now"}
    | {"rebook", "stop-charge", "technician", "collect", "access", "when"}
)
"""Topics that show that an offer is a remedy."""
OPEN = frozenset({"what-now", "when"})
"""Topics that any remedy answers."""
SHORTEST_QUOTE, LONGEST_QUOTE = 2, 12
PIECES = re.compile(r"(?<=[.!?…])\s+")
ON_ITS_WAY = frozenset({"where"})
"""Topics of things that are sent."""
BOUNDARY = ".!?…;:–—\n"
"""Where a sentence or a line begins or ends."""
STEM = 5


class Question(Frozen):
    """One ask: its topic, if the vocabulary knows it, short words to quote if not, and how it is taken up."""

    index: int
    topic: str | None
    quote: str | None
    form: Literal["question", "request"]
    by: Literal["fact", "offer", "apology", "check", "decision"]
    """What takes it up."""
    at: int = 0
    """Index of the fact or offer."""


class Asked(NamedTuple):
    """What the customer asks and what there is to answer it with."""

    assessment: Assessment
    text: str
    """The mail's, subject included."""
    facts: Sequence[VerifiedFact] = ()
    offer: Sequence[Offer] = ()
    done: bool = False
    """Whether the facts say that what was asked for has been done."""


def questions_of(asked: Asked, vocabulary: Vocabulary, language: Language) -> tuple[Question, ...]:
    """Every ask of a mail in its order; one sentence may ask two things."""
    topics_of_facts = [frozenset(topics(fact.text, vocabulary)) for fact in asked.facts]
    topics_of_offer = [frozenset(topics(f"{one.text} {one.by or ''}", vocabulary)) for one in asked.offer]
    questions = []
    for index, ask in enumerate(asked.assessment.asks):
        form: Literal["question", "request"] = "question" if "?" in ask.text else "request"
        for topic in _topics_asked(ask.text, vocabulary, asked.assessment.issues):
            by, at = _taken_up(topic, ask, asked, topics_of_facts, topics_of_offer, language)
            quote = quotable(ask.text, asked.text, vocabulary) if not topic else None
            questions.append(Question(index=index, topic=topic, quote=quote, form=form, by=by, at=at))
    return tuple(_with_what_is_left(questions, asked))


def _with_what_is_left(questions: Sequence[Question], asked: Asked) -> Iterator[Question]:
    """Where one ask is open and a fact or offer was taken up by no other: an agent who looked something up did so to answer.

    A question is rather answered by a fact, a request by an offer.
    """
    opened = {one.index for one in questions if one.by in ("check", "decision")}
    used = {(one.by, one.at) for one in questions}
    given: list[tuple[Literal["fact", "offer"], int]] = [("fact", at) for at in range(len(asked.facts))]
    given += [("offer", at) for at in range(len(asked.offer))]
    left = [one for one in given if one not in used]
    for one in questions:
        if one.by in ("check", "decision") and len(opened) == 1 and left:
            by, at = left[0] if one.form == "question" else left[-1]
            yield one.model_copy(update={"by": by, "at": at})
        else:
            yield one


def _topics_asked(ask: str, vocabulary: Vocabulary, issues: Sequence[str]) -> tuple[str | None, ...]:
    """The topic of each question that the sentence joins: ``When will it come, and who pays?``; nothing is on its way in most mails."""
    plain = fold(ask).lower()
    cuts = [0, *(joint.start() for joint in compile_patterns(vocabulary.further).finditer(plain)), len(plain)]
    first = (next(iter(topics(plain[start:end], vocabulary)), None) for start, end in pairwise(cuts))
    fitting = (topic for topic in first if topic and (topic not in ON_ITS_WAY or "delivery" in issues or "cancellation-refund" in issues))
    return tuple(dict.fromkeys(fitting)) or (None,)


def topics(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The topics that a text speaks of, the most telling first."""
    plain = fold(text).lower()
    return tuple(id for id, phrase in vocabulary.questions.items() if phrase.find and phrase.finder.search(plain))


def _taken_up(
    topic: str | None,
    ask: Ask,
    asked: Asked,
    topics_of_facts: Sequence[frozenset[str]],
    topics_of_offer: Sequence[frozenset[str]],
    language: Language,
) -> tuple[Literal["fact", "offer", "apology", "check", "decision"], int]:
    if topic == "apology":
        return "apology", 0
    wanted = _stems(ask.text, language)
    if (at := _index(topic in known or (topic in OPEN and bool(known & REMEDIES)) for known in topics_of_offer)) is not None:
        return "offer", at
    spoken_of = zip(asked.facts, topics_of_facts, strict=True)
    if (at := _index(topic in known or len(_stems(fact.text, language) & wanted) > 1 for fact, known in spoken_of)) is not None:
        return "fact", at
    if asked.done and (topic is None or topic in REMEDIES):
        return "fact", 0
    named = (bool(_stems(one.text, language) & wanted) or topic in OPEN for one in asked.offer)
    if (at := _index(named)) is not None:
        return "offer", at
    return ("decision", 0) if topic in DECIDED_ELSEWHERE else ("check", 0)


def _index(fits: Iterable[bool]) -> int | None:
    """The place of the first that fits."""
    return next((at for at, fit in enumerate(fits) if fit), None)


def _stems(text: str, language: Language) -> frozenset[str]:
    small = words_of(language).function_words
    words = (word.strip(".,;:!?\"'“”«»()") for word in fold(text).lower().split())
    return frozenset(word[:STEM] for word in words if len(word) > 3 and word not in small)


def _whole(ask: str, text: str) -> bool:
    """Whether the ask is a sentence of its own in the mail; a piece of one may lack the ``not`` that stood before it."""
    before, found, after = text.partition(ask)
    before, after = before.rstrip(' \t"“„«('), after.lstrip(' \t"”»)')
    begins = not before or before[-1] in BOUNDARY
    return bool(found) and begins and (not after or after[0] in BOUNDARY or ask[-1] in BOUNDARY)


def quotable(ask: str, text: str, vocabulary: Vocabulary) -> str | None:
    """The ask in the customer's words when they are few, quiet and whole; of several sentences the one that asks."""
    pieces = [piece for piece in PIECES.split(ask.strip()) if piece]
    piece = next((piece for piece in pieces if piece.endswith("?")), pieces[-1] if pieces else "")
    words = piece.strip("\"'“”«»„").rstrip(" .?!…:;,").split()
    while words and words[0].rstrip(",").lower() in vocabulary.openers:
        words = words[1:]
    plain = " ".join(words)
    folded = fold(plain).lower()
    loud = any(word.isupper() and len(word) > 3 for word in words) or any(mark in plain for mark in '!?.:“”"«»„')
    aimed = any(vocabulary.signal_finders[name].search(folded) for name in ("threat", "abuse"))
    fit = SHORTEST_QUOTE <= len(words) <= LONGEST_QUOTE and not loud and not aimed
    return plain if fit and _whole(piece, text) else None
