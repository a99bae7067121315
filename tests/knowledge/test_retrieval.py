"""The product's search, with a small handbook in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace

import pytest

from knowledge.exact import ExactIndex
from knowledge.grounding.gate import ANSWERED
from knowledge.index import IndexUnavailable
from knowledge.lexical import LexicalHit, LexicalSearch
from knowledge.ports import Vectors
from knowledge.retrieval import EncoderSpace, Retriever
from knowledge.retrieval.fusing import fuse
from storage.records import Outcome, Passage, Reason, Scope, Turn
from tests.knowledge.encoders import BrokenEncoder, WordEncoder
from tests.knowledge.handbook import APPROVAL, HANDBOOK, QUOTE, REFUND, WARRANTY, search_over
from tests.knowledge.memory import Library, filled_index, make_passage


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
    assert evidence.question == "超过20%的折扣谁来审批?"
    assert evidence.results[0].passage == APPROVAL


async def test_at_most_top_results(executor: Executor) -> None:
    retriever, _, _ = await search_over(HANDBOOK, [WordEncoder()], executor)
    assert len((await retriever.retrieve("折扣", Scope(), top=2)).results) == 2


def test_a_shared_latin_token_does_not_decide_between_languages() -> None:
    by_token = fuse(0.10, LexicalHit(1, 0.15, 0.15, 0.15), same_language=True)
    by_meaning = fuse(0.35, LexicalHit(2, 0.0), same_language=False)
    assert by_meaning > by_token
    most = fuse(1, LexicalHit(3, 1.0, 1.0, 1.0), same_language=True, favoured=True)
    assert 0 <= fuse(-1, LexicalHit(4, 0.0), same_language=True) <= most <= 1


async def test_the_dictionary_finds_the_answer_in_the_other_language() -> None:
    """Without any encoder: the question's words in translation lead to the passage."""
    zh = make_passage(1, "合同终止后，客户数据保留三十天。", language="zh")
    en = make_passage(2, "The warranty covers repairs for 24 months.", language="en")
    library = Library([zh, en])
    findings = await LexicalSearch(library).search("保修多久")
    best = max(findings.hits, key=lambda hit: hit.translated)
    assert best.passage_id == en.id
    assert best.translated > 0.2
    assert best.score == 0, "no word of the question itself stands there"


async def test_words_that_stand_together_count_more_than_scattered_ones() -> None:
    filler = "The customer meets us at the office and we talk about many other things. " * 12
    together = make_passage(1, f"Discounts need approval. {filler}", language="en")
    apart = make_passage(2, f"Discounts exist. {filler} Approval takes days.", language="en")
    findings = await LexicalSearch(Library([together, apart])).search("discount approval")
    close = {hit.passage_id: hit.closeness for hit in findings.hits}
    assert close[together.id] == pytest.approx(1.0)
    assert close[apart.id] < 0.7


async def retriever_over(
    passages: Sequence[Passage],
    encoder: WordEncoder,
    executor: Executor,
    units: UnitsOf | None = None,
) -> Retriever:
    spaces = [EncoderSpace(encoder, None)]
    library = Library(passages)
    return Retriever(
        passages=library, lexical=library, dense=await filled_index(passages, spaces),
        spaces=spaces, executor=executor, units=units,
    )  # fmt: skip


class UnitsOf:
    """A `UnitVectors` of what is given, as vectors of the encoder."""

    def __init__(self, encoder: WordEncoder, of: dict[str, list[str]]) -> None:
        self.encoder_id = encoder.id
        self._encoder = encoder
        self._of = of

    async def of(self, text_hashes: Sequence[str]) -> dict[str, Vectors]:
        return {h: self._encoder.embed_passages(self._of[h]) for h in text_hashes if h in self._of}


async def test_a_passage_with_one_sentence_that_answers_comes_first(executor: Executor) -> None:
    question = "印章 几点 关门"
    long = make_passage(1, "合同 用印 流程 说明 很多 内容 印章 几点 关门 其他 事项 附件 清单 归档")
    near = make_passage(2, "印章 保管 几点 要求")
    encoder = WordEncoder()
    plain = await retriever_over([long, near], encoder, executor)
    units = UnitsOf(encoder, {long.text_hash: ["合同 用印 流程", "印章 几点 关门"]})
    close = await retriever_over([long, near], encoder, executor, units)
    whole = {r.passage.id: r for r in (await plain.search(question, Scope()))[0]}
    by_sentence = (await close.search(question, Scope()))[0]
    found = {r.passage.id: r for r in by_sentence}
    assert found[long.id].score > whole[long.id].score
    assert found[near.id].score == whole[near.id].score, "its sentences are not embedded yet"
    assert len(found[long.id].units) == 2
    assert max(found[long.id].units) == found[long.id].units[1] > 0.9
    assert by_sentence[0].passage == long


async def test_langchain_chains_can_use_it(executor: Executor) -> None:
    from knowledge.langchain_face import PlaybookRetriever

    retriever, _, _ = await search_over(HANDBOOK, [WordEncoder()], executor)
    documents = await PlaybookRetriever(retriever=retriever, top=2).ainvoke("报价单有效期")
    assert documents[0].page_content == QUOTE.text
    assert documents[0].metadata["section"] == "折扣政策 › 报价有效期"
    assert len(documents) == 2
