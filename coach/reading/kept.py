"""Which of the spans that may be facts a reply can rely on."""

from collections.abc import Sequence

from coach.models import Fact
from coach.reading.facts import Candidate
from coach.reading.mailtext import MailText
from coach.reading.model import ReadingModel
from coach.reading.worth import features_of


def find_facts(mail: MailText, model: ReadingModel, spans: Sequence[Candidate]) -> tuple[Fact, ...]:
    """The facts of a mail in reading order, verbatim, none twice."""
    chances = model.fact_chances(features_of(mail, spans))
    border = model.weights.border("fact")
    kept = [Fact(kind=c.kind, text=mail.text[c.start : c.end]) for c, chance in zip(spans, chances, strict=True) if chance > border]
    return tuple({fact.text: fact for fact in kept}.values())
