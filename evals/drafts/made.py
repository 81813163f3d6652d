"""A draft as it is graded: what was written, on what it says it rests, and the texts behind that."""

from coach.checks.authority import granted
from coach.models import DraftAnswer
from evals.drafts.given import Given
from evals.graders.drafts import MadeDraft
from evals.models import PredictedFinding
from evals.product import Product
from knowledge.models import Language


def made_draft(id: str, answer: DraftAnswer, known: Given, attempts: int, product: Product) -> MadeDraft:
    """The answer of the coach to a case of this id, made in so many attempts from what the agent knew."""
    named = {source for sentence in answer.sentences for source in sentence.authority}
    fields = set(PredictedFinding.model_fields) - {"probability"}
    return MadeDraft(
        id=id,
        outcome=answer.outcome,
        attempts=attempts,
        body=answer.body,
        sentences=answer.sentences,
        asks=tuple(ask.text for ask in answer.assessment.asks),
        findings=tuple(PredictedFinding(**one.model_dump(include=fields)) for one in (answer.critique.findings if answer.critique else ())),
        facts=known.facts,
        offers=known.offers,
        sources={name: text for name, text in _sources(known, answer.lang, product).items() if name in named},
    )


def _sources(known: Given, language: Language, product: Product) -> dict[str, str]:
    """The text behind each authority but the mail."""
    policy = product.policy
    statements = product.knowledge.guidelines.texts(language)
    return (
        granted(known.facts, known.offers, policy, language)
        | {"policy:office_hours": policy.office_hours[language], "policy:sign_off": policy.sign_off[language]}
        | {f"guideline:{id}": text for id, text in statements.items()}
    )
