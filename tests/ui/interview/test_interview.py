"""The interview: what follows what, how answers are understood, stepping back, and what becomes of it all."""

from pathlib import Path
from string import Formatter

import pytest

from coach.policy import Policy, load_policy
from coach.policy_file import written
from knowledge.datafile import parse_data
from knowledge.models import Language
from ui.interview.answers import NotUnderstood, Readers
from ui.interview.conversation import Answers, converse, place_of
from ui.interview.example import changes, plainest
from ui.interview.kept import Kept, Shelf
from ui.interview.questions import Questionnaire
from ui.interview.words import interview_words

NAMES = {Language.EN: "English", Language.IT: "Italian", Language.FR: "French", Language.PL: "Polish"}


class Scripted:
    """Somebody who answers by the question's id, and accepts the default of what is not in the script."""

    def __init__(self, **script: object) -> None:
        self._script = {id.replace("__", "."): list(said) if isinstance(said, tuple) else [said] for id, said in script.items()}
        self.asked: list[str] = []
        self.offered: list[str] = []
        self.told: list[str] = []

    def ask(self, question, default, place) -> str:
        self.asked.append(question.id)
        self.offered.append(default)
        left = self._script.get(question.id)
        return left.pop(0) if left else ""

    def explain(self, message: str) -> None:
        self.told.append(message)


def interview(base: Policy | None = None, language: Language = Language.EN, **script: object) -> tuple[Policy, Scripted]:
    sheet, person = Questionnaire(language, base or load_policy()), Scripted(**script)
    values = converse(sheet.questions, {}, person, interview_words(language).first, lambda answers: None)
    return sheet.policy(values), person


@pytest.mark.parametrize("language", list(Language))
def test_accepting_everything_leaves_the_policy_as_it_was(language: Language) -> None:
    policy, person = interview(language=language)
    assert policy == load_policy()
    assert len(person.asked) == 28
    assert person.told == []


def test_accepting_everything_keeps_an_earlier_policy_too() -> None:
    earlier, _ = interview(
        department__1__name="Accounts", department__1__contact="Ada", department__1__issues="3",
        roles="supervisor 100, team lead 250.50", escalation_contact="Ada", link_domains="shop.example", violence="Ring ext. 9",
        **{"risk.data-privacy": "Bo"},
    )  # fmt: skip
    again, _ = interview(earlier)
    assert again == earlier


def test_answers_become_the_policy() -> None:
    policy, person = interview(
        languages="English; it",
        first_reply_hours=("soon", "0", "48"),
        office_hours__en="8 to 18, in Mr/Ms Ray's shop",
        formal__it="no",
        sign_off__en="Best, / [[your name]]",
        money="12,50",
        roles=("supervisor", "supervisor: 100, team lead 250,50"),
        department__1__name="Accounts", department__1__contact=("", "Ada"), department__1__issues=("12", "", "3 4"),
        department__2__name=("Accounts", "Depot"), department__2__contact="Bo", department__2__issues=("3", "1"),
        escalation_contact="Ada, ext. 7",
        self_harm="Ring ext. 1",
        **{"risk.legal-threat": "legal@shop.example"},
        link_domains=("not a domain", "https://Help.shop.example/faq, shop.example"),
    )  # fmt: skip
    assert (policy.first_reply_hours, policy.refund_without_approval) == (48, 12.5)
    assert policy.formal == {Language.EN: True, Language.IT: False, Language.FR: True, Language.PL: True}
    assert policy.sign_off[Language.EN] == "Best,\n[[your name]]"
    assert policy.office_hours[Language.EN] == "8 to 18, in Mr/Ms Ray's shop"
    assert policy.refund_by_role == {"supervisor": 100, "team lead": 250.5}
    assert {name: (one.contact, one.issues) for name, one in policy.departments.items()} == {
        "Accounts": ("Ada", ("billing", "cancellation-refund")),
        "Depot": ("Bo", ("delivery",)),
    }
    assert set(policy.escalation_contact.values()) == {"Ada, ext. 7"}
    assert policy.escalation_by_risk == {"legal-threat": "legal@shop.example"}
    for language, steps in load_policy().self_harm.steps.items():
        assert policy.self_harm.steps[language] == (steps[0], "Ring ext. 1", *steps[1:])
    assert policy.violence == load_policy().violence
    assert policy.link_domains == ("help.shop.example", "shop.example")
    assert "sign_off.fr" not in person.asked
    assert len(person.told) == 9


