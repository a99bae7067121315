"""Markdown: CommonMark with tables. HTML in it is text like any other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from knowledge.loading.blocks import BlockBuilder, Content
from knowledge.loading.encodings import decode
from knowledge.loading.errors import WrongType
from knowledge.loading.front_matter import take_front_matter

if TYPE_CHECKING:
    from markdown_it.token import Token

_LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_DEEPEST = 100
"""Levels of nesting that are read; text below is dropped by the parser."""


def read(name: str, data: bytes) -> Content:
    decoded = decode(data)
    if decoded is None:
        raise WrongType(name, extension=PurePath(name).suffix.lower(), found="binary")
    text, warnings = decoded
    metadata, body, more = take_front_matter(text)
    builder = BlockBuilder(metadata.get("title", ""))
    _Walker(builder).walk(_parse(body))
    return Content(tuple(builder.blocks), metadata, warnings + more)


def _parse(text: str) -> Sequence[Token]:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST})
    return parser.enable(["table", "strikethrough"]).parse(text)


class _Walker:
    """Turns the parser's flat stream of tokens into blocks."""

    def __init__(self, builder: BlockBuilder) -> None:
        self._builder = builder
        self._depth = 0
        self._marker = ""
        self._item: list[str] = []

    def walk(self, tokens: Sequence[Token]) -> None:
        stream = iter(tokens)
        for token in stream:
            match token.type:
                case "heading_open":
                    self._heading(token, next(stream))
                case "inline":
                    self._text(inline_text(token))
                case "fence" | "code_block":
                    self._flush()
                    self._builder.code(token.content)
                case "table_open":
                    self._flush()
                    self._builder.table(_table(stream))
                case _:
                    self._list(token)
        self._flush()

    def _heading(self, opening: Token, inline: Token) -> None:
        """A heading inside a list or a quotation opens no section of the document."""
        if opening.level:
            self._text(inline_text(inline))
        else:
            self._flush()
            self._builder.heading(inline_text(inline), int(opening.tag[1:]))

    def _list(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self._flush()
                self._depth += 1
            case "bullet_list_close" | "ordered_list_close":
                self._flush()
                self._depth -= 1
            case "list_item_open":
                self._flush()
                self._marker = f"{token.info}{token.markup} " if token.info else "- "

    def _text(self, text: str) -> None:
        if not self._depth:
            self._builder.paragraph(text)
            return
        self._item.append(self._marker + text)
        self._marker = ""

    def _flush(self) -> None:
        """End the list item that is open, all its paragraphs together."""
        if self._item:
            self._builder.list_item("\n".join(self._item), self._depth)
            self._item = []


def _table(stream: Iterator[Token]) -> list[list[str]]:
    rows: list[list[str]] = []
    for token in stream:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(inline_text(token))
        elif token.type == "table_close":
            break
    return rows


def inline_text(token: Token) -> str:
    """The words of a line as a reader sees them: no emphasis marks, no link targets."""
    parts: list[str] = []
    for child in token.children or []:
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.content:
            parts.append(child.content)
    return _LINE_BREAK_TAG.sub("\n", "".join(parts))
