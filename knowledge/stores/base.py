"""What every store of passage vectors can do."""

from typing import NamedTuple, Protocol

from knowledge.meaning.inverted import Floats
from knowledge.models import Language


class Entries(NamedTuple):
    """The passages of one language: statement ids, and a vector of unit length in each row."""

    ids: tuple[str, ...]
    vectors: Floats


class PassageIndex(Protocol):
    """Finds the passages whose vectors are nearest; any thread may ask."""

    def nearest(self, language: Language, vector: Floats, count: int) -> list[tuple[str, float]]:
        """Ids and cosines of the nearest passages of a language, best first; raises IndexDamaged when it cannot be read."""
        ...
