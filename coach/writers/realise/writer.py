"""The built-in writer: realises a plan with the phrasebook, with no model, no key and no network."""

import hashlib
from collections.abc import Iterator
from random import Random

from coach.models import Brief, Draft, Move, MoveName, Sentence
from coach.writers.realise.choice import Chooser, Wording
from coach.writers.realise.phrasebook import Phrasebook, phrasebook_of
from coach.writers.realise.referring import Referring
from coach.writers.vocabulary.words import vocabulary_of
from coach.writers.writer import AT_LEISURE, Turn

PARAGRAPH_OF = {
    MoveName.GREET: 0,
    MoveName.RESTATE: 1,
    MoveName.ACKNOWLEDGE: 1,
    MoveName.APOLOGISE: 1,
    MoveName.SAFETY: 2,
    MoveName.OWN: 3,
    MoveName.INFORM: 3,
    MoveName.OFFER: 3,
    MoveName.DEFER: 3,
    MoveName.ANSWER: 3,
    MoveName.NEXT_STEP: 3,
    MoveName.PREVENT: 3,
    MoveName.CHOICE: 4,
    MoveName.ASK_BACK: 4,
    MoveName.INVITE: 4,
    MoveName.CLOSE: 5,
}
"""Which moves share a paragraph; a change of number begins a new one."""
DRAWS = 12
"""How often a wording that was refused is drawn anew."""
SPARED: tuple[frozenset[str], ...] = (frozenset(), frozenset({"around", "also"}), frozenset({"around", "also", "what", "telling"}))
"""What the first wording, the second and all further ones do without: often it is the clause that was objected to."""
OBJECTION_DASH = " — "
REPLY = "Re: "


class BuiltInWriter:
    """Writes a draft in the time of a few string operations; the same brief always gives the same draft."""

    async def write(self, brief: Brief, turn: Turn = AT_LEISURE) -> Draft:
        """A draft of one or two sentences a move; sentences that an objection quotes are said otherwise where there is another way."""
        return realise(brief)


def realise(brief: Brief) -> Draft:
    """The draft of a brief; every sentence knows its move, asks, rules, passages and authority."""
    paragraphs: list[list[Sentence]] = []
    last = -1
    for move, wording in worded(brief):
        if PARAGRAPH_OF[move.name] != last or not paragraphs:
            paragraphs.append([])
            last = PARAGRAPH_OF[move.name]
        paragraphs[-1].append(_sentence(move, wording, brief))
    subject = _subject(brief, phrasebook_of(brief.lang))
    return Draft(subject=subject, paragraphs=tuple(tuple(paragraph) for paragraph in paragraphs))


def worded(brief: Brief) -> Iterator[tuple[Move, Wording]]:
    """The moves of the plan that can be said, each with its words and their place in the phrasebook."""
    phrasebook = phrasebook_of(brief.lang)
    referring = Referring(brief, vocabulary_of(brief.lang), phrasebook)
    refused = tuple(objection.split(OBJECTION_DASH)[0] for objection in brief.objections)
    chooser = Chooser(brief.lang, formal=brief.formal, refused=refused)
    for at, move in enumerate(brief.plan):
        wording = _wording(at, brief, phrasebook, referring, chooser)
        if wording:
            yield move, wording


def _wording(at: int, brief: Brief, phrasebook: Phrasebook, referring: Referring, chooser: Chooser) -> Wording | None:
    """What the move at that place of the plan says; a wording that was refused is drawn anew, and all others stay as they are."""
    move = brief.plan[at]
    wording: Wording | None = Wording(brief.sign_off, frozenset())
    if move.name is not MoveName.CLOSE:
        entries = phrasebook.entries(move.name, move.details.get("kind", "any"))
        for draw in range(DRAWS):
            random = Random(_seed(brief, at, draw))  # noqa: S311  variety, not secrecy
            spared = SPARED[min(draw, len(SPARED) - 1)]
            slots = {name: words for name, words in referring.slots(move, random).items() if name.partition(".")[0] not in spared}
            wording = chooser.choose(move, entries, slots, random)
            if wording is None or not chooser.was_refused(wording):
                break
    if wording is None:
        return None
    referring.remember(wording.slots)
    chooser.remember(wording)
    return wording


def _sentence(move: Move, wording: Wording, brief: Brief) -> Sentence:
    return Sentence(
        text=wording.text,
        move=move.name,
        asks=move.asks,
        rules=move.rules,
        passages=tuple(passage.id for passage in brief.passages if passage.statement in move.statements),
        authority=move.authority,
    )


def _subject(brief: Brief, phrasebook: Phrasebook) -> str:
    subject = " ".join(brief.mail.subject.split())
    if not subject:
        return phrasebook.blank_subject
    return subject if subject.lower().startswith(REPLY.lower()) else f"{REPLY}{subject}"


def _seed(brief: Brief, at: int, draw: int) -> int:
    """From the mail and the place in the plan, so that a revision changes what was refused and nothing else."""
    text = "\n".join((brief.mail.text, brief.lang, str(at), str(draw)))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
