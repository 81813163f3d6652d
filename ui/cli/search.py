"""``coach search``: what the guidelines say about a situation, with the place to cite."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from coach.errors import InputError
from knowledge.models import Language, SearchAnswer, SearchRequest
from ui.cli.batch import Job, in_turn, run_batch
from ui.cli.console import harmless, pairs, show
from ui.cli.exits import Exit
from ui.cli.opening import open_coach
from ui.cli.options import Batch, Json
from ui.cli.source import not_given
from ui.requests import request_of

if TYPE_CHECKING:
    from rich.console import RenderableType

EXAMPLES = """Examples:

\b
  coach search "the customer shouts at me in capitals"
  coach search "rimborso in ritardo" --limit 3
  coach search "late refund" --lang fr --json
  coach search --batch questions.jsonl
"""

LABELS = frozenset({"relevant"})
"""What a labelled question says beside its words: which statements would answer it."""


def search(
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="The situation in your own words.")] = None,
    *,
    lang: Annotated[Language | None, typer.Option("--lang", help="Language of the passages; the question's when not given.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=50, help="Most passages to show.")] = 5,
    json: Json = False,
    batch: Batch = None,
) -> Exit:
    """Find guideline passages for a situation.

    Ask in English, Italian, French or Polish; the passages come in the same language unless you choose another.
    """
    options = {"lang": lang, "limit": limit}
    if batch is not None:
        not_given(QUERY=query)
        run_batch(batch, Job(SearchRequest, options, in_turn(open_coach().search), labels=LABELS))
        return Exit.CLEAN
    if query is None:
        raise InputError("no question given; write the situation in quotes, or give --batch FILE")
    request = request_of(SearchRequest, {"query": query, **options})
    answer = open_coach().search(request)
    if json:
        sys.stdout.write(answer.model_dump_json() + "\n")
    else:
        show(*passages(answer))
    return Exit.CLEAN


def passages(answer: SearchAnswer) -> "list[RenderableType]":
    """Passages, best first, with what to cite and the rules that rest on them."""
    from rich.text import Text

    if not answer.hits:
        return ["Nothing in the guidelines fits; try other words."]
    parts: list[RenderableType] = []
    for hit in answer.hits:
        title = Text.assemble((harmless(hit.document), "bold"), (f"  {hit.statement or hit.passage}", "dim"))
        rules = [("rules", ", ".join(hit.rules))] if hit.rules else []
        parts += [title, pairs([("", hit.text), *rules]), ""]
    return parts
