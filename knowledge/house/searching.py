"""Searches the approved passages; notices by itself when somebody, in whatever process, has approved or removed a document."""

import hashlib
import logging
import threading
from collections.abc import Mapping
from pathlib import Path

from knowledge.errors import ShelfDamaged
from knowledge.house.intake import made_by
from knowledge.house.ranking import HousePassage, HouseRanking, Spread
from knowledge.house.records import Version
from knowledge.house.shelf import Shelf
from knowledge.house.terms import HouseTerms
from knowledge.interpreter import Interpreters
from knowledge.meaning.arrays import Arrays, keep_arrays, part, read_arrays, within
from knowledge.models import Language

log = logging.getLogger(__name__)


class HouseSearch:
    """The approved passages and their ranking, which is a cache in a file: its name says what made it."""

    def __init__(self, shelf: Shelf, interpreters: Interpreters, folder: Path, stamp: str) -> None:
        self._shelf, self._interpreters, self._folder, self._stamp = shelf, interpreters, folder, stamp
        self._mark: object = None
        self._passages: tuple[HousePassage, ...] = ()
        self._ranking: HouseRanking | None = None
        self._terms: dict[Language, HouseTerms] = {}
        self._spreads: Mapping[Language, Spread] = {}
        self._lock = threading.Lock()

    def search(self, query: str, language: Language, count: int) -> list[tuple[HousePassage, float]]:
        """The passages that cover most of a question, with the share of it that they cover (0 to 1), best first."""
        with self._lock:
            if self._shelf.mark() != self._mark:
                self._take_up()
            passages, ranking = self._passages, self._ranking
            if ranking is None:
                return []
            terms, spread = {one: self._terms_of(one) for one in Language}, self._spreads[language]
        return [(passages[row], share) for row, share in ranking.covers(query, language, terms, spread, count)]

    def _take_up(self) -> None:
        self._mark = self._shelf.mark()
        try:
            approved = self._shelf.approved()
        except ShelfDamaged as damage:
            log.warning("search goes on without house documents: %s", damage)
            approved = ()
        self._passages = tuple(passage for version in approved for passage in passages_of(version))
        self._ranking = self._ranked(approved) if self._passages else None

    def _ranked(self, approved: tuple[Version, ...]) -> HouseRanking:
        if not self._spreads:
            self._spreads = self._counted()
        served = " ".join(f"{version.key} {version.sha256} {version.reading.made_by}" for version in approved)
        file = self._file(f"{hashlib.sha256(served.encode()).hexdigest()[:16]}.house")
        kept = read_arrays(file)
        if kept is not None:
            return HouseRanking.from_arrays(kept)
        terms = {language: self._terms_of(language) for language in Language}
        ranking = HouseRanking.over(self._passages, terms)
        for outdated in self._folder.glob("*.house.npz"):
            outdated.unlink(missing_ok=True)
        self._keep(file, ranking.arrays())
        return ranking

    def _counted(self) -> Mapping[Language, Spread]:
        """How common words are in talk about complaints, from everything that teaches the search of guidelines."""
        file = self._file("spread")
        kept = read_arrays(file)
        if kept is not None:
            return {language: Spread.from_arrays(part(language, kept)) for language in Language}
        counted = {
            language: Spread.over([self._terms_of(language).of(text) for _, text in self._interpreters.examples(language)])
            for language in Language
        }
        self._keep(file, {key: array for language, spread in counted.items() for key, array in within(language, spread.arrays()).items()})
        return counted

    def _file(self, name: str) -> Path:
        """A cache file whose name says what made it: the guidelines' material, this package, and what is served."""
        return self._folder / f"{self._stamp}.{made_by()}.{name}.npz"

    def _keep(self, file: Path, arrays: Arrays) -> None:
        try:
            keep_arrays(file, arrays)
        except OSError as reason:
            log.warning("what was counted for the search of house documents is not kept: %s", reason)

    def _terms_of(self, language: Language) -> HouseTerms:
        if language not in self._terms:
            self._terms[language] = HouseTerms(language, self._interpreters.features(language).families_of)
        return self._terms[language]


def passages_of(version: Version) -> tuple[HousePassage, ...]:
    """The passages of a version as they are found and cited."""
    reading = version.reading
    return tuple(
        HousePassage(
            id=f"{version.document}#{passage.id}",
            place=" · ".join(filter(None, (reading.title, passage.heading))),
            language=reading.language,
            text=passage.text,
        )
        for passage in reading.passages
    )
