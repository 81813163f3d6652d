"""What surrounds the desk: the browser itself refuses any other host, any frame and any guess at types, and nothing is taken in."""

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio builds its components from strings, which is why scripts may be inline and evaluated; none may come from elsewhere.
POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


UPLOAD = "/gradio_api/upload"
"""Gradio would keep files from anybody here; the desk sends the one file it reads with its call."""


class DeskHeaders:
    """ASGI middleware that puts the headers on every response below one path, and closes the door for uploads."""

    def __init__(self, app: ASGIApp, path: str) -> None:
        self._app, self._path = app, path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back with the headers on it."""
        if scope["type"] != "http" or not self._is_desk(scope):
            return await self._app(scope, receive, send)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        if scope["path"].endswith(UPLOAD):
            return await Response(status_code=404)(scope, receive, with_headers)
        return await self._app(scope, receive, with_headers)

    def _is_desk(self, scope: Scope) -> bool:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        return bool(path == self._path or path.startswith(f"{self._path}/"))
