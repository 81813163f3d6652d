"""``coach read``: what a mail says, feels, asks and risks."""

import sys
from typing import TYPE_CHECKING

from coach.models import ReadAnswer, ReadRequest
from ui.cli.batch import Job, in_turn, run_batch
from ui.cli.console import Row, pairs, show
from ui.cli.exits import Exit
from ui.cli.opening import open_coach
from ui.cli.options import Batch, Json, MailArgument
from ui.cli.source import given, not_given, read_mail
from ui.requests import request_of

if TYPE_CHECKING:
    from rich.console import RenderableType

EXAMPLES = """Examples:

\b
  coach read mail.eml
  coach read mail.txt --json
  coach read - < mail.txt
  coach read --batch mails.jsonl
"""

INTENSITY = ("calm", "annoyed", "upset", "furious or desperate")


def read(
    mail: MailArgument = None,
    *,
    json: Json = False,
    batch: Batch = None,
) -> Exit:
    """Show what a mail feels, asks and risks.

    Every feeling, request, fact and risk is quoted from the mail; nothing is claimed without a quote.
    """
    if batch is not None:
        not_given(MAIL=mail)
        run_batch(batch, Job(ReadRequest, {}, in_turn(open_coach().read)))
        return Exit.CLEAN
    request = request_of(ReadRequest, {"mail": read_mail(given(mail, "mail"))})
    answer = open_coach().read(request)
    if json:
        sys.stdout.write(answer.model_dump_json() + "\n")
    else:
        show(reading(answer))
    return Exit.CLEAN


def reading(answer: ReadAnswer) -> "RenderableType":
    """The reading for a person: risks first, then what the customer feels and wants."""
    rows: list[Row] = [("risk", f"{risk.risk}: “{risk.evidence}”") for risk in answer.risks]
    rows += [("about", f"{', '.join(answer.issues)} ({answer.cause.replace('_', ' ')})")]
    rows += [("mood", INTENSITY[answer.intensity])]
    rows += [("feels", f"{feeling.feeling}: “{feeling.evidence}”") for feeling in answer.feelings]
    rows += [("asks", f"{number}. {ask.text}") for number, ask in enumerate(answer.asks, 1)]
    rows += [("facts", "; ".join(f"{fact.text} ({fact.kind})" for fact in answer.facts))] if answer.facts else []
    rows += [("missing", text) for text in answer.missing]
    rows += [("phase", answer.stage), ("language", answer.lang)]
    return pairs(rows)
