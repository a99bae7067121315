"""The gap queue, feedback, standard answers and usage, as both databases keep them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from storage import (
    carrying,
    exchanges,
    feedback,
    gaps,
    lexical,
    playbooks,
    standard_answers,
    usage,
)
from storage.database import Database, Session
from storage.exchanges import Asked
from storage.records import Answered, Citation, Outcome, Passage, Reason
from storage.standard_answers import NewAnswer
from storage.tables.playbooks import PlaybookVersionRow
from tests.storage.making import a_document, a_person, a_version, at_once

HERE, NORTH = b"\0\0\x80?\0\0\0\0", b"\0\0\0\0\0\0\x80?"


async def asked(
    session: Session,
    person: int,
    question: str,
    *cited: Passage,
    outcome: Outcome = Outcome.REFUSED,
) -> int:
    citations = tuple(Citation(n, passage, "…") for n, passage in enumerate(cited, start=1))
    reason = Reason.NOT_IN_PLAYBOOKS if outcome is Outcome.REFUSED else Reason.NONE
    answered = Answered(outcome, reason, "答", citations, 0.5)
    return await exchanges.record(session, person, Asked(question, question, "offer"), answered, 1)


async def a_gap(session: Session, person: int, *questions: str) -> int:
    """A gap with these questions, the first one standing for all."""
    for question in questions:
        await gaps.note(session, await asked(session, person, question))
    first, *others = await gaps.waiting(session, 100)
    gap_id = await gaps.found(session, first, "zh", "e", HERE)
    assert gap_id is not None
    for other in others:
        (cluster,) = [c for c in await gaps.clusters(session) if c.id == gap_id]
        await gaps.place(session, cluster, other, "e", HERE)
    return gap_id


async def the_gap(session: Session, gap_id: int) -> gaps.Gap:
    found = await gaps.gap(session, gap_id)
    assert found is not None
    return found


# --- feedback ------------------------------------------------------------------------------------


async def test_one_vote_an_exchange_in_place_of_the_one_before(database: Database) -> None:
    async with database.write() as session:
        exchange = await asked(session, await a_person(session), "问")
        assert await feedback.of(session, exchange) == feedback.Feedback()
        await feedback.vote(session, exchange, "down")
        await feedback.say_why(session, exchange, "outdated")
        await feedback.add_comment(session, exchange, "旧价格 😀")
        await feedback.pass_on(session, exchange)
        said = await feedback.of(session, exchange)
        assert (said.vote, said.why, said.comment) == ("down", "outdated", "旧价格 😀")
        await feedback.vote(session, exchange, "up")
        said = await feedback.of(session, exchange)
        assert (said.vote, said.why, said.comment) == ("up", "", "")
        assert said.passed_on_at is not None, "a vote does not take back what was passed on"


# --- the queue -----------------------------------------------------------------------------------


async def test_gaps_are_listed_by_count_and_recency(database: Database) -> None:
    async with database.write() as session:
        person = await a_person(session)
        old = await a_gap(session, person, "旧")
        twice = await a_gap(session, person, "常问", "常问的")
        new = await a_gap(session, person, "新")
    async with database.read() as session:
        assert [gap.id for gap in await gaps.gaps(session)] == [twice, new, old]
        assert [gap.id for gap in await gaps.gaps(session, "open", 1, 1)] == [new]
        assert await gaps.counts(session) == {"open": 3}


async def test_noting_twice_counts_once_and_withdrawing_undoes_it(database: Database) -> None:
    async with database.write() as session:
        person = await a_person(session)
        gap_id = await a_gap(session, person, "一", "二")
        third = await asked(session, person, "三")
        for _ in range(2):
            await gaps.note(session, third)
        (waiting,) = await gaps.waiting(session, 10)
        await gaps.withdraw(session, third)
        (cluster,) = await gaps.clusters(session)
        assert not await gaps.place(session, cluster, waiting, "e", HERE), "withdrawn meanwhile"
        assert await gaps.found(session, waiting, "zh", "e", HERE) is None
        assert (await the_gap(session, gap_id)).count == 2
        for example in await gaps.examples(session, gap_id, 10):
            await gaps.withdraw(session, example.exchange_id)
        assert await gaps.gap(session, gap_id) is None


async def test_a_question_is_withdrawn_while_its_gap_is_merged(
    database: Database, beside: Database
) -> None:
    async with database.write() as session:
        person = await a_person(session)
        one, other = await a_gap(session, person, "甲", "乙"), await a_gap(session, person, "丙")
        (newest, *_) = await gaps.examples(session, one, 1)

    async def withdraw() -> None:
        async with beside.write() as session:
            await gaps.withdraw(session, newest.exchange_id)

    async with database.write() as session:
        await gaps.clusters(session, lock=True)
        withdrawing = asyncio.create_task(withdraw())
        await asyncio.sleep(0.2)
        assert await gaps.merge(session, one, other, NORTH)
    await withdrawing
    async with database.read() as session:
        assert (await the_gap(session, other)).count == 2
        assert await gaps.questions(session, other) == ["甲", "丙"]


async def test_asked_again_an_answered_gap_opens_and_a_dismissed_one_only_counts(
    database: Database,
) -> None:
    async with database.write() as session:
        person = await a_person(session)
        answered, dismissed = await a_gap(session, person, "甲"), await a_gap(session, person, "乙")
        version = await a_version(session, a_document("甲乙"))
        await gaps.note(session, await asked(session, person, "问在先"))
        assert await gaps.close(session, answered, "answered", person, answered_by=version)
        assert await gaps.close(session, dismissed, "dismissed", person, reason="不归我们")
        assert not await gaps.close(session, dismissed, "answered", person)
        (before,) = await gaps.waiting(session, 10)
        held = {cluster.id: cluster for cluster in await gaps.clusters(session)}
        await gaps.place(session, held[answered], before, "e", HERE)
        still = await the_gap(session, answered)
        assert (still.status, still.answered_by) == ("answered", "Pricing v1"), "asked before it"
        for gap_id in (answered, dismissed):
            await gaps.note(session, await asked(session, person, "再问"))
            (after,) = await gaps.waiting(session, 10)
            await gaps.place(session, held[gap_id], after, "e", HERE)
        assert (await the_gap(session, answered)).status == "open"
        closed = await the_gap(session, dismissed)
        assert (closed.status, closed.count, closed.reason) == ("dismissed", 2, "不归我们")
        assert closed.closed_by == "周雨桐"


async def test_merged_gaps_are_one_with_all_that_was_asked(database: Database) -> None:
    async with database.write() as session:
        person = await a_person(session)
        one, other = await a_gap(session, person, "甲"), await a_gap(session, person, "乙", "丙")
        assert await gaps.merge(session, one, other, NORTH)
        assert not await gaps.merge(session, one, other, NORTH)
        merged = await the_gap(session, other)
        assert merged.count == 3
        assert await gaps.questions(session, other) == ["甲", "乙", "丙"]
        assert (await gaps.clusters(session))[0].centroid == NORTH


async def test_a_name_is_shown_only_where_it_was_passed_on(database: Database) -> None:
    async with database.write() as session:
        person, other = await a_person(session), await a_person(session, "Ann Lee")
        gap_id = await a_gap(session, person, "甲")
        theirs = await asked(session, other, "also")
        await gaps.note(session, theirs)
        (waiting,) = await gaps.waiting(session, 10)
        await gaps.place(session, (await gaps.clusters(session))[0], waiting, "e", HERE)
        names = [e.passed_on_by for e in await gaps.examples(session, gap_id, 10)]
        assert names == ["", ""]
        await feedback.pass_on(session, theirs)
        names = [e.passed_on_by for e in await gaps.examples(session, gap_id, 10)]
        assert names == ["Ann Lee", ""]
        (to_tell,) = await gaps.to_tell(session, gap_id)
        assert (to_tell.person_id, to_tell.question) == (other, "also")
        await feedback.told(session, [theirs])
        assert await gaps.to_tell(session, gap_id) == []


async def test_passages_that_were_voted_down_are_known(database: Database) -> None:
    async with database.write() as session:
        person = await a_person(session)
        await a_version(session, a_document("错的", "对的"))
        wrong, right = await playbooks.active_passages(session, [1, 2])
        exchange = await asked(session, person, "问", wrong, outcome=Outcome.ANSWERED)
        await feedback.vote(session, exchange, "down")
        await gaps.note(session, exchange)
        (waiting,) = await gaps.waiting(session, 10)
        gap_id = await gaps.found(session, waiting, "zh", "e", HERE)
        assert gap_id is not None
        assert await gaps.rejected_texts(session, gap_id) == {wrong.text_hash}
        assert right.text_hash != wrong.text_hash


# --- standard answers ----------------------------------------------------------------------------


def new_answer(question: str, words: str, replaces: int | None = None) -> NewAnswer:
    document = replace(a_document(words, path=question), title=question)
    return NewAnswer(question, words, document, 3, None, replaces)


async def paths_that_answer(session: Session) -> dict[str, list[str]]:
    """The document paths of each playbook's active version."""
    found = {}
    for version in await playbooks.versions(session):
        if version.status == "active":
            found[version.slug] = sorted(await carrying.paths(session, version.id))
    return found


