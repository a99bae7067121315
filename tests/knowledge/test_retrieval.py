"""The product's search, with a small handbook in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace

import pytest

from knowledge.exact import ExactIndex
from knowledge.grounding.gate import ANSWERED
from knowledge.index import IndexUnavailable
from knowledge.ports import Vectors
from knowledge.retrieval import EncoderSpace, Retriever
from knowledge.retrieval.fusing import fuse
from storage.records import Outcome, Reason, Scope, Turn
from tests.knowledge.encoders import BrokenEncoder, WordEncoder
from tests.knowledge.handbook import APPROVAL, HANDBOOK, QUOTE, REFUND, WARRANTY, search_over
from tests.knowledge.memory import Library, make_passage


@pytest.fixture
def executor() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as pool:
        yield pool


class GoneIndex(ExactIndex):
    async def search(self, encoder_id: str, vector: Vectors, top: int) -> list[tuple[str, float]]:
        raise IndexUnavailable("the directory is gone")


async def test_finds_the_section_that_answers(executor: Executor) -> None:
    retriever, _, _ = await search_over(HANDBOOK, [WordEncoder()], executor)
    for question, passage in (
        ("15%的折扣谁来审批?", APPROVAL),
        ("报价单有效期多久", QUOTE),
        ("warranty of a gateway", WARRANTY),
        ("who approves refunds", REFUND),
    ):
        evidence = await retriever.retrieve(question, Scope())
        assert evidence.results[0].passage == passage, question
        assert evidence.outcome is Outcome.ANSWERED, question
        assert ANSWERED <= evidence.confidence <= 1


async def test_finds_across_languages_although_no_word_is_shared(executor: Executor) -> None:
    retriever, _, _ = await search_over(HANDBOOK, [WordEncoder()], executor)
    evidence = await retriever.retrieve("质保", Scope())
    assert evidence.results[0].passage == WARRANTY


async def test_only_the_scopes_playbooks_are_seen(executor: Executor) -> None:
    retriever, _, _ = await search_over(HANDBOOK, [WordEncoder()], executor)
    evidence = await retriever.retrieve("折扣审批", Scope(playbooks=frozenset({"service"})))
    assert {r.passage.playbook for r in evidence.results} <= {"service"}


async def test_retired_passages_are_never_found_though_their_vectors_remain(
    executor: Executor,
) -> None:
    old = [make_passage(100 + i, f"折扣审批旧版第{i}条") for i in range(120)]
    retriever, library, index = await search_over([*old, APPROVAL], [WordEncoder()], executor)
    for passage in old:
        library.retire(passage.id)
    assert await index.count("words/1") == 121
    evidence = await retriever.retrieve("折扣审批", Scope())
    assert [r.passage for r in evidence.results] == [APPROVAL]


async def test_the_same_text_in_two_documents_is_found_in_both(executor: Executor) -> None:
    twin = replace(QUOTE, id=77, document="copy.md", playbook="copy")
    retriever, _, _ = await search_over([QUOTE, twin], [WordEncoder()], executor)
    evidence = await retriever.retrieve("报价单有效期", Scope())
    assert {r.passage.id for r in evidence.results} == {3, 77}


async def test_a_stage_favours_and_never_hides(executor: Executor) -> None:
    retriever, _, _ = await search_over(HANDBOOK, [WordEncoder()], executor)
    plain = await retriever.retrieve("退款 审批", Scope())
    favoured = await retriever.retrieve("退款 审批", Scope(stage="aftersales"))
    score = {r.passage.id: r.score for r in plain.results}
    boosted = {r.passage.id: r.score for r in favoured.results}
    assert boosted[REFUND.id] > score[REFUND.id]
    assert boosted[APPROVAL.id] == score[APPROVAL.id]
    other = await retriever.retrieve("15%的折扣谁来审批", Scope(stage="aftersales"))
    assert other.results[0].passage == APPROVAL


async def test_words_serve_when_the_vector_index_is_gone(executor: Executor) -> None:
    library = Library(HANDBOOK)
    spaces = [EncoderSpace(WordEncoder(), None)]
    retriever = Retriever(
        passages=library, lexical=library, dense=GoneIndex(), spaces=spaces, executor=executor
    )
    evidence = await retriever.retrieve("报价单有效期", Scope())
    assert evidence.results[0].passage == QUOTE
    assert evidence.outcome is Outcome.ANSWERED


async def test_an_encoder_that_fails_is_left_out(executor: Executor) -> None:
    library, broken = Library(HANDBOOK), EncoderSpace(BrokenEncoder("broken/1"), None)
    retriever = Retriever(
        passages=library, lexical=library, dense=ExactIndex(), spaces=[broken], executor=executor
    )
    evidence = await retriever.retrieve("报价单有效期", Scope())
    assert evidence.results[0].passage == QUOTE


async def test_an_empty_library_says_so(executor: Executor) -> None:
    retriever, _, _ = await search_over([], [], executor)
    evidence = await retriever.retrieve("折扣", Scope())
    assert (evidence.outcome, evidence.reason) == (Outcome.REFUSED, Reason.NOTHING_LOADED)


async def test_small_talk_is_not_searched(executor: Executor) -> None:
    encoder = WordEncoder()
    retriever, _, _ = await search_over(HANDBOOK, [encoder], executor)
    evidence = await retriever.retrieve("你好呀", Scope())
    assert (evidence.reason, evidence.results, encoder.asked) == (Reason.SMALL_TALK, (), [])


async def test_a_follow_up_is_searched_with_what_it_follows(executor: Executor) -> None:
    retriever, _, _ = await search_over(HANDBOOK, [WordEncoder()], executor)
    history = [Turn("user", "15%的折扣谁来审批?"), Turn("assistant", "销售总监 [1]")]
    evidence = await retriever.retrieve("那超过20%呢?", Scope(), history=history)
    assert evidence.question == "折扣 审批 那超过20%呢?"
    assert evidence.results[0].passage == APPROVAL


async def test_at_most_top_results(executor: Executor) -> None:
    retriever, _, _ = await search_over(HANDBOOK, [WordEncoder()], executor)
    assert len((await retriever.retrieve("折扣", Scope(), top=2)).results) == 2


def test_a_shared_latin_token_does_not_decide_between_languages() -> None:
    by_token = fuse(0.10, 0.15, same_language=True)
    by_meaning = fuse(0.35, 0.0, same_language=False)
    assert by_meaning > by_token
    assert (
        0 <= fuse(-1, 0, same_language=True) <= fuse(1, 1, same_language=True, favoured=True) <= 1
    )


async def test_langchain_chains_can_use_it(executor: Executor) -> None:
    from knowledge.langchain_face import PlaybookRetriever

    retriever, _, _ = await search_over(HANDBOOK, [WordEncoder()], executor)
    documents = await PlaybookRetriever(retriever=retriever, top=2).ainvoke("报价单有效期")
    assert documents[0].page_content == QUOTE.text
    assert documents[0].metadata["section"] == "折扣政策 › 报价有效期"
    assert len(documents) == 2
