"""Figures on drafts, with their uncertainty: the three drafts of a mail are drawn again together."""

from collections import Counter as Tally
from collections.abc import Sequence
from statistics import median

from evals.counts import ALL, Counts, by_scope, figures_table
from evals.estimate import Estimate
from evals.models import HEADLINE, Graded, Suite, Table
from evals.stats import ratio, wilson
from knowledge.models import Dimension, Frozen

WORST = 10
"""Sentences of a language that are listed."""


class Repeated(Frozen):
    """A sentence that stands in several drafts."""

    sentence: str
    drafts: int


class DraftFigures(Frozen):
    """How good drafts are; shares are of the drafts that were written, unless they say otherwise."""

    drafts: int
    written: int
    """Those that were not held for a person without a text."""
    held_without_danger: Estimate
    """Share of drafts that are held, of mails that nobody labelled as self-harm or a threat of violence."""
    held_with_danger: Estimate
    """The same of mails that somebody did."""
    at_once: Estimate
    """Drafts to which nobody objected: a worse line of the phrasebook is written out of the last draft, and shows in the first."""
    wrong_language: Estimate
    foreign_numbers: Estimate
    """Drafts with a number that neither the mail nor the authority of its sentence holds."""
    own_errors: Estimate
    """Drafts with an error of the critic that they had to pass."""
    own_warnings: Estimate
    own_found: dict[Dimension, Estimate]
    """Drafts with an error or a warning of the dimension."""
    referee: dict[Dimension, Estimate]
    """Drafts that the referee flags."""
    asks_read: Estimate
    """Share of the labelled asks that the reader finds too."""
    asks_taken_up: Estimate
    """Share of the labelled asks that a sentence takes up."""
    facts_used: Estimate
    offers_used: Estimate
    repeated: Estimate
    """Share of drafts in which the sentence stands that is repeated most, in the language where that is worst."""
    most_repeated: dict[str, tuple[Repeated, ...]]
    """By language code, the sentences of more than six words that stand in most drafts; the agent's own words are left out."""
    words_p50: int
    """Median length."""


class DraftsReport(Frozen):
    """What one run measured."""

    suite: Suite
    cases: int
    """Mails."""
    cases_sha256: str
    crashed: int = 0
    """Drafts that gave nothing and are not among these."""
    scopes: dict[str, DraftFigures]
    """By language code, and ``all``."""


def report(graded: Sequence[Graded], cases_sha256: str, crashed: int = 0) -> DraftsReport:
    """Figures for all drafts together and for each language that has any."""
    scopes = by_scope(graded)
    repeated = {name: _repeated(of) for name, of in scopes.items() if name != ALL}
    figures = {name: _figures(of, repeated if name == ALL else {name: repeated[name]}) for name, of in scopes.items()}
    return DraftsReport(suite=Suite.DRAFTS, cases=len(graded), cases_sha256=cases_sha256, crashed=crashed, scopes=figures)


def _figures(graded: Sequence[Graded], repeated: dict[str, tuple[int, tuple[Repeated, ...]]]) -> DraftFigures:
    counts = Counts(graded)

    def share(part: str, whole: str) -> Estimate:
        found = counts.estimate(lambda sums: ratio(counts.of(sums, part), counts.of(sums, whole)), counts[whole])
        # Drawing noughts again gives nothing but noughts, which is no certainty.
        if found.low < found.high:
            return found
        mails = sum(whole in one.counts for one in graded)
        by_mail = wilson(round(found.value * mails), mails)
        return Estimate(value=found.value, low=min(found.value, by_mail.low), high=max(found.value, by_mail.high), count=counts[whole])

    written, worst = max(((of, most) for of, most in repeated.values()), key=lambda one: _most(*one))
    return DraftFigures(
        drafts=counts["drafts"],
        written=counts["written"],
        held_without_danger=share("harmless.held", "harmless.drafts"),
        held_with_danger=share("danger.held", "danger.drafts"),
        at_once=share("at_once", "written"),
        wrong_language=share("wrong_language", "written"),
        foreign_numbers=share("foreign_numbers", "written"),
        own_errors=share("errors", "written"),
        own_warnings=share("warnings", "written"),
        own_found={dimension: share(f"found.{dimension}", "written") for dimension in (*HEADLINE, Dimension.OTHER)},
        referee={dimension: share(f"referee.{dimension}", "written") for dimension in HEADLINE},
        asks_read=share("asks.read", "asks"),
        asks_taken_up=share("asks.taken_up", "asks"),
        facts_used=share("facts.used", "facts"),
        offers_used=share("offers.used", "offers"),
        repeated=wilson(worst[0].drafts if worst else 0, written),
        most_repeated={name: most for name, (_, most) in repeated.items()},
        words_p50=round(median([len(text.text.split()) for one in graded for text in one.texts if text.text] or [0])),
    )


def _repeated(graded: Sequence[Graded]) -> tuple[int, tuple[Repeated, ...]]:
    """How many drafts of one language there are, and the sentences that stand in most of them."""
    written = [text for one in graded for text in one.texts if text.text]
    tally = Tally(sentence for text in written for sentence in set(text.notes.get("sentences", ())))
    most = sorted(tally.items(), key=lambda one: (-one[1], one[0]))[:WORST]
    return len(written), tuple(Repeated(sentence=sentence, drafts=drafts) for sentence, drafts in most)


def _most(written: int, repeated: Sequence[Repeated]) -> float:
    return repeated[0].drafts / written if repeated else 0


def tables(measured: DraftsReport) -> tuple[Table, ...]:
    """The figures by language, and the sentences that come again most."""
    scopes = tuple(measured.scopes.values())
    names = (
        ("held without danger", "held_without_danger"),
        ("held with danger", "held_with_danger"),
        ("sound at once", "at_once"),
        ("wrong language", "wrong_language"),
        ("numbers without authority", "foreign_numbers"),
        ("own errors", "own_errors"),
        ("own warnings", "own_warnings"),
        ("asks read", "asks_read"),
        ("asks taken up", "asks_taken_up"),
        ("facts used", "facts_used"),
        ("offers used", "offers_used"),
        ("most repeated sentence", "repeated"),
    )
    figures = [(spoken, [getattr(scope, name) for scope in scopes]) for spoken, name in names]
    figures += [(f"referee: {dimension}", [scope.referee[dimension] for scope in scopes]) for dimension in HEADLINE]
    drafts = sum(scope.drafts for name, scope in measured.scopes.items() if name == ALL)
    length = ("words, median", *(str(scope.words_p50) for scope in scopes))
    shown = figures_table(f"{measured.suite}: {drafts} drafts to {measured.cases} mails", tuple(measured.scopes), figures)
    return (shown.model_copy(update={"rows": (*shown.rows, length)}), *_repetitions(measured))


def _repetitions(measured: DraftsReport) -> tuple[Table, ...]:
    rows = [
        (name, str(one.drafts), f"{one.drafts / scope.written:.3f}", one.sentence)
        for name, scope in measured.scopes.items()
        if name != ALL
        for one in scope.most_repeated[name]
    ]
    return (Table(title="sentences that come again most", columns=("", "drafts", "share", "sentence"), rows=tuple(rows)),)