async def test_each_answer_is_a_document_of_one_playbook_until_it_is_retired(
    database: Database,
) -> None:
    async with database.write() as session:
        author = await a_person(session, "林欣")
        first = await standard_answers.save(session, new_answer("甲?", "甲 答案"), author)
        second = await standard_answers.save(session, new_answer("乙?", "乙 答案"), author)
    async with database.write() as session:
        assert await paths_that_answer(session) == {
            "standard-answers": ["answers/1.md", "answers/2.md"]
        }
        edited = await standard_answers.save(session, new_answer("甲?", "新的", first.id), author)
        assert await paths_that_answer(session) == {
            "standard-answers": ["answers/2.md", "answers/3.md"]
        }
        held = await standard_answers.answers(session)
        assert [(a.id, a.author, a.is_current) for a in held] == [
            (edited.id, "林欣", True),
            (second.id, "林欣", True),
        ]
        passages = (await playbooks.document_passages(session, edited.version_id))["answers/3.md"]
        (author_of,) = (await standard_answers.authors(session, [passages[0].document_id])).values()
        assert (author_of.name, author_of.written_at) == ("林欣", held[0].written_at)
        assert await lexical.differences(session) == []
        assert await standard_answers.retire(session, second.id, author)
        assert not await standard_answers.retire(session, second.id, author)
        assert await standard_answers.retire(session, edited.id, author)
        assert await paths_that_answer(session) == {}
        assert await lexical.count(session) == 0


