"""What the customer asks, and how the reply takes each ask up: answered, deferred with a time, or handed to whoever decides."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from coach.models import Ask
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
SHORTEST_QUOTE, LONGEST_QUOTE = 2, 9
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


def questions_of(
    asks: Sequence[Ask],
    text: str,
    facts: Sequence[VerifiedFact],
    offer: Sequence[Offer],
    vocabulary: Vocabulary,
    language: Language,
) -> tuple[Question, ...]:
    """Every ask of a mail's text in its order; one sentence may ask two things."""
    topics_of_facts = [frozenset(topics(fact.text, vocabulary)) for fact in facts]
    topics_of_offer = [frozenset(topics(f"{one.text} {one.by or ''}", vocabulary)) for one in offer]
    questions = []
    for index, ask in enumerate(asks):
        form: Literal["question", "request"] = "question" if "?" in ask.text else "request"
        for topic in _topics_asked(ask.text, vocabulary):
            by, at = _taken_up(topic, ask, facts, topics_of_facts, offer, topics_of_offer, language)
            quote = quotable(ask.text, vocabulary) if not topic and _whole(ask.text, text) else None
            questions.append(Question(index=index, topic=topic, quote=quote, form=form, by=by, at=at))
    return tuple(questions)


def _topics_asked(ask: str, vocabulary: Vocabulary) -> tuple[str | None, ...]:
    """The topic of each question that the sentence joins: ``When will it come, and who pays?``."""
    plain = fold(ask).lower()
    cuts = [0, *(joint.start() for joint in compile_patterns(vocabulary.further).finditer(plain)), len(plain)]
    first = (next(iter(topics(plain[start:end], vocabulary)), None) for start, end in pairwise(cuts))
    return tuple(dict.fromkeys(filter(None, first))) or (None,)


def topics(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The topics that a text speaks of, the most telling first."""
    plain = fold(text).lower()
    return tuple(id for id, phrase in vocabulary.questions.items() if phrase.find and phrase.finder.search(plain))


def _taken_up(
    topic: str | None,
    ask: Ask,
    facts: Sequence[VerifiedFact],
    topics_of_facts: Sequence[frozenset[str]],
    offer: Sequence[Offer],
    topics_of_offer: Sequence[frozenset[str]],
    language: Language,
) -> tuple[Literal["fact", "offer", "apology", "check", "decision"], int]:
    if topic == "apology":
        return "apology", 0
    for at, known in enumerate(topics_of_offer):
        if topic in known or (topic in OPEN and known & REMEDIES):
            return "offer", at
    for at, fact in enumerate(facts):
        if (topic and topic in topics_of_facts[at]) or len(_stems(fact.text, language) & _stems(ask.text, language)) > 1:
            return "fact", at
    for at, one in enumerate(offer):
        if len(_stems(one.text, language) & _stems(ask.text, language)) > 0:
            return "offer", at
    return ("decision", 0) if topic in DECIDED_ELSEWHERE else ("check", 0)


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


def quotable(text: str, vocabulary: Vocabulary) -> str | None:
    """The ask in the customer's words when they are few and quiet; shouts and threats are not quoted back."""
    words = text.strip().strip("\"'“”«»„").rstrip(" .?!…:;,").split()
    while words and words[0].rstrip(",").lower() in vocabulary.openers:
        words = words[1:]
    plain = " ".join(words)
    threat = vocabulary.signal_finders["threat"].search(fold(plain).lower())
    loud = threat is not None or sum(word.isupper() and len(word) > 3 for word in words) > 0
    return plain if SHORTEST_QUOTE <= len(words) <= LONGEST_QUOTE and not loud and not any(mark in plain for mark in '!?.:“”"«»„') else None
