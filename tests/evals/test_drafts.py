"""Drafts are graded by hand on one example, their material is whole, and the gates notice what was made worse."""

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from coach.checks.model import FOLDER as WEIGHTS
from coach.checks.model import load, save
from coach.models import MoveName, Sentence
from coach.requests import Offer, VerifiedFact
from coach.settings import Settings
from coach.writers.realise import phrasebook
from evals.bootstrap import GATES, tables
from evals.drafts.given import Amount, given, material_of
from evals.drafts.report import DraftsReport, report
from evals.errors import CasesError
from evals.gates import Gates, failed_gates, read_gates
from evals.graders.drafts import MadeDraft, grade_drafts
from evals.models import GoldCase, PredictedFinding, Suite
from evals.product import Product
from evals.referee.opinion import load_referee
from evals.runs import Report
from evals.steps.collect import OWN, read_cases
from knowledge import rulebook
from knowledge.models import Dimension, Language, Severity
from tests.evals.conftest import reported

FACT = VerifiedFact(text="The parcel reached the depot on Monday at 7.40.")
OFFER = Offer(text="a refund of the delivery charge", amount="£4.50", by="Friday 5 pm")
SENTENCES = (
    Sentence(text="Dear Ann,", move=MoveName.GREET, authority=("mail",)),
    Sentence(text="You have been waiting for 2 weeks, and I am sorry for that.", move=MoveName.APOLOGISE, asks=(0,), authority=("mail",)),
    Sentence(text="I have checked: the parcel reached the depot on Monday at 7.40.", move=MoveName.INFORM, authority=("facts:0",)),
    Sentence(text="I can offer you a refund of the delivery charge (£4.50), by Friday 5 pm.", move=MoveName.OFFER, authority=("offer:0",)),
)
LECTURE = PredictedFinding(rule="lecturing", dimension=Dimension.LECTURING, severity=Severity.WARNING, start=0, end=4, quote="Dear")


def made(gold: GoldCase, number: int = 0, **changes: object) -> MadeDraft:
    sentences: tuple[Sentence, ...] = changes.get("sentences", SENTENCES)  # type: ignore[assignment]
    draft = MadeDraft(
        id=f"{gold.id}.{number}",
        outcome="fill",
        attempts=1,
        body=" ".join(one.text for one in sentences),
        sentences=sentences,
        asks=("Where is my parcel?",),
        findings=(),
        facts=(FACT,),
        offers=(OFFER,),
        sources={"facts:0": FACT.text, "offer:0": f"{OFFER.text} {OFFER.amount} {OFFER.by}"},
    )
    return draft.model_copy(update=changes)


def counts(gold: GoldCase, **changes: object) -> dict[str, int | float]:
    return grade_drafts(gold, (made(gold, **changes),), load_referee(Language.EN)).counts


def without(name: str) -> tuple[Sentence, ...]:
    return tuple(one for one in SENTENCES if name not in one.authority)


def test_a_good_draft_is_counted(gold: GoldCase) -> None:
    found = counts(gold)

    assert {
        name: found[name] for name in ("drafts", "written", "at_once", "asks", "asks.read", "asks.taken_up", "facts.used")
    } == dict.fromkeys(("drafts", "written", "at_once", "asks", "asks.read", "asks.taken_up", "facts.used"), 1)
    assert (found["offers.used"], found["wrong_language"], found["errors"], found["harmless.held"]) == (1, 0, 0, 0)


def test_a_number_needs_the_authority_of_its_own_sentence(gold: GoldCase) -> None:
    assert counts(gold)["foreign_numbers"] == 1  # the mail says two, not 2
    lent = (*SENTENCES[2:], Sentence(text="The depot opens at 7.", move=MoveName.INFORM, authority=("offer:0",)))
    assert counts(gold, sentences=lent)["foreign_numbers"] == 1
    assert counts(gold, sentences=SENTENCES[2:])["foreign_numbers"] == 0
    gap = Sentence(text="Your number is [[1234]].", move=MoveName.INFORM)
    assert counts(gold, sentences=(gap,))["foreign_numbers"] == 0


