"""The words by which a clause commits somebody, from one data file each, compiled so that a reply is searched in a millisecond."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.matching.cues import cues_of
from knowledge.matching.patterns import bounded
from knowledge.matching.phrases import PhraseSet, any_form, any_pattern
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent / "commitments"
FORMS = ("futures", "hypothetical", "orders", "joined", "subjects", "fillers")
COMMITTING = ("requests_after", "requests_at", "orders", "futures", "hypothetical", "acts_after", "acts_at", "dated")
PLAIN = ("leading", "links", "complements", "unreal", "keeping_in_touch", "certain", "gifts")
BORDER = r"\s*(?:[;:()]|\s[–—-](?=\s)|,(?=\s)(?!\s(?:{complements})\b))\s*(?:(?:{links})\s+)?|\s+(?:{links})\s+"
END_OF_ACT = r",\s(?!(?:{complements})\b)|\s[–—-]\s|[;:]\s"


class CommitmentCues(Frozen):
    """How one language commits somebody. Patterns of the small pattern language; ``-rò`` in a list of forms is any word that ends so."""

    futures: tuple[str, ...]
    """Forms of verbs that say what we will do."""
    hypothetical: tuple[str, ...]
    """Forms that do so after a condition."""
    acts_after: tuple[str, ...]
    """Words after which comes what we will do, such as ``we will``."""
    acts_at: tuple[str, ...]
    """Words that say it themselves: presents that mean what is to come."""
    dated: tuple[str, ...]
    """The same, where a time to come or a condition stands beside them."""
    requests_after: tuple[str, ...]
    """Words after which comes what the customer should do, such as ``please``."""
    requests_at: tuple[str, ...]
    orders: tuple[str, ...]
    """Forms that ask the customer when they open a clause."""
    leading: int
    """How many words may stand before such a form; none of them a subject."""
    subjects: tuple[str, ...]
    joined: tuple[str, ...]
    """Forms that go on with what the clause before began: ``and let you know``."""
    fillers: tuple[str, ...]
    """Words that may stand before such a form."""
    relatives: tuple[str, ...]
    """Words after which a time belongs to something else: ``the bag that we sent today``."""
    never: tuple[str, ...]
    """Words in which the cues commit nobody."""
    unreal: tuple[str, ...]
    """Words that deny like a negation: ``I wish I could promise``."""
    refraining: tuple[str, ...]
    """What a sentence with a negation may be about and still be a commitment."""
    general: tuple[str, ...]
    """Words of a general rule, such as ``usually``."""
    conditions: tuple[str, ...]
    asides: tuple[str, ...]
    """Words that open a reason or an aside."""
    invitations: tuple[str, ...]
    """Words of a condition that make what follows an invitation and no request."""
    links: tuple[str, ...]
    complements: tuple[str, ...]
    """Words that go on with an act after a comma."""
    keeping_in_touch: tuple[str, ...]
    """Acts that only need our own diligence, such as writing, calling or checking."""
    certain: tuple[str, ...]
    """Words that leave no room for things going otherwise."""
    gifts: dict[str, tuple[str, ...]]
    """Acts that cost the house something, by kind, such as a refund; the kinds are the same in every language."""


class Cues(NamedTuple):
    """What an act is like, to be searched in its words."""

    keeping_in_touch: re.Pattern[str]
    certain: re.Pattern[str]
    gifts: Mapping[str, re.Pattern[str]]


class Borders(NamedTuple):
    """Where clauses end."""

    border: re.Pattern[str]
    """Punctuation and links between clauses."""
    end_of_act: re.Pattern[str]


@cache
def words_for(language: Language) -> CommitmentCues:
    """The cues of a language; raises LanguageDataError with file:line."""
    return read_data(FOLDER / f"{language}.yaml", CommitmentCues, LanguageDataError)


@cache
def cues_for(language: Language) -> Cues:
    """What tells the kinds of acts apart in a language."""
    cues, syntax = words_for(language), cues_of(language).syntax

    def whole(patterns: Iterable[str]) -> re.Pattern[str]:
        return re.compile(bounded(any_pattern(patterns, syntax)), re.I)

    return Cues(whole(cues.keeping_in_touch), whole(cues.certain), {kind: whole(words) for kind, words in cues.gifts.items()})


@cache
def borders_for(language: Language) -> Borders:
    """The borders of a language."""
    cues = words_for(language)
    links, complements = ("|".join(map(re.escape, words)) or r"(?!)" for words in (cues.links, cues.complements))
    return Borders(
        re.compile(BORDER.format(links=links, complements=complements), re.I),
        re.compile(END_OF_ACT.format(complements=complements), re.I),
    )


@cache
def phrases_for(language: Language) -> PhraseSet:
    """All that is looked for in a reply, by the names of CommitmentCues, with ``negation``, ``reported`` and ``committing``."""
    cues, syntax = words_for(language), cues_of(language)
    patterns = {name: getattr(cues, name) for name in CommitmentCues.model_fields if name not in (*FORMS, *PLAIN)}
    patterns |= {"negation": (*syntax.negation, *cues.unreal), "reported": syntax.reported}
    forms = {name: any_form(getattr(cues, name)) for name in FORMS}
    sources = forms | {name: any_pattern(some, syntax.syntax) for name, some in patterns.items()}
    return PhraseSet(sources | {"committing": "|".join(source for name in COMMITTING if (source := sources[name]))})
