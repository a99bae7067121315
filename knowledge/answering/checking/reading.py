"""What a piece of text says, taken apart: meanings, names, words, figures and denials."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import yaml

from knowledge.answering.checking.figures import Figure, figures
from knowledge.text import segment
from knowledge.text.stopwords import STOP_ENGLISH, STOP_HAN

HARD = frozenset({"role", "party", "scope", "frequency", "weekday", "place", "order", "bound",
                  "direction"})  # fmt: skip
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_PIECE = re.compile(rf"[{_HAN}]+|[a-z][a-z'&]*(?:-[a-z]+)*|[a-z]*-?\d[\w.:/-]*")
_NAME = re.compile(
    r"\b(?=[\w-]*[A-Z])(?:[A-Z]{2,}[\w/-]*|[\w-]*[A-Za-z]-?\d[\w-]*|[A-Z][a-z]+[A-Z]\w*)\b"
)
_LETTER = re.compile(r"(?:(?<=class )|(?<=Class )|(?<=tier ))[A-Z]\b|\b[A-Z](?=\s?[级类])")
_CAPITALISED = re.compile(r"(?<![.!?:;'‘“\"]\s)(?<![.!?:;'‘“\"])(?<!^)\b[A-Z][a-z]{2,}\b")
_NOT_NAMES = frozenset(
    [
        "AI",
        "OK",
        "CNY",
        "USD",
        "EUR",
        "SGD",
        "RMB",
        "GBP",
        "HKD",
        "CRM",
        "ERP",
        "PDF",
        "CSV",
        "URL",
        "NDA",
        "FAQ",
        "KPI",
        "ROI",
        "AM",
        "PM",
    ]
)


@dataclass(frozen=True)
class Meaning:
    """An entry of the vocabulary: its key and the list it stands in."""

    key: str
    category: str


_OTHER = (Meaning("", ""),)


@dataclass(frozen=True)
class Element:
    """Something a text says: a meaning, a name or a plain word (`category` "" or "name")."""

    key: str
    category: str
    surface: str


@dataclass(frozen=True)
class Vocabulary:
    """Surfaces to meanings. Chinese ones are found by their longest match."""

    han: dict[str, tuple[Meaning, ...]]
    latin: dict[tuple[str, ...], tuple[Meaning, ...]]
    longest_han: int
    longest_latin: int


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """The bilingual table beside this file."""
    text = (files(__package__) / "vocabulary.yaml").read_text("utf-8")
    han: dict[str, list[Meaning]] = {}
    latin: dict[tuple[str, ...], list[Meaning]] = {}
    for category, lines in yaml.safe_load(text).items():
        for line in lines:
            chinese, _, english = line.partition("|")
            words = chinese.split()
            meaning = Meaning(f"{category}:{words[0]}", category)
            for word in words:
                held = han if re.match(rf"[{_HAN}]", word) else latin
                if held is han:
                    han.setdefault(word, []).append(meaning)
                else:
                    latin.setdefault((stem(word),), []).append(meaning)
            for phrase in filter(None, map(str.strip, english.split(","))):
                key = tuple(stem(word) for word in re.split(r"[\s-]+", phrase))
                latin.setdefault(key, []).append(meaning)
    return Vocabulary(
        {k: tuple(v) for k, v in han.items()},
        {k: tuple(v) for k, v in latin.items()},
        max(map(len, han)),
        max(map(len, latin)),
    )


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem that the vocabulary is looked up by."""
    return next(iter(segment(word)), word)


@lru_cache(maxsize=20_000)
def elements(text: str) -> tuple[tuple[Element, ...], ...]:
    """What a text that `prepared` made says, in order; each entry any of its readings."""
    found: list[tuple[Element, ...]] = []
    pieces = _PIECE.findall(text)
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        if re.match(rf"[{_HAN}]", piece):
            found.extend(_chinese(piece))
            at += 1
        elif piece[0].isdigit():
            at += 1
        else:
            taken, readings = _latin(pieces, at)
            at += taken
            if readings:
                found.append(readings)
    return tuple(found)


