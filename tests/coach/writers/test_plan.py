"""The plan: what a mail asks for decides which moves are made and in which order."""

import re

import pytest

from coach.models import Ask, Fact, Feeling, MoveName
from coach.requests import Offer, Stage, VerifiedFact
from coach.writers.plan.customer import customer_of
from coach.writers.plan.moves import make_plan
from coach.writers.plan.specifics import specifics_of
from knowledge.models import Language
from tests.coach.writers.examples import assessment, mail, risk

LANGUAGES = tuple(Language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_specifics_of_the_mail_are_found(language: Language) -> None:
    found = specifics_of(mail(language), assessment(language), language)
    assert (found.reference, found.reference_kind, found.times, found.circumstance) == ("KX-88120", "order", 3, "wedding")
    assert found.happenings[0] == "not-arrived"
    assert found.since in mail(language).body


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_carries_no_words_of_the_customer(language: Language) -> None:
    """They reach a model only behind a fence, in the mail itself."""
    plan = make_plan(mail(language), assessment(language))
    values = {value for move in plan for value in move.details.values()}
    assert not [value for value in values if not re.fullmatch(r"[a-z0-9,-]+", value)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_ask_is_taken_up_and_what_others_decide_is_handed_on(language: Language) -> None:
    plan = make_plan(mail(language), assessment(language))
    assert next(move.asks for move in plan if move.name is MoveName.DEFER) == (0,)
    assert next(move.asks for move in plan if move.name is MoveName.ANSWER) == (1,)
    assert next(move.asks for move in plan if move.name is MoveName.NEXT_STEP) == (0, 1)


def test_acknowledgement_comes_before_business_and_the_time_rests_on_the_policy() -> None:
    plan = make_plan(mail(Language.EN), assessment(Language.EN))
    names = [move.name for move in plan]
    assert names[0] is MoveName.GREET
    assert names.index(MoveName.ACKNOWLEDGE) < names.index(MoveName.DEFER) < names.index(MoveName.NEXT_STEP)
    assert plan[names.index(MoveName.NEXT_STEP)].authority == ("policy:update_working_days",)
    assert plan[-1].authority == ("policy:sign_off",)


def test_danger_to_life_is_spoken_of_first_and_handed_on() -> None:
    letter = mail(Language.EN, body="There is a smell of gas by the boiler you fitted.")
    plan = make_plan(letter, assessment(Language.EN, risks=risk("safety-hazard", "smell of gas"), asks=()))
    assert plan[1].name is MoveName.SAFETY
    assert plan[1].details["kind"] == "gas"
    assert any(move.name is MoveName.ANSWER and move.details["kind"] == "safety" for move in plan)


@pytest.mark.parametrize(("name", "kind"), [("legal-threat", "legal"), ("data-privacy", "privacy")])
def test_law_and_privacy_go_to_the_person_responsible(name: str, kind: str) -> None:
    letter = mail(Language.IT, body="I miei dati sono finiti ad altri. Ne parlo con il mio avvocato.")
    plan = make_plan(letter, assessment(Language.IT, risks=risk(name)))
    assert any(move.name is MoveName.ANSWER and move.details["kind"] == kind for move in plan)


def test_grief_comes_first_and_no_number_is_asked_for() -> None:
    letter = mail(Language.FR, body="Mon mari est décédé en mars et vous continuez à prélever.")
    plan = make_plan(letter, assessment(Language.FR, facts=(), asks=()))
    assert plan[1].details["kind"] == "bereavement"
    assert MoveName.ASK_BACK not in [move.name for move in plan]


def test_insults_meet_one_limit_and_a_dead_battery_is_no_bereavement() -> None:
    rude = make_plan(mail(Language.EN, body="You morons. Order KX-88120 has not arrived."), assessment(Language.EN))
    assert [move.details["kind"] for move in rude if move.name is MoveName.INVITE] == ["limit"]
    battery = make_plan(mail(Language.EN, body="My phone died after a week."), assessment(Language.EN))
    assert "bereavement" not in [move.details["kind"] for move in battery]


def test_an_offer_answers_the_ask_it_fits_and_ends_in_one_question() -> None:
    offer = (Offer(text="Full refund of the order"), Offer(text="A new parcel", by="Friday"))
    asks = assessment(Language.EN).asks[:1]
    plan = make_plan(mail(Language.EN), assessment(Language.EN, asks=asks), offer=offer)
    questions = [move for move in plan if move.name in (MoveName.CHOICE, MoveName.ASK_BACK)]
    assert [move.details["kind"] for move in questions] == ["several"]
    assert [move.authority for move in plan if move.name is MoveName.OFFER] == [("offer:0",), ("offer:1",)]


def test_a_fact_answers_the_ask_it_speaks_of() -> None:
    facts = (VerifiedFact(text="The parcel is at the depot in Leeds; where it is now was checked this morning."),)
    plan = make_plan(mail(Language.EN), assessment(Language.EN), facts=facts)
    inform = next(move for move in plan if move.name is MoveName.INFORM)
    assert inform.asks == (0,)
    assert inform.authority == ("facts:0",)


@pytest.mark.parametrize(("stage", "last"), [(Stage.REVIEW, MoveName.ASK_BACK), (Stage.EXECUTE, MoveName.INVITE)])
def test_the_stage_decides_how_the_reply_ends(stage: Stage, last: MoveName) -> None:
    plan = make_plan(mail(Language.PL), assessment(Language.PL), facts=(VerifiedFact(text="Zwrot zlecony"),), stage=stage)
    assert plan[-2].name is last


@pytest.mark.parametrize(
    ("language", "body", "name"),
    [
        (Language.EN, "Where is it? Carly", "Carly"),
        (Language.EN, "I can't keep coming in. P. Lind", "P. Lind"),
        (Language.EN, "Where is it?\nD. Armitage", "D. Armitage"),
        (Language.EN, "We will pass on the costs. Kessler, purchasing", None),
        (Language.IT, "Dov'è?\nGrazie, Agostino Neri", "Agostino Neri"),
        (Language.FR, "Où est-il ?\nCordialement,\nYoussef Amar", "Youssef Amar"),
        (Language.EN, "I want my money back now", None),
        (Language.IT, "Volo AZR 702 Bari-Torino, 9 marzo: la valigia non è mai arrivata e nessuno risponde", None),
        (Language.FR, "Luc Martin, le site devait être en ligne hier et je ne vois toujours rien", None),
    ],
)
def test_the_name_is_read_from_the_signature_only(language: Language, body: str, name: str | None) -> None:
    assert customer_of(mail(language, body=body), language).name == name


@pytest.mark.parametrize(
    ("body", "gender"),
    [
        ("Zamówiłam i zapłaciłam.", "f"),
        ("Zamówiłem i zapłaciłem.", "m"),
        ("Jest problem z tytułem przelewu i artykułem.", None),
        ("Gdzie paczka?\nAnna Nowacka", "f"),
        ("Gdzie paczka?", None),
    ],
)
def test_polish_gender_is_taken_from_the_customers_own_words(body: str, gender: str | None) -> None:
    assert customer_of(mail(Language.PL, body=body), Language.PL).gender == gender


def test_only_contacts_with_us_are_counted() -> None:
    counted = {
        "I have rung you three times.": 3,
        "The third email went unanswered.": 3,
        "The caller before me was told, while the recording played and played, to wait six times over.": None,
        "It broke twice.": None,
    }
    for body, times in counted.items():
        plan = make_plan(mail(Language.EN, body=body), assessment(Language.EN))
        details = next(move for move in plan if move.name is MoveName.RESTATE).details
        assert details.get("times") == (str(times) if times else None), body


def test_an_ask_is_quoted_only_as_a_whole_sentence_of_the_mail() -> None:
    """A reader that cut ``I do not want`` to ``want`` must not make the reply say the opposite."""
    forms = {
        "Nie chcę, żeby miał kłopoty. Tyle.": None,
        "Piszę krótko. Chcę, żeby miał kłopoty. Tyle.": "request",
        "Chcę, żeby miał kłopoty, tak jak ja. Tyle.": None,
    }
    for body, form in forms.items():
        text = "Chcę, żeby miał kłopoty" if body.startswith("Chcę") or form else "chcę, żeby miał kłopoty"
        plan = make_plan(mail(Language.PL, body=body), assessment(Language.PL, asks=(Ask(text=text),)))
        assert next(move for move in plan if move.name is MoveName.DEFER).details.get("form") == form, body


def test_details_are_figures_that_say_what_they_measure() -> None:
    facts = (
        Fact(kind="duration", text="34 lata"),
        Fact(kind="date", text="środę"),
        Fact(kind="amount", text="49,90 zł"),
        Fact(kind="date", text="14 września"),
    )
    found = specifics_of(mail(Language.PL), assessment(Language.PL, facts=facts), Language.PL)
    assert found.details == ("49,90 zł", "14 września")
    weekday = assessment(Language.EN, facts=(Fact(kind="date", text="Wednesday"),))
    assert specifics_of(mail(Language.EN), weekday, Language.EN).details == ("Wednesday",)


def test_nobody_is_asked_about_silence_when_there_is_a_matter() -> None:
    asks = (Ask(text="Proszę o korektę faktury."),)
    plan = make_plan(mail(Language.PL, body=asks[0].text), assessment(Language.PL, issues=("no-response", "billing"), asks=asks))
    assert next(move for move in plan if move.name is MoveName.NEXT_STEP).details["team"] == "billing"


def test_a_sentence_that_asks_two_things_is_answered_twice() -> None:
    letter = mail(Language.PL, body="Kiedy ktoś przyjedzie i kto mi odda ten urlop?")
    plan = make_plan(letter, assessment(Language.PL, asks=(Ask(text=letter.body),)))
    topics = {move.details["questions"] for move in plan if "questions" in move.details}
    assert topics == {"technician", "costs"}
    assert next(move.asks for move in plan if move.name is MoveName.NEXT_STEP) == (0,)


def test_what_is_named_once_and_late_is_scenery() -> None:
    """Nobody complains about the phone that they only mention in passing."""
    late = mail(Language.EN, subject="", body=f"{'The export stops at ten thousand rows. ' * 4}I tried it on my phone as well.")
    early = mail(Language.EN, subject="", body="My phone is dead.")
    found = [specifics_of(letter, assessment(Language.EN), Language.EN).thing for letter in (late, early)]
    assert found == [None, "phone"]


@pytest.mark.parametrize(
    ("evidence", "words"),
    [
        ("I am at my wits' end.", "I am at my wits' end"),
        ("Where is it, I wonder?", None),
        ("I pay 30 every time", None),
        ("Call me back", None),
    ],
)
def test_what_is_asked_or_counted_is_not_quoted_as_a_feeling(evidence: str, words: str | None) -> None:
    shown = assessment(Language.EN, feelings=(Feeling(feeling="anger", evidence=evidence),), asks=(Ask(text="Call me back today"),))
    assert specifics_of(mail(Language.EN), shown, Language.EN).words == words


def test_an_annoyance_gets_a_small_apology_and_a_fright_a_full_one() -> None:
    kinds = []
    for feeling in ("frustration", "fear"):
        plan = make_plan(mail(Language.EN), assessment(Language.EN, intensity=1, feelings=(Feeling(feeling=feeling, evidence=""),)))
        kinds.append(next(move.details["kind"] for move in plan if move.name is MoveName.APOLOGISE))
    assert kinds == ["calm", "any"]


def test_a_late_train_is_no_delivery() -> None:
    letter = mail(Language.EN, subject="Train late again", body="The train was late. My train is late every day.")
    plan = make_plan(letter, assessment(Language.EN, issues=("delivery",), asks=()))
    assert next(move.details["team"] for move in plan if move.name is MoveName.NEXT_STEP) == "other"


def test_neither_a_headline_nor_a_file_number_is_quoted() -> None:
    feeling = (Feeling(feeling="worry", evidence="I am so dizzy now"),)
    headline = mail(Language.EN, subject="I am so dizzy now", body="The glasses came. Claim 448813 was opened on Monday.")
    seen = assessment(Language.EN, feelings=feeling, facts=(Fact(kind="order", text="Claim 448813"),), asks=(), issues=("other",))
    found = specifics_of(headline, seen, Language.EN)
    assert found.words is None
    assert found.telling is None
    spoken = mail(Language.EN, subject="Glasses", body="I am so dizzy now. The glasses came.")
    assert specifics_of(spoken, seen, Language.EN).words == "I am so dizzy now"


def test_an_age_is_no_file_number_and_danger_is_answered_by_the_advice() -> None:
    letter = mail(Language.PL, body="Raport: noszę 9-kilogramowe dziecko.")
    age = assessment(Language.PL, facts=(Fact(kind="order", text="9-kilogramowe"),))
    assert specifics_of(letter, age, Language.PL).reference is None
    gas = mail(Language.PL, body="Na klatce śmierdzi gazem. Co mamy robić?")
    plan = make_plan(gas, assessment(Language.PL, risks=risk("safety-hazard", "gazem"), asks=(Ask(text="Co mamy robić?"),)))
    assert plan[1].name is MoveName.SAFETY
    assert plan[1].asks == (0,)
    assert MoveName.DEFER not in [move.name for move in plan]