async def test_two_answers_saved_at_once_both_answer(database: Database, beside: Database) -> None:
    async with database.write() as session:
        author = await a_person(session, "林欣")

    numbers = count()

    async def save(session: Session) -> int:
        new = new_answer(f"问题 {next(numbers)}?", "答 案")
        return (await standard_answers.save(session, new, author)).id

    results = await at_once(database, beside, save)
    assert not [result for result in results if isinstance(result, Exception)]
    async with database.read() as session:
        assert len((await paths_that_answer(session))["standard-answers"]) == 2
    results = await at_once(database, beside, save)
    async with database.read() as session:
        assert len((await paths_that_answer(session))["standard-answers"]) == 4


async def test_a_folded_answer_leaves_one_playbook_for_the_other(database: Database) -> None:
    async with database.write() as session:
        author = await a_person(session, "林欣")
        await a_version(session, a_document("价格 一", path="价格.md"))
        one = await standard_answers.save(session, new_answer("甲?", "甲 答案"), author)
        two = await standard_answers.save(session, new_answer("乙?", "乙 答案"), author)
        (target,) = await standard_answers.targets(session)
        assert target.title == "Pricing"
        version = await standard_answers.fold(session, one.id, target.id, author)
        assert version is not None
        assert await standard_answers.fold(session, one.id, target.id, author) is None
        assert not await standard_answers.retire(session, one.id, author)
        assert await paths_that_answer(session) == {
            "pricing": ["answers/1.md", "价格.md"],
            "standard-answers": [f"answers/{two.id}.md"],
        }
        folded = await standard_answers.answer(session, one.id)
        assert folded is not None
        assert folded.folded_into == "Pricing v2"
        (carried,) = await carrying.carried_documents(session, target.id)
        assert (carried.path, carried.author_id) == ("answers/1.md", author)
        assert await lexical.differences(session) == []