def test_what_was_given_must_be_said(gold: GoldCase) -> None:
    assert counts(gold, sentences=without("facts:0"))["facts.used"] == 0
    vague = SENTENCES[2].model_copy(update={"text": "I have checked: the parcel reached the depot on Monday."})
    assert counts(gold, sentences=(vague,))["facts.used"] == 0
    late = SENTENCES[3].model_copy(update={"text": "I can offer you a refund of the delivery charge (£4.50)."})
    assert counts(gold, sentences=(late,))["offers.used"] == 0


def test_an_ask_is_read_and_taken_up_or_not(gold: GoldCase) -> None:
    unread, passed_over = counts(gold, asks=("It is two weeks late.",)), counts(gold, sentences=without("mail"))

    assert (unread["asks.read"], unread["asks.taken_up"]) == (0, 0)
    assert (passed_over["asks.read"], passed_over["asks.taken_up"]) == (1, 0)


def test_a_held_mail_is_counted_by_its_danger(gold: GoldCase) -> None:
    labels = gold.model_dump()
    labels["reading"]["risks"] = ["self-harm"]
    danger = GoldCase.model_validate(labels)

    assert counts(gold, outcome="hold", body="")["harmless.held"] == 1
    held = counts(danger, outcome="hold", body="")
    assert (held["danger.held"], held["danger.drafts"], held.get("written", 0)) == (1, 1, 0)


def figures(gold: GoldCase) -> DraftsReport:
    referee = load_referee(Language.EN)
    long = "We have been looking for it at every depot."
    own = Sentence(text=f"{long} It is here.", move=MoveName.INFORM, authority=("mail",))
    drafts = [made(gold, number, sentences=(*SENTENCES[2:], own)) for number in range(2)]
    drafts.append(made(gold, 2, findings=(LECTURE,), attempts=3))
    return report([grade_drafts(gold, drafts, referee)], "0")


def test_figures_of_the_example(gold: GoldCase) -> None:
    scope = figures(gold).scopes["en"]

    assert (scope.drafts, scope.written) == (3, 3)
    assert scope.at_once.value == pytest.approx(2 / 3)
    assert scope.own_warnings.value == scope.own_found[Dimension.LECTURING].value == pytest.approx(1 / 3)
    assert (scope.held_with_danger.count, scope.offers_used.value) == (0, 1)
    assert [(one.drafts, one.sentence) for one in scope.most_repeated["en"]][:1] == [(2, "We have been looking for it at every depot.")]
    assert scope.repeated.value == pytest.approx(2 / 3)  # the agent's own words are not held against the writer
    assert [len(row) for row in tables(figures(gold))[0].rows] == [3] * 16


def test_the_material_is_whole_and_what_is_given_never_changes() -> None:
    for case in read_cases()[::25]:
        none, partial, full = (given(case, amount) for amount in Amount)
        assert none == ((), ())
        assert len(partial.facts) + len(partial.offers) == 1
        assert set(partial.facts) <= set(full.facts)
        assert set(partial.offers) <= set(full.offers)
        assert (len(full.facts), 1 <= len(full.offers) <= 2) == (2, True)
        assert full == given(case, Amount.FULL)


def test_material_that_lacks_a_kind_of_issue_says_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "en.yaml").write_text("facts:\n  delivery: [one, two]\noffers: {}\n", encoding="utf-8")
    monkeypatch.setattr("evals.drafts.given.FOLDER", tmp_path)
    material_of.cache_clear()
    with pytest.raises(CasesError, match=r"en\.yaml:1: facts: defect needs at least 2"):
        material_of(Language.EN)
    material_of.cache_clear()


