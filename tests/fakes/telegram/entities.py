"""What Telegram does to a text and its entities once they are parsed; and HTML for people."""

import html
import json
import re
from typing import Any

from .errors import bad_request
from .markup import Entity, parse_html, utf16_length
from .urls import normal_url
from .vocabulary import ENTITY_KINDS

MAX_ENTITIES = 100
SPLITTABLE = frozenset(("bold", "italic", "underline", "strikethrough", "spoiler"))
CONTROL = {code: " " for code in (*range(9), *range(11, 32)) if code != 13} | {13: None}
FOUND = (
    (
        "bot_command",
        re.compile(r"(?<![\w/<>])/[a-zA-Z0-9_]{1,64}(?:@[a-zA-Z0-9_]{3,32})?(?![\w/])"),
    ),
    ("url", re.compile(r"(?<![\w@])https?://[\w-]+(?:\.[\w-]+)+(?:[/?#][^\s<>\"]*[\w/=])?")),
    ("email", re.compile(r"(?<![\w.])[\w.+-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z]{2,})+\b")),
    ("mention", re.compile(r"(?<![\w@/])@[a-zA-Z0-9_]{4,32}\b")),
)


def formatted(
    text: str, parse_mode: str, entities: Any | None, *, what: str = "strings"
) -> tuple[str, list[Entity]]:
    """The text as it is shown and stored, from what the bot sent."""
    if parse_mode.lower() == "html":
        text, explicit = parse_html(text)
    elif parse_mode.lower() in ("markdown", "markdownv2"):
        raise bad_request(f"THE FAKE TELEGRAM DOES NOT SUPPORT parse_mode {parse_mode}: use HTML")
    elif parse_mode:
        raise bad_request("unsupported parse_mode")
    else:
        explicit = _validated(text, entities or [])
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise bad_request(f"{what} must be encoded in UTF-8")
    if "\r" in text:
        text, explicit = _without_returns(text, explicit)
    return _trimmed(text.translate(CONTROL), _settled(explicit))


def detected(text: str, explicit: list[Entity]) -> list[Entity]:
    """The explicit entities and the commands, addresses and names Telegram finds by itself."""
    found = list(explicit)
    for kind, pattern in FOUND:
        for match in pattern.finditer(text):
            offset, length = utf16_length(text[: match.start()]), utf16_length(match.group())
            entity = {"type": kind, "offset": offset, "length": length}
            if not any(_overlap(entity, other) for other in found if other["type"] in _SOLID):
                found.append(entity)
    return _in_order(found)[:MAX_ENTITIES]


_SOLID = ENTITY_KINDS - SPLITTABLE - {"blockquote", "expandable_blockquote"}


def _validated(text: str, entities: Any) -> list[Entity]:
    if not isinstance(entities, list):
        raise bad_request("can't parse entities: MessageEntities must be an Array")
    length = utf16_length(text)
    for entity in entities:
        if not isinstance(entity, dict) or entity.get("type") not in ENTITY_KINDS:
            raise bad_request("can't parse MessageEntity: unsupported type specified")
        if not all(isinstance(entity.get(name), int) for name in ("offset", "length")):
            raise bad_request('can\'t parse MessageEntity: field "offset" or "length" not found')
        if entity["offset"] < 0 or entity["offset"] + entity["length"] > length:
            reason = f"entity begins or ends after the end of the text at UTF-16 offset {length}"
            raise bad_request(reason)
        if entity["type"] == "text_link" and normal_url(str(entity.get("url", ""))) is None:
            raise bad_request(f"entity URL '{entity.get('url', '')}' is invalid: Wrong HTTP URL")
    return [dict(entity) for entity in entities]


def _without_returns(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    data = text.encode("utf-16-le")
    units = [data[i : i + 2] for i in range(0, len(data), 2)]
    gone = [0]
    for unit in units:
        gone.append(gone[-1] + (unit == b"\r\0"))
    for entity in entities:
        end = entity["offset"] + entity["length"]
        entity["offset"] -= gone[entity["offset"]]
        entity["length"] = end - gone[end] - entity["offset"]
    return text.replace("\r", ""), entities


def _settled(entities: list[Entity]) -> list[Entity]:
    """Telegram's nesting rules: nothing inside code, no quotation in a quotation, no doubles."""
    solid: list[Entity] = []
    for entity in [e for kind in ("pre", "code") for e in entities if e["type"] == kind]:
        if not any(_overlap(entity, other) for other in solid):
            solid.append(entity)
    kept = list(solid)
    for entity in (e for e in entities if e["type"] not in ("pre", "code")):
        if entity["type"] in SPLITTABLE:
            kept += _outside(entity, solid)
        elif "blockquote" in entity["type"]:
            others = (e for e in kept if "blockquote" in e["type"])
            kept += [] if any(_overlap(entity, other) for other in others) else [entity]
        elif not any(_overlap(entity, other) for other in solid):
            kept.append(entity)
    unique = {json.dumps(entity, sort_keys=True): entity for entity in kept}
    return _in_order(list(unique.values()))[:MAX_ENTITIES]


def _outside(entity: Entity, solid: list[Entity]) -> list[Entity]:
    pieces = [(entity["offset"], entity["offset"] + entity["length"])]
    for hole in solid:
        begin, end = hole["offset"], hole["offset"] + hole["length"]
        pieces = [
            piece
            for a, b in pieces
            for piece in ((a, min(b, begin)), (max(a, end), b))
            if piece[0] < piece[1]
        ]
    return [entity | {"offset": a, "length": b - a} for a, b in dict.fromkeys(pieces)]


def _trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    shown = text.strip(" \n\t\v")
    lead = len(text) - len(text.lstrip(" \n\t\v")) if shown else 0
    length = utf16_length(shown)
    trimmed = []
    for entity in entities:
        begin = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, length)
        if begin < end:
            trimmed.append(entity | {"offset": begin, "length": end - begin})
    return shown, trimmed


def _in_order(entities: list[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _overlap(one: Entity, other: Entity) -> bool:
    return bool(
        one["offset"] < other["offset"] + other["length"]
        and other["offset"] < one["offset"] + one["length"]
    )


def to_html(text: str, entities: list[Entity]) -> str:
    """The text as safe HTML, in the tags a bot would have written."""
    units = text.encode("utf-16-le")
    opening: dict[int, list[str]] = {}
    closing: dict[int, list[str]] = {}
    for entity in _in_order(entities):
        start, end = _tags(entity)
        opening.setdefault(entity["offset"], []).append(start)
        closing.setdefault(entity["offset"] + entity["length"], []).insert(0, end)
    marks = sorted({0, len(units) // 2, *opening, *closing})
    result = ""
    for begin, end_at in zip(marks, [*marks[1:], marks[-1]], strict=True):
        result += "".join(closing.get(begin, [])) + "".join(opening.get(begin, []))
        result += html.escape(units[begin * 2 : end_at * 2].decode("utf-16-le"), quote=False)
    return result


def _tags(entity: Entity) -> tuple[str, str]:
    simple = {"bold": "b", "italic": "i", "underline": "u", "strikethrough": "s", "pre": "pre",
              "spoiler": "tg-spoiler", "code": "code", "blockquote": "blockquote"}  # fmt: skip
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{html.escape(entity["url"])}">', "</a>"
    if kind == "expandable_blockquote":
        return "<blockquote expandable>", "</blockquote>"
    if kind == "pre" and entity.get("language"):
        language = html.escape(entity["language"])
        return f'<pre><code class="language-{language}">', "</code></pre>"
    return (f"<{simple[kind]}>", f"</{simple[kind]}>") if kind in simple else ("", "")
