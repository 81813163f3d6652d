"""The interview as a conversation: one question at a time, one step back at a time, and nothing said is lost."""

from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol

from ui.interview.answers import NotUnderstood
from ui.interview.questions import Question, Values

BACK = "<"
NONE = "-"
Answers = dict[str, str]
"""By id of the question, what was typed, in the order in which it was."""


class Place(NamedTuple):
    """Where a conversation stands."""

    values: Values
    question: Question | None
    """The one to ask now; None when all are answered."""
    number: int
    total: int


class Person(Protocol):
    """Whoever answers."""

    def ask(self, question: Question, default: str, place: Place) -> str:
        """What was typed, nothing for the default."""

    def explain(self, message: str) -> None:
        """Say why the last answer cannot be used."""


def place_of(questions: Callable[[Values], Iterable[Question]], answers: Answers) -> Place:
    """How far the answers reach; one that does not fit its question any more is forgotten."""
    values: Values = {}
    waiting: Question | None = None
    number = total = 0
    for question in questions(values):
        total += 1
        if waiting is None and question.id in answers:
            try:
                values[question.id] = question.read(answers[question.id])
                continue
            except NotUnderstood:
                del answers[question.id]
        if waiting is None:
            waiting, number = question, total
    return Place(values, waiting, number, total)


def converse(
    questions: Callable[[Values], Iterable[Question]], answers: Answers, person: Person, first: str, keep: Callable[[Answers], None]
) -> Values:
    """Ask until everything is answered, beginning where ``answers`` end; ``keep`` hears of every change."""
    earlier: Answers = {}
    while (place := place_of(questions, answers)).question is not None:
        question = place.question
        default = earlier.get(question.id, question.default)
        typed = person.ask(question, default, place).strip()
        if typed == BACK:
            if answers:
                id, said = answers.popitem()
                earlier[id] = said
                keep(answers)
            else:
                person.explain(first)
            continue
        said = "" if typed == NONE else typed or default
        try:
            question.read(said)
        except NotUnderstood as error:
            person.explain(str(error))
            continue
        answers[question.id] = said
        keep(answers)
    return place.values
