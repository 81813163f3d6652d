"""A house's own documents: add, approve, remove, read anew; what is approved is found from then on."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import PurePath
from typing import NamedTuple

from knowledge.errors import DocumentFlagged, DocumentRefused, DocumentUnknown
from knowledge.house.intake import document_id, made_by, read_document, sha256_of
from knowledge.house.records import Version
from knowledge.house.shelf import Shelf
from knowledge.house.states import Outcome, State
from knowledge.models import Language


class Added(NamedTuple):
    """What became of a file."""

    version: Version
    outcome: Outcome


class House:
    """The documents of one house."""

    def __init__(self, shelf: Shelf, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.shelf, self._now = shelf, now

    def add(self, name: str, data: bytes, language: Language | None = None) -> Added:
        """Take a file in; it stays pending until it is approved, and what was approved before it stays served. Raises DocumentRefused."""
        sha256, document = sha256_of(data), document_id(name)
        own = self.shelf.versions(document)
        if own and own[-1].sha256 == sha256:
            return Added(own[-1], "unchanged")
        if elsewhere := [version for version in self.shelf.with_bytes(sha256) if version.document != document]:
            return Added(elsewhere[-1], "known")
        try:
            reading = read_document(name, data, language)
        except DocumentRefused as refusal:
            raise DocumentRefused(f"{PurePath(name).name} {refusal}") from refusal
        version = Version(
            document=document,
            number=len(own) + 1,
            name=name,
            sha256=sha256,
            size=len(data),
            added=self._now(),
            decided=None,
            state="pending",
            reading=reading,
        )
        return Added(self.shelf.add(version, data), "new-version" if own else "added")

    def find(self, name: str) -> Version:
        """The version that ``document@number`` names, or the newest of ``document``; raises DocumentUnknown."""
        document, number = _split(name)
        versions = self.shelf.versions(document)
        found = [version for version in versions if number in (None, version.number)]
        if not found:
            told = f"{document} has no version {number}" if versions else f"there is no document {document}"
            raise DocumentUnknown(f"{told}; `coach knowledge list` names them all")
        return found[-1]

    def approve(self, name: str, *, despite_flags: bool = False) -> Version:
        """Let a version be found from now on; raises DocumentFlagged when it speaks to machines and nobody said that this is all right."""
        version = self.find(name)
        if version.reading.flags and not despite_flags:
            raise DocumentFlagged(
                f"{version.key} speaks to a machine: “{version.reading.flags[0].quote}”; read it with `coach knowledge show {version.key}`"
            )
        self.shelf.approve(version, self._now())
        return self.find(version.key)

    def remove(self, name: str) -> int:
        """Erase a version, or a document with all its versions, and give how many versions that were; raises DocumentUnknown."""
        document, number = _split(name)
        self.find(name)
        return self.shelf.remove(document, number)

    def rebuild(self) -> tuple[Version, ...]:
        """Read every original anew; whatever is flagged that was not before, or can be read no more, waits for a person again."""
        return tuple(self._read_anew(version) for version in self.shelf.versions())

    def _read_anew(self, version: Version) -> Version:
        before = version.reading
        try:
            reading = read_document(version.name, self.shelf.original(version), before.language)
        except DocumentRefused:
            reading = before.model_copy(update={"passages": (), "made_by": made_by()})
        known = {flag.quote for flag in before.flags}
        worse = not reading.passages or any(flag.quote not in known for flag in reading.flags)
        state: State = "pending" if worse else version.state
        self.shelf.update(version, reading, state)
        return version.model_copy(update={"reading": reading, "state": state})


def _split(name: str) -> tuple[str, int | None]:
    document, at, number = name.rpartition("@")
    return (document, int(number)) if at and number.isdecimal() else (name, None)
