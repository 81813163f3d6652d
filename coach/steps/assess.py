"""Step 1: what a mail says, feels, asks and risks."""

from coach.models import Assessment, Mail
from coach.reading.asks import find_asks
from coach.reading.care import find_risks
from coach.reading.cause import find_cause
from coach.reading.facts import candidates
from coach.reading.feelings import find_feelings
from coach.reading.intensity import find_intensity
from coach.reading.issues import find_issues
from coach.reading.kept import find_facts
from coach.reading.language import language_of
from coach.reading.mailtext import MailText
from coach.reading.missing import find_missing
from coach.reading.model import LEVELS, ReadingModel, reading_model
from coach.reading.stage import find_stage
from coach.requests import Stage
from knowledge.models import Language


def assess(mail: Mail, language: Language | None = None) -> Assessment:
    """Read a mail in the language it is in, or in the one that is given."""
    language = language or language_of(mail)
    return _unread() if language is None else read(mail, reading_model(language))


def read(mail: Mail, model: ReadingModel) -> Assessment:
    """Read a mail with a model of its language."""
    text, border = MailText.of(mail, model.language), model.weights.border
    chances, spans = model.chances(text), candidates(text)
    issues, cause = find_issues(chances, border("second_issue")), find_cause(chances)
    asks, missing = find_asks(text), find_missing(text, issues, spans)
    return Assessment(
        lang=model.language,
        issues=issues,
        cause=cause,
        feelings=find_feelings(text, model, chances),
        intensity=find_intensity(chances, [border(level) for level in LEVELS]),
        asks=asks,
        facts=find_facts(text, model, spans),
        risks=find_risks(text, model, chances),
        stage=find_stage(text, cause, asks, missing),
        missing=missing,
    )


def _unread() -> Assessment:
    """A mail in a language that we do not speak: nothing is claimed."""
    return Assessment(
        lang="unknown",
        issues=("other",),
        cause="unclear",
        feelings=(),
        intensity=1,
        asks=(),
        facts=(),
        risks=(),
        stage=Stage.IDENTIFY,
        missing=(),
    )
