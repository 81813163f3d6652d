"""The first scores of a draft; what a sentence says by itself is remembered, because drafts are critiqued again after small changes."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from coach.checks.features import Floats, Rows, grams_in
from coach.checks.linear import Heads
from knowledge.models import Span

REMEMBERED = 256
"""Sentences after which all are forgotten; one takes some 4 kB."""


class _Seen(NamedTuple):
    """What one sentence adds."""

    products: Floats
    columns: Rows
    """Its n-grams among those that count for the whole reply, in ascending order."""
    counts: Floats


class FirstLook:
    """Scores sentences and the reply that they make; one object serves many drafts at once."""

    def __init__(self, sentence: Heads, reply: Heads) -> None:
        self._sentence, self._reply = sentence, reply
        self._remembered: dict[str, _Seen] = {}

    def scores(self, texts: Sequence[str]) -> tuple[Floats, Floats]:
        """Of plain sentences, at least one: a row of scores for each, and the scores of the reply as a whole."""
        seen = self._seen(texts)
        return self._sentence.beside(np.stack([one.products for one in seen])), self._whole(seen)

    def of_sentences(self, texts: Sequence[str]) -> Floats:
        """A row of scores for each of these plain sentences, which stand by themselves; at least one."""
        return self._sentence.beside(np.stack([one.products for one in self._seen(texts)]))

    def _whole(self, seen: Sequence[_Seen]) -> Floats:
        columns, counts = np.concatenate([one.columns for one in seen]), np.concatenate([one.counts for one in seen])
        sums = np.bincount(columns, counts, minlength=1)
        present = np.flatnonzero(sums)
        vectors = self._reply.vocabulary.weighed(1, np.zeros(len(present), np.intp), present, sums[present].astype(np.float32))
        whole: Floats = self._reply.beside(self._reply.products(vectors))[0]
        return whole

    def _seen(self, texts: Sequence[str]) -> list[_Seen]:
        if len(self._remembered) > REMEMBERED:
            self._remembered = {}
        known = self._remembered
        fresh = [text for text in dict.fromkeys(texts) if text not in known]
        if fresh:
            known.update(zip(fresh, self._looked_at(fresh), strict=True))
        return [known[text] for text in texts]

    def _looked_at(self, texts: Sequence[str]) -> list[_Seen]:
        """All at once, which costs little more than one."""
        grams = grams_in([Span(0, len(text)) for text in texts], texts)
        products = self._sentence.products(self._sentence.vocabulary.vectors(grams))
        rows, columns, counts = self._reply.vocabulary.known(grams)
        borders = np.searchsorted(rows, np.arange(1, len(texts)))
        parts = zip(products, np.split(columns, borders), np.split(counts, borders), strict=True)
        return [_Seen(*part) for part in parts]
