"""The values that knowledge hands out: languages, spans, rules' vocabulary, statements and search hits."""

from enum import StrEnum
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    """A value: never changed after it was made, and with no field that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Language(StrEnum):
    """A language the product speaks; another one is data, plus a line here."""

    EN = "en"
    IT = "it"
    FR = "fr"
    PL = "pl"


class Span(NamedTuple):
    """A half-open range of code points of one text."""

    start: int
    end: int


class Severity(StrEnum):
    """What a finding may do: an error may block, a warning is shown, a hint is folded away."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Dimension(StrEnum):
    """The family of faults or merits that a rule belongs to; the first three are the headline ones."""

    DEFENSIVENESS = "defensiveness"
    LECTURING = "lecturing"
    UNREALISTIC_PROMISES = "unrealistic-promises"
    OTHER = "other"
    PRESENCE = "presence"


class Statement(Frozen):
    """One statement of a guideline document in one language, citable by its id."""

    id: str
    """Inventory id, such as ``g1.7b``: document 001, heading 7, second statement."""
    document: str
    """Id of the document, such as ``001``."""
    language: Language
    heading: str
    """Heading under which the statement stands, in its language."""
    text: str


class Hit(Frozen):
    """One answer of a search, best first in its list."""

    passage: str
    """Id of the passage: the statement id with its language (``g1.7b.it``), or a house passage's own id."""
    statement: str | None
    """Inventory id, or None for a passage of a house document."""
    document: str
    """Title of the document in the passage's language, with the place: what an agent would cite."""
    lang: Language
    text: str
    rules: tuple[str, ...]
    """Ids of the rules that this passage is a source of."""
    score: float
    """Fused similarity, 0 to 1; only its order within one answer means something."""


class SearchRequest(Frozen):
    """A question to the guidelines."""

    id: str | int | None = None
    query: str = Field(max_length=20_000)
    lang: Language | None = None
    """Language of the answers; that of the query when absent."""
    limit: int = Field(default=5, ge=1, le=50)


class SearchAnswer(Frozen):
    """The answer to a SearchRequest, best hit first."""

    id: str | int | None = None
    hits: tuple[Hit, ...]
