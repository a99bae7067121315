"""From a question to evidence: `Retriever.retrieve(question, scope) -> Evidence`."""

from knowledge.retrieval.dense import EncoderSpace, default_weight
from knowledge.retrieval.retriever import Retriever

__all__ = ["EncoderSpace", "Retriever", "default_weight"]
