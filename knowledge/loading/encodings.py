"""Bytes of a text file → text, for the encodings Chinese and English offices use."""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 1 << 17
_COMMON = re.compile(
    "[，。、；：？！“”（）《》的一是不了在人有我他这這中大来來上国國个個到说說们們为為子和你地出道也时時年得就"
    "那要下以生会會自着著去之过過家学學对對可她里裡后後小么麼心多天而能好都然没沒日于於起还還发發成事只作当當"
    "想看文无無开開手十用主行方又如前所本见見经經头頭面公同三已老从從动動两兩长長知民样樣现現分将將外但身些与與"
    "高意进進把法此实實回二理客户戶价價需求产產品销銷售]"
)
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_LATIN = re.compile(r"(?<=[A-Za-z])[À-ÖØ-öø-ÿ]|[À-ÖØ-öø-ÿ](?=[A-Za-z])|[€£©®°–—‘’“”…•]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_PRIVATE = re.compile(r"[\ue000-\uf01f\uf100-\uf8ff\ufdd0-\ufdef\ufffe\uffff]")
"""Characters that no text has, but for those of symbol fonts, which Word's bullets are."""
_SURE = 0.3
_PLAUSIBLE = 0.15
"""Share of a right decoding's non-ASCII characters that are common ones; a wrong one has few."""


def decode(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """The text with `\\n` line ends, and warnings; None if the bytes are not text."""
    found = _decode(data)
    if found is None:
        return None
    text, warnings = found
    strange = len(_CONTROLS.findall(text)) + len(_PRIVATE.findall(text))
    if strange > max(2, len(text) // 1000):
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n"), warnings


def _decode(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _leniently(data, encoding)
    if b"\x00" in data[:_SAMPLE]:
        return _without_mark(data)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _legacy(data)


def _leniently(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]] | None:
    """None if it is not this encoding, but for a few bad bytes."""
    try:
        return data.decode(encoding), ()
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
    bad, foreign = text.count("\ufffd"), len(_FOREIGN.findall(text))
    return (text, ("replaced_characters",)) if bad <= max(1, foreign // 50) else None


def _without_mark(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """UTF-16 without a byte order mark: its ASCII characters have a zero byte each."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        sample = text[:_SAMPLE]
        likely = len(_COMMON.findall(sample)) + sum(map(str.isascii, sample))
        if likely > len(sample) * _PLAUSIBLE and "\x00" not in sample:
            return text, ()
    return None


def _damaged_utf8(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """UTF-8 with a few bad bytes, as after a cut in the middle of a character."""
    text = data.decode("utf-8", errors="replace")
    bad, foreign = text.count("\ufffd"), len(_FOREIGN.findall(text))
    if bad * 50 > foreign:
        return None
    return text, ("replaced_characters",)


def _legacy(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    sample = data[:_SAMPLE]
    scored = [(_score(sample, name), name) for name in ("gb18030", "big5hkscs", "cp1252")]
    best, encoding = max(scored, key=lambda pair: pair[0])
    if best < _PLAUSIBLE:
        guess = _guess(sample)
        if guess is None:
            return None
        decoded = _leniently(data, guess)
        return decoded and (decoded[0], (*decoded[1], f"encoding_guessed:{guess}"))
    decoded = _leniently(data, encoding)
    guessed = () if best >= _SURE else (f"encoding_guessed:{encoding}",)
    return decoded and (decoded[0], (*decoded[1], *guessed))


def _score(sample: bytes, encoding: str) -> float:
    """Share of non-ASCII characters that a text in this encoding usually has."""
    text = sample.decode(encoding, errors="replace")
    foreign = len(_FOREIGN.findall(text))
    usual = _LATIN if encoding == "cp1252" else _COMMON
    bad = text.count("\ufffd")
    return (len(usual.findall(text)) - 5 * bad) / max(foreign, 1)


def _guess(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    return best.encoding if best is not None else None
