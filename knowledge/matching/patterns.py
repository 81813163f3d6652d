"""The small pattern language of the rule files, turned into regular expressions.

A space is any white space with an optional comma before it; the rest is:

===========  ==========================================================================
``(a|b)``    one of these; may hold several words, and may stand inside a word
``(a|b)?``   the same, or nothing
``word*``    any ending
``<3>``      up to three more words
``l'``       the next word follows with no space
``@name``    a group that the language's file of cues defines, such as ``@Pan``
===========  ==========================================================================
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from knowledge.language.mask import FILLER

BLANK = r"[ \t]+"
BETWEEN = rf",?{BLANK}"
"""What a space of a pattern stands for; newlines end sentences, so no match needs to cross one."""
ANY_WORD = rf"[^ \t.!?;{FILLER}]+"
MACRO = re.compile(r"@(\w+)")
LOOSE_BETWEEN = r"[ ,\t]+"
GAP_IN_REGEX = re.compile("|".join(rf"\(\?:{re.escape(step)}\)\{{0,\d\}}" for step in (LOOSE_BETWEEN + ANY_WORD, ANY_WORD + BLANK)))
FLAT = r"\((?:[^()|*<>?@\\, ]+(?:\||[ ]))*[^()|*<>?@\\, ]+\)\??"
"""A group of plain words, by far the most frequent piece; it is read at one go, because reading costs time at start."""
TOKEN = re.compile(rf"{FLAT}|<[1-9]>|\)\?|[()|* ]|[^()|*<>?@\\ ]+|.")
SIGNS = "()|*<>?@\\ "
ENDS = ("", "|", ")", ")?")


class PatternFault(ValueError):
    """A pattern that the small language does not allow; the message says why, for the person who wrote it."""


class Syntax(NamedTuple):
    """What a language adds to the pattern language."""

    macros: Mapping[str, str]
    clitics: Mapping[str, str]
    """Words that also match in their short form: ``will`` as ``'ll``."""


class Word(NamedTuple):
    """Letters, stars and groups written together, such as ``apologi(s|z)e*``."""

    pieces: "tuple[str | Group, ...]"


class Group(NamedTuple):
    """Alternatives, each a sequence of items."""

    alternatives: "tuple[tuple[Item, ...], ...]"
    optional: bool


class Gap(NamedTuple):
    """Up to so many words that do not matter."""

    words: int


Item = Word | Gap
STAR = "*"


def to_regex(pattern: str, syntax: Syntax) -> str:
    """The regular expression of a pattern, without the word edges; raises PatternFault."""
    return _Writer(syntax).sequence(parse(pattern, syntax))


def bounded(expression: str) -> str:
    """A regular expression that matches whole words only."""
    return rf"(?<!\w)(?:{expression})(?!\w)"


def loosened(expression: str) -> str:
    """For text in small letters, a simpler expression that matches wherever the given one does and costs a fraction to compile."""
    return GAP_IN_REGEX.sub(".*", expression.lower().replace(BETWEEN, LOOSE_BETWEEN)).replace(r"\w*", "[^ ]*")


def parse(pattern: str, syntax: Syntax) -> tuple[Item, ...]:
    """The items of a pattern; raises PatternFault."""
    return _Reader(_expanded(pattern, syntax)).whole()


def _expanded(pattern: str, syntax: Syntax) -> str:
    def group(match: re.Match[str]) -> str:
        try:
            return syntax.macros[match.group(1)]
        except KeyError:
            known = ", ".join(f"@{name}" for name in syntax.macros) or "none in this language"
            raise PatternFault(f"@{match.group(1)} is not known; there is {known}") from None

    return MACRO.sub(group, pattern)


class _Reader:
    """Reads a pattern from left to right."""

    def __init__(self, pattern: str) -> None:
        self.tokens: Sequence[str] = TOKEN.findall(pattern)
        self.at = 0

    def whole(self) -> tuple[Item, ...]:
        items = self.items()
        if self.at < len(self.tokens):
            told = "put alternatives into brackets: (a|b)" if self.tokens[self.at] == "|" else "a bracket closes that was never opened"
            raise PatternFault(told)
        return items

    def items(self) -> tuple[Item, ...]:
        """Items up to the end of the pattern or of the alternative."""
        found: list[Item] = []
        while (piece := self.peek()) not in ENDS:
            if piece == " ":
                self.at += 1
            elif _is_gap(piece):
                self.at += 1
                found.append(Gap(int(piece[1])))
            else:
                found.append(self.word())
        if all(isinstance(item, Gap) or optional(item) for item in found):
            raise PatternFault("every pattern and every alternative needs a word that must be there")
        last = max(place for place, item in enumerate(found) if isinstance(item, Word) and not optional(item))
        if isinstance(found[0], Gap) or any(isinstance(item, Gap) for item in found[last:]):
            raise PatternFault("a gap such as <3> must stand between words that must be there")
        if any(_elides(item) for item in found[last:-1]):
            raise PatternFault("after a form in an apostrophe, such as l', a word must follow that must be there")
        return tuple(found)

    def word(self) -> Word:
        pieces: list[str | Group] = []
        while (piece := self.peek()) != " " and piece not in ENDS and not _is_gap(piece):
            if piece[0] == "(":
                pieces.append(self.group() if piece == "(" else self.flat_group())
                continue
            if piece == ",":
                raise PatternFault("a comma needs no place of its own; every space allows for one")
            if piece == STAR and not pieces:
                raise PatternFault("a * must follow the beginning of a word")
            if piece[0] not in SIGNS:
                pieces.append(re.escape(piece))
            elif piece == STAR:
                pieces.append(STAR)
            else:
                raise PatternFault(f"{piece} means nothing here; use ( | ) ? * <3> and words, or write a `regex` instead")
            self.at += 1
        return Word(tuple(pieces))

    def group(self) -> Group:
        self.at += 1
        alternatives = [self.items()]
        while self.peek() == "|":
            self.at += 1
            alternatives.append(self.items())
        closing = self.peek()
        if closing not in (")", ")?"):
            raise PatternFault("a bracket is never closed")
        self.at += 1
        return Group(tuple(alternatives), optional=closing == ")?")

    def flat_group(self) -> Group:
        piece = self.tokens[self.at]
        self.at += 1
        body, closing = piece[1:].split(")")
        alternatives = (tuple(Word((re.escape(word),)) for word in words.split()) for words in body.split("|"))
        return Group(tuple(alternatives), optional=closing == "?")

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""


