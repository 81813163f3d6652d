"""What a draft may rest on: the texts behind each authority that a sentence can name."""

from collections.abc import Sequence

from coach.models import Brief
from coach.policy import Policy
from coach.requests import Offer, VerifiedFact
from knowledge.language.words import words_of
from knowledge.models import Language


def sources_of(brief: Brief, policy: Policy) -> dict[str, str]:
    """Every authority that a sentence of this brief may name, with its text."""
    return (
        {"mail": brief.mail.text}
        | granted(brief.facts, brief.offer, policy, brief.lang)
        | {"policy:office_hours": policy.office_hours[brief.lang], "policy:sign_off": policy.sign_off[brief.lang]}
        | {f"guideline:{name}": passage.text for passage in brief.passages for name in (passage.id, passage.statement) if name}
    )


def granted(facts: Sequence[VerifiedFact], offer: Sequence[Offer], policy: Policy, language: Language) -> dict[str, str]:
    """The authorities that may back a commitment: what the agent verified, what the agent may promise, and the policy's bounded times."""
    units = words_of(language).units
    return (
        {f"facts:{i}": fact.text for i, fact in enumerate(facts)}
        | {f"offer:{i}": " ".join(filter(None, (one.text, one.amount, one.by))) for i, one in enumerate(offer)}
        | {
            "policy:first_reply_hours": f"{policy.first_reply_hours} {units['hour'][0]}",
            "policy:update_working_days": f"{policy.update_working_days} {units['working-day'][0]}",
        }
    )
