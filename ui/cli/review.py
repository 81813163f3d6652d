"""``coach review``: what the rules say about a draft, why, from which source, and what to write instead."""

import asyncio
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from coach.errors import InputError
from coach.models import Finding, ReviewAnswer
from coach.requests import ReviewRequest
from knowledge.models import Language, Severity
from ui.cli.batch import Job, run_batch
from ui.cli.console import SEVERITY_STYLES, Row, harmless, note, pairs, show
from ui.cli.exits import Exit
from ui.cli.opening import open_coach, width_of
from ui.cli.options import Batch, Facts, Json, Lang, Offer, UiLang
from ui.cli.source import STDIN, given, is_table, items, not_given, not_with_a_table, only_with_a_table, read_mail, read_text
from ui.cli.words import spoken, terminal_words
from ui.requests import request_of

if TYPE_CHECKING:
    from rich.console import RenderableType

    from coach.bootstrap import Coach

EXAMPLES = """Examples:

\b
  coach review draft.txt
  coach review draft.txt --mail mail.eml
  coach review draft.txt --offer "refund of the delivery fee" --json
  coach review - < draft.txt
  coach review draft.txt --explain
  coach review --batch drafts.jsonl
  coach review macros.csv --column body --out corrected.csv --diff

Exit codes: 0 nothing must be fixed, 1 something must, 2 bad input, 3 the model failed, 4 a person has to decide.
"""


DraftArgument = Annotated[
    str | None, typer.Argument(metavar="DRAFT", help="A text file, a .csv or .tsv of canned replies, or - for standard input.")
]
MailOption = Annotated[str | None, typer.Option("--mail", metavar="MAIL", help="The mail that the draft answers.")]
Judge = Annotated[
    bool | None, typer.Option("--judge/--no-judge", help="Whether a model judges the draft too; by default where one is configured.")
]
Explain = Annotated[bool, typer.Option("--explain", help="Show why each finding is there: wording, guards, what was learned.")]
Column = Annotated[str | None, typer.Option("--column", metavar="NAME", help="The column of a table that holds the replies.")]
Out = Annotated[str | None, typer.Option("--out", metavar="FILE", help="Write the table here, with the safe rewrites made.")]
Diff = Annotated[bool, typer.Option("--diff", help="Show what the rewrites change in a table.")]


def review(
    draft: DraftArgument = None,
    *,
    mail: MailOption = None,
    facts: Facts = None,
    offer: Offer = None,
    lang: Lang = None,
    ui_lang: UiLang = None,
    judge: Judge = None,
    explain: Explain = False,
    column: Column = None,
    out: Out = None,
    diff: Diff = False,
    json: Json = False,
    batch: Batch = None,
) -> Exit:
    """Check a draft against the rules.

    Finds defensiveness, lecturing and unrealistic promises, says why and from which guideline, and offers a
    rewrite or advice. With the mail it also says which requests are left unanswered. Of a table it checks
    every canned reply in one column; placeholders such as {{name}} stay as they are.
    """
    if batch is None and is_table(draft):
        from ui.cli.macros import Wanted, audit_file  # a draft alone needs no tables, and a command little time to start

        not_with_a_table(**{"--mail": mail, "--facts": facts, "--offer": offer})
        return audit_file(given(draft, "draft"), Wanted(column, out, diff, lang, ui_lang, json))
    only_with_a_table(**{"--column": column, "--out": out, "--diff": diff or None})
    options = {"lang": lang, "ui_lang": ui_lang, "judge": judge}
    if batch is not None:
        not_given(DRAFT=draft, **{"--mail": mail, "--facts": facts, "--offer": offer, "--explain": explain or None})
        coach = open_coach()
        run_batch(batch, Job(ReviewRequest, options, coach.review, width_of(coach)))
        return Exit.CLEAN
    said = {**_texts(given(draft, "draft"), mail), "facts": items(facts, "--facts"), "offer": items(offer, "--offer")}
    return _reviewed(request_of(ReviewRequest, said | options), json=json, explain=explain)


def _reviewed(request: ReviewRequest, *, json: bool, explain: bool) -> Exit:
    coach = open_coach()
    answer = asyncio.run(coach.review(request))
    if explain:
        answer = coach.reviewing.explained(request, answer)
    if json:
        sys.stdout.write(answer.model_dump_json() + "\n")
    else:
        show(*critique(answer, coach, request.ui_lang or spoken(answer.lang)))
        if answer.fallback:
            note(answer.fallback)
    return exit_of(answer)


def exit_of(answer: ReviewAnswer) -> Exit:
    """A held draft wants a person before it wants a fix."""
    if answer.verdict == "hold":
        return Exit.HELD
    return Exit.FINDINGS if any(finding.severity is Severity.ERROR for finding in answer.findings) else Exit.CLEAN


def critique(answer: ReviewAnswer, coach: "Coach", language: Language) -> "list[RenderableType]":
    """The verdict, then each finding with its quote, reason, source and rewrite or advice, worst first."""
    from rich.text import Text

    from ui.desk.words import words

    said, statuses = terminal_words(language), words(language).values.promises
    parts: list[RenderableType] = [Text(said.verdicts[answer.verdict], "bold")]
    for finding in sorted(answer.findings, key=lambda found: (list(Severity).index(found.severity), found.start)):
        parts += ["", *_explained(finding, coach, language), *_evidence(answer, finding, language)]
    rows: list[Row] = [(said.labels.unanswered, f"“{ask.text}”") for ask in answer.asks if not ask.answered]
    ours = [promise for promise in answer.commitments if promise.actor == "us"]
    rows += [(said.labels.promise, f"“{promise.text}” ({statuses[promise.status]})") for promise in ours]
    return [*parts, "", pairs(rows)] if rows else parts


def _explained(finding: Finding, coach: "Coach", language: Language) -> "list[RenderableType]":
    from rich.text import Text

    from ui.desk.words import words

    label, severity = terminal_words(language).labels, words(language).values.severities[finding.severity]
    style = SEVERITY_STYLES[finding.severity]
    title = coach.knowledge.rulebook(language).rules[finding.rule].title[language]
    rows: list[Row] = [("", Text(f"“{harmless(finding.quote)}”", style)), (label.why, finding.message)]
    rows += [(label.instead, f"“{finding.replace.text}”" if finding.replace else finding.advice)]
    rows += [(label.source, _source(finding.sources[0], coach, language))] if finding.sources else []
    return [Text.assemble((severity, style), "  ", (title, "bold"), (f"  {finding.rule}", "dim")), pairs(rows)]


def _evidence(answer: ReviewAnswer, finding: Finding, language: Language) -> "list[RenderableType]":
    """Why the finding is there, when that was asked for."""
    from rich.text import Text

    from coach.explaining import Explained
    from ui.cli.evidence import evidence_lines

    if not isinstance(answer, Explained):
        return []
    one = answer.explanations[answer.findings.index(finding)]
    return [Text(f"  {line}", "dim") for line in evidence_lines(one, language)]


def _source(statement: str, coach: "Coach", language: Language) -> str:
    found = coach.knowledge.guidelines.statement(statement, language)
    return f"{found.text} ({coach.knowledge.guidelines.title(found.document, language)}, {statement})"


def _texts(draft: str, mail: str | None) -> dict[str, str | None]:
    if draft == mail == STDIN:
        raise InputError("standard input can be the draft or the mail, not both; give one of them as a file")
    return {"draft": read_text(draft), "mail": read_mail(mail) if mail is not None else None}
