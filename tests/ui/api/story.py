"""What a caller makes of the events of a streamed draft."""

import json
from collections.abc import AsyncIterator, Iterable

ACCEPT = {"accept": "text/event-stream"}
Told = tuple[str, dict]


def told(text: str) -> list[Told]:
    """The events of a whole stream, which is what a caller with ``curl -N`` sees."""
    assert text.endswith("\n\n")
    found = []
    for block in text.removesuffix("\n\n").split("\n\n"):
        name, data = block.split("\n")
        assert name.startswith("event: ")
        assert data.startswith("data: ")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


async def coming(lines: AsyncIterator[str]) -> AsyncIterator[Told]:
    """Events one by one, as they arrive."""
    async for line in lines:
        if line.startswith("event: "):
            yield line.removeprefix("event: "), json.loads((await anext(lines)).removeprefix("data: "))


def shown(story: Iterable[Told]) -> dict[int, tuple[int, str]]:
    """What a client that follows the events shows at the end: paragraph and text of each sentence."""
    sentences: dict[int, tuple[int, str]] = {}
    for name, data in story:
        if name in ("delta", "replace"):
            assert (data["sentence"] in sentences) == (name == "replace")
            sentences[data["sentence"]] = (data["paragraph"], data["text"])
        elif name == "retract":
            del sentences[data["sentence"]]
    return sentences


def body_of(sentences: dict[int, tuple[int, str]]) -> str:
    paragraphs: dict[int, list[str]] = {}
    for _, (paragraph, text) in sorted(sentences.items()):
        paragraphs.setdefault(paragraph, []).append(text)
    return "\n\n".join(" ".join(texts) for _, texts in sorted(paragraphs.items()))


def said(story: Iterable[Told]) -> str:
    return " ".join(data["text"] for name, data in story if name in ("delta", "replace"))
