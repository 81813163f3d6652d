"""``coach rules``: what the rules ask and why, and how a house proves its own."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.errors import InputError
from knowledge.models import Language
from ui.cli.console import SEVERITY_STYLES, Row, note, pairs, show
from ui.cli.exits import Exit
from ui.cli.options import Json
from ui.cli.source import unreadable
from ui.cli.words import terminal_words

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from ui.rulecards import RuleDetail

EXAMPLES = """Examples:

\b
  coach rules list
  coach rules show defensiveness
  coach rules check
"""

LIST_EXAMPLES = """Examples:

\b
  coach rules list
  coach rules list --lang it --json
"""

SHOW_EXAMPLES = """Examples:

\b
  coach rules show lecturing
  coach rules show unrealistic-promise --lang pl
"""

CHECK_EXAMPLES = """Examples:

\b
  coach rules check
  coach rules check house-rules
"""

NEW_EXAMPLES = """Examples:

\b
  coach rules new no-late-night-calls --folder house-rules
  coach rules new no-late-night-calls > no-late-night-calls.yaml
"""

RuleLang = Annotated[Language, typer.Option("--lang", help="Language in which the rules are explained.")]


def make_app() -> typer.Typer:
    """The group of commands about rules."""
    app = typer.Typer(name="rules", help="See the rules, and check or begin your own.", epilog=EXAMPLES, rich_markup_mode=None)
    app.command("list", epilog=LIST_EXAMPLES)(list_rules)
    app.command("show", epilog=SHOW_EXAMPLES)(show_rule)
    app.command("check", epilog=CHECK_EXAMPLES)(check)
    app.command("new", epilog=NEW_EXAMPLES)(new)
    return app


def list_rules(*, lang: RuleLang = Language.EN, json: Json = False) -> Exit:
    """List every rule, the house's own among them.

    The third column tells how far to trust each one in the language of --lang; `coach rules show` says it in full.
    """
    from rich.table import Table
    from rich.text import Text

    from coach.settings import load_settings
    from evals.figures import figures_of
    from knowledge.rulebook import load_rulebook
    from ui.cli.trust import in_short
    from ui.desk.words import words
    from ui.rulecards import RuleList, card

    book = load_rulebook(lang, load_settings().rules)
    if json:
        cards = RuleList(rules=tuple(card(rule, lang) for rule in book.rules.values()))
        sys.stdout.write(cards.model_dump_json() + "\n")
        return Exit.CLEAN
    severities = words(lang).values.severities
    table = Table.grid(padding=(0, 2, 0, 0))
    for rule in book.rules.values():
        severity = Text(severities[rule.severity], SEVERITY_STYLES[rule.severity])
        table.add_row(rule.id, severity, Text(in_short(lang, figures_of(rule.id).get(lang)), "dim"), rule.title[lang])
    show(table, "", Text(terminal_words(lang).figures.legend, "dim"))
    return Exit.CLEAN


def show_rule(
    id: Annotated[str, typer.Argument(metavar="RULE", help="The rule's id, as coach rules list shows it.")],
    *,
    lang: RuleLang = Language.EN,
    json: Json = False,
) -> Exit:
    """Show one rule: why it exists, what to write instead, the guidelines it rests on, and how well it was measured to work."""
    from coach.settings import load_settings
    from knowledge.rulebook import load_rulebook
    from knowledge.statements import Guidelines
    from ui.rulecards import detail

    rules = load_rulebook(lang, load_settings().rules).rules
    if id not in rules:
        raise InputError(unknown(id, list(rules)))
    found = detail(rules[id], lang, Guidelines.load())
    if json:
        sys.stdout.write(found.model_dump_json() + "\n")
    else:
        show(*_explained(found, lang))
    return Exit.CLEAN


def unknown(id: str, known: list[str]) -> str:
    """What to say about an id that no rule has."""
    import difflib

    near = difflib.get_close_matches(id, known, 1)
    return f"there is no rule {id}; " + (f"did you mean {near[0]}?" if near else "`coach rules list` names them all")


def _explained(found: "RuleDetail", language: Language) -> "tuple[Text, RenderableType]":
    from rich.text import Text

    from ui.cli.trust import in_full
    from ui.desk.words import words

    said, values = terminal_words(language), words(language).values
    label, severities = said.labels, values.severities
    rows: list[Row] = [(label.why, found.why), (label.instead if found.kind == "forbid" else label.how, found.advice)]
    rows += [(label.source, f"{statement.text} ({statement.id})") for statement in found.statements]
    rows += [(label.measured, in_full(language, values.languages[of], one)) for of, one in found.figures.items()]
    rows += [] if found.figures else [(label.measured, said.figures.unmeasured)]
    severity = (severities[found.severity], SEVERITY_STYLES[found.severity])
    return Text.assemble(severity, "  ", (found.title, "bold"), (f"  {found.id}", "dim")), pairs(rows)


def check(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="Your own rules; the built-in ones and those of COACH_RULES when not given.")
    ] = None,
) -> Exit:
    """Prove every rule by its own examples; each fault is told with its file and line."""
    from coach.settings import load_settings
    from knowledge.rulebook import check_rules

    house = folder or load_settings().rules
    faults = [*(check_rules() if folder is None else ()), *(check_rules(house) if house else ())]
    for fault in faults:
        note(str(fault))
    if faults:
        return Exit.BAD_INPUT
    show("Every rule finds its examples and leaves its traps alone.")
    return Exit.CLEAN


def new(
    id: Annotated[str, typer.Argument(metavar="RULE", help="Small letters and hyphens, such as no-late-night-calls.")],
    *,
    folder: Annotated[Path | None, typer.Option("--folder", help="Where to write it; the folder of COACH_RULES when not given.")] = None,
) -> Exit:
    """Begin a rule: a file that says how to fill it in.

    It is written into the folder of your own rules, or to standard output when there is none.
    """
    from coach.settings import load_settings
    from knowledge.rule import ID
    from knowledge.rulebook import new_rule

    if not ID.fullmatch(id):
        raise InputError(f"{id} cannot be the id of a rule; use small letters and hyphens, such as no-late-night-calls")
    place = folder or load_settings().rules
    if place is None:
        sys.stdout.write(new_rule(id))
    else:
        show(f"{_written(place, id, new_rule(id))} is written. Fill it in, then run: coach rules check {place}")
    return Exit.CLEAN


def _written(folder: Path, id: str, text: str) -> Path:
    if folder.is_file():
        raise InputError(f"{folder} is a file; name a folder for your rules")
    path = folder / f"{id}.yaml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError as error:
        raise InputError(f"{path} exists already; choose another id, or edit it") from error
    except OSError as error:
        raise unreadable(str(path), error) from error
    return path
