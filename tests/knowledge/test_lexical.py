"""BM25 on an absolute scale."""

from __future__ import annotations

from knowledge.lexical import LexicalSearch, idf, nominating_terms, rank
from knowledge.ports import LexicalStatistics, Nominee
from tests.knowledge.memory import Library, make_passage

PASSAGES = [
    make_passage(1, "15%以内的折扣由区域销售经理审批。"),
    make_passage(2, "报价单有效期三十天。"),
    make_passage(3, "The Sales Director approves every discount above 20 %."),
    make_passage(4, "Refunds are paid within 30 days."),
]


async def test_the_passage_with_the_words_comes_first() -> None:
    found = await LexicalSearch(Library(PASSAGES)).search("15%的折扣谁来审批")
    assert found.hits[0].passage_id == 1
    assert found.passages == 4


async def test_scores_are_shares_of_what_the_question_could_score() -> None:
    search = LexicalSearch(Library(PASSAGES))
    known = (await search.search("discount director")).hits[0].score
    half_unknown = (await search.search("discount director zeppelin walrus")).hits[0].score
    assert 0 < half_unknown < known / 2 < 1


async def test_a_question_without_words_or_a_library_without_passages_finds_nothing() -> None:
    assert (await LexicalSearch(Library(PASSAGES)).search("😀")).hits == ()
    assert (await LexicalSearch(Library()).search("discount")).hits == ()
    assert (await LexicalSearch(Library(PASSAGES)).search("zeppelin")).hits == ()


async def test_retired_passages_are_gone_and_do_not_count() -> None:
    library = Library(PASSAGES)
    library.retire(1)
    found = await LexicalSearch(library).search("折扣审批")
    assert found.passages == 3
    assert all(hit.passage_id != 1 for hit in found.hits)


def test_the_rarest_terms_nominate_until_the_cap() -> None:
    statistics = LexicalStatistics(1000, 50.0, {"the": 900, "discount": 30, "a100": 2})
    assert nominating_terms(["the", "discount", "a100", "walrus"], statistics, 400) == [
        "a100",
        "discount",
    ]
    assert nominating_terms(["the"], statistics, 400) == ["the"]


def test_order_is_the_same_whatever_order_the_database_gives() -> None:
    statistics = LexicalStatistics(10, 3.0, {"discount": 4})
    nominees = [Nominee(i, ("discount", "policy")) for i in (3, 1, 2)]
    assert [h.passage_id for h in rank(["discount"], nominees, statistics)] == [1, 2, 3]


def test_rarity_is_never_negative() -> None:
    statistics = LexicalStatistics(5, 3.0, {"all": 5})
    assert idf("none", statistics) > idf("all", statistics) > 0
