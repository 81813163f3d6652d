"""What the page is shown: titles, sources and UTF-16 offsets, in the agent's language."""

import asyncio
import logging
from base64 import b64encode
from typing import TYPE_CHECKING, Any, cast

import pytest

from coach.errors import InputError
from coach.mail.parse import parse_mail
from coach.models import Assessment, Critique, DraftAnswer, Finding, ReadAnswer, Replacement, ReviewAnswer
from coach.requests import DraftRequest, ReadRequest, ReviewRequest
from knowledge.models import Dimension, Language, Severity
from ui.desk.answers import Answers
from ui.desk.models import Case, DraftOnDesk, MailOnDesk
from ui.desk.service import functions

if TYPE_CHECKING:
    from coach.bootstrap import Coach

READING = dict(lang="pl", issues=(), cause="unclear", feelings=(), intensity=0, asks=(), facts=(), risks=(), stage="respond", missing=())
TEXT = "😀 Dzień dobry 👩‍💻. To nie nasza wina. Piszę jutro."
QUOTE = "To nie nasza wina"


class StandIn:
    """A coach that gives the answers it is told to, around the real knowledge and policy."""

    def __init__(self, real: "Coach") -> None:
        self.knowledge, self.policy = real.knowledge, real.policy
        self.asked: list[Any] = []
        self.answer: Any = None

    def read(self, request: ReadRequest) -> ReadAnswer:
        return cast("ReadAnswer", self._give(request))

    def hidden_in(self, mail: str) -> int:
        return mail.count("\u200b")

    async def review(self, request: ReviewRequest) -> ReviewAnswer:
        return cast("ReviewAnswer", self._give(request))

    async def draft(self, request: DraftRequest) -> DraftAnswer:
        return cast("DraftAnswer", self._give(request))

    def _give(self, request: Any) -> Any:
        self.asked.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def stand_in(coach: "Coach") -> StandIn:
    return StandIn(coach)


@pytest.fixture
def answers(stand_in: StandIn) -> Answers:
    return Answers(cast("Coach", stand_in), Language.IT)


def finding() -> Finding:
    start = TEXT.index(QUOTE)
    before = len(TEXT[:start].encode("utf-16-le")) // 2
    return Finding(
        rule="defensiveness",
        dimension=Dimension.DEFENSIVENESS,
        severity=Severity.ERROR,
        start=start,
        end=start + len(QUOTE),
        utf16_start=before,
        utf16_end=before + len(QUOTE),
        quote=QUOTE,
        message="m",
        replace=Replacement(start=start, end=start + len(QUOTE), text="Chcę ustalić, jak do tego doszło"),
        advice="a",
        origin="pattern",
        sources=("g1.1a", "g1.1a"),
        also=("lecturing",),
    )


def critique() -> dict[str, Any]:
    return dict(lang="pl", verdict="fix", findings=(finding(),), met=("defensiveness",), asks=(), commitments=())


async def test_a_finding_is_shown_with_everything_its_card_needs(answers: Answers, stand_in: StandIn, coach: "Coach") -> None:
    stand_in.answer = ReviewAnswer(**critique())
    shown = await answers.review(DraftOnDesk(mail=" ", draft=TEXT, facts="uno\n\n  due ", offer="tre"))
    card = shown.findings[0]
    rule = coach.knowledge.rulebook(Language.IT).rules["defensiveness"]
    assert (card.title, card.why) == (rule.title[Language.IT], rule.why[Language.IT])
    assert card.sentence == "To nie nasza wina."
    units = TEXT.encode("utf-16-le")
    assert card.replace is not None
    assert units[2 * card.replace.start : 2 * card.replace.end].decode("utf-16-le") == QUOTE
    assert units[2 * card.start : 2 * card.end].decode("utf-16-le") == QUOTE
    assert [source.id for source in card.sources] == ["g1.1a"]
    statement = coach.knowledge.guidelines.statement("g1.1a", Language.IT)
    assert card.sources[0].text == statement.text
    assert statement.heading in card.sources[0].document
    assert card.also == (coach.knowledge.rulebook(Language.IT).rules["lecturing"].title[Language.IT],)
    asked = stand_in.asked[0]
    assert (asked.mail, asked.ui_lang) == (None, Language.IT)
    assert [fact.text for fact in asked.facts] == ["uno", "due"]
    assert [offer.text for offer in asked.offer] == ["tre"]


