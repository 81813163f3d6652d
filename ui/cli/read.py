"""``coach read``: what a mail says, feels, asks and risks."""

import sys
from typing import TYPE_CHECKING

from coach.models import ReadAnswer
from coach.requests import ReadRequest
from knowledge.models import Language
from ui.cli.batch import Job, in_turn, run_batch
from ui.cli.console import Row, pairs, show
from ui.cli.exits import Exit
from ui.cli.opening import open_coach
from ui.cli.options import Batch, Json, MailArgument, UiLang
from ui.cli.source import given, not_given, read_mail
from ui.cli.whom import whom
from ui.cli.words import spoken, terminal_words
from ui.requests import request_of

if TYPE_CHECKING:
    from rich.console import RenderableType

EXAMPLES = """Examples:

\b
  coach read mail.eml
  coach read mail.txt --json
  coach read mail.eml --ui-lang fr
  coach read - < mail.txt
  coach read --batch mails.jsonl
"""


def read(
    mail: MailArgument = None,
    *,
    ui_lang: UiLang = None,
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
    coach = open_coach()
    answer = coach.read(request)
    if json:
        sys.stdout.write(answer.model_dump_json() + "\n")
    else:
        language = ui_lang or spoken(answer.lang)
        people = whom(answer, coach.policy, language)
        show(reading(answer, language, people, coach.hidden_in(request.mail)))
    return Exit.CLEAN


def reading(answer: ReadAnswer, language: Language, people: list[Row], hidden: int = 0) -> "RenderableType":
    """The reading for a person: risks and whom to turn to first, then what the customer feels and wants."""
    from ui.desk.words import words

    said, values = terminal_words(language), words(language).values
    label = said.labels
    rows: list[Row] = [(label.hidden, said.hidden.format(count=hidden))] if hidden else []
    rows += [(label.risk, f"{values.risks[risk.risk]}: “{risk.evidence}”") for risk in answer.risks]
    rows += people
    rows += [(label.about, f"{', '.join(values.issues[issue] for issue in answer.issues)} ({values.causes[answer.cause]})")]
    rows += [(label.mood, values.intensity[str(answer.intensity)])]
    rows += [(label.feels, f"{values.feelings[one.feeling]}: “{one.evidence}”") for one in answer.feelings]
    rows += [(label.asks, f"{number}. {ask.text}") for number, ask in enumerate(answer.asks, 1)]
    rows += [(label.facts, "; ".join(f"{fact.text} ({values.facts[fact.kind]})" for fact in answer.facts))] if answer.facts else []
    rows += [(label.missing, text) for text in answer.missing]
    rows += [(label.phase, said.stages[answer.stage]), (label.language, values.languages.get(answer.lang, said.unknown))]
    return pairs(rows)
