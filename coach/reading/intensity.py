"""How upset the customer is: 0 calm, 1 annoyed, 2 upset, 3 furious or desperate."""

from collections.abc import Mapping, Sequence
from typing import Literal

from coach.reading.model import LEVELS

Intensity = Literal[0, 1, 2, 3]
SCALE: tuple[Intensity, ...] = (0, 1, 2, 3)


def find_intensity(chances: Mapping[str, float], borders: Sequence[float]) -> Intensity:
    """The expected level, cut at three learned borders: a level in between is as wrong as its distance."""
    expected = expected_level(chances)
    return SCALE[sum(expected > border for border in borders)]


def expected_level(chances: Mapping[str, float]) -> float:
    """The mean of the level, 0 to 3."""
    return sum(chances[level] for level in LEVELS)
