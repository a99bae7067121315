"""A follow-up made to stand alone: "那超过20%呢?" after "15%的折扣谁来审批?" is asked as
"超过20%的折扣谁来审批?"; a question with a subject of its own stays as it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge import followup_words as words
from knowledge.grounding.smalltalk import look_first
from knowledge.text import content_text, content_words
from storage.records import Turn

_MOST_SUBJECTS = 5
_MOST_POINTING = 3
_MOST_TRAILING = 2
_LONGEST_BARE = 10
"""Characters of Chinese, or words of English, that are still no question of their own."""
_CLOSING = " \t\r\n?？。.!！,，;；"
_STAND_FOR_KIND = ("阶段", "级别", "类")
_BEFORE_A_MODIFIER = frozenset({"a", "an", "the", "our", "their", "of", "for", "with"})
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class _Reading:
    """A question taken apart. `core` is what it says without the words that only lead or end it;
    `subjects` are the words that name something."""

    core: str
    led: bool
    goes_on: bool
    asks: bool
    points: bool
    subjects: tuple[str, ...]


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """The question itself, or, if it evidently goes on with the ones before, what it means.

    `history` is oldest first; a follow-up of a follow-up is read against what that one meant.
    """
    before = answer = ""
    for turn in history:
        if turn.role == "assistant":
            answer = turn.content
        elif look_first(turn.content) is None:
            before, answer = _joined(turn.content, before, answer), ""
    return _joined(question, before, answer)


def _joined(question: str, before: str, answer: str) -> str:
    if not before or not is_follow_up(question, f"{before} {answer}"):
        return question
    reading = _read(question)
    if reading.asks:
        return _asked_of(question, before)
    return _put_into(reading.core, before)


def is_follow_up(question: str, said: str = "") -> bool:
    """Whether the question can hardly be understood without what was `said` before it."""
    reading = _read(question)
    if not reading.subjects:
        return reading.goes_on or reading.points or _length(question) <= _LONGEST_BARE
    if reading.points:
        return len(reading.subjects) <= _MOST_POINTING
    known = set(content_words(said))
    new = [word for word in reading.subjects if known.isdisjoint(content_words(word))]
    if reading.asks:
        return reading.goes_on and not new
    if reading.goes_on:
        return len(reading.subjects) <= (_MOST_SUBJECTS if reading.led else _MOST_TRAILING)
    if any(kind.search(reading.core) and kind.search(said) for kind in words.SIBLINGS):
        return len(new) <= 1
    return not new and bool(words.QUANTITY.search(question))


def _read(question: str) -> _Reading:
    lead = words.LEADS.match(question)
    rest = question[lead.end() :] if lead else question
    core = words.TOO.sub("", words.ENDS.sub(" ", rest)).strip(_CLOSING)
    asks = bool(words.ASKS.search(rest))
    fragment = not asks and words.PREPOSITION.match(rest.strip())
    led = bool(lead or fragment or words.ENDS.search(rest))
    goes_on = led or bool(words.TOO.search(rest))
    return _Reading(core.removesuffix("的"), led, goes_on, asks, _points(rest), _subjects(rest))


def _subjects(text: str) -> tuple[str, ...]:
    found = content_text(words.QUANTITY.sub(" ", words.TOO.sub("", text))).split()
    return tuple(word for word in found if _is_subject(word))


def _is_subject(word: str) -> bool:
    if word in words.GENERIC or word[0].isdigit():
        return False
    return len(word) > 1 and word[0] not in "最更再一第每" if _HAN.match(word) else len(word) > 0


def _points(text: str) -> bool:
    """Whether a pronoun means something that was said earlier."""
    if words.DEMONSTRATIVES.search(text):
        return True
    if words.IT.search(text) and not words.EMPTY_IT.search(text):
        return len(_subjects(text)) < _MOST_POINTING
    return bool(words.PERSONS.match(text))


def _length(text: str) -> int:
    """In characters of Chinese and words of English."""
    return len(_HAN.findall(text)) or len(text.split())


def _asked_of(question: str, before: str) -> str:
    """A question with its own question word, asked of the subject before."""
    if words.QUANTITY.search(question):
        before = words.QUANTITY.sub(" ", before)
    held = set(content_text(question).split())
    carried = [word for word in content_text(before).split() if word not in held]
    return " ".join([*carried, question])


def _put_into(core: str, before: str) -> str:
    """The question before, asked of what the follow-up names instead."""
    swapped = _other_quantity(core, before) or _other_of_its_kind(core, before)
    swapped = swapped or _other_phrase(core, before) or _other_modifier(core, before)
    if swapped:
        return swapped
    if words.QUANTITY.search(core):
        before = words.QUANTITY.sub(" ", before)
    return _with(before, core)


def _with(question: str, more: str) -> str:
    """The question with what else was said; its question mark stays last."""
    more = more.strip(_CLOSING)
    if not content_text(more):
        return question
    bare = question.rstrip(_CLOSING)
    return f"{bare} {more}{question[len(bare) :].strip()}"


def _other_quantity(core: str, before: str) -> str:
    named = list(words.QUANTITY.finditer(core))
    if len(named) != 1:
        return ""
    unit = _unit(named[0])
    held = list(words.QUANTITY.finditer(before))
    same = [old for old in held if not unit or _unit(old) == unit]
    if len(same) != 1:
        return ""
    new = named[0].group().strip() + ("" if unit else _unit(same[0]))
    rest = f"{core[: named[0].start()]} {core[named[0].end() :]}"
    rest = " ".join(w for w in content_text(rest).split() if w in before or _is_subject(w))
    return _with(_replaced(before, same[0].span(), new), _new_in(rest, before))


def _unit(quantity: re.Match[str]) -> str:
    unit = quantity.group("unit") or quantity.group("han") or ""
    return unit.removeprefix("个").removesuffix("s") if unit != "个点" else "%"


def _other_of_its_kind(core: str, before: str) -> str:
    for kind in words.SIBLINGS:
        new, old = kind.search(core), kind.search(before)
        if new and old and new.group().casefold() != old.group().casefold():
            rest = f"{core[: new.start()]} {core[new.end() :]}"
            return _with(_replaced(before, old.span(), new.group()), _new_in(rest, before))
    return ""


def _other_phrase(core: str, before: str) -> str:
    """What stands behind a preposition: "for resellers" in the place of "for hospitals"."""
    leads = words.PREPOSITION.match(core)
    if not leads:
        return ""
    preposition = re.escape(leads.group(1))
    ends = rf"(?=\s+{words.PREPOSITION.pattern}|[?？,.;]|$)"
    old = re.search(rf"\b{preposition}\s+[^?？,.;]*?{ends}", before, re.IGNORECASE)
    return _replaced(before, old.span(), core) if old else ""


def _other_modifier(core: str, before: str) -> str:
    """医院客户 in the place of 学校客户: the same noun, told apart by what stands before it."""
    parts = content_text(core).split()
    if not parts or _head(parts[-1]) == core:
        return ""
    at = 0
    for word in content_text(before).split():
        start = before.casefold().find(word.casefold(), at)
        if start < 0:
            continue
        at = start + len(word)
        if _head(word) == _head(parts[-1]):
            return _replaced(before, (_modified_from(before, start, word), at), core)
    return ""


def _head(word: str) -> str:
    """What two names of one kind share: 阶段 of 成交阶段, partner of partners."""
    return word[-2:] if _HAN.match(word) else "".join(content_words(word)[-1:])


def _modified_from(before: str, start: int, head: str) -> int:
    """Where the modifiers of the noun at `start` begin."""
    if not _HAN.match(head):
        found = re.search(r"(?:(\w+)\s+|^)([\w-]+)\s+$", before[:start])
        leads = found and (found.group(1) or "the").casefold()
        return found.start(2) if found and leads in _BEFORE_A_MODIFIER else start
    import rjieba

    for word, tag in reversed(rjieba.tag(before[:start])):
        is_verb = tag.startswith("v") and not head.endswith(_STAND_FOR_KIND)
        if is_verb or tag[0] in "ruypcdm" or not content_text(word):
            break
        start -= len(word)
    return start


def _new_in(more: str, before: str) -> str:
    """The words of `more` that the question before does not have."""
    held = set(content_words(before))
    return " ".join(w for w in content_text(more).split() if held.isdisjoint(content_words(w)))


def _replaced(text: str, span: tuple[int, int], new: str) -> str:
    old = text[span[0] : span[1]]
    left = " " * (len(old) - len(old.lstrip()))
    right = " " * (len(old) - len(old.rstrip()))
    return f"{text[: span[0]]}{left}{new}{right}{text[span[1] :]}"
