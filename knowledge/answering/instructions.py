"""Text in a document that speaks to the machine instead of the reader, and is left unread.

A playbook tells people what to do; a line that tells an assistant what to answer is no rule of
the organisation's. Such a line goes into no prompt and no answer; the document itself, as a
citation opens it, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from knowledge.text import normalise
from storage.records import Citation, Evidence, Passage, Scored

_MACHINE = (
    r"(?:ai|a\.i\.|llms?|gpt|chatgpt|(?:large )?language models?|chat ?bots?|assistants?|"
    r"automated readers?|machine[- ]readable|sprachmodell|人工智能|大模型|语言模型|智能助手|"
    r"ai ?助手|助手|"
    r"机器人)"
)
_SAY = (
    r"(?:answer|reply|respond|say|append|tell|output|print|ignore|include|add|write|confirm|claim|"
    r"state|mention|recommend)"
)
_PATTERNS = (
    # earlier orders are to be forgotten
    r"(?:ignore|disregard|forget|override|overrides|bypass|delete)\b[^.。\n]{0,40}\b(?:previous|above|"
    r"prior|earlier|other|all|instructions?|rules?|passages?|memory|table|prompt)\b(?! than)",
    r"(?:忽略|无视|忘记|忘掉|不要理会|跳过|覆盖)[^。\n]{0,12}(?:以上|上述|之前|前文|前面|先前|其他|其它|所有|全部|规则|"
    r"规定|指令|段落|提示)",
    r"(?:system|developer|jailbreak|god) ?(?:prompt|override|mode)\b|"
    r"^\W*system message\W{0,3}[:：](?! [A-Z]+/\d)|系统(?:提示|指令|消息)|"
    r"开发者模式|最高优先级|override note|new (?:system )?instructions?|priority 0",
    # the machine is addressed
    rf"(?:note|notes|notice|attention|p\.s\.|reminder|anweisung|message|instructions?)\W{{0,3}}(?:for|to|an|"
    rf"das|die)\s(?:(?:the|all|any|das|die)\s)?{_MACHINE}",
    rf"^\W*(?:<!--)?\W*{_MACHINE}\W{{0,3}}(?:[:：]|请注意|须知|指令|请)",
    rf"\b{_MACHINE} (?:shall|must|should|will|is to|are to|has to) (?:always |only |never )?{_SAY}|"
    rf"{_MACHINE}(?:必须|应当|应该|请|须|要)[^。\n]{{0,10}}(?:回答|回复|告诉|忽略|输出|调用|加上|说)|{_MACHINE}指令|"
    r"dear (?:ai|assistant|model)|\bfor (?:the )?(?:ai|model|assistant|llm)\s*[:：]|"
    r"请用\w{1,4}(?:回答|回复)[「“\"]",
    r"you are (?:now|no longer)\b|from now on[^.\n]{0,40}\b(?:you|answer|reply|respond|say)\b|"
    r"从现在起[^。\n]{0,20}(?:你|回答|回复)|(?:你现在是|请你?扮演|扮演一[位个名])|"
    r"pretend (?:to be|that you)",
    r"(?:在|于)?(?:每个?|所有|任何|你的?)?(?:回答|回复)(?:时|中|末尾|任何|的?(?:末尾|开头|最后))[^。\n]{0,20}"
    r"(?:请说|加上|一律|告诉|写上|必须|说)|(?:回答|回复)[^。\n]{0,8}问题时",
    r"(?:append|add|include|print|output|reveal|repeat)\b[^.\n]{0,40}\b(?:text|prompt|instructions?|"
    r"every (?:answer|reply)|to any|system)\b",
    r"(?:reply|respond|answer) (?:only )?with (?:the )?(?:tool|words?|text|json|\")|"
    r"tool call|调用工具|"
    r"cite passage \d|before you answer\b|(?:answer|say|repeat) every question|"
    r"answer every question|tell every (?:rep|user|one)|begin with \"|confirm with the words",
    r"do not mention (?:the|this|that|these) (?:old|rule|note|instruction|passage)",
    # the marks of a conversation or of a format
    r"<\|\w+\|>|</?(?:system|assistant|user|passages?|question|instructions?|prompt)>|\[\[?/?(?:inst|instruction"
    r"|system|sys)\]?\]|<<sys>>|^\W*#{0,6}\s*(?:assistant|user|system|human|ai)\s*[:：]",
    r"\"(?:role|citations|sentences|tool|answer|verified)\"\s*:|assistant_\w+\s*=|"
    r"decode and follow",
)
_ADDRESSES = re.compile("|".join(f"(?:{p})" for p in _PATTERNS), re.IGNORECASE | re.MULTILINE)
_LINES = re.compile(r"[^\n]*\n?")


@lru_cache(maxsize=20_000)
def addresses_the_machine(text: str) -> bool:
    """Whether a line tells an assistant what to do rather than a person."""
    return bool(_ADDRESSES.search(text) or _ADDRESSES.search(normalise(text)))


def without_instructions(passage: Passage) -> Passage:
    """The passage without its lines for the machine; itself where it has none."""
    lines = _LINES.findall(passage.text)
    kept = [line for line in lines if not addresses_the_machine(line)]
    if len(kept) == len(lines):
        return passage
    return replace(passage, text="".join(kept).strip("\n"))


def readable_evidence(evidence: Evidence) -> Evidence:
    """The evidence with every passage freed of instructions; what is left empty is dropped."""
    cleaned = [replace(r, passage=without_instructions(r.passage)) for r in evidence.results]
    if all(a.passage is b.passage for a, b in zip(cleaned, evidence.results, strict=True)):
        return evidence
    return replace(evidence, results=tuple(r for r in cleaned if r.passage.text.strip()))


def as_stored(citations: Sequence[Citation], results: Sequence[Scored]) -> tuple[Citation, ...]:
    """The citations with the passages as they are stored, each quote still text of its passage."""
    stored = {r.passage.id: r.passage for r in results}
    return tuple(_stored(c, stored.get(c.passage.id, c.passage)) for c in citations)


def _stored(citation: Citation, passage: Passage) -> Citation:
    quote = citation.quote
    if quote not in passage.text:
        quote = max(quote.splitlines(), key=len, default="")
    return Citation(citation.number, passage, quote)
