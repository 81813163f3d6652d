"""Sentence templates: alternatives, optional parts, slots and forms of address, chosen by whoever expands them.

``[sorry|very sorry]`` is a choice, ``(, {around})`` is said only when its slots can be filled, ``{thing.gen}`` is a slot in a
grammatical form, and ``<le|ti>`` is the formal and the familiar wording.
"""

import itertools
import re
from collections.abc import Iterator, Mapping
from functools import cache
from random import Random
from typing import NamedTuple, TypeAlias

Slots = Mapping[str, str]
"""Slot name, with its form if it has one, to text; a name that is not there cannot be filled."""

TOKEN = re.compile(r"\{[a-z]+(?:\.[a-z]+)?\}|[\[\]()<>|]|[^\[\]()<>|{}]+")
CLOSING = {"[": "]", "(": ")", "<": ">"}


class Slot(NamedTuple):
    """A gap that a referring expression fills."""

    name: str


class Group(NamedTuple):
    """Alternatives (``[``), an optional part (``(``) or the formal and the familiar wording (``<``)."""

    bracket: str
    branches: "tuple[tuple[Node, ...], ...]"


Node: TypeAlias = "str | Slot | Group"


@cache
def parse(text: str) -> tuple[Node, ...]:
    """Parse a template; raises ValueError, in words for its author, when brackets or slots are not well formed."""
    tokens = TOKEN.findall(text)
    if "".join(tokens) != text:
        raise ValueError(f"a slot is not written like {{name}} or {{name.form}} in: {text}")
    branches, rest = _branches(tokens, "")
    if rest or len(branches) != 1:
        raise ValueError(f"brackets or bars do not match in: {text}")
    return branches[0]


def _branches(tokens: list[str], end: str) -> tuple[list[tuple[Node, ...]], list[str]]:
    branches: list[list[Node]] = [[]]
    while tokens:
        piece, tokens = tokens[0], tokens[1:]
        if piece == end:
            return [tuple(branch) for branch in branches], tokens
        if piece in CLOSING:
            inner, tokens = _branches(tokens, CLOSING[piece])
            branches[-1].append(Group(piece, tuple(inner)))
        elif piece == "|":
            branches.append([])
        elif piece in CLOSING.values():
            raise ValueError(f"a closing {piece} has no opening partner")
        else:
            branches[-1].append(Slot(piece[1:-1]) if piece[0] == "{" else piece)
    if end:
        raise ValueError(f"a closing {end} is missing")
    return [tuple(branch) for branch in branches], tokens


def required(nodes: tuple[Node, ...]) -> frozenset[str]:
    """The slots without which the template cannot be said."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Slot):
            found.add(node.name)
        elif isinstance(node, Group) and node.bracket != "(":
            found.update(*(required(branch) for branch in node.branches))
    return frozenset(found)


def named(nodes: tuple[Node, ...]) -> frozenset[str]:
    """Every slot of the template, those of its optional parts too."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Slot):
            found.add(node.name)
        elif isinstance(node, Group):
            found.update(*(named(branch) for branch in node.branches))
    return frozenset(found)


def count_ways(nodes: tuple[Node, ...]) -> int:
    """How many wordings its alternatives make; optional parts and forms of address add none."""
    ways = 1
    for node in nodes:
        if isinstance(node, Group):
            inner = [count_ways(branch) for branch in node.branches]
            ways *= sum(inner) if node.bracket == "[" else inner[0]
    return ways


def expand(nodes: tuple[Node, ...], slots: Slots, random: Random, *, formal: bool) -> str:
    """One wording; alternatives are drawn from ``random``, optional parts are said when their slots are there."""
    said: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            said.append(node)
        elif isinstance(node, Slot):
            said.append(slots[node.name])
        elif node.bracket == "[":
            said.append(expand(random.choice(node.branches), slots, random, formal=formal))
        elif node.bracket == "<":
            said.append(expand(node.branches[0 if formal else -1], slots, random, formal=formal))
        elif required(node.branches[0]) <= slots.keys():
            said.append(expand(node.branches[0], slots, random, formal=formal))
    return "".join(said)


def wordings(nodes: tuple[Node, ...], slots: Slots, *, formal: bool) -> Iterator[str]:
    """Every wording there is, optional parts with and without."""
    parts = [tuple(_ways(node, slots, formal=formal)) for node in nodes]
    return ("".join(way) for way in itertools.product(*parts))


def _ways(node: Node, slots: Slots, *, formal: bool) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, Slot):
        yield slots[node.name]
    elif node.bracket == "<":
        yield from wordings(node.branches[0 if formal else -1], slots, formal=formal)
    else:
        for branch in node.branches:
            yield from wordings(branch, slots, formal=formal)
        if node.bracket == "(":
            yield ""
