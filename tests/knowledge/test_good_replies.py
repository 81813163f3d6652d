"""Good replies raise no finding that is shown, and their merits are seen."""

from pathlib import Path

import pytest

from knowledge.models import Language, Severity
from knowledge.rulebook import load_rulebook

FOLDER = Path(__file__).parent / "good_replies"
CASES = [(language, reply) for language in Language for reply in (FOLDER / f"{language}.txt").read_text(encoding="utf-8").split("---\n")]
MERITS = {"acknowledges-feelings", "apologises", "clear-next-step", "invites-reply", "owns-the-problem", "time-expectation"}


@pytest.mark.parametrize(("language", "reply"), CASES, ids=lambda value: value[:20])
def test_a_good_reply_has_no_error_and_no_warning(language: Language, reply: str) -> None:
    rulebook = load_rulebook(language)
    shown = [match for match in rulebook.find(reply, language) if rulebook.rules[match.rule].severity is not Severity.HINT]
    assert [(match.rule, reply[match.start : match.end]) for match in shown] == []


@pytest.mark.parametrize("language", Language)
def test_every_merit_is_seen_somewhere_in_the_good_replies(language: Language) -> None:
    rulebook = load_rulebook(language)
    text = (FOLDER / f"{language}.txt").read_text(encoding="utf-8")
    assert {match.rule for match in rulebook.present(text, language)} >= MERITS
