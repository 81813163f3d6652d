"""What is measured: the product as it is set up here, or with parts exchanged."""

from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from coach.checks.model import FOLDER as WEIGHTS
from coach.policy import Policy, load_policy
from coach.settings import Settings
from coach.writers.realise import phrasebook
from coach.writers.vocabulary import words as vocabulary
from evals.fingerprint import PACKAGES, ROOT, content_hash, text_hash
from evals.models import Suite
from evals.runs import Hashes
from knowledge.bootstrap import Knowledge, build_knowledge

if TYPE_CHECKING:
    from knowledge.embeddings import EmbeddingModel

DISTRIBUTION = "reply-coach"
OWN_HOME = "evals"
"""A home of its own under the product's: the house documents of whoever measures are not part of the figures."""


class Product:
    """The product with its house rules, its policy and its weights; raises SettingsError or PolicyError."""

    def __init__(self, settings: Settings, weights: Path = WEIGHTS) -> None:
        self.home, self.rules, self.weights = settings.home, settings.rules, weights
        self.policy: Policy = load_policy(settings.policy).of_role(settings.role)
        self._settings = settings

    @cached_property
    def embeddings(self) -> "EmbeddingModel | None":
        """The embedding model that search is configured with, if any."""
        from coach.bootstrap import embedding_model

        return embedding_model(self._settings)

    @cached_property
    def knowledge(self) -> Knowledge:
        """What the product knows, with the house's rules and without the house's documents."""
        return build_knowledge(self.home / OWN_HOME, self.rules, self.embeddings)

    @property
    def version(self) -> str:
        """The version that is installed."""
        try:
            return version(DISTRIBUTION)
        except PackageNotFoundError:
            return "unknown"

    def parts(self) -> tuple[str, ...]:
        """Hashes of what may be exchanged, and the names of what is asked elsewhere."""
        hashes = self.hashes({})
        asked = (self._settings.embeddings, self._settings.openai_base_url) if self._settings.embeddings else ()
        return (hashes.rulebook, hashes.weights, hashes.phrasebook, hashes.policy, *map(str, asked))

    def hashes(self, cases: dict[Suite, str]) -> Hashes:
        """What a run of these cases measures."""
        rules = ROOT / "knowledge" / "rules", ROOT / "knowledge" / "coverage.yaml", *((self.rules,) if self.rules else ())
        return Hashes(
            cases=cases,
            rulebook=content_hash(*rules),
            weights=content_hash(self.weights, ROOT / "coach" / "reading" / "weights"),
            phrasebook=content_hash(phrasebook.FOLDER, vocabulary.FOLDER),
            policy=text_hash(self.policy.model_dump_json()),
            code=content_hash(*(file for name in PACKAGES for file in sorted((ROOT / name).rglob("*.py")))),
        )
