"""Commitments: who, what, by when, and whether anybody has authorised it."""

from datetime import datetime

import pytest

from coach.checks.promises import backing, find_commitments, unauthorised
from knowledge.models import Language

NOW = datetime(2026, 3, 4, 10, 0)
GRANTED = {
    "en": {"offer:0": "refund of £25 by Friday 5 pm", "policy:update_working_days": "2 working days"},
    "it": {"offer:0": "rimborso di 25 € entro venerdì alle 17", "policy:update_working_days": "2 giorni lavorativi"},
    "fr": {"offer:0": "remboursement de 25 € vendredi avant 17 h", "policy:update_working_days": "2 jours ouvrés"},
    "pl": {"offer:0": "zwrot 25 zł do piątku do godz. 17", "policy:update_working_days": "2 dni roboczych"},
}
COMMITMENTS = [
    ("en", "I will write to you within two working days.", "us", "2026-03-06", None, "supported"),
    ("en", "We'll refund £25 by Friday 5 pm.", "us", "2026-03-06T17:00", "£25", "supported"),
    ("en", "We'll refund £90 by Friday 5 pm.", "us", "2026-03-06T17:00", "£90", "needs-approval"),
    ("en", "I guarantee it will definitely arrive tomorrow.", "us", "2026-03-05", None, "unrealistic"),
    ("en", "Could you send me a photo of the label?", "customer", None, None, "supported"),
    ("it", "Le scrivo entro due giorni lavorativi.", "us", "2026-03-06", None, "supported"),
    ("it", "Le rimborso 25 € entro venerdì alle 17.", "us", "2026-03-06T17:00", "25 €", "supported"),
    ("it", "Garantisco che non succederà mai più.", "us", None, None, "unrealistic"),
    ("it", "Può inviarmi una foto dell'etichetta?", "customer", None, None, "supported"),
    ("fr", "Je vous écris sous deux jours ouvrés.", "us", "2026-03-06", None, "supported"),
    ("fr", "Nous vous remboursons 80 € demain.", "us", "2026-03-05", "80 €", "needs-approval"),
    ("fr", "Pouvez-vous me confirmer votre adresse ?", "customer", None, None, "supported"),
    ("pl", "Odpiszę w ciągu dwóch dni roboczych.", "us", "2026-03-06", None, "supported"),
    ("pl", "Zwrócimy 25 zł do piątku do godz. 17.", "us", "2026-03-06T17:00", "25 zł", "supported"),
    ("pl", "Gwarantuję, że paczka na pewno dotrze jutro.", "us", "2026-03-05", None, "unrealistic"),
    ("pl", "Proszę o przesłanie zdjęcia etykiety.", "customer", None, None, "supported"),
]
NOTHING_PROMISED = [
    ("en", "I am sorry that you waited three weeks."),
    ("it", "Mi dispiace per l'attesa di tre settimane."),
    ("fr", "Je suis désolée pour ces trois semaines d'attente."),
    ("pl", "Przykro mi z powodu trzech tygodni czekania."),
]


@pytest.mark.parametrize(("language", "text", "actor", "deadline", "amount", "status"), COMMITMENTS)
def test_commitments(language: str, text: str, actor: str, deadline: str | None, amount: str | None, status: str) -> None:
    (one,) = find_commitments(text, Language(language), backing(GRANTED[language], Language(language), NOW), 0, NOW)
    assert (one.actor, one.deadline, one.amount, one.status) == (actor, deadline, amount, status)
    assert text[one.start : one.end] == one.text


@pytest.mark.parametrize(("language", "text"), NOTHING_PROMISED)
def test_regret_promises_nothing(language: str, text: str) -> None:
    assert find_commitments(text, Language(language), frozenset(), 0, NOW) == ()


def test_money_within_the_agents_own_limit_is_supported() -> None:
    (one,) = find_commitments("We'll credit £10 to your account.", Language.EN, frozenset(), 20, NOW)
    assert one.status == "supported"


@pytest.mark.parametrize(
    ("text", "loose"),
    [
        ("We will refund £25 by Friday 5 pm.", False),
        ("We will refund £500.", True),
        ("Your dress will arrive on Saturday.", True),
        ("After three weeks of silence I will check it and write within two working days.", False),
        ("I will look into it.", False),
    ],
)
def test_what_the_customer_wrote_authorises_nothing(text: str, loose: bool) -> None:
    backed = backing(GRANTED["en"], Language.EN, NOW)
    assert bool(unauthorised(find_commitments(text, Language.EN, backed, 0, NOW), backed, Language.EN)) is loose
