"""The realisation: grammar, citations, authority, no repetition, and another wording when one was refused."""

import re
from collections import Counter

import pytest

from coach.checks.authority import sources_of
from coach.checks.facts import unsupported
from coach.models import Feeling, MoveName
from coach.requests import Offer, Stage, VerifiedFact
from coach.writers.realise.grammar import forms_of
from coach.writers.realise.typography import polished
from coach.writers.realise.writer import BuiltInWriter, realise
from coach.writers.vocabulary.words import Noun, vocabulary_of
from knowledge.language.identify import identify
from knowledge.models import Language
from tests.coach.writers.examples import POLICY, brief, mail, risk

LANGUAGES = tuple(Language)
WITHIN = {
    Language.EN: "within two working days",
    Language.IT: "entro due giorni lavorativi",
    Language.FR: "d'ici deux jours ouvrés",
    Language.PL: "w ciągu dwóch dni roboczych",
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_draft_is_specific_bounded_and_in_the_language(language: Language) -> None:
    draft = await BuiltInWriter().write(brief(language))
    assert identify(draft.body).language is language
    assert "KX-88120" in draft.body
    assert WITHIN[language] in draft.body.lower()
    assert draft.body.endswith(POLICY.sign_off[language])
    assert draft.body.count("?") <= 1
    assert "!" not in draft.body
    assert {index for sentence in draft.sentences for index in sentence.asks} == {0, 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_cites_what_the_brief_holds_and_invents_no_figure(language: Language) -> None:
    given = brief(language, facts=(VerifiedFact(text="12 / 05: KX-88120"),), offer=(Offer(text="30 €", by="17:00"),))
    draft = realise(given)
    known = {passage.id for passage in given.passages}
    assert all(sentence.passages and set(sentence.passages) <= known and sentence.authority for sentence in draft.sentences)
    assert unsupported(draft.sentences, sources_of(given, POLICY), language) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_and_offers_are_said_exactly(language: Language) -> None:
    facts = (VerifiedFact(text="KX-88120 left Lyon on 12 May."), VerifiedFact(text="depot 7"))
    offer = (Offer(text="Return of the postage", amount="4.90 €", by="Friday 5 pm"),)
    draft = realise(brief(language, facts=facts, offer=offer))
    for words in ("KX-88120 left Lyon on 12 May.", "depot 7", "Return of the postage", "4.90", "Friday 5 pm"):
        assert words in draft.body.replace("\u00a0", " ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_mail_gives_the_same_draft_and_other_mails_other_words(language: Language) -> None:
    assert realise(brief(language)) == realise(brief(language))
    bodies = [realise(brief(language, letter=mail(language, subject=f"n {n}"))).sentences for n in range(60)]
    free = Counter(s.text for sentences in bodies for s in sentences if s.move in (MoveName.APOLOGISE, MoveName.NEXT_STEP, MoveName.INVITE))
    assert max(free.values()) <= 8


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("stage", tuple(Stage))
def test_no_draft_repeats_five_words(language: Language, stage: Stage) -> None:
    for n in range(8):
        draft = realise(brief(language, stage=stage, letter=mail(language, subject=f"n {n}")))
        words = [re.findall(r"\w+", sentence.text.lower()) for sentence in draft.sentences]
        runs = Counter(run for sentence in words for run in {tuple(sentence[i : i + 5]) for i in range(len(sentence) - 4)})
        assert not [run for run, count in runs.items() if count > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refused_sentence_is_said_otherwise(language: Language) -> None:
    given = brief(language)
    first = next(sentence for sentence in realise(given).sentences if sentence.move is MoveName.NEXT_STEP)
    second = realise(given.model_copy(update={"objections": (f"{first.text} — vague",)}))
    assert first.text not in second.body
    assert WITHIN[language] in second.body.lower()


def test_polish_addresses_a_woman_a_man_and_nobody_in_particular() -> None:
    bodies = {
        form: realise(brief(Language.PL, letter=mail(Language.PL, body=f"{form} trzy razy. Zamówienie KX-88120 nie dotarło."))).body
        for form in ("Dzwoniłam", "Dzwoniłem", "Telefon")
    }
    assert bodies["Dzwoniłam"].startswith("Szanowna Pani,")
    assert bodies["Dzwoniłem"].startswith("Szanowny Panie,")
    assert bodies["Telefon"].startswith("Dzień dobry,")
    assert not re.search(r"\bPan(i|a|u|ią|em)?\b", bodies["Telefon"])
    assert not re.search(r"\bPani\b", bodies["Dzwoniłem"])


def test_a_reply_in_another_language_repeats_no_foreign_words() -> None:
    given = brief(Language.PL)
    english = given.model_copy(update={"lang": Language.EN, "update_within": "within two working days", "passages": ()})
    body = realise(english).body
    assert "KX-88120" in body
    assert "od trzech tygodni" not in body


@pytest.mark.parametrize(
    ("language", "word", "gender", "ours", "forms"),
    [
        (Language.IT, "specchio", "m", True, {"": "lo specchio", ".di": "dello specchio", ".su": "sullo specchio"}),
        (Language.IT, "acqua", "f", True, {"": "l'acqua", ".di": "dell'acqua", ".a": "all'acqua"}),
        (Language.IT, "ordine", "m", False, {"": "il suo ordine", ".di": "del suo ordine"}),
        (Language.FR, "école", "f", True, {"": "l'école", ".de": "de l'école", ".a": "à l'école"}),
        (Language.FR, "chauffage", "m", True, {"": "le chauffage", ".de": "du chauffage", ".a": "au chauffage"}),
    ],
)
def test_articles_contract(language: Language, word: str, gender: str, ours: bool, forms: dict[str, str]) -> None:
    noun = Noun.model_validate({"say": (word,), "gender": gender, "ours": ours})
    assert forms.items() <= forms_of(noun, language, formal=True).items()


def test_familiar_french_keeps_its_liaison() -> None:
    noun = Noun.model_validate({"say": ("adresse",), "gender": "f"})
    assert forms_of(noun, Language.FR, formal=False)[""] == "ton adresse"


def test_typography() -> None:
    assert polished("vous écrivez que il manque : « rien » ?", Language.FR) == "Vous écrivez qu'il manque\u00a0: «\u00a0rien\u00a0»\u00a0?"
    assert polished("chiama e entro domani", Language.IT) == "Chiama ed entro domani"
    assert polished("7B is late .", Language.EN) == "7B is late."


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_way_to_find_a_phrase_compiles_and_the_loader_is_quick_to_say_no(language: Language) -> None:
    vocabulary = vocabulary_of(language)
    assert all(phrase.finder for phrase in vocabulary.happenings.values())
    assert not vocabulary.signal_finders["bereavement"].search("the battery died")


def test_the_same_words_are_quoted_once_though_they_both_tell_and_feel() -> None:
    words = "Je n'ai jamais voulu cela"
    for n in range(12):
        letter = mail(Language.FR, subject=f"essai {n}", body=f"{words}.")
        feelings = (Feeling(feeling="frustration", evidence=words),)
        draft = realise(brief(Language.FR, letter=letter, feelings=feelings, asks=(), facts=(), issues=("contract-terms",)))
        assert draft.body.count(words) <= 1


def test_people_in_danger_are_told_not_to_wait() -> None:
    letter = mail(Language.EN, body="There is a smell of gas by the boiler you fitted.")
    draft = realise(brief(Language.EN, letter=letter, risks=risk("safety-hazard", "smell of gas"), asks=()))
    step = next(sentence.text for sentence in draft.sentences if sentence.move is MoveName.NEXT_STEP)
    assert re.search(r"without waiting|do not wait", step)
