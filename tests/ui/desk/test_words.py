"""Every visible word is in a checked file, in four languages."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.errors import FileFault
from knowledge.language.identify import identify
from knowledge.models import Language
from ui.desk import words as module
from ui.desk.examples import examples
from ui.desk.words import FOLDER, words

SAME_EVERYWHERE = {"page.title", "page.model"}


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An English file to break; the loader looks for it in a folder of its own."""
    file = tmp_path / "en.yaml"
    file.write_text((FOLDER / "en.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    words.cache_clear()
    yield file
    words.cache_clear()


@pytest.mark.parametrize("language", Language)
def test_the_desk_speaks(language: Language) -> None:
    assert words(language).page.language
    assert set(words(language).flat()) == set(words(Language.EN).flat())


@pytest.mark.parametrize("language", [language for language in Language if language is not Language.EN])
def test_no_sentence_is_left_in_english(language: Language) -> None:
    english, here = words(Language.EN).flat(), words(language).flat()
    assert not [name for name, word in here.items() if word == english[name] and " " in word and name not in SAME_EVERYWHERE]


@pytest.mark.parametrize("language", Language)
def test_sentences_are_in_their_language(language: Language) -> None:
    sentences = " ".join(word for word in words(language).flat().values() if word.count(" ") > 3)
    assert identify(sentences).language is language


def test_no_word_is_there_for_nothing() -> None:
    desk = Path(module.__file__).parent
    using = set(
        re.findall(
            r"\w+", "".join(file.read_text(encoding="utf-8") for file in [*desk.glob("page/*.[hj]*"), desk / "app.py", desk / "models.py"])
        )
    )
    assert not [name for name in words(Language.EN).flat() if name.split(".")[1] not in using]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("  tab: Reply desk\n", ""), "en.yaml:2: page.tab: is missing"),
        (("  tab: Reply desk\n", "  tab: Reply desk\n  tap: x\n"), "page.tap: is not a known name here"),
        (('  gaps: "To fill in before copying: {count}"', "  gaps: To fill in"), "must hold {count}, and nothing else in braces"),
        (("  copied: Copied.", "  copied: Copied {count}."), "draft.copied: must hold"),
        (("    shame: shame\n", ""), "values.feelings: lacks shame"),
        (("    shame: shame\n", "    shame: shame\n    joy: joy\n"), "values.feelings: has joy, which the contract does not know"),
    ],
)
def test_a_broken_file_is_refused_with_its_line(broken: Path, change: tuple[str, str], told: str) -> None:
    text = broken.read_text(encoding="utf-8")
    assert change[0] in text
    broken.write_text(text.replace(*change), encoding="utf-8")
    with pytest.raises(FileFault, match=r"en\.yaml:\d+: ") as caught:
        words(Language.EN)
    assert told in str(caught.value)


@pytest.mark.parametrize("language", Language)
def test_there_are_three_examples_in_the_language(language: Language) -> None:
    mails = examples(language)
    assert len({mail.title for mail in mails}) == 3
    for mail in mails:
        assert identify(mail.mail).language is language
        assert mail.mail == mail.mail.strip()
