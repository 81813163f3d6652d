"""Somebody else's embedding model, reached through LangChain; with ``retriever.py`` the only home of LangChain here."""

import itertools
import weakref
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from pydantic import SecretStr

from knowledge.errors import EmbedderFailed
from knowledge.meaning.inverted import Floats
from knowledge.models import Frozen

BATCH = 64
"""Texts of one request; small servers refuse more."""
SECONDS = 10.0
"""Longest wait for one answer; whoever searches waits as long."""
RETRIES = 1
LONGEST_TEXT = 6000
"""Code points of a text that are sent; a whole mail can be a question, and a model refuses what does not fit into it."""


class EmbeddingModel(Frozen):
    """Which embedding model to ask, and where."""

    name: str
    """As LangChain names it: ``provider:model``."""
    key: SecretStr | None = None
    """Of the OpenAI-compatible provider; other providers read their own variables."""
    address: str | None = None
    """Of an OpenAI-compatible server; OpenAI's own when None."""

    @property
    def stamp(self) -> str:
        """What tells this model's vectors from any other's: another server's model of the same name is another model."""
        return f"{self.name} {self.address or ''}"


class Embedder:
    """Turns texts into vectors; connects when the first text comes."""

    def __init__(self, model: EmbeddingModel) -> None:
        self._model = model
        self._connected: Any = None
        self._width: int | None = None

    def embed(self, texts: Sequence[str]) -> Floats:
        """A row of unit length for each text; raises EmbedderFailed."""
        try:
            if self._connected is None:
                self._connected = _connect(self._model, self)
            vectors = [vector for batch in _batches(texts) for vector in self._connected.embed_documents(batch)]
            rows = np.array(vectors, dtype=np.float32)
        except Exception as error:  # every provider's package has exceptions of its own
            # Of the exception only its kind is told: its text may quote the question, or a key.
            raise EmbedderFailed(f"COACH_EMBEDDINGS={self._model.name} does not answer: {type(error).__name__}") from error
        return self._unit(rows, len(texts))

    def _unit(self, rows: Floats, count: int) -> Floats:
        """Rows of unit length, if they are vectors of so many texts at all, and of the same width as ever."""
        if rows.ndim == 2 and rows.shape[0] == count and self._width in (None, rows.shape[1]):
            lengths = np.linalg.norm(rows, axis=1, keepdims=True)
            if np.isfinite(lengths).all() and (lengths > 0).all():
                self._width = rows.shape[1]
                return np.asarray(rows / lengths, dtype=np.float32)
        raise EmbedderFailed(f"COACH_EMBEDDINGS={self._model.name} answers with no usable vectors")


def _connect(model: EmbeddingModel, owner: Embedder) -> Any:  # noqa: ANN401  LangChain's type would pull its import into every start
    """The model as LangChain reaches it; its connections end with their owner."""
    import httpx2
    from langchain.embeddings import init_embeddings

    if not model.name.startswith("openai:"):
        return init_embeddings(model.name)
    # A question may quote a customer: a redirect must not carry it to another host.
    client = httpx2.Client(follow_redirects=False, timeout=SECONDS, trust_env=False)
    weakref.finalize(owner, client.close)  # the SDK closes only clients of its own
    return init_embeddings(
        model.name,
        # A local server needs no key, but the SDK refuses to start without one.
        api_key=model.key.get_secret_value() if model.key else "none" if model.address else None,
        base_url=model.address,
        # Else LangChain counts tokens, with tables that it would download; servers other than OpenAI's do not understand tokens either.
        check_embedding_ctx_length=False,
        http_client=client,
        timeout=SECONDS,
        max_retries=RETRIES,
    )


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    cut = (text[:LONGEST_TEXT] for text in texts)
    while batch := list(itertools.islice(cut, BATCH)):
        yield batch
