"""The built-in writer answers every labelled mail three times: with nothing, something and all to go by."""

from collections.abc import Mapping, Sequence
from itertools import groupby, product

from pydantic import JsonValue

from coach.drafting import Drafting
from coach.models import Brief, Draft
from coach.requests import DraftRequest
from coach.reviewing import Critic
from coach.writers.realise.writer import BuiltInWriter
from coach.writers.writer import AT_LEISURE, Turn
from evals.drafts.given import Amount, given
from evals.drafts.made import made_draft
from evals.drafts.report import DraftsReport, report
from evals.graders.drafts import MadeDraft, grade_drafts
from evals.models import GoldCase, Graded, Suite
from evals.product import Product
from evals.referee.opinion import load_referee
from evals.replay import NOW
from evals.steps.collect import digest
from evals.suite import Item


class Counted:
    """The built-in writer, with the number of drafts that it was asked for."""

    def __init__(self) -> None:
        self._writer, self.attempts = BuiltInWriter(), 0

    async def write(self, brief: Brief, turn: Turn = AT_LEISURE) -> Draft:
        """The built-in writer's draft."""
        self.attempts += 1
        return await self._writer.write(brief, turn)


class Drafts:
    """A draft each; the three drafts of a mail are graded together, for they have much in common."""

    suite = Suite.DRAFTS

    def __init__(self, cases: Sequence[GoldCase], product: Product) -> None:
        self._cases, self._product = {case.id: case for case in cases}, product
        self.cases_sha256 = digest(cases)

    @property
    def items(self) -> tuple[Item, ...]:
        """Every mail with every amount of facts and offers."""
        return tuple(
            Item(f"{case.id}.{amount}", case.lang, f"{case.mail.model_dump_json()}\n{given(case, amount)}")
            for case, amount in product(self._cases.values(), Amount)
        )

    def prepare(self) -> None:
        """Load what criticises; it is shared by all drafts."""
        self._critic = Critic(self._product.knowledge)

    async def execute(self, id: str) -> JsonValue:
        """The draft for a mail."""
        case, amount = self._of(id)
        known = given(case, amount)
        mail = f"Subject: {case.mail.subject}\n\n{case.mail.body}" if case.mail.subject else case.mail.body
        writer = Counted()
        drafting = Drafting(self._product.knowledge, self._product.policy, self._critic, writer, None, clock=lambda: NOW)
        answer = await drafting.draft(DraftRequest(id=id, mail=mail, facts=known.facts, offer=known.offers))
        made: JsonValue = made_draft(id, answer, known, writer.attempts, self._product).model_dump(mode="json")
        return made

    def grade(self, outputs: Mapping[str, JsonValue]) -> tuple[Graded, ...]:
        """The counts of each mail that has a draft."""
        referees = {language: load_referee(language) for language in {case.lang for case in self._cases.values()}}
        made = [MadeDraft.model_validate(output) for output in outputs.values()]
        graded = []
        for case_id, of in groupby(made, lambda one: one.id.rpartition(".")[0]):
            case = self._cases[case_id]
            graded.append(grade_drafts(case, tuple(of), referees[case.lang]))
        return tuple(graded)

    def report(self, graded: Sequence[Graded], crashed: int) -> DraftsReport:
        """The figures."""
        return report(graded, self.cases_sha256, crashed)

    def _of(self, id: str) -> tuple[GoldCase, Amount]:
        case, _, amount = id.rpartition(".")
        return self._cases[case], Amount(amount)
