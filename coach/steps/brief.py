"""Second step: from what a mail says to everything a writer must know, and all it may use."""

import logging
from collections.abc import Iterable, Sequence

from coach.models import Assessment, Brief, Mail, Move, Passage
from coach.policy import Policy
from coach.requests import Offer, Stage, VerifiedFact
from coach.writers.plan.moves import make_plan
from coach.writers.realise.phrasebook import phrasebook_of
from knowledge.bootstrap import Knowledge
from knowledge.errors import KnowledgeError
from knowledge.models import Language
from knowledge.statements import Guidelines

LOG = logging.getLogger(__name__)
LONGEST_QUESTION = 600
"""Code points; what a customer asks in more words is asked in the first of them."""
SEARCHED, MOST_OF_A_KIND = 12, 3
"""Hits that are looked at, and how many statements and house passages are handed on: a prompt is no place to browse."""


def make_brief(
    mail: Mail,
    assessment: Assessment,
    *,
    lang: Language,
    facts: Sequence[VerifiedFact],
    offer: Sequence[Offer],
    stage: Stage | None,
    policy: Policy,
    knowledge: Knowledge,
) -> Brief:
    """The plan of the reply with the guideline statements behind it, in the language of the reply."""
    plan = make_plan(mail, assessment, facts, offer, stage)
    return Brief(
        mail=mail,
        assessment=assessment,
        lang=lang,
        plan=plan,
        facts=tuple(facts),
        offer=tuple(offer),
        passages=_passages(plan, knowledge.guidelines, lang),
        formal=policy.formal[lang],
        update_within=phrasebook_of(lang).update_within(policy.update_working_days),
        sign_off=policy.sign_off[lang],
    )


def related(brief: Brief, knowledge: Knowledge) -> tuple[Passage, ...]:
    """What the search finds for the mail beyond what the plan names: guideline statements, and the house's own approved passages.

    Nothing when the search cannot be used: a reply needs the plan, and only gains by the rest. Takes milliseconds, and
    seconds when the search index is made for the first time.
    """
    question = " ".join((brief.mail.subject, *(ask.text for ask in brief.assessment.asks))).strip() or brief.mail.body
    try:
        hits = knowledge.search(question[:LONGEST_QUESTION], brief.lang, SEARCHED)
    except KnowledgeError as error:
        LOG.warning("the draft goes on without what the search might find: %s", error)
        return ()
    named = {passage.id for passage in brief.passages}
    found = [hit for hit in hits if hit.passage not in named]
    statements, house = ([hit for hit in found if (hit.statement is None) is own] for own in (False, True))
    return tuple(
        Passage(id=hit.passage, statement=hit.statement, document=hit.document, text=hit.text)
        for hit in (*statements[:MOST_OF_A_KIND], *house[:MOST_OF_A_KIND])
    )


def _passages(plan: Iterable[Move], guidelines: Guidelines, lang: Language) -> tuple[Passage, ...]:
    """Every statement that a move of the plan names, once, in the order of the plan."""
    ids = dict.fromkeys(statement for move in plan for statement in move.statements)
    statements = (guidelines.statement(id, lang) for id in ids)
    return tuple(
        Passage(id=f"{one.id}.{lang}", statement=one.id, document=guidelines.title(one.document, lang), text=one.text) for one in statements
    )
