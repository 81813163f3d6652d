"""What every writer of drafts does, whether it is built in or asks a language model."""

import math
from collections.abc import Callable
from typing import NamedTuple, Protocol

from coach.models import Brief, Draft, Sentence

Heard = Callable[[int, Sentence], None]
"""Takes a sentence, and the number of its paragraph, as soon as it is written."""


class Turn(NamedTuple):
    """How long a writer may take, and who listens meanwhile."""

    until: float = math.inf
    """On the event loop's clock."""
    heard: Heard | None = None


AT_LEISURE = Turn()
"""No limit, and nobody listens."""


class Writer(Protocol):
    """Turns the plan of a brief into sentences, each with what stands behind it."""

    async def write(self, brief: Brief, turn: Turn = AT_LEISURE) -> Draft:
        """A draft that realises the plan in its order; model writers raise ModelError, the built-in writer raises nothing.

        A writer that takes its time tells each sentence to the turn's listener, in the order of the draft.
        """
        ...
