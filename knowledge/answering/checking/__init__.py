"""Whether the passages a model cites bear its sentences out, part by part.

    problems = await Checker(similarity, executor).problems([("…", [1])], passages)

Each part of a sentence must rest on one unit of a cited passage (a sentence, list item or table
row) that has its figures, names and words, together, and denies and demands as much.
"""

from knowledge.answering.checking.checker import Checker

__all__ = ["Checker"]
