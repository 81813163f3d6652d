"""The coach's answers as the page shows them: rule titles, cited statements and UTF-16 offsets in place of ids and code points."""

import re
from collections.abc import Collection, Iterable

from coach.bootstrap import Coach
from coach.drafting import BUILT_IN
from coach.models import Critique, DraftAnswer, Finding, Replacement, Risk, Sentence
from coach.requests import Danger, DraftRequest, Offer, ReadRequest, ReviewRequest, RewriteRequest, VerifiedFact
from knowledge.language.sentences import split
from knowledge.models import Language, Span
from ui.desk.models import (
    Case,
    DraftCall,
    DraftOnDesk,
    Escalation,
    MailOnDesk,
    Rewrite,
    ShownDraft,
    ShownFinding,
    ShownReading,
    ShownReview,
    ShownSentence,
    Source,
)

STATEMENT = re.compile(r"g\d+\.\d+[a-z]*")


class Answers:
    """A coach that speaks one agent's language."""

    def __init__(self, coach: Coach, language: Language) -> None:
        self._coach, self._language = coach, language

    def read(self, sent: MailOnDesk) -> ShownReading:
        """What the mail says."""
        reading = self._coach.read(ReadRequest(mail=sent.mail))
        return ShownReading(
            reading=reading, escalation=self._escalation(reading.risks, sent.cleared), hidden=self._coach.hidden_in(sent.mail)
        )

    async def draft(self, sent: Case) -> ShownDraft:
        """A reply, or why there is none."""
        answer = await self._coach.draft(
            DraftRequest(
                mail=sent.mail, facts=_facts(sent), offer=_offer(sent), lang=sent.lang, ui_lang=self._language, cleared=sent.cleared
            )
        )
        return self._draft(answer, sent.cleared)

    async def rewrite(self, sent: DraftCall) -> ShownDraft:
        """The same reply said otherwise."""
        answer = await self._coach.rewrite(
            RewriteRequest(
                mail=sent.mail,
                facts=_facts(sent),
                offer=_offer(sent),
                lang=sent.lang,
                ui_lang=self._language,
                cleared=sent.cleared,
                edit=sent.edit,
                again=sent.again,
            )
        )
        return self._draft(answer, sent.cleared)

    async def review(self, sent: DraftOnDesk) -> ShownReview:
        """What is to be fixed in the agent's text, and what is good about it."""
        answer = await self._coach.review(
            ReviewRequest(
                draft=sent.draft,
                mail=sent.mail if sent.mail.strip() else None,
                facts=_facts(sent),
                offer=_offer(sent),
                lang=sent.lang,
                ui_lang=self._language,
                judge=False,  # the desk reviews at every pause of typing
            )
        )
        return self._review(answer, sent.draft)

    def _draft(self, answer: DraftAnswer, cleared: Collection[Danger]) -> ShownDraft:
        return ShownDraft(
            lang=answer.lang,
            outcome=answer.outcome,
            subject=answer.subject,
            body=answer.body,
            gaps={gap.text: gap.why for gap in answer.placeholders},
            sentences=tuple(self._sentence(sentence) for sentence in answer.sentences),
            reasons=answer.reasons,
            fallback=answer.fallback,
            built_in=answer.engine == BUILT_IN,
            note=answer.note,
            escalation=self._escalation(answer.assessment.risks, cleared),
            review=self._review(answer.critique, answer.body) if answer.critique else None,
        )

    def _sentence(self, sentence: Sentence) -> ShownSentence:
        return ShownSentence(
            text=sentence.text,
            move=sentence.move,
            rules=self._titles(sentence.rules),
            sources=self._sources(sentence.passages),
            authority=sentence.authority,
        )

    def _review(self, critique: Critique, text: str) -> ShownReview:
        language = Language(critique.lang) if critique.lang != "unknown" else None
        sentences = split(text, language)
        return ShownReview(
            lang=critique.lang,
            verdict=critique.verdict,
            findings=tuple(self._finding(finding, text, sentences) for finding in critique.findings),
            met=self._titles(critique.met),
            asks=critique.asks,
            commitments=critique.commitments,
        )

    def _finding(self, finding: Finding, text: str, sentences: tuple[Span, ...]) -> ShownFinding:
        rule = self._coach.knowledge.rulebook(self._language).rules[finding.rule]
        around = next((text[start:end] for start, end in sentences if start <= finding.start < end), "")
        return ShownFinding(
            rule=finding.rule,
            title=rule.title[self._language],
            why=rule.why[self._language],
            severity=finding.severity,
            dimension=finding.dimension,
            start=finding.utf16_start,
            end=finding.utf16_end,
            quote=finding.quote,
            sentence=around if finding.quote else "",
            message=finding.message,
            advice=finding.advice,
            replace=_rewrite(finding.replace, text) if finding.replace else None,
            sources=self._sources(finding.sources),
            also=self._titles(finding.also),
        )

    def _titles(self, rules: Iterable[str]) -> tuple[str, ...]:
        known = self._coach.knowledge.rulebook(self._language).rules
        return tuple(known[rule].title[self._language] for rule in rules)

    def _sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        """The statements that passages or statement ids name, each once; house passages have no statement and are left out."""
        named = dict.fromkeys(match.group() for id in ids if (match := STATEMENT.match(id)))
        return tuple(self._source(id) for id in named)

    def _source(self, id: str) -> Source:
        guidelines = self._coach.knowledge.guidelines
        statement = guidelines.statement(id, self._language)
        title = guidelines.title(statement.document, self._language)
        return Source(id=id, document=f"{title}, {statement.heading}", text=statement.text)

    def _escalation(self, risks: Iterable[Risk], cleared: Collection[Danger]) -> Escalation | None:
        """What to do about the first danger that nobody has ruled out."""
        policy = self._coach.policy
        protocols = {"self-harm": policy.self_harm, "violence-threat": policy.violence}
        for risk in sorted(risks, key=lambda risk: risk.risk):
            if (risk.risk == "self-harm" or risk.risk == "violence-threat") and risk.risk not in cleared:
                steps = protocols[risk.risk].steps[self._language]
                return Escalation(
                    risk=risk.risk, evidence=risk.evidence, steps=steps, contact=policy.contact_for(risk.risk, self._language)
                )
        return None


def _facts(sent: Case) -> tuple[VerifiedFact, ...]:
    return tuple(VerifiedFact(text=line) for line in _lines(sent.facts))


def _offer(sent: Case) -> tuple[Offer, ...]:
    return tuple(Offer(text=line) for line in _lines(sent.offer))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _rewrite(replacement: Replacement, text: str) -> Rewrite:
    return Rewrite(start=_utf16(text, replacement.start), end=_utf16(text, replacement.end), text=replacement.text)


def _utf16(text: str, index: int) -> int:
    """The UTF-16 offset of a code point: a character beyond the basic plane counts twice."""
    return index + sum(character > "\uffff" for character in text[:index])
