"""What of a page is its content: scripts, menus, cookie bars and hidden parts are taken out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from lxml.html import HTMLParser, document_fromstring

from knowledge.loading.blocks import LONGEST_HEADING, one_line

Element = Any
"""An lxml element; lxml has no types."""

_NEVER_SHOWN = frozenset({
    "script", "style", "template", "noscript", "svg", "canvas", "iframe", "object", "embed",
    "audio", "video", "map", "input", "select", "textarea", "datalist", "annotation",
    "annotation-xml", "rp", "rt",
})  # fmt: skip
_SUSPECT = frozenset({"nav", "dialog", "footer", "button"})
"""Elements that may go even if they have no attributes."""
_MENU_ROLES = frozenset({"navigation", "search", "menu", "menubar", "toolbar"})
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_READ_ALOUD = re.compile(r"\b(?:sr-only|visually-?hidden|screen-reader-text)\b", re.IGNORECASE)
_OPENS = re.compile(r"tab|accord|collaps|panel|faq|answer|toggle|expand|slide|detail", re.I)
"""Names of hidden parts that a click shows: they are content."""
_MENU = re.compile(
    r"(?:^|[-_\s])(?:nav|navbar|navigation|menu|breadcrumbs?|side-?bar|toc|pagination|pager|"
    r"share|social|skip-?link)(?:$|[-_\s])",
    re.IGNORECASE,
)
_CONSENT = re.compile(r"cookie|consent|gdpr", re.IGNORECASE)
_PERMALINK = re.compile(r"\b(?:headerlink|header-?anchor|anchor|hash-link|permalink)\b", re.I)
_LINE_NUMBERS = re.compile(r"\b(?:linenos|lineno|line-?numbers?|gutter)\b", re.IGNORECASE)
_MENU_LINKS = 0.7
"""Share of a menu's letters that are links."""
_LONGEST_CONSENT = 1_500
_LONGEST_FOOTER = 600
_MAIN_SHARE = 0.5
"""Of the page's letters; a smaller "main part" is not trusted to be one."""
_WORTH_A_NOTE = 200
"""Characters left out that the person is told about."""


class TooDeep(ValueError):
    """Elements nested so deep (over 2,000) that the parser gives up."""


@dataclass(frozen=True)
class Page:
    """`title` is the head's, for a page without a first heading; `heading` is that heading."""

    body: Element
    title: str
    heading: str
    warnings: tuple[str, ...] = ()


def cleaned(text: str) -> Page:
    root = _parsed(text)
    body = root.find("body")
    body = root if body is None else body
    title = one_line(root.findtext("head/title") or "")
    hidden = _clean(body)
    main, outside = _main(body)
    headings = (one_line(found.text_content()) for found in main.iter("h1"))
    heading = next((words for words in headings if 0 < len(words) <= LONGEST_HEADING), "")
    notes = (("hidden_text", hidden), ("outside_main", outside))
    warnings = tuple(code for code, count in notes if count > _WORTH_A_NOTE)
    fits = not heading and len(title) <= LONGEST_HEADING
    return Page(main, title if fits else "", heading, warnings)


def _parsed(text: str) -> Element:
    parser = HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True
    )
    root = document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    if any("depth" in error.message.lower() for error in parser.error_log):
        raise TooDeep
    return root


def _clean(body: Element) -> int:
    """Takes out what is not content; the number of hidden characters that went with it."""
    for node in list(body.iterdescendants(*_NEVER_SHOWN)):
        _take_out(node)
    hidden = 0
    suspects = [n for n in body.iterdescendants() if n.attrib or n.tag in _SUSPECT]
    for node in filter(_is_hidden, suspects):
        hidden += _length(node)
        _take_out(node)
    for is_around in (_is_form_button, _is_menu, _is_consent, _is_sign, _is_footer):
        for node in [node for node in suspects if is_around(node)]:
            _take_out(node)
    return hidden


def _take_out(node: Element) -> None:
    """The element goes, the text behind it stays."""
    if node.getparent() is not None:
        node.drop_tree()


def _main(body: Element) -> tuple[Element, int]:
    """The part that the page itself calls the main one, and how many characters are outside."""
    found = [n for n in body.iterdescendants() if n.tag == "main" or n.get("role") == "main"]
    if not found:
        articles = list(body.iterdescendants("article"))
        found = articles if len(articles) == 1 else []
    whole, inside = _length(body), _length(found[0]) if found else 0
    if inside < whole * _MAIN_SHARE or not inside:
        return body, 0
    return found[0], whole - inside


def _is_form_button(node: Element) -> bool:
    if node.tag != "button":
        return False
    return (
        node.get("type") in ("submit", "reset")
        or next(node.iterancestors("form"), None) is not None
    )


def _is_hidden(node: Element) -> bool:
    names = _names(node)
    if _READ_ALOUD.search(names):
        return True
    concealed = (
        node.get("hidden") not in (None, "until-found")
        or (node.tag == "dialog" and node.get("open") is None)
        or bool(_HIDING.search(node.get("style", "")))
    )
    return concealed and not _OPENS.search(names)


def _is_menu(node: Element) -> bool:
    if node.tag == "nav" or node.get("role") in _MENU_ROLES:
        return True
    if not _MENU.search(_names(node)):
        return False
    links = sum(_length(link) for link in node.iterdescendants("a"))
    return links >= _length(node) * _MENU_LINKS


def _is_consent(node: Element) -> bool:
    """A bar that asks to agree to cookies: short, with something to press, and no heading of 1."""
    if not _CONSENT.search(_names(node)) or _length(node) > _LONGEST_CONSENT:
        return False
    return any(True for _ in node.iter("button", "a")) and not any(
        True for _ in node.iter("h1", "main")
    )


def _is_sign(node: Element) -> bool:
    """A pilcrow that links to its heading, or the numbers of a listing's lines."""
    names = _names(node)
    if _LINE_NUMBERS.search(names):
        return "".join(node.text_content().split()).isdigit()
    is_link = node.tag == "a" and bool(_PERMALINK.search(names))
    return is_link and not any(map(str.isalnum, node.text_content()))


def _is_footer(node: Element) -> bool:
    if node.tag != "footer" and node.get("role") != "contentinfo":
        return False
    return (
        next(node.iterancestors("article", "main"), None) is None
        and _length(node) <= _LONGEST_FOOTER
    )


def _names(node: Element) -> str:
    return f"{node.get('class', '')} {node.get('id', '')}"


def _length(node: Element) -> int:
    return len("".join(node.text_content().split()))
