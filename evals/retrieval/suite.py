"""Every way of searching is asked every question."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue, TypeAdapter

from evals.graders.retrieval import grade_ranking
from evals.models import GoldQuery, Graded, Suite
from evals.product import OWN_HOME, Product
from evals.retrieval.report import RetrievalReport, counts_of, report
from evals.retrieval.systems import Ranker, System, systems
from evals.steps.collect import digest
from evals.suite import Item

RANKINGS = TypeAdapter(dict[System, tuple[str, ...]])


class Questions:
    """A question each."""

    suite = Suite.RETRIEVAL

    def __init__(self, queries: Sequence[GoldQuery], product: Product) -> None:
        self._queries, self._product = {query.id: query for query in queries}, product
        self._systems: Mapping[System, Ranker] = {}
        self.cases_sha256 = digest(queries)

    @property
    def items(self) -> tuple[Item, ...]:
        """The questions."""
        return tuple(Item(query.id, query.lang, query.model_dump_json()) for query in self._queries.values())

    def prepare(self) -> None:
        """Learn or load every way of searching."""
        self._systems = systems(self._product.knowledge, self._product.home / OWN_HOME)

    async def execute(self, id: str) -> JsonValue:
        """The best statements for a question, by way of searching."""
        query = self._queries[id]
        return {str(name): list(rank(query.query, query.lang)) for name, rank in self._systems.items()}

    def grade(self, outputs: Mapping[str, JsonValue]) -> tuple[Graded, ...]:
        """The grades of each question, by way of searching and figure."""
        return tuple(
            Graded(id=id, lang=self._queries[id].lang, counts=self._counts(id, RANKINGS.validate_python(output)))
            for id, output in outputs.items()
        )

    def report(self, graded: Sequence[Graded], crashed: int) -> RetrievalReport:
        """The figures."""
        model = self._product.embeddings
        return report(graded, self.cases_sha256, model.name if model else None, crashed)

    def _counts(self, id: str, rankings: Mapping[System, Sequence[str]]) -> dict[str, int | float]:
        counts: dict[str, int | float] = {}
        for name, ranked in rankings.items():
            counts |= counts_of(name, grade_ranking(self._queries[id], ranked))
        return counts
