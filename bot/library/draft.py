"""The library as if a draft were active: what golden questions are tried on before it is.

The stored indexes answer for what stays, the draft's own words and vectors, held in memory, for
what comes; statistics are those of the activated library, so scores are too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from bot.library import vectors as centring
from bot.library.sources import StoredTerms
from knowledge.embedding import Encoder, Vectors
from knowledge.exact import ExactIndex
from knowledge.ports import DenseSearcher, LexicalStatistics, Nominee
from storage import lexical
from storage.database import Database
from storage.lexical import VersionWords, shortened

NONE = VersionWords(0, 0, {})


class DraftTerms:
    """A `LexicalIndex`: the stored one, less the replaced version, with the draft."""

    def __init__(self, stored: StoredTerms, draft: VersionWords, replaced: VersionWords) -> None:
        self._stored = stored
        self._draft = draft
        self._replaced = replaced
        self._holding = _holding(draft.terms)
        self._gone = Counter({t: len(ids) for t, ids in _holding(replaced.terms).items()})

    async def statistics(self, terms: Sequence[str]) -> LexicalStatistics:
        now = await self._stored.statistics(terms)
        passages = now.passages - self._replaced.passages + self._draft.passages
        length = round(now.mean_length * now.passages)
        length += self._draft.length - self._replaced.length
        frequency = {
            t: now.frequency.get(t, 0) - self._gone[shortened(t)] + self._coming(t) for t in terms
        }
        return LexicalStatistics(
            passages, length / (passages or 1), {t: n for t, n in frequency.items() if n > 0}
        )

    def _coming(self, term: str) -> int:
        return len(self._holding.get(shortened(term), ()))

    async def nominate(self, terms: Sequence[str], limit: int) -> list[Nominee]:
        room = limit + sum(self._gone[shortened(term)] for term in terms)
        staying = [
            nominee
            for nominee in await self._stored.nominate(terms, room)
            if nominee.passage_id not in self._replaced.terms
        ]
        ids = {i for term in terms for i in self._holding.get(shortened(term), ())}
        coming = [Nominee(i, tuple(self._draft.terms[i].split(" "))) for i in ids]
        return sorted(staying + coming, key=lambda nominee: nominee.passage_id)[:limit]


def _holding(terms: Mapping[int, str]) -> dict[str, list[int]]:
    """The passages that hold each term."""
    held: dict[str, list[int]] = defaultdict(list)
    for passage_id, joined in terms.items():
        for term in set(joined.split(" ")) - {""}:
            held[term].append(passage_id)
    return held


class DraftVectors:
    """A `DenseSearcher`: the stored index and an exact scan of the draft's vectors."""

    def __init__(self, stored: DenseSearcher, draft: ExactIndex) -> None:
        self._stored = stored
        self._draft = draft

    async def search(self, encoder_id: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        found = dict(await self._stored.search(encoder_id, vector, top))
        found |= dict(await self._draft.search(encoder_id, vector, top))
        return sorted(found.items(), key=lambda hit: -hit[1])[:top]

    async def sample(self, encoder_id: str, text_hashes: Sequence[str]) -> dict[str, Vectors]:
        held = await self._draft.sample(encoder_id, text_hashes)
        missing = [text_hash for text_hash in text_hashes if text_hash not in held]
        return held | (await self._stored.sample(encoder_id, missing) if missing else {})


async def draft_terms(database: Database, version_id: int) -> DraftTerms:
    """The words of the library with this version in place of its playbook's active one."""
    async with database.read() as session:
        replaced = await lexical.replaced_by(session, version_id)
        coming = await lexical.version_words(session, version_id)
        going = await lexical.version_words(session, replaced) if replaced is not None else NONE
    return DraftTerms(StoredTerms(database), coming, going)


async def draft_vectors(
    database: Database, version_id: int, encoders: Sequence[Encoder], stored: DenseSearcher
) -> DraftVectors:
    """The vectors of the library with this version; those that an encoder lacks are left out."""
    exact = ExactIndex()
    for encoder in encoders:
        by = await centring.means(database, encoder)
        async for page in centring.pages(database, encoder, version_id=version_id):
            hashes = [vector.text_hash for vector in page]
            await exact.upsert(encoder.id, hashes, centring.centred(page, by))
    return DraftVectors(stored, exact)
