"""Changes that a careful reader would not notice: other words for the same, another greeting, a courtesy, what mail clients add."""

import re
import textwrap
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from pydantic import Field

from evals.models import GoldCase
from evals.mutation.mutants import NEUTRAL, Host, Mutant, body_sentences, hosts_of, order
from knowledge.datafile import read_data
from knowledge.models import Frozen, Language

FOLDER = Path(__file__).parent / "wordings"
EACH = 40
"""Replies of one language that are changed in one way, at most."""
COLUMNS = 72


class Wordings(Frozen):
    """Text for the neutral changes of one language."""

    greetings: tuple[str, ...] = Field(min_length=2)
    """Openings before a name, each fit to stand for another."""
    phrases: tuple[tuple[str, str], ...] = Field(min_length=1)
    """Pairs that mean the same, in either direction."""
    padding: tuple[str, ...] = Field(min_length=1)
    """Courteous sentences that fit any reply."""
    signature: str
    sign_off: str


Change = Callable[[Host, Wordings], str | None]


def unchanged_in_meaning(cases: Sequence[GoldCase]) -> list[Mutant]:
    """The mutants of all languages and kinds of change; a reply that a change does not fit is passed over."""
    hosts = hosts_of(cases)
    found = []
    for language in Language:
        own = [host for host in hosts if host.case.lang is language]
        for kind, change in zip(NEUTRAL, CHANGES, strict=True):
            drawn = sorted(own, key=lambda host: order(f"{kind} {host.reply.id}"))
            changed = [(host, text) for host in drawn if (text := change(host, _wordings(language))) not in (None, host.reply.body)]
            found += [Mutant(f"{host.reply.id}~{kind}", host, kind, str(text)) for host, text in changed[:EACH]]
    return found


@cache
def _wordings(language: Language) -> Wordings:
    return read_data(FOLDER / f"{language}.yaml", Wordings)


def _paraphrase(host: Host, words: Wordings) -> str | None:
    """The first phrase that has another wording, wherever it stands."""
    text = host.reply.body
    pairs = [pair for one, other in words.phrases for pair in ((one, other), (other, one))]
    for one, other in pairs:
        found = re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text.replace("’", "'"), re.IGNORECASE)
        if found:
            said = other.capitalize() if found.group()[0].isupper() and not one[0].isupper() else other
            return text[: found.start()] + said + text[found.end() :]
    return None


def _greeting(host: Host, words: Wordings) -> str | None:
    """Another opening before the same name."""
    for place, one in enumerate(words.greetings):
        if re.match(rf"{one} \w", host.reply.body):
            return words.greetings[(place + 1) % len(words.greetings)] + host.reply.body[len(one) :]
    return None


def _padding(host: Host, words: Wordings) -> str | None:
    """A courtesy behind the first sentence."""
    sentences = body_sentences(host.reply.body, host.case.lang)
    if not sentences:
        return None
    said = words.padding[order(host.reply.id) % len(words.padding)]
    return f"{host.reply.body[: sentences[0].end]} {said}{host.reply.body[sentences[0].end :]}"


def _quoted(host: Host, words: Wordings) -> str:
    """The customer's mail below, as mail clients quote it."""
    lines = "\n".join(f"> {line}" for line in host.case.mail.body.split("\n"))
    return f"{host.reply.body}\n\n{lines}\n"


def _signed(host: Host, words: Wordings) -> str:
    """A signature block below two dashes."""
    return f"{host.reply.body}\n\n-- \n{words.signature}"


def _signed_off(host: Host, words: Wordings) -> str:
    """A signature without the dashes that tell it from the text."""
    return f"{host.reply.body}\n\n{words.sign_off}\n{words.signature}"


def _wrapped(host: Host, words: Wordings) -> str:
    """Lines as plain-text mail has them."""
    lines = (textwrap.wrap(line, COLUMNS, break_long_words=False, break_on_hyphens=False) for line in host.reply.body.split("\n"))
    return "\n".join("\n".join(line) for line in lines)


def _apostrophes(host: Host, words: Wordings) -> str:
    """Straight ones for curly ones, and the other way round."""
    return host.reply.body.translate({ord("'"): "’", ord("’"): "'"})


CHANGES: tuple[Change, ...] = (_paraphrase, _greeting, _padding, _quoted, _signed, _signed_off, _wrapped, _apostrophes)
"""In the order of NEUTRAL."""
