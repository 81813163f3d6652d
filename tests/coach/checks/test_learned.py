"""The learned critic in use: NumPy alone, spans inside a sentence, files refused when they are not what they claim."""

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from coach.checks import model
from coach.checks.features import grams_of
from coach.checks.learned import HEADS, RULES_OF, LearnedCritic
from coach.errors import WeightsError
from knowledge.language.sentences import split
from knowledge.models import Dimension, Language, Severity

HARSH = {
    Language.EN: (
        "Dear Sir, you should have read the terms before ordering. "
        "As I already told you, our records show that nothing is wrong.\n"
        "Calm down, it is only a few days. I guarantee that this will never happen again."
    ),
    Language.IT: (
        "Gentile signore, avrebbe dovuto leggere le condizioni prima di ordinare. "
        "Come già detto, dai nostri sistemi risulta tutto regolare.\n"
        "Si calmi, sono solo pochi giorni. Le garantisco che non succederà mai più."
    ),
    Language.FR: (
        "Monsieur, vous auriez dû lire les conditions avant de commander. "
        "Comme je vous l'ai déjà dit, notre système indique que tout est en ordre.\n"
        "Calmez-vous, ce ne sont que quelques jours. Je vous garantis que cela ne se reproduira plus jamais."
    ),
    Language.PL: (
        "Szanowny Panie, powinien był Pan przeczytać regulamin przed zamówieniem. "
        "Jak już pisałem, według systemu wszystko jest w porządku.\n"
        "Proszę się uspokoić, to tylko kilka dni. Gwarantuję, że to się już nigdy nie powtórzy."
    ),
}
KIND = {
    Language.EN: (
        "Dear Ms Hill,\nI am sorry: we sent your order to the wrong address. "
        "I have sent a new one today, and it will be with you on Friday. Kind regards"
    ),
    Language.IT: (
        "Gentile signora Neri,\nmi dispiace: abbiamo spedito il suo ordine all'indirizzo sbagliato. "
        "Oggi ne ho spedito uno nuovo, che arriverà venerdì. Cordiali saluti"
    ),
    Language.FR: (
        "Bonjour Madame,\nje suis désolé : nous avons envoyé votre commande à la mauvaise adresse. "
        "J'en ai envoyé une autre aujourd'hui, elle arrivera vendredi. Cordialement"
    ),
    Language.PL: ("Dzień dobry,\nprzepraszam: wysłaliśmy Pani zamówienie na zły adres. Dziś wysłałem nowe, dotrze w piątek. Z poważaniem"),
}
LANGUAGES = pytest.mark.parametrize("language", list(Language))


@LANGUAGES
def test_a_harsh_draft_has_more_faults_than_a_kind_one(language: Language) -> None:
    critic = LearnedCritic.load(language)
    harsh = {finding.dimension for finding in critic.findings(HARSH[language])}
    assert {Dimension.LECTURING, Dimension.UNREALISTIC_PROMISES} <= harsh
    assert not [finding for finding in critic.findings(KIND[language]) if finding.severity is Severity.ERROR]


@LANGUAGES
def test_merits_of_a_kind_draft(language: Language) -> None:
    critic = LearnedCritic.load(language)
    assert {"apologises", "owns-the-problem"} <= set(critic.met(KIND[language]))
    assert "apologises" not in critic.met(HARSH[language])


@LANGUAGES
def test_a_finding_stays_inside_one_sentence_and_names_a_rule_of_its_dimension(language: Language) -> None:
    sentences = split(HARSH[language], language)
    for finding in LearnedCritic.load(language).findings(HARSH[language]):
        assert sum(s.start < finding.end and finding.start < s.end for s in sentences) == 1
        assert finding.rule in RULES_OF[finding.dimension]
        assert set(finding.also) <= set(RULES_OF[finding.dimension]) - {finding.rule}
        assert HARSH[language][finding.start : finding.end].strip() == HARSH[language][finding.start : finding.end]


