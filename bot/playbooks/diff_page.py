"""A diff as one web page to read anywhere: no scripts, nothing fetched, every word escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from bot.playbooks import versions_texts as texts
from bot.playbooks.diff_rendering import heading_of
from bot.playbooks.diffing import Diff, Line, Piece, SectionChange
from storage.records import Language

_STYLE = """
:root { color-scheme: light dark; --old: #ffe3e0; --new: #dcf5e1; --note: #b35c00;
  --edge: #d8d8d8; --soft: #6b6b6b; }
@media (prefers-color-scheme: dark) {
  :root { --old: #5a2320; --new: #17452a; --note: #ffb454; --edge: #444; --soft: #a5a5a5; } }
body { font: 16px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", sans-serif;
  margin: 0 auto; padding: 1rem; max-width: 46rem; overflow-wrap: anywhere; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem;
  border-top: 1px solid var(--edge); padding-top: 1rem; }
p { margin: .3rem 0; white-space: pre-wrap; } p.same { color: var(--soft); }
del, ins { text-decoration: none; border-radius: .2rem; padding: 0 .1rem; }
del { background: var(--old); text-decoration: line-through; } ins { background: var(--new); }
del.n, ins.n { font-weight: 700; outline: 2px solid var(--note); }
.note { color: var(--note); font-weight: 700; } li { margin: .2rem 0; }
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


def html_page(diff: Diff, title: str, language: Language) -> str:
    """`title` names the playbook and both versions."""
    body = "\n".join([f"<h1>{escape(title)}</h1>", *_names(diff, language), *_toc(diff, language),
                      *_sections(diff, language)])  # fmt: skip
    return (
        f'<!doctype html>\n<html lang="{language}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body>\n{body}\n</body></html>\n"
    )


def _names(diff: Diff, language: Language) -> Iterator[str]:
    lines = [texts.NEW_FILE(language, name=name) for name in diff.added_documents]
    lines += [texts.GONE_FILE(language, name=name) for name in diff.removed_documents]
    lines += [texts.RENAMED_FILE(language, old=r.old, new=r.new) for r in diff.renamed_documents]
    lines += [texts.RENAMED_HEADING(language, old=r.old, new=r.new) for r in diff.renamed_headings]
    if diff.empty:
        lines.append(texts.NO_CHANGES(language))
    if lines:
        yield "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>"


def _toc(diff: Diff, language: Language) -> Iterator[str]:
    """Where a number changed, on top."""
    if not diff.numbers:
        return
    yield f'<p class="note">{escape(texts.NUMBERS(language, count=diff.numbers))}</p><ul>'
    for number, change in enumerate(diff.sections):
        for line in change.lines:
            if line.numbers:
                name = change.section.path[-1] if change.section.path else change.section.document
                yield (
                    f'<li><a href="#s{number}">{escape(name)}</a>: '
                    f"<b>{escape(line.number_changes)}</b></li>"
                )
    yield "</ul>"


def _sections(diff: Diff, language: Language) -> Iterator[str]:
    for number, change in enumerate(diff.sections):
        yield f'<h2 id="s{number}">{escape(heading_of(change, language))}</h2>'
        yield f'<p class="same">{escape(_where(change, language))}</p>'
        for line in change.lines:
            yield from _line(line)


def _where(change: SectionChange, language: Language) -> str:
    place = " › ".join((change.section.document, *change.section.path))
    old = change.old
    if old is None or (old.document, old.path) == (
        change.section.document,
        change.section.path,
    ):
        return place
    was = texts.WAS(language, name=" › ".join((old.document, *old.path)))
    return f"{place} ({was})"


def _line(line: Line) -> Iterator[str]:
    if not line.changed:
        yield f'<p class="same">{_pieces(line.new)}</p>'
        return
    for pieces in (line.old, line.new):
        if pieces:
            yield f"<p>{_pieces(pieces)}</p>"


def _pieces(pieces: Sequence[Piece]) -> str:
    return "".join(_piece(piece) for piece in pieces)


def _piece(piece: Piece) -> str:
    words = escape(piece.text)
    if not piece.mark:
        return words
    tag = "del" if piece.mark == "-" else "ins"
    return f'<{tag} class="n">{words}</{tag}>' if piece.is_number else f"<{tag}>{words}</{tag}>"
