"""The product's search as a LangChain retriever, for whoever builds chains on it."""

from __future__ import annotations

import asyncio
from typing import Any

from langchain_core.callbacks import (
    AsyncCallbackManagerForRetrieverRun,
    CallbackManagerForRetrieverRun,
)
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.retrieval import Retriever
from storage.records import Scope, Scored


class PlaybookRetriever(BaseRetriever):
    """Documents for a question, best first, as this scope may see them.

    Use `ainvoke`. `invoke` works outside of an event loop only, and only if the retriever's
    storage is not bound to another loop.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    retriever: Retriever
    scope: Scope = Scope()
    top: int = 5

    async def _aget_relevant_documents(
        self,
        query: str,
        *,
        run_manager: AsyncCallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature
        **_: Any,
    ) -> list[Document]:
        evidence = await self.retriever.retrieve(query, self.scope, top=self.top)
        return [as_document(result) for result in evidence.results]

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature
        **_: Any,
    ) -> list[Document]:
        evidence = asyncio.run(self.retriever.retrieve(query, self.scope, top=self.top))
        return [as_document(result) for result in evidence.results]


def as_document(result: Scored) -> Document:
    """A passage as a LangChain document; its metadata is plain values."""
    passage = result.passage
    return Document(
        id=str(passage.id),
        page_content=passage.text,
        metadata={
            "document": passage.document,
            "playbook": passage.playbook,
            "version": passage.version,
            "section": passage.section,
            "page": passage.page,
            "language": passage.language,
            "score": result.score,
        },
    )
