"""The rulebook finds what rules forbid and require, and refuses house rules that do not prove themselves."""

from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError, RuleError
from knowledge.models import Language, Severity
from knowledge.rulebook import Rulebook, check_rules, load_rulebook, new_rule
from knowledge.rulefile import BUILT_IN, read_rule

EN, PL = Language.EN, Language.PL
LONGEST_DRAFT = 20_000
"""Characters; no longer draft is reviewed."""


@pytest.fixture(scope="module")
def rulebook() -> Rulebook:
    return load_rulebook()


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "no-tickets.yaml").write_text(new_rule("no-tickets").replace("status: shadow", "status: active"), encoding="utf-8")
    return tmp_path


def changed(house: Path, old: str, new: str) -> Path:
    file = house / "no-tickets.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return house


def test_a_match_tells_rule_place_rewrite_and_how_it_came_about(rulebook: Rulebook) -> None:
    text = "Dear Ms Bell,\nwe did nothing wrong."
    (match,) = rulebook.find(text, EN)
    assert (match.rule, text[match.start : match.end]) == ("defensiveness", "we did nothing wrong")
    assert match.rewrite == "I want to understand what went wrong"
    assert match.trace[0] == "exact"


def test_quoted_words_and_quoted_mail_are_no_findings(rulebook: Rulebook) -> None:
    assert rulebook.find("You were told “we did nothing wrong”.\n> we did nothing wrong", EN) == ()


def test_text_typed_without_diacritics_is_matched_folded(rulebook: Rulebook) -> None:
    text = "Dzien dobry, prosze Pana, niestety to nie nasza wina, kurier sie spoznil i tyle w tej sprawie."
    assert ("defensiveness", "folded") in [(match.rule, match.trace[0]) for match in rulebook.find(text, PL)]


def test_of_overlapping_matches_of_a_rule_the_longest_stays(rulebook: Rulebook) -> None:
    text = "I am sorry to say it, but this was not our fault."
    spans = [text[match.start : match.end] for match in rulebook.find(text, EN) if match.rule == "defensiveness"]
    assert spans == ["this was not our fault"]


def test_merits_are_found_apart_from_faults(rulebook: Rulebook) -> None:
    text = "That must have been stressful. I will call the courier today."
    assert rulebook.find(text, EN) == ()
    assert {match.rule for match in rulebook.present(text, EN)} >= {"acknowledges-feelings", "clear-next-step"}


def test_empty_and_long_texts_are_no_trouble(rulebook: Rulebook) -> None:
    assert rulebook.find("", EN) == ()
    long = "we will look at it and then we will see what we can do about it " * 600 + "we did nothing wrong."
    assert len(long) > LONGEST_DRAFT
    assert [match.rule for match in rulebook.find(long, EN)].count("defensiveness") == 1


def test_a_rulebook_of_one_language_has_every_text_but_only_its_patterns() -> None:
    rulebook = load_rulebook(EN)
    whole = load_rulebook()
    for id, rule in rulebook.rules.items():
        assert rule.title == whole.rules[id].title
        assert rule.languages.get(EN) == whole.rules[id].languages.get(EN)
        assert PL not in rule.languages
    with pytest.raises(KnowledgeError, match="not loaded for pl"):
        rulebook.find("Dzień dobry", PL)


def test_rules_come_sorted_by_id(rulebook: Rulebook) -> None:
    assert list(rulebook.rules) == sorted(rulebook.rules)


def test_the_template_is_a_rule_that_may_be_used_as_it_is(house: Path) -> None:
    assert check_rules(house) == ()
    rulebook = load_rulebook(EN, house)
    assert [match.rule for match in rulebook.find("Your ticket is closed.", EN)] == ["no-tickets"]
    assert rulebook.rules["no-tickets"].title[PL] == rulebook.rules["no-tickets"].title[EN]


def test_a_rule_on_trial_is_matched_and_not_shown(house: Path) -> None:
    rulebook = load_rulebook(EN, changed(house, "status: active", "status: shadow"))
    assert rulebook.find("Your ticket is closed.", EN) == ()
    assert [match.rule for match in rulebook.shadow("Your ticket is closed.", EN)] == ["no-tickets"]


def test_a_rule_that_is_off_is_not_matched(house: Path) -> None:
    rulebook = load_rulebook(EN, changed(house, "status: active", "status: off"))
    assert rulebook.find("Your ticket is closed.", EN) == rulebook.shadow("Your ticket is closed.", EN) == ()


