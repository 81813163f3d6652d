"""Batches: order, streaming, and that a bad line costs nothing but itself."""

import asyncio
import json
import os
import threading

import pytest

from coach.errors import InputError
from coach.requests import ReadRequest
from knowledge.models import SearchAnswer
from ui.cli.batch import Job, in_turn, run_batch
from ui.incoming import MAX_BYTES


def echo(request: ReadRequest) -> SearchAnswer:
    if request.mail == "boom":
        raise KeyError("a customer's words")
    if request.mail == "refuse":
        raise InputError("nothing to read")
    return SearchAnswer(id=request.id, hits=())


def rows(source, job, capsys):
    run_batch(str(source), job)
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_every_line_is_answered_in_its_place(tmp_path, capsys):
    lines = [
        '{"id": 1, "mail": "hello"}',
        "",
        '{"id": "two", "mail": "refuse"}',
        '{"id": 3, "mail": "boom"}',
        "nonsense",
        '["a list"]',
        '{"id": "six", "mail": 6}',
        '{"id": 7, "mail": "x", "extra": true}',
        '{"id": 8, "mail": ',
        '{"id": 9, "mail": "hello"}',
    ]
    (tmp_path / "b.jsonl").write_text("\n".join(lines), encoding="utf-8")
    answers = rows(tmp_path / "b.jsonl", Job(ReadRequest, {}, in_turn(echo)), capsys)
    assert [answer["id"] for answer in answers] == [1, "two", 3, None, None, "six", 7, 8, 9]
    assert [set(answer) == {"id", "error"} for answer in answers] == [False, *[True] * 7, False]
    assert answers[1]["error"] == "line 3: nothing to read"
    assert "KeyError at test_batch.py" in answers[2]["error"]
    assert "customer" not in answers[2]["error"]
    assert "line 5: not JSON" in answers[3]["error"]


def test_a_line_that_is_too_long_is_answered_by_its_id_and_the_next_one_is_read(tmp_path, capsys):
    long = json.dumps({"id": "long", "mail": "x" * (MAX_BYTES * 2)})
    (tmp_path / "b.jsonl").write_text(f'{long}\n{{"id": 2, "mail": "hello"}}\n', encoding="utf-8")
    answers = rows(tmp_path / "b.jsonl", Job(ReadRequest, {}, in_turn(echo)), capsys)
    assert answers[0] == {"id": "long", "error": "line 1: longer than 2 MB; give the mail without its attachments"}
    assert answers[1] == {"id": 2, "hits": []}


@pytest.mark.parametrize("line", [b'{"id": 1, "mail": "\xff"}', b"[" * 100_000, b'{"id": ' + b"9" * 5000 + b"}"])
def test_hostile_lines_are_answered(line, tmp_path, capsys):
    (tmp_path / "b.jsonl").write_bytes(line + b"\n")
    (answer,) = rows(tmp_path / "b.jsonl", Job(ReadRequest, {}, in_turn(echo)), capsys)
    assert answer["error"].startswith("line 1: ")


def test_options_fill_what_a_line_leaves_out(tmp_path, capsys):
    (tmp_path / "b.jsonl").write_text('{"mail": "hello"}\n{"id": 2, "mail": "hello"}\n', encoding="utf-8")
    answers = rows(tmp_path / "b.jsonl", Job(ReadRequest, {"id": "default"}, in_turn(echo)), capsys)
    assert [answer["id"] for answer in answers] == ["default", 2]


def test_a_labelled_file_is_asked_as_it_is_and_other_names_are_not_known(tmp_path, capsys):
    (tmp_path / "b.jsonl").write_text('{"id": 1, "mail": "hello", "label": 2}\n{"id": 2, "mail": "hello", "lable": 2}\n', encoding="utf-8")
    answers = rows(tmp_path / "b.jsonl", Job(ReadRequest, {}, in_turn(echo), labels=frozenset({"label"})), capsys)
    assert answers[0] == {"id": 1, "hits": []}
    assert "lable: is not a known name" in answers[1]["error"]


def test_lines_wait_together_and_come_out_in_order(tmp_path, capsys):
    most, now = 0, 0

    async def slow(request: ReadRequest) -> SearchAnswer:
        nonlocal most, now
        now += 1
        most = max(most, now)
        await asyncio.sleep(0.05 / (1 + int(request.id)))
        now -= 1
        return SearchAnswer(id=request.id, hits=())

    (tmp_path / "b.jsonl").write_text("".join(f'{{"id": {n}, "mail": "x"}}\n' for n in range(9)), encoding="utf-8")
    answers = rows(tmp_path / "b.jsonl", Job(ReadRequest, {}, slow, width=3), capsys)
    assert [answer["id"] for answer in answers] == list(range(9))
    assert most == 3


@pytest.mark.parametrize("width", [1, 8])
def test_an_answer_does_not_wait_for_the_next_line(width, tmp_path, monkeypatch):
    """A program that writes a line and waits for its answer must get it."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    answered = threading.Event()
    monkeypatch.setattr("sys.stdout", _Watched(answered))
    batch = threading.Thread(target=run_batch, args=(str(pipe), Job(ReadRequest, {}, in_turn(echo), width)))
    batch.start()
    with pipe.open("w", encoding="utf-8") as lines:
        lines.write('{"id": 1, "mail": "hello"}\n')
        lines.flush()
        assert answered.wait(10)
    batch.join(10)
    assert not batch.is_alive()


class _Watched:
    def __init__(self, answered):
        self._answered = answered

    def write(self, text):
        self._answered.set()

    def flush(self):
        pass


def test_a_batch_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(InputError, match="does not exist"):
        run_batch(str(tmp_path / "none.jsonl"), Job(ReadRequest, {}, in_turn(echo)))
