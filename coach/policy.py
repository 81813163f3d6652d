"""What the house allows: reply times, money, whom to ask, forms of address, and what happens when a person is in danger."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field

from coach.errors import PolicyError, SettingsError
from coach.models import Issue
from coach.requests import RiskName
from knowledge.datafile import faults_in, read_data
from knowledge.models import Frozen, Language

DEFAULT = Path(__file__).parent / "default_policy.yaml"
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")

Value = TypeVar("Value")


def _complete(by_language: dict[Language, Value]) -> dict[Language, Value]:
    if lacking := [language for language in Language if language not in by_language]:
        raise ValueError(f"lacks {', '.join(lacking)}; every language needs one, since a customer may write in it")
    return by_language


def _everywhere(value: object) -> object:
    """One text for all languages, where the house needs no more."""
    return dict.fromkeys(Language, value) if isinstance(value, str) else value


def _domains(domains: tuple[str, ...]) -> tuple[str, ...]:
    for domain in domains:
        if not DOMAIN.fullmatch(domain):
            raise ValueError(f"{domain!r} is no domain; write it alone and in small letters, such as shop.example")
    return domains


def _one_home(departments: "dict[str, Department]") -> "dict[str, Department]":
    home: dict[str, str] = {}
    for name, department in departments.items():
        for issue in department.issues:
            if home.setdefault(issue, name) != name:
                raise ValueError(f"{issue} goes to {home[issue]} and to {name}; keep one of them")
    return departments


Text = Annotated[str, Field(min_length=1)]
ByLanguage = Annotated[dict[Language, Text], AfterValidator(_complete)]
Hours = Annotated[int, Field(ge=1, le=240)]
Days = Annotated[int, Field(ge=1, le=20)]
Money = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Steps = Annotated[tuple[Text, ...], Field(min_length=1)]


class Protocol(Frozen):
    """What an agent does at once when a mail speaks of self-harm or violence; no draft is written."""

    steps: Annotated[dict[Language, Steps], AfterValidator(_complete)]


class Department(Frozen):
    """Who in the house knows about some issues."""

    contact: Text
    """How an agent reaches it: a person, an address, an extension."""
    issues: Annotated[tuple[Issue, ...], Field(min_length=1)]


class Policy(Frozen):
    """The house policy; every bounded promise that a draft may make without an agent's offer stands here."""

    first_reply_hours: Hours
    """A first reply is sent within this many hours."""
    update_working_days: Days
    """While a case is open the customer hears from us within this many working days."""
    office_hours: ByLanguage
    """Office hours as a customer reads them."""
    formal: Annotated[dict[Language, bool], AfterValidator(_complete)]
    """Whether customers are addressed formally (Lei, vous, Pan/Pani)."""
    sign_off: ByLanguage
    """The last lines of a reply; ``[[…]]`` is filled by the agent."""
    refund_without_approval: Money
    """Money an agent may promise without asking, in the case's currency; 0 means none. No writer of ours promises it unasked."""
    refund_by_role: dict[str, Money] = Field(default_factory=dict)
    """The same for a role of the house, such as ``supervisor``; a role that is not named has ``refund_without_approval``."""
    departments: Annotated[dict[str, Department], AfterValidator(_one_home)] = Field(default_factory=dict)
    """Whom an agent asks, by the department's name as the house says it; an issue belongs to one department at most."""
    escalation_contact: Annotated[ByLanguage, BeforeValidator(_everywhere)]
    """Who takes over, as the agent reads it: one text, or one for each language."""
    escalation_by_risk: dict[RiskName, Text] = Field(default_factory=dict)
    """Who takes over where a risk has a contact of its own, such as ``legal-threat``."""
    self_harm: Protocol
    violence: Protocol
    link_domains: Annotated[tuple[str, ...], AfterValidator(_domains)] = ()
    """Domains that a reply may link to; none means that a reply carries no link but the customer's own."""

    def of_role(self, role: str | None) -> "Policy":
        """The policy as it binds a role of the house; raises SettingsError for a role that the policy does not name."""
        if role is None:
            return self
        if role not in self.refund_by_role:
            known = f"the roles of the policy are {', '.join(self.refund_by_role)}" if self.refund_by_role else "the policy names no roles"
            raise SettingsError(f"COACH_ROLE: there is no role {role}; {known} (refund_by_role)")
        return self.model_copy(update={"refund_without_approval": self.refund_by_role[role]})

    def departments_for(self, issues: Iterable[Issue]) -> tuple[tuple[str, Department], ...]:
        """The departments that know about these issues, each once, with their names."""
        wanted = set(issues)
        return tuple((name, one) for name, one in self.departments.items() if wanted & set(one.issues))

    def contact_for(self, risk: RiskName, language: Language) -> str:
        """Who takes over a mail that carries a risk, as the agent reads it."""
        return self.escalation_by_risk.get(risk, self.escalation_contact[language])


def load_policy(path: Path | None = None) -> Policy:
    """The policy of a file, or the conservative default; raises PolicyError with file:line."""
    if path is None:
        return read_data(DEFAULT, Policy, PolicyError)
    for fault in check_policy(path):
        raise fault
    return read_data(path, Policy, PolicyError)


def check_policy(path: Path) -> tuple[PolicyError, ...]:
    """Every fault of a policy file, each with its line; none when it may be used."""
    try:
        return faults_in(path, Policy, PolicyError)
    except PolicyError as error:
        return (error,)
