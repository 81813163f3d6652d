"""``coach draft``: a reply that calms, says why, and promises nothing that nobody has authorised."""

import asyncio
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from coach.dangers import dangers
from coach.models import DraftAnswer, Sentence
from coach.requests import DraftRequest, RewriteRequest
from knowledge.language.sentences import split
from knowledge.models import Language
from ui.cli.batch import Job, run_batch
from ui.cli.beside import beside
from ui.cli.console import Row, harmless, note, pairs, show
from ui.cli.exits import Exit
from ui.cli.opening import open_coach, width_of
from ui.cli.options import Batch, Cleared, Facts, Json, Lang, MailArgument, Offer, StageOption, UiLang
from ui.cli.source import given, items, not_given, read_mail
from ui.cli.words import terminal_words
from ui.requests import request_of

if TYPE_CHECKING:
    from rich.console import RenderableType

    from coach.bootstrap import Coach

EXAMPLES = """Examples:

\b
  coach draft mail.eml
  coach draft mail.txt --facts "The parcel left our warehouse on 3 May."
  coach draft mail.txt --offer '{"text": "refund of the delivery fee", "amount": "4.90 €", "by": "Friday"}'
  coach draft mail.txt --lang it --ui-lang en --why
  coach draft mail.txt --shorter --again 3
  coach draft mail.txt --ui-lang en --gloss
  coach draft mail.txt --cleared self-harm
  coach draft mail.eml > reply.txt
  coach draft --batch mails.jsonl --json

The reply goes to standard output, everything about it to standard error.
"""


def draft(
    mail: MailArgument = None,
    *,
    facts: Facts = None,
    offer: Offer = None,
    stage: StageOption = None,
    lang: Lang = None,
    ui_lang: UiLang = None,
    cleared: Cleared = None,
    shorter: Annotated[bool, typer.Option("--shorter", help="Leave out what nobody asked for.")] = False,
    warmer: Annotated[bool, typer.Option("--warmer", help="Say more of what the customer went through.")] = False,
    plainer: Annotated[bool, typer.Option("--plainer", help="Prefer short words.")] = False,
    more_formal: Annotated[bool, typer.Option("--more-formal", help="Write more formally.")] = False,
    again: Annotated[list[int] | None, typer.Option("--again", min=1, help="Say this sentence in other words (1 is the greeting).")] = None,
    gloss: Annotated[bool, typer.Option("--gloss", help="Say in --ui-lang too what the reply says, for you to read.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Say what stands behind each sentence.")] = False,
    json: Json = False,
    batch: Batch = None,
) -> Exit:
    """Draft a reply that calms.

    Each sentence rests on the mail, your facts, your offer, the policy or a guideline. What nobody supplied
    is left as [[a gap]] for you to fill; a mail that speaks of self-harm or violence is held for a person,
    who may read it and rule that out.
    """
    options = {"stage": stage, "lang": lang, "ui_lang": ui_lang}
    edit = edit_of({"shorter": shorter, "warmer": warmer, "plainer": plainer, "more-formal": more_formal})
    if batch is not None:
        one = {"--facts": facts, "--offer": offer, "--cleared": cleared, "--again": again, "--gloss": gloss or None, f"--{edit}": edit}
        not_given(MAIL=mail, **one)
        return many(batch, options)
    said = {"mail": read_mail(given(mail, "mail")), "facts": items(facts, "--facts"), "offer": items(offer, "--offer")}
    coach = open_coach()
    otherwise = {"edit": edit, "again": tuple(at - 1 for at in again or ()), "gloss": readable(gloss, ui_lang)}
    answer = asyncio.run(made(coach, said | options | {"cleared": cleared or ()}, otherwise))
    if json:
        sys.stdout.write(answer.model_dump_json() + "\n")
    else:
        tell(answer, coach, ui_lang or answer.lang, why=why)
    return Exit.HELD if answer.outcome == "hold" else Exit.CLEAN


