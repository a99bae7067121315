"""The lexical index: which active passages hold a term. Ranking is done above, by BM25.

SQLite keeps it in FTS5, PostgreSQL in a text[] column with a GIN index. It only nominates, so
that order and confidence are the same on both. A version enters and leaves in the transaction
that activates or retires it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text
from sqlmodel import col

from storage.tables.playbooks import PlaybookVersionRow


@dataclass(frozen=True)
class Posting:
    """A passage and its segmented terms, in order."""

    passage_id: int
    terms: tuple[str, ...]


@dataclass(frozen=True)
class Statistics:
    """Over the active passages: how many, how long on average, how many hold each term."""

    passages: int
    mean_length: float
    frequency: dict[str, int]


LONGEST = 200
"""A longer term is cut: PostgreSQL's index takes none above 2.7 kB, which a blob may exceed."""

_SPELLED = re.compile(r"[^0-9a-zß-öø-ÿ\u3041-\u3096\u30a1-\u30fa\u3400-\u4db5\u4e00-\u9fa5]")
"""All that FTS5 might cut at or fold to another letter, by the Unicode it was built with."""


def shortened(term: str) -> str:
    """The term as both databases hold it."""
    return term[:LONGEST]


def encode(term: str) -> str:
    """A term as FTS5 keeps it: what its tokenizer would cut at or change is spelled `_hex_`."""
    return _SPELLED.sub(lambda found: f"_{ord(found.group()):x}_", term)


def decode(term: str) -> str:
    """What `encode` was given; several terms, separated by spaces, at once as well."""
    return re.sub(r"_([0-9a-f]+)_", lambda found: chr(int(found.group(1), 16)), term)


def _is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"


_OF_VERSION = (
    "SELECT passage.id, passage.terms FROM passage JOIN document ON "
    "document.id = passage.document_id WHERE document.version_id = :version"
)


async def add_version(session: AsyncSession, version_id: int) -> None:
    await _add(session, _OF_VERSION, {"version": version_id})


async def remove_version(session: AsyncSession, version_id: int) -> None:
    key = "rowid" if _is_sqlite(session) else "passage_id"
    await session.execute(
        text(f"DELETE FROM lexical_passage WHERE {key} IN (SELECT id FROM ({_OF_VERSION}) AS o)"),
        {"version": version_id},
    )


async def rebuild(session: AsyncSession) -> int:
    """Make the index anew from the active passages; how many it holds."""
    await session.execute(text("DELETE FROM lexical_passage"))
    statement = (
        "SELECT passage.id, passage.terms FROM passage "
        "JOIN document ON document.id = passage.document_id "
        "JOIN playbook_version ON playbook_version.id = document.version_id "
        "WHERE playbook_version.status = 'active'"
    )
    await _add(session, statement, {})
    return await count(session)


async def _add(session: AsyncSession, statement: str, values: dict[str, int]) -> None:
    if not _is_sqlite(session):
        await session.execute(
            text(
                "INSERT INTO lexical_passage (passage_id, terms) SELECT chosen.id, "
                f"string_to_array(chosen.terms, ' ') FROM ({statement}) AS chosen"
            ),
            values,
        )
        return
    rows = (await session.execute(text(statement), values)).all()
    encoded = [
        {"id": passage_id, "terms": " ".join(map(encode, terms.split(" ")))}
        for passage_id, terms in rows
    ]
    if encoded:
        await session.execute(
            text("INSERT INTO lexical_passage (rowid, terms) VALUES (:id, :terms)"), encoded
        )


async def count(session: AsyncSession) -> int:
    return await session.scalar(text("SELECT count(*) FROM lexical_passage")) or 0


async def statistics(session: AsyncSession, terms: Sequence[str]) -> Statistics:
    totals = await session.execute(
        select(
            func.sum(col(PlaybookVersionRow.passage_count)),
            func.sum(col(PlaybookVersionRow.term_count)),
        ).where(col(PlaybookVersionRow.status) == "active")
    )
    passages, length = totals.one()
    frequency = await _frequency(session, list(dict.fromkeys(map(shortened, terms))))
    frequency = {t: frequency[shortened(t)] for t in terms if shortened(t) in frequency}
    return Statistics(passages or 0, (length or 0) / (passages or 1), frequency)


async def _frequency(session: AsyncSession, terms: list[str]) -> dict[str, int]:
    if not terms:
        return {}
    if _is_sqlite(session):
        statement = text("SELECT term, doc FROM lexical_term WHERE term IN :terms").bindparams(
            bindparam("terms", expanding=True)
        )
        rows = await session.execute(statement, {"terms": [encode(term) for term in terms]})
        return {decode(term): documents for term, documents in rows}
    statement = text(
        "SELECT asked.term, (SELECT count(*) FROM lexical_passage "
        "WHERE terms @> ARRAY[asked.term]) FROM unnest(:terms) AS asked(term)"
    ).bindparams(bindparam("terms", type_=ARRAY(Text)))
    rows = await session.execute(statement, {"terms": terms})
    return {term: documents for term, documents in rows if documents}


async def nominate(session: AsyncSession, terms: Sequence[str], limit: int) -> list[Posting]:
    """Active passages that hold any of the terms, by id; at most `limit`."""
    if not terms:
        return []
    terms = [shortened(term) for term in terms]
    if _is_sqlite(session):
        any_of = " OR ".join(f'"{encode(term)}"' for term in terms)
        rows = await session.execute(
            text(
                "SELECT rowid, terms FROM lexical_passage WHERE lexical_passage MATCH :any "
                "ORDER BY rowid LIMIT :limit"
            ),
            {"any": any_of, "limit": limit},
        )
        return [Posting(i, tuple(decode(held).split(" "))) for i, held in rows]
    statement = text(
        "SELECT passage_id, terms FROM lexical_passage WHERE terms && :terms "
        "ORDER BY passage_id LIMIT :limit"
    ).bindparams(bindparam("terms", type_=ARRAY(Text)))
    rows = await session.execute(statement, {"terms": list(terms), "limit": limit})
    return [Posting(passage_id, tuple(held)) for passage_id, held in rows]


async def differences(session: AsyncSession) -> list[str]:
    """How the index differs from the active passages, found by reading; empty if it agrees."""
    key = "rowid" if _is_sqlite(session) else "passage_id"
    active = (
        "SELECT passage.id FROM passage JOIN document ON document.id = passage.document_id "
        "JOIN playbook_version ON playbook_version.id = document.version_id "
        "WHERE playbook_version.status = 'active'"
    )
    indexed = f"SELECT {key} FROM lexical_passage"
    found = []
    for less, more, said in (
        (indexed, active, "missing from"),
        (active, indexed, "no longer active but still in"),
    ):
        statement = text(f"SELECT count(*) FROM ({more} EXCEPT {less}) AS different")
        if number := await session.scalar(statement):
            found.append(f"{number} passages are {said} the lexical index")
    return found
