"""Training of the linear heads: one linear support vector machine a head, over a vocabulary of their own cases."""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from sklearn.svm import LinearSVC

from coach.checks.features import Floats, Grams
from coach.checks.linear import NEIGHBOUR, Heads, Vocabulary, packed
from evals.training.labels import Flags

COST = 0.5
LEAST_UNITS = 2
"""An n-gram must stand in this many sentences (or replies) to count."""


def train_heads(grams: Sequence[Grams], labels: Flags, *, neighbours: bool) -> Heads:
    """Heads for the units of these texts; ``labels`` has a row per unit and a column per head."""
    vocabulary = _vocabulary(grams)
    matrix = _matrix(grams, vocabulary, neighbours=neighbours)
    weights = np.zeros((matrix.shape[1], labels.shape[1]), np.float32)
    bias = np.full(labels.shape[1], -1, np.float32)
    for column, wanted in enumerate(labels.T):
        if 0 < wanted.sum() < len(wanted):
            machine = LinearSVC(C=COST, class_weight="balanced", tol=0.01, random_state=0).fit(matrix, wanted)
            weights[:, column], bias[column] = machine.coef_[0], machine.intercept_[0]
    size = len(vocabulary.keys)
    blocks = [weights[start : start + size] for start in range(0, len(weights), size)]
    steps, scale = packed(np.concatenate([blocks[0], *(NEIGHBOUR * block for block in blocks[1:])], axis=1))
    return Heads(vocabulary, steps, scale, bias)


def _vocabulary(grams: Sequence[Grams]) -> Vocabulary:
    keys, units = np.unique(np.concatenate([one.keys for one in grams]), return_counts=True)
    total = sum(len(one.spans) for one in grams)
    kept = units >= LEAST_UNITS
    return Vocabulary(keys[kept], (np.log((1 + total) / (1 + units[kept])) + 1).astype(np.float32))


def _matrix(grams: Sequence[Grams], vocabulary: Vocabulary, *, neighbours: bool) -> sparse.csr_matrix:
    size = len(vocabulary.keys)
    texts = []
    for one in grams:
        vectors = vocabulary.vectors(one)
        own = sparse.csr_matrix((vectors.values, (vectors.rows, vectors.columns)), shape=(vectors.count, size))
        texts.append(_beside(own) if neighbours else own)
    return sparse.vstack(texts).tocsr()


def _beside(own: sparse.csr_matrix) -> sparse.csr_matrix:
    """Each sentence's vector with those of the sentences before and after it."""
    edge = sparse.csr_matrix((1, own.shape[1]), dtype=np.float32)
    before, after = sparse.vstack((edge, own[:-1])), sparse.vstack((own[1:], edge))
    return sparse.hstack((own, NEIGHBOUR * before, NEIGHBOUR * after)).tocsr()


def scores_of(heads: Heads, grams: Sequence[Grams]) -> list[Floats]:
    """The heads' scores for each text, made as in use."""
    return [heads.scores(one) for one in grams]
