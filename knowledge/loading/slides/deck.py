"""A presentation's slides in order, each a section with its number as the page."""

from __future__ import annotations

from knowledge.loading.blocks import LONGEST_HEADING, BlockBuilder, Content, one_line
from knowledge.loading.office import Element, Package, R
from knowledge.loading.sizes import shortness
from knowledge.loading.slides.drawings import chart_rows, diagram_items
from knowledge.loading.slides.placeholders import Layouts, P
from knowledge.loading.slides.shapes import Shape, in_reading_order, shapes_of
from knowledge.loading.slides.tables import rows_of
from knowledge.loading.slides.words import Line, lines_of
from storage.records import Language

_TITLES = ("title", "ctrTitle")
_LEFT_OUT = ("dt", "ftr", "sldNum", "hdr", "sldImg")
_LONGEST_GUESSED_TITLE = 40
_ENDS_TEXT = tuple("。；，、.;,：:！!")
_UNTITLED: dict[Language, str] = {"zh": "第 {} 页", "en": "Slide {}"}
_NOTES: dict[Language, str] = {"zh": "备注", "en": "Notes"}


class DeckReader:
    def __init__(self, package: Package) -> None:
        self._package = package
        self._layouts = Layouts(package)
        self._builder = BlockBuilder()
        self._level = 1
        self._hidden: list[int] = []
        self._pictures: list[int] = []
        self._language: Language = "en"

    def read(self) -> Content:
        main = self._package.related("", "officeDocument") or "ppt/presentation.xml"
        identifiers = self._package.root(main).iterfind(f"{P}sldIdLst/{P}sldId")
        for number, identifier in enumerate(identifiers, 1):
            part = self._package.target(main, identifier.get(R + "id"))
            if part is not None:
                self._read_slide(part, number)
        found = (("hidden_slides", self._hidden), ("slide_pictures", self._pictures))
        warnings = tuple(f"{code}:{_listed(numbers)}" for code, numbers in found if numbers)
        return Content(tuple(self._builder.blocks), warnings=warnings)

    def _read_slide(self, part: str, number: int) -> None:
        root = self._package.root(part)
        if root.get("show") in ("0", "false"):
            self._hidden.append(number)
            return
        slide = _Slide(self._package, part, root, self._layouts)
        self._language = slide.language() or self._language
        title, notes = slide.take_title(), self._notes(part)
        if slide.has_pictures and not slide.has_content:
            self._pictures.append(number)
        if title or slide.has_content or notes:
            self._heading(title or _UNTITLED[self._language].format(number), part, number)
        slide.write(self._builder, number)
        if notes:
            self._builder.heading(_NOTES[self._language], self._level + 1, number)
            write_lines(self._builder, notes, number)

    def _heading(self, title: str, part: str, number: int) -> None:
        layout = self._layouts.kind(part)
        if layout == "title" and not self._builder.blocks:
            self._builder.document_title(title, number)
            return
        if layout == "secHead":
            self._level = 1
        self._builder.heading(title, self._level, number)
        if layout == "secHead":
            self._level = 2

    def _notes(self, slide: str) -> list[Line]:
        part = self._package.related(slide, "notesSlide")
        if part is None:
            return []
        shapes = shapes_of(self._package.root(part), self._layouts, part)
        bodies = [shape for shape in shapes if shape.placeholder == "body"]
        boxes = [shape for shape in shapes if not shape.placeholder]
        found = ([line for shape in kind for line in lines_of(shape.element, shape.bullets)]
                 for kind in (bodies, boxes))  # fmt: skip
        return next(filter(None, found), [])


class _Slide:
    def __init__(self, package: Package, part: str, root: Element, layouts: Layouts) -> None:
        self.part = part
        self._package = package
        found = shapes_of(root, layouts, part)
        self.has_pictures = any(shape.is_picture for shape in found)
        self._shapes = in_reading_order(s for s in found if s.placeholder not in _LEFT_OUT)

    @property
    def has_content(self) -> bool:
        return bool(self._shapes)

    def language(self) -> Language | None:
        from knowledge.embedding.language import language_of

        text = " ".join(line.text for shape in self._shapes
                        for line in lines_of(shape.element, shape.bullets))  # fmt: skip
        return language_of(text) if any(map(str.isalpha, text)) else None

    def take_title(self) -> str:
        """The title placeholder's words, else those of a text box that stands as one on top."""
        for shape in self._shapes:
            if shape.placeholder in _TITLES:
                text = one_line(" ".join(_texts(shape)))
                if text and len(text) <= LONGEST_HEADING:
                    self._shapes.remove(shape)
                    return text
        first = next((shape for shape in self._shapes if _texts(shape)), None)
        if first is None or first.placeholder or len(_texts(first)) > 1:
            return ""
        text = one_line(_texts(first)[0])
        if shortness(text) > _LONGEST_GUESSED_TITLE or text.endswith(_ENDS_TEXT):
            return ""
        others = [shape for shape in self._shapes if shape is not first and shape.has_content]
        if not others or not any(map(str.isalpha, text)):
            return ""
        self._shapes.remove(first)
        return text

    def write(self, builder: BlockBuilder, number: int) -> None:
        for shape in self._shapes:
            element = shape.element
            if shape.table is not None:
                builder.table(rows_of(shape.table), number)
            elif shape.chart:
                part = self._package.target(self.part, shape.chart)
                title, rows = chart_rows(self._package.root(part)) if part else ("", [])
                builder.paragraph(title, number)
                builder.table(rows, number)
            elif shape.diagram:
                part = self._package.target(self.part, shape.diagram)
                for depth, text in diagram_items(self._package.root(part)) if part else ():
                    builder.list_item(f"- {text}", depth, number)
            else:
                write_lines(builder, lines_of(element, shape.bullets), number)


def _texts(shape: Shape) -> list[str]:
    return [line.text for line in lines_of(shape.element, shape.bullets)]


def write_lines(builder: BlockBuilder, lines: list[Line], number: int) -> None:
    for line in lines:
        if line.marker:
            builder.list_item(f"{line.marker} {line.text}", line.depth, number)
        else:
            builder.paragraph(line.text, number)


def _listed(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))
