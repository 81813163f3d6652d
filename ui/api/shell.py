"""What surrounds every request: an id, the hosts that are served, a limit, safe headers, and no fault of ours told in detail."""

import re
from collections.abc import Collection
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.problems import LOG, problem
from ui.faults import where
from ui.incoming import MAX_BYTES

REQUEST_ID = re.compile(r"[\w-]{1,64}", re.ASCII)
SAFE = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
TOO_LONG = f"The body is longer than {MAX_BYTES // 1_000_000} MB; send the mail without its attachments."


class Shell:
    """ASGI middleware; the outermost one of our own."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app, self._hosts = app, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse, and put id and safe headers on the response."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        headers = Headers(scope=scope)
        given = headers.get("x-request-id", "")
        request_id = given if REQUEST_ID.fullmatch(given) else uuid4().hex
        scope.setdefault("state", {})["request_id"] = request_id
        response = _Response(send, request_id, private=scope["path"].startswith("/api/"))
        app = self._refusal(headers, request_id) or self._app
        try:
            return await app(scope, _limited(receive), response)
        except Exception as error:
            # Only where it happened: the message of an error may quote a customer's mail.
            LOG.error("%s %s failed: %s (request %s)", scope["method"], scope["path"], where(error), request_id)
            if response.started:
                raise
        failed = problem(request_id, 500, "The service failed; its log says more under the request_id.")
        return await failed(scope, receive, response)

    def _refusal(self, headers: Headers, request_id: str) -> ASGIApp | None:
        if _name(headers.get("host", "")) not in self._hosts:
            # A page elsewhere could otherwise reach the service through a name of its own that points here (DNS rebinding).
            return problem(request_id, 421, "The service is not reached by this host name; use its address, or serve with --allow-host.")
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > MAX_BYTES:
            return problem(request_id, 413, TOO_LONG)
        return None


class _Response:
    """Passes a response on with the headers that every response carries, unless it has its own."""

    def __init__(self, send: Send, request_id: str, *, private: bool) -> None:
        self._send, self.started = send, False
        self._headers = {"x-request-id": request_id, **SAFE, **({"cache-control": "no-store"} if private else {})}

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in self._headers.items():
                headers.setdefault(name, value)
        await self._send(message)


def _limited(receive: Receive) -> Receive:
    """The body as it comes, until it is too long; it is never held as a whole before that is known."""
    total = 0

    async def counted() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > MAX_BYTES:
            raise HTTPException(413, TOO_LONG)
        return message

    return counted


def _name(host: str) -> str:
    """The host of a Host header without its port."""
    return re.sub(r":\d{1,5}$", "", host).lower()
