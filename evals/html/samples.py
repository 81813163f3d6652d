"""Which replies the page shows, the worst first, and what there is to see in each."""

from collections.abc import Iterator, Sequence

from evals.compare import Comparison
from evals.models import GoldCase, GoldMail, Graded, GradedText, Mark, Suite
from evals.runs import RecordedRun
from knowledge.models import Frozen, Language

MOST = 300
MOST_CHARACTERS = 1_300_000
"""Of all samples as JSON: a page of two megabytes is slow to open and to send."""
DRAFTS = "drafts"
NOTES = ("asks.unread", "asks.passed_over", "numbers.foreign", "facts.unused", "offers.unused")
"""What is wrong with a draft as a whole; other notes are no faults."""
SHARE_OF_DRAFTS = 60


class Sample(Frozen):
    """One reply with its labels and findings; places are code points."""

    suite: Suite
    id: str
    lang: Language
    mail: GoldMail | None
    """None where the labelled case is not at hand."""
    text: str
    gold: tuple[Mark, ...]
    said: tuple[Mark, ...]
    wrong: tuple[str, ...]
    """Presence rules that were judged wrongly."""
    merits: dict[str, str]
    notes: dict[str, tuple[str, ...]]
    changed: tuple[str, ...]
    """What another run said otherwise, a line each."""

    @property
    def faults(self) -> int:
        """How much is wrong with what was said."""
        marks = (*self.gold, *self.said)
        return 2 * sum(one.right is False for one in marks) + len(self.wrong) + 2 * sum(map(len, self.notes.values()))


def samples(run: RecordedRun, cases: Sequence[GoldCase], compared: Comparison | None) -> tuple[tuple[Sample, ...], int]:
    """The worst of the first suite that grades replies and of our own drafts, and how many there were to choose from."""
    mails = {case.id: case.mail for case in cases}
    suites = [suite for suite, of in run.suites.items() if any(graded.texts for graded in of.grades)]
    shown = [suite for suite in suites if suite != DRAFTS][:1] + [suite for suite in suites if suite == DRAFTS]
    chosen: list[Sample] = []
    number = 0
    for suite in reversed(shown):
        found = sorted(_of(suite, run.suites[suite].grades, mails, compared), key=lambda one: (-one.faults, one.id))
        number += len(found)
        room = MOST - len(chosen) if suite != DRAFTS or len(shown) == 1 else SHARE_OF_DRAFTS
        chosen = found[:room] + chosen
    return tuple(_within(chosen)), number


def _of(suite: Suite, grades: Sequence[Graded], mails: dict[str, GoldMail], compared: Comparison | None) -> Iterator[Sample]:
    changed: dict[str, list[str]] = {}
    for flip in compared.suites[suite].flips if compared and suite in compared.suites else ():
        changed.setdefault(flip.text, []).append(flip.kind)
    for graded in grades:
        for text in graded.texts:
            yield _sample(suite, graded, text, mails.get(graded.id), tuple(changed.get(text.id, ())))


def _sample(suite: Suite, graded: Graded, text: GradedText, mail: GoldMail | None, changed: tuple[str, ...]) -> Sample:
    return Sample(
        suite=suite,
        id=text.id,
        lang=graded.lang,
        mail=mail,
        text=text.text,
        gold=text.gold,
        said=text.said,
        wrong=tuple(rule for rule, outcome in text.merits.items() if outcome in ("fp", "fn")),
        merits=dict(text.merits),
        notes={name: texts for name, texts in text.notes.items() if name in NOTES},
        changed=changed,
    )


def _within(chosen: Sequence[Sample]) -> Iterator[Sample]:
    left = MOST_CHARACTERS
    for one in chosen:
        left -= len(one.model_dump_json())
        if left < 0:
            return
        yield one
