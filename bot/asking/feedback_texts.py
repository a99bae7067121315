"""What is said around votes on answers and questions passed on."""

from __future__ import annotations

from bot.texts import Sentence

WHY = {
    "wrong": Sentence("内容不对", "Wrong"),
    "outdated": Sentence("过时了", "Outdated"),
    "incomplete": Sentence("不完整", "Incomplete"),
    "other_question": Sentence("不是我问的", "Not what I asked"),
}
WORDS = Sentence("✏️ 写几句", "✏️ Say more")
PASS_ON = Sentence("📮 转给培训师", "📮 Pass to the trainer")
PASSED_ON = Sentence("📮 已转给培训师", "📮 Passed on")
NOTED = Sentence(
    "谢谢，培训师会看到这个问题（不显示你的名字）。",
    "Thank you. The trainers will see this question, without your name.",
)
THANKS_PASSED_ON = Sentence(
    "已转给培训师，附上了你的名字。有了答案我会告诉你。",
    "Passed to the trainers with your name. I will tell you when there is an answer.",
)
SAY_MORE = Sentence(
    "哪里不对？写一两句就行（/cancel 取消）。",
    "What is the matter with it? A line or two (/cancel).",
)
WORDS_KEPT = Sentence("记下了，谢谢。", "Noted, thank you.")
NOT_YOURS = Sentence("只有提问的人才能评价这条回答。", "Only whoever asked can judge this answer.")