async def test_the_next_upload_keeps_what_was_folded_and_a_roll_back_leaves_it_out(
    database: Database,
) -> None:
    async with database.write() as session:
        author = await a_person(session, "林欣")
        first = await a_version(session, a_document("价格 一", path="价格.md"))
        draft = await a_version(session, a_document("价格 二", path="价格.md"), activate=False)
        one = await standard_answers.save(session, new_answer("甲?", "甲 答案"), author)
        (target,) = await standard_answers.targets(session)
        await standard_answers.fold(session, one.id, target.id, author)
        await playbooks.finish_version(session, draft, activate=True)
        assert await paths_that_answer(session) == {"pricing": ["answers/1.md", "价格.md"]}
        (version,) = [v for v in await playbooks.versions(session) if v.status == "active"]
        assert (version.id, version.passages) == (draft, 2)
        assert await lexical.differences(session) == []
        await playbooks.finish_version(session, first, activate=True)
        assert await paths_that_answer(session) == {"pricing": ["价格.md"]}


async def test_a_folded_answer_never_overwrites_a_document_of_the_same_path(
    database: Database,
) -> None:
    async with database.write() as session:
        author = await a_person(session, "林欣")
        await a_version(session, a_document("别的", path="answers/1.md"))
        one = await standard_answers.save(session, new_answer("甲?", "甲 答案"), author)
        (target,) = await standard_answers.targets(session)
        await standard_answers.fold(session, one.id, target.id, author)
        (paths,) = (await paths_that_answer(session)).values()
        assert paths == ["answers/1.md", "standard-answers/1.md"]
        assert len(await carrying.carried_documents(session, target.id)) == 1


async def test_what_was_folded_is_there_again_after_a_roll_back_or_a_retirement(
    database: Database,
) -> None:
    async with database.write() as session:
        author = await a_person(session, "林欣")
        first = await a_version(session, a_document("价格 一", path="价格.md"))
        one = await standard_answers.save(session, new_answer("甲?", "甲 答案"), author)
        (target,) = await standard_answers.targets(session)
        await standard_answers.fold(session, one.id, target.id, author)
        await playbooks.finish_version(session, first, activate=True)
        assert await paths_that_answer(session) == {"pricing": ["价格.md"]}
        await a_version(session, a_document("价格 二", path="价格.md"))
        assert await paths_that_answer(session) == {"pricing": ["answers/1.md", "价格.md"]}
        await playbooks.retire(session, "pricing")
        newest = await a_version(session, a_document("价格 三", path="价格.md"))
        assert await paths_that_answer(session) == {"pricing": ["answers/1.md", "价格.md"]}
        held = await playbooks.document_passages(session, newest)
        assert [passage.text for passage in held["answers/1.md"]] == ["甲 答案"]
        assert await lexical.differences(session) == []


async def test_a_file_named_like_a_folded_answer_does_not_push_it_out(database: Database) -> None:
    async with database.write() as session:
        author = await a_person(session, "林欣")
        await a_version(session, a_document("价格 一", path="价格.md"))
        one = await standard_answers.save(session, new_answer("甲?", "甲 答案"), author)
        (target,) = await standard_answers.targets(session)
        await standard_answers.fold(session, one.id, target.id, author)
        for _ in range(2):
            await a_version(session, a_document("别的", path="answers/1.md"))
            paths = ["answers/1.md", "standard-answers/1.md"]
            assert await paths_that_answer(session) == {"pricing": paths}


