"""What the customer feels, each feeling with the words that show it."""

from collections.abc import Mapping

from coach.models import Feeling
from coach.reading.evidence import clause_around
from coach.reading.lexicon import FeelingName
from coach.reading.mailtext import MailText
from coach.reading.model import FEELINGS, ReadingModel

MOST = 3
LEAST_SHARE = 0.5
"""Share of the border that even the likeliest feeling must reach."""


def choose_feelings(chances: Mapping[str, float], border: float) -> tuple[FeelingName, ...]:
    """The likeliest feeling unless it is far from likely, and up to two more that are likely enough by themselves."""
    first, *others = sorted(FEELINGS, key=lambda name: -chances[f"feeling.{name}"])[:MOST]
    likely = tuple(name for name in others if chances[f"feeling.{name}"] > border)
    return (first, *likely) if chances[f"feeling.{first}"] > LEAST_SHARE * border else ()


def find_feelings(mail: MailText, model: ReadingModel, chances: Mapping[str, float]) -> tuple[Feeling, ...]:
    """The feelings with the customer's own words, the likeliest first; a calm mail has none."""
    chosen = choose_feelings(chances, model.weights.border("feeling"))
    return tuple(Feeling(feeling=name, evidence=_evidence(mail, model, name)) for name in chosen)


def _evidence(mail: MailText, model: ReadingModel, name: FeelingName) -> str:
    """The clause with the longest of the words that show the feeling, else the sentence that speaks most for it."""
    hits = mail.by_label.get(f"feelings.{name}")
    if not hits:
        return model.strongest_sentence(mail, f"feeling.{name}")
    longest = max(hits, key=lambda hit: hit.end - hit.start)
    return clause_around(mail, longest.start, longest.end)
