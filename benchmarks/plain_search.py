"""What a plain retrieval chat does: a LangChain retriever over Chroma with the same encoders.

`langchain_chroma` is no dependency of the product, so the few of its lines that a retriever needs
stand here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid4

import chromadb
import numpy as np
from chromadb.config import Settings
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.vectorstores import VectorStore

from knowledge.embedding import Encoder

BATCH = 256
TOP = 10


class EveryEncoder(Embeddings):
    """The vectors of all the encoders as one, uncentred: cosines are the mean of theirs."""

    def __init__(self, encoders: Sequence[Encoder]) -> None:
        self._encoders = encoders

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """See Embeddings."""
        vectors: list[list[float]] = np.hstack(
            [encoder.embed_passages(texts) for encoder in self._encoders]
        ).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """See Embeddings."""
        vector: list[float] = np.hstack(
            [encoder.embed_queries([text])[0] for encoder in self._encoders]
        ).tolist()
        return vector


class PlainChroma(VectorStore):
    """A collection in memory, by cosine."""

    def __init__(self, embedding: Embeddings) -> None:
        self._embedding = embedding
        client = chromadb.EphemeralClient(Settings(anonymized_telemetry=False))
        self._collection: Any = client.create_collection(
            f"plain-{uuid4()}",
            embedding_function=None,
            configuration={"hnsw": {"space": "cosine"}},
        )

    def add_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **_kwargs: Any,
    ) -> list[str]:
        """See VectorStore."""
        texts = list(texts)
        ids = ids or [str(uuid4()) for _ in texts]
        for at in range(0, len(texts), BATCH):
            part = slice(at, at + BATCH)
            self._collection.add(
                ids=ids[part],
                documents=texts[part],
                metadatas=metadatas[part] if metadatas else None,
                embeddings=self._embedding.embed_documents(texts[part]),
            )
        return ids

    def similarity_search(self, query: str, k: int = TOP, **_kwargs: Any) -> list[Document]:
        """See VectorStore; `similarity` among the metadata is the cosine."""
        found = self._collection.query([self._embedding.embed_query(query)], n_results=k)
        columns = (found["documents"][0], found["metadatas"][0], found["distances"][0])
        return [
            Document(text, metadata={**(metadata or {}), "similarity": 1 - distance})
            for text, metadata, distance in zip(*columns, strict=True)
        ]

    @classmethod
    def from_texts(
        cls,
        texts: list[str],
        embedding: Embeddings,
        metadatas: list[dict[str, Any]] | None = None,
        *,
        ids: list[str] | None = None,
        **_kwargs: Any,
    ) -> PlainChroma:
        """See VectorStore."""
        made = cls(embedding)
        made.add_texts(texts, metadatas, ids=ids)
        return made
