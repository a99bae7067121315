"""Files made to do harm are refused with a reason, within time and memory."""

from __future__ import annotations

import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge.loading import LoadError
from knowledge.reading import Reading
from tests.knowledge.reading import files
from tests.knowledge.reading.conftest import Writer, measured_gaps
from tests.knowledge.reading.files import LAUGHS, MB, OUTSIDE

OFFICE: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("docx", files.docx, "word/document.xml"),
    ("pptx", files.pptx, "ppt/slides/slide1.xml"),
    ("xlsx", files.xlsx, "xl/worksheets/sheet1.xml"),
)


def hostile() -> Iterator[tuple[str, str, bytes, str]]:
    """What it is, the file's name, its bytes, and the code of the refusal."""
    for extension, made, main in OFFICE:
        data, name = made(), f"a.{extension}"
        for what, doctype in (("laughs", LAUGHS), ("an outside entity", OUTSIDE)):
            yield what, name, files.with_entity(data, main, doctype, "Haggle"), "corrupt"
        large = files.changed(data, {"media/a.bin": b"\0" * (150 * MB)})
        yield "150 MB in 150 KB", name, large, "too_large"
        yield "a project", name, files.changed(data, {"word/vbaProject.bin": "x"}), "macros"
        yield "a name with macros", f"a.{extension[:-1]}m", data, "macros"
        yield "encrypted", name, files.encrypted(data), "encrypted"
        yield "cut short", name, data[: len(data) // 2], "corrupt"
        yield "text", name, b"only words", "wrong_type"
        yield "no such kind", "a.exe", data, "unsupported_type"
        yield "another kind", "a.md", data, "wrong_type"
    yield "10,000 pages", "a.pdf", files.pdf_of_pages(10_000), "too_large"
    yield "no PDF", "a.pdf", b"\x7fELF" + bytes(100), "wrong_type"
    yield (
        "one row of 1 MB",
        "a.md",
        b"| a |\n| - |\n| " + b"word " * (MB // 4) + b"|\n",
        "too_large",
    )


async def test_hostile_files_are_refused_with_their_reason(write: Writer, tmp_path: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    cases = list(hostile())
    made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    wrong, slow, peak = [], [], 0
    async with Reading() as reading, measured_gaps() as gaps:
        await reading.read("w.md", write("w.md", "warm"))
        for what, name, data, code in cases:
            file = write("file", data)
            began = time.monotonic()
            found = await _outcome(reading, name, file)
            if time.monotonic() - began > 10:
                slow.append((what, name))
            if found != code:
                wrong.append((what, name, found))
            peak = max(peak, _peak(reading))
    assert (wrong, slow) == ([], [])
    assert 0 < peak < 500 * MB
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - max(before, made)) < 50 << 10
    assert sorted(gaps)[-4] < 0.1


async def _outcome(reading: Reading, name: str, file: Path) -> str:
    """ "read", or the code of the refusal."""
    try:
        return "read" if (await reading.read(name, file)).pieces else "nothing"
    except LoadError as error:
        return error.code


def _peak(reading: Reading) -> int:
    """The process's peak of resident memory in bytes, 0 when there is none."""
    if reading.pid is None:
        return 0
    status = Path(f"/proc/{reading.pid}/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) << 10


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("nested.html", b"<div>" * 100_000 + b"words" + b"</div>" * 100_000),
        ("tables.html", b"<table><tr><td>" * 5_000 + b"words"),
        ("quotes.md", b"> " * 100_000 + b"words"),
        ("lists.md", b"".join(b"  " * n + b"- words\n" for n in range(500))),
        ("brackets.md", b"[" * 50_000 + b"words"),
        ("stars.md", b"*a **a " * 20_000),
        ("line.txt", b"words and more words " * 20_000),
        ("nospace.txt", b"a" * MB),
        ("line.csv", b"a," * 200_000 + b"\n"),
        ("backticks.md", b"".join(b"`" * n + b" " for n in range(1_500))),
        ("yaml.md", b"---\na: &a [x]\nb: &b [*a,*a]\nc: " + b"[" * 5_000 + b"\n---\nwords"),
    ],
)
async def test_text_made_to_be_slow_is_read_or_refused_in_time(
    write: Writer, name: str, data: bytes
) -> None:
    began = time.monotonic()
    async with Reading(time_limit=1) as reading:
        found = await _outcome(reading, name, write(name, data))
    assert found in {"read", "too_slow", "too_large", "corrupt", "empty"}
    assert time.monotonic() - began < 25
