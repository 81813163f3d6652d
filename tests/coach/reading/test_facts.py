"""Spans that may be facts: found whole, of the right kind, and not taken for something else."""

from itertools import pairwise

import pytest

from coach.models import Mail
from coach.reading.facts import candidates
from coach.reading.mailtext import MailText
from knowledge.models import Language


def kinds(text: str, language: str) -> dict[str, str]:
    mail = MailText.of(Mail(body=text), Language(language))
    return {text[span.start : span.end]: span.kind for span in candidates(mail)}


@pytest.mark.parametrize(
    ("language", "text", "span", "kind"),
    [
        ("en", "I want news of order #A-1234 please.", "order #A-1234", "order"),
        ("en", "It was invoice no. 2024/118 again.", "invoice no. 2024/118", "order"),
        ("en", "You took £49.99 from me.", "£49.99", "amount"),
        ("en", "It came on 3 March 2025 at last.", "3 March 2025", "date"),
        ("en", "He was due on March 3rd at noon.", "March 3rd", "date"),
        ("en", "I have waited three weeks for it.", "three weeks", "duration"),
        ("en", "I have called four times now.", "four times", "count"),
        ("en", "This is the third technician you send.", "third technician", "count"),
        ("en", "Write to anna@example.com instead.", "anna@example.com", "contact"),
        ("en", "Ring me on +44 20 7946 0958 today.", "+44 20 7946 0958", "contact"),
        ("en", "A man called Peter Hill was rude.", "Peter Hill", "name"),
        ("it", "Mi avete addebitato 1.234,50 € due volte.", "1.234,50 €", "amount"),
        ("it", "Parlo dell'ordine n. 88213 di marzo.", "ordine n. 88213", "order"),
        ("it", "La consegna era per il 12 aprile scorso.", "12 aprile", "date"),
        ("it", "Aspetto da quindici giorni una risposta.", "quindici giorni", "duration"),
        ("it", "Ho scritto tre volte senza esito.", "tre volte", "count"),
        ("fr", "Vous avez prélevé 1 234,50 € hier.", "1 234,50 €", "amount"),
        ("fr", "Ma commande n° FR-5512 est perdue.", "commande n° FR-5512", "order"),
        ("fr", "Le rendez-vous du 1er avril est passé.", "1er avril", "date"),
        ("fr", "J'attends depuis deux mois déjà.", "deux mois", "duration"),
        ("pl", "Zapłaciłam 1 234,50 zł za sofę.", "1 234,50 zł", "amount"),
        ("pl", "Chodzi o zamówienie nr 55/2024 z sieprnia.", "zamówienie nr 55/2024", "order"),
        ("pl", "Miało przyjść 3 marca, nie przyszło.", "3 marca", "date"),
        ("pl", "Czekam na to od dwóch tygodni.", "dwóch tygodni", "duration"),
        ("pl", "Dzwoniłam pięć razy na infolinię.", "pięć razy", "count"),
        ("pl", "W piątkach jest luz, ale w piątek nikt nie odbiera.", "piątek", "date"),
    ],
)
def test_facts_are_found(language: str, text: str, span: str, kind: str) -> None:
    found = kinds(text, language)
    assert any(span in whole and of == kind for whole, of in found.items()), found


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "My IBAN is GB29 NWBK 6016 1331 9268 19, use that."),
        ("it", "Il mio IBAN è IT60 X054 2811 1010 0000 0123 456."),
        ("fr", "Mon IBAN : FR76 3000 6000 0112 3456 7890 189."),
        ("pl", "Moje konto to PL61 1090 1014 0000 0712 1981 2874."),
        ("en", "Call me on +44 20 7946 0958."),
        ("en", "I paid 120 euros for order of 3 March."),
    ],
)
def test_account_and_telephone_numbers_are_no_orders(language: str, text: str) -> None:
    assert "order" not in kinds(text, language).values()


def test_beginnings_of_sentences_are_no_names() -> None:
    assert kinds("Nothing works. Everybody laughs. I told Marta so.", "en") == {"Marta": "name"}


def test_no_two_spans_share_a_character() -> None:
    text = "Order 55 of 3/4/2025 for 30 € came at 10:30 on Monday 5 May, third time in two weeks, ref #AB-99, call 020 7946 0958."
    spans = candidates(MailText.of(Mail(body=text), Language.EN))
    assert all(one.end <= other.start for one, other in pairwise(spans))
