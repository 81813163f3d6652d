"""Reviews of whole drafts: findings that can be defended, offsets that hold, rewrites that mend."""

import pytest

from coach.bootstrap import Coach, build_coach
from coach.errors import InputError
from coach.models import ReviewAnswer
from coach.requests import Offer, ReviewRequest
from coach.settings import Settings
from knowledge.models import Language, Severity

FAULTY = {
    "en": "Dear Ms Grey,\nWe did nothing wrong here. I guarantee that this will never happen again.\nWe apologise for any inconvenience.",
    "it": "Gentile signora Grigi,\nnon è colpa nostra. Le garantisco che non succederà mai più.\nCi scusiamo per eventuali disagi.",
    "fr": "Madame Legris,\nce n'est pas notre faute. Je vous garantis que cela ne se reproduira plus jamais.\n"
    "Veuillez nous excuser pour la gêne occasionnée.",
    "pl": "Szanowna Pani,\nto nie nasza wina. Gwarantuję, że to się nigdy więcej nie powtórzy.\nPrzepraszamy za wszelkie niedogodności.",
}
HONEST = {
    "en": "Dear Ms Grey,\nthree weeks without an answer is too long, and I am sorry."
    " I am checking with the depot now and will write to you tomorrow by noon.",
    "it": "Gentile signora Grigi,\ntre settimane senza risposta sono troppe e le chiedo scusa."
    " Sto verificando con il magazzino e le scrivo domani entro mezzogiorno.",
    "fr": "Madame Legris,\ntrois semaines sans réponse, c'est trop, et je vous présente mes excuses."
    " Je vérifie avec l'entrepôt et vous écris demain avant midi.",
    "pl": "Szanowna Pani,\ntrzy tygodnie bez odpowiedzi to za długo i bardzo przepraszam."
    " Sprawdzam to z magazynem i napiszę jutro do południa.",
}
MAIL = "Subject: parcel\n\nMy parcel SL-20918 is three weeks late. Where is it? I want my 40 pounds back.\nAnn Grey"


@pytest.fixture(scope="module")
def coach() -> Coach:
    return build_coach(Settings())


async def review(coach: Coach, draft: str, **more: object) -> ReviewAnswer:
    return await coach.review(ReviewRequest.model_validate({"draft": draft, **more}))


@pytest.mark.parametrize("language", list(Language))
async def test_faults_are_found_with_rule_source_and_remedy(coach: Coach, language: Language) -> None:
    answer = await review(coach, FAULTY[language])
    assert answer.lang is language
    assert answer.verdict == "fix"
    assert {"defensiveness", "unrealistic-promises"} <= {str(one.dimension) for one in answer.findings}
    statements = {statement.id for statement in coach.knowledge.guidelines.of(language)}
    for one in answer.findings:
        assert FAULTY[language][one.start : one.end] == one.quote
        assert one.message
        assert one.advice
        assert set(one.sources) <= statements
        assert one.sources


@pytest.mark.parametrize("language", list(Language))
async def test_a_good_reply_has_no_error(coach: Coach, language: Language) -> None:
    answer = await review(coach, HONEST[language])
    assert answer.verdict == "send", answer.findings
    assert {"clear-next-step", "time-expectation", "apologises"} <= set(answer.met)


@pytest.mark.parametrize("language", list(Language))
async def test_explanations_come_in_the_agents_language(coach: Coach, language: Language) -> None:
    answer = await review(coach, FAULTY["pl"], ui_lang=language)
    rules = coach.knowledge.rulebook(Language.PL).rules
    assert [one.advice for one in answer.findings] == [rules[one.rule].advice[language] for one in answer.findings]


@pytest.mark.parametrize("language", list(Language))
async def test_accepting_every_rewrite_brings_no_new_error(coach: Coach, language: Language) -> None:
    draft = FAULTY[language]
    answer = await review(coach, draft)
    rewrites = [one.replace for one in answer.findings if one.replace is not None]
    assert rewrites
    for one in reversed(rewrites):
        draft = draft[: one.start] + one.text + draft[one.end :]
    mended = await review(coach, draft)
    before = {one.quote for one in answer.findings if one.severity is Severity.ERROR}
    assert len([f for f in mended.findings if f.severity is Severity.ERROR]) < len(before)
    assert not [f for f in mended.findings if f.severity is Severity.ERROR and f.origin == "pattern" and f.quote not in before]


