"""A draft said otherwise: shorter, warmer, plainer, more formal, or with one sentence in other words."""

import pytest

from coach.bootstrap import Coach, build_coach
from coach.errors import InputError
from coach.models import DraftAnswer, MoveName
from coach.requests import Edit, Offer, RewriteRequest, VerifiedFact
from coach.settings import Settings
from coach.wording import wording
from knowledge.language.identify import identify
from knowledge.models import Language

MAILS = {
    Language.EN: "The kettle leaks again and nobody answers me. What are you going to do about it?\n\nTom Alder",
    Language.IT: "Il bollitore perde di nuovo e nessuno mi risponde. Che cosa intendete fare?\n\nTommaso Ontani",
    Language.FR: "La bouilloire que vous m'avez envoyée fuit, et c'est la deuxième. Qu'est-ce que vous comptez faire ?\n\nThomas Aulne",
    Language.PL: "Czajnik znowu przecieka i nikt mi nie odpowiada. Co zamierzacie z tym zrobić?\n\nTomasz Olszewski",
}
FACT, OFFER = VerifiedFact(text="KX-9"), Offer(text="39 €")


@pytest.fixture(scope="module")
def coach(tmp_path_factory: pytest.TempPathFactory) -> Coach:
    return build_coach(Settings(home=tmp_path_factory.mktemp("home")))


async def made(
    coach: Coach, language: Language, edit: Edit | None = None, again: tuple[int, ...] = (), *, known: bool = False
) -> DraftAnswer:
    given = {"facts": (FACT,), "offer": (OFFER,)} if known else {}
    return await coach.rewrite(RewriteRequest(mail=MAILS[language], edit=edit, again=again, **given))


@pytest.mark.parametrize("language", Language)
async def test_a_shorter_draft_loses_no_answer_no_time_and_nothing_authorised(coach: Coach, language: Language) -> None:
    whole, short = await made(coach, language), await made(coach, language, "shorter")
    assert len(short.body) < len(whole.body)
    assert {ask for one in short.sentences for ask in one.asks} == {ask for one in whole.sentences for ask in one.asks}
    assert MoveName.NEXT_STEP in {one.move for one in short.sentences}
    told = await made(coach, language, "shorter", known=True)
    assert "KX-9" in told.body and "39" in told.body


@pytest.mark.parametrize("edit", ["warmer", "plainer", "more-formal"])
@pytest.mark.parametrize("language", Language)
async def test_an_edit_changes_the_manner_and_not_what_is_said(coach: Coach, language: Language, edit: Edit) -> None:
    plain, edited = await made(coach, language), await made(coach, language, edit)
    assert edited.body != plain.body
    assert [(one.move, one.asks, one.authority) for one in edited.sentences] == [
        (one.move, one.asks, one.authority) for one in plain.sentences
    ]
    assert edited.outcome != "hold"


@pytest.mark.parametrize("language", Language)
async def test_one_sentence_is_said_in_other_words_and_the_others_stay(coach: Coach, language: Language) -> None:
    before = (await made(coach, language)).sentences
    at = next(at for at, one in enumerate(before) if one.move is MoveName.APOLOGISE)
    once, twice = (await made(coach, language, again=(at,))).sentences, (await made(coach, language, again=(at, at))).sentences
    assert len({before[at].text, once[at].text, twice[at].text}) == 3
    assert [one.text for one in before[:at]] == [one.text for one in once[:at]]


async def test_a_sentence_that_is_not_there_is_a_mistake_and_danger_is_still_held(coach: Coach) -> None:
    with pytest.raises(InputError, match="counted from 0"):
        await made(coach, Language.EN, again=(40,))
    held = await coach.rewrite(RewriteRequest(mail="I cannot go on, I am going to kill myself tonight.", edit="shorter"))
    assert held.outcome == "hold" and not held.body


@pytest.mark.parametrize("language", Language)
async def test_what_the_reply_says_can_be_read_in_the_agents_language(coach: Coach, language: Language) -> None:
    for ui in Language:
        answer = await coach.rewrite(RewriteRequest(mail=MAILS[language], ui_lang=ui, gloss=True))
        assert identify(answer.body).language is language
        if ui is language:
            assert answer.gloss is None
        else:
            assert answer.gloss is not None
            mark, _, said = answer.gloss.partition("\n\n")
            assert mark == wording(ui).gloss
            assert identify(said).language is ui
            assert said.count("\n\n") == answer.body.count("\n\n")
    assert (await made(coach, language)).gloss is None
