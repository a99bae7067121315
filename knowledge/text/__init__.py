"""Text as search sees it: one normal form, one segmentation, one notion of a sentence.

Everything that matches words (the lexical index, BM25, the evidence gate, the composer) goes
through these functions, so that a passage and a question are always cut the same way.
"""

from knowledge.text.normalising import clean, normalise
from knowledge.text.numbers import Quantity, quantities
from knowledge.text.segmenting import content_text, content_words, segment
from knowledge.text.sentences import sentences

__all__ = [
    "Quantity",
    "clean",
    "content_text",
    "content_words",
    "normalise",
    "quantities",
    "segment",
    "sentences",
]
