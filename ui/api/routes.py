"""The routes of ``/api/v1``: each takes and gives the contract's values."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from coach.bootstrap import Coach
from coach.models import DraftAnswer, ReadAnswer, ReviewAnswer
from coach.requests import DraftRequest, ReadRequest, ReviewRequest, RewriteRequest
from knowledge.models import Language, SearchAnswer, SearchRequest
from ui.api.bodies import JSON, accepts, body
from ui.api.streaming import ANSWERS, as_events, wants_events
from ui.api.waiting import while_wanted
from ui.rulecards import RuleDetail, RuleList, card, detail

ReadBody = Annotated[ReadRequest, Depends(body(ReadRequest))]
DraftBody = Annotated[DraftRequest, Depends(body(DraftRequest))]
RewriteBody = Annotated[RewriteRequest, Depends(body(RewriteRequest))]
ReviewBody = Annotated[ReviewRequest, Depends(body(ReviewRequest))]
ExplainedIn = Annotated[Language, Query(description="Language in which rules are explained")]


def api_routes(coach: Coach) -> APIRouter:
    """The routes that read, draft and critique."""
    router = APIRouter(prefix="/api/v1", tags=["coach"])

    @router.post("/assessments", response_model=ReadAnswer, openapi_extra=accepts(ReadRequest))
    async def create_assessment(said: ReadBody) -> Response:
        """Read a mail: feelings with their evidence, requests, facts, risks, what is missing."""
        return as_json(await asyncio.to_thread(coach.read, said))

    @router.post("/drafts", response_model=DraftAnswer, openapi_extra=accepts(DraftRequest), responses=ANSWERS)
    async def create_draft(request: Request, said: DraftBody) -> Response:
        """Draft a reply whose every sentence rests on the mail, the facts, the offer, the policy or a guideline."""
        if wants_events(request):
            return await as_events(request, coach.stream(said))
        return as_json(await while_wanted(request, coach.draft(said)))

    @router.post("/rewrites", response_model=DraftAnswer, openapi_extra=accepts(RewriteRequest))
    async def create_rewrite(request: Request, said: RewriteBody) -> Response:
        """Make a draft once more: shorter, warmer, plainer or more formal, or with single sentences said in other words."""
        return as_json(await while_wanted(request, coach.rewrite(said)))

    @router.post("/critiques", response_model=ReviewAnswer, openapi_extra=accepts(ReviewRequest))
    async def create_critique(request: Request, said: ReviewBody) -> Response:
        """Check a draft: findings with rule, quote, reason, source and rewrite or advice."""
        return as_json(await while_wanted(request, coach.review(said)))

    return router


def reference_routes(coach: Coach) -> APIRouter:
    """The routes that look things up."""
    router = APIRouter(prefix="/api/v1", tags=["reference"])

    @router.get("/rules", response_model=RuleList)
    async def list_rules(lang: ExplainedIn = Language.EN) -> Response:
        """Every rule, the house's own among them."""
        book = await asyncio.to_thread(coach.knowledge.rulebook, lang)
        return as_json(RuleList(rules=tuple(card(rule, lang) for rule in book.rules.values())))

    @router.get("/rules/{id}", response_model=RuleDetail)
    async def show_rule(id: str, lang: ExplainedIn = Language.EN) -> Response:
        """One rule with the guideline statements it rests on."""
        book = await asyncio.to_thread(coach.knowledge.rulebook, lang)
        if id not in book.rules:
            raise HTTPException(404, "There is no rule with this id; /api/v1/rules lists them.")
        return as_json(detail(book.rules[id], lang, coach.knowledge.guidelines))

    @router.get("/passages", response_model=SearchAnswer)
    async def search_passages(
        q: Annotated[str, Query(min_length=1, max_length=2000, description="The situation in the asker's own words")],
        lang: Annotated[Language | None, Query(description="Language of the passages; the question's when absent")] = None,
        limit: Annotated[int, Query(ge=1, le=50)] = 5,
    ) -> Response:
        """Guideline passages that fit a situation, best first."""
        return as_json(await asyncio.to_thread(coach.search, SearchRequest(query=q, lang=lang, limit=limit)))

    return router


def as_json(answer: BaseModel) -> Response:
    """The answer as the contract writes it, serialised once."""
    return Response(answer.model_dump_json(), media_type=JSON)
