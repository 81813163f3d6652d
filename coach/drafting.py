"""From a mail to a draft that may be sent: assess, brief, compose, critique, revise."""

import asyncio
import math
import re
from collections.abc import AsyncGenerator, Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from coach.checks.authority import granted
from coach.checks.gate import Objection, doubts, objections, remarks
from coach.dangers import dangers
from coach.errors import InputError, ModelError
from coach.mail.envelope import takes_a_process
from coach.mail.parse import parse_mail
from coach.models import Assessment, Brief, Critique, Draft, DraftAnswer, Mail, Placeholder, Risk, Sentence, Usage
from coach.noting import note_on
from coach.policy import Policy
from coach.requests import DraftRequest, RewriteRequest
from coach.reviewing import Critic
from coach.steps.assess import assess
from coach.steps.brief import make_brief, related
from coach.steps.compose import compose, foreign_citations
from coach.steps.critique import Situation
from coach.steps.revise import MOST_REVISIONS, MOST_REWORDINGS, edited, glossed, revise, said_otherwise, without
from coach.streaming import DraftEvent, Started, Telling
from coach.wording import wording
from coach.writers.writer import AT_LEISURE, Turn, Writer
from knowledge.bootstrap import Knowledge
from knowledge.models import Language

GRACE = 0.25
"""Seconds after which a writer that does not keep to its deadline is stopped."""
GAP = re.compile(r"\[\[.*?\]\]", re.S)
BUILT_IN = "built-in"


class ModelWriter(NamedTuple):
    """A writer that needs a model provider, with the name under which it is configured and the seconds it may take."""

    name: str
    writer: Writer
    deadline: float


class Attempt(NamedTuple):
    """A draft, what the critique says of it, what holds it back (nothing, if it may be sent), and what might be said better.

    Of a model's draft, likely faults of the headline kinds hold it back too.
    """

    draft: Draft
    critique: Critique
    objections: tuple[Objection, ...]
    remarks: tuple[Objection, ...]

    @property
    def faults(self) -> tuple[int, int, int]:
        """What weighs against it, gravest first: objections, asks passed over, remarks."""
        taken_up = {ask for sentence in self.draft.sentences for ask in sentence.asks}
        return len(self.objections), -len(taken_up), len(self.remarks)


