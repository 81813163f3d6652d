"""Last step: hand a draft back to its writer with the objections against it."""

from collections.abc import Iterable

from coach.checks.gate import Objection
from coach.errors import InputError
from coach.models import Brief, Draft, Move, MoveName
from coach.policy import Policy
from coach.requests import Edit
from coach.writers.realise.phrasebook import phrasebook_of
from knowledge.models import Language

MOST_REVISIONS = 2
"""After that many the draft is held with its reasons."""
MOST_REWORDINGS = 4
"""The same for the built-in writer, which says again only what was objected to."""

IDLE = frozenset({MoveName.OWN, MoveName.PREVENT, MoveName.INVITE, MoveName.DEFER})
"""Moves that a short reply leaves out where they take up no ask."""
NEEDED = frozenset({"limit", "promise"})
"""Kinds of them that stay."""
WARMER = {
    (MoveName.ACKNOWLEDGE, "calm"): "upset",
    (MoveName.APOLOGISE, "calm"): "any",
    (MoveName.INVITE, "any"): "gentle",
}
SPARE = frozenset({MoveName.ACKNOWLEDGE, MoveName.APOLOGISE, MoveName.RESTATE, MoveName.PREVENT, MoveName.INVITE})
"""Moves that a reply can do without at need."""
SYMPATHY = frozenset({MoveName.ACKNOWLEDGE, MoveName.APOLOGISE})
"""Moves of which a reply keeps one: without any it is cold, which no remark is worth."""


def revise(brief: Brief, objections: Iterable[Objection]) -> Brief:
    """The brief for another attempt: the same task, and all that was wrong with the ones before."""
    return brief.model_copy(update={"objections": (*brief.objections, *(f"{one.quote} — {one.reason}" for one in objections))})


def edited(brief: Brief, edit: Edit | None) -> Brief:
    """The brief of the same reply in another manner: what is answered, promised and asked stays."""
    if edit is None:
        return brief
    plan = tuple(move.model_copy(update={"details": move.details | {"manner": edit}}) for move in brief.plan)
    if edit == "shorter":
        plan = tuple(move for move in plan if move.asks or move.name not in IDLE or move.details.get("kind") in NEEDED)
    if edit == "warmer":
        plan = tuple(_warmer(move) for move in plan)
    return brief.model_copy(update={"plan": plan, "formal": brief.formal or edit == "more-formal"})


def _warmer(move: Move) -> Move:
    """The move with the kind that says more of what the customer went through."""
    kind = WARMER.get((move.name, move.details.get("kind", "any")))
    return move.model_copy(update={"details": move.details | {"kind": kind}}) if kind else move


def glossed(brief: Brief, policy: Policy, ui: Language) -> Brief:
    """The brief of the same plan in the agent's language; facts and offers stay in the words they were given in."""
    return brief.model_copy(
        update={
            "lang": ui,
            "formal": policy.formal[ui],
            "update_within": phrasebook_of(ui).update_within(policy.update_working_days),
            "sign_off": policy.sign_off[ui],
            "objections": (),
        }
    )


def said_otherwise(brief: Brief, draft: Draft, at: int) -> Brief:
    """The brief with an objection to one sentence of its draft; raises InputError when there is no such sentence."""
    if not 0 <= at < len(draft.sentences):
        raise InputError(f"there is no sentence {at}; the draft has {len(draft.sentences)}, counted from 0")
    return brief.model_copy(update={"objections": (*brief.objections, f"{draft.sentences[at].text} — again")})


def without(draft: Draft, objections: Iterable[Objection], remarks: Iterable[Objection] = ()) -> Draft:
    """The draft without the sentences that are objected to or remarked on, where it can spare them.

    For a mere remark it does not give up its last sentence of sympathy.
    """
    sound = _spared(draft, objections)
    better = _spared(sound, remarks)
    return better if _feels(better) or not _feels(sound) else sound


def _spared(draft: Draft, objections: Iterable[Objection]) -> Draft:
    blamed = [one.quote for one in objections]
    paragraphs = (
        tuple(one for one in paragraph if one.asks or one.move not in SPARE or not any(quote in one.text for quote in blamed))
        for paragraph in draft.paragraphs
    )
    return draft.model_copy(update={"paragraphs": tuple(paragraph for paragraph in paragraphs if paragraph)})


def _feels(draft: Draft) -> bool:
    return any(sentence.move in SYMPATHY for sentence in draft.sentences)
