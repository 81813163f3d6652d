"""The questions of the interview in their order; which come next depends on what was answered."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, get_args

from coach.models import Issue
from coach.policy import Department, Policy
from coach.requests import RiskName
from knowledge.models import Language
from ui.desk.words import words as desk_words
from ui.interview.answers import Reader, Readers
from ui.interview.words import InterviewWords, Kind, interview_words

Values = dict[str, Any]
"""By id of the question, what was understood."""
RISKS: tuple[RiskName, ...] = get_args(RiskName)
ISSUES: tuple[Issue, ...] = get_args(Issue)
LINE_MARK = " / "


class Question(NamedTuple):
    """One question, ready to be asked."""

    id: str
    title: str
    ask: str
    default: str
    """What Enter accepts; nothing where it stands for none."""
    read: Reader


class Questionnaire:
    """Asks for a policy in one language, with the values of a policy as what Enter accepts."""

    def __init__(self, language: Language, base: Policy) -> None:
        self._language, self._base = language, base
        self._words: InterviewWords = interview_words(language)
        self._said = desk_words(language).values
        self._names = {one: self._said.languages[one] for one in Language}
        self._readers = Readers(self._words, self._names)

    def questions(self, values: Values) -> Iterator[Question]:
        """The questions in order; ``values`` is filled by the caller between two of them and steers what follows."""
        base, read = self._base, self._readers
        choices = ", ".join(f"{one} {name}" for one, name in self._names.items())
        yield self._question("languages", "languages", ", ".join(Language), read.languages, choices=choices)
        yield self._question("first_reply_hours", "first_reply_hours", str(base.first_reply_hours), read.whole(1, 240))
        yield self._question("update_working_days", "update_working_days", str(base.update_working_days), read.whole(1, 20))
        for language in values.get("languages", tuple(Language)):
            yield from self._of_language(language)
        yield self._question("money", "money", _sum(base.refund_without_approval), read.money)
        roles = ", ".join(f"{role} {_sum(money)}" for role, money in base.refund_by_role.items())
        yield self._question("roles", "roles", roles, read.roles)
        yield from self._departments(values)
        yield from self._escalation(values)
        yield self._question("link_domains", "link_domains", ", ".join(base.link_domains), read.domains)

    def policy(self, values: Mapping[str, Any]) -> Policy:
        """The policy that the answers make; what was not asked stays as it was."""
        base, contact = self._base, values["escalation_contact"]
        by_language = {
            field: getattr(base, field) | {one: values[f"{field}.{one}"] for one in values["languages"]}
            for field in ("office_hours", "formal", "sign_off")
        }
        protocols = {field: _with_step(getattr(base, field).steps, values[field]) for field in ("self_harm", "violence")}
        kept = contact == base.escalation_contact[self._language]
        return Policy.model_validate(
            {field: values[field] for field in ("first_reply_hours", "update_working_days", "link_domains")}
            | by_language
            | {field: {"steps": steps} for field, steps in protocols.items()}
            | {
                "refund_without_approval": values["money"],
                "refund_by_role": values["roles"],
                "departments": {name: {field: values[f"{at}.{field}"] for field in ("contact", "issues")} for at, name in _named(values)},
                "escalation_contact": base.escalation_contact if kept else contact,
                "escalation_by_risk": {risk: said for risk in RISKS if (said := values[f"risk.{risk}"]) != contact},
            }
        )

    def _of_language(self, language: Language) -> Iterator[Question]:
        base, read, name = self._base, self._readers, self._names[language]
        yield self._question(f"office_hours.{language}", "office_hours", base.office_hours[language], read.text, language=name)
        usual = (self._words.yes if base.formal[language] else self._words.no)[0]
        form = self._words.forms[language]
        yield self._question(f"formal.{language}", "formal", usual, read.yes_no, language=name, form=form)
        sign_off = base.sign_off[language].replace("\n", LINE_MARK)
        yield self._question(f"sign_off.{language}", "sign_off", sign_off, read.lines, language=name)

    def _departments(self, values: Values) -> Iterator[Question]:
        """One after the other, until a name is left out."""
        usual: list[tuple[str, Department | None]] = list(self._base.departments.items())
        taken: dict[str, str] = {}
        for number in range(1, len(ISSUES) + 1):
            at = f"department.{number}"
            name, one = usual[number - 1] if number <= len(usual) else ("", None)
            yield self._question(f"{at}.name", "department_name", name, self._readers.new_name(tuple(taken.values())))
            if not (said := values.get(f"{at}.name")):
                return
            contact = one.contact if one else ""
            yield self._question(f"{at}.contact", "department_contact", contact, self._readers.text, department=said)
            labels = [self._said.issues[issue] for issue in ISSUES]
            choices = "\n".join(f"{number} {label}" for number, label in enumerate(labels, 1))
            numbers = ", ".join(str(ISSUES.index(issue) + 1) for issue in one.issues) if one else ""
            reader = self._readers.choice(ISSUES, labels, dict(taken))
            yield self._question(f"{at}.issues", "department_issues", numbers, reader, department=said, choices=choices)
            taken |= dict.fromkeys(values.get(f"{at}.issues", ()), said)
            if len(taken) == len(ISSUES):
                return

    def _escalation(self, values: Values) -> Iterator[Question]:
        base, read = self._base, self._readers
        contact = base.escalation_contact[self._language]
        yield self._question("escalation_contact", "escalation_contact", contact, read.text)
        for risk in RISKS:
            usual = base.escalation_by_risk.get(risk) or str(values.get("escalation_contact", contact))
            yield self._question(f"risk.{risk}", "risk_contact", usual, read.text, risk=self._said.risks[risk])
        for field, protocol in (("self_harm", base.self_harm), ("violence", base.violence)):
            steps = "\n".join(f"{number}. {step}" for number, step in enumerate(protocol.steps[self._language], 1))
            yield self._question(field, "self_harm" if field == "self_harm" else "violence", "", str, steps=steps)

    def _question(self, id: str, kind: Kind, default: str, read: Reader, **names: str) -> Question:
        asked = self._words.questions[kind]
        return Question(id, asked.title.format(**names), asked.ask.format(**names), default, read)


def _named(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for number in range(1, len(ISSUES) + 1):
        if not (name := values.get(f"department.{number}.name")):
            return
        yield f"department.{number}", name


def _with_step(steps: Mapping[Language, tuple[str, ...]], step: str) -> dict[Language, tuple[str, ...]]:
    """The house's own step in every language: an agent who reads another one must not miss it."""
    return {language: (*those[:1], step, *those[1:]) if step else those for language, those in steps.items()}


def _sum(money: float) -> str:
    return f"{money:g}" if money == int(money) else f"{money:.2f}"
