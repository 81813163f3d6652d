"""Options that several commands share, with the same name and meaning everywhere."""

from typing import Annotated

import typer

from coach.dangers import PERSON_ONLY
from coach.requests import Stage
from knowledge.models import Language

MailArgument = Annotated[
    str | None,
    typer.Argument(metavar="MAIL", help="A .eml, .txt, .msg or .mbox file (inbox.mbox#3 is its third mail), or - for standard input."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object of the contract.")]
Batch = Annotated[
    str | None,
    typer.Option(
        "--batch", metavar="FILE", help="JSON lines (or the mails of a .mbox) in, JSON lines out in the same order; - is standard input."
    ),
]
Lang = Annotated[Language | None, typer.Option("--lang", help="Language of the text; found out when not given.")]
UiLang = Annotated[Language | None, typer.Option("--ui-lang", help="Language of explanations; the text's when not given.")]
StageOption = Annotated[Stage | None, typer.Option("--stage", help="Phase of the conflict; found out when not given.")]
Facts = Annotated[
    list[str] | None,
    typer.Option("--facts", metavar="TEXT", help="Something you have checked, so that the reply may state it. Repeatable."),
]
Offer = Annotated[
    list[str] | None,
    typer.Option(
        "--offer",
        metavar="TEXT",
        help='Something you may promise: plain text, or {"text": …, "amount": …, "by": …}. Repeatable.',
        show_default=False,
    ),
]


def _dangers(values: list[str] | None) -> list[str] | None:
    """The values as they are; typer knows no list of literals."""
    if unknown := sorted(set(values or ()) - PERSON_ONLY):
        raise typer.BadParameter(f"{unknown[0]} is not {' or '.join(sorted(PERSON_ONLY))}")
    return values


Cleared = Annotated[
    list[str] | None,
    typer.Option(
        "--cleared",
        metavar="|".join(sorted(PERSON_ONLY)),
        callback=_dangers,
        help="A danger that a person has read this mail for and ruled out. Repeatable.",
    ),
]
