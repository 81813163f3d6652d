"""What a policy changes: the same bundled mail, answered under two policies by the built-in writer."""

import asyncio
import difflib
from pathlib import Path
from typing import NamedTuple

from coach.bootstrap import build_coach
from coach.models import DraftRequest
from coach.settings import Settings
from knowledge.models import Language
from ui.desk.examples import examples


class Change(NamedTuple):
    """One line of a reply: gone, new, or as it was."""

    mark: str
    """``-``, ``+`` or a space."""
    text: str


def title_of(language: Language) -> str:
    """What the example mail is called."""
    return examples(language)[0].title


def reply_under(policy: Path | None, settings: Settings, language: Language) -> tuple[str, ...]:
    """The reply to the example mail under a policy (the default when None), one sentence a line; raises CoachError."""
    coach = build_coach(settings.model_copy(update={"policy": policy, "model": None, "role": None}))
    # Without facts and offer: what is promised then comes from the policy alone.
    answer = asyncio.run(coach.draft(DraftRequest(mail=examples(language)[0].mail, lang=language)))
    return tuple(line for sentence in answer.sentences for line in sentence.text.splitlines())


def changes(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[Change, ...]:
    """Both replies as one, line by line."""
    found: list[Change] = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found += [Change(" ", line) for line in before[i:j]]
        else:
            found += [*(Change("-", line) for line in before[i:j]), *(Change("+", line) for line in after[k:m])]
    return tuple(found)
