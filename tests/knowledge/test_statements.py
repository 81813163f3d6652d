"""Guideline documents load whole and aligned, and a faulty one is refused with the place of its fault."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.errors import GuidelineError
from knowledge.models import Language
from knowledge.statements import Guidelines

EDITION = """---
id: "900"
language: {language}
title: Two rules ({language})
source: Due regole
provenance: Made for a test.
---

## 1. Greet

**g9.1** Say good morning
before anything else.

## 2. Leave

### 2a. Close

**g9.2** Say goodbye.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "inventory.yaml").write_text('"900": [g9.1, g9.2]\n', encoding="utf-8")
    for language in Language:
        (tmp_path / language).mkdir()
        (tmp_path / language / "900.md").write_text(EDITION.format(language=language), encoding="utf-8")
    return tmp_path


def replaced(old: str, new: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    return change


def test_a_statement_carries_its_headings_and_its_text_on_one_line(folder: Path) -> None:
    guidelines = Guidelines.load(folder)

    closing = guidelines.statement("g9.2", Language.PL)
    assert (closing.document, closing.heading, closing.text) == ("900", "2. Leave · 2a. Close", "Say goodbye.")
    assert guidelines.statement("g9.1", Language.FR).text == "Say good morning before anything else."
    assert guidelines.title("900", Language.IT) == "Two rules (it)"
    assert guidelines.ids == ("g9.1", "g9.2")
    assert [s.id for s in guidelines.of(Language.EN)] == ["g9.1", "g9.2"]


@pytest.mark.parametrize(
    ("change", "line", "message"),
    [
        (replaced("**g9.2**", "**g9.7**"), 18, "g9.7 is not in the inventory"),
        (replaced("**g9.2**", "**g9.1**"), 18, "g9.1 is here a second time"),
        (replaced("**g9.2** Say goodbye.", ""), 16, "a heading with no statement"),
        (replaced("### 2a. Close\n\n**g9.2** Say goodbye.", "**g9.2** Say goodbye."), 16, "has g9.2 where en/900.md has ###"),
        (replaced("## 1. Greet\n", ""), 10, "stands under no heading"),
        (replaced("Say goodbye.", ""), 18, "has no text"),
        (replaced("goodbye", "*goodbye*"), 18, "holds markup"),
        (replaced("**g9.1**", "g9.1"), 11, "is neither a heading"),
        (replaced("goodbye", "bonne journe\u0301e"), 1, "NFC"),
        (replaced("language: it", "language: en"), 2, "language is en, but the file's place says it"),
        (replaced("provenance: Made for a test.\n", ""), 2, "provenance: is missing"),
        (replaced("title: Two", "titel: Two"), 2, "title: is missing"),
        (replaced("source: Due regole", "source: Tre regole"), 2, "names another source"),
        (replaced("---\n\n## 1", "\n\n## 1"), 1, "does not begin with front matter"),
        (Path.unlink, 1, "is missing; every document exists in every language"),
    ],
)
def test_a_fault_is_told_with_file_and_line(folder: Path, change: Callable[[Path], None], line: int, message: str) -> None:
    path = folder / "it" / "900.md"
    change(path)

    with pytest.raises(GuidelineError, match=message.replace("(", r"\(").replace("*", r"\*")) as caught:
        Guidelines.load(folder)

    assert (caught.value.path, caught.value.line) == (path, line)


def test_statements_out_of_order_are_refused(folder: Path) -> None:
    (folder / "inventory.yaml").write_text('"900": [g9.2, g9.1]\n', encoding="utf-8")

    with pytest.raises(GuidelineError, match=r"900\.md:11: g9\.2 must stand here"):
        Guidelines.load(folder)


def test_a_document_that_the_inventory_does_not_know_is_refused(folder: Path) -> None:
    shutil.copy(folder / "en" / "900.md", folder / "en" / "901.md")

    with pytest.raises(GuidelineError, match="does not list document 901"):
        Guidelines.load(folder)


def test_a_document_that_nobody_wrote_is_missed(folder: Path) -> None:
    (folder / "inventory.yaml").write_text('"900": [g9.1, g9.2]\n"901": [g9.3]\n', encoding="utf-8")

    with pytest.raises(GuidelineError, match=r"901\.md:1: is missing"):
        Guidelines.load(folder)


def test_every_statement_of_the_product_is_said_differently_in_each_language() -> None:
    guidelines = Guidelines.load()

    for id in guidelines.ids:
        texts = [guidelines.statement(id, language).text for language in Language]
        assert len(set(texts)) == len(Language)
        assert all(60 < len(text) < 600 for text in texts), id