async def test_offsets_are_code_points_with_utf16_beside_them(coach: Coach) -> None:
    draft = "Hello 👋🏽 Ann,\nwe did nothing wrong."
    (one,) = [f for f in (await review(coach, draft)).findings if f.dimension == "defensiveness"]
    assert draft[one.start : one.end] == one.quote
    units = draft.encode("utf-16-le")
    assert units[2 * one.utf16_start : 2 * one.utf16_end].decode("utf-16-le") == one.quote


async def test_no_two_findings_of_one_dimension_overlap(coach: Coach) -> None:
    for draft in FAULTY.values():
        findings = (await review(coach, draft)).findings
        for i, one in enumerate(findings):
            assert not [
                other for other in findings[i + 1 :] if other.dimension == one.dimension and other.start < one.end and one.start < other.end
            ]


async def test_what_is_quoted_from_the_customer_is_not_ours(coach: Coach) -> None:
    draft = HONEST["en"] + "\n\nOn Mon, 3 Mar 2025 at 10:00, Ann Grey wrote:\n> You did nothing wrong? I guarantee you are at fault."
    assert (await review(coach, draft)).verdict == "send"


async def test_a_sum_beyond_the_offer_is_an_unauthorised_promise(coach: Coach) -> None:
    offer = Offer(text="Refund of 40 pounds", amount="£40").model_dump()
    within = await review(coach, "Dear Ms Grey,\nI am sorry. We will refund £40 to your card.", mail=MAIL, offer=[offer])
    beyond = await review(coach, "Dear Ms Grey,\nI am sorry. We will refund £400 to your card.", mail=MAIL, offer=[offer])
    assert "unauthorised-promise" not in {one.rule for one in within.findings}
    assert "unauthorised-promise" in {one.rule for one in beyond.findings}
    assert [one.status for one in within.commitments] == ["supported"]
    assert [one.status for one in beyond.commitments] == ["needs-approval"]


async def test_a_reply_in_another_language_than_asked_for_is_a_finding(coach: Coach) -> None:
    answer = await review(coach, HONEST["it"], lang="pl")
    assert ("wrong-language", "fix") in {(one.rule, answer.verdict) for one in answer.findings}


async def test_a_mail_that_speaks_of_self_harm_is_held_whatever_the_draft(coach: Coach) -> None:
    answer = await review(coach, HONEST["en"], mail="I have lost everything. I want to end my life tonight.")
    assert answer.verdict == "hold"


async def test_asks_are_answered_or_open(coach: Coach) -> None:
    silent = await review(coach, "Dear Ms Grey,\nthank you for your message. We wish you a pleasant week.", mail=MAIL)
    clear = await review(
        coach, "Dear Ms Grey,\nyour parcel SL-20918 is at the depot in Leeds. I have sent your 40 pounds back today.", mail=MAIL
    )
    assert len(silent.asks) == len(clear.asks) == 2
    assert not any(one.answered for one in silent.asks)
    assert all(one.answered for one in clear.asks)


@pytest.mark.parametrize("draft", ["", "  \n\t ", "a" * 30_000])
async def test_what_cannot_be_reviewed_says_so(coach: Coach, draft: str) -> None:
    with pytest.raises(InputError):
        await review(coach, draft)


async def test_an_unknown_language_asks_for_it(coach: Coach) -> None:
    with pytest.raises(InputError, match="lang"):
        await review(coach, "Sehr geehrte Frau Grau, wir haben das nicht verschuldet und bitten um Geduld.")


async def test_a_fault_is_found_across_a_wrapped_line(coach: Coach) -> None:
    draft = "Dear Ms Grey,\nI have read your message carefully and for all of us it is clear that we did\nnothing wrong."
    assert any(one.quote == "we did\nnothing wrong" and one.origin == "pattern" for one in (await review(coach, draft)).findings)


async def test_a_pattern_alone_speaks_more_softly_where_it_is_often_wrong(coach: Coach) -> None:
    rule = coach.knowledge.rulebook(Language.EN).rules["unrealistic-promise"]
    assert (rule.severity, rule.alone) == (Severity.ERROR, Severity.WARNING)
