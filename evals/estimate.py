"""A figure with its uncertainty: the value that reports, gates and rule cards share."""

from pydantic import Field

from knowledge.models import Frozen


class Estimate(Frozen):
    """A figure between 0 and 1 with its 95 % interval."""

    value: float
    low: float
    high: float
    count: int = Field(ge=0)
    """How many observations it rests on; 0 means that nothing was measured."""
