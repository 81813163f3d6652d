"""Changed replies are what they claim to be, what was said of them is never stale, and verdicts see what changed and nothing else."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

from evals.baseline import COMMITTED
from evals.bootstrap import GATES
from evals.errors import PredictionsError
from evals.gates import failed_gates, read_gates
from evals.models import DIMENSION_OF, GoldCase, Graded, PredictedFinding, Prediction
from evals.mutation.log import MutantLog, mutants_of, read_log
from evals.mutation.mutants import FAULT, NEUTRAL, Host, Mutant, digest
from evals.mutation.report import MutationReport, report
from evals.mutation.verdicts import alarms, is_killed
from evals.predictions import OWN
from evals.steps.collect import fold_of, read_cases
from knowledge.models import Dimension, Language, Severity, Span


@cache
def own_cases() -> Sequence[GoldCase]:
    return read_cases()


@cache
def own_mutants() -> Sequence[Mutant]:
    """The mutants of all cases; seconds to make, and not before a test wants them."""
    return mutants_of(own_cases())


def finding(text: str, quote: str, severity: Severity = Severity.WARNING) -> Prediction:
    at = text.index(quote)
    one = PredictedFinding(rule="lecturing", dimension=Dimension.LECTURING, severity=severity, start=at, end=at + len(quote), quote=quote)
    return Prediction(id="x", findings=(one,), met=())


NOTHING = Prediction(id="x", findings=(), met=())


def test_what_was_said_belongs_to_these_very_texts() -> None:
    said = read_log(own_mutants(), OWN)
    assert {one.id for one in own_mutants()} <= said.keys()
    for one in own_mutants()[::50]:
        assert all(one.text[found.start : found.end] == found.quote for found in said[one.id].findings)


def test_every_rule_and_language_is_tried_and_donor_and_host_are_of_one_fold() -> None:
    by_reply = {reply.id: case for case in own_cases() for reply in case.replies}
    faults = [one for one in own_mutants() if one.kind == FAULT]
    tried = {(one.rule, one.lang) for one in faults}
    assert tried == {(rule, language) for rule in DIMENSION_OF for language in Language}
    for one in faults:
        donor = by_reply[one.id.partition("+")[2].rpartition("/")[0]]
        assert fold_of(donor) == fold_of(one.host.case)
        assert donor.id != one.host.case.id
        sentence = one.text[one.place.start : one.place.end]
        assert " ".join(sentence.split()) == sentence
        assert one.text[: one.place.start - 1] + one.text[one.place.end :] == one.host.reply.body


def test_every_change_is_tried_in_every_language() -> None:
    tried = {(one.kind, one.lang) for one in own_mutants() if one.kind != FAULT}
    # Polish writes no apostrophes.
    assert {(kind, language) for kind in NEUTRAL for language in Language} - tried <= {("apostrophes", Language.PL)}
    assert all(one.text != one.host.reply.body for one in own_mutants())
    assert not any(one.host.reply.findings for one in own_mutants())


def mutant(before: str, after: str, **changes: object) -> Mutant:
    case = GoldCase.model_validate(own_cases()[0].model_dump() | {"lang": "en"})
    reply = case.replies[0].model_copy(update={"body": before, "findings": ()})
    return Mutant("m", Host(case, reply), **{"kind": "padding", "text": after} | changes)  # type: ignore[arg-type]


def test_a_fault_is_found_only_where_it_was_put() -> None:
    text = "We are late. You should know better. We will write by Friday."
    one = mutant("We are late. We will write by Friday.", text, kind=FAULT, rule="lecturing", place=Span(13, 36))
    assert is_killed(one, finding(text, "know better", Severity.HINT))
    assert not is_killed(one, finding(text, "We will write"))
    assert not is_killed(one._replace(rule="arguing"), finding(text, "know better"))


def test_alarms_are_what_came_and_what_went_untouched() -> None:
    before, after = "We are late. You will see.", "We are late. Thank you for writing. You will  see."
    one = mutant(before, after)
    assert alarms(one, finding(before, "You will see"), finding(after, "You will  see")) == ()
    assert alarms(one, NOTHING, finding(after, "Thank you")) == ("new lecturing warning: Thank you for writing.",)
    assert alarms(one, finding(before, "You will see"), NOTHING) == ("lost lecturing warning: You will see.",)
    assert alarms(one, NOTHING, finding(after, "Thank you", Severity.HINT)) == ()
    worse = alarms(one, finding(before, "You will see"), finding(after, "You will  see", Severity.ERROR))
    assert worse[0] == "new lecturing error: You will see."
    # Gone with the words that carried it is no alarm.
    assert alarms(mutant(before, "We are late. One sees it."), finding(before, "You will see"), NOTHING) == ()


def test_stale_or_damaged_answers_are_refused(tmp_path: Path) -> None:
    cases = [case for case in own_cases() if case.lang is Language.PL][:40]
    log = MutantLog(cases)
    for fold in range(5):
        log.ask(lambda id, text: Prediction(id=id, findings=(), met=()), Language.PL, fold)
    log.write(tmp_path)
    mutants = mutants_of(cases)
    assert {one.id for one in mutants} <= read_log(mutants, tmp_path).keys()
    with pytest.raises(PredictionsError, match="made for other texts"):
        read_log(mutants[:-1], tmp_path)
    (tmp_path / "mutations.pl.jsonl").write_text("{}\n", encoding="utf-8")
    with pytest.raises(PredictionsError, match=r"mutations\.json speaks of"):
        read_log(mutants, tmp_path)
    with pytest.raises(PredictionsError, match="cannot be used"):
        read_log(mutants, tmp_path / "nowhere")


def test_shares_are_counted_by_rule_and_by_kind_of_change() -> None:
    graded = [
        Graded(id="1", lang=Language.EN, counts={"arguing.tried": 1, "arguing.killed": 1}),
        Graded(id="2", lang=Language.EN, counts={"arguing.tried": 1, "arguing.killed": 0}),
        Graded(id="3", lang=Language.IT, counts={"jargon.tried": 1, "jargon.killed": 1}),
        Graded(id="4", lang=Language.IT, counts={"padding.tried": 1, "padding.alarmed": 0}),
    ]
    scopes = report(graded, "0").scopes
    assert (scopes["all"].headline_kill.value, scopes["all"].headline_kill.count) == (0.5, 2)
    assert scopes["it"].rules["jargon"].value == 1
    assert (scopes["all"].alarms.value, scopes["all"].alarms.count) == (0, 1)
    assert scopes["en"].dimensions[Dimension.OTHER].count == 0


def test_the_committed_figures_are_of_these_mutants_and_hold_their_gates() -> None:
    committed = MutationReport.model_validate_json((COMMITTED / "mutation.json").read_text(encoding="utf-8"))
    assert committed.cases_sha256 == digest(own_mutants()), "coach evals run --suite mutation"
    assert failed_gates(committed, read_gates(GATES)) == ()
    worse = committed.scopes["all"].model_copy(update={"headline_kill": committed.scopes["all"].rules["arguing"]})
    failing = failed_gates(committed.model_copy(update={"scopes": {"all": worse}}), read_gates(GATES))
    assert [line.partition(":")[0] for line in failing] == ["all.headline_kill"]
