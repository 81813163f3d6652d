"""Edits that can be accepted with one click: words dropped or put in other words, where the sentence stays whole and loses no fact."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from coach.checks.commitmentcues import cues_for
from coach.checks.facts import figures
from coach.models import Commitment, Finding, Replacement
from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.matching.cues import cues_of
from knowledge.matching.phrases import Hits, PhraseSet, any_form, any_pattern
from knowledge.models import Frozen, Language, Severity, Span

GRAVITY = (Severity.ERROR, Severity.WARNING, Severity.HINT)
FOLDER = Path(__file__).parent / "edits"
LEAST_LEFT = 3
"""Words that must be left of a sentence that loses its opening."""
MOST_WORDS = 25
"""A longer sentence says more than its fault."""
MOST_OF = 0.7
"""Share of a sentence that a finding must cover to be all of it."""
UPDATE = "{update}"
WORD = re.compile(r"\w+")
LEANING = "leaning"
NAME = re.compile(r"(?<=[^.!?:\s] )(?!I\b|Lei\b|La\b|Le\b|Li\b|Su[aeio]i?\b|Vo[is]\b|Pa[nń]\w*\b)[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ]\w+")
"""A word with a capital inside a sentence that is no form of address."""
UNSAFE_BEFORE = ("a", "an")
"""Articles that depend on the word after them."""
UNSAFE_AFTER = {Language.IT: "aeiouàèéìòùhszgpxy", Language.FR: "aeiouhyàâéèêëîïôûœ"}
"""Letters before which an article changes its form, so that the word between may not go."""


class Edit(Frozen):
    """Wordings of one kind and what stands in their place."""

    where: Literal["opening", "inside", "sentence"]
    rules: tuple[str, ...]
    """Findings of these rules may be mended so."""
    find: tuple[str, ...]
    """Patterns of the small pattern language."""
    give: str
    """What is written instead; nothing drops the words. ``{update}`` is the house's bounded update."""
    needs: Literal["commitment", "touch"] | None = None
    """Only where we commit ourselves and name no time, or only where that is to write, call or check."""


class Update(Frozen):
    """How a language says the bounded update of the policy."""

    one: str
    many: str


class Whole(Frozen):
    """What may stand for a whole sentence whose fault is all it says."""

    rules: tuple[str, ...]
    give: str
    """Nothing drops the sentence."""
    least: Severity = Severity.WARNING
    """How sure the finding must be."""


class Edits(Frozen):
    """The edits of one language."""

    update: Update
    edits: tuple[Edit, ...]
    whole: tuple[Whole, ...]
    leaning: tuple[str, ...]
    """Words that lean on the sentence before when they open one."""


class Room(NamedTuple):
    """A draft with what an edit may look at."""

    draft: str
    language: Language
    sentences: Sequence[Span]
    commitments: Sequence[Commitment]
    update_days: int | None
    """Working days within which the policy promises an update; None where nothing is known of it."""


def proposals(finding: Finding, room: Room, hits: Hits) -> Iterator[Replacement]:
    """What might stand in place of the words found, surest first; whether it helps has to be seen by critiquing it."""
    home = next((one for one in room.sentences if one.start <= finding.start < one.end), None)
    if home is None:
        return
    rules = {finding.rule, *finding.also}
    for number, edit in enumerate(_edits(room.language).edits):
        if rules.isdisjoint(edit.rules):
            continue
        for span in hits.within(str(number), home.start, home.end):
            if span.start < finding.end and finding.start < span.end and (one := _edited(edit, span, home, room)) is not None:
                yield one
    whole = next((one for one in _edits(room.language).whole if finding.rule in one.rules), None)
    if whole is not None and GRAVITY.index(finding.severity) <= GRAVITY.index(whole.least) and _says_no_more(finding, home, room, hits):
        yield _instead(home, room.draft, whole.give)


def hits_in(draft: str, language: Language) -> Hits:
    """Where wordings that can be mended stand in a draft."""
    return Hits(draft, _phrases(language))


def stands(draft: str, one: Replacement, *, closed: bool) -> bool:
    """Whether a replacement doubles no word beside it and, for words that end their phrase (``closed``), is followed by no other."""
    before, after = WORD.findall(draft[: one.start])[-1:], WORD.findall(draft[one.end :])[:1]
    words = [word.lower() for word in WORD.findall(one.text)]
    doubled = bool(words) and (words[:1] == [w.lower() for w in before] or words[-1:] == [w.lower() for w in after])
    return not doubled and not (closed and draft[one.end : one.end + 2].strip()[:1].isalnum())


def applied(draft: str, replacements: Sequence[Replacement]) -> str:
    """The draft with replacements accepted, from right to left, so that their offsets stay true."""
    for one in sorted(replacements, key=lambda one: one.start, reverse=True):
        draft = draft[: one.start] + one.text + draft[one.end :]
    return draft


