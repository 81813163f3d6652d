"""Second step: from what a mail says to everything a writer must know, and all it may use."""

from collections.abc import Iterable, Sequence

from coach.models import Assessment, Brief, Mail, Move, Passage
from coach.policy import Policy
from coach.requests import Offer, Stage, VerifiedFact
from coach.writers.plan.moves import make_plan
from coach.writers.realise.phrasebook import phrasebook_of
from knowledge.bootstrap import Knowledge
from knowledge.models import Language
from knowledge.statements import Guidelines


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


def _passages(plan: Iterable[Move], guidelines: Guidelines, lang: Language) -> tuple[Passage, ...]:
    """Every statement that a move of the plan names, once, in the order of the plan."""
    ids = dict.fromkeys(statement for move in plan for statement in move.statements)
    statements = (guidelines.statement(id, lang) for id in ids)
    return tuple(
        Passage(id=f"{one.id}.{lang}", statement=one.id, document=guidelines.title(one.document, lang), text=one.text) for one in statements
    )
