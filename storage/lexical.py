"""The lexical index: which active passages hold a term. Ranking is done above, by BM25.

SQLite keeps it in FTS5, PostgreSQL in a text[] column with a GIN index. It only nominates, so
that order and confidence are the same on both. A version enters and leaves in the transaction
that activates or retires it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
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

_PLAIN = r"0-9a-zß-öø-ÿ\u3041-\u3096\u30a1-\u30fa\u3400-\u4db5\u4e00-\u9fa5"
_SPELLED = re.compile(f"[^{_PLAIN}]")
"""All that FTS5 might cut at or fold to another letter, by the Unicode it was built with."""
_SPELLED_BUT_SPACE = re.compile(f"[^{_PLAIN} ]")


def shortened(term: str) -> str:
    """The term as both databases hold it."""
    return term[:LONGEST]


def encode(term: str) -> str:
    """A term as FTS5 keeps it: what its tokenizer would cut at or change is spelled `_hex_`."""
    return _SPELLED.sub(lambda found: f"_{ord(found.group()):x}_", term)


def encode_all(terms: str) -> str:
    """Terms joined by spaces, each encoded."""
    return _SPELLED_BUT_SPACE.sub(lambda found: f"_{ord(found.group()):x}_", terms)


def decode(term: str) -> str:
    """What `encode` was given; several terms, separated by spaces, at once as well."""
    if "_" not in term:
        return term
    return re.sub(r"_([0-9a-f]+)_", lambda found: chr(int(found.group(1), 16)), term)


def _is_sqlite(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "sqlite"


_PASSAGES = (
    "SELECT passage.id, passage.terms FROM passage JOIN document ON "
    "document.id = passage.document_id "
)
_OF_VERSION = _PASSAGES + "WHERE document.version_id = :version"
_ACTIVE = _PASSAGES + (
    "JOIN playbook_version ON playbook_version.id = document.version_id "
    "WHERE playbook_version.status = 'active'"
)
SAMPLE = 200
"""Passages whose words are read back and compared; the index is asked for a tenth of them."""


async def add_version(session: AsyncSession, version_id: int) -> None:
    if not _is_sqlite(session):
        await session.execute(
            text(
                "INSERT INTO lexical_passage (passage_id, terms) SELECT chosen.id, "
                f"string_to_array(chosen.terms, ' ') FROM ({_OF_VERSION}) AS chosen"
            ),
            {"version": version_id},
        )
        return
    after = 0
    while rows := await _page(session, _OF_VERSION, after, {"version": version_id}):
        await _insert(session, rows)
        after = max(rows)


async def remove_version(session: AsyncSession, version_id: int) -> None:
    key = "rowid" if _is_sqlite(session) else "passage_id"
    await session.execute(
        text(f"DELETE FROM lexical_passage WHERE {key} IN (SELECT id FROM ({_OF_VERSION}) AS o)"),
        {"version": version_id},
    )


@dataclass(frozen=True)
class VersionWords:
    """A version's part in the statistics once it is active; `terms` joined by spaces, by id."""

    passages: int
    length: int
    terms: dict[int, str]


async def version_words(session: AsyncSession, version_id: int) -> VersionWords:
    version = await session.get_one(PlaybookVersionRow, version_id)
    terms: dict[int, str] = {}
    while page := await _page(session, _OF_VERSION, max(terms, default=0), {"version": version_id}):
        terms |= page
    return VersionWords(version.passage_count, version.term_count, terms)


async def replaced_by(session: AsyncSession, version_id: int) -> int | None:
    """The active version of the same playbook: itself, if it is active."""
    its = aliased(PlaybookVersionRow)
    statement = (
        select(col(PlaybookVersionRow.id))
        .join(its, col(its.playbook_id) == col(PlaybookVersionRow.playbook_id))
        .where(col(its.id) == version_id, col(PlaybookVersionRow.status) == "active")
    )
    return await session.scalar(statement)


_PAGE = 1_000
MOST_ID = 2**31 - 1


async def _page(
    session: AsyncSession, statement: str, after: int, values: dict[str, int], limit: int = _PAGE
) -> dict[int, str]:
    """The next passages of a statement by id, with their terms joined by spaces."""
    rows = await session.execute(
        text(
            f"SELECT id, terms FROM ({statement}) AS chosen WHERE id > :after "
            "ORDER BY id LIMIT :limit"
        ),
        values | {"after": after, "limit": limit},
    )
    return {row.id: row.terms for row in rows}


