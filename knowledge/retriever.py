"""Our search as a LangChain retriever, for other people's chains."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from knowledge.bootstrap import Knowledge
from knowledge.models import Language


class GuidelineRetriever(BaseRetriever):
    """Retrieves guideline passages; everything a Hit says beside its text is in the document's metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    knowledge: Knowledge
    language: Language | None = None
    """Language of the passages; that of the query when None."""
    limit: int = Field(default=5, ge=1, le=50)

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        hits = self.knowledge.search(query, self.language, self.limit)
        return [Document(id=hit.passage, page_content=hit.text, metadata=hit.model_dump(mode="json", exclude={"text"})) for hit in hits]
