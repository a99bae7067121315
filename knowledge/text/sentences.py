"""Units of text that an answer may quote: sentences, list items, table rows."""

from __future__ import annotations

import re
import unicodedata

LIST_ITEM = re.compile(
    r"\s*(?:[-*+•·●▪◦‣◆■]\s+|[•●▪◦‣◆■]|\d{1,3}[.)、．](?!\d)\s*|[(（]\d{1,3}[)）]|[①-⑳]|"
    r"[(（]?[一二三四五六七八九十]{1,3}[、)）]|第[一二三四五六七八九十\d]{1,3}[步条][:：、，,\s]|"
    r"[Ss]tep\s*\d+[:.)\s]|[A-Za-z][.)]\s)"
)
HEADING = re.compile(r"\s{0,3}#{1,6}\s")
TABLE_ROW = re.compile(r"\s*\||[^\t\n]+\t[^\t\n]+|\s*\S+(?: \S+)* {3,}\S")
_KEY = re.compile(r"\s*[^\s:：,，。.]{1,20}(?:\s[^\s:：,，。.]{1,20}){0,3}\s*[:：]")
_CHINESE_END = re.compile(
    r"[。！？…]+[”’\"'」』）)】》]*|[!?]+[”’\"'」』）)]*(?=\s|[^\x00-\x7f]|$)"
)
_ENGLISH_END = re.compile(r"\.+[\"')\]”’]*(?=\s)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|vs|etc|inc|ltd|co|corp|no|nos|fig|approx|dept|est|e\.g|i\.e|"
    r"cf|al|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|[a-z](?:\.[a-z])*)|^\s*\d{1,3})\.$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"「[^「」]{1,200}」|“[^“”]{1,200}”|（[^（）]{1,100}）|\([^()]{1,100}\)")
_WRAPPED_WIDTH = 50


def sentences(text: str) -> list[str]:
    """`text` cut into sentences; a list item, a table row and a heading are one unit each.

    Joined, the pieces give `text` back: the white space behind a unit belongs to it. A line break
    inside a paragraph that was wrapped by width does not cut, nor does a sentence's end within
    quotation marks or brackets.
    """
    pieces: list[str] = []
    for block, whole in _blocks(text):
        pieces.extend([block] if whole else _cut(block))
    return _with_blanks_attached(pieces)


def _blocks(text: str) -> list[tuple[str, bool]]:
    """(lines that belong together, whether they are one unit whatever they hold)."""
    blocks: list[tuple[str, bool]] = []
    before = ""
    for line in text.splitlines(keepends=True):
        whole = is_unit(line)
        if blocks and not whole and _continues(before, line):
            previous, kind = blocks[-1]
            blocks[-1] = (previous + line, kind)
        else:
            blocks.append((line, whole))
        before = line
    return blocks


def is_unit(line: str) -> bool:
    """Whether a line stands by itself: a list item, a table row or a heading."""
    return bool(LIST_ITEM.match(line) or TABLE_ROW.match(line) or HEADING.match(line))


def _continues(before: str, line: str) -> bool:
    """Whether `line` goes on with the sentence of the line `before` it."""
    if not before.strip() or not line.strip() or HEADING.match(before) or TABLE_ROW.match(before):
        return False
    if LIST_ITEM.match(before):
        return line[:2].isspace()
    ended = before.rstrip()[-1] in "。！？…!?：:；;"
    return not ended and not _KEY.match(line) and _width(before) >= _WRAPPED_WIDTH


def _width(line: str) -> int:
    wide = sum(unicodedata.east_asian_width(c) in "WF" for c in line)
    return len(line) + wide


def _cut(block: str) -> list[str]:
    ends = {match.end() for match in _CHINESE_END.finditer(block)}
    ends |= {m.end() for m in _ENGLISH_END.finditer(block) if _is_end(block, m)}
    spans = [match.span() for match in _QUOTED.finditer(block)]
    ends = {end for end in ends if not any(first < end < last for first, last in spans)}
    pieces, start = [], 0
    for end in sorted(ends):
        while end < len(block) and block[end].isspace():
            end += 1
        if end > start:
            pieces.append(block[start:end])
            start = end
    return [*pieces, block[start:]] if start < len(block) else pieces


def _is_end(block: str, match: re.Match[str]) -> bool:
    following = block[match.end() :].lstrip()[:1]
    if following.islower():
        return False
    return not _ABBREVIATION.search(block[max(0, match.start() - 12) : match.start() + 1])


def _with_blanks_attached(pieces: list[str]) -> list[str]:
    joined: list[str] = []
    for piece in pieces:
        if joined and (not piece.strip() or not joined[-1].strip()):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined
