"""The gold cases: JSON lines, one case a line, read and checked by ``evals.steps.collect``."""
