"""Labels of several readers, rule by rule: figures by hand, and what is refused with file and line."""

import json
from pathlib import Path

import pytest

from evals.agreement import AgreementReport, agreement, read_labels, table
from evals.errors import CasesError
from evals.models import DIMENSION_OF, MET
from tests.evals.conftest import case


def written(folder: Path, *lines: dict[str, object], name: str = "labels.jsonl") -> Path:
    path = folder / name
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


def label(id: int, rater: str, value: float, rule: str = "lecturing", **more: object) -> dict[str, object]:
    return {"id": str(id), "rater": rater, "rule": rule, "value": value} | more


def of_two(*numbers: int) -> list[dict[str, object]]:
    """So many texts that both call faulty, only the one, only the other, neither."""
    said = [pair for pair, number in zip(((1, 1), (1, 0), (0, 1), (0, 0)), numbers, strict=True) for _ in range(number)]
    return [label(id, rater, value) for id, pair in enumerate(said) for rater, value in zip(("Ann", "Bo"), pair, strict=True)]


def measured(folder: Path, *lines: dict[str, object]) -> AgreementReport:
    return agreement(read_labels((written(folder, *lines),)))


def test_two_readers_of_fifty_texts(tmp_path: Path) -> None:
    report = measured(tmp_path, *of_two(20, 5, 10, 15))
    rule = report.rules["lecturing"]

    assert (report.raters, report.texts, rule.scale, rule.texts) == (("Ann", "Bo"), 50, "nominal", 50)
    assert rule.kappa is not None
    assert rule.raw is not None
    assert rule.base_rate is not None
    assert (rule.raw.value, rule.base_rate.value) == (pytest.approx(0.7), pytest.approx(0.55))
    assert rule.kappa.value == pytest.approx(0.4)
    # The large-sample error of this table is 0.127.
    assert (rule.kappa.low, rule.kappa.high) == (pytest.approx(0.4 - 1.96 * 0.127, abs=0.05), pytest.approx(0.4 + 1.96 * 0.127, abs=0.05))


def test_texts_of_one_case_are_drawn_together(tmp_path: Path) -> None:
    texts = of_two(20, 5, 10, 15)
    alone = measured(tmp_path, *texts).rules["lecturing"].kappa
    together = measured(tmp_path, *(one | {"case": str(int(str(one["id"])) // 5)} for one in texts)).rules["lecturing"].kappa

    assert alone is not None
    assert together is not None
    assert alone.value == together.value
    assert together.high - together.low > 1.5 * (alone.high - alone.low)


def test_places_on_a_scale_are_ordinal(tmp_path: Path) -> None:
    lines = [
        label(id, rater, value) for id, pair in enumerate(((1, 2), (2, 2), (5, 4), (3, 3))) for rater, value in zip("AB", pair, strict=True)
    ]
    rule = measured(tmp_path, *lines).rules["lecturing"]

    assert (rule.scale, rule.ac1) == ("ordinal", None)
    assert rule.kappa is not None
    assert rule.kappa.value > 0.8


@pytest.mark.parametrize("value", [0, 1])
def test_what_is_undefined_is_null_and_never_nan(tmp_path: Path, value: int) -> None:
    same = [label(id, rater, value) for id in range(3) for rater in ("Ann", "Bo")]
    apart = [label(9, "Ann", 1, rule="arguing"), label(8, "Bo", 1, rule="arguing")]
    report = measured(tmp_path, *same, *apart)

    read = json.loads(report.model_dump_json(), parse_constant=lambda name: pytest.fail(name))
    assert (read["rules"]["lecturing"]["kappa"], read["rules"]["lecturing"]["alpha"]) == (None, None)
    assert (read["rules"]["lecturing"]["raw"]["value"], read["rules"]["lecturing"]["ac1"]["value"]) == (1, 1)
    assert (read["rules"]["arguing"]["texts"], read["rules"]["arguing"]["raw"]) == (0, None)
    assert [row[5:] for row in table(report).rows][1] == ("–", "–", "–")


def test_gold_files_are_readers_named_like_their_files(tmp_path: Path) -> None:
    other = case(1)
    other["replies"][0]["findings"].pop()  # type: ignore[index]
    files = [written(tmp_path, case(0), one, name=f"{name}.jsonl") for name, one in (("ann", case(1)), ("bo", other))]
    report = agreement(read_labels(files))

    assert (report.raters, report.texts) == (("ann", "bo"), 4)
    assert set(report.rules) == {*DIMENSION_OF, *MET}
    raw = {rule: of.raw.value for rule, of in report.rules.items() if of.raw}
    assert raw.pop("hostile-tone") == 0.75
    assert set(raw.values()) == {1}


def test_an_undecided_label_is_a_gap(tmp_path: Path) -> None:
    other = case(1, asks=False)
    other["replies"][0]["uncertain"] = ["apologises"]  # type: ignore[index]
    files = [written(tmp_path, one, name=f"{name}.jsonl") for name, one in (("ann", case(1)), ("bo", other))]
    report = agreement(read_labels(files))

    assert (report.rules["apologises"].texts, report.rules["answers-every-ask"].texts, report.rules["jargon"].texts) == (1, 0, 2)


FAULTS = {
    "not json": ("{", "is not JSON"),
    "no value": (json.dumps({"id": "1", "rater": "Cy", "rule": "x"}), "value: Field required"),
    "not a number": ('{"id": "1", "rater": "Cy", "rule": "x", "value": NaN}', "value: Input should be a finite number"),
    "a list": ("[]", "valid dictionary"),
    "twice": (json.dumps(label(1, "Ann", 0)), "Ann has labelled 1 by lecturing before"),
    "a faulty case": (json.dumps(case(1) | {"lang": "de"}), "lang: "),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_told_with_file_and_line(tmp_path: Path, fault: str) -> None:
    line, message = FAULTS[fault]
    path = written(tmp_path, label(1, "Ann", 1), label(1, "Bo", 1))
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")

    with pytest.raises(CasesError, match=rf"labels\.jsonl:3: .*{message}"):
        read_labels((path,))


def test_readers_must_have_read_the_same_text(tmp_path: Path) -> None:
    other = case(1)
    other["replies"][1]["body"] += "!"  # type: ignore[index]
    files = [written(tmp_path, one, name=f"{name}.jsonl") for name, one in (("ann", case(1)), ("bo", other))]

    with pytest.raises(CasesError, match=r"bo\.jsonl:1: t-en-1-b reads differently"):
        read_labels(files)


def test_one_reader_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CasesError, match="by one reader"):
        read_labels((written(tmp_path, label(1, "Ann", 1)),))
