"""The note beside a draft: whom to ask what, what to decide, what to take care of, what the reply promises."""

import pytest

from coach.bootstrap import Coach, build_coach
from coach.drafting import Drafting
from coach.models import DraftAnswer
from coach.note import Note
from coach.policy import Policy, load_policy
from coach.requests import DraftRequest
from coach.reviewing import Critic
from coach.settings import Settings
from coach.writers.realise.writer import BuiltInWriter
from knowledge.language.identify import identify
from knowledge.models import Language

MAIL = """Subject: Invoice 4471

Hello, this is the third time I write about invoice 4471. You charged me twice, 89 euros each.
When will you refund me? And who pays for the bank fees? I also want to know where my parcel is.
Anna Smith"""
LAWYER = "My lawyer will hear about this."


@pytest.fixture(scope="module")
def coach() -> Coach:
    return build_coach(Settings())


def policy(**changes: object) -> Policy:
    return Policy.model_validate(load_policy().model_dump() | changes)


async def answer_of(coach: Coach, mail: str, house: Policy | None = None, **more: object) -> DraftAnswer:
    critic = Critic(coach.knowledge)
    drafting = Drafting(coach.knowledge, house or load_policy(), critic, BuiltInWriter(), None)
    return await drafting.draft(DraftRequest.model_validate({"mail": mail, **more}))


async def note_of(coach: Coach, mail: str, house: Policy | None = None, **more: object) -> Note:
    answer = await answer_of(coach, mail, house, **more)
    assert answer.note is not None
    return answer.note


async def test_each_question_goes_to_the_department_that_knows(coach: Coach) -> None:
    departments = {
        "billing": {"contact": "ext. 12", "issues": ["billing"]},
        "dispatch": {"contact": "Ola", "issues": ["delivery"]},
    }
    mail = "My parcel has not arrived and you charged my card twice for it. Where is my parcel? How did the double charge happen?"
    asked = {one.department: one for one in (await note_of(coach, mail, policy(departments=departments))).asks_of}
    assert asked["dispatch"].contact == "Ola"
    assert "Where is it now?" in asked["dispatch"].questions
    assert [one.department for one in (await note_of(coach, mail)).asks_of] == [None]


async def test_money_is_decided_by_whoever_may(coach: Coach) -> None:
    nobody = {one.what: one.by for one in (await note_of(coach, MAIL)).decisions}
    assert nobody["Who pays the costs that the customer has had?"] == "your supervisor"
    some = {one.what: one.by for one in (await note_of(coach, MAIL, policy(refund_without_approval=25))).decisions}
    assert some["Who pays the costs that the customer has had?"] == "you, up to 25; above that, your supervisor"


async def test_what_an_offer_answers_is_no_longer_to_be_decided(coach: Coach) -> None:
    offer = [{"text": "a refund of the second charge", "amount": "89 €", "by": "Friday"}]
    note = await note_of(coach, MAIL, offer=offer)
    assert not [one for one in note.decisions if "refund" in one.what]
    assert any("89" in one.text for one in note.promised)


async def test_a_promise_carries_its_day(coach: Coach) -> None:
    assert any(one.by for one in (await note_of(coach, MAIL)).promised)


@pytest.mark.parametrize(("mail", "in_reply"), [(f"{MAIL}\n{LAWYER}", True), (f"Your parcel shop smells of gas. {LAWYER}", None)])
async def test_a_risk_is_named_with_whom_to_tell(coach: Coach, mail: str, in_reply: bool | None) -> None:
    house = policy(escalation_by_risk={"legal-threat": "legal@shop.example"})
    found = {one.risk: one for one in (await note_of(coach, mail, house)).risks}
    assert (found["legal-threat"].contact, found["legal-threat"].evidence) == ("legal@shop.example", LAWYER)
    assert in_reply in (None, found["legal-threat"].in_reply)


async def test_a_risk_that_the_reply_passes_over_is_in_the_note(coach: Coach) -> None:
    cleared = await note_of(coach, "If you cut us off tomorrow I will kill myself. Account 5521. Paul", cleared=["self-harm"])
    assert [(one.risk, one.in_reply) for one in cleared.risks] == [("self-harm", False)]


async def test_a_mail_that_is_held_for_a_person_has_no_note(coach: Coach) -> None:
    assert (await answer_of(coach, "If you cut us off tomorrow I will kill myself. Account 5521. Paul")).note is None


@pytest.mark.parametrize("ui", Language)
async def test_a_note_speaks_the_agents_language(coach: Coach, ui: Language) -> None:
    mail = "My parcel never came and nobody answers. Where is it? What compensation is there? I will post this on Facebook."
    note = await note_of(coach, mail, ui_lang=ui)
    said = [*(question for one in note.asks_of for question in one.questions), *(one.advice for one in note.risks), *note.missing]
    assert note.missing
    assert identify(" ".join(said)).language is ui
