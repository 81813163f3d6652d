"""Changed replies, each critiqued with what the model of its fold had said of it."""

import asyncio
from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from coach.steps.critique import critique
from evals.models import GoldCase, Graded, Prediction, Suite
from evals.mutation.log import mutants_of, read_log
from evals.mutation.mutants import FAULT, Mutant, digest
from evals.mutation.report import ALARMED, KILLED, TRIED, MutationReport, report
from evals.mutation.verdicts import alarms, is_killed
from evals.predictions import OWN
from evals.product import Product
from evals.replay import OutOfFold, prediction, situation
from evals.suite import Item


class Mutations:
    """A changed reply each."""

    suite = Suite.MUTATION

    def __init__(self, cases: Sequence[GoldCase], product: Product) -> None:
        mutants = mutants_of(cases)
        self._mutants, self._product = {one.id: one for one in mutants}, product
        self._said = read_log(mutants, OWN)
        self.cases_sha256 = digest(mutants)
        self.items = tuple(Item(one.id, one.lang, self._content(one)) for one in mutants)

    def prepare(self) -> None:
        """Load the rulebooks."""
        for language in {one.lang for one in self._mutants.values()}:
            self._product.knowledge.rulebook(language)

    async def execute(self, id: str) -> JsonValue:
        """What is wrong with how the critique takes a changed reply: an injected fault that it misses, or what else it says."""
        return await asyncio.to_thread(self._faults, self._mutants[id])

    def grade(self, outputs: Mapping[str, JsonValue]) -> tuple[Graded, ...]:
        """The counts of the changed replies."""
        return tuple(self._graded(self._mutants[id], is_wrong=bool(output)) for id, output in outputs.items())

    def report(self, graded: Sequence[Graded], crashed: int) -> MutationReport:
        """The figures."""
        return report(graded, self.cases_sha256, crashed)

    def _graded(self, mutant: Mutant, *, is_wrong: bool) -> Graded:
        name, outcome, count = (mutant.rule, KILLED, not is_wrong) if mutant.kind == FAULT else (mutant.kind, ALARMED, is_wrong)
        return Graded(id=mutant.id, lang=mutant.lang, counts={f"{name}.{TRIED}": 1, f"{name}.{outcome}": int(count)})

    def _faults(self, mutant: Mutant) -> list[JsonValue]:
        after = self._critique(mutant, mutant.id, mutant.text)
        if mutant.kind == FAULT:
            return [] if is_killed(mutant, after) else [f"missed {mutant.rule}: {mutant.text[mutant.place.start : mutant.place.end]}"]
        before = self._critique(mutant, mutant.host.reply.id, mutant.host.reply.body)
        return list(alarms(mutant, before, after))

    def _critique(self, mutant: Mutant, id: str, text: str) -> Prediction:
        rulebook = self._product.knowledge.rulebook(mutant.lang)
        found = critique(text, situation(mutant.host.case), rulebook, OutOfFold(self._said[id]))
        return prediction(id, found.findings, found.met)

    def _content(self, mutant: Mutant) -> str:
        said = [self._said[id].model_dump_json() for id in (mutant.id, mutant.host.reply.id) if id in self._said]
        return "\n".join((mutant.host.case.mail.model_dump_json(), mutant.host.reply.body, mutant.text, str(mutant.place), *said))
