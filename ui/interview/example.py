"""What a policy changes: a bundled mail, answered under two policies by the built-in writer."""

import asyncio
import difflib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from coach.bootstrap import build_coach
from coach.requests import DraftRequest
from coach.settings import Settings
from knowledge.models import Language
from ui.desk.examples import examples

Reply = tuple[str, ...]
"""A reply, one sentence or shorter line a piece."""


class Change(NamedTuple):
    """One line of a reply: gone, new, or as it was."""

    mark: str
    """``-``, ``+`` or a space."""
    text: str


def replies_under(policy: Path | None, settings: Settings, language: Language) -> dict[str, Reply]:
    """By title, the replies to the example mails under a policy (the default when None); raises CoachError."""
    coach = build_coach(settings.model_copy(update={"policy": policy, "model": None, "role": None}))
    # Without facts and offer: what is promised then comes from the policy alone.
    requests = {one.title: DraftRequest(mail=one.mail, lang=language) for one in examples(language)}
    answers = {title: asyncio.run(coach.draft(request)) for title, request in requests.items()}
    return {title: tuple(line for sentence in answer.sentences for line in sentence.text.splitlines()) for title, answer in answers.items()}


def plainest(before: Mapping[str, Reply], after: Mapping[str, Reply]) -> tuple[str, tuple[Change, ...]]:
    """The mail whose reply changes in the fewest lines, but changes; the first one when none does.

    A policy can lead the writer to other words all over a reply, which hides what it changed.
    """
    found = {title: changes(reply, after[title]) for title, reply in before.items()}
    changed = {title: sum(one.mark != " " for one in lines) for title, lines in found.items()}
    title = min(found, key=lambda title: changed[title] or max(changed.values()) + 1)
    return title, found[title]


def changes(before: Reply, after: Reply) -> tuple[Change, ...]:
    """Both replies as one, line by line."""
    found: list[Change] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Change(" ", line) for line in before[i:j]]
        else:
            found += [*(Change("-", line) for line in before[i:j]), *(Change("+", line) for line in after[k:m])]
    return tuple(found)
