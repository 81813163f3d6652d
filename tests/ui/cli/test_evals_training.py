"""``coach evals train`` and ``labels``."""

import json

import pytest


def test_doubted_labels_are_listed_with_the_surest_first(coach_command):
    ran = coach_command("evals", "labels", "--json")
    found = [json.loads(line) for line in ran.out.splitlines()]

    assert (ran.code, ran.err) == (0, "")
    assert len(found) > 100
    trust = [1 - one["probability"] if one["direction"] == "missing?" else one["probability"] for one in found]
    assert trust == sorted(trust)
    assert found[0]["reply"] in coach_command("evals", "labels").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--rollback"], "say with --out"),
        (["--rollback", "--out", "{folder}"], "holds no weights to go back to"),
        (["--cases", "{folder}"], "say with --out"),
        (["--out", "{folder}"], "name your cases"),
        (["--cases", "{folder}", "--out", "{folder}"], "no cases in"),
    ],
)
def test_what_cannot_be_trained_or_rolled_back_is_told(coach_command, tmp_path, arguments, said):
    folder = tmp_path / "ours"
    folder.mkdir()
    ran = coach_command("evals", "train", *(one.format(folder=folder) for one in arguments))

    assert ran.code == 2
    assert said in ran.err
    assert not list(folder.iterdir())
