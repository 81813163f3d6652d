"""Whether the service runs, whether it can work, and which version it is."""

import asyncio

from fastapi import APIRouter

from coach.bootstrap import Coach
from coach.requests import ReviewRequest
from knowledge.models import Frozen, Language
from ui.version import DISTRIBUTION, installed


class Health(Frozen):
    """A service that runs."""

    status: str


class Version(Frozen):
    """What answers."""

    name: str
    version: str
    model: str | None
    """The chat model it uses, None for the built-in writer alone."""


def health_routes(coach: Coach) -> APIRouter:
    """The routes that a supervisor of the process asks."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz")
    async def alive() -> Health:
        """The process answers."""
        return Health(status="ok")

    @router.get("/readyz")
    async def ready() -> Health:
        """Rules and guidelines of every language are loaded and searchable; 503 when not."""
        await asyncio.to_thread(prove_ready, coach)
        return Health(status="ready")

    @router.get("/version")
    async def version() -> Version:
        """Name, version and chat model."""
        return Version(name=DISTRIBUTION, version=installed(), model=coach.settings.model)

    return router


def prove_ready(coach: Coach) -> None:
    """Load what the first request would load; raises KnowledgeError or CoachError when something cannot be loaded."""
    for language in Language:
        coach.reviewing.review(ReviewRequest(draft="…", lang=language))
    _ = coach.drafting
    coach.knowledge.search("refund", Language.EN, 1)
