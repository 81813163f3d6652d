"""Every route answers in the contract."""

import pytest

from coach.models import DraftAnswer, ReadAnswer, ReviewAnswer
from knowledge.models import SearchAnswer
from tests.ui.conftest import DRAFT, EML, MAIL
from ui.rulecards import RuleDetail, RuleList

RFC822 = {"content-type": "message/rfc822"}


def test_assessment(service):
    answer = ReadAnswer.model_validate_json(service.post("/api/v1/assessments", json={"id": "a", "mail": MAIL}).content)
    assert (answer.id, answer.lang) == ("a", "en")
    assert answer.feelings
    assert all(feeling.evidence in MAIL for feeling in answer.feelings)


@pytest.mark.parametrize("route", ["assessments", "drafts"])
def test_a_raw_mail_is_read_like_its_text(route, service):
    raw = service.post(f"/api/v1/{route}", content=EML.encode(), headers=RFC822)
    text = service.post(f"/api/v1/{route}", json={"mail": EML})
    assert raw.status_code == 200
    assert raw.json() == text.json()


def test_draft(service):
    said = {"id": 7, "mail": MAIL, "facts": [{"text": "The lamp left our warehouse on 20 May."}], "ui_lang": "it"}
    answer = DraftAnswer.model_validate_json(service.post("/api/v1/drafts", json=said).content)
    assert (answer.id, answer.lang, answer.engine) == (7, "en", "built-in")
    assert answer.body
    assert all(sentence.text in answer.body for sentence in answer.sentences)


def test_rewrite(service):
    whole = DraftAnswer.model_validate_json(service.post("/api/v1/drafts", json={"mail": MAIL}).content)
    short = DraftAnswer.model_validate_json(service.post("/api/v1/rewrites", json={"mail": MAIL, "edit": "shorter"}).content)
    assert 0 < len(short.body) < len(whole.body)
    assert service.post("/api/v1/rewrites", json={"mail": MAIL, "again": [99]}).status_code == 422


def test_critique(service):
    answer = ReviewAnswer.model_validate_json(service.post("/api/v1/critiques", json={"draft": DRAFT, "mail": MAIL}).content)
    assert answer.verdict == "fix"
    assert "unrealistic-promise" in {finding.rule for finding in answer.findings}
    assert all(DRAFT[finding.start : finding.end] == finding.quote for finding in answer.findings)


def test_rules_are_listed_and_shown_in_the_language_asked_for(service):
    listed = RuleList.model_validate_json(service.get("/api/v1/rules", params={"lang": "pl"}).content).rules
    assert [rule.id for rule in listed] == sorted(rule.id for rule in listed)
    shown = RuleDetail.model_validate_json(service.get(f"/api/v1/rules/{listed[0].id}", params={"lang": "pl"}).content)
    assert shown.title == listed[0].title
    assert [statement.id for statement in shown.statements] == list(shown.sources)
    assert {statement.language for statement in shown.statements} <= {"pl"}


def test_passages(service):
    found = SearchAnswer.model_validate_json(
        service.get("/api/v1/passages", params={"q": "a customer who shouts", "lang": "fr", "limit": 3}).content
    )
    assert len(found.hits) == 3
    assert {hit.lang for hit in found.hits} == {"fr"}


@pytest.mark.parametrize(("path", "said"), [("/healthz", "ok"), ("/readyz", "ready")])
def test_health(path, said, service):
    assert service.get(path).json() == {"status": said}


def test_version_names_the_model_that_is_used(service):
    answer = service.get("/version").json()
    assert answer["name"] == "reply-coach"
    assert answer["model"] is None


def test_the_front_door_leads_to_the_desk(service):
    answer = service.get("/")
    assert (answer.status_code, answer.headers["location"]) == (307, "/ui")


def test_the_document_names_every_body_and_problem(service):
    document = service.get("/openapi.json").json()
    for path, kinds in {
        "/api/v1/assessments": {"application/json", "message/rfc822"},
        "/api/v1/drafts": {"application/json", "message/rfc822"},
        "/api/v1/critiques": {"application/json"},
    }.items():
        assert set(document["paths"][path]["post"]["requestBody"]["content"]) == kinds
    for operations in document["paths"].values():
        for operation in operations.values():
            assert "application/problem+json" in operation["responses"]["default"]["content"]
    text = service.get("/openapi.json").text
    references = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert references <= set(document["components"]["schemas"])


def test_no_page_that_would_load_from_elsewhere(service):
    assert [service.get(path).status_code for path in ("/docs", "/redoc")] == [404, 404]