def test_a_house_changes_severity_and_status_of_built_in_rules(house: Path) -> None:
    (house / "changes.yaml").write_text("lecturing: {severity: error}\nrobotic-wording:\n  status: off\n", encoding="utf-8")
    rulebook = load_rulebook(EN, house)
    assert rulebook.rules["lecturing"].severity is Severity.ERROR
    assert rulebook.find("Your feedback is important to us.", EN) == ()
    (house / "changes.yaml").write_text("lecturing: {severity: error}\nrobotic: {status: off}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"changes\.yaml:2: robotic is not a built-in rule"):
        load_rulebook(EN, house)
    assert [fault.line for fault in check_rules(house)] == [2]


FAULTS = [
    ("kind: forbid", "kind: forbid\ncolour: red", "colour: is not a known name here", "colour"),
    ("judge: Does the reply speak to the customer as a ticket or case number?\n", "", "judge: is missing", "id:"),
    ("id: rule-template", "id: other-name", "id is other-name, but the file is named no-tickets.yaml", "id:"),
    ("only: [en]", "only: [en, pl]", "is missing in pl", "title:"),
    ("severity: hint ", "severity: fatal ", "severity: Input should be 'error', 'warning' or 'hint'", "severity:"),
    ("sources: [g2.3a]", "sources: [g2.3a, g9.1]", "g9.1 is no statement of the guidelines", "sources:"),
    ("guards: [negation, reported]", "guards: [negation, sarcasm]", "guards.1: Input should be", "guards:"),
    ("(is|has been) closed", "(is|has been closed", "a bracket is never closed", "- pattern:"),
    ("(is|has been) closed", "(is|has been) shut", "should find “your ticket has been closed” here, but finds nothing", "finds:"),
    ("[[your ticket has been closed]]", "your [[ticket has been closed]]", "but finds “your ticket has been closed”", "finds:"),
    ("[[your ticket has been closed]]", "your ticket has been closed", "must mark the span once", "finds:"),
    ("We closed the gap in the fence.", "Your ticket is closed.", "must be left alone, but", "leaves:"),
    ("        leaves: We closed the gap in the fence.", "", "leaves: is missing", "- pattern:"),
    ("I have finished what we agreed", "we did nothing wrong", "in which defensiveness finds “we did nothing wrong”", "rewrite:"),
    ("I have finished what we agreed", "your ticket is closed", "in which no-tickets finds", "rewrite:"),
    ("unless: because you asked", "unless: (because", "a bracket is never closed", "- pattern:"),
    ("- pattern: (your|the)", '- regex: "(?<!a)b"\n        pattern: (your|the)', "needs either a pattern or a regex", "- regex:"),
    ("pattern: (your|the) ticket (number)? (is|has been) closed", 'regex: "(?<!a)b"', "cannot be compiled", "- regex:"),
    ("(your|the) ticket (number)? (is|has been) closed", "(we|I) (did|have done|had done) nothing wrong", "stands in", "- pattern:"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message", "line"), FAULTS, ids=[message[:30] for _, _, message, _ in FAULTS])
def test_a_faulty_house_rule_is_refused_with_its_line(house: Path, old: str, new: str, message: str, line: str) -> None:
    old = old.replace("rule-template", "no-tickets")
    changed(house, old, new)
    (fault, *_) = check_rules(house)
    assert message in fault.message
    assert fault.path == house / "no-tickets.yaml"
    assert (house / "no-tickets.yaml").read_text(encoding="utf-8").split("\n")[fault.line - 1].lstrip().startswith(line), fault


def test_a_faulty_house_rule_stops_the_rulebook_from_loading(house: Path) -> None:
    with pytest.raises(RuleError, match=r"no-tickets\.yaml:\d+: .* finds nothing"):
        load_rulebook(EN, changed(house, "(is|has been) closed", "(is|has been) shut"))


def test_a_house_rule_may_not_take_the_id_of_a_built_in_one(tmp_path: Path) -> None:
    (tmp_path / "lecturing.yaml").write_text(new_rule("lecturing"), encoding="utf-8")
    (fault,) = check_rules(tmp_path)
    assert "lecturing is a built-in rule" in fault.message


def test_a_rule_that_lacks_the_patterns_of_a_language_is_refused(tmp_path: Path) -> None:
    text = (BUILT_IN / "lecturing.yaml").read_text(encoding="utf-8")
    text = text[: text.index("\n  pl:\n    patterns") + 1].replace("id: lecturing", "id: scolding")
    (tmp_path / "scolding.yaml").write_text(text, encoding="utf-8")
    assert any("has patterns, but none in pl" in fault.message for fault in check_rules(tmp_path))


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"\xff\xfe\x00", "is not UTF-8"), (b"a: [b\n", "is not YAML"), (b"", "Input should be"), (b"- a\n", "Input should be")],
)
def test_a_file_that_is_no_rule_is_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "odd.yaml").write_bytes(content)
    with pytest.raises(RuleError, match=message):
        load_rulebook(EN, tmp_path)


def test_a_house_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="is not a folder"):
        load_rulebook(EN, tmp_path / "nowhere")
    assert "is not a folder" in str(check_rules(tmp_path / "nowhere")[0])


def test_reading_one_language_keeps_the_line_numbers() -> None:
    path = BUILT_IN / "lecturing.yaml"
    assert read_rule(path, (PL,)).languages[PL] == read_rule(path).languages[PL]
