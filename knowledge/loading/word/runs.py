"""A paragraph's words, as they read once changes are accepted, and the pages they stand on."""

from __future__ import annotations

from dataclasses import dataclass, field

from knowledge.loading.office import MC, Element
from knowledge.loading.word.package import M, W, is_on, val

_DROPPED = frozenset(
    {W + "del", W + "moveFrom", W + "rPr", W + "pPr", W + "instrText", W + "delText", W + "rt"}
    | {W + "footnoteReference", W + "endnoteReference", W + "sdtPr"}
)
_SIGNS = {
    W + "tab": " ",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "ptab": " ",
}


@dataclass
class Words:
    """`page` is where the first word stands; `boxes` are the text boxes anchored here."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    page: int | None = None

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()


class Pages:
    """Counts pages: by the breaks Word rendered, else by the breaks the author put in.

    `now` is None in a document that has neither.
    """

    def __init__(self, document: Element) -> None:
        self._rendered = document.find(f".//{W}lastRenderedPageBreak") is not None
        self.now: int | None = 1 if self._rendered or _has_manual_break(document) else None

    def pass_break(self, *, rendered: bool) -> None:
        if rendered == self._rendered and self.now is not None:
            self.now += 1


def _has_manual_break(document: Element) -> bool:
    breaks = (val(found, "type") == "page" for found in document.iter(W + "br"))
    return any(breaks) or any(map(is_on, document.iter(W + "pageBreakBefore")))


def words_of(paragraph: Element, pages: Pages) -> Words:
    words = Words()
    if is_on(paragraph.find(f"{W}pPr/{W}pageBreakBefore")):
        pages.pass_break(rendered=False)
    _collect(paragraph, words, pages)
    if words.page is None:
        words.page = pages.now
    return words


def _collect(element: Element, words: Words, pages: Pages) -> None:
    for child in element:
        tag = child.tag
        if tag in (W + "t", M + "t"):
            _add(child.text or "", words, pages)
        elif tag == W + "txbxContent":
            words.boxes.append(child)
        elif tag == MC + "AlternateContent":
            _collect(_alternative(child), words, pages)
        elif tag == W + "br":
            _break(child, words, pages)
        elif tag == W + "lastRenderedPageBreak":
            pages.pass_break(rendered=True)
        elif tag in _SIGNS:
            words.parts.append(_SIGNS[tag])
        elif tag not in _DROPPED and not _is_hidden(child):
            _collect(child, words, pages)


def _add(text: str, words: Words, pages: Pages) -> None:
    if words.page is None and text.strip():
        words.page = pages.now
    words.parts.append(text)


def _break(element: Element, words: Words, pages: Pages) -> None:
    if val(element, "type") == "page":
        pages.pass_break(rendered=False)
    words.parts.append("\n")


def _is_hidden(element: Element) -> bool:
    return element.tag == W + "r" and is_on(element.find(f"{W}rPr/{W}vanish"))


def _alternative(element: Element) -> Element:
    """Of the same thing in two forms (a shape and its older twin) the first that has words."""
    forms = [form for form in element if form.tag in (MC + "Choice", MC + "Fallback")]
    with_words = (form for form in forms if form.find(f".//{W}t") is not None)
    return next(with_words, forms[0] if forms else element)


def is_all_bold(paragraph: Element, *, by_style: bool) -> bool:
    """Whether every run that has words is bold."""
    runs = [run for run in paragraph.iter(W + "r") if run.find(W + "t") is not None]
    marks = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(by_style if mark is None else is_on(mark) for mark in marks)
