"""``python -m evals.training.mutations``: ask the models of the folds about changed replies; takes minutes, ships no weights."""

from functools import partial
from pathlib import Path

from coach.checks.learned import LearnedCritic
from evals.mutation.log import MutantLog
from evals.predictions import OWN
from evals.steps.collect import read_cases
from evals.training.asking import predicted
from evals.training.doubts import doubts, write_doubts
from evals.training.second import Chances, Say, fold_models
from evals.training.train import first_looks, labelled


def record(out: Path, say: Say) -> None:
    """Train the models of the folds anew and write what they say of mutants, and how likely they find faults in sentences."""
    cases = read_cases()
    log = MutantLog(cases)
    chances: list[Chances] = []
    for models in fold_models(first_looks(labelled(cases), say), say):
        chances += models.chances
        for language, weights in models.weights.items():
            log.ask(partial(predicted, LearnedCritic(language, weights), merits=False), language, models.fold)
    log.write(out)
    write_doubts(doubts(chances), out)


if __name__ == "__main__":
    record(OWN, print)
