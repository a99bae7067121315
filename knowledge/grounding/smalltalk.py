"""Messages that ask nothing of the playbooks: empty ones, greetings, thanks."""

from __future__ import annotations

import re
from typing import Literal

from knowledge.grounding.verdict import Verdict
from knowledge.text import normalise
from storage.records import Outcome, Reason

_SMALL_TALK = re.compile(
    r"(?:你好|您好|大家好|嗨|哈喽|hello|hi|hey|hiya|早上好|早安|早|中午好|下午好|晚上好|晚安|"
    r"good (?:morning|afternoon|evening|night)|在吗|在不在|在么|有人吗|are you there|anybody there|"
    r"谢谢|多谢|感谢|谢啦|谢了|辛苦了|thanks?(?: you| u)?(?: very much| so much| a lot)?|thx|"
    r"cheers|再见|拜拜|回头见|bye|goodbye|see you|"
    r"好的?|收到|明白了?|知道了|嗯|哦|ok(?:ay)?|got it|great|"
    r"你是谁|你叫什么(?:名字)?|who are you|what(?:'s| is) your name|你会什么|你能做什么|你能干什么|"
    r"what can you do|how are you(?: doing)?(?: today)?|你好吗|吃了吗|"
    r"帮(?:了?(?:大|我)?)?大?忙了|先?撤了?|先走了|下班了?|周末愉快|节日快乐|新年快乐|赞|厉害|不错|"
    r"行(?=\W*$)|可以(?=\W*$)|没事了?|你叫啥|你是(?:机器人|真人|人工智能|ai)|你有什么用|"
    r"你能帮我(?:做什么|干什么|什么)|ty|nice|cool|perfect|awesome|good job|well done|np|"
    r"no problem|nvm|never mind|have a (?:good|nice|great) (?:day|one|evening|weekend)|you there|"
    r"are you (?:a |an )?(?:bot|robot|human|ai|real)|what are you|help(?: me)?|帮帮?我|"
    r"讲个笑话|说个笑话|tell me a joke|哈|呵|(?:ha){2,}|lol|你|您|啊|呀|啦|吧|呢|了|吗|there|coach|"
    r"教练|everyone|all|all the best|please|so much|very much|非常|太|the)"
)
Kind = Literal["greeting", "thanks", "bye", "who", "can", "joke", "noted"]
_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("can", re.compile(
        r"你会什么|你能|你有什么用|what can you do|\bhelp\b|帮帮?我$")),
    ("who", re.compile(
        r"你是|你叫|who are you|what are you|are you an? |your name")),
    ("joke", re.compile(r"笑话|joke")),
    ("bye", re.compile(
        r"再见|拜拜|回头见|撤|走了|下班|晚安|周末愉快|"
        r"\b(?:bye|goodbye|see you|good night|have a)\b")),
    ("thanks", re.compile(r"谢|辛苦|大忙|\b(?:thanks?|thx|ty|cheers)\b")),
    ("greeting", re.compile(
        r"(?:你|您|大家)好|(?:上午|中午|下午|晚上)好|嗨|哈喽|早|在吗|在不在|在么|有人|吃了吗|"
        r"\b(?:hello|hi|hey|hiya|good (?:morning|afternoon|evening)|there|how are you)\b")),
)  # fmt: skip
_ONLY_SMALL_TALK = re.compile(rf"(?>{_SMALL_TALK.pattern}[\s,.!?;:~、。…'\"()-]*)++$")
_LONGEST = 60
_WORD = re.compile(r"[^\W_]")


def kind_of(text: str) -> Kind:
    """Which kind of small talk a message is that is small talk."""
    said = normalise(text).strip()
    return next((kind for kind, wording in _KINDS if wording.search(said)), "noted")


def look_first(question: str) -> Verdict | None:
    """The verdict on a message that needs no search; None if it has to be looked up."""
    text = normalise(question).strip()
    if not _WORD.search(text):
        return Verdict(0.0, Outcome.REFUSED, Reason.EMPTY)
    if len(text) > _LONGEST:
        return None
    bare = re.sub(r"[^\w\s,.!?;:~、。…'\"()-]", "", text).strip()
    if _ONLY_SMALL_TALK.match(bare):
        return Verdict(0.0, Outcome.REFUSED, Reason.SMALL_TALK)
    return None
