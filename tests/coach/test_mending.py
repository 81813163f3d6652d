"""Replacements that are offered can all be accepted: the faults go, no new ones come, and every figure stays."""

import json
from collections import Counter
from pathlib import Path

import pytest

import evals.cases
from coach.bootstrap import build_coach
from coach.checks.facts import figures
from coach.checks.rewrites import Room, applied, hits_in, keeps_facts, proposals
from coach.models import Finding, ReviewAnswer
from coach.requests import ReviewRequest
from coach.reviewing import Reviewing
from coach.settings import Settings
from knowledge.language.sentences import split
from knowledge.models import Dimension, Language, Severity

CASES = Path(evals.cases.__file__).parent
EDITS = [
    ("en", "negative-framing", "Unfortunately, the order cannot leave today.", "The order cannot leave today."),
    ("en", "lecturing", "As I already explained, the voucher is valid for a year.", "The voucher is valid for a year."),
    ("en", "robotic-wording", "Do not hesitate to contact us with the photo.", "Please write to me with the photo."),
    ("en", "non-apology", "We apologise for any inconvenience caused.", "We apologise for the trouble this has caused you."),
    ("en", "unrealistic-promise", "The parcel will definitely arrive.", "The parcel will arrive."),
    ("it", "negative-framing", "Purtroppo il pacco non parte oggi.", "Il pacco non parte oggi."),
    ("it", "lecturing", "Come già spiegato, il buono vale un anno.", "Il buono vale un anno."),
    ("it", "robotic-wording", "Non esiti a contattarci con la foto.", "Mi scriva pure con la foto."),
    ("it", "unrealistic-promise", "Le garantisco che il pacco arriverà.", "Prevedo che il pacco arriverà."),
    ("fr", "negative-framing", "Malheureusement, le colis ne part pas.", "Le colis ne part pas."),
    ("fr", "lecturing", "Comme vous le savez, le bon vaut un an.", "Le bon vaut un an."),
    ("fr", "robotic-wording", "N'hésitez pas à nous contacter avec la photo.", "Écrivez-moi avec la photo."),
    ("fr", "non-apology", "Toutes mes excuses pour la gêne occasionnée.", "Toutes mes excuses pour la gêne que nous avons causée."),
    ("pl", "negative-framing", "Niestety paczka dziś nie wyjedzie.", "Paczka dziś nie wyjedzie."),
    ("pl", "lecturing", "Jak już wcześniej pisałam, bon jest ważny rok.", "Bon jest ważny rok."),
    ("pl", "unrealistic-promise", "Gwarantuję, że paczka dotrze.", "Spodziewam się, że paczka dotrze."),
    ("pl", "non-apology", "Przepraszamy za wszelkie niedogodności.", "Przepraszamy za kłopot, jaki sprawiliśmy."),
]
LONE = [
    ("en", "dismissing-feelings", "Your order is here. Please calm down. I will send it.", "Your order is here. I will send it."),
    ("it", "dismissing-feelings", "L'ordine è qui. Non c'è motivo di agitarsi. Lo spedisco.", "L'ordine è qui. Lo spedisco."),
    ("fr", "dismissing-feelings", "Le colis est là. Inutile de vous énerver. Je l'envoie.", "Le colis est là. Je l'envoie."),
    ("pl", "dismissing-feelings", "Paczka jest u nas. Proszę się uspokoić. Wyślę ją.", "Paczka jest u nas. Wyślę ją."),
]


def finding_in(draft: str, rule: str, sentence: int) -> Finding:
    start, end = split(draft, None)[sentence]
    return Finding(
        rule=rule,
        dimension=Dimension.OTHER,
        severity=Severity.WARNING,
        start=start,
        end=end,
        utf16_start=start,
        utf16_end=end,
        quote=draft[start:end],
        message="",
        replace=None,
        advice="",
        origin="learned",
        sources=(),
    )


def first_edit(language: str, rule: str, draft: str, sentence: int = 0) -> str:
    lang = Language(language)
    room = Room(draft, lang, split(draft, lang), (), 2)
    one = next(proposals(finding_in(draft, rule, sentence), room, hits_in(draft, lang)))
    assert keeps_facts(draft, one, room)
    return applied(draft, [one])


@pytest.mark.parametrize(("language", "rule", "draft", "better"), EDITS)
def test_sure_wordings_are_mended_in_place(language: str, rule: str, draft: str, better: str) -> None:
    assert first_edit(language, rule, draft) == better


@pytest.mark.parametrize(("language", "rule", "draft", "better"), LONE)
def test_a_sentence_that_only_hurts_goes(language: str, rule: str, draft: str, better: str) -> None:
    assert first_edit(language, rule, draft, 1) == better


@pytest.mark.parametrize(
    "draft",
    [
        "Thank you. You left the valve open 3 times. I will come.",
        "Thank you. You left the valve open. That is why it leaked.",
        "Thank you. You left the valve of our Derby shop open. I will come.",
    ],
)
def test_a_sentence_with_a_figure_a_name_or_a_follower_stays(draft: str) -> None:
    room = Room(draft, Language.EN, split(draft, Language.EN), (), 2)
    assert not list(proposals(finding_in(draft, "blaming-the-customer", 1), room, hits_in(draft, Language.EN)))


@pytest.fixture(scope="module")
def reviewing(tmp_path_factory: pytest.TempPathFactory) -> Reviewing:
    return build_coach(Settings(home=tmp_path_factory.mktemp("home"))).reviewing


def errors(answer: ReviewAnswer) -> int:
    return sum(one.severity is Severity.ERROR for one in answer.findings)


@pytest.mark.slow
@pytest.mark.parametrize("language", list(Language))
def test_accepting_all_replacements_mends_gold_replies(reviewing: Reviewing, language: Language) -> None:
    cases = [json.loads(line) for line in (CASES / f"train.{language}.jsonl").read_text(encoding="utf-8").splitlines()]
    replies = [reply["body"] for case in cases for reply in case["replies"] if reply["findings"]][:50]
    assert len(replies) == 50
    offered = 0
    update = Counter(one.meaning for one in figures(reviewing_update(language), language))
    for body in replies:
        before = reviewing.review(ReviewRequest(draft=body, lang=language))
        replacements = [one.replace for one in before.findings if one.replace]
        offered += len(replacements)
        changed = applied(body, replacements)
        after = reviewing.review(ReviewRequest(draft=changed, lang=language))
        assert errors(after) <= errors(before) - sum(one.severity is Severity.ERROR for one in before.findings if one.replace)
        old, new = (Counter(one.meaning for one in figures(text, language)) for text in (body, changed))
        assert not old - new
        assert set(new - old) <= set(update)
    assert offered >= 10


def reviewing_update(language: Language) -> str:
    return {"en": "2 working days", "it": "2 giorni lavorativi", "fr": "2 jours ouvrés", "pl": "2 dni roboczych"}[language]