def readable(gloss: bool, ui_lang: Language | None) -> bool:  # noqa: FBT001  what the option says
    """Whether a gloss is wanted; raises a usage error when nobody says in which language."""
    if gloss and ui_lang is None:
        raise typer.BadParameter("--gloss needs your language: give --ui-lang")
    return gloss


def many(batch: str, options: Mapping[str, object]) -> Exit:
    """Draft a reply to each mail of a file."""
    coach = open_coach()
    run_batch(batch, Job(DraftRequest, options, coach.draft, width_of(coach)))
    return Exit.CLEAN


async def made(coach: "Coach", said: Mapping[str, object], otherwise: Mapping[str, object]) -> DraftAnswer:
    """The draft, or a rewrite where the agent wants it said otherwise."""
    if any(otherwise.values()):
        return await coach.rewrite(request_of(RewriteRequest, {**said, **otherwise}))
    return await coach.draft(request_of(DraftRequest, said))


def tell(answer: DraftAnswer, coach: "Coach", language: Language, *, why: bool) -> None:
    """The reply, the note for the agent and, if wanted, what stands behind each sentence."""
    present(answer, language)
    if answer.note:  # a mail that is held for a person names that person among its reasons
        for line in beside(answer.note, language):
            note(line)
    if answer.gloss:
        note(f"\n{answer.gloss}")
    if why:
        show(*behind(answer, coach, language))


def edit_of(flags: dict[str, bool]) -> str | None:
    """The one edit that is asked for; raises a usage error for two."""
    asked = [edit for edit, wanted in flags.items() if wanted]
    if len(asked) > 1:
        raise typer.BadParameter(f"give one of --{' and --'.join(asked)}")
    return asked[0] if asked else None


def present(answer: DraftAnswer, language: Language) -> None:
    """The reply as it would be sent on standard output; what the agent must know on standard error."""
    if answer.body:
        sys.stdout.write(harmless(f"Subject: {answer.subject}\n\n{answer.body}\n"))
        sys.stdout.flush()
        note("")
    note(terminal_words(language).outcomes[answer.outcome])
    for gap in answer.placeholders:
        note(f"  {gap.text}  {gap.why}")
    for reason in answer.reasons:
        note(f"  {reason}")
    if not answer.body:  # only danger leaves no draft at all
        found = dict.fromkeys(risk.risk for risk in dangers(answer.assessment.risks))
        note(terminal_words(language).rule_out.format(options=" ".join(f"--cleared {danger}" for danger in found)))
    if answer.fallback:
        note(answer.fallback)


def behind(answer: DraftAnswer, coach: "Coach", language: Language) -> "list[RenderableType]":
    """Each sentence with the move it makes, what allows it and the rule that asks for it."""
    from rich.text import Text

    parts: list[RenderableType] = []
    for sentence in answer.sentences:
        parts += ["", Text(harmless(sentence.text)), pairs(reasons(sentence, coach, language))]
    return parts


def reasons(sentence: Sentence, coach: "Coach", language: Language) -> list[Row]:
    """What stands behind a sentence, in a reader's words."""
    from ui.desk.words import words

    rules, label, values = coach.knowledge.rulebook(language).rules, terminal_words(language).labels, words(language).values
    authority = [f"{values.authority[source.partition(':')[0]]} ({source})" for source in sentence.authority]
    rows: list[Row] = [(label.move, values.moves[sentence.move])]
    rows += [(label.rests_on, ", ".join(authority))] if authority else []
    rows += [(label.rule, f"{rules[rule].title[language]} ({rule})") for rule in sentence.rules]
    for id in (passage.rpartition(".")[0] for passage in sentence.passages):
        text = coach.knowledge.guidelines.statement(id, language).text
        gist = split(text, language)[0]
        rows.append((label.source, f"{text[gist.start : gist.end]} ({id})"))
    return rows
