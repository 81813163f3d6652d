"""Third step: have the brief written, and keep only the citations that the brief gave."""

from coach.errors import ModelBadAnswer
from coach.models import Brief, Draft, Sentence
from coach.writers.writer import Turn, Writer


async def compose(brief: Brief, writer: Writer, turn: Turn) -> Draft:
    """The writer's draft; an empty one, or one that cites a passage that was not retrieved, raises ModelBadAnswer."""
    draft = await writer.write(brief, turn)
    if not draft.body.strip():
        raise ModelBadAnswer("the draft is empty")
    for sentence in draft.sentences:
        if unknown := foreign_citations(sentence, brief):
            raise ModelBadAnswer(f"the draft cites {unknown[0]}, which was not retrieved")
    return draft


def foreign_citations(sentence: Sentence, brief: Brief) -> list[str]:
    """Passages that a sentence cites although the brief does not hold them."""
    return sorted(set(sentence.passages) - {passage.id for passage in brief.passages})
