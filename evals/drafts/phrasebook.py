"""``python -m evals.drafts.phrasebook``: which entries of the phrasebook no draft says, and which too many do."""

import asyncio
import json
from collections import Counter as Tally
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from coach.bootstrap import Coach, build_coach
from coach.drafting import Drafting
from coach.models import Brief, Draft, MoveName
from coach.requests import DraftRequest
from coach.reviewing import Critic
from coach.settings import Settings
from coach.writers.realise.choice import MANNER
from coach.writers.realise.phrasebook import phrasebook_of
from coach.writers.realise.writer import BuiltInWriter, worded
from coach.writers.writer import AT_LEISURE, Turn
from evals.drafts.given import Amount, given
from evals.models import GoldCase
from evals.replay import NOW
from evals.steps.collect import read_cases
from knowledge.models import Frozen, Language

OUT = Path(__file__).parents[1] / "benchmarks" / "phrasebook.json"
MOST = 8
"""Entries of a language that are listed as said too often."""


class Place(NamedTuple):
    """An entry of a language's phrasebook."""

    move: MoveName
    kind: str
    say: str


class Use(Frozen):
    """How a language's phrasebook was used."""

    drafts: int
    entries: int
    """Those for a whole draft as it is; entries for another manner only come with an edit."""
    passed_over: int
    """Entries of a kind that some draft has, which no draft says."""
    uncalled: int
    """Entries of kinds that no draft has."""
    worst: float
    """Share of the drafts that say the entry that is said most."""


class _Noting:
    """The built-in writer, with the entry behind each sentence that it wrote, and the kinds of moves it was asked for."""

    def __init__(self) -> None:
        self._writer = BuiltInWriter()
        self.entries: dict[str, tuple[MoveName, str]] = {}
        self.kinds: set[tuple[MoveName, str]] = set()

    async def write(self, brief: Brief, turn: Turn = AT_LEISURE) -> Draft:
        """The built-in writer's draft."""
        for move, wording in worded(brief):
            self.kinds.add((move.name, move.details.get("kind", "any")))
            if wording.entry:
                self.entries[wording.text] = (move.name, wording.entry.say)
        return await self._writer.write(brief, turn)


class Count:
    """Drafts of one language, the kinds of moves in them, and how many say each entry."""

    def __init__(self, language: Language) -> None:
        self.language, self.drafts = language, 0
        self.said: Tally[tuple[MoveName, str]] = Tally()
        self.kinds: set[tuple[MoveName, str]] = set()

    def add(self, sentences: Iterable[str], writer: _Noting) -> None:
        """One more draft; a sentence is told by its text, so only those that were sent count."""
        self.said.update({writer.entries[text] for text in sentences if text in writer.entries})
        self.kinds |= writer.kinds
        self.drafts += 1

    def unsaid(self) -> tuple[Place, ...]:
        """The entries that no draft says, in the order of the file."""
        return tuple(place for place in places(self.language) if (place.move, place.say) not in self.said)

    def called(self, place: Place) -> bool:
        """Whether some draft could have said it."""
        entries = phrasebook_of(self.language).entries
        return any(move == place.move and any(entry.say == place.say for entry in entries(move, kind)) for move, kind in self.kinds)

    def use(self) -> Use:
        """The counts."""
        unsaid = self.unsaid()
        called = sum(self.called(place) for place in unsaid)
        most = max(self.said.values(), default=0)
        return Use(
            drafts=self.drafts,
            entries=sum(1 for _ in places(self.language)),
            passed_over=called,
            uncalled=len(unsaid) - called,
            worst=round(most / max(1, self.drafts), 3),
        )


def places(language: Language) -> Iterator[Place]:
    """Every entry for a draft as it is."""
    for move, kinds in phrasebook_of(language).sentences.items():
        for kind, entries in kinds.items():
            yield from (Place(move, kind, entry.say) for entry in entries if MANNER not in entry.when)


async def count(coach: Coach, cases: Sequence[GoldCase], amounts: Sequence[Amount] = tuple(Amount)) -> tuple[Count, ...]:
    """The use of the phrasebook of each language in the drafts for these cases, with each amount to go by."""
    counts = {language: Count(language) for language in Language}
    critic = Critic(coach.knowledge)
    for case in cases:
        mail = f"Subject: {case.mail.subject}\n\n{case.mail.body}" if case.mail.subject else case.mail.body
        for amount in amounts:
            known, writer = given(case, amount), _Noting()
            drafting = Drafting(coach.knowledge, coach.policy, critic, writer, None, clock=lambda: NOW)
            answer = await drafting.draft(DraftRequest(mail=mail, lang=case.lang, facts=known.facts, offer=known.offers))
            if answer.body:
                counts[case.lang].add((sentence.text for sentence in answer.sentences), writer)
    return tuple(one for one in counts.values() if one.drafts)


def lines(counted: Count) -> Iterator[str]:
    """The report on one language: what is said too often first, then what is never said."""
    yield f"{counted.language}: {counted.drafts} drafts; {counted.use().model_dump_json(exclude={'drafts'})}"
    for (move, say), drafts in counted.said.most_common(MOST):
        yield f"  {drafts / counted.drafts:6.1%}  {move}  {say}"
    for place in counted.unsaid():
        yield f"  {'never' if counted.called(place) else 'uncalled':>8}  {place.move}.{place.kind}  {place.say}"


def main() -> None:
    """Print the report over all gold mails and keep its counts."""
    counted = asyncio.run(count(build_coach(Settings()), read_cases()))
    for one in counted:
        print("\n".join(lines(one)))  # noqa: T201
    OUT.write_text(json.dumps({one.language: one.use().model_dump() for one in counted}, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
