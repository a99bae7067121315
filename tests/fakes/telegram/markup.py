"""HTML → text and entities, by the rules of Telegram's own parser (tdlib, MessageEntity.cpp)."""

from dataclasses import dataclass, field
from typing import Any

from .errors import ApiError, bad_request
from .urls import normal_url

Entity = dict[str, Any]

TAGS = {
    "b": "bold", "strong": "bold",
    "i": "italic", "em": "italic",
    "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough",
    "tg-spoiler": "spoiler", "span": "spoiler",
    "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
}  # fmt: skip
NAMED_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
SPACE = " \t\r\n\0\v"
END = "\0"


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """The text and its entities (offsets in UTF-16 code units); ApiError as Telegram does."""
    return _Parser(source).parse()


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int
    position: int


@dataclass
class _Parser:
    source: str
    text: str = ""
    at: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def parse(self) -> tuple[str, list[Entity]]:
        end = len(self.source)
        self.source += END
        while self.at < end:
            if self.source[self.at] == "<":
                self._tag()
            else:
                self.text += self._character()
        if self.open:
            tag = self.open[-1].tag
            raise _parse_error(f'Can\'t find end tag corresponding to start tag "{tag}"')
        for entity in self.entities:
            if entity["type"] == "code":
                entity.pop("language", None)
        return self.text, sorted(self.entities, key=lambda e: (e["offset"], -e["length"]))

    def _character(self) -> str:
        decoded, after = _decode_reference(self.source, self.at)
        if decoded:
            self.at = after
            return decoded
        self.at += 1
        return self.source[self.at - 1]

    def _tag(self) -> None:
        begin = self.at
        self.at += 1
        if self.source[self.at] == "/":
            self._end_tag(begin)
        else:
            self._start_tag(begin)
        self.at += 1

    def _start_tag(self, begin: int) -> None:
        self._skip_until(SPACE + ">")
        if self.source[self.at] == END:
            raise self._error("Unclosed start tag", begin)
        tag = self.source[begin + 1 : self.at].lower()
        if tag not in TAGS:
            raise self._error(f'Unsupported start tag "{tag}"', begin)
        argument = self._attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            raise self._error('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, argument, utf16_length(self.text), len(self.text)))

    def _attributes(self, tag: str, begin: int) -> str:
        argument = ""
        while self._skip_spaces() != ">":
            name_at = self.at
            self._skip_until(SPACE + "=>/\"'")
            name = self.source[name_at : self.at]
            if not name:
                raise self._error(f'Empty attribute name in the tag "{tag}"', begin)
            value = self._attribute_value(tag, begin)
            argument = _argument(tag, name, value) or argument
        return argument

    def _attribute_value(self, tag: str, begin: int) -> str | None:
        if self._skip_spaces() != "=":
            if self.source[self.at] == END:
                raise self._error(f'Unclosed start tag "{tag}"', begin)
            return None
        self.at += 1
        quote = self._skip_spaces()
        if quote == END:
            raise self._error(f'Unclosed start tag "{tag}"', begin)
        value = self._quoted(quote) if quote in "'\"" else self._name_token()
        if self.source[self.at] == END:
            raise self._error("Unclosed start tag", begin)
        return value

    def _quoted(self, quote: str) -> str:
        self.at += 1
        value = ""
        while self.source[self.at] not in (quote, END):
            value += self._character()
        if self.source[self.at] == quote:
            self.at += 1
        return value

    def _name_token(self) -> str:
        begin = self.at
        while self.source[self.at].isascii() and (
            self.source[self.at].isalnum() or self.source[self.at] in ".-"
        ):
            self.at += 1
        if self.source[self.at] not in SPACE + ">":
            raise self._error("Unexpected end of name token", begin)
        return self.source[begin : self.at].lower()

    def _end_tag(self, begin: int) -> None:
        if not self.open:
            raise self._error("Unexpected end tag", begin)
        self._skip_until(SPACE + ">")
        name = self.source[begin + 2 : self.at]
        if self._skip_spaces() != ">":
            raise self._error("Unclosed end tag", begin)
        started = self.open.pop()
        if name and name.lower() != started.tag:
            raise _parse_error(
                f"Unmatched end tag at byte offset {self._bytes(begin)}, "
                f'expected "</{started.tag}>", found "</{name}>"'
            )
        if len(self.text) > started.position:
            self._close(started)

    def _close(self, started: _Open) -> None:
        length = utf16_length(self.text) - started.offset
        entity: Entity = {"type": TAGS[started.tag], "offset": started.offset, "length": length}
        if started.tag == "a":
            url = normal_url(started.argument or self.text[started.position :])
            if url is None:
                return
            entity["url"] = url
        elif started.tag == "blockquote" and started.argument:
            entity["type"] = "expandable_blockquote"
        elif started.tag == "code" and started.argument:
            entity["language"] = started.argument
        self._add(entity)

    def _add(self, entity: Entity) -> None:
        """Add it, joining <pre><code class="language-x"> into one entity."""
        last = self.entities[-1] if self.entities else {}
        place = (entity["offset"], entity["length"])
        kinds = {last.get("type"), entity["type"]}
        if kinds == {"pre", "code"} and (last["offset"], last["length"]) == place:
            language = last.get("language") or entity.get("language")
            if language:
                self.entities[-1] = entity | {"type": "pre", "language": language}
                return
        self.entities.append(entity)

    def _skip_until(self, stops: str) -> None:
        while self.source[self.at] not in stops:
            self.at += 1

    def _skip_spaces(self) -> str:
        while self.source[self.at] in SPACE and self.source[self.at] != END:
            self.at += 1
        return self.source[self.at]

    def _bytes(self, position: int) -> int:
        return len(self.source[:position].encode("utf-8", "surrogatepass"))

    def _error(self, reason: str, position: int) -> ApiError:
        return _parse_error(f"{reason} at byte offset {self._bytes(position)}")


def _parse_error(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def _argument(tag: str, name: str, value: str | None) -> str:
    match tag, name:
        case "a", "href":
            return value or ""
        case "blockquote", "expandable":
            return "expandable"
        case "code", "class" if value and value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value and value.startswith("tg-"):
            return value.removeprefix("tg-")
    return ""


def _decode_reference(source: str, at: int) -> tuple[str, int]:
    """The character a reference at this place stands for, and where it ends; ("", at) for none."""
    if source[at] != "&":
        return "", at
    numeric = source[at + 1] == "#"
    hexadecimal = numeric and source[at + 2] == "x"
    start = at + 1 + numeric + hexadecimal
    end = start
    allowed = "0123456789abcdefABCDEF" if hexadecimal else "0123456789"
    while source[end] in allowed if numeric else source[end].isascii() and source[end].isalpha():
        end += 1
    word = source[start:end]
    if numeric:
        code = int(word, 16 if hexadecimal else 10) if word else 0
        decoded = chr(code) if 0 < code < 0x10FFFF and end - at < 10 else ""
    else:
        decoded = NAMED_CHARACTERS.get(word, "")
    return (decoded, end + (source[end] == ";")) if decoded else ("", at)
