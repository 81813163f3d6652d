"""Every finding can be defended: the wording that was found, the guards that were asked, and what was learned of the words."""

import pytest

from coach.bootstrap import build_coach
from coach.checks.features import grams_of, spelled
from coach.explaining import Explained
from coach.requests import ReviewRequest
from coach.reviewing import Reviewing
from coach.settings import Settings
from knowledge.models import Language

DRAFTS = {
    Language.EN: "I have your case. We are sorry if you feel that way. I will write to you by Friday.",
    Language.IT: "Ho aperto la pratica. Ci scusiamo se si è sentito offeso. Le scrivo entro venerdì.",
    Language.FR: "J'ai ouvert le dossier. Nous sommes désolés si vous avez été offensé. Je vous écris vendredi.",
    Language.PL: "Mam Pana sprawę. Przepraszamy, jeśli poczuł się Pan urażony. Napiszę do piątku.",
}


@pytest.fixture(scope="module")
def reviewing(tmp_path_factory: pytest.TempPathFactory) -> Reviewing:
    return build_coach(Settings(home=tmp_path_factory.mktemp("home"))).reviewing


def explained(reviewing: Reviewing, language: Language) -> Explained:
    request = ReviewRequest(draft=DRAFTS[language], lang=language)
    return reviewing.explained(request, reviewing.review(request))


@pytest.mark.parametrize("language", list(Language))
def test_each_finding_has_its_evidence(reviewing: Reviewing, language: Language) -> None:
    answer = explained(reviewing, language)
    assert answer.findings
    assert [one.finding for one in answer.explanations] == list(range(len(answer.findings)))
    for finding, one in zip(answer.findings, answer.explanations, strict=True):
        assert one.patterns or one.learned
        for pattern in one.patterns:
            assert pattern.quote in DRAFTS[language]
            assert not any(guard.objects for guard in pattern.guards)
        if finding.origin == "learned" and one.learned:
            assert one.learned.probability >= one.learned.shown_from


@pytest.mark.parametrize("language", list(Language))
def test_traits_stand_in_the_sentence_and_are_sorted(reviewing: Reviewing, language: Language) -> None:
    learned = [one.learned for one in explained(reviewing, language).explanations if one.learned]
    assert learned
    for one in learned:
        weights = [trait.weight for trait in one.speaks_for]
        assert weights == sorted(weights, reverse=True)
        assert all(trait.weight < 0 for trait in one.speaks_against)


@pytest.mark.parametrize("language", list(Language))
def test_every_trait_of_a_sentence_can_be_read(language: Language) -> None:
    sentence = DRAFTS[language].split(". ")[1]
    assert {int(key) for key in grams_of(sentence, language).keys} <= spelled(sentence).keys()
