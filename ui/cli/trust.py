"""How far to trust a rule, in words for the terminal."""

from evals.estimate import Estimate
from evals.figures import RuleFigures
from knowledge.models import Language
from ui.cli.words import terminal_words

NOT_MEASURED = "–"


def in_full(language: Language, named: str, one: RuleFigures) -> str:
    """One language's figures with their intervals; ``named`` is how the measured language is called in ``language``."""
    said = terminal_words(language).figures
    if one.accuracy is not None:
        return said.judges.format(language=named, accuracy=_share(said.share, one.accuracy), labelled=one.labelled)
    found = _share(said.share, one.found)
    if one.right is None:
        return said.finds.format(language=named, found=found, labelled=one.labelled)
    right = _share(said.share, one.right)
    return said.finds_and_right.format(language=named, found=found, labelled=one.labelled, said=one.right.count, right=right)


def in_short(language: Language, one: RuleFigures | None) -> str:
    """Found and right, or accuracy, without intervals: a column of a list."""
    short = terminal_words(language).figures.short
    if one is None:
        return NOT_MEASURED
    if one.accuracy is not None:
        return _share(short, one.accuracy)
    return f"{_share(short, one.found)} / {_share(short, one.right)}"


def _share(template: str, figure: Estimate | None) -> str:
    if figure is None:
        return NOT_MEASURED
    value, low, high = (round(100 * number) for number in (figure.value, figure.low, figure.high))
    return template.format(value=value, low=low, high=high)
