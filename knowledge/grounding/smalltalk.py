"""Messages that ask nothing of the playbooks: empty ones, greetings, thanks."""

from __future__ import annotations

import re

from knowledge.grounding.verdict import Verdict
from knowledge.text import normalise
from storage.records import Outcome, Reason

_SMALL_TALK = re.compile(
    r"(?:你好|您好|大家好|嗨|哈喽|hello|hi|hey|hiya|早上好|早安|早|中午好|下午好|晚上好|晚安|"
    r"good (?:morning|afternoon|evening|night)|在吗|在不在|在么|有人吗|are you there|anybody there|"
    r"谢谢|多谢|感谢|谢啦|谢了|辛苦了|thanks?(?: you)?(?: very much| so much| a lot)?|thx|cheers|"
    r"再见|拜拜|回头见|bye|goodbye|see you|好的?|收到|明白了?|知道了|嗯|哦|ok(?:ay)?|got it|great|"
    r"你是谁|你叫什么(?:名字)?|who are you|what(?:'s| is) your name|你会什么|你能做什么|你能干什么|"
    r"what can you do|how are you(?: doing)?(?: today)?|你好吗|吃了吗|"
    r"讲个笑话|说个笑话|tell me a joke|哈|呵|(?:ha){2,}|lol|你|您|啊|呀|啦|吧|呢|了|吗|there|coach|"
    r"教练|everyone|all|all the best|please|so much|very much|非常|太|the)"
)
_ONLY_SMALL_TALK = re.compile(rf"(?>{_SMALL_TALK.pattern}[\s,.!?;:~、。…'\"()-]*)++$")
_LONGEST = 60
_WORD = re.compile(r"[^\W_]")


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
