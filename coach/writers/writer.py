"""What every writer of drafts does, whether it is built in or asks a language model."""

from typing import Protocol

from coach.models import Brief, Draft


class Writer(Protocol):
    """Turns the plan of a brief into sentences, each with what stands behind it."""

    async def write(self, brief: Brief) -> Draft:
        """A draft that realises the plan in its order; model writers raise ModelError, the built-in writer raises nothing."""
        ...
