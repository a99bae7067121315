"""Texts that the tests embed."""

ORDINARY = (
    "客户说预算要等下个季度,先约一次技术交流,把需求和决策人问清楚。",
    "If the buyer stays silent for a week, call instead of writing a third e-mail.",
    "签约后 30 天内完成交付验收,由 implementation manager 负责。",
    "¥1,280,000 在月底前到账;折扣 ≥15% 要审批!",
    "discovery call",
    "报价",
    "ＦＵＬＬ　ＷＩＤＴＨ and ﬁne ligatures, naïve café, ①②③",
    "First qualify: budget, authority, need, timing. " * 12,
)

HOSTILE = (
    "",
    " ",
    "\n\t\r",
    "\x00",
    "before\x00after",
    "\ud800",
    "half \udfff emoji",
    "😀🎉🤝",
    "👩‍👩‍👧‍👦" * 50,
    "\u200b\ufeff\u202e",
    "▁▁▁",
    "<s></s><pad><unk><mask>",
    "a" * 100_000,
    "好" * 100_000,
    "\u0301" * 5_000,
    "𠮷𡈽",
)
