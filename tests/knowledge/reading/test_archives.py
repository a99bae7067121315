"""A ZIP of files is unpacked where it can do no harm; what is refused is named."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from knowledge.loading import CorruptFile, LoadError, TooLarge, WrongType
from knowledge.reading import Reading, Unpacked
from knowledge.reading.member_names import decoded_names, safe_path
from tests.knowledge.reading import files
from tests.knowledge.reading.conftest import Writer
from tests.knowledge.reading.files import MB, archive


def zipped(*members: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for info, content in members:
            file.writestr(info, content)
    return stream.getvalue()


async def unpacked(tmp_path: Path, data: bytes) -> Unpacked:
    into = tmp_path / "into"
    into.mkdir()
    packed = tmp_path / "packed"
    packed.write_bytes(data)
    async with Reading() as reading:
        return await reading.unpack("all.zip", packed, into)


def told(found: Unpacked) -> dict[str, str]:
    return {problem.name: problem.code for problem in found.problems}


async def test_the_files_come_out_and_the_rest_is_named(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.md")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    device = zipfile.ZipInfo("device.md")
    device.create_system, device.external_attr = 3, 0o020666 << 16
    outside = tmp_path / "outside.md"
    found = await unpacked(
        tmp_path,
        zipped(
            ("报价/折扣.md", "# 折扣".encode()),
            ("win\\dows.txt", b"words"),
            ("A.MD", b"first"),
            ("a.md", b"second"),
            ("../../up.md", b"x"),
            (str(outside), b"x"),
            ("C:\\windows.md", b"x"),
            ("..\\up.txt", b"x"),
            ("aux.md", b"x"),
            (link, b"/etc/passwd"),
            (device, b"x"),
            ("inner.zip", archive({"b.md": "x"})),
            ("song.mp3", b"x"),
            ("letter.docm", b"x"),
            ("__MACOSX/._a.md", b"x"),
            (".DS_Store", b"x"),
            ("~$letter.docx", b"x"),
            (".git/config.md", b"x"),
            ("Thumbs.db", b"x"),
        ),
    )
    assert {m.path: m.file.read_bytes() for m in found.members} == {
        "报价/折扣.md": "# 折扣".encode(),
        "win/dows.txt": b"words",
        "A.MD": b"first",
    }
    assert all(m.size == len(m.file.read_bytes()) for m in found.members)
    assert told(found) == {
        "a.md": "duplicate_name",
        "../../up.md": "unsafe_path",
        str(outside): "unsafe_path",
        "C:\\windows.md": "unsafe_path",
        "..\\up.txt": "unsafe_path",
        "aux.md": "unsafe_path",
        "link.md": "unsafe_path",
        "device.md": "unsafe_path",
        "inner.zip": "nested_archive",
        "song.mp3": "unsupported_type",
        "letter.docm": "macros",
    }
    assert {path.name for path in tmp_path.iterdir()} == {"into", "packed"}


async def test_one_damaged_or_locked_member_leaves_the_others(tmp_path: Path) -> None:
    data = bytearray(zipped(("a.md", b"spoiled words"), ("b.md", b"good"), ("c.md", b"locked")))
    data[data.index(b"spoiled")] ^= 1
    directory = data.index(b"PK\x01\x02")
    locked = data.index(b"c.md", directory) - 46
    data[locked + 8] |= 1
    found = await unpacked(tmp_path, bytes(data))
    assert [m.path for m in found.members] == ["b.md"]
    assert told(found) == {"a.md": "corrupt", "c.md": "encrypted"}


@pytest.mark.parametrize(
    ("data", "kind", "facts"),
    [
        (files.bomb(500 * MB), TooLarge, {"what": "unpacked"}),
        (files.bomb(100 * MB), TooLarge, {"what": "ratio"}),
        (files.overlapping(2_000), CorruptFile, {"reason": "overlapping"}),
        (archive({f"{n}.md": "" for n in range(6_000)}), TooLarge, {"what": "members"}),
        (archive({"a.md": "x"})[:-30], CorruptFile, {"reason": "zip"}),
        (b"no archive", WrongType, {"found": "unknown"}),
        (files.docx(), WrongType, {"found": "docx"}),
    ],
    ids=["500 MB", "ratio", "overlapping", "members", "cut", "text", "docx"],
)
async def test_an_archive_that_is_refused_as_a_whole(
    tmp_path: Path, data: bytes, kind: type[LoadError], facts: dict[str, str]
) -> None:
    began = time.monotonic()
    with pytest.raises(kind) as refused:
        await unpacked(tmp_path, data)
    assert facts.items() <= refused.value.facts.items()
    assert refused.value.name == "all.zip"
    assert list((tmp_path / "into").iterdir()) == []
    assert time.monotonic() - began < 15


async def test_a_directory_that_lies_about_sizes_does_not_fill_the_disk(tmp_path: Path) -> None:
    data = bytearray(files.bomb(100 * MB))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = (1_000).to_bytes(4, "little")
    found = await unpacked(tmp_path, bytes(data))
    assert told(found) == {"a.txt": "corrupt"}
    assert sum(file.stat().st_size for file in (tmp_path / "into").iterdir()) < MB


async def test_unpacked_files_can_be_read(tmp_path: Path, write: Writer) -> None:
    into = tmp_path / "into"
    into.mkdir()
    async with Reading() as reading:
        found = await reading.unpack(
            "a.zip", write("a.zip", archive({"b/c.md": "# 你好\n\n好"})), into
        )
        document = await reading.read(found.members[0].path, found.members[0].file)
    assert (document.title, document.pieces[0].text) == ("你好", "好")


def named(*raw: bytes) -> list[zipfile.ZipInfo]:
    """Entries as zipfile gives them for names that say nothing of their encoding."""
    infos = [zipfile.ZipInfo(name.decode("cp437")) for name in raw]
    for info, name in zip(infos, raw, strict=True):
        info.orig_filename = name.decode("cp437")
    return infos


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_chinese_names_without_a_flag(encoding: str) -> None:
    names = ["销售手册/第一章 报价.docx", "价格（2024）.xlsx", "plain.md"]
    assert decoded_names(named(*(name.encode(encoding) for name in names))) == names


def test_other_names_without_a_flag() -> None:
    traditional = ["銷售手冊/報價與折扣.docx", "產品說明.pdf"]
    assert decoded_names(named(*(name.encode("big5") for name in traditional))) == traditional
    western = ["Müller Präsentation.docx", "café.txt"]
    assert decoded_names(named(*(name.encode("cp437") for name in western))) == western


@given(st.text(max_size=40))
@example("a/../../b")
@example("a\x00/../b.md")
@example("//server/share.md")
@example("a/\u202etxt.md")
@example("nul.md")
def test_a_safe_path_stays_below_its_folder(path: str) -> None:
    safe = safe_path(path)
    if safe is not None:
        parts = safe.split("/")
        assert ".." not in parts
        assert "" not in parts
        assert "\\" not in safe
        assert safe.isprintable() or not any(ord(char) < 32 for char in safe)
        assert safe_path(safe) == safe


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=st.integers(0, 400), noise=st.binary(min_size=1, max_size=8))
async def test_a_damaged_archive_is_unpacked_or_refused(
    reading: Reading, tmp_path_factory: pytest.TempPathFactory, at: int, noise: bytes
) -> None:
    data = archive({"a.md": "words", "b/c.txt": "more words", "d.csv": "a,b"})
    folder = tmp_path_factory.mktemp("zip")
    packed, into = folder / "a.zip", folder / "into"
    into.mkdir()
    packed.write_bytes(data[:at] + noise + data[at + len(noise) :])
    try:
        found = await reading.unpack("a.zip", packed, into)
    except (CorruptFile, WrongType, TooLarge):
        return
    assert {m.file.parent for m in found.members} <= {into}
