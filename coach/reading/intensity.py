"""How upset the customer is: 0 calm, 1 annoyed, 2 upset, 3 furious or desperate."""

import re
from typing import Literal

from coach.reading.mailtext import MailText

Intensity = Literal[0, 1, 2, 3]
SHOUT = re.compile(r"\b[A-ZÀ-ÖØ-ÞĄĆĘŁŃÓŚŹŻ]{4,}\b")
MARKS = re.compile(r"!{2,}|\?!|!\?|\?{2,}")


def find_intensity(mail: MailText) -> Intensity:
    """Counted from strong words, capitals and marks, against polite and light ones."""
    heat = _heat(mail)
    if heat >= 5:
        return 3
    if heat >= 1.5:
        return 2
    return 1 if heat > -2 or not mail.by_label.get("intensity.calm") else 0


def _heat(mail: MailText) -> float:
    body = mail.text[mail.subject_end :]
    words = 1.5 * mail.distinct("intensity.extreme") + mail.distinct("intensity.strong")
    cool = 0.5 * mail.distinct("intensity.mild") + 2 * mail.distinct("intensity.calm")
    marks = len(SHOUT.findall(body)) + len(MARKS.findall(body)) + 0.5 * body.count("!")
    return words + min(3.0, marks) - cool
