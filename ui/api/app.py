"""The HTTP application: the coach's routes under ``/api/v1``, health beside them, the desk under ``/ui``."""

from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from fastapi.telemetry import TelemetryConfig

from coach.bootstrap import Coach
from ui.api.document import describe
from ui.api.health import health_routes
from ui.api.problems import answer_problems
from ui.api.routes import api_routes, reference_routes
from ui.api.shell import Shell
from ui.version import installed

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
DESK = "/ui"
NO_TELEMETRY: TelemetryConfig = {"auto_configure": False, "tracing": False, "metrics": False, "logs": False}
"""An environment variable left over in somebody's shell would otherwise switch it on."""


def create_app(coach: Coach, hosts: Collection[str] = LOOPBACK) -> FastAPI:
    """The application around one coach, reachable by the host names given; the desk is mounted by whoever serves it."""

    @asynccontextmanager
    async def serving(_: FastAPI) -> AsyncIterator[None]:
        yield
        coach.knowledge.release()

    # Interactive documentation would come from another host; /openapi.json stays for every client's own.
    app = FastAPI(
        title="Reply Coach",
        version=installed(),
        docs_url=None,
        redoc_url=None,
        telemetry=NO_TELEMETRY,
        lifespan=serving,
    )
    app.add_middleware(Shell, hosts=hosts)
    answer_problems(app)
    for routes in (api_routes(coach), reference_routes(coach), health_routes(coach)):
        app.include_router(routes)

    @app.get("/", include_in_schema=False)
    async def to_desk() -> RedirectResponse:
        return RedirectResponse(DESK)

    describe(app)
    return app