def test_the_committed_figures_are_of_these_cases_and_hold_the_gates() -> None:
    committed = DraftsReport.model_validate_json((GATES.parent / "benchmarks" / "drafts.json").read_text(encoding="utf-8"))

    assert (committed.cases, committed.crashed) == (len(read_cases()), 0)
    assert not failed_gates(committed, read_gates(GATES))


def few(tmp_path: Path, name: str, count: int) -> Path:
    """Some cases on which every gate of a language holds: enough to see something get worse, and few enough to be quick."""
    lines = (OWN / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()[:count]
    (tmp_path / "few.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return tmp_path / "few.jsonl"


def broken(measured: Report) -> set[str]:
    """Figures whose gates do not hold, the values themselves held against the limits: few cases leave wide intervals."""
    own = read_gates(GATES).of(measured.suite)
    gates = [gate.model_copy(update={"bound": "value"}) for gate in own]
    return {gate.figure for gate in gates if failed_gates(measured, Gates(**{measured.suite: (gate,)}))}


@pytest.fixture
def phrasebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the phrasebook that the writer uses instead."""
    shutil.copytree(phrasebook.FOLDER, tmp_path / "phrasebook")
    monkeypatch.setattr(phrasebook, "FOLDER", tmp_path / "phrasebook")
    phrasebook.phrasebook_of.cache_clear()
    yield tmp_path / "phrasebook"
    phrasebook.phrasebook_of.cache_clear()


@pytest.mark.slow
def test_the_gates_catch_a_worse_line_of_the_phrasebook(tmp_path: Path, phrasebooks: Path) -> None:
    cases = few(tmp_path, "train3.fr", 6)
    assert not {"all.at_once", "fr.at_once"} & broken(reported(tmp_path / "before", Suite.DRAFTS, cases=cases))

    path = phrasebooks / "fr.yaml"
    text = path.read_text(encoding="utf-8")
    said = 'say: "Bonjour {name},"'
    assert said in text
    path.write_text(
        text.replace(said, 'say: "{name}, vous auriez dû lire nos conditions, mais tout sera réglé demain, c\'est garanti."'),
        encoding="utf-8",
    )
    phrasebook.phrasebook_of.cache_clear()

    assert {"all.at_once", "fr.at_once"} <= broken(reported(tmp_path / "after", Suite.DRAFTS, cases=cases))


@pytest.mark.slow
def test_the_gates_catch_a_loosened_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases = few(tmp_path, "dev.en", 12)
    assert "all.headline_f1" not in broken(reported(tmp_path / "before", Suite.CRITIC, cases=cases))

    shutil.copytree(rulebook.BUILT_IN, tmp_path / "rules")
    path = tmp_path / "rules" / "lecturing.yaml"
    strict = "(obviously|evidently|needless to say|it goes without saying|as is well known)"
    text = path.read_text(encoding="utf-8")
    assert strict in text
    path.write_text(text.replace(strict, "(obviously|we|I|you|your)"), encoding="utf-8")
    monkeypatch.setattr(rulebook, "BUILT_IN", tmp_path / "rules")

    assert "all.headline_f1" in broken(reported(tmp_path / "after", Suite.CRITIC, cases=cases))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "threshold", "figure"), [("sure", 2, "all.error_recall"), ("shown", 0, "all.headline_f1"), ("shown", 2, "all.headline_f1")]
)
def test_the_gates_catch_a_broken_threshold(tmp_path: Path, name: str, threshold: float, figure: str) -> None:
    cases, weights = few(tmp_path, "train3.fr", 12), tmp_path / "weights"
    assert figure not in broken(reported(tmp_path / "before", Suite.SHIPPED, cases=cases))

    shutil.copytree(WEIGHTS, weights)
    right = load(Language.FR, weights)
    save(dataclasses.replace(right, **{name: np.full_like(getattr(right, name), threshold)}), Language.FR, weights)
    product = Product(Settings(home=tmp_path / "after"), weights)

    assert figure in broken(reported(tmp_path / "after", Suite.SHIPPED, product=product, cases=cases))
