"""Search by somebody else's embedding model over the wire: it decides while it answers, and nobody notices when it does not."""

import asyncio
import logging
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest

from coach.bootstrap import embedding_model
from coach.errors import SettingsError
from coach.settings import Settings
from coach.testing.faults import cut_off
from coach.testing.scripted_server import Play, ScriptedServer, embeddings, raw, status
from knowledge.bootstrap import Knowledge, build_knowledge
from knowledge.embeddings import BATCH, Embedder, EmbeddingModel
from knowledge.errors import EmbedderFailed
from knowledge.models import Language
from knowledge.nearness import REST, ModelNearness
from knowledge.stores.base import Entries, PassageIndex
from knowledge.stores.memory import MemoryIndex

QUESTION = "Which zebra?"
MEANT = "g1.7a"
"""The statement that the model of these tests takes for an answer to the question; our own vectors do not."""


@contextmanager
def running(server: ScriptedServer) -> Iterator[ScriptedServer]:
    """The server in a thread of its own: search is not asynchronous."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        asyncio.run_coroutine_threadsafe(server.__aenter__(), loop).result(10)
        yield server
        asyncio.run_coroutine_threadsafe(server.__aexit__(None, None, None), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


@pytest.fixture(scope="module")
def own_home(tmp_path_factory: pytest.TempPathFactory, learned_home: Path) -> Path:
    return shutil.copytree(learned_home, tmp_path_factory.mktemp("own"), dirs_exist_ok=True)


@pytest.fixture(scope="module")
def own(own_home: Path) -> Knowledge:
    knowledge = build_knowledge(own_home)
    assert all(knowledge.search("refund", language) for language in Language)
    return knowledge


@pytest.fixture
def home(own: Knowledge, own_home: Path, tmp_path: Path) -> Path:
    """Where everything of our own has been learned already."""
    return shutil.copytree(own_home, tmp_path / "home")


@pytest.fixture
def server(own: Knowledge) -> Iterator[ScriptedServer]:
    meant = own.guidelines.texts(Language.EN)[MEANT]

    def embed(text: str) -> Sequence[float]:
        return (1.0, 0.0, 0.0) if text in (meant, QUESTION) else (0.1, 1.0, len(text) / 1000)

    with running(ScriptedServer(embed)) as started:
        yield started


def model(server: ScriptedServer, name: str = "openai:some-model") -> EmbeddingModel:
    return EmbeddingModel(name=name, address=server.base_url)


def found(knowledge: Knowledge) -> list[tuple[str | None, float]]:
    return [(hit.statement, hit.score) for hit in knowledge.search(QUESTION, Language.EN)]


@pytest.mark.llm_server
def test_the_model_decides_and_its_index_is_kept(own: Knowledge, server: ScriptedServer, home: Path) -> None:
    answer = found(build_knowledge(home, None, model(server)))
    made = len(server.history)

    assert answer[0][0] == MEANT
    assert MEANT not in [statement for statement, _ in found(own)]
    assert found(build_knowledge(home, None, model(server))) == answer
    assert [request["input"] for request in server.history[made:]] == [[QUESTION]]


@pytest.mark.llm_server
def test_texts_go_out_as_words_in_small_batches(own: Knowledge, server: ScriptedServer, home: Path) -> None:
    found(build_knowledge(home, None, model(server)))

    question, *passages = [request["input"] for request in server.history]
    assert question == [QUESTION]
    assert [text for batch in passages for text in batch] == [
        text for language in Language for text in own.guidelines.texts(language).values()
    ]
    assert max(map(len, passages)) == BATCH


@pytest.mark.llm_server
def test_another_model_makes_another_index(server: ScriptedServer, home: Path) -> None:
    found(build_knowledge(home, None, model(server)))
    made = len(server.history)
    found(build_knowledge(home, None, model(server, "openai:other-model")))

    assert len(server.history) == 2 * made


@pytest.mark.llm_server
def test_a_question_without_a_word_is_not_sent(server: ScriptedServer, home: Path) -> None:
    assert build_knowledge(home, None, model(server)).search("!!! 12", Language.EN) == ()
    assert not server.history


@pytest.mark.llm_server
@pytest.mark.parametrize(
    "play",
    [
        status(401, "no such key"),
        status(400, "too long"),
        raw(b"this is no JSON"),
        cut_off(),
        embeddings(),
        embeddings((1.0, 0.0), (1.0, 0.0)),
        embeddings((0.0, 0.0)),
        raw(b'{"object": "list", "model": "m", "data": [{"object": "embedding", "index": 0, "embedding": [NaN, 1.0]}]}'),
    ],
)
def test_when_the_model_fails_our_own_vectors_answer(
    own: Knowledge, server: ScriptedServer, home: Path, caplog: pytest.LogCaptureFixture, play: Play
) -> None:
    server.enqueue(play, play)  # the client may try twice
    with caplog.at_level(logging.WARNING):
        answer = found(build_knowledge(home, None, model(server)))

    assert answer == found(own)
    (warning,) = caplog.messages
    assert warning.startswith("COACH_EMBEDDINGS=openai:some-model ")
    assert "\n" not in warning
    assert QUESTION not in warning


@pytest.mark.llm_server
def test_a_failure_while_the_index_is_made_leaves_no_half_of_one(own: Knowledge, server: ScriptedServer, home: Path) -> None:
    server.enqueue(embeddings((1.0, 0.0, 0.0)), *[status(500, "out of memory")] * 2)

    assert found(build_knowledge(home, None, model(server))) == found(own)
    assert not list((home / "embeddings").glob("*"))
    assert found(build_knowledge(home, None, model(server)))[0][0] == MEANT


@pytest.mark.llm_server
def test_a_model_that_was_replaced_under_its_name_is_asked_for_everything_anew(own: Knowledge, server: ScriptedServer, home: Path) -> None:
    found(build_knowledge(home, None, model(server)))
    kept, before = server._embed, len(server.history)
    assert kept is not None
    server._embed = lambda text: (*kept(text), 0.0)  # one number more for each text

    assert found(build_knowledge(home, None, model(server)))[0][0] == MEANT
    assert len(server.history) > before + 1


@pytest.mark.llm_server
def test_vectors_that_change_their_width_are_no_vectors(server: ScriptedServer) -> None:
    embedder = Embedder(model(server))
    embedder.embed([QUESTION])
    server.enqueue(embeddings((1.0, 0.0)))

    with pytest.raises(EmbedderFailed, match="no usable vectors"):
        embedder.embed([QUESTION])
    assert embedder.embed([QUESTION]).shape == (1, 3)


@pytest.mark.llm_server
def test_nobody_waits_while_another_makes_the_index(server: ScriptedServer) -> None:
    started, finish = threading.Event(), threading.Event()

    def open_index(entries: Mapping[Language, Entries]) -> PassageIndex:
        started.set()
        assert finish.wait(10)
        return MemoryIndex(entries)

    nearness = ModelNearness(Embedder(model(server)), {Language.EN: {"g1.1": QUESTION}}, open_index)
    with ThreadPoolExecutor(1) as other:
        first = other.submit(nearness.nearest, QUESTION, Language.EN)
        assert started.wait(10)
        assert nearness.nearest(QUESTION, Language.EN) is None
        finish.set()
        assert first.result(10) == [("g1.1", 1.0)]
    assert nearness.nearest(QUESTION, Language.EN) == [("g1.1", 1.0)]


@pytest.mark.llm_server
def test_a_redirect_is_not_followed(server: ScriptedServer) -> None:
    with running(ScriptedServer()) as elsewhere:
        moved = raw(b"", headers={"Location": f"{elsewhere.base_url}/embeddings"}, code=307)
        server.enqueue(moved, moved)
        with pytest.raises(EmbedderFailed):
            Embedder(model(server)).embed([QUESTION])
        assert not elsewhere.history


class Failing:
    """Counts how often it was asked."""

    asked = 0

    def embed(self, texts: Sequence[str]) -> None:
        self.asked += 1
        raise EmbedderFailed("it is asleep")


def test_a_model_that_failed_is_left_alone_for_a_while() -> None:
    now, failing = [0.0], Failing()
    nearness = ModelNearness(failing, {Language.EN: {"g1.1": "text"}}, MemoryIndex, lambda: now[0])  # type: ignore[arg-type]

    for now[0], asked in ((0.0, 1), (1.0, 1), (REST - 1, 1), (REST + 1, 2), (REST + 2, 2)):
        assert nearness.nearest(QUESTION, Language.EN) is None
        assert failing.asked == asked


def test_a_provider_that_does_not_exist_is_told_when_it_is_needed() -> None:
    with pytest.raises(EmbedderFailed, match=r"COACH_EMBEDDINGS=nobody:nothing does not answer: ValueError"):
        Embedder(EmbeddingModel(name="nobody:nothing")).embed([QUESTION])


def test_the_setting_names_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COACH_EMBEDDINGS", "openai:some-model")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")

    assert embedding_model(Settings()) == EmbeddingModel(name="openai:some-model", address="http://127.0.0.1:1/v1")


@pytest.mark.parametrize("name", ["some-model", "openai:", ":some-model"])
def test_a_name_that_cannot_be_one_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("COACH_EMBEDDINGS", name)

    with pytest.raises(SettingsError, match="is not a provider:model"):
        embedding_model(Settings())