class Drafting:
    """Drafts replies; one object serves many requests at once."""

    def __init__(
        self,
        knowledge: Knowledge,
        policy: Policy,
        critic: Critic,
        built_in: Writer,
        model: ModelWriter | None,
        clock: Callable[[], datetime] = datetime.now,
    ) -> None:
        self._knowledge, self._policy, self._critic = knowledge, policy, critic
        self._built_in, self._model, self._clock = built_in, model, clock

    async def draft(self, request: DraftRequest) -> DraftAnswer:
        """Draft a reply that passed every gate, or hold it with the reasons.

        Raises InputError for a mail that cannot be read or whose language is not recognised. A model that fails raises
        nothing: the built-in draft stands in for its draft, and ``fallback`` says why.
        """
        return await self._draft(request, None)

    async def stream(self, request: DraftRequest) -> AsyncGenerator[DraftEvent, None]:
        """The same draft, told as it comes: a sentence once it passed its gates, changes to it, and at the end the whole answer.

        Closing the iterator ends the work and its call to a model. Raises what ``draft`` raises, before the first event.
        """
        events: asyncio.Queue[DraftEvent | None] = asyncio.Queue()
        work = asyncio.ensure_future(self._draft(request, Telling(events.put_nowait)))
        work.add_done_callback(lambda _: events.put_nowait(None))
        try:
            while (event := await events.get()) is not None:
                yield event
            yield await work
        finally:
            work.cancel()

    async def _draft(self, request: DraftRequest, telling: Telling | None) -> DraftAnswer:
        mail, assessment, lang, ui = await self._read(request)
        if found := dangers(assessment.risks, request.cleared):
            return self._held_for_person(request, lang, ui, assessment, found[0])
        if telling:
            telling.tell(Started(id=request.id, lang=lang, assessment=assessment))
        brief = self._brief(request, mail, assessment, lang)
        fallback, usage = None, Usage()
        if self._model is not None and dangers(assessment.risks):
            # A person's word lets us draft; it does not let such a mail leave the house.
            fallback = wording(ui).ruled_out.format(model=self._model.name)
        elif self._model is not None:
            attempt, fallback = await self._by_model(brief, ui, self._model, telling)
            usage = attempt.draft.usage if attempt else Usage()
            if attempt and not fallback:
                return self._answer(request, brief, ui, attempt, self._model.name, telling)
        attempt = await self._attempt(brief, ui, self._built_in)
        return self._answer(request, brief, ui, attempt, BUILT_IN, telling).model_copy(update={"fallback": fallback, "usage": usage})

    async def rewrite(self, request: RewriteRequest) -> DraftAnswer:
        """The built-in draft said otherwise: as the edit asks, and each sentence of ``again`` in other words.

        Raises what ``draft`` raises, and InputError for a sentence that is not there.
        """
        mail, assessment, lang, ui = await self._read(request)
        if found := dangers(assessment.risks, request.cleared):
            return self._held_for_person(request, lang, ui, assessment, found[0])
        brief = edited(self._brief(request, mail, assessment, lang), request.edit)
        attempt = await self._attempt(brief, ui, self._built_in)
        for at in request.again:
            brief = said_otherwise(brief, attempt.draft, at)
            attempt = await self._attempt(brief, ui, self._built_in)
        answer = self._answer(request, brief, ui, attempt, BUILT_IN, None)
        return answer.model_copy(update={"gloss": await self._gloss(brief, ui)}) if request.gloss else answer

    async def _gloss(self, brief: Brief, ui: Language) -> str | None:
        """What the reply says, for an agent who reads another language; None for one who can read it."""
        if brief.lang is ui:
            return None
        said = await compose(glossed(brief, self._policy, ui), self._built_in, AT_LEISURE)
        return f"{wording(ui).gloss}\n\n{said.body}"

    async def _read(self, request: DraftRequest) -> tuple[Mail, Assessment, Language, Language]:
        """The mail, what it says, the language of the reply and that of explanations."""
        mail = await asyncio.to_thread(parse_mail, request.mail) if takes_a_process(request.mail) else parse_mail(request.mail)
        assessment = assess(mail)
        lang = request.lang or self._language(assessment)
        return mail, assessment, lang, request.ui_lang or lang

    def _brief(self, request: DraftRequest, mail: Mail, assessment: Assessment, lang: Language) -> Brief:
        return make_brief(
            mail,
            assessment,
            lang=lang,
            facts=request.facts,
            offer=request.offer,
            stage=request.stage,
            policy=self._policy,
            knowledge=self._knowledge,
        )

    async def _by_model(self, brief: Brief, ui: Language, model: ModelWriter, telling: Telling | None) -> tuple[Attempt | None, str | None]:
        """The model's attempt if there is one, and the reason why the built-in draft stands in for it if it does."""
        words = wording(ui)
        # Not the model's time: the first search of all makes an index, which takes seconds.
        brief = await self._grounded(brief)
        until = asyncio.get_running_loop().time() + model.deadline
        try:
            async with asyncio.timeout_at(until + GRACE):
                attempt = await self._attempt(brief, ui, model.writer, until, telling)
        except TimeoutError:
            return None, words.model_failed.format(model=model.name, cause=f"no answer within {model.deadline:g} s")
        except ModelError as error:
            return None, words.model_failed.format(model=model.name, cause=error)
        if attempt.objections:
            return attempt, words.model_turned_down.format(model=model.name, cause=attempt.objections[0].reason)
        return attempt, None

    async def _grounded(self, brief: Brief) -> Brief:
        """The brief with what the search finds besides: a model has no other way to know how things are done in this house."""
        found = await asyncio.to_thread(related, brief, self._knowledge)
        return brief.model_copy(update={"passages": (*brief.passages, *found)})

    async def _attempt(
        self, brief: Brief, ui: Language, writer: Writer, until: float = math.inf, telling: Telling | None = None
    ) -> Attempt:
        """The best of up to three attempts: one is handed back while something objects.

        The built-in writer, whose time costs little, has more of them and also hears what might be said better, until the same
        is said of it again; at the end it does without a sentence it can spare that still meets an objection or a remark.
        """
        attempts = [await self._once(brief, ui, writer, until, telling)]
        tireless = writer is self._built_in
        heard: tuple[Objection, ...] = ()
        while len(attempts) <= (MOST_REWORDINGS if tireless else MOST_REVISIONS):
            last = attempts[-1]
            wanting = last.objections + (last.remarks if tireless else ())
            if not wanting or (tireless and wanting == heard):
                break
            brief, heard = revise(brief, wanting), wanting
            attempts.append(await self._once(brief, ui, writer, until, telling))
        best = min(attempts, key=lambda attempt: attempt.faults)
        if tireless and best.objections + best.remarks:
            spared = without(best.draft, best.objections, best.remarks)
            best = min(best, self._judged(brief, ui, spared), key=lambda attempt: attempt.faults)
        spent = sum((attempt.draft.usage for attempt in attempts), Usage())
        return best._replace(draft=best.draft.model_copy(update={"usage": spent}))

    async def _once(self, brief: Brief, ui: Language, writer: Writer, until: float, telling: Telling | None) -> Attempt:
        heard = telling.listener(brief, partial(self._sound, brief, ui)) if telling else None
        attempt = self._judged(brief, ui, await compose(brief, writer, Turn(until, heard)))
        if writer is self._built_in:
            return attempt
        return attempt._replace(objections=attempt.objections + doubts(attempt.critique, wording(ui)))

    def _sound(self, brief: Brief, ui: Language, sentence: Sentence) -> bool:
        """Whether a sentence passes, on its own, every gate that the whole draft will have to pass."""
        alone = Draft(subject="", paragraphs=((sentence,),))
        return not foreign_citations(sentence, brief) and not self._judged(brief, ui, alone).objections

    def _judged(self, brief: Brief, ui: Language, draft: Draft) -> Attempt:
        now = self._clock()
        said = self._critic.critique(draft.body, self._situation(brief, ui, now))
        words = wording(ui)
        return Attempt(draft, said, objections(draft, brief, said, self._policy, words, now), remarks(said, words))

    def _situation(self, brief: Brief, ui: Language, now: datetime) -> Situation:
        return Situation(
            lang=brief.lang,
            ui=ui,
            mail=brief.mail.text,
            asks=brief.assessment.asks,
            granted=granted(brief.facts, brief.offer, self._policy, brief.lang),
            offered=True,
            free_money=self._policy.refund_without_approval,
            now=now,
            hold=False,
        )

    def _answer(
        self, request: DraftRequest, brief: Brief, ui: Language, attempt: Attempt, engine: str, telling: Telling | None
    ) -> DraftAnswer:
        if telling:
            telling.settle(attempt.draft, brief, [one.quote for one in attempt.objections], attempt.critique.findings)
        words, body = wording(ui), attempt.draft.body
        gaps = tuple(Placeholder(text=gap.group(), start=gap.start(), end=gap.end(), why=words.placeholder) for gap in GAP.finditer(body))
        reasons = (words.held_for_faults, *(one.reason for one in attempt.objections)) if attempt.objections else ()
        return DraftAnswer(
            id=request.id,
            lang=brief.lang,
            outcome="hold" if attempt.objections else "fill" if gaps else "send",
            subject=attempt.draft.subject,
            body=body,
            sentences=attempt.draft.sentences,
            placeholders=gaps,
            reasons=reasons,
            assessment=brief.assessment,
            critique=attempt.critique,
            note=note_on(brief, attempt.draft, attempt.critique.commitments, self._policy, ui),
            engine=engine,
            usage=attempt.draft.usage,
        )

    def _held_for_person(self, request: DraftRequest, lang: Language, ui: Language, assessment: Assessment, danger: Risk) -> DraftAnswer:
        protocol = self._policy.self_harm if danger.risk == "self-harm" else self._policy.violence
        words, contact = wording(ui), self._policy.contact_for(danger.risk, ui)
        return DraftAnswer(
            id=request.id,
            lang=lang,
            outcome="hold",
            subject="",
            body="",
            sentences=(),
            placeholders=(),
            reasons=(words.held_for_risk.format(evidence=danger.evidence), *protocol.steps[ui], words.takes_over.format(contact=contact)),
            assessment=assessment,
            critique=None,
            engine=BUILT_IN,
        )

    @staticmethod
    def _language(assessment: Assessment) -> Language:
        if assessment.lang == "unknown":
            raise InputError("the mail's language is not recognised; say in which language to reply with lang (en, it, fr or pl)")
        return Language(assessment.lang)
