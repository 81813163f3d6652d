"""Cues mean the same in every language, and a faulty data file is refused."""

from pathlib import Path

import pytest

from coach.checks import cues
from coach.checks.cues import COLUMNS, CueWords, cues_of
from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.models import Language

TWINS = {
    Language.EN: "I am sorry, but I cannot promise Friday at 10:30.",
    Language.IT: "Mi dispiace, ma non posso prometterle venerdì alle 10:30.",
    Language.FR: "Je suis désolé, mais je ne peux pas promettre vendredi à 10:30.",
    Language.PL: "Przepraszam, ale nie mogę obiecać piątku o 10:30.",
}


@pytest.mark.parametrize("language", list(Language))
def test_twins_show_the_same_cues(language: Language) -> None:
    row = dict(zip(COLUMNS, cues_of([TWINS[language]], language)[0], strict=True))
    assert min(row[kind] for kind in ("apology", "contrast", "negation", "certain", "dates", "clock", "numbers")) >= 1
    assert row["evidence"] == 0


def test_a_star_stands_for_an_ending_and_a_bare_word_for_itself() -> None:
    def apologies(text: str) -> float:
        return float(cues_of([text], Language.EN)[0][COLUMNS.index("apology")])

    assert (apologies("apologise"), apologies("apologies"), apologies("sorry"), apologies("sorrynot")) == (1, 1, 1, 0)


def test_an_unknown_kind_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "en.yaml"
    path.write_text((cues.FOLDER / "en.yaml").read_text(encoding="utf-8") + "colour: [red]\n", encoding="utf-8")
    with pytest.raises(LanguageDataError, match=r"en\.yaml:24: colour"):
        read_data(path, CueWords, LanguageDataError)
