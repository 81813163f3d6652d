"""Training of the second look: small networks over the heads' scores, pooled over the languages."""

import warnings
from collections.abc import Sequence

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from coach.checks.context import Network
from coach.checks.features import Floats
from evals.training.labels import Flags

DECAY = 0.3
PASSES = 30
SEEDS = 3
BATCH = 128


def train_network(features: Floats, labels: Flags, hidden: int) -> Network:
    """The average (of logits) of networks with this many hidden units, trained from several seeds."""
    mean, spread = features.mean(axis=0), features.std(axis=0)
    spread[spread == 0] = 1
    standard = (features - mean) / spread
    machines = [_machine(standard, labels, hidden, seed) for seed in range(SEEDS)]

    def stack(arrays: Sequence[Floats], axis: int) -> Floats:
        return np.concatenate(arrays, axis=axis).astype(np.float32)

    return Network(
        mean=mean.astype(np.float32),
        spread=spread.astype(np.float32),
        hidden=stack([machine.coefs_[0] for machine in machines], 1),
        hidden_bias=stack([machine.intercepts_[0] for machine in machines], 0),
        output=stack([machine.coefs_[1] / SEEDS for machine in machines], 0),
        output_bias=np.mean([machine.intercepts_[1] for machine in machines], axis=0).astype(np.float32),
    )


def _machine(features: Floats, labels: Flags, hidden: int, seed: int) -> MLPClassifier:
    machine = MLPClassifier(
        (hidden,),
        alpha=DECAY,
        learning_rate_init=0.002,
        batch_size=min(BATCH, len(features)),
        max_iter=PASSES,
        n_iter_no_change=PASSES,
        random_state=seed,
    )
    with warnings.catch_warnings():
        # The number of passes is the regulariser: stopping early is meant.
        warnings.simplefilter("ignore", ConvergenceWarning)
        return machine.fit(features, labels.astype(int))
