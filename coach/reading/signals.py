"""What meets the eye of a mail as numbers that mean the same in every language: the input of the learned heads beside n-grams."""

import re

import numpy as np

from coach.checks.features import Floats
from coach.reading.lexicon import Lexicon
from coach.reading.mailtext import MailText
from coach.reading.risks import NAMES, sure_signs
from knowledge.models import Language

LEFT_OUT = ("facts.", "unless.")
"""Places of the lexicon that say nothing about the mail as a whole."""
SHOUT = re.compile(r"\b[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ]{4,}\b")
MARKS = re.compile(r"[!?]{2,}")
FIGURE = re.compile(r"\d+")


def signal_names(lexicon: Lexicon) -> tuple[str, ...]:
    """What the numbers of ``signals`` are, in their order; the same for every language."""
    counted = sorted(label for label in lexicon.labels if not label.startswith(LEFT_OUT))
    surface = ("exclamations", "questions", "capitals", "words", "marks", "sentences", "figures", "quotes", "dots")
    return (*counted, *(f"sure.{name}" for name in NAMES), *surface, *(f"language.{language}" for language in Language))


def signals(mail: MailText) -> Floats:
    """Different phrases of each place of the lexicon, sure signs of risk, and what the writing looks like."""
    body = mail.text[mail.subject_end :]
    counted = [np.log1p(mail.distinct(label)) for label in sorted(mail.lexicon.labels) if not label.startswith(LEFT_OUT)]
    sure = [float(bool(sure_signs(mail, name))) for name in NAMES]
    surface = (
        min(body.count("!"), 4),
        min(body.count("?"), 4),
        min(len(SHOUT.findall(body)), 4),
        np.log1p(len(body.split())),
        min(len(MARKS.findall(body)), 3),
        min(len(mail.sentences), 40) / 10,
        min(len(FIGURE.findall(body)), 8),
        min(sum(body.count(quote) for quote in '"“«„'), 3),
        min(body.count("…") + body.count("..."), 3),
    )
    return np.array([*counted, *sure, *surface, *(mail.language is language for language in Language)], np.float32)
