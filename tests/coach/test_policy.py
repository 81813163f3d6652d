"""The house policy: what it refuses, with every fault's line, and what it decides."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml

from coach.bootstrap import build_coach
from coach.checks.promises import find_commitments
from coach.errors import PolicyError, SettingsError
from coach.policy import DEFAULT, Policy, check_policy, load_policy
from coach.requests import DraftRequest, ReviewRequest
from coach.settings import Settings
from knowledge.models import Language

NOW = datetime(2026, 3, 4, 10, 0)


def written(folder: Path, **changes: object) -> Path:
    """The default policy with changes, as a file."""
    path = folder / "policy.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(DEFAULT.read_text(encoding="utf-8")) | changes, allow_unicode=True), encoding="utf-8")
    return path


def test_the_default_is_sound_and_allows_no_money() -> None:
    assert check_policy(DEFAULT) == ()
    assert load_policy().refund_without_approval == 0
    assert load_policy().link_domains == ()


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    text = DEFAULT.read_text(encoding="utf-8")
    changes = {
        "first_reply_hours: 24": "first_reply_hours: 24\nfirst_reply_hours: 999",
        "escalation_by_risk: {}": "escalation_by_risk: {legal: Ada}",
        "departments: {}": "departments: {Accounts: {contact: Ada, issues: [billing]}, Desk: {contact: Bo, issues: [billing]}}",
        "  pl: true": "  pl: maybe",
        "refund_without_approval: 0": "refund_without_approval: .inf\nlink_domains: [https://shop.example/help]",
    }
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    lines = text.splitlines()
    told = {(lines[fault.line - 1].split(":")[0].strip(), fault.message.split(":")[0]) for fault in check_policy(path)}
    assert told == {
        ("first_reply_hours", "first_reply_hours"),
        ("escalation_by_risk", "escalation_by_risk.legal"),
        ("departments", "departments"),
        ("pl", "formal.pl"),
        ("refund_without_approval", "refund_without_approval"),
        ("link_domains", "link_domains"),
    }
    assert [fault.line for fault in check_policy(path)] == sorted(fault.line for fault in check_policy(path))
    with pytest.raises(PolicyError, match=r"policy\.yaml:\d+: "):
        load_policy(path)


def test_what_check_refuses_is_refused_when_it_is_used(tmp_path: Path) -> None:
    path = tmp_path / "policy.yaml"
    path.write_text(DEFAULT.read_text(encoding="utf-8") + "refund_without_approval: 500\n", encoding="utf-8")
    with pytest.raises(PolicyError, match="is written twice"):
        load_policy(path)


def test_a_language_without_words_is_refused_before_a_customer_writes_in_it(tmp_path: Path) -> None:
    (fault,) = check_policy(written(tmp_path, sign_off={"en": "Bye", "it": "Ciao", "fr": "Salut"}))
    assert "lacks pl" in fault.message


def test_a_file_that_cannot_be_read_is_one_fault(tmp_path: Path) -> None:
    assert [fault.line for fault in check_policy(tmp_path / "none.yaml")] == [1]
    (tmp_path / "broken.yaml").write_text("formal: {en: true\nsign_off: x: y\n", encoding="utf-8")
    (fault,) = check_policy(tmp_path / "broken.yaml")
    assert "is not YAML" in fault.message


def test_one_contact_serves_all_languages_and_a_risk_may_have_its_own(tmp_path: Path) -> None:
    policy = load_policy(written(tmp_path, escalation_contact="Ada, ext. 12", escalation_by_risk={"legal-threat": "legal@example.com"}))
    assert {policy.contact_for("self-harm", language) for language in Language} == {"Ada, ext. 12"}
    assert policy.contact_for("legal-threat", Language.PL) == "legal@example.com"


def test_a_held_mail_names_the_contact_of_its_risk(tmp_path: Path) -> None:
    path = written(tmp_path, escalation_by_risk={"violence-threat": "Security, ext. 99"})
    coach = build_coach(Settings(home=tmp_path, policy=path, _env_file=None))
    answer = run(coach.draft(DraftRequest(mail="I will come to your shop tomorrow and break the arms of whoever stands at the counter.")))
    assert answer.outcome == "hold"
    assert answer.reasons[-1] == "Takes over: Security, ext. 99"


def test_each_issue_leads_to_its_department(tmp_path: Path) -> None:
    rooms = {"Accounts": {"contact": "Ada", "issues": ["billing"]}, "Depot": {"contact": "Bo", "issues": ["delivery", "defect"]}}
    policy = load_policy(written(tmp_path, departments=rooms))
    assert [name for name, _ in policy.departments_for(("defect", "delivery"))] == ["Depot"]
    assert [name for name, _ in policy.departments_for(("delivery", "billing"))] == ["Accounts", "Depot"]
    assert policy.departments_for(("other",)) == ()


@pytest.mark.parametrize(
    ("role", "allowed"), [(None, {"£10": True, "£80": False}), ("supervisor", {"£10": True, "£80": True, "£900": False})]
)
def test_the_role_decides_what_money_an_agent_may_promise(role: str | None, allowed: dict[str, bool], tmp_path: Path) -> None:
    path = written(tmp_path, refund_without_approval=20, refund_by_role={"supervisor": 100})
    coach = build_coach(Settings(home=tmp_path, policy=path, role=role, _env_file=None))
    for money, fine in allowed.items():
        draft = f"Dear Ms Miller,\n\nWe will refund {money} to your card."
        said = run(coach.review(ReviewRequest(draft=draft, facts=({"text": "The parcel is lost."},))))
        assert [one.status for one in said.commitments] == ["supported" if fine else "needs-approval"], money
        assert any(one.rule == "unauthorised-promise" or "unauthorised-promise" in one.also for one in said.findings) is not fine, money


def test_a_role_nobody_named_is_refused(tmp_path: Path) -> None:
    policy = load_policy(written(tmp_path, refund_by_role={"supervisor": 100}))
    with pytest.raises(SettingsError, match="the roles of the policy are supervisor"):
        policy.of_role("boss")
    with pytest.raises(SettingsError, match="names no roles"):
        load_policy().of_role("supervisor")


@pytest.mark.parametrize("text", ["We'll refund £10 and £90 today.", "We'll give you 10 % off."])
def test_free_money_covers_every_sum_and_no_percentage(text: str) -> None:
    assert [one.status for one in find_commitments(text, Language.EN, frozenset(), 20, NOW)] == ["needs-approval"]


def run(waiting):  # type: ignore[no-untyped-def]
    """The answer of an async call."""
    import asyncio

    return asyncio.run(waiting)


def test_the_policy_is_a_value() -> None:
    before = load_policy()
    richer = Policy.model_validate(before.model_dump() | {"refund_by_role": {"supervisor": 100}})
    assert richer.of_role("supervisor").refund_without_approval == 100
    assert richer.refund_without_approval == 0
