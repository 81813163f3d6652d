"""The engine: a crash is a result, a stopped run goes on, and what is known is not worked out again unless something has changed."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from pydantic import JsonValue

from coach.checks.model import FOLDER as WEIGHTS
from coach.settings import Settings
from evals.bootstrap import crashes
from evals.cache import Cache, Kept
from evals.fingerprint import code_behind, content_hash, fingerprint
from evals.models import Graded, Suite
from evals.product import Product
from evals.running import run_suites
from evals.runs import RecordedRun, read_run
from evals.steps.report import EvalReport, report
from evals.suite import Item
from knowledge.models import Language


class Letters:
    """A suite whose cases give their own letter; some fail, and one may end the process."""

    suite = Suite.LEARNED
    cases_sha256 = "1"

    def __init__(self, letters: str = "abc", failing: str = "", ending: str = "") -> None:
        self.items = [Item(one, Language.EN, one) for one in letters]
        self.failing, self.ending, self.executed = failing, ending, ""

    def prepare(self) -> None:
        self.executed += "!"

    async def execute(self, id: str) -> JsonValue:
        if id in self.ending:
            raise KeyboardInterrupt
        self.executed += id
        if id in self.failing:
            raise ValueError("no such\nletter")
        return {"letter": id}

    def grade(self, outputs: Mapping[str, JsonValue]) -> tuple[Graded, ...]:
        return tuple(Graded(id=id, lang=Language.EN, counts={"clean": 1}) for id in outputs)

    def report(self, graded: Sequence[Graded], crashed: int) -> EvalReport:
        return report(graded, self.suite, self.cases_sha256, crashed)


def run(work: Letters, home: Path, out: Path | None = None, *, fresh: bool = False, product: Product | None = None) -> RecordedRun:
    return run_suites([work], product or Product(Settings(home=home)), out, fresh=fresh, tell=lambda suite, done, of: None)


def test_a_crash_is_a_result(tmp_path: Path) -> None:
    ran = run(Letters(failing="b"), tmp_path)
    results, grades, measured = ran.suites[Suite.LEARNED]

    assert [(one.id, one.status) for one in results] == [("a", "done"), ("b", "crashed"), ("c", "done")]
    assert results[1].error is not None
    assert results[1].error.startswith("ValueError: no such letter (test_running.py:")
    assert [one.id for one in grades] == ["a", "c"]
    assert measured is not None
    assert (measured.cases, measured.crashed) == (2, 1)
    assert (crashes(ran).too_many, crashes(ran).lines[0][:33]) == (True, "learned: 1 of 3 cases crashed; b:")


def test_one_crash_in_fifty_is_told_and_no_more(tmp_path: Path) -> None:
    letters = "".join(chr(0x4E00 + number) for number in range(50))
    ran = run(Letters(letters, failing=letters[7]), tmp_path)

    assert (crashes(ran).too_many, len(crashes(ran).lines)) == (False, 1)


def test_when_everything_crashes_nothing_was_measured(tmp_path: Path) -> None:
    ran = run(Letters(failing="abc"), tmp_path)

    assert ran.reports[Suite.LEARNED].scopes == {}
    assert crashes(ran).too_many


def test_a_run_that_was_stopped_goes_on_where_it_stopped(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt) as stopped:
        run(Letters("abcd", failing="a", ending="c"), tmp_path, tmp_path / "run", fresh=True)
    assert str(tmp_path / "run") in stopped.value.__notes__[0]
    assert read_run(tmp_path / "run").run.finished is None

    rest = Letters("abcd")
    ran = run(rest, tmp_path, tmp_path / "run", fresh=True)

    assert set(rest.executed) - {"!"} <= {"c", "d"}
    assert sorted(one.id for one in ran.suites[Suite.LEARNED].results) == ["a", "b", "c", "d"]
    assert ran.run.finished is not None
    assert ran.reports[Suite.LEARNED].crashed == 1


def test_what_is_known_is_not_worked_out_again(tmp_path: Path) -> None:
    first = run(Letters(failing="b"), tmp_path)
    again = Letters("abcd")
    second = run(again, tmp_path)

    assert again.executed == "!bd"  # a crash is no knowledge
    assert (first.run.counts[Suite.LEARNED].cached, second.run.counts[Suite.LEARNED].cached) == (0, 2)
    assert {one.id: one.output for one in second.suites[Suite.LEARNED].results} == {one: {"letter": one} for one in "abcd"}
    third, anew = Letters("abcd"), Letters("abcd")
    assert (run(third, tmp_path).run.counts[Suite.LEARNED].cached, third.executed) == (4, "")
    assert (run(anew, tmp_path, fresh=True).run.counts[Suite.LEARNED].cached, anew.executed) == (0, "!abcd")


def test_whatever_a_result_rests_on_makes_it_unknown_when_it_changes(tmp_path: Path) -> None:
    rules, weights, policy = tmp_path / "rules", tmp_path / "weights", tmp_path / "policy.yaml"
    rules.mkdir()
    shutil.copytree(WEIGHTS, weights)
    policy.write_text((WEIGHTS.parents[1] / "default_policy.yaml").read_text(encoding="utf-8"), encoding="utf-8")

    def executed() -> str:
        work = Letters("a")
        run(work, tmp_path, product=Product(Settings(home=tmp_path, rules=rules, policy=policy), weights))
        return work.executed

    assert (executed(), executed()) == ("!a", "")
    (rules / "changes.yaml").write_text("lecturing: {severity: error}\n", encoding="utf-8")
    assert (executed(), executed()) == ("!a", "")
    (rules / "changes.yaml").write_text("lecturing: {severity: hint}\n", encoding="utf-8")
    assert executed() == "!a"
    damaged = weights / "pl.npz"
    damaged.write_bytes(damaged.read_bytes()[:-1])
    assert executed() == "!a"
    policy.write_text(policy.read_text(encoding="utf-8").replace("update_working_days: 2", "update_working_days: 3"), encoding="utf-8")
    assert executed() == "!a"


def test_a_result_of_a_product_that_changed_meanwhile_is_not_kept(tmp_path: Path) -> None:
    class Meddling(Letters):
        async def execute(self, id: str) -> JsonValue:
            (tmp_path / "rules" / "changes.yaml").write_text("lecturing: {severity: error}\n", encoding="utf-8")
            return await super().execute(id)

    (tmp_path / "rules").mkdir()
    settings = Settings(home=tmp_path, rules=tmp_path / "rules")
    for _ in range(2):
        (tmp_path / "rules" / "changes.yaml").write_text("", encoding="utf-8")
        work = Meddling("a")
        run(work, tmp_path, product=Product(settings))
        assert work.executed == "!a"


def test_a_fingerprint_follows_the_imports(tmp_path: Path) -> None:
    files = {"/".join(file.parts[-2:]) for file in code_behind(["evals.drafts.suite"])}

    assert {"drafts/suite.py", "coach/drafting.py", "realise/writer.py", "checks/learned.py", "referee/opinion.py"} <= files
    assert "cli/main.py" not in files
    assert fingerprint(["evals.cache"]) != fingerprint(["evals.suite"]) != fingerprint(["evals.suite"], "with a part")
    (tmp_path / "a.yaml").write_text("1", encoding="utf-8")
    before = content_hash(tmp_path)
    (tmp_path / "a.yaml").rename(tmp_path / "b.yaml")
    assert content_hash(tmp_path) != before != content_hash(tmp_path / "nothing")


def test_a_damaged_cache_is_begun_anew_and_an_old_fingerprint_forgotten(tmp_path: Path) -> None:
    (tmp_path / "evals.db").write_text("no database, but long enough to be taken for one " * 40, encoding="utf-8")
    cache = Cache(tmp_path / "evals.db")
    for stamp in "abcd":
        cache.keep(Suite.CRITIC, stamp, {"content": Kept({"said": stamp}, 0.5)})
    cache.keep(Suite.READING, "a", {"content": Kept([], 0.1)})

    assert cache.known(Suite.CRITIC, "a") == {}
    assert cache.known(Suite.CRITIC, "d") == {"content": ({"said": "d"}, 0.5)}
    assert cache.known(Suite.READING, "a") == {"content": ([], 0.1)}
