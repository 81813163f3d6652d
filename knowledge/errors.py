"""Everything that can go wrong with what we know.

KnowledgeError
├── RuleError          a rule file that must not be used; says file:line
├── GuidelineError     a guideline document that must not be used; says file:line
├── LanguageDataError  a language data file that must not be used; says file:line
├── IndexDamaged       the search index cannot be read; it is a cache and is rebuilt
├── EmbedderFailed     somebody else's embedding model gives no vectors
├── DocumentRefused    a house document that cannot be taken in, and why
├── DocumentUnknown    there is no such house document, or no such version of it
├── DocumentFlagged    a house document that speaks to machines and so needs a person's explicit word
└── ShelfDamaged       the house documents cannot be read or written
"""

from pathlib import Path


class KnowledgeError(Exception):
    """A fault whose message is one line that says what is wrong and what to do."""


class FileFault(KnowledgeError):
    """A fault at one place of a file that people edit."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        self.path, self.line, self.message = path, line, message
        super().__init__(f"{path}:{line}: {message}")


class RuleError(FileFault):
    """A rule file that must not be used."""


class GuidelineError(FileFault):
    """A guideline document that must not be used."""


class LanguageDataError(FileFault):
    """A language data file that must not be used."""


class IndexDamaged(KnowledgeError):
    """The search index cannot be read; it is a cache and is rebuilt."""


class EmbedderFailed(KnowledgeError):
    """Somebody else's embedding model gives no vectors; search goes on without it."""


class DocumentRefused(KnowledgeError):
    """A house document that cannot be taken in; the message goes on after its name: ``is not a text``."""


class DocumentUnknown(KnowledgeError):
    """There is no such house document, or no such version of it."""


class DocumentFlagged(KnowledgeError):
    """A house document that speaks to machines and so needs a person's explicit word."""


class ShelfDamaged(KnowledgeError):
    """The house documents cannot be read or written."""
