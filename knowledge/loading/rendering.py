"""Blocks as a person reads them in a message: close to Markdown, without its markup."""

from __future__ import annotations

from knowledge.loading.blocks import Block, Row


def item_line(block: Block) -> str:
    """A list item below its parents: two spaces a level, more lines under the first."""
    indent = "  " * (block.level - 1)
    return indent + block.text.replace("\n", f"\n{indent}  ")


def table_line(row: Row) -> str:
    """A row between bars, each on one line; no ruler below the header."""
    return f"| {' | '.join(row)} |"


def readable(block: Block) -> str:
    if block.kind == "list_item":
        return item_line(block)
    if block.kind == "table":
        return "\n".join(map(table_line, block.rows))
    return block.text