def _is_gap(piece: str) -> bool:
    return len(piece) == 3 and piece[0] == "<"


def optional(item: Item) -> bool:
    """Whether an item may be absent as a whole."""
    return isinstance(item, Word) and len(item.pieces) == 1 and isinstance(item.pieces[0], Group) and item.pieces[0].optional


class _Writer:
    """Writes items as a regular expression that both re and RE2 understand."""

    def __init__(self, syntax: Syntax) -> None:
        self.clitics = syntax.clitics

    def sequence(self, items: tuple[Item, ...]) -> str:
        """Items with what stands between them; ``is_open`` says whether the space before the next item is still to be written."""
        if len(items) == 1 and (plain := _plain(items[0])):
            return plain
        written, is_open = "", False
        for place, item in enumerate(items):
            last = place == len(items) - 1
            if isinstance(item, Gap):
                step = BETWEEN + ANY_WORD if is_open else ANY_WORD + BLANK
                written += f"(?:{step}){{0,{item.words}}}"
            elif not last and _elides(item):
                written += self.before_elision(item, is_open=is_open)
                is_open = False
            elif is_open:
                written += _maybe(self.after_space(item), absent=optional(item))
            else:
                written += _maybe(self.word(item) + ("" if last or not optional(item) else BETWEEN), absent=optional(item))
                is_open = not optional(item)
        return written

    def word(self, word: Word) -> str:
        """A word without the question mark that makes it optional as a whole."""
        if optional(word):
            group = word.pieces[0]
            return self.group(group._replace(optional=False)) if isinstance(group, Group) else ""
        return "".join(self.piece(piece) for piece in word.pieces)

    def piece(self, piece: str | Group) -> str:
        if isinstance(piece, Group):
            return self.group(piece)
        return r"\w*" if piece == STAR else piece

    def group(self, group: Group) -> str:
        return f"(?:{'|'.join(self.sequence(items) for items in group.alternatives)})" + ("?" if group.optional else "")

    def after_space(self, word: Word) -> str:
        short = [re.escape(self.clitics[form]) for form in _plain_forms(word) if form in self.clitics]
        spaced = BETWEEN + self.word(word)
        return f"(?:{'|'.join((spaced, *short))})" if short else spaced

    def before_elision(self, word: Word, *, is_open: bool) -> str:
        """A word with the spaces around it; forms in an apostrophe need none before the next word."""
        alternatives = _alternatives(word)
        short = "|".join(self.sequence(items) for items in alternatives if _ends_in_apostrophe(items))
        full = "|".join(self.sequence(items) for items in alternatives if not _ends_in_apostrophe(items))
        both = rf"(?:(?:{short})[ \t]*|(?:{full}){BETWEEN})" if full else rf"(?:{short})[ \t]*"
        if not is_open:
            return _maybe(both, absent=optional(word))
        return f"(?:{BETWEEN}{both}|{BETWEEN})" if optional(word) else BETWEEN + both


def _maybe(expression: str, *, absent: bool) -> str:
    return f"(?:{expression})?" if absent else expression


def _alternatives(word: Word) -> tuple[tuple[Item, ...], ...]:
    """What a word may be: itself, or the alternatives of the group that it is."""
    only = word.pieces[0] if len(word.pieces) == 1 else None
    return only.alternatives if isinstance(only, Group) else ((word,),)


def _plain(item: Item) -> str | None:
    """The letters of a word without groups and stars."""
    piece = item.pieces[0] if isinstance(item, Word) and len(item.pieces) == 1 else None
    return piece if isinstance(piece, str) else None


def _plain_forms(word: Word) -> tuple[str, ...]:
    """The alternatives that are a single plain word."""
    return tuple(plain for items in _alternatives(word) if len(items) == 1 and (plain := _plain(items[0])))


def _ends_in_apostrophe(items: tuple[Item, ...]) -> bool:
    last = items[-1]
    return isinstance(last, Word) and isinstance(last.pieces[-1], str) and last.pieces[-1].endswith("'")


def _elides(item: Item) -> bool:
    return isinstance(item, Word) and any(map(_ends_in_apostrophe, _alternatives(item)))
