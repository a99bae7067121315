"""`process.yaml`: the organisation's stages, or a sentence that says what is wrong and where."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.process_file import DEFAULT, BadProcess, read_process

GOOD = """
process:
  key: b2b
  name: {zh: 销售, en: Sales}
  stages:
    - key: first
      name: {zh: 第一}
      stalled_after_days: 7
      synonyms: {zh: [开头], en: [start]}
      exit_criteria: [{key: met, text: {en: They met}, evidence: {en: A mail}}]
    - {key: second, name: {en: Second}}
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "process.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_stages_are_read_in_their_order_with_what_belongs_to_each(tmp_path: Path) -> None:
    process = read_process(written(tmp_path, "\ufeff" + GOOD))
    assert [stage.key for stage in process.stages] == ["first", "second"]
    first, second = process.stages
    assert first.stalled_after_days == 7
    assert second.stalled_after_days == 14
    assert first.synonyms_zh == ("开头",)
    assert first.exit_criteria[0].evidence.en == "A mail"
    assert first.name.in_("en") == "第一"


@pytest.mark.parametrize("path", [DEFAULT, Path(__file__).parents[2] / "examples/process.yaml"])
def test_the_processes_that_come_along_are_whole_in_both_languages(path: Path) -> None:
    process = read_process(path)
    assert len(process.stages) == 5
    for stage in process.stages:
        for text in (stage.name, stage.purpose, *(c.text for c in stage.exit_criteria)):
            assert text.zh
            assert text.en
        assert stage.exit_criteria


@pytest.mark.parametrize(
    ("text", "where"),
    [
        (GOOD.replace("zh: 第一", "zh: [第一"), "line "),
        (GOOD.replace("process:", "prozess:"), '"process:"'),
        ("", '"process:"'),
        ("- a list", '"process:"'),
        ("process: 3", "process: "),
        (b"process: \xff\xfe", "process.yaml: "),
        (GOOD.replace("key: second", "key: first"), "two stages have the same key"),
        (GOOD.replace("key: second", "key: Second!"), "process.stages.1.key: "),
        (GOOD.replace("days: 7", "days: 0"), "process.stages.0.stalled_after_days: "),
        (GOOD.replace("{en: Second}", "{}"), "process.stages.1.name: a name is missing"),
        (GOOD.replace("  key: b2b\n", ""), "process.key: "),
        (GOOD.partition("  stages:")[0] + "  stages: []", "process.stages: "),
        (GOOD.replace("exit_criteria", "exit_criterion"), "process.stages.0.exit_criterion: "),
    ],
)
def test_a_bad_file_says_where_and_what(tmp_path: Path, text: str | bytes, where: str) -> None:
    with pytest.raises(BadProcess) as raised:
        read_process(written(tmp_path, text))
    said = str(raised.value)
    assert said.startswith("process.yaml: ")
    assert where in said
    assert "\n" not in said
    assert "Value error" not in said


def test_a_file_that_is_not_there_is_a_bad_process(tmp_path: Path) -> None:
    with pytest.raises(BadProcess):
        read_process(tmp_path / "process.yaml")
