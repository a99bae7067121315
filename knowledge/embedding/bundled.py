"""Open the encoders that come with the product, as many as run on this machine."""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from knowledge.embedding.base import Encoder, EncoderUnavailable
from knowledge.embedding.e5 import E5_ID, open_e5_encoder
from knowledge.embedding.sentence import open_sentence_encoder

TRIAL_SECONDS = 120
_TRIED = "tried.json"


@dataclass(frozen=True)
class BundledEncoders:
    """The encoders that opened, the fastest first, and why others did not (fit for a user)."""

    encoders: tuple[Encoder, ...]
    problems: tuple[str, ...] = ()


def bundled_encoders(home: Path, threads: int = 1) -> BundledEncoders:
    """Open the sentence encoder and E5. Takes 2 s; 6 s more the first time on a machine.

    One that fails is named in `problems`, and the other serves. E5 is tried in a child process
    first, as a processor without the right instructions would end this one.
    """
    encoders: list[Encoder] = []
    problems: list[str] = []
    try:
        encoders.append(open_sentence_encoder(home, threads))
    except EncoderUnavailable as error:
        problems.append(str(error))
    try:
        try_e5(home)
        encoders.append(open_e5_encoder(home, threads))
    except EncoderUnavailable as error:
        problems.append(str(error))
    return BundledEncoders(tuple(encoders), tuple(problems))


def try_e5(home: Path) -> None:
    """Run E5 in a child process, unless it has run well here before. Raises EncoderUnavailable."""
    marker = home / "models" / _TRIED
    if _read(marker) == _machine():
        return
    problem = _trial(home)
    if problem:
        raise EncoderUnavailable(f"E5 does not run here: {problem}")
    with suppress(OSError):  # a home that can only be read is tried every time
        marker.write_text(json.dumps(_machine()), encoding="utf-8")


def _trial(home: Path) -> str:
    """What went wrong in the child process; empty if nothing."""
    command = [sys.executable, "-m", "knowledge.embedding.e5_trial", str(home)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            env=_environment(),
            capture_output=True,
            text=True,
            errors="replace",
            timeout=TRIAL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"no answer within {TRIAL_SECONDS} s"
    except OSError as error:
        return str(error)
    if done.returncode < 0:
        return f"ended by {signal.Signals(-done.returncode).name}"
    last_line = (done.stderr.strip().splitlines() or [f"exit status {done.returncode:#x}"])[-1]
    return last_line if done.returncode else ""


def _environment() -> dict[str, str]:
    """Ours, with this very package importable."""
    root = str(Path(__file__).parents[2])
    path = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path)}


def _machine() -> dict[str, str]:
    """What a passed trial holds for."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        runtime = version("onnxruntime")
    except PackageNotFoundError as error:
        raise EncoderUnavailable("E5: the package onnxruntime is not installed") from error
    return {
        "encoder": E5_ID,
        "onnxruntime": runtime,
        "python": platform.python_version(),
        "machine": f"{platform.node()} {platform.machine()}",
    }


def _read(marker: Path) -> object:
    try:
        return json.loads(marker.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
