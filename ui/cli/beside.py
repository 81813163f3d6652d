"""The note beside a draft as lines for the person at the terminal."""

from collections.abc import Iterator

from coach.note import Note
from knowledge.models import Language
from ui.desk.words import words


def beside(note: Note, language: Language) -> Iterator[str]:
    """Whom to ask what, what to decide, what to take care of and what the reply promises; nothing where there is nothing."""
    said, risks = words(language).note, words(language).values.risks
    for one in note.asks_of:
        whom = f"{one.department} ({one.contact}): " if one.department else ""
        yield f"{said.ask}: {whom}{' '.join(one.questions)}"
    for decision in note.decisions:
        yield f"{said.decide}: {decision.what} ({said.decided_by.format(by=decision.by)})"
    if note.missing:
        yield f"{said.missing}: {'; '.join(note.missing)}"
    for caution in note.risks:
        unsaid = "" if caution.in_reply else f" {said.passed_over}"
        yield f"{said.care}, {risks[caution.risk]}: {caution.advice}{unsaid} {said.tell.format(contact=caution.contact)}"
    for promise in note.promised:
        day = f" ({said.by.format(day=promise.by)})" if promise.by else ""
        yield f"{said.promised}: {promise.text}{day}"
