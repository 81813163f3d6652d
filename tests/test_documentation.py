"""What the documents claim is there: settings, commands, files and targets."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from coach.settings import Settings, variable_of

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "DECISIONS.md", "CHANGELOG.md")


def test_every_setting_is_in_the_readme_with_its_default() -> None:
    rows = {m.group(1): m.group(0) for m in re.finditer(r"^\| `([A-Z_]+)` \|.*$", README, re.M)}
    assert set(rows) == {variable_of(name) for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        default = "unset" if field.default is None else f"{field.default:g}" if isinstance(field.default, float) else str(field.default)
        assert f"| {default} |" in rows[variable_of(name)].replace("`", ""), name
        assert field.description


def test_the_readme_names_its_two_commands_and_they_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.M))
    for document in DOCUMENTS:
        named = set(re.findall(r"\bmake ([a-z]+)\b(?=[`\s:]*(?:$|[`,.;)#]| +#))", (ROOT / document).read_text(encoding="utf-8"), re.M))
        assert named <= targets, f"{document} names {named - targets}"
    assert {"run", "test"} <= targets


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_and_paths_lead_somewhere(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!http)([^)#]+)\)", text)
    paths = re.findall(r"`((?:knowledge|coach|evals|ui|tests)/[\w./-]+)`", text)
    assert not [path for path in (*links, *paths) if not (ROOT / path).exists()]


def test_commands_in_the_documents_are_commands() -> None:
    listing = subprocess.run(
        [sys.executable, "-c", "from ui.cli.main import run; run()", "--help"], capture_output=True, text=True, check=True
    )
    known = set(re.findall(r"^[│\s]*([a-z]+)\s{2,}", listing.stdout, re.M))
    named = {
        name for document in DOCUMENTS for name in re.findall(r"(?:^|`)coach ([a-z]+)", (ROOT / document).read_text(encoding="utf-8"), re.M)
    }
    assert named
    assert named <= known, f"the documents name {named - known}"


def test_the_example_environment_names_every_setting() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert set(re.findall(r"^# ([A-Z_]+)=", example, re.M)) == {variable_of(name) for name in Settings.model_fields}
