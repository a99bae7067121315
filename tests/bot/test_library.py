"""The library's indexes: made again from SQL, whatever became of them."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.coach import Coach
from bot.playbooks.loads import load_of_path, queue
from bot.worker import Worker
from storage.records import Outcome, Scope
from tests.bot.example import opened

POLICY = "# Discounts\n\nA discount of 15% is approved by the sales director.\n"
QUESTION = "who approves a 15% discount?"


async def _ingest(coach: Coach, folder: Path) -> None:
    (folder / "policy.md").write_text(POLICY, encoding="utf-8")
    load = await asyncio.to_thread(load_of_path, folder / "policy.md", coach.originals)
    async with coach.database.write() as session:
        await queue(coach, session, load, None)
    await Worker(coach).run_next_job()


async def test_reindex_replaces_a_chroma_folder_that_cannot_be_read(tmp_path: Path) -> None:
    home = tmp_path / "home"
    async with opened(home, owner=True) as coach:
        await _ingest(coach, tmp_path)
    for file in (home / "chroma").rglob("*.sqlite3"):
        file.write_bytes(b"not a database")
    async with opened(home, owner=True) as coach:
        indexer = await coach.library.indexer()
        await indexer.rebuild()
        assert await indexer.differences() == []
        evidence = await coach.library.retrieve(QUESTION, Scope())
        assert evidence.outcome is Outcome.ANSWERED
        assert "sales director" in evidence.results[0].passage.text
