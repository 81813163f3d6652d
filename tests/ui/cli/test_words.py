"""The words of the command line exist in every language, and none was left in English."""

import pytest

from knowledge.models import Language
from ui.cli.words import spoken, terminal_words

SAME = {"source", "phase"}
"""Words that French and English share."""


@pytest.mark.parametrize("language", [Language.IT, Language.FR, Language.PL])
def test_every_language_has_words_of_its_own(language):
    english, own = terminal_words(Language.EN), terminal_words(language)
    assert {name for name, word in own.labels if word == getattr(english.labels, name)} <= SAME
    for group in ("verdicts", "outcomes", "stages"):
        assert getattr(own, group).keys() == getattr(english, group).keys()
        assert not set(getattr(own, group).values()) & set(getattr(english, group).values())


def test_a_text_is_explained_in_its_own_language_or_in_english():
    assert [spoken("pl"), spoken("unknown")] == [Language.PL, Language.EN]