@pytest.mark.parametrize("risk", ["self-harm", "violence-threat"])
async def test_danger_is_shown_with_the_protocol_and_no_draft(answers: Answers, stand_in: StandIn, risk: str) -> None:
    reading = READING | {"risks": ({"risk": risk, "evidence": "x"},)}
    stand_in.answer = ReadAnswer.model_validate(reading)
    escalation = answers.read(MailOnDesk(mail="x")).escalation
    protocol = stand_in.policy.self_harm if risk == "self-harm" else stand_in.policy.violence
    assert escalation is not None
    assert escalation.steps == protocol.steps[Language.IT]
    stand_in.answer = DraftAnswer(
        lang=Language.PL,
        outcome="hold",
        subject="",
        body="",
        sentences=(),
        placeholders=(),
        reasons=(),
        assessment=Assessment.model_validate(reading),
        critique=None,
        engine="built-in",
    )
    shown = await answers.draft(Case(mail="x"))
    assert (shown.escalation, shown.review) == (escalation, None)


@pytest.mark.parametrize("risk", ["self-harm", "violence-threat"])
async def test_a_danger_that_was_ruled_out_is_asked_for_and_shown_no_more(answers: Answers, stand_in: StandIn, risk: str) -> None:
    both = READING | {"risks": ({"risk": "self-harm", "evidence": "x"}, {"risk": "violence-threat", "evidence": "y"})}
    stand_in.answer = ReadAnswer.model_validate(both)
    escalation = answers.read(MailOnDesk.model_validate({"mail": "x", "cleared": [risk]})).escalation
    assert escalation is not None
    assert {risk, escalation.risk} == {"self-harm", "violence-threat"}
    assert answers.read(MailOnDesk(mail="x", cleared=("self-harm", "violence-threat"))).escalation is None
    stand_in.answer = InputError("enough")
    with pytest.raises(InputError):
        await answers.draft(Case.model_validate({"mail": "x", "cleared": [risk]}))
    assert stand_in.asked[-1].cleared == (risk,)


async def test_other_risks_do_not_stop_a_draft(answers: Answers, stand_in: StandIn) -> None:
    stand_in.answer = ReadAnswer.model_validate(READING | {"risks": ({"risk": "legal-threat", "evidence": "x"},)})
    assert answers.read(MailOnDesk(mail="x")).escalation is None


async def test_a_reviewed_draft_comes_with_its_review(answers: Answers, stand_in: StandIn) -> None:
    stand_in.answer = DraftAnswer(
        lang=Language.PL,
        outcome="fill",
        subject="s",
        body=TEXT,
        sentences=({"text": QUOTE, "move": "own", "passages": ("g1.1a.pl", "house-7"), "authority": ("facts:0",)},),  # type: ignore[arg-type]
        placeholders=({"text": "[[x]]", "start": 0, "end": 5, "why": "because"},),  # type: ignore[arg-type]
        reasons=(),
        assessment=Assessment.model_validate(READING),
        critique=Critique(**critique()),
        engine="built-in",
    )
    shown = await answers.draft(Case(mail="x", lang=Language.PL))
    assert shown.gaps == {"[[x]]": "because"}
    assert [source.id for source in shown.sentences[0].sources] == ["g1.1a"]
    assert shown.review is not None
    assert shown.review.findings[0].quote == QUOTE