async def _insert(session: AsyncSession, terms: Mapping[int, str]) -> None:
    """Put passages into the index, by id; `terms` are joined by spaces."""
    if not terms:
        return
    if _is_sqlite(session):
        statement = "INSERT INTO lexical_passage (rowid, terms) VALUES (:id, :terms)"
        rows = [{"id": i, "terms": encode_all(held)} for i, held in terms.items()]
    else:
        statement = "INSERT INTO lexical_passage VALUES (:id, string_to_array(:terms, ' '))"
        rows = [{"id": i, "terms": held} for i, held in terms.items()]
    await session.execute(text(statement), rows)


async def mend(session: AsyncSession, after: int, limit: int) -> int | None:
    """Make the index right for the next `limit` active passages by id.

    `after` is 0 at first and then what the last call returned, until that is None. Each call in a
    transaction of its own keeps others waiting for a moment only; what is right is not touched.
    """
    if not _is_sqlite(session):  # nothing becomes active between the two statements
        await session.execute(text("LOCK TABLE lexical_passage IN SHARE ROW EXCLUSIVE MODE"))
    wanted = await _page(session, _ACTIVE, after, {}, limit)
    is_last = len(wanted) < limit
    until = MOST_ID if is_last else max(wanted)
    held = await _held(
        session, "{key} > :after AND {key} <= :until", {"after": after, "until": until}
    )
    wrong = [passage_id for passage_id, terms in held.items() if wanted.get(passage_id) != terms]
    if wrong:
        await session.execute(
            text(f"DELETE FROM lexical_passage WHERE {_key(session)} = :id"),
            [{"id": passage_id} for passage_id in wrong],
        )
    right = held.keys() - set(wrong)
    await _insert(session, {i: terms for i, terms in wanted.items() if i not in right})
    return None if is_last else until


async def refresh(session: AsyncSession) -> None:
    """Make anew what the database derives from the rows, which may be damaged by itself."""
    if _is_sqlite(session):
        await session.execute(
            text("INSERT INTO lexical_passage (lexical_passage) VALUES ('rebuild')")
        )
    else:
        await session.execute(text("REINDEX TABLE lexical_passage"))


def _key(session: AsyncSession) -> str:
    return "rowid" if _is_sqlite(session) else "passage_id"


async def _held(
    session: AsyncSession, condition: str, values: Mapping[str, int], ids: Sequence[int] = ()
) -> dict[int, str]:
    """What the index holds where a condition on `{key}` is met: terms joined by spaces, by id."""
    key = _key(session)
    terms = "terms" if _is_sqlite(session) else "array_to_string(terms, ' ')"
    where = condition.format(key=key)
    statement = text(f"SELECT {key}, {terms} FROM lexical_passage WHERE {where}")
    if ids:
        statement = statement.bindparams(bindparam("ids", list(ids), expanding=True))
    rows = (await session.execute(statement, values)).all()
    if _is_sqlite(session):
        return {row[0]: decode(row[1]) for row in rows}
    return {row[0]: row[1] for row in rows}


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
    active, indexed = (
        f"SELECT id FROM ({_ACTIVE}) AS a",
        f"SELECT {_key(session)} FROM lexical_passage",
    )
    found = []
    for less, more, said in (
        (indexed, active, "missing from"),
        (active, indexed, "no longer active but still in"),
    ):
        statement = text(f"SELECT count(*) FROM ({more} EXCEPT {less}) AS different")
        if number := await session.scalar(statement):
            found.append(f"{number} passages are {said} the lexical index")
    return found or await _differing_words(session)


async def _differing_words(session: AsyncSession) -> list[str]:
    """Whether the words of a sample are those of the passages, and lead to them."""
    rows = await session.execute(
        text(f"SELECT id, terms FROM ({_ACTIVE}) AS a ORDER BY random() LIMIT :limit"),
        {"limit": SAMPLE},
    )
    wanted = {row.id: row.terms for row in rows}
    if not wanted:
        return []
    held = await _held(session, "{key} IN :ids", {}, list(wanted))
    differing = sum(held.get(passage_id) != terms for passage_id, terms in wanted.items())
    if differing:
        return [f"{differing} of {len(wanted)} passages have other words in the lexical index"]
    for passage_id, terms in list(wanted.items())[: SAMPLE // 10]:
        if terms and not await _leads_to(session, terms.split(" ")[0], passage_id):
            return ["a word does not lead to its passage in the lexical index"]
    return []


async def _leads_to(session: AsyncSession, term: str, passage_id: int) -> bool:
    if _is_sqlite(session):
        matches, value = "lexical_passage MATCH :term AND rowid = :id", f'"{encode(term)}"'
    else:
        matches, value = "terms @> ARRAY[:term] AND passage_id = :id", term
    statement = text(f"SELECT count(*) FROM lexical_passage WHERE {matches}")
    return bool(await session.scalar(statement, {"term": value, "id": passage_id}))