def test_a_dash_empties_what_an_earlier_policy_had() -> None:
    earlier, _ = interview(
        department__1__name="Accounts", department__1__contact="Ada", department__1__issues="3", roles="boss 9", link_domains="shop.example"
    )
    policy, _ = interview(earlier, roles="-", department__1__name="-", link_domains="-", money=("-", "0"))
    assert (policy.refund_by_role, policy.departments, policy.link_domains) == ({}, {}, ())


def test_stepping_back_asks_again_and_offers_what_was_said() -> None:
    policy, person = interview(languages=("<", "en"), first_reply_hours=("10", ""), update_working_days=("3", "<", "<", "4"))
    assert person.told == [interview_words(Language.EN).first]
    assert person.asked[:5] == ["languages", "languages", "first_reply_hours", "update_working_days", "office_hours.en"]
    assert policy.first_reply_hours == 10


def test_stepping_back_over_several_questions_forgets_nothing() -> None:
    _, person = interview(languages="en", first_reply_hours="10", update_working_days=("3", ""), office_hours__en=("<",))
    at = person.asked.index("office_hours.en")
    assert (person.asked[at + 1], person.offered[at + 1]) == ("update_working_days", "3")
    assert (person.asked[at + 2], person.offered[at + 2]) == ("office_hours.en", "Monday to Friday, 9 am to 5 pm")


def test_an_answer_that_fits_no_more_is_asked_again() -> None:
    sheet = Questionnaire(Language.EN, load_policy())
    answers: Answers = {"languages": "en", "first_reply_hours": "late", "update_working_days": "3"}
    place = place_of(sheet.questions, answers)
    assert (place.question and place.question.id, place.number) == ("first_reply_hours", 2)
    assert answers == {"languages": "en", "update_working_days": "3"}


@pytest.mark.parametrize("language", list(Language))
def test_what_is_written_is_read_as_the_same_policy(language: Language) -> None:
    policy, _ = interview(language=language, sign_off__en="yes / [[x]]:  # no", roles="on 12.34", escalation_contact="'no'", money="7")
    text = written(policy, interview_words(language).comments)
    assert parse_data(text, Path("policy.yaml"), Policy) == policy
    assert "refund_without_approval: 7\n" in text
    for line in interview_words(language).comments["departments"].splitlines():
        assert f"# {line}\n" in text


def test_kept_answers_survive_and_damage_is_no_obstacle(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "policy.yaml")
    kept = Kept(language=Language.PL, answers={"languages": "pl", "money": "„5”"})
    shelf.put(kept)
    assert shelf.look() == kept
    shelf.path.write_text("{", encoding="utf-8")
    assert shelf.look() is None
    shelf.clear()
    assert list(tmp_path.iterdir()) == []


def test_changes_mark_what_is_gone_and_what_is_new() -> None:
    found = changes(("a", "b", "d"), ("a", "c", "d", "e"))
    assert [f"{one.mark}{one.text}" for one in found] == [" a", "-b", "+c", " d", "+e"]


def test_the_example_is_the_one_that_shows_the_change_most_plainly() -> None:
    before = {"lamp": ("a", "b"), "room": ("a", "b", "c"), "kettle": ("a",)}
    assert plainest(before, {"lamp": ("x", "y"), "room": ("a", "b", "d"), "kettle": ("a",)})[0] == "room"
    assert plainest(before, before)[0] == "lamp"


@pytest.mark.parametrize("language", [Language.IT, Language.FR, Language.PL])
def test_every_language_asks_in_its_own_words_with_the_same_gaps(language: Language) -> None:
    english, own = interview_words(Language.EN), interview_words(language)

    def gaps(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name}

    for kind, asked in english.questions.items():
        assert gaps(asked.ask) == gaps(own.questions[kind].ask)
        assert gaps(asked.title) == gaps(own.questions[kind].title)
        assert asked.ask != own.questions[kind].ask
    for fault, text in english.faults.items():
        assert gaps(text) == gaps(own.faults[fault])
    for name in ("greeting", "progress", "resume", "kept", "replace", "not_replaced", "written", "changes", "same", "in_force", "role"):
        assert gaps(getattr(english, name)) == gaps(getattr(own, name)), name
    assert own.forms.keys() == set(Language)


@pytest.mark.parametrize(("language", "yes", "no"), [("it", "Sì", "no"), ("fr", "oui", "NON"), ("pl", "tak", "nie"), ("en", "Y", "n")])
def test_yes_and_no_are_those_of_the_language(language: str, yes: str, no: str) -> None:
    read = Readers(interview_words(Language(language)), NAMES).yes_no
    assert (read(yes), read(no)) == (True, False)
    with pytest.raises(NotUnderstood):
        read("maybe")