async def test_copied_documents_are_the_same_in_every_column(database: Database) -> None:
    async with database.write() as session:
        texts = ("一 二 三", "", "四 五")
        old = await a_version(session, a_document(*texts), a_document("六", path="b.md"))
        new = await playbooks.begin_version(session, "pricing", "Pricing", "h", None)
        await carrying.copy_documents(session, old, new, ["b.md"])
        await playbooks.finish_version(session, new, activate=False)
        before = (await playbooks.document_passages(session, old))["价格.md"]
        after = await playbooks.document_passages(session, new)
        assert list(after) == ["价格.md"]
        same = [
            replace(p, id=b.id, document_id=b.document_id, version=b.version)
            for p, b in zip(after["价格.md"], before, strict=True)
        ]
        assert same == list(before)
        rows = [await session.get_one(PlaybookVersionRow, version) for version in (old, new)]
        assert [(row.passage_count, row.term_count) for row in rows] == [(4, 6), (3, 5)]
        warnings = dict(await playbooks.document_warnings(session, new))
        assert warnings == {"价格.md": ["a warning"]}


async def test_an_answer_to_a_gap_that_is_gone_is_kept_without_it(database: Database) -> None:
    async with database.write() as session:
        author = await a_person(session, "林欣")
        gone, kept = await a_gap(session, author, "甲"), await a_gap(session, author, "乙")
        assert await gaps.merge(session, gone, kept, NORTH)
    for gap_id, expected in ((gone, None), (kept, kept)):
        async with database.write() as session:
            new = replace(new_answer("甲?", "甲 答案"), gap_id=gap_id)
            saved = await standard_answers.save(session, new, author)
            assert saved.gap_id == expected
            held = await standard_answers.answer(session, saved.id)
            assert held is not None
            assert (held.gap_id, held.is_current) == (expected, True)


# --- usage ---------------------------------------------------------------------------------------


async def test_usage_counts_answers_by_section_and_finds_what_nobody_needed(
    database: Database,
) -> None:
    async with database.write() as session:
        person = await a_person(session)
        await a_version(session, a_document("一", "二", "三"))
        one, two, _ = await playbooks.active_passages(session, [1, 2, 3])
        await asked(session, person, "问", one, two, outcome=Outcome.ANSWERED)
        liked = await asked(session, person, "问", one, outcome=Outcome.ANSWERED)
        await feedback.vote(session, liked, "up")
        await feedback.pass_on(session, await asked(session, person, "难"))
        small = Answered(Outcome.REFUSED, Reason.SMALL_TALK, "", (), 0.0)
        await exchanges.record(session, person, Asked("你好", "你好"), small, 1)
    async with database.read() as session:
        now = datetime.now(UTC)
        found = await usage.usage(session, now - timedelta(days=1))
        assert found.questions == 3
        assert found.outcomes == {"answered": 2, "refused": 1}
        assert (found.votes, found.passed_on) == ({"up": 1}, 1)
        assert found.stages == {"offer": 3}
        cited = {section.path[-1]: count for section, count in found.cited.items()}
        assert cited == {"§0": 2, "§1": 1}
        assert [section.path[-1] for section in found.unused] == ["§2"]
        assert found.playbooks == {("pricing", "Pricing"): 3}
        later = await usage.usage(session, now + timedelta(days=1))
        assert later.questions == 0
        assert len(later.unused) == 3


async def test_usage_knows_a_section_in_every_version(database: Database) -> None:
    async with database.write() as session:
        person = await a_person(session)
        await a_version(session, a_document("旧"))
        (old,) = await playbooks.active_passages(session, [1])
        await asked(session, person, "问", old, outcome=Outcome.ANSWERED)
        await a_version(session, a_document("新"))
    async with database.read() as session:
        found = await usage.usage(session, datetime.now(UTC) - timedelta(days=1))
        assert found.unused == []


@pytest.mark.parametrize("path", ["answers/x.md", "answers/99.md"])
async def test_a_document_that_is_no_standard_answer_has_no_author(
    database: Database, path: str
) -> None:
    async with database.write() as session:
        version = await a_version(session, a_document("一", path=path))
        (passage,) = (await playbooks.document_passages(session, version))[path]
        assert await standard_answers.authors(session, [passage.document_id]) == {}
