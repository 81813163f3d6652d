"""A house document as people and programs outside read it: where it came from, where it stands, what to look at."""

from datetime import datetime

from knowledge.house.records import Version
from knowledge.house.states import State
from knowledge.models import Frozen, Language


class HouseCard(Frozen):
    """One version of a house document."""

    key: str
    """``document@number``: how commands name it."""
    document: str
    number: int
    state: State
    title: str
    lang: Language
    name: str
    """Where the file was."""
    sha256: str
    size: int
    """Bytes of the file."""
    added: datetime
    approved: datetime | None
    passages: int
    look_at: tuple[str, ...]
    """Places that speak to a machine instead of a person."""
    furniture: int
    """Blocks left out as menus, forms and empty headings."""
    repeated: int
    """Blocks left out because they stood there before."""
    unseen: int
    """Characters left out because nobody sees them."""


class HouseList(Frozen):
    """Every version of every document."""

    documents: tuple[HouseCard, ...]


class HousePassageCard(Frozen):
    """A passage as it is found."""

    passage: str
    heading: str
    text: str


class HouseDetail(HouseCard):
    """A version with everything that was read in it and left out of it."""

    read: tuple[HousePassageCard, ...]
    left_out: tuple[str, ...]


class Refusal(Frozen):
    """A file that was not taken in, and why."""

    name: str
    reason: str


class HouseAnswer(Frozen):
    """What a command did: the versions it concerned, and the files it refused."""

    documents: tuple[HouseCard, ...]
    refused: tuple[Refusal, ...] = ()


def card(version: Version) -> HouseCard:
    """The version's card."""
    reading = version.reading
    return HouseCard(
        key=version.key,
        document=version.document,
        number=version.number,
        state=version.state,
        title=reading.title,
        lang=reading.language,
        name=version.name,
        sha256=version.sha256,
        size=version.size,
        added=version.added,
        approved=version.decided,
        passages=len(reading.passages),
        look_at=tuple(flag.quote for flag in reading.flags),
        furniture=len(reading.furniture),
        repeated=len(reading.repeated),
        unseen=reading.unseen,
    )


def detail(version: Version) -> HouseDetail:
    """The version's card with all of its text."""
    reading = version.reading
    read = (HousePassageCard(passage=f"{version.document}#{p.id}", heading=p.heading, text=p.text) for p in reading.passages)
    return HouseDetail(**dict(card(version)), read=tuple(read), left_out=(*reading.furniture, *reading.repeated))
