"""Whole words and phrases of many kinds in a text, each kind found in one pass of RE2, only when it is asked for."""

import re
from collections.abc import Iterable, Iterator, Mapping

import re2

from knowledge.matching.patterns import Syntax, to_regex
from knowledge.models import Span

EDGE = r"[\s\x00()\[\]«»„“”\"'’‘.,;:!?…–—/*>€%-]"
"""What may stand beside a word; a short list compiles many times faster than all that is no letter."""
INSIDE = EDGE.replace("[", "[^", 1)


class PhraseSet:
    """Phrases by kind, as expressions of RE2 that are compiled when first asked for."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        self._sources = {kind: source for kind, source in sources.items() if source}
        self._regexes: dict[str, re2._Regexp[str]] = {}

    def regex(self, kind: str) -> "re2._Regexp[str] | None":
        """The expression of a kind; None for a kind without phrases."""
        if kind not in self._regexes and kind in self._sources:
            self._regexes[kind] = _compiled(self._sources[kind])
        return self._regexes.get(kind)


class Hits:
    """Where the phrases of each kind stand in a text."""

    def __init__(self, text: str, phrases: PhraseSet) -> None:
        lowered = text.lower()
        self._text = lowered if len(lowered) == len(text) else text
        self._phrases = phrases
        self._found: dict[str, tuple[Span, ...]] = {}

    def of(self, kind: str) -> tuple[Span, ...]:
        """All phrases of a kind, in reading order, as code points."""
        if kind not in self._found:
            regex = self._phrases.regex(kind)
            self._found[kind] = tuple(Span(*match.span(1)) for match in regex.finditer(self._text)) if regex else ()
        return self._found[kind]

    def within(self, kind: str, start: int, end: int) -> Iterator[Span]:
        """Those between two code points."""
        return (span for span in self.of(kind) if start <= span.start and span.end <= end)

    def opens(self, kind: str, start: int) -> bool:
        """Whether a phrase of a kind begins here."""
        return any(span.start == start for span in self.of(kind))

    def free(self, kind: str, start: int, end: int, never: str) -> Span | None:
        """The first phrase of a kind that no phrase of the kind ``never`` takes a part of."""
        return next((span for span in self.within(kind, start, end) if not self._crossed(span, never)), None)

    def _crossed(self, span: Span, never: str) -> bool:
        return any(one.start < span.end and span.start < one.end for one in self.of(never))


def any_pattern(patterns: Iterable[str], syntax: Syntax) -> str:
    """The expression for any of these patterns of the small pattern language."""
    return "|".join(to_regex(one, syntax) for one in patterns)


def any_form(forms: Iterable[str]) -> str:
    """The expression for any of these words; ``-rò`` is any word that ends so, ``rimbors*`` any that begins so."""
    endings = [form[1:] for form in forms if form.startswith("-")]
    words = [re.escape(form).replace(r"\*", r"\w*") for form in forms if not form.startswith("-")]
    return "|".join([*([rf"\w+(?:{'|'.join(endings)})"] if endings else []), *words])


def _compiled(source: str) -> "re2._Regexp[str]":
    options = re2.Options()
    options.log_errors = False
    return re2.compile(rf"(?:^|{EDGE})({source.lower()})(?:{EDGE}|$)".replace(r"\w", INSIDE), options)
