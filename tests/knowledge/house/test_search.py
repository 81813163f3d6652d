"""House passages among the hits: the exam that was set before there was code, and nothing that nobody approved."""

import logging
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from knowledge.bootstrap import HOUSE_FILE, Knowledge, build_knowledge
from knowledge.house.ranking import HousePassage, HouseRanking, Spread
from knowledge.house.terms import HouseTerms
from knowledge.models import Hit, Language

EXAM = Path(__file__).parent
LEAST_HITS = 0.85
FIRST = 3


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, learned_home: Path) -> Path:
    """A home in which the five documents are approved."""
    folder = shutil.copytree(learned_home, tmp_path_factory.mktemp("home"), dirs_exist_ok=True)
    house = build_knowledge(folder).house
    for file in sorted((EXAM / "documents").iterdir()):
        house.approve(house.add(file.name, file.read_bytes()).version.key)
    return folder


@pytest.fixture(scope="module")
def knowledge(home: Path) -> Knowledge:
    return build_knowledge(home)


@pytest.fixture
def own_home(home: Path, knowledge: Knowledge, tmp_path: Path) -> Path:
    """A copy of the home whose caches are made, to change."""
    knowledge.search("boat")
    return shutil.copytree(home, tmp_path / "home")


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def house_hits(knowledge: Knowledge, query: str, limit: int = 5) -> list[Hit]:
    return [hit for hit in knowledge.search(query, None, limit) if hit.statement is None]


def test_the_right_passage_is_among_the_first_three(knowledge: Knowledge) -> None:
    questions = yaml.safe_load((EXAM / "questions.yaml").read_text(encoding="utf-8"))
    missed = [
        question["ask"]
        for question in questions
        if not any(question["answer"] in squeezed(hit.text) for hit in knowledge.search(question["ask"], None)[:FIRST])
    ]

    assert len(questions) == 30
    assert 1 - len(missed) / len(questions) >= LEAST_HITS, missed


def test_a_hit_can_be_cited(knowledge: Knowledge) -> None:
    hit = knowledge.search("price of a bent propeller")[0]

    assert (hit.statement, hit.rules, hit.lang) == (None, (), Language.EN)
    assert hit.passage == "damage.html#52c2735d"
    assert hit.document == "Damage and claims · Fixed prices"
    assert "bent blade: 240 euros" in hit.text
    assert 0 < hit.score <= 1


@pytest.mark.parametrize("word", ["propeller", "Isola Corva", "1530", "meduse", "bitcoin or crypto currency"])
def test_words_that_no_guideline_knows_are_found(knowledge: Knowledge, word: str) -> None:
    assert knowledge.search(word, None, 1)[0].statement is None


def test_questions_about_complaints_still_find_the_guidelines_first(knowledge: Knowledge) -> None:
    for query in ("the customer shouts at me in capitals", "devo difendere l'azienda?", "should I defend the company?"):
        assert knowledge.search(query)[0].statement


def test_statements_keep_their_order_and_scores_beside_house_passages(knowledge: Knowledge, own_home: Path) -> None:
    (own_home / HOUSE_FILE).unlink()
    alone = build_knowledge(own_home).search("the customer wants his deposit back", None, 50)

    beside = [hit for hit in knowledge.search("the customer wants his deposit back", None, 50) if hit.statement]
    assert len(beside) < 50
    assert beside == list(alone[: len(beside)])


def test_what_is_pending_is_never_found(own_home: Path) -> None:
    knowledge = build_knowledge(own_home)
    text = b"Zanzibar parrots may fly freely on every boat, and the crew feeds them zanzibar seeds."
    knowledge.house.add("parrots.txt", text)
    assert not [hit for hit in knowledge.search("zanzibar parrots", None, 50) if "parrots" in hit.passage]

    knowledge.house.approve("parrots.txt")
    assert knowledge.search("zanzibar parrots")[0].passage.startswith("parrots.txt#")

    knowledge.house.add("parrots.txt", text.replace(b"freely", b"never"))
    assert "freely" in knowledge.search("zanzibar parrots")[0].text

    knowledge.house.approve("parrots.txt")
    assert "never" in knowledge.search("zanzibar parrots")[0].text

    knowledge.house.remove("parrots.txt")
    assert not [hit for hit in knowledge.search("zanzibar parrots", None, 50) if "parrots" in hit.passage]


