"""Opening as many encoders as run here, and saying why one does not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from knowledge.embedding import EncoderUnavailable, bundled, bundled_encoders, e5_trial


def test_both_encoders_open_and_the_trial_is_remembered(
    converted_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = bundled_encoders(converted_home)
    assert first.problems == ()
    assert [encoder.dimension for encoder in first.encoders] == [512, 384]

    monkeypatch.setattr(bundled, "_trial", lambda home: pytest.fail("tried twice"))
    bundled.try_e5(converted_home)


def test_a_child_that_dies_leaves_the_sentence_encoder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nkill -ILL $$\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    opened = bundled_encoders(tmp_path)
    assert [encoder.dimension for encoder in opened.encoders] == [512]
    assert opened.problems == ("E5 does not run here: ended by SIGILL",)


def test_a_child_that_fails_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho noise >&2\necho 'wrong vectors' >&2\nexit 1\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(EncoderUnavailable, match="wrong vectors"):
        bundled.try_e5(tmp_path)


def test_a_child_that_hangs_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nexec sleep 5\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    monkeypatch.setattr(bundled, "TRIAL_SECONDS", 0.2)
    with pytest.raises(EncoderUnavailable, match="no answer within"):
        bundled.try_e5(tmp_path)


def test_the_trial_refuses_other_vectors(
    converted_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(e5_trial, "TEXTS", e5_trial.TEXTS[::-1])
    with pytest.raises(EncoderUnavailable, match="wrong vectors"):
        e5_trial.main(converted_home)
