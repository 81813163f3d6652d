"""Short texts get their language, other languages an honest unknown."""

import pytest

from knowledge.language.identify import identify
from knowledge.models import Language

KNOWN = [
    ("en", "Where is my parcel?"),
    ("en", "nobody answered my two emails, refund please"),
    ("it", "Dov'è il mio pacco?"),
    ("it", "e il rimborso quando arriva??"),
    ("it", "Perche non rispondete piu? Aspetto da un mese e non so cosa fare"),
    ("fr", "Où est mon colis ?"),
    ("fr", "Toujours rien, ca fait trois semaines que j'attends"),
    ("pl", "Gdzie moja paczka?"),
    ("pl", "Prosze o zwrot pieniedzy, czekam juz miesiac i nikt nie odpisuje"),
    ("pl", "ZNOWU TO SAMO, nie działa od wczoraj"),
]
FOREIGN = [
    "Wo ist mein Paket? Ich warte seit drei Wochen und niemand antwortet.",
    "¿Dónde está mi pedido? Llevo tres semanas esperando y nadie me contesta.",
    "Onde está a minha encomenda? Estou à espera há três semanas e ninguém me responde.",
    "Waar blijft mijn pakket? Ik wacht al drie weken en niemand reageert op mijn mail.",
    "Kde je můj balík? Čekám už tři týdny a nikdo mi neodpověděl.",
    "Где моя посылка? Я жду уже три недели.",
    "我的包裹在哪里？",
    "ok",
    "4471-KB",
    "",
    "   \n\t ",
]


@pytest.mark.parametrize(("language", "text"), KNOWN)
def test_short_texts(language: str, text: str) -> None:
    assert identify(text).language is Language(language)


@pytest.mark.parametrize("text", FOREIGN)
def test_honest_unknown(text: str) -> None:
    assert identify(text).language is None


def test_a_foreign_quote_does_not_turn_a_mail_around() -> None:
    mail = "Szanowni Państwo, kurier zostawił kartkę z napisem “sorry we missed you”. Proszę o ponowną dostawę do piątku."
    assert identify(mail).language is Language.PL
