"""``coach policy``: write the house policy in an interview, check it, and see which one is in force."""

import json as json_format
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from knowledge.models import Language
from ui.cli.console import note, show
from ui.cli.exits import Exit
from ui.cli.options import Json
from ui.cli.policy_init import init

if TYPE_CHECKING:
    from coach.settings import Settings
    from ui.interview.words import InterviewWords

EXAMPLES = """Examples:

\b
  coach policy init
  coach policy check
  coach policy show
"""

INIT_EXAMPLES = """Examples:

\b
  coach policy init
  coach policy init house.yaml --ui-lang it
  coach policy init house.yaml --answers answers.txt
"""

CHECK_EXAMPLES = """Examples:

\b
  coach policy check
  coach policy check house.yaml --json
"""

SHOW_EXAMPLES = """Examples:

\b
  coach policy show
  coach policy show --lang fr
  coach policy show > house.yaml
"""

CommentLang = Annotated[Language, typer.Option("--lang", help="Language of the comments.")]


def make_app() -> typer.Typer:
    """The group of commands about the house policy."""
    app = typer.Typer(name="policy", help="Write, check and see the house policy.", epilog=EXAMPLES, rich_markup_mode=None)
    app.command("init", epilog=INIT_EXAMPLES)(init)
    app.command("check", epilog=CHECK_EXAMPLES)(check)
    app.command("show", epilog=SHOW_EXAMPLES)(show_policy)
    return app


def check(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="A policy file; that of COACH_POLICY when not given.")] = None,
    *,
    json: Json = False,
) -> Exit:
    """Tell every fault of a policy file with its file and line."""
    from coach.policy import DEFAULT, check_policy
    from coach.settings import load_settings

    settings = load_settings()
    path = file or settings.policy or DEFAULT
    faults = check_policy(path)
    if json:
        told = [{"line": fault.line, "message": fault.message} for fault in faults]
        sys.stdout.write(json_format.dumps({"ok": not faults, "file": str(path), "faults": told}, ensure_ascii=False) + "\n")
        return Exit.BAD_INPUT if faults else Exit.CLEAN
    for fault in faults:
        note(str(fault))
    if faults:
        return Exit.BAD_INPUT
    show("The built-in default is sound; COACH_POLICY is not set." if path == DEFAULT else f"{path} is sound.")
    return Exit.CLEAN


def show_policy(*, lang: CommentLang = Language.EN, json: Json = False) -> Exit:
    """Show the policy in force and where it comes from; what is shown is itself a policy file."""
    from coach.policy import load_policy
    from coach.policy_file import written
    from coach.settings import load_settings
    from ui.interview.words import interview_words

    settings = load_settings()
    policy = load_policy(settings.policy)
    money = policy.of_role(settings.role).refund_without_approval
    if json:
        said = {"file": str(settings.policy) if settings.policy else None, "role": settings.role, "refund_without_approval": money}
        sys.stdout.write(json_format.dumps({**said, "policy": policy.model_dump(mode="json")}, ensure_ascii=False) + "\n")
        return Exit.CLEAN
    words = interview_words(lang)
    sys.stdout.write(written(policy, {**words.comments, "header": _origin(settings, money, words)}))
    return Exit.CLEAN


def _origin(settings: "Settings", money: float, words: "InterviewWords") -> str:
    """Where the policy in force comes from, and whose refund authority applies."""
    origin = words.in_force.format(source=f"{settings.policy} (COACH_POLICY)" if settings.policy else words.default)
    return origin if settings.role is None else f"{origin}\n{words.role.format(role=settings.role, money=f'{money:g}')}"
