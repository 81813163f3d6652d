"""Situations that a reply must fit: the mails of situations.yaml, drafted in full, in four languages."""

import asyncio
import re
from pathlib import Path

import pytest
from pydantic import Field, RootModel

from coach.bootstrap import Coach, build_coach
from coach.models import DraftAnswer, MoveName
from coach.requests import DraftRequest, Offer, Stage, VerifiedFact
from coach.settings import Settings
from knowledge.datafile import read_data
from knowledge.errors import LanguageDataError
from knowledge.models import Frozen, Language


class Letter(Frozen):
    """One mail, what the agent knows and may promise, and what the draft must and must not say."""

    mail: str
    facts: tuple[str, ...] = ()
    offer: tuple[Offer, ...] = ()
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()


class Situation(Frozen):
    """One situation: the moves that a reply makes, those that it never makes, and a mail a language."""

    situation: str
    stage: Stage | None = None
    moves: tuple[MoveName, ...] = ()
    never: tuple[MoveName, ...] = ()
    mails: dict[Language, Letter] = Field(min_length=4)


SITUATIONS = read_data(Path(__file__).parent / "situations.yaml", RootModel[tuple[Situation, ...]], LanguageDataError).root


@pytest.fixture(scope="module")
def coach(tmp_path_factory: pytest.TempPathFactory) -> Coach:
    return build_coach(Settings(home=tmp_path_factory.mktemp("home")))


def draft(coach: Coach, situation: Situation, letter: Letter) -> DraftAnswer:
    facts = tuple(VerifiedFact(text=text) for text in letter.facts)
    request = DraftRequest(mail=letter.mail, facts=facts, offer=letter.offer, stage=situation.stage)
    return asyncio.run(coach.draft(request))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda situation: situation.situation)
def test_a_draft_fits_the_situation(coach: Coach, situation: Situation, language: Language) -> None:
    letter = situation.mails[language]
    answer = draft(coach, situation, letter)
    made = {sentence.move for sentence in answer.sentences}
    assert answer.lang is language and answer.outcome != "hold", answer.reasons
    assert set(situation.moves) <= made and not set(situation.never) & made, answer.body
    assert not [one for one in letter.must if not re.search(one, answer.body)], answer.body
    assert not [one for one in letter.must_not if re.search(one, answer.body)], answer.body
    assert answer.body.count("?") <= 1 + sum(ask.text in answer.body for ask in answer.assessment.asks), answer.body
