"""The HTTP client for OpenAI-compatible endpoints: no redirects, no compression, and a cap on what an answer may weigh."""

from collections.abc import AsyncIterator

import httpx2

from coach.errors import ModelRefused

LARGEST_RESPONSE = 2_000_000
"""Bytes of one response; a reply and its annotations weigh about 10,000, streamed about 200,000."""
MOST_CONNECTIONS = 1000
"""Drafts that may wait for the model at once; the client's own limit of 100 would make the others queue behind them."""


class CappedStream(httpx2.AsyncByteStream):
    """A response body that stops being read at the cap."""

    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield the body's chunks; raises ModelRefused at the cap."""
        read = 0
        async for chunk in self._stream:
            read += len(chunk)
            if read > LARGEST_RESPONSE:
                raise ModelRefused("the model server's response is larger than any reply; check OPENAI_BASE_URL")
            yield chunk

    async def aclose(self) -> None:
        """Close the connection behind the body."""
        await self._stream.aclose()


class CappedTransport(httpx2.AsyncHTTPTransport):
    """The ordinary transport, with every response body capped and compressed ones refused."""

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send a request; raises ModelRefused for a body that was compressed although we asked for none."""
        response = await super().handle_async_request(request)
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise ModelRefused("the model server compresses its answers against our request; check OPENAI_BASE_URL")
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = CappedStream(response.stream)
        return response


def endpoint_client(timeout: float) -> httpx2.AsyncClient:
    """A client that never follows a redirect: a 307 would post the customer's mail to another host."""
    # A connection kept open would belong to the event loop of one command; beside a model's seconds a new one costs nothing.
    limits = httpx2.Limits(max_connections=MOST_CONNECTIONS, max_keepalive_connections=0)
    return httpx2.AsyncClient(
        transport=CappedTransport(limits=limits),
        follow_redirects=False,
        headers={"Accept-Encoding": "identity"},
        timeout=timeout,
        trust_env=False,
    )
