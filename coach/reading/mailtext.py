"""A mail laid out for reading: its text, its sentences and what the lexicon finds in it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from coach.checks.features import Grams, grams_of
from coach.models import Mail
from coach.reading.lexicon import Hit, Lexicon, lexicon_of, prepare
from knowledge.language.sentences import split
from knowledge.models import Language, Span


@dataclass(frozen=True)
class MailText:
    """What the readers of the single concerns look at; offsets are code points of ``text``."""

    text: str
    language: Language
    subject_end: int
    """Where the subject ends; 0 without one."""

    @classmethod
    def of(cls, mail: Mail, language: Language) -> "MailText":
        """Lay out a mail in a language."""
        return cls(mail.text, language, len(mail.subject))

    @cached_property
    def prepared(self) -> str:
        """The text in lower case and without diacritics, as the lexicon's phrases are matched."""
        return prepare(self.text)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The phrases of the mail's language."""
        return lexicon_of(self.language)

    @cached_property
    def hits(self) -> tuple[Hit, ...]:
        """Everything the lexicon finds."""
        return self.lexicon.find(self.prepared)

    @cached_property
    def by_label(self) -> dict[str, list[Hit]]:
        """The hits of each place of the lexicon, in reading order."""
        found: dict[str, list[Hit]] = defaultdict(list)
        for hit in self.hits:
            found[hit.label].append(hit)
        return found

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences, the subject being one."""
        return split(self.text, self.language)

    @cached_property
    def grams(self) -> Grams:
        """The n-grams of every sentence, quoted mail and signature left out."""
        return grams_of(self.text, self.language)

    def distinct(self, label: str) -> int:
        """How many different words or phrases of a place of the lexicon occur."""
        return len(Counter(self.prepared[hit.start : hit.end] for hit in self.by_label.get(label, ())))

    def quote(self, start: int, end: int) -> str:
        """The words of a span, without white space around them."""
        return self.text[start:end].strip()

    def sentence_at(self, place: int) -> Span:
        """The sentence in which a place lies, or the nearest before it."""
        return next((span for span in reversed(self.sentences) if span.start <= place), Span(0, len(self.text)))


def touches(start: int, end: int, spans: Sequence[Hit]) -> bool:
    """Whether a span shares a character with one of these."""
    return any(start < span.end and span.start < end for span in spans)
