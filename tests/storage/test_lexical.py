"""The lexical index nominates and counts the same on both databases."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy import text

from storage import lexical, playbooks
from storage.database import Database, Session
from storage.lexical import decode, encode
from tests.storage.making import A_FEW, a_document, a_version, text_hash, undone

BLOB = "".join(text_hash(str(n)) for n in range(200))
"""A word that cannot be compressed below what PostgreSQL's index takes."""

SAID = ["价格", "折扣", "客户", "price", "discount", "15%", "15", "a-100", "a", "100", "c++", "c",
        "API", "api", "é", "ß", "_", "a_b", "25_", "µ", "ς", "😀", "𠀀", BLOB,
        "*", '"', "AND",
        "^a", "-", "中文a1"]  # fmt: skip
TERMS = st.sampled_from(SAID) | st.text(
    st.characters(exclude_characters=" \0", exclude_categories=["Cs"]), min_size=1, max_size=6
)
CORPORA = st.lists(st.lists(TERMS, min_size=1, max_size=6), min_size=1, max_size=6)


async def _mended(session: Session) -> int:
    """How many passages the index holds once it was mended, two at a time."""
    after: int | None = 0
    while after is not None:
        after = await lexical.mend(session, after, 2)
    await lexical.refresh(session)
    return await lexical.count(session)


@given(st.text(st.characters(exclude_characters=" ")))
@example("_5f_")
@example("__")
@example("\ud800")
def test_every_term_is_spelled_back_as_it_was(term: str) -> None:
    assert decode(encode(term)) == term


@given(st.text(min_size=1), st.text(min_size=1))
@example("-", "_2d_")
def test_two_terms_are_never_spelled_alike(one: str, other: str) -> None:
    assert (encode(one) == encode(other)) == (one == other)


@A_FEW
@given(corpus=CORPORA, asked=st.lists(TERMS, max_size=4))
@example(corpus=[SAID], asked=SAID)
@example(corpus=[["API"], ["api"]], asked=["API"])
async def test_any_corpus_is_nominated_and_counted_as_plain_python_does(
    database: Database, corpus: list[list[str]], asked: list[str]
) -> None:
    asked = [*asked, corpus[0][0]]
    cut = [[term[: lexical.LONGEST] for term in terms] for terms in corpus]
    wanted = {term[: lexical.LONGEST] for term in asked}
    holding = [tuple(terms) for terms in cut if wanted & set(terms)]
    frequency = Counter(term for terms in cut for term in set(terms))

    async def work(session: Session) -> None:
        document = a_document(*map(str, range(len(corpus))))
        passages = tuple(
            playbooks.NewPassage(p.ordinal, (), p.text, p.text_hash, tuple(terms), "zh", None, ())
            for p, terms in zip(document.passages, corpus, strict=True)
        )
        whole = playbooks.NewDocument("a", "a", document.original_sha256, (), passages)
        await a_version(session, whole)
        found = await lexical.nominate(session, asked, 99)
        statistics = await lexical.statistics(session, asked)
        assert [posting.terms for posting in found] == holding
        assert statistics.passages == len(corpus)
        assert statistics.mean_length == sum(map(len, corpus)) / len(corpus)
        assert statistics.frequency == {
            term: frequency[term[: lexical.LONGEST]]
            for term in asked
            if frequency[term[: lexical.LONGEST]]
        }

    await undone(database, work)


async def test_at_most_the_limit_is_nominated_lowest_id_first(database: Database) -> None:
    async with database.write() as session:
        await a_version(session, a_document(*(f"price {n}" for n in range(9))))
        every = await lexical.nominate(session, ["price"], 99)
        assert await lexical.nominate(session, ["price", "7"], 4) == every[:4]
        assert len(every) == 9
        assert await lexical.nominate(session, [], 4) == []
        assert await lexical.nominate(session, ["absent"], 4) == []


async def test_a_question_of_ten_thousand_words_is_searched(database: Database) -> None:
    words = [f"w{n}" for n in range(10_000)]
    async with database.write() as session:
        await a_version(session, a_document("w9999", "other"))
        assert len(await lexical.nominate(session, words, 9)) == 1
        assert (await lexical.statistics(session, words)).frequency == {"w9999": 1}


async def test_a_passage_without_terms_is_counted_and_never_nominated(database: Database) -> None:
    async with database.write() as session:
        await a_version(session, a_document("", "price now"))
        statistics = await lexical.statistics(session, ["price", ""])
        assert (statistics.passages, statistics.mean_length) == (2, 1.0)
        assert statistics.frequency == {"price": 1}
        assert len(await lexical.nominate(session, ["", "price"], 9)) == 1
        assert await lexical.differences(session) == []


async def test_nothing_active_counts_as_nothing(database: Database) -> None:
    async with database.read() as session:
        statistics = await lexical.statistics(session, ["price"])
    assert (statistics.passages, statistics.mean_length, statistics.frequency) == (0, 0.0, {})


@pytest.mark.parametrize("damage", ["emptied", "left over"])
async def test_a_difference_is_told_and_healed_by_a_rebuild(
    database: Database, damage: str
) -> None:
    async with database.write() as session:
        await a_version(session, a_document("price a", "price b"))
        if damage == "emptied":
            await session.execute(text("DELETE FROM lexical_passage"))
            told, left = "2 passages are missing from the lexical index", 2
        else:
            await session.execute(text("UPDATE playbook_version SET status = 'retired'"))
            told, left = "2 passages are no longer active but still in the lexical index", 0
        assert await lexical.differences(session) == [told]
        assert await _mended(session) == left
        assert await lexical.differences(session) == []
        assert len(await lexical.nominate(session, ["price"], 9)) == left


async def test_a_rebuild_makes_what_activating_made(database: Database) -> None:
    async with database.write() as session:
        await a_version(session, a_document("15% a-100", "C++ 价格"))
        await a_version(session, a_document("retired 价格"), slug="old")
        await playbooks.retire(session, "old")
        before = await lexical.nominate(session, ["15%", "价格"], 9)
        assert await _mended(session) == 2
        assert await lexical.nominate(session, ["15%", "价格"], 9) == before
        assert [posting.terms for posting in before] == [("15%", "a-100"), ("C++", "价格")]
