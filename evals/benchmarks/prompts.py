"""How large the prompt of a draft is, over distinct mails: it is read, and paid for, with every draft."""

from collections.abc import Iterable
from typing import NamedTuple

from coach.mail.parse import parse_mail
from coach.policy import load_policy
from coach.steps.assess import assess
from coach.steps.brief import make_brief
from coach.writers.llm import prompt
from evals.models import GoldCase
from knowledge.bootstrap import Knowledge

BUDGET = 16_000
"""Code points of the whole prompt for an ordinary mail; about a quarter as many tokens."""


class PromptSize(NamedTuple):
    """Code points of system and user message together."""

    median: int
    largest: int


def prompt_size(cases: Iterable[GoldCase], knowledge: Knowledge) -> PromptSize:
    """Prompts of these cases' mails, under the default policy, with no facts and no offer."""
    policy = load_policy(None)
    sizes = []
    for case in cases:
        mail = parse_mail(f"Subject: {case.mail.subject}\n\n{case.mail.body}")
        assessment = assess(mail, case.lang)
        brief = make_brief(mail, assessment, lang=case.lang, facts=(), offer=(), stage=None, policy=policy, knowledge=knowledge)
        sizes.append(sum(map(len, prompt(brief, policy, "00000000"))))
    sizes.sort()
    return PromptSize(sizes[len(sizes) // 2], sizes[-1])