def _latin(pieces: list[str], at: int) -> tuple[int, tuple[Element, ...]]:
    known = vocabulary()
    parts: list[str] = []
    ends: list[int] = []
    for piece in pieces[at : at + known.longest_latin]:
        if not re.match(r"[a-z]", piece):
            break
        parts.extend(stem(p) for p in piece.split("-"))
        ends.append(len(parts))
    for count in range(len(ends), 0, -1):
        meanings = known.latin.get(tuple(parts[: ends[count - 1]]))
        if meanings:
            surface = " ".join(pieces[at : at + count])
            return count, _readings(meanings, surface)
    piece = pieces[at]
    if piece in STOP_ENGLISH or len(piece) < 2:
        return 1, ()
    return 1, (Element(stem(piece), "", piece),)


def _readings(meanings: tuple[Meaning, ...], surface: str) -> tuple[Element, ...]:
    if any(m.category == "light" for m in meanings):
        return ()
    return tuple(Element(m.key, m.category, surface) for m in dict.fromkeys(meanings))


def _chinese(run: str) -> Iterator[tuple[Element, ...]]:
    known = vocabulary()
    at = rest = 0
    while at < len(run):
        for length in range(min(known.longest_han, len(run) - at), 0, -1):
            meanings = known.han.get(run[at : at + length])
            if meanings and (length > 1 or not _inside_word(run, at)):
                yield from _plain(run[rest:at])
                readings = _readings(meanings, run[at : at + length])
                if readings:
                    yield readings
                at += length
                rest = at
                break
        else:
            at += 1
    yield from _plain(run[rest:])


def _inside_word(run: str, at: int) -> bool:
    """Whether the single character at `at` is part of a longer word."""
    import rjieba

    position = 0
    for word in rjieba.cut(run):
        if position <= at < position + len(word):
            return len(word) > 1
        position += len(word)
    return False


def _plain(run: str) -> Iterator[tuple[Element, ...]]:
    if not run:
        return
    import rjieba

    for word in rjieba.cut(run):
        word = word.lstrip("就要可须会能不再已先并将应也都") or word
        if word not in STOP_HAN and vocabulary().han.get(word, _OTHER)[0].category != "light":
            yield (Element(word, "", word),)


def names(text: str) -> list[str]:
    """Codes, product and company names as they are written in the original text."""
    found = [*_NAME.findall(text), *_LETTER.findall(text)]
    return [n for n in dict.fromkeys(found) if n not in _NOT_NAMES and not _is_known(n)]


def _is_known(name: str) -> bool:
    return name.isalpha() and (stem(name.lower()),) in vocabulary().latin


def capitalised(text: str) -> list[str]:
    """Words with a capital that do not begin a sentence."""
    return list(dict.fromkeys(_CAPITALISED.findall(text)))


@dataclass(frozen=True)
class Chunk:
    """A part of a sentence that says one thing."""

    text: str
    elements: tuple[tuple[Element, ...], ...]
    figures: tuple[Figure, ...]
    negative: int
    denied: frozenset[str] = frozenset()
    """What stands right behind its negations."""

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(e.key for readings in self.elements for e in readings)

    def of(self, category: str) -> frozenset[str]:
        return frozenset(
            e.key for readings in self.elements for e in readings if e.category == category
        )


