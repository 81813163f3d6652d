"""``coach policy init``: the interview that writes a house policy, at a terminal or from answers written down before."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from coach.errors import InputError
from knowledge.models import Language
from ui.cli.console import note, show
from ui.cli.exits import Exit
from ui.cli.options import UiLang

if TYPE_CHECKING:
    from coach.policy import Policy
    from coach.settings import Settings
    from ui.interview.conversation import Answers
    from ui.interview.words import InterviewWords

USUAL = Path("policy.yaml")
INTERRUPTED = 130
"""As the command line ends on Ctrl+C."""


def init(
    file: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Where to write it; the file of COACH_POLICY, or policy.yaml, when not given.")
    ] = None,
    *,
    ui_lang: UiLang = None,
    answers: Annotated[
        str | None, typer.Option("--answers", metavar="LINES", help="A file with one answer a line, instead of a terminal; - is stdin.")
    ] = None,
) -> int:
    """Write the house policy in an interview of about five minutes.

    Nothing is overwritten without asking, and answers of an interview that was stopped are offered again.
    """
    from coach.settings import load_settings

    settings = load_settings()
    target = file or settings.policy or USUAL
    if not target.parent.is_dir():
        raise InputError(f"{target.parent} is not a folder; create it first, or name another file")
    if answers is not None:
        return _from_lines(answers, target, ui_lang or _locale(), settings)
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise InputError("coach policy init asks questions; run it in a terminal, or give --answers FILE with one answer a line")
    return _Interview(target, ui_lang, settings).hold()


def _from_lines(source: str, file: Path, language: Language, settings: "Settings") -> Exit:
    from coach.policy import load_policy
    from ui.cli.people import FromLines
    from ui.cli.source import name_of, read_text
    from ui.interview.conversation import converse
    from ui.interview.questions import Questionnaire
    from ui.interview.words import interview_words

    if file.exists():
        raise InputError(f"{file} exists; name another file, or answer at a terminal to replace it")
    base, words = load_policy(), interview_words(language)
    sheet = Questionnaire(language, base)
    person = FromLines(read_text(source).splitlines(), name_of(source))
    values = converse(sheet.questions, {}, person, words.first, lambda answers: None)
    person.end()
    _finish(file, sheet.policy(values), words, None, settings, _example_language(values["languages"], language))
    return Exit.CLEAN


class _Interview:
    """An interview at the terminal."""

    def __init__(self, file: Path, language: Language | None, settings: "Settings") -> None:
        from coach.policy import load_policy
        from ui.interview.kept import Shelf

        self._file, self._settings = file, settings
        self._shelf = Shelf(file)
        kept = self._shelf.look()
        self._language = language or (kept.language if kept else _locale())
        self._answers: Answers = dict(kept.answers) if kept else {}
        self._before = file if file.exists() else None
        self._base = load_policy(self._before)

    def hold(self) -> int:
        """Ask, keep, write; ends with 130 when it is interrupted."""
        from ui.interview.words import interview_words

        words = interview_words(self._language)
        try:
            return self._held(words)
        except (KeyboardInterrupt, EOFError):
            note("\n" + words.kept.format(answered=len(self._answers), path=self._shelf.path))
            return INTERRUPTED

    def _held(self, words: "InterviewWords") -> Exit:
        from ui.cli.people import AtTerminal
        from ui.interview.answers import NotUnderstood, Readers
        from ui.interview.conversation import converse, place_of
        from ui.interview.questions import Questionnaire

        sheet, person = Questionnaire(self._language, self._base), AtTerminal(words)

        def agrees(question: str, usual: bool) -> bool:  # noqa: FBT001  what Enter means
            show(question)
            while True:
                try:
                    typed = person.prompt(f"[{(words.yes if usual else words.no)[0]}] ").strip()
                    return Readers(words, {}).yes_no(typed) if typed else usual
                except NotUnderstood as error:
                    person.explain(str(error))

        if self._answers and not agrees(words.resume.format(answered=len(self._answers), path=self._shelf.path), usual=True):
            self._answers = {}
        show(words.greeting.format(count=place_of(sheet.questions, dict(self._answers)).total))
        self._keep(self._answers)
        values = converse(sheet.questions, self._answers, person, words.first, self._keep)
        if self._before and not agrees("\n" + words.replace.format(path=self._file), usual=False):
            show(words.not_replaced.format(path=self._file, unfinished=self._shelf.path))
            return Exit.CLEAN
        policy = sheet.policy(values)
        _finish(self._file, policy, words, self._before, self._settings, _example_language(values["languages"], self._language))
        self._shelf.clear()
        return Exit.CLEAN

    def _keep(self, answers: "Answers") -> None:
        from ui.interview.kept import Kept

        self._shelf.put(Kept(language=self._language, answers=answers))


def _finish(file: Path, policy: "Policy", words: "InterviewWords", before: Path | None, settings: "Settings", language: Language) -> None:
    """Write the file, and show what it changes."""
    from rich.text import Text

    from coach.policy_file import written
    from ui.interview.example import plainest, replies_under
    from ui.interview.kept import replace

    earlier = replies_under(before, settings, language)
    replace(file, written(policy, words.comments))
    title, found = plainest(earlier, replies_under(file, settings, language))
    changed = any(change.mark != " " for change in found)
    show("", words.written.format(path=file), "")
    show(Text((words.changes if changed else words.same).format(title=title), "bold"))
    styles = {"-": "red", "+": "green", " ": "dim"}
    show(*(Text(f"{change.mark} {change.text}", styles[change.mark]) for change in found if changed))


def _example_language(answered: tuple[Language, ...], language: Language) -> Language:
    return language if language in answered else answered[0]


def _locale() -> Language:
    """The language of the person's own system, where it is one of ours."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(variable):
            return Language(value[:2]) if value[:2] in set(Language) else Language.EN
    return Language.EN