async def test_a_fault_of_ours_is_told_without_the_mail(answers: Answers, stand_in: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    stand_in.answer = RuntimeError("anna.canary@example.com wrote: secret")
    read_mail = functions(answers)[0]
    with caplog.at_level(logging.DEBUG):
        told = await read_mail({"mail": "anna.canary@example.com wrote: secret"})
    assert told["error"] == "failed"
    assert told["reference"] in caplog.text
    assert "RuntimeError" in caplog.text
    assert "canary" not in caplog.text


async def test_what_cannot_be_used_is_refused(answers: Answers, stand_in: StandIn) -> None:
    read_mail, draft_reply, _, review_reply, _ = functions(answers)
    stand_in.answer = InputError("empty")
    assert (await read_mail({"mail": ""}))["error"] == "refused"
    assert (await draft_reply({"mail": "x" * 300_000, "call": "1"}))["error"] == "refused"
    assert (await draft_reply({"mail": "x", "lang": "de", "call": "1"}))["error"] == "refused"
    assert (await review_reply({"mail": "x", "draft": "y", "more": 1}))["error"] == "refused"
    assert (await review_reply(cast("dict[str, Any]", [1])))["error"] == "refused"


class SlowCoach(StandIn):
    """A coach whose drafts never come, and that notes when one is given up."""

    given_up = 0

    async def draft(self, request: DraftRequest) -> DraftAnswer:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            self.given_up += 1
            raise
        raise AssertionError


async def test_a_stopped_draft_is_given_up_at_once(coach: "Coach") -> None:
    slow = SlowCoach(coach)
    _, draft_reply, stop_draft, _, _ = functions(Answers(cast("Coach", slow), Language.EN))
    drafting = [asyncio.create_task(draft_reply({"mail": "x", "call": name})) for name in "ab"]
    await asyncio.sleep(0.05)
    assert await stop_draft({"call": "a"}) == {"stopped": True}
    assert await drafting[0] == {"stopped": True}
    assert (slow.given_up, drafting[1].done()) == (1, False)
    drafting[1].cancel()
    await asyncio.wait(drafting)
    assert slow.given_up == 2
    assert await stop_draft({"call": "a"}) == {"stopped": False}


EML = (
    b"From: Anna <anna@example.com>\r\nTo: us@example.com\r\nSubject: =?utf-8?q?Gdzie_paczka=3F?=\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: text/plain; charset=iso-8859-2\r\nContent-Transfer-Encoding: 8bit\r\n\r\nTo ju\xbf trzeci raz.\r\n"
)


@pytest.mark.parametrize(
    ("content", "mail"),
    [
        (EML, "Subject: Gdzie paczka?\n\nTo już trzeci raz."),
        ("To już trzeci raz.".encode("cp1250"), "To już trzeci raz."),
        (b"\xef\xbb\xbfWhere is it?", "Where is it?"),
    ],
)
async def test_a_file_is_opened_as_the_text_an_agent_would_paste(answers: Answers, content: bytes, mail: str) -> None:
    open_file = functions(answers)[4]
    told = await open_file({"name": "mail.eml", "content": b64encode(content).decode()})
    assert told["mail"].strip() == mail


async def test_an_opened_page_keeps_its_history_apart_and_says_how_much_it_hid(answers: Answers) -> None:
    page = '<div>Where is it?</div><p hidden>secret</p><div id="appendonsend"></div><div>We sent it.</div>'
    told = await functions(answers)[4]({"name": "mail.html", "content": b64encode(page.encode()).decode()})
    again = parse_mail(told["mail"])
    assert told["hidden"] == 6
    assert again.body == "Where is it?"
    assert "We sent it." in again.quoted


@pytest.mark.parametrize("content", [b64encode(b"\x89PNG\r\n\x1a\n0000").decode(), "", "not base64!"])
async def test_a_file_that_is_no_mail_is_refused(answers: Answers, content: str) -> None:
    open_file = functions(answers)[4]
    assert (await open_file({"name": "x", "content": content}))["error"] == "file"
