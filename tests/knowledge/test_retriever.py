"""Other people's chains get our passages through LangChain's own interface."""

import shutil
from pathlib import Path

from knowledge.bootstrap import build_knowledge
from knowledge.models import Language


def test_a_chain_gets_the_passages_that_the_search_finds(learned_home: Path, tmp_path: Path) -> None:
    from knowledge.retriever import GuidelineRetriever  # with langchain_core, which takes seconds

    knowledge = build_knowledge(shutil.copytree(learned_home, tmp_path / "home"))
    retriever = GuidelineRetriever(knowledge=knowledge, language=Language.IT, limit=2)

    first, second = retriever.invoke("Come si chiede scusa?")

    hits = knowledge.search("Come si chiede scusa?", Language.IT, 2)
    assert [first.id, second.id] == [hit.passage for hit in hits]
    assert first.page_content == hits[0].text
    assert first.metadata == hits[0].model_dump(mode="json", exclude={"text"})