def keeps_facts(draft: str, replacement: Replacement, room: Room) -> bool:
    """Whether the same figures stand in the words after as before, but for the policy's own update."""
    before = Counter(one.meaning for one in figures(draft[replacement.start : replacement.end], room.language))
    after = Counter(one.meaning for one in figures(replacement.text, room.language))
    update = Counter(one.meaning for one in figures(_update(room) or "", room.language))
    return before == after or after - before == update


def _edited(edit: Edit, span: Span, home: Span, room: Room) -> Replacement | None:
    if edit.where == "sentence":
        return _of_sentence(edit, span, home, room.draft)
    if edit.where == "opening":
        return _without_opening(span, home, room.draft)
    return _inside(edit, span, home, room)


def _of_sentence(edit: Edit, span: Span, home: Span, draft: str) -> Replacement | None:
    """A sentence that says nothing else is replaced, or goes with the space around it."""
    if span.start != home.start or draft[span.end : home.end].strip(" .!…"):
        return None
    return _instead(home, draft, edit.give)


def _instead(home: Span, draft: str, give: str) -> Replacement:
    """A sentence in other words, or gone with the space that set it apart."""
    if give:
        text = give[0].lower() + give[1:] if draft[home.start].islower() else give  # after a greeting and its comma
        return Replacement(start=home.start, end=home.end, text=text)
    rest = draft[home.end :]
    space = len(rest) - len(rest.lstrip())
    alone = draft[: home.start].endswith("\n") and rest[:space].startswith("\n")
    if "\n" in rest[:space] and not alone:
        return Replacement(start=len(draft[: home.start].rstrip(" ")), end=home.end, text="")
    return Replacement(start=home.start, end=home.end + space, text="")


def _says_no_more(finding: Finding, home: Span, room: Room, hits: Hits) -> bool:
    """Whether a sentence holds its fault and nothing that a reader needs: no figure, name or commitment, and none leans on it."""
    words = room.draft[home.start : home.end]
    at = room.sentences.index(home)
    if ";" in words or len(words.split()) > MOST_WORDS or finding.end - finding.start < MOST_OF * len(words):
        return False
    if not 0 < at < len(room.sentences) - 1 or words.endswith("?"):
        return False
    following = room.sentences[at + 1]
    kept = any(one.status != "unrealistic" and one.start < home.end and home.start < one.end for one in room.commitments)
    return not (kept or hits.opens(LEANING, following.start) or figures(words, room.language) or NAME.search(words))


def _without_opening(span: Span, home: Span, draft: str) -> Replacement | None:
    """The sentence begins with its next word; what was dropped must be a part of its own, followed by a comma or opening a that-clause."""
    rest = draft[span.end : home.end]
    words = rest.lstrip(" ,:")
    if span.start != home.start or len(words.split()) < LEAST_LEFT or not words[0].isalpha():
        return None
    first = span.end + len(rest) - len(words)
    return Replacement(start=home.start, end=first + 1, text=draft[first].upper())


def _inside(edit: Edit, span: Span, home: Span, room: Room) -> Replacement | None:
    draft = room.draft
    if edit.give:
        text = edit.give if edit.give != UPDATE else _update(room)
        if text is None or (edit.needs and not _committed(edit.needs, span, room)):
            return None
        return Replacement(start=span.start, end=span.end, text=text[0].upper() + text[1:] if draft[span.start].isupper() else text)
    before, after = draft[home.start : span.start], draft[span.end : home.end]
    if (
        not before.endswith(" ")
        or after[:1] not in (" ", ".", "!")
        or before.rstrip().endswith(",")
        or not _fits(before, after, room.language)
    ):
        return None
    return Replacement(start=span.start - 1, end=span.end, text="")


def _fits(before: str, after: str, language: Language) -> bool:
    """Whether the words on both sides may stand together: an article must not have to change."""
    word, following = before.split()[-1].lower() if before.split() else "", after.lstrip()[:1].lower()
    return word not in UNSAFE_BEFORE and following not in UNSAFE_AFTER.get(language, "") if len(word) <= 3 else True


def _committed(needs: str, span: Span, room: Room) -> bool:
    """Whether we commit ourselves here and name no time; ``touch`` asks that we will write, call or check, and give nothing away."""
    cues = cues_for(room.language)
    ours = [one for one in room.commitments if one.actor == "us" and one.deadline is None and one.start <= span.start < one.end]
    if needs == "commitment":
        return bool(ours)
    given = any(words.search(one.text) for one in ours for words in cues.gifts.values())
    return not given and any(cues.keeping_in_touch.search(one.action) for one in ours)


def _update(room: Room) -> str | None:
    words, days = _edits(room.language).update, room.update_days
    return None if days is None else words.one if days == 1 else words.many.format(n=days)


@cache
def _edits(language: Language) -> Edits:
    return read_data(FOLDER / f"{language}.yaml", Edits, LanguageDataError)


@cache
def _phrases(language: Language) -> PhraseSet:
    syntax = cues_of(language).syntax
    edits = _edits(language)
    return PhraseSet(
        {str(number): any_pattern(edit.find, syntax) for number, edit in enumerate(edits.edits)} | {LEANING: any_form(edits.leaning)}
    )
