"""Composition root: settings in, a Coach out; the only place that chooses adapters."""

import asyncio
from functools import cached_property
from typing import TYPE_CHECKING

from coach.errors import InputError, SettingsError
from coach.mail.envelope import takes_a_process
from coach.models import DraftAnswer, ReadAnswer, ReviewAnswer
from coach.policy import Policy, load_policy
from coach.requests import DraftRequest, ReadRequest, ReviewRequest, RewriteRequest
from coach.reviewing import Critic, Reviewing
from coach.settings import Settings
from coach.telemetry import silence
from knowledge.bootstrap import Knowledge, build_knowledge
from knowledge.models import SearchAnswer, SearchRequest

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from coach.checks.judge import Judge
    from coach.drafting import Drafting, ModelWriter
    from coach.streaming import DraftEvent
    from knowledge.embeddings import EmbeddingModel


class Coach:
    """What the faces talk to: read a mail, draft a reply, review a draft, search the guidelines."""

    def __init__(self, settings: Settings, policy: Policy, knowledge: Knowledge, critic: Critic) -> None:
        self.settings, self.policy, self.knowledge, self._critic = settings, policy, knowledge, critic

    @cached_property
    def drafting(self) -> "Drafting":
        """What drafts replies, made when first needed; raises SettingsError for a model that cannot be used."""
        from coach.drafting import Drafting  # a review needs no writer, and has little time to start
        from coach.writers.realise.writer import BuiltInWriter

        return Drafting(self.knowledge, self.policy, self._critic, BuiltInWriter(), _model_writer(self.settings, self.policy))

    @cached_property
    def reviewing(self) -> Reviewing:
        """What critiques drafts."""
        return Reviewing(self._critic, self.policy)

    def read(self, request: ReadRequest) -> ReadAnswer:
        """Read a mail; raises InputError when there is nothing to read."""
        return ReadAnswer(id=request.id, **dict(self.reviewing.read(request.mail)[1]))

    def hidden_in(self, mail: str) -> int:
        """How many characters of a mail no person would have seen; raises InputError when there is nothing to read."""
        return sum(hidden.characters for hidden in self.reviewing.read(mail)[0].hidden)

    async def draft(self, request: DraftRequest) -> DraftAnswer:
        """Draft a reply; raises InputError when the mail cannot be answered as it is."""
        return await self.drafting.draft(request)

    @cached_property
    def judge(self) -> "Judge | None":
        """The model that judges drafts on review, if one is configured; raises SettingsError for one that cannot be used."""
        name = self.settings.judge_model or self.settings.model
        if name is None:
            return None
        from coach.checks.judge import Judge
        from coach.writers.chat import Chat

        return Judge(name, Chat.connect(self.settings.model_copy(update={"model": name})))

    async def rewrite(self, request: RewriteRequest) -> DraftAnswer:
        """Make a draft once more and say it otherwise; raises what ``draft`` raises, and InputError for a sentence that is not there."""
        return await self.drafting.rewrite(request)

    def stream(self, request: DraftRequest) -> "AsyncGenerator[DraftEvent, None]":
        """Draft a reply and tell it as it comes; closing the iterator ends the work. Raises what ``draft`` raises."""
        return self.drafting.stream(request)

    async def review(self, request: ReviewRequest) -> ReviewAnswer:
        """Critique a draft; raises InputError when there is nothing to critique, or nobody to judge it who was asked for."""
        if request.mail is not None and takes_a_process(request.mail):
            # Another process reads it, and it is remembered; nobody else has to wait for that.
            await asyncio.to_thread(self.reviewing.read, request.mail)
        if request.judge is False or self.judge is None:
            if request.judge:
                raise InputError("no model is configured that could judge the draft; set COACH_JUDGE_MODEL or COACH_MODEL")
            return self.reviewing.review(request)
        return await self.reviewing.judged(request, self.judge)

    def search(self, request: SearchRequest) -> SearchAnswer:
        """Search the guidelines; answers in the asker's language."""
        return SearchAnswer(id=request.id, hits=self.knowledge.search(request.query, request.lang, request.limit))


def build_coach(settings: Settings) -> Coach:
    """Put a Coach together; raises SettingsError, PolicyError or RuleError with what to do about it."""
    silence()
    policy = load_policy(settings.policy).of_role(settings.role)
    knowledge = build_knowledge(settings.home, settings.rules, embedding_model(settings))
    return Coach(settings, policy, knowledge, Critic(knowledge, settings.weights))


def embedding_model(settings: Settings) -> "EmbeddingModel | None":
    """The embedding model that is configured, if any; raises SettingsError for a name that cannot be one."""
    if settings.embeddings is None:
        return None
    provider, _, name = settings.embeddings.partition(":")
    if not (provider and name):
        raise SettingsError(f"COACH_EMBEDDINGS={settings.embeddings} is not a provider:model, such as openai:text-embedding-3-small")
    from knowledge.embeddings import EmbeddingModel

    return EmbeddingModel(name=settings.embeddings, key=settings.openai_api_key, address=settings.openai_base_url)


def _model_writer(settings: Settings, policy: Policy) -> "ModelWriter | None":
    """The writer that asks a model, if one is configured; its SDKs are imported only then."""
    if settings.model is None:
        return None
    from coach.drafting import ModelWriter
    from coach.writers.llm import LlmWriter

    return ModelWriter(settings.model, LlmWriter.connect(settings, policy), settings.deadline_seconds)
