"""The ``coach`` command: what it can do, and how each way of failing becomes one line and an exit code."""

import os
import sys
from io import TextIOWrapper
from typing import Annotated

import typer
from typer import TyperException

from coach.errors import CoachError, ModelError
from coach.telemetry import silence
from evals.errors import EvalsError
from knowledge.errors import KnowledgeError
from ui.cli import config, doctor, draft, evals, knowledge, policy, read, review, rules, search, serve
from ui.cli.console import note
from ui.cli.exits import Exit
from ui.faults import where
from ui.version import DISTRIBUTION, installed

INTERRUPTED = 130
"""What shells give a program that Ctrl+C ended."""
HELP_OPTIONS = {"help_option_names": ["-h", "--help"]}
EPILOG = """Examples:

\b
  coach read mail.eml
  coach draft mail.eml
  coach review draft.txt --mail mail.eml
  coach search "a customer who shouts"
  coach serve

Exit codes: 0 nothing to fix, 1 something to fix, 2 bad usage or input, 3 the model failed, 4 a person has to decide.
"""


def run() -> int:
    """Run the command line of this process and give its exit code."""
    silence()
    # Our matrices are small: starting BLAS threads costs more than they ever give back, at start and on a busy machine.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _write_utf8()
    try:
        code = make_app()(sys.argv[1:] or ["--help"], prog_name="coach", standalone_mode=False)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt, SystemExit) as error:
        return _code_of(error)
    return int(code or 0)


def _code_of(error: BaseException) -> int:
    """Tell what ended the command in one line, and give its exit code."""
    match error:
        case TyperException():
            return _fail(misuse(error))
        case ModelError():
            return _fail(str(error), Exit.NOT_MEASURED)
        case CoachError() | KnowledgeError() | EvalsError():
            return _fail(str(error))
        case BrokenPipeError() | SystemExit(code=1):  # Typer turns the one into the other
            return _output_closed()
        case OSError():
            return _fail(": ".join(filter(None, (error.filename, error.strerror or where(error)))))
        case KeyboardInterrupt() | typer.Abort():
            return INTERRUPTED
        case SystemExit():
            return int(error.code or 0)
    return _fail(f"internal error ({where(error)}); this is a fault of reply-coach, please report it")


def make_app() -> typer.Typer:
    """The whole command line; nothing heavy is imported until a command needs it."""
    app = typer.Typer(name="coach", rich_markup_mode=None, pretty_exceptions_enable=False, context_settings=HELP_OPTIONS)
    app.callback(epilog=EPILOG)(coach)
    app.command(epilog=read.EXAMPLES)(read.read)
    app.command(epilog=draft.EXAMPLES)(draft.draft)
    app.command(epilog=review.EXAMPLES)(review.review)
    app.command(epilog=search.EXAMPLES)(search.search)
    app.add_typer(knowledge.make_app())
    app.add_typer(rules.make_app())
    app.add_typer(policy.make_app())
    app.add_typer(evals.make_app())
    app.command(epilog=doctor.EXAMPLES)(doctor.doctor)
    app.command(epilog=config.EXAMPLES)(config.config)
    app.command(epilog=serve.EXAMPLES)(serve.serve)
    return app


def show_version(wanted: bool) -> None:  # noqa: FBT001  Typer calls it with the option's value
    """Print the version and end."""
    if wanted:
        sys.stdout.write(f"{DISTRIBUTION} {installed()}\n")
        raise typer.Exit


def coach(
    *,
    version: Annotated[bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version and exit.")] = False,
) -> None:
    """Answer angry mails calmly: read them, draft a reply, check a draft against the rules."""


def misuse(error: TyperException) -> str:
    """A mistake on the command line in one line, with where to read more."""
    said = error.format_message().replace("Value error, ", "").rstrip(".")
    context = getattr(error, "ctx", None)
    return f"{said}; see {context.command_path if context else 'coach'} --help"


def _fail(message: str, code: Exit = Exit.BAD_INPUT) -> Exit:
    for line in message.splitlines():
        note(f"coach: {line}")
    return code


def _output_closed() -> Exit:
    """Whoever read our output has enough; point it nowhere, so that the interpreter's own last flush does not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return Exit.CLEAN


def _write_utf8() -> None:
    """JSON is UTF-8 whatever the locale says; a terminal keeps its own encoding and shows ? for what it cannot."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding=None if sys.stdout.isatty() else "utf-8", errors="replace")
