"""Labelled questions to the search: JSON lines, one question a line, read and checked by ``evals.steps.collect``."""