def test_a_running_process_notices_what_another_one_approves(own_home: Path) -> None:
    knowledge = build_knowledge(own_home)
    assert not house_hits(knowledge, "zanzibar parrots")
    script = """import sys
from pathlib import Path
from knowledge.bootstrap import build_knowledge
house = build_knowledge(Path(sys.argv[1])).house
house.approve(house.add("parrots.txt", b"Zanzibar parrots may fly on every boat of our harbour.").version.key)"""
    subprocess.run([sys.executable, "-c", script, str(own_home)], check=True, timeout=60)

    assert knowledge.search("zanzibar parrots")[0].passage.startswith("parrots.txt#")


def test_the_ranking_is_kept_and_made_anew_when_it_is_damaged(knowledge: Knowledge, own_home: Path) -> None:
    expected = knowledge.search("price of a bent propeller")
    (kept,) = (own_home / "index").glob("*.house.npz")
    made = kept.stat().st_mtime_ns
    assert build_knowledge(own_home).search("price of a bent propeller") == expected
    assert kept.stat().st_mtime_ns == made

    for damage in (b"", b"PK\x03\x04 cut off"):
        kept.write_bytes(damage)
        assert build_knowledge(own_home).search("price of a bent propeller") == expected
        assert kept.stat().st_size > 1000


def test_a_damaged_shelf_never_stops_the_search(own_home: Path, caplog: pytest.LogCaptureFixture) -> None:
    (own_home / HOUSE_FILE).write_bytes(b"garbage" * 1000)

    with caplog.at_level(logging.WARNING):
        hits = build_knowledge(own_home).search("the customer shouts at me", None)

    assert hits
    assert all(hit.statement for hit in hits)
    assert "without house documents" in caplog.text


def test_typing_without_diacritics_and_inflected_finds_the_same() -> None:
    terms = HouseTerms(Language.PL, lambda _: ())

    assert terms.of("Uszkodzenia śruby") == terms.of("uszkodzenie sruba")
    assert HouseTerms(Language.IT, lambda _: ()).of("barche cani eliche") == HouseTerms(Language.IT, lambda _: ()).of("barca cane elica")
    assert HouseTerms(Language.EN, lambda _: ()).of("the dogs of it") == HouseTerms(Language.EN, lambda _: ()).of("dog")


def test_rare_words_decide_and_other_languages_come_behind() -> None:
    terms = {language: HouseTerms(language, lambda _: ()) for language in Language}
    passages = [
        HousePassage("a", "Boats", Language.EN, "A boat with a bent propeller goes to the boat yard, says the boat clerk."),
        HousePassage("b", "Boats", Language.EN, "A boat is a boat is a boat."),
        HousePassage("c", "Barche", Language.IT, "propeller"),
    ]
    ranking = HouseRanking.over(passages, terms)
    spread = Spread.over([terms[Language.EN].of("a boat"), terms[Language.EN].of("the boat")])

    def found_in(ranking: HouseRanking, query: str, language: Language = Language.EN) -> list[str]:
        return [passages[row].id for row, _ in ranking.covers(query, language, terms, spread, 3)]

    found = ranking.covers("bent propeller of a boat", Language.EN, terms, spread, 3)
    assert [passages[row].id for row, _ in found][:1] == ["a"]
    assert all(0 < share <= 1 for _, share in found)
    assert found_in(ranking, "zebra") == found_in(ranking, "") == []
    assert found_in(ranking, "propeller", Language.IT) == ["c", "a"]
    assert HouseRanking.from_arrays(ranking.arrays()).covers("bent propeller of a boat", Language.EN, terms, spread, 3) == found
