"""How follow-ups are worded in both languages, and what alone makes no subject."""

from __future__ import annotations

import re

LEADS = re.compile(
    r"\s*(?:(?:那么|那要是|那如果|那换成|那换|那(?![个些种样份部类款单家笔条次边天里])|如果是|如果换成|"
    r"如果|要是|假如|换成|换做|改成|改为|还有|另外|然后|所以|而(?!且)|但是?|不过|可是|比如说?|"
    r"再比如)[\s,，]*"
    r"|(?:and|or|but|so|then|ok|okay|also|what about|how about|what if|what else|if so|"
    r"in that case|otherwise|same for|the same for)\b[\s,]*)+",
    re.IGNORECASE,
)
"""What goes on with the last question at the beginning."""
ENDS = re.compile(r"(?:的话)?呢(?=\s*[?？,，。!！]|\s*$)")
TOO = re.compile(
    r"[\s,]*\b(?:as well|too|instead|then|either|also|though)\b(?=\W*$)", re.IGNORECASE
)
PREPOSITION = re.compile(
    r"(for|on|in|with|at|after|before|during|under|over|above|below|within|without|from)\b",
    re.IGNORECASE,
)
ASKS = re.compile(
    r"谁|什么|啥|怎么|怎样|咋|如何|多少|多久|多长|多大|多高|几(?!乎)|哪|吗|是否|能不能|能否|可否|"
    r"可不可以|要不要|是不是|有没有|算不算|何时|为何|干嘛|"
    r"[行成好对]不(?:行|成|好|对)?(?=\W*$)|[是对好行]?吧(?=\W*$)|"
    r"\b(?:who|whom|whose|what|when|where|which|why|how)\b|"
    r"^\W*(?:can|could|may|do|does|did|is|are|was|were|will|would|should|must|has|have)\b",
    re.IGNORECASE,
)

DEMONSTRATIVES = re.compile(
    r"(?<![我们咱])(?:[这那](?:个(?!月|季度|星期)|些|样|款|单|家|笔|条)|"
    r"(?:^|(?<=[间面下后前,，]))[这那](?:种|份|部分|类))|上述|上面|刚才|刚刚|前面说|其中|"
    r"该(?:客户|产品|方案|折扣|项目|合同|阶段|政策)|同样|"
    r"(?<![我们咱你])也(?:是|一样|可以|适用|能|要|行|算|按|有)|"
    r"\b(?:those|these|the same|the (?:other|first|second|third|last) ones?|said above)\b|"
    r"\bthat(?=\s*(?:$|[?.!,]|too|as well|also|again|yet|then|one|apply|applies|include|mean|"
    r"count|work|happen|change|still|for|to|by|with|from))|"
    r"\b(?:is|does|do|can|could|would|will|was|has|have|after|before|without|for|about|of|like|"
    r"with|beyond|approves?|signs?|decides?|why) that\b|"
    r"\bthis(?! (?:month|week|quarter|year|time|morning|afternoon))\b",
    re.IGNORECASE,
)
IT = re.compile(r"它们?|其(?=[他它中]?[^他它中余]{1,2})|\b(?:it|its|it's)\b", re.IGNORECASE)
PERSONS = re.compile(
    r"\W*(?:他们?|她们?)|\W*(?:(?:can|could|may|do|does|did|are|is|will|would|should|must|have|has)"
    r"\s+)?(?:they|he|she)\b",
    re.IGNORECASE,
)
"""As the subject; a rep's "to him" or "their" is mostly the customer of whom all talk is."""
EMPTY_IT = re.compile(
    r"\b(?:is|was|would|will) it (?:be )?(?:ok|okay|possible|allowed|true|necessary|worth|fine|"
    r"mandatory|legal|safe|wise)\b|\bit (?:takes?|costs?)\b.*?\b(?:to|until|before)\b|"
    r"\bit is\b|\bhow (?:do|should|can|would) (?:i|we|you) (?:handle|do|say|put) it\b",
    re.IGNORECASE,
)

_GENERIC = """
情况 时候 时间 时限 期限 流程 步骤 材料 资料 文件 费用 价格 金额 条件 要求 标准 部分 比例 例外
区别 差别 原因 上限 下限 限制 权限 结果 办法 方法 方式 问题 审批 批准 同意 签字 申请 处理 负责
负责人 回复 答复 提交 准备 通过 超过 超出 低于 高于 超标 不到 至少 最多 最少 最高 最低 一共 总共
大概 大约 左右 例子 举例 详细 具体 解释 意思 依据 出处 来源 可以 适用 一样 同样 相同 单独 全部
其他 别的 以上 以下 之前 之后 以后 以内 额外 更多 对方 然后 还有 另外 比如 换成 改成 中间 最后
自己 工作 谁批 找谁 会议 开始 结束 需要 行不行 够不够 搞定 完成 多一点 低一点 高一点 一点

long time deadline fast soon quickly cost costs price fee fees amount limit exception exceptions
process procedure steps step difference reason documents paperwork needed required apply applies
allowed possible happen happens mean means work works count counts case cases example explain
detail details more less higher lower bigger smaller else different approve approves approved
approval sign signs signed decide decides responsible owner handle thing things guy guys person
people someone anything something exactly really actually still already first last next go goes
use used take takes give gives say says tell like maximum minimum max min least most total
submit prepare send answer reply respond heads-up again within ahead
"""
GENERIC = frozenset(_GENERIC.split())
"""Content words that ask something of a subject and name none."""

_NUMERAL = "一二两三四五六七八九十百千万半"
QUANTITY = re.compile(
    rf"(?:超过|超出|高于|大于|多于|低于|少于|小于|不到|不足|满|至少|最多|over|above|under|below|"
    rf"more than|less than|at least|up to|within)?\s?"
    rf"(?:(?<![a-z0-9-])[¥$€£]?\s?\d[\d.,]*(?<![.,])\s?"
    rf"(?P<unit>%|‰|个点|折|成|万元?|千|亿|k\b|m\b|个?工作日|天|日|周|个?月|年|小时|分钟?|元|人|家|台|套|只|用户|"
    rf"(?:working )?days?|weeks?|months?|years?|"
    rf"hours?|minutes?|users?|seats?|usd|cny)?"
    rf"|第?[{_NUMERAL}]+(?P<han>个?月|年|天|周|小时|个?工作日|折|成|万)|百分之[{_NUMERAL}]+)"
    rf"(?:以上|以下|以内|之内|及以上|及以下| or more| or less)?",
    re.IGNORECASE,
)

SIBLINGS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:registered|bronze|silver|gold|platinum|diamond)\b|注册|铜牌|银牌|金牌|白金|钻石",
        r"(?:基础|标准|专业|企业|旗舰|高级|免费)版|"
        r"\b(?:basic|standard|professional|pro|premium|enterprise|starter)\b(?! contract)",
        r"国内|海外|国外|境外|华东|华南|华北|华中|西南|西北|东北|\b(?:domestic|overseas|abroad)\b",
        r"硬件|软件|\b(?:hardware|software)\b",
        r"新客户|老客户|\b(?:new|existing|returning) customers?\b",
        r"\bclass [a-e]\b|(?<![a-z])[a-e] ?[类级档]",
        r"(?<![a-z0-9])[pqlvs]\d(?!\d)",
        r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|周[一二三四五六日末]",
        r"\b(?:monthly|quarterly|annual|yearly)\b|按月|按季|按年|月付|季付|年付",
        r"\b[a-z]{1,4}-\d{2,5}\b",
    )
)
"""Things of one kind: one that is named anew stands in the place of the one before."""
