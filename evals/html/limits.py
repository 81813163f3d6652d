"""What a run cannot show, said with its own numbers."""

from collections.abc import Iterator, Mapping

from evals.html.words import PageWords
from evals.models import Suite
from evals.runs import RecordedRun, Report
from evals.stats import could_still_be
from evals.steps.report import EvalReport

FEW = 30
"""Observations below which a figure of one rule in one language says little."""


def limits(run: RecordedRun, reports: Mapping[Suite, Report], words: PageWords, shown: tuple[int, int]) -> Iterator[str]:
    """One sentence each."""
    said = words.limits
    yield said.invented
    critic = next((one for suite, one in reports.items() if isinstance(one, EvalReport) and suite is not Suite.SHIPPED), None)
    if critic is not None:
        yield said.out_of_fold
        yield from _few(critic, words)
        yield from _unfailed(critic, words)
    crashed = sum(counts.crashed for counts in run.run.counts.values())
    cases = sum(counts.cases for counts in run.run.counts.values())
    yield (
        said.crashed.format(crashed=crashed, cases=cases)
        if crashed
        else said.uncrashed.format(cases=cases, rate=f"{100 * could_still_be(cases):.1f}")
    )
    yield said.smallest
    if missing := [str(suite) for suite in Suite if suite not in reports]:
        yield said.missing.format(suites=", ".join(missing))
    if shown[0] < shown[1]:
        yield said.shown.format(shown=shown[0], all=shown[1])


def _few(report: EvalReport, words: PageWords) -> Iterator[str]:
    few = {
        f"{rule} ({name}: {figure.count})"
        for name, scope in report.scopes.items()
        for rule, figure in scope.rules.items()
        if figure.count < FEW
    }
    if few:
        yield words.limits.few.format(number=len(few), most=FEW, rules=", ".join(sorted(few)))


def _unfailed(report: EvalReport, words: PageWords) -> Iterator[str]:
    """Of the replies that drew no error where none was due, what could still be."""
    for name, scope in report.scopes.items():
        one = scope.clean_with_error
        if one.count and one.value == 0:
            rate = f"{100 * could_still_be(one.count):.1f}"
            yield words.limits.unfailed.format(what=words.figures["clean_with_error"], scope=words.scopes[name], count=one.count, rate=rate)