_CUTS = re.compile(
    r"[;；。!！?？\n]|[,，](?!\d{3})|、(?=不|也|且)|"
    r"\.(?=\s|$)|:\s|\s(?:and|but|while|whereas|or) (?=\S+ \S)|(?<=[^先])(?:，?但是?|并且|"
    r"而且|，而)"
)
_CONTINUES = re.compile(r"\s*(?:of |including|such as|e\.g|not even|even |包括|含|如|或)")
_ENUMERATES = re.compile(r"\b(?:including|such as|both|neither|between)\b[^,;.]*")
_BOUNDS = re.compile(
    r"不(?:超过|少于|低于|晚于|多于|高于|大于|小于|足|到|满)|不[得能可](?:超过|少于|低于|晚于|多于|高于)|"
    r"no (?:more|less|fewer|later|longer|earlier) than|not (?:more|less|later|earlier) than|"
    r"(?:must |may |can)?not exceed\w*|无论|不论|不管|不同|不仅|不但|无限|不限|无一?例外|没有例外|"
    r"no matter|not only|without exception|no exceptions?|not even|not just|非营利|非标准?|"
    r"non-\w+|不少|无线|不锈|不断|是否|能否|可否|要不要|whether or not|or not|不含税|"
    r"没有.{0,4}之前|"
    r"rather than|instead of"
)
_NEGATION = re.compile(
    r"不|没|未(?!来)|无(?!人机)|禁止|严禁|切勿|请勿|勿|拒绝|以外|除外|"
    r"\b(?:not|no(?!\.)|never|none|nobody|nothing|neither|nor|without|cannot|unless|forbidden|prohibited|"
    r"refused?|refuses|declined?|excluded?|excludes|unable)\b|n't\b|n’t\b"
)


def denials(text: str) -> int:
    """How many times a piece of text says no; bounds ("no more than") aside."""
    return len(_NEGATION.findall(_BOUNDS.sub(" ", text)))


def _denied(text: str) -> frozenset[str]:
    found: set[str] = set()
    plain = _BOUNDS.sub(" ", text)
    for match in _NEGATION.finditer(plain):
        if match.group() in ("unless", "without"):
            continue
        following = elements(plain[match.end() : match.end() + 60].lstrip("能得可会用必需要须法"))
        following = following or elements(plain[: match.start()])[-1:]
        found.update(e.key for readings in following[:1] for e in readings)
    return frozenset(found)


@lru_cache(maxsize=20_000)
def chunk(text: str, label: str = "") -> Chunk:
    """`text`, which `prepared` made, as one chunk."""
    said = f"{label} {text}" if label else text
    return Chunk(said, elements(said), tuple(figures(text, label)), denials(said),
                 _denied(said) if denials(said) else frozenset())  # fmt: skip


def chunks(text: str) -> list[Chunk]:
    """The parts of a sentence, in order; a part that says too little goes with the one before."""
    pieces: list[str] = []
    text = _ENUMERATES.sub(lambda m: re.sub(r" (?:and|or) ", " & ", m.group()), text)
    at, ended, begun = 0, False, False
    for match in [*_CUTS.finditer(text), None]:
        end = match.start() if match else len(text)
        piece = text[at:end]
        joins = pieces and (
            _CONTINUES.match(piece)
            or (_says_little(piece) and not (ended and figures(piece)))
            or (_says_little(pieces[-1]) and begun)
            or not elements(pieces[-1])
        )
        if joins:
            pieces[-1] += f", {piece}"
        elif piece.strip():
            pieces.append(piece)
        begun = not joins and ended and bool(pieces) and _says_little(pieces[-1])
        ended = bool(match and match.group()[0] in ";；。\n")
        at = match.end() if match else end
    if len(pieces) > 1 and _says_little(pieces[0]) and not figures(pieces[0]):
        pieces[:2] = [f"{pieces[0]}, {pieces[1]}"]
    return [chunk(piece) for piece in _with_their_predicates(pieces)]


_LACKING = re.compile(r"\s*(?:凡|如果|若)?[^,]{0,6}(?:没|未|不|无)[^,]*的[^的,]{0,8}")


def _with_their_predicates(pieces: list[str]) -> list[str]:
    """没有约定的试点，禁止启动 is one thing said, not two."""
    joined: list[str] = []
    for piece in pieces:
        if joined and _LACKING.fullmatch(joined[-1]):
            joined[-1] += f" {piece}"
        else:
            joined.append(piece)
    return joined


def _says_little(piece: str) -> bool:
    return len(elements(piece)) < 2 and not denials(piece)


def fine(text: str) -> list[str]:
    """`text` cut wherever it can be."""
    return [piece for piece in _CUTS.split(text) if piece and piece.strip()]
