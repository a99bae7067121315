"""What the product's speed is compared with: LangChain retrieval by vectors alone, over Chroma."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from langchain_core.vectorstores import VectorStore
from pydantic import ConfigDict

from bot.coach import Coach
from bot.library import vectors as centring
from knowledge.embedding import Encoder
from storage import playbooks

TOP = 10


class EncoderEmbeddings(Embeddings):
    """An encoder as LangChain embeddings."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return cast(list[list[float]], self._encoder.embed_passages(texts).tolist())

    def embed_query(self, text: str) -> list[float]:
        return cast(list[float], self._encoder.embed_queries([text])[0].tolist())


class ChromaStore(VectorStore):
    """A Chroma collection as a LangChain vector store, as langchain-chroma asks it."""

    def __init__(self, collection: Any, embeddings: Embeddings) -> None:
        self.collection = collection
        self._embeddings = embeddings

    @property
    def embeddings(self) -> Embeddings:
        return self._embeddings

    def similarity_search(self, query: str, k: int = TOP, **_: Any) -> list[Document]:
        found = self.collection.query(
            query_embeddings=[self._embeddings.embed_query(query)],
            n_results=k,
            include=["documents", "metadatas", "distances"],
        )
        return [
            Document(page_content=text, metadata=metadata, id=i)
            for i, text, metadata in zip(
                found["ids"][0], found["documents"][0], found["metadatas"][0], strict=True
            )
        ]

    @classmethod
    def from_texts(cls, texts: list[str], embedding: Embeddings, *_: Any, **__: Any) -> ChromaStore:
        raise NotImplementedError


class PlainRetriever(BaseRetriever):
    """The nearest passages of one store."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    store: ChromaStore

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain's signature
    ) -> list[Document]:
        return self.store.similarity_search(query, TOP)


async def fill(coach: Coach, folder: Path) -> Iterable[ChromaStore]:
    """A store for each encoder, with the active passages' texts and uncentred vectors."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    stores = []
    for number, encoder in enumerate(await coach.library.encoders()):
        collection = client.create_collection(
            f"plain-{number}", configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
        )
        async for page in centring.pages(coach.database, encoder):
            hashes = [vector.text_hash for vector in page]
            async with coach.database.read() as session:
                held = await playbooks.active_by_hash(session, hashes)
            texts = {passage.text_hash: passage for passage in held}
            collection.add(
                ids=hashes,
                embeddings=np.ascontiguousarray(centring.as_matrix(page)),
                documents=[texts[h].text for h in hashes],
                metadatas=[{"document": texts[h].document} for h in hashes],
            )
        stores.append(ChromaStore(collection, EncoderEmbeddings(encoder)))
    return stores
