"""Runs as they lie in their folders, of a few small cases."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from evals.graders.critic import grade_reply
from evals.models import DIMENSION_OF, GoldCase, GoldReply, Graded, GradedText, Mark, PredictedFinding, Prediction, Suite
from evals.runs import CaseResult, Hashes, Run, SuiteCounts, open_run
from evals.steps.collect import digest
from evals.steps.report import report
from knowledge.models import Severity
from tests.evals.conftest import case

STARTED = datetime(2026, 11, 27, 22, 0, tzinfo=UTC)
FINDINGS = ("You gave the wrong address", "The parcel, as e.g. the log shows, is fine", "Calm down", "now!")


def cases(count: int = 8, hostile: str = "") -> tuple[GoldCase, ...]:
    """English and Polish cases by turns; hostile words stand in each mail and each reply."""
    made = []
    for number in range(count):
        one = case(number, ("en", "pl")[number % 2])
        for reply in one["replies"]:  # type: ignore[attr-defined]
            reply["body"] += hostile
        one["mail"] = one["mail"] | {"subject": f"Parcel {number} {hostile}"}  # type: ignore[operator]
        made.append(GoldCase.model_validate(one))
    return tuple(made)


def graded(gold: Sequence[GoldCase], missed: Sequence[int] = (), alarmed: Sequence[int] = (), met: bool = True) -> tuple[Graded, ...]:
    """A critic that finds everything but "Calm down" in the cases ``missed``, and objects to the clean reply of the cases ``alarmed``."""
    return tuple(_graded(one, number in missed, number in alarmed, met=met) for number, one in enumerate(gold))


def _graded(gold: GoldCase, missed: bool, alarmed: bool, *, met: bool) -> Graded:
    bad, clean = gold.replies
    quotes = [(bad, one.rule, one.span) for one in bad.findings if not (missed and one.span == "Calm down")]
    quotes += [(clean, "lecturing", "we were slow")] if alarmed else []
    counts: Counter[str] = Counter()
    texts = []
    for reply in gold.replies:
        findings = tuple(_finding(reply, rule, quote) for of, rule, quote in quotes if of is reply)
        said = Prediction(id=reply.id, findings=findings, met=reply.met if met else ())
        counts.update(grade_reply(gold, reply, said))
        texts.append(_text(reply, findings, met=met))
    return Graded(id=gold.id, lang=gold.lang, counts=dict(counts), texts=tuple(texts))


def _finding(reply: GoldReply, rule: str, quote: str) -> PredictedFinding:
    start = reply.body.index(quote)
    return PredictedFinding(
        rule=rule, dimension=DIMENSION_OF[rule], severity=Severity.WARNING, start=start, end=start + len(quote), quote=quote
    )


def _text(reply: GoldReply, findings: Sequence[PredictedFinding], *, met: bool) -> GradedText:
    quotes = {one.quote for one in findings}
    gold = tuple(
        Mark(
            rule=one.rule,
            dimension=DIMENSION_OF[one.rule],
            start=(at := reply.body.index(one.span)),
            end=at + len(one.span),
            right=one.span in quotes,
        )
        for one in reply.findings
    )
    said = tuple(
        Mark(**one.model_dump(include={"rule", "dimension", "severity", "start", "end"}), right=bool(reply.findings)) for one in findings
    )
    merits = {name: "tp" if met else "fn" for name in reply.met}
    return GradedText(id=reply.id, text=reply.body, gold=gold, said=said, merits=merits)


def recorded(folder: Path, gold: Sequence[GoldCase], grades: Sequence[Graded], *, finished: bool = True) -> Path:
    """A finished run of the suite critic, in its folder."""
    sha256 = digest(gold)
    hashes = Hashes(cases={Suite.CRITIC: sha256}, rulebook="2", weights="3", phrasebook="4", policy="5", code="6")
    writer = open_run(folder, Run(id=folder.name, started=STARTED, suites=(Suite.CRITIC,), product="1", hashes=hashes))
    writer.append(Suite.CRITIC, [CaseResult(id=one.id, lang=one.lang, status="done", seconds=0.1) for one in grades])
    counts = SuiteCounts(cases=len(grades), done=len(grades), crashed=0, cached=0, seconds=1)
    writer.close(Suite.CRITIC, grades, report(grades, Suite.CRITIC, sha256), counts)
    if finished:
        writer.finish(STARTED)
    return folder
