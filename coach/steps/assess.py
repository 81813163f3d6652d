"""Step 1: what a mail says, feels, asks and risks."""

from coach.models import Assessment, Mail, Stage
from coach.reading.asks import find_asks
from coach.reading.cause import find_cause
from coach.reading.facts import find_facts
from coach.reading.feelings import find_feelings
from coach.reading.intensity import find_intensity
from coach.reading.issues import find_issues
from coach.reading.language import language_of
from coach.reading.mailtext import MailText
from coach.reading.missing import find_missing
from coach.reading.risks import find_risks
from coach.reading.stage import find_stage
from knowledge.models import Language


def assess(mail: Mail, language: Language | None = None) -> Assessment:
    """Read a mail in the language it is in, or in the one that is given."""
    language = language or language_of(mail)
    if language is None:
        return _unread()
    text = MailText.of(mail, language)
    issues, cause, facts = find_issues(text), find_cause(text), find_facts(text)
    missing = find_missing(text, issues, facts)
    return Assessment(
        lang=language,
        issues=issues,
        cause=cause,
        feelings=find_feelings(text),
        intensity=find_intensity(text),
        asks=find_asks(text),
        facts=facts,
        risks=find_risks(text),
        stage=find_stage(text, cause, missing),
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
