"""What search costs beside ever more house passages: ``python -m evals.benchmarks.searching 500`` measures in a process of its own.

The passages are made up: half of their words are the guidelines' own, so that every question meets many of them.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from evals.benchmarks.timing import figure_of, reference_ms
from evals.models import GoldCase
from evals.steps.collect import read_cases
from knowledge.bootstrap import Knowledge, build_knowledge
from knowledge.meaning.features import words_in
from knowledge.models import Frozen, Language

SIZES = (500, 10_000)
SECTIONS = 250
"""Passages of one document."""
WORDS = 50
"""Words of one passage."""
INVENTED = 4000
SYLLABLES = ("ba", "cor", "del", "fin", "gra", "hol", "jam", "kin", "lup", "mar", "nov", "pel", "rus", "sti", "tol", "ven")
SEED = 1
MAXRSS_PER_MB = 1024**2 if sys.platform == "darwin" else 1024


class SearchCost(Frozen):
    """What was measured beside so many house passages."""

    passages: int
    index_ms: float
    """From an empty folder to the first answer of every language: everything is learned, embedded and indexed."""
    take_up_ms: float
    """From the approval of all the documents to the first answer that knows them."""
    memory_mb: float
    """Most that the process ever held."""
    median_ms: float
    p95_ms: float
    unit_ms: float
    """Milliseconds of the reference work."""


def search_costs() -> list[SearchCost]:
    """Measured in processes of their own, so that the memory is that of search and nothing else.

    Call this before anything large is loaded: Linux counts what a process held when it started another as that one's own.
    """
    program = [sys.executable, "-m", "evals.benchmarks.searching"]
    answers = (subprocess.run([*program, str(size)], stdout=subprocess.PIPE, check=True).stdout for size in SIZES)  # noqa: S603
    return [SearchCost.model_validate_json(answer) for answer in answers]


def measure(size: int) -> SearchCost:
    """Search with at least so many house passages, in this process, from an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        index_ms = _until_answered(build_knowledge(Path(folder)))
        passages = _fill(build_knowledge(Path(folder)), size)
        knowledge = build_knowledge(Path(folder))
        take_up_ms = _until_answered(knowledge)
        unit = reference_ms()
        searched = figure_of("search", _questions(knowledge, read_cases()), unit)
    return SearchCost(
        passages=passages,
        index_ms=round(index_ms),
        take_up_ms=round(take_up_ms),
        memory_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MAXRSS_PER_MB),
        median_ms=searched.median_ms,
        p95_ms=searched.p95_ms,
        unit_ms=unit,
    )


def _until_answered(knowledge: Knowledge) -> float:
    start = time.perf_counter()
    for language in Language:
        knowledge.search("refund", language)
    return (time.perf_counter() - start) * 1000


def _questions(knowledge: Knowledge, cases: Sequence[GoldCase]) -> list[Callable[[], object]]:
    """What customers ask for, as agents paste it into the search."""
    return [partial(knowledge.search, ask, case.lang) for case in cases for ask in case.asks[:1]]


def _fill(knowledge: Knowledge, size: int) -> int:
    """Add and approve documents in all languages, and give how many passages that made."""
    chance, count = random.Random(SEED), 0  # noqa: S311
    invented = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))) for _ in range(INVENTED)]
    words = {
        language: sorted({word for text in knowledge.guidelines.texts(language).values() for word in words_in(text)})
        for language in Language
    }
    number = 0
    while count < size:
        language = tuple(Language)[number % len(Language)]
        sections = _sections(chance, min(SECTIONS, size - count), invented, words[language])
        text = f"# House document {number}\n\n" + "\n\n".join(sections)
        added = knowledge.house.add(f"document-{number}.md", text.encode(), language)
        knowledge.house.approve(added.version.key, despite_flags=True)
        count, number = count + len(added.version.reading.passages), number + 1
    return count


def _sections(chance: random.Random, count: int, invented: Sequence[str], known: Sequence[str]) -> Iterator[str]:
    """Words as in a language: few of them often, most of them hardly ever."""
    ranks = [1 / (rank + 10) for rank in range(len(invented))]
    for _ in range(count):
        words = chance.choices(invented, ranks, k=WORDS // 2) + chance.choices(known, k=WORDS - WORDS // 2)
        chance.shuffle(words)
        yield f"## {' '.join(words[:3]).capitalize()}\n\n{' '.join(words).capitalize()}."


if __name__ == "__main__":
    print(measure(int(sys.argv[1])).model_dump_json())  # noqa: T201
