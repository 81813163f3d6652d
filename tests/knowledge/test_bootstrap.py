"""Search end to end: own index on disk, any language, and an answer whatever happens to the index."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.bootstrap import Knowledge, build_knowledge
from knowledge.models import Language
from knowledge.stores.chroma import DATABASE

QUESTIONS = {
    Language.EN: "How soon must we reply to a complaint?",
    Language.IT: "Entro quando bisogna rispondere a un reclamo?",
    Language.FR: "Dans quel délai faut-il répondre à une réclamation ?",
    Language.PL: "Jak szybko trzeba odpowiedzieć na skargę?",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, learned_home: Path) -> Path:
    return shutil.copytree(learned_home, tmp_path_factory.mktemp("home"), dirs_exist_ok=True)


@pytest.fixture(scope="module")
def knowledge(home: Path) -> Knowledge:
    return build_knowledge(home)


def found(knowledge: Knowledge, query: str = QUESTIONS[Language.EN], language: Language | None = None) -> list[tuple[str, float]]:
    return [(hit.passage, hit.score) for hit in knowledge.search(query, language)]


def database_folder(home: Path) -> Path:
    (database,) = (home / "index").glob(f"*/{DATABASE}")
    return database.parent


@pytest.mark.parametrize("language", list(Language))
def test_a_question_is_answered_in_its_own_language_with_title_and_place(knowledge: Knowledge, language: Language) -> None:
    first = next(hit for hit in knowledge.search(QUESTIONS[language], None) if hit.statement == "g1.1b")

    statement = knowledge.guidelines.statement("g1.1b", language)
    assert (first.passage, first.lang, first.text) == (f"g1.1b.{language}", language, statement.text)
    assert first.document == f"{knowledge.guidelines.title('001', language)} · {statement.heading}"


def test_the_answer_comes_in_the_language_asked_for(knowledge: Knowledge) -> None:
    polish = knowledge.search(QUESTIONS[Language.EN], Language.PL)
    english = knowledge.search(QUESTIONS[Language.EN], Language.EN)

    assert {hit.lang for hit in polish} == {Language.PL}
    assert [hit.statement for hit in polish] == [hit.statement for hit in english]


def test_two_words_are_enough_to_tell_the_language(knowledge: Knowledge) -> None:
    assert knowledge.search("obiecywać terminy", None)[0].lang is Language.PL
    assert knowledge.search("chiedere scusa", None)[0].lang is Language.IT


def test_typing_without_diacritics_finds_the_same(knowledge: Knowledge) -> None:
    assert found(knowledge, "Dans quel delai faut-il repondre a une reclamation ?", Language.FR) == found(
        knowledge, QUESTIONS[Language.FR], Language.FR
    )


@pytest.mark.parametrize("query", ["", "   ", "1234 5678", "!!!", "ȸȹ ʭʬ"])
def test_a_query_that_says_nothing_finds_nothing(knowledge: Knowledge, query: str) -> None:
    assert knowledge.search(query, Language.EN) == ()


def test_a_whole_mail_can_be_the_query(knowledge: Knowledge) -> None:
    mail = "I am furious. You promised me Friday and nothing came, and nobody tells me what is going on. " * 200

    assert len(knowledge.search(mail, None, limit=50)) == 50


def test_hits_name_the_rules_that_they_are_the_source_of(knowledge: Knowledge) -> None:
    sources = {rule.id: rule.sources for rule in knowledge.rulebook().rules.values()}

    hits = knowledge.search("Should I defend the company and explain why it was not our fault?", Language.EN, limit=50)

    assert any(hit.rules for hit in hits)
    assert all(hit.statement in sources[rule] for hit in hits for rule in hit.rules)


def test_the_index_is_kept_and_used_again(knowledge: Knowledge, home: Path) -> None:
    expected = found(knowledge)
    folder = database_folder(home)
    made = (folder / DATABASE).stat().st_mtime_ns

    assert found(build_knowledge(home)) == expected
    assert database_folder(home) == folder
    assert (folder / DATABASE).stat().st_mtime_ns == made


def test_garbage_over_the_database_is_rebuilt_with_the_same_scores(knowledge: Knowledge, home: Path, tmp_path: Path) -> None:
    expected = found(knowledge)
    folder = database_folder(shutil.copytree(home, tmp_path / "copy"))
    (folder / DATABASE).write_bytes(b"\x00garbage\xff" * 4096)

    assert found(build_knowledge(tmp_path / "copy")) == expected
    assert database_folder(tmp_path / "copy") != folder
    assert found(build_knowledge(tmp_path / "copy")) == expected


def test_a_database_that_lost_its_passages_is_rebuilt(knowledge: Knowledge, home: Path, tmp_path: Path) -> None:
    expected = found(knowledge)
    folder = database_folder(shutil.copytree(home, tmp_path / "copy"))
    (folder / DATABASE).unlink()

    assert found(build_knowledge(tmp_path / "copy")) == expected
    assert database_folder(tmp_path / "copy") != folder


@pytest.mark.parametrize("damage", [b"", b"not a zip archive", b"PK\x03\x04 cut off"])
def test_a_damaged_file_of_what_was_learned_is_learned_again(knowledge: Knowledge, home: Path, tmp_path: Path, damage: bytes) -> None:
    expected = found(knowledge)
    (kept,) = (shutil.copytree(home, tmp_path / "copy") / "index").glob("*.en.npz")
    whole = kept.read_bytes()
    kept.write_bytes(damage)

    assert found(build_knowledge(tmp_path / "copy")) == expected
    assert kept.stat().st_size == len(whole)


def test_a_folder_that_cannot_be_written_leaves_the_same_answers(knowledge: Knowledge, tmp_path: Path) -> None:
    (tmp_path / "index").write_text("in the way", encoding="utf-8")

    assert found(build_knowledge(tmp_path)) == found(knowledge)


@pytest.mark.slow
def test_processes_that_start_at_once_all_answer(knowledge: Knowledge, tmp_path: Path) -> None:
    script = f"""
from pathlib import Path
from knowledge.bootstrap import build_knowledge
print([(hit.passage, hit.score) for hit in build_knowledge(Path({str(tmp_path)!r})).search({QUESTIONS[Language.FR]!r}, None)])
"""
    running = [subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) for _ in range(2)]

    answers = [process.communicate(timeout=120)[0].strip() for process in running]

    assert answers == [str(found(knowledge, QUESTIONS[Language.FR]))] * 2
    assert [process.returncode for process in running] == [0, 0]