def test_a_stop_inside_a_sentence_narrows_the_finding_to_one_piece() -> None:
    draft = "Come già detto al sig. Neri, dai nostri sistemi risulta tutto regolare dal 3.5 al 4.6."
    findings = LearnedCritic.load(Language.IT).findings(draft)
    assert findings
    for finding in findings:
        assert not set(".!?\n") & set(draft[finding.start : finding.end - 1])


@pytest.mark.parametrize("draft", ["", "  \n", "?", "> quoted only", "x" * 5000, "\u0130" * 30, "Sorry.\x00\x00 Really."])
def test_odd_drafts_are_survived(draft: str) -> None:
    critic = LearnedCritic.load(Language.EN)
    for finding in critic.findings(draft):
        assert 0 <= finding.start < finding.end <= len(draft)
    assert isinstance(critic.met(draft), tuple)


def test_same_draft_same_answer() -> None:
    first, second = (LearnedCritic.load(Language.FR) for _ in range(2))
    assert first.findings(HARSH[Language.FR]) == second.findings(HARSH[Language.FR])


def test_the_review_needs_neither_scikit_learn_nor_scipy() -> None:
    code = (
        "import sys; from coach.checks.learned import LearnedCritic; from knowledge.models import Language\n"
        "critic = LearnedCritic.load(Language.EN); critic.findings('You should have read it.'); critic.met('I am sorry.')\n"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'sklearn', 'scipy', 'chromadb', 'langchain', 'gradio'}))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(model.FOLDER / "en.npz", tmp_path / "en.npz")
    return tmp_path


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"en\.npz is missing.*coach evals train"):
        LearnedCritic.load(Language.EN, tmp_path)


@pytest.mark.parametrize("place", [0.0, 0.5, 0.9])
def test_a_damaged_file_is_refused(folder: Path, place: float) -> None:
    path = folder / "en.npz"
    content = bytearray(path.read_bytes())
    at = int(place * len(content))
    content[at : at + 64] = bytes(byte ^ 0xFF for byte in content[at : at + 64])
    path.write_bytes(content)
    with pytest.raises(WeightsError, match="damaged"):
        LearnedCritic.load(Language.EN, folder)


def test_a_file_cut_short_is_refused(folder: Path) -> None:
    path = folder / "en.npz"
    path.write_bytes(path.read_bytes()[:-1000])
    with pytest.raises(WeightsError, match="damaged"):
        LearnedCritic.load(Language.EN, folder)


def test_changed_numbers_are_refused_even_in_a_sound_archive(folder: Path) -> None:
    path = folder / "en.npz"
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    arrays["shown"] = arrays["shown"] / 2
    with path.open("wb") as stream:
        np.savez(stream, **arrays)
    with pytest.raises(WeightsError, match="checksum"):
        LearnedCritic.load(Language.EN, folder)


def test_weights_of_other_features_or_another_language_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "en.npz").rename(folder / "it.npz")
    with pytest.raises(WeightsError, match="was made for features"):
        LearnedCritic.load(Language.IT, folder)
    monkeypatch.setattr(model, "LOOK_VERSION", model.LOOK_VERSION + 1)
    with pytest.raises(WeightsError, match="was made for features"):
        LearnedCritic.load(Language.EN)


def test_a_file_survives_being_saved(tmp_path: Path) -> None:
    weights = model.load(Language.PL)
    model.save(weights, Language.PL, tmp_path)
    grams = grams_of(HARSH[Language.PL], Language.PL)
    again = model.load(Language.PL, tmp_path)
    assert np.array_equal(again.sentence.scores(grams), weights.sentence.scores(grams))
    assert again.heads == weights.heads == HEADS


def test_the_weights_of_all_languages_are_small() -> None:
    assert sum((model.FOLDER / f"{language}.npz").stat().st_size for language in Language) < 20_000_000
