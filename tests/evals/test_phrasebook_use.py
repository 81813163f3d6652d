"""Which entries of the phrasebook drafts say, and which they never do."""

from coach.bootstrap import build_coach
from coach.settings import Settings
from evals.drafts.given import Amount
from evals.drafts.phrasebook import count, lines, places
from evals.steps.collect import read_cases
from knowledge.models import Language


async def test_every_entry_is_said_or_listed() -> None:
    cases = [case for case in read_cases() if case.lang is Language.IT][:6]
    (counted,) = await count(build_coach(Settings()), cases, [Amount.NONE])
    use = counted.use()
    said = {say for _, say in counted.said}
    assert (counted.language, use.drafts) == (Language.IT, len(cases))
    assert use.entries == len(list(places(Language.IT)))
    assert {place.say for place in places(Language.IT)} == said | {place.say for place in counted.unsaid()}
    assert use.passed_over + use.uncalled == len(counted.unsaid())
    assert 0 < use.worst <= 1
    report = "\n".join(lines(counted))
    assert all(place.say in report for place in counted.unsaid())
