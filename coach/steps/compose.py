"""Third step: have the brief written, and keep only the citations that the brief gave."""

from coach.errors import ModelBadAnswer
from coach.models import Brief, Draft
from coach.writers.writer import Writer


async def compose(brief: Brief, writer: Writer) -> Draft:
    """The writer's draft; an empty one, or one that cites a passage that was not retrieved, raises ModelBadAnswer."""
    draft = await writer.write(brief)
    if not draft.body.strip():
        raise ModelBadAnswer("the draft is empty")
    known = {passage.id for passage in brief.passages}
    for sentence in draft.sentences:
        unknown = sorted(set(sentence.passages) - known)
        if unknown:
            raise ModelBadAnswer(f"the draft cites {unknown[0]}, which was not retrieved")
    return draft
