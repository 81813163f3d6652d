"""Drafts with no model, over the product's own cases: grounded, in the right language, nothing promised that nobody granted."""

import re
from collections import Counter

import pytest

from coach.bootstrap import Coach, build_coach
from coach.errors import InputError
from coach.models import DraftAnswer
from coach.requests import DraftRequest, Offer, VerifiedFact
from coach.settings import Settings
from evals.models import GoldCase
from evals.steps.collect import read_cases
from knowledge.language.identify import identify
from knowledge.models import Language

PERSON_ONLY = {"self-harm", "violence-threat"}
DANGER = {
    "en": "You took my savings and nobody answers. I don't want to live any more. Tom",
    "it": "Mi avete tolto tutto e nessuno risponde. Non voglio più vivere. Tommaso",
    "fr": "Vous m'avez tout pris et personne ne répond. Je veux en finir avec la vie. Thomas",
    "pl": "Zabraliście mi wszystko i nikt nie odpisuje. Nie chcę już żyć. Tomasz",
}


@pytest.fixture(scope="module")
def coach() -> Coach:
    return build_coach(Settings())


@pytest.fixture(scope="module")
def cases() -> tuple[GoldCase, ...]:
    return read_cases()[::12]


async def draft(coach: Coach, case: GoldCase, **more: object) -> DraftAnswer:
    mail = f"Subject: {case.mail.subject}\n\n{case.mail.body}"
    return await coach.draft(DraftRequest.model_validate({"id": case.id, "mail": mail, **more}))


@pytest.mark.slow
async def test_every_mail_gets_a_draft_that_passed_its_gates(coach: Coach, cases: tuple[GoldCase, ...]) -> None:
    outcomes: Counter[str] = Counter()
    for case in cases:
        answer = await draft(coach, case)
        outcomes[answer.outcome] += 1
        if answer.outcome == "hold":
            assert answer.reasons
            continue
        assert answer.lang is case.lang
        assert identify(answer.body).language is case.lang
        assert answer.body == "\n\n".join(" ".join(s.text for s in paragraph) for paragraph in paragraphs(answer))
        assert answer.critique is not None
        assert not [one for one in answer.critique.findings if one.severity == "error"]
        assert all(one.authority for one in answer.sentences if re.search(r"\d", one.text)), answer.body
        assert {ask for one in answer.sentences for ask in one.asks} == set(range(len(answer.assessment.asks)))
        assert [gap.text for gap in answer.placeholders] == re.findall(r"\[\[.*?\]\]", answer.body)
    assert outcomes["hold"] <= 0.08 * len(cases), outcomes


def paragraphs(answer: DraftAnswer) -> list[list[object]]:
    """The sentences of an answer, split where its body has an empty line."""
    found: list[list[object]] = [[]]
    at = 0
    for one in answer.sentences:
        place = answer.body.index(one.text, at)
        if "\n\n" in answer.body[at:place]:
            found.append([])
        found[-1].append(one)
        at = place + len(one.text)
    return found


@pytest.mark.parametrize("language", list(Language))
async def test_danger_to_life_is_held_with_the_protocol(coach: Coach, language: Language) -> None:
    answer = await coach.draft(DraftRequest(mail=DANGER[language]))
    assert (answer.outcome, answer.body, answer.critique) == ("hold", "", None)
    assert set(coach.policy.self_harm.steps[language]) <= set(answer.reasons)


@pytest.mark.parametrize("language", list(Language))
async def test_a_danger_that_a_person_has_ruled_out_does_not_hold_the_draft(coach: Coach, language: Language) -> None:
    answer = await coach.draft(DraftRequest(mail=DANGER[language], cleared=("self-harm",)))
    assert answer.outcome in ("send", "fill"), answer.reasons
    assert identify(answer.body).language is language
    assert "self-harm" in [risk.risk for risk in answer.assessment.risks], "what the mail says is still told"
    assert answer.fallback is None, "there is no model whose draft could be missing"


async def test_each_danger_is_ruled_out_by_itself(coach: Coach) -> None:
    mail = f"{DANGER['en']}\nBefore that I will come to your office and shoot whoever opens the door."
    held = await coach.draft(DraftRequest(mail=mail, cleared=("self-harm",)))
    assert (held.outcome, held.body) == ("hold", "")
    assert set(coach.policy.violence.steps[Language.EN]) <= set(held.reasons)
    assert (await coach.draft(DraftRequest(mail=mail, cleared=("violence-threat",)))).body == ""
    assert (await coach.draft(DraftRequest(mail=mail, cleared=("self-harm", "violence-threat")))).body


@pytest.mark.parametrize("language", list(Language))
async def test_facts_and_offers_are_used_and_named_as_authority(coach: Coach, language: Language, cases: tuple[GoldCase, ...]) -> None:
    case = next(c for c in cases if c.lang is language and not PERSON_ONLY & set(c.reading.risks))
    fact = {"en": "The parcel is in Leeds", "it": "Il pacco è a Bologna", "fr": "Le colis est à Lyon", "pl": "Paczka jest w Łodzi"}[
        language
    ]
    offer = {"en": "Refund of the fee", "it": "Rimborso della spesa", "fr": "Remboursement des frais", "pl": "Zwrot opłaty"}[language]
    answer = await draft(coach, case, facts=[VerifiedFact(text=fact).model_dump()], offer=[Offer(text=offer, amount="35 €").model_dump()])
    said = {name: [one.text.lower() for one in answer.sentences if name in one.authority] for name in ("facts:0", "offer:0")}
    assert any(fact.lower() in text for text in said["facts:0"])
    assert any("35" in text for text in said["offer:0"])


async def test_the_same_mail_gives_the_same_draft(coach: Coach, cases: tuple[GoldCase, ...]) -> None:
    assert await draft(coach, cases[0]) == await draft(coach, cases[0])


async def test_a_reply_can_be_asked_for_in_another_language(coach: Coach, cases: tuple[GoldCase, ...]) -> None:
    case = next(c for c in cases if c.lang is Language.PL and not c.reading.risks)
    answer = await draft(coach, case, lang="fr")
    assert answer.lang is Language.FR
    assert identify(answer.body).language is Language.FR


async def test_an_unknown_language_asks_for_the_replys(coach: Coach) -> None:
    mail = "Wo ist mein Paket? Ich warte seit drei Wochen und niemand antwortet auf meine Mails."
    with pytest.raises(InputError, match="lang"):
        await coach.draft(DraftRequest(mail=mail))
