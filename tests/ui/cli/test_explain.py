"""``coach review --explain``: the evidence of each finding, for people and for programs."""

import json

import pytest

from coach.explaining import Explained
from knowledge.models import Language
from ui.cli.words import terminal_words

DRAFTS = {
    Language.EN: "Your order is here. We are sorry if you feel that way. I will write to you by Friday.",
    Language.IT: "Ho aperto la pratica. Ci scusiamo se si è sentita offesa. Le scrivo entro venerdì.",
    Language.FR: "J'ai ouvert le dossier. Nous sommes désolés si vous avez été offensé. Je vous écris vendredi.",
    Language.PL: "Mam Pana sprawę. Przepraszamy, jeśli poczuł się Pan urażony. Napiszę do Pana do piątku.",
}


@pytest.mark.parametrize("language", list(Language))
def test_people_read_the_evidence_in_their_language(language, folder, coach_command):
    (folder / "own.txt").write_text(DRAFTS[language], encoding="utf-8")
    plain, explained = coach_command("review", "own.txt").out, coach_command("review", "own.txt", "--explain").out
    opening = terminal_words(language).evidence.chance.split("{")[0]
    assert opening in explained
    assert opening not in plain


def test_programs_get_one_object_that_names_its_explanations(folder, coach_command):
    (folder / "own.txt").write_text(DRAFTS[Language.EN], encoding="utf-8")
    answer = Explained.model_validate_json(coach_command("review", "own.txt", "--explain", "--json").out)
    assert len(answer.explanations) == len(answer.findings) > 0
    assert "explanations" not in json.loads(coach_command("review", "own.txt", "--json").out)
