"""Who answers an interview: a person at the terminal, or a file with one answer a line."""

import sys
from collections.abc import Sequence

from coach.errors import InputError
from ui.cli.console import harmless, show
from ui.interview.conversation import Place
from ui.interview.questions import Question
from ui.interview.words import InterviewWords


class AtTerminal:
    """Puts each question, with its default in brackets, and waits."""

    def __init__(self, words: InterviewWords) -> None:
        self._words = words
        import readline  # noqa: F401  loading it is what gives input() its line editing

    def ask(self, question: Question, default: str, place: Place) -> str:
        """What was typed; raises KeyboardInterrupt, or EOFError when the terminal is gone."""
        from rich.text import Text

        heading = self._words.progress.format(number=place.number, count=place.total, title=question.title)
        show("", Text(heading, "dim"), Text(harmless(question.ask)))
        return self.prompt(f"[{default}] " if default else "")

    def explain(self, message: str) -> None:
        """Say why an answer does not fit."""
        from rich.text import Text

        show(Text(harmless(message), "yellow"))

    def prompt(self, text: str) -> str:
        """One line from the keyboard; bytes that are no text are left out."""
        sys.stdout.flush()
        return harmless(input(f"{text}> ").encode("utf-8", "ignore").decode())


class FromLines:
    """Answers that were written down before: one a line, an empty line accepts the default."""

    def __init__(self, lines: Sequence[str], source: str) -> None:
        self._lines, self._source, self._at = lines, source, 0

    def ask(self, question: Question, default: str, place: Place) -> str:
        """The next line; raises InputError when there is none."""
        if self._at == len(self._lines):
            asked = f"question {place.number} of {place.total} ({question.id})"
            raise InputError(f"{self._source} ends before {asked}; write one answer a line, and an empty line for the default")
        self._at += 1
        return harmless(self._lines[self._at - 1])

    def explain(self, message: str) -> None:
        """A line that does not fit ends the interview: the next line answers another question."""
        raise InputError(f"{self._source}:{self._at}: {message}")

    def end(self) -> None:
        """Refuse lines that answer nothing; raises InputError."""
        if any(line.strip() for line in self._lines[self._at :]):
            raise InputError(f"{self._source}:{self._at + 1}: all questions were answered before this line")
