"""The words of selling, in Chinese and English. Everything here is a regular-expression fragment
over folded text (lower case, half width, simplified, no accents)."""
# ruff: noqa: E501 - a pattern stays whole

from __future__ import annotations

import re


def words(zh: str, en: str = "") -> re.Pattern[str]:
    """Either list; English ones only as whole words."""
    parts = [f"(?:{zh})"] if zh else []
    if en:
        parts.append(rf"(?<![a-z0-9])(?:{en})(?![a-z0-9])")
    return re.compile("|".join(parts))


def _set(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# --- modality ----------------------------------------------------------------------------------

NEGATION = words(
    r"没有|没能|还没|还未|尚未|并未|并没|没|未(?!来|央)|(?<!会)不会|(?<!能)不能|不肯|不想|不愿|不打算|(?<!是)不是|不用|不需要|不再|无法|没法|暂不|先不|别|勿|难|不(?=签|买|做|定|谈|接受|同意|认可)",
    r"not|no|never|cannot|cant|wont|dont|didnt|doesnt|hasnt|havent|isnt|wasnt|arent|wouldnt|shouldnt|"
    r"(?:do|does|did|has|have|had|is|are|was|were|wo|ca|could|should|would|must|ai)n't|yet to|without|unlikely|"
    r"refus\w+|failed to|fail to|neither|nor|nobody|nothing|far from|un(?=signed)|no longer|instead of",
)
CONDITION = words(
    r"如果|要是|假如|假设|倘若|万一|除非|只要(?!是)|一旦|若(?!干|是无)|的话|取决于|看情况|要不要|才能?(?=签|定|付|下单|推进|继续|谈)|才会|再(?:这么)?(?:低|降|砍|压|便宜|少|拖)(?:下去)?[^,，。]{0,6}不(?:做|干|签|卖|接|玩|谈|陪)",
    r"if|unless|once|provided|providing|assuming|as long as|in case|depends on|depending on|contingent on|subject to|whether|would have|"
    r"as soon as|pending(?= (?:legal|board|budget|approval)[^,.;]*(?:sign|close))|should they|until",
)
HEDGE = words(
    r"可能|也许|或许|说不定|没准|不一定|搞不好|大概率|悬|怕是|恐怕|担心|有望|有机会|看样子|感觉要|不确定|不好说|难说|说不准|说不好|两说|不敢说|估摸着要|差点|险些|万一|听说",
    r"might|maybe|perhaps|possibly|could|may(?= (?:be|go|sign|close|slip|drop|lose|need|have|want|not|come|get|move|end|still|take|increase|reduce|expand))|"
    r"not sure|unsure|unclear|risk of|at risk|potentially|afraid|worried|worry|rumou?r|almost|nearly|likely to lose|feels like|fear",
)
FUTURE = words(
    r"要(?!求|的|不|点|素|是)|会(?!议|员|上|面|谈|签)|将|快(?!速|递|手)|马上|即将|就要|准备|预计|打算|争取|希望|计划|等(?!级|待区)|待|可以|能(?!力|源|耗)|"
    r"想(?!法)|应该|有望|下周|下月|下个月|明天|后天|差.{0,4}没|需要?|得(?=签|发|去|给)|约(?:了|好|在|的)?|定(?:了|在|好)?(?=下?周|明|后|\d)|拟",
    r"will|'ll|going to|gonna|to be|about to|should|expect\w*|plans?|planning|plan to|hope\w*|hoping|want\w*|wants|aim\w*|by|ready to|"
    r"would|can|could|may|might|must|need to|needs to|have to|has to|get(?:ting)? (?:it|this|them)|waiting|await\w*|until|till|tomorrow|next|"
    r"let's|lets|scheduled|booked|set for|lined up|wanna|to get|due|upcoming|coming|soon|ready for|for signature|before|target\w*",
)
WAITING = words(
    r"等(?!于|级)|待|卡在|差", r"wait\w*|await\w*|pending|need|needs|once|until|before|after"
)
REPORTED = words(
    r"(?:客户|他们|她们|对方|甲方|[\u4e00-\u9fff](?:总|经理|工|主任|老师|院长|局|董|哥|姐)|老板|采购|法务|财务|领导|那边).{0,6}(?:问|知道|说|清楚|关心|了解|担心|确认|纠结|讨论|看|考虑|商量|研究|评估|定)|"
    r"问(?=能|什么|怎么|多少|是|有|我|了|要|到|可)|不知道|不确定|没说|不清楚|没定|没想好|看(?=客户|他们)",
    r"asked|asks|asking|wonder\w*|wants to know|want to know|don't know|dont know|not sure|didn't say|unclear|no idea|doesn't know|unsure|figure out|figuring out",
)
UNSETTLED = re.compile(
    r"(?:还|都|也|暂时)?(?:不|没|未)(?:有)?(?:确定|定|知道|清楚|说|想好|谈|好说|一定|敢说)(?:$|下来|了)?|难说|说不准|说不好|两说"
)
QUESTION_ZH = re.compile(
    r"(?:吗|(?:好|行|对|是|成|在)嘛|么)(?=\s*$|[,，。!！?？])|什么时候|什么(?!都|也)|怎么(?!说呢|也|都)|怎样|如何(?!都)|多少|(?<![这那前后近过好十没头])(?<!隔)(?:几[个家单笔条天](?!月)|几[号点](?!了))|(?:周|星期|礼拜)几|来着(?=$|[\s,，。!！?？])|哪(?:[个些家单里儿几一位天](?!都|也)|$)|"
    r"(?<![随])谁(?!都|也)|为什么|为啥|咋|是不是|有没有|能不能|可不可以|要不要|该不该|行不行|(?<!不)对不对|好不好|是否|多久|怎么办|啥时候|有啥|是啥|有哪些|[了过]没有?(?=$|[?？])"
)
QUESTION_EN = re.compile(
    r"^(?:(?:hey|hi|hello|ok|okay|so|and|also|quick question|question|btw|please|pls|coach|bot|@\w+)[\s,:-]+)*"
    r"(?:what(?!ever)|what's|whats|how|how's|hows|when(?= (?:is|are|do|does|did|should|will|can|was|were|to)\b)|where|who(?!ever)|who's|whos|which|why|"
    r"can (?:i|we|you|u|someone)|could (?:i|we|you|u)|should (?:i|we)|do (?:i|we|you|they)|(?:does|did)(?= (?:i|we|you|they|he|she|it|any[a-z]+|that|this|□))|is (?:there|it|this|that|my|our|the)|are (?:there|we|they|my|our|the)|"
    r"have (?:i|we|you)|has (?:it|the)|may i|will (?:i|we|it|they)|would (?:you|it)|any (?:tips|advice|idea|ideas|suggestions?|news|update on|thoughts|best)|"
    r"tell me|show me|show my|list (?:my|all|the|out)|give me|remind me (?:what|how|who|which)|help me (?:with|understand|prepare|write|find|draft|out)|explain|look ?up|find me|need (?:help|advice|to know)|"
    r"i(?:'d| would) like to know|i want to know|let me know|summari[sz]e|compare|describe)(?![a-z'])"
)
QUERY_ZH = re.compile(
    r"(?:帮我|帮忙|麻烦|请|给我|我想|替我|你)?(?:查一?下|查查|查询|看一?下|看看|列一?下|列出|列个|列一个|统计一?下|统计|汇总一?下|汇总|总结一?下|总结|告诉我|讲讲|讲一下|说说|介绍一?下|解释一?下|教我|教教我|搜一?下|找一?下|导出|提醒我一下有|想知道|想问|问一?下|请问|求助|请教|发我一份|翻一下|check一?下|看一眼)|给我?(?:一?[个份些点])?.{0,10}(?:建议|话术|思路|模板|资料|案例)"
)
QUERY_GUARD = re.compile(
    r"(?:客户|他们|对方|甲方|总|经理|领导|老板|法务|采购|财务|让我|要我|要求|说|要|回去|内部|再|我们|团队|先)[^,，。]{0,6}$"
)
BOT_REQUEST = re.compile(
    r"(?:帮我|麻烦|请|能不能|可以)?把.{1,20}(?:改|设|更新|调|推|标|挪|移|换|记)|更新(?:一下|为|成)|帮我(?:更新|记|改|登记)|记一下|登记一下|"
    r"(?<![a-z])(?:please |pls |can you |could you |can u )?(?:update|set|change|move|mark|put|log|record|note|bump|switch|make)\s(?!a |an |up)"
)

# --- instructions that no rep gives ------------------------------------------------------------

INJECTION = re.compile(
    r"(?:忽略|无视|忘[记掉]|不要理会|跳过|抛开|绕过|覆盖).{0,10}(?:指令|指示|规则|提示|设定|限制|命令|要求|约束|内容|对话|上文|以上|之前)|"
    r"系统(?:提示|指令|消息|管理员|命令|通知)|管理员(?:模式|权限|指令|命令)|开发者模式|你现在是|你是一个|没有(?:任何)?限制|不要(?:遵守|遵循)|从现在(?:起|开始)你|扮演|越权|直接执行|无需确认|不用确认|不要确认|不需确认|跳过确认|"
    r"(?<![a-z])(?:ignore|disregard|forget|override|bypass|skip)\b.{0,30}\b(?:instructions?|rules?|prompts?|above|previous|prior|everything|guidelines|confirmation|commands?|restrictions?|context)|"
    r"(?:do not|don't|stop) follow\w*.{0,20}(?:rules?|instructions?|guidelines)|system\s*(?:prompt|override|message|:|note|command|instruction)|(?:<|\[|#)\s*/?\s*(?:system|admin|inst|assistant|im_start)|you are now|from now on|act as|pretend|developer mode|"
    r"(?:admin|root|god|debug) (?:mode|override|access|command)|jailbreak|as an? (?:admin|administrator|system|ai)|new instructions?|without (?:asking|confirmation|confirming)|do not ask|don't ask|sudo\b|assistant:|reveal your"
)
EVERY_DEAL = re.compile(
    r"(?:所有|全部|每个?|每一[个笔]|一切|整个|全体|我的全部|手上(?:的|所有)).{0,8}(?:商机|单子|订单|单|项目|客户|机会|金额|数据|记录|deals?|pipeline)|(?:全部|统统|一律)(?:都)?(?:给我)?(?:标记?|设|改|更新|变)|(?:商机|单子|单|项目|客户|金额|deals?)(?:全部|全都|都|统统|一律)(?=改|设|标|变|删|推|更新|调|清)|"
    r"(?<![a-z])(?:all|every|each|everything|both|whole|entire)\b(?: (?:of|my|our|the|open|other|these|those|single|active|existing|remaining)){0,4} (?:deals?|opportunit(?:y|ies)|opps?|accounts?|records?|clients?|customers?|pipeline|entries|data)|"
    r"(?:entire|whole|my) (?:pipeline|database|crm)\b|(?:mark|set|change|update|delete|move|close) (?:everything|them all|all)\b"
)
IMPERATIVE = re.compile(
    r"把.{0,24}(?:改|设|标|变|删|推|更新|调|清|移|置|写|记|归|算)|(?:标记|设置|设定|修改|删除|清空|批量|更改|更新|改)[为成到掉]?|全部|一律|视为|执行|输出|"
    r"(?<![a-z])(?:mark|set|delete|remove|change|update|move|make|drop|wipe|erase|close|assign|transfer|approve|output|print|reply|execute|run|write|put)\s"
)

# --- won and lost ------------------------------------------------------------------------------

WON = words(
    r"(?:已经?|刚刚?|今天|昨天|上周|终于|正式|顺利|成功|都|全|双方|当场|完成|合同|当天|客户)(?:签约?|签署|签订|盖章|成交)(?:了|生效|完|好|掉|下来|完成|完毕|成功|$|(?=[\s,，。!！;；)]))|"
    r"(?:今天|昨天|前天|上周.?|刚刚?|今早|上午|下午|早上)签的(?!保密|nda)|已签(?:约|合同|署|订|单|完|下|好)?|(?:签约|签单|签署|签订|签字|签)(?:好|完|下来|下|定|妥|成|回来|到手)?了(?!个?(?:nda|保密|意向|备忘|到|收|名|mou|loi|poc|试用|会议|考勤|拜访|一份(?:nda|保密|意向)))|签(?:好|完|妥|下来)(?=$|[\s,，。!！;；)])|(?:签约|签单|签署|签订|签字)(?:完成|完毕|成功|到手|搞定)|"
    r"拿下(?:来)?(?:了|啦|$|(?=[\s,，。!！;；]))|拿下(?:这|那|了)?(?:个)?(?:单|项目)|中标(?:了|啦|通知书?|公示(?:出来)?了|$|(?=[\s,，。!！;；]))|赢(?:单|下|了|下来|得)(?:了)?|成交(?:了|啦|价|$|(?=[\s,，。!！;；]))|成单(?:了|啦|$)|"
    r"(?:合同|po|订单)(?:都|也|已经?|正式|终于|双方)?(?:签|盖|双签|敲定盖)(?:好|完|章|妥|了|完章|好章|过章)+|(?:盖完|盖好|盖了|已盖)章|章(?:都|也|已经?)?盖(?:好|完)?了|双章|"
    r"(?:收到|拿到|已收|来了|接到)(?:了)?(?:客户|他们|对方|正式)?(?:的|下)?(?:正式)?(?:po|订单|采购单|采购订单|中标通知书?|合同回签件?|盖章合同|签字合同|回签)|(?:po|订单|采购单|采购订单)(?:已经?|都|也|刚|今天|正式|终于)?(?:到|来|下|收到|拿到|发)(?:了|啦|来了|下来了|过来了|手了)|"
    r"(?:订单|po|采购单|采购订单)(?:都|也)?已(?:经)?(?:收到|到|下|拿到)|(?:已经?|刚|正式|终于)?下(?:了)?(?:单|po|订单)了|下了(?:正式)?(?:订单|po)|(?:单子|合同|这单|项目|订单)(?:已经?|终于|顺利)?(?:搞定|到手|落袋|落地|落听|成)了|关单(?:了|成功|$)|赢单|回签了|签回来了|(?:close|clos)(?:d|ed)?(?:了|掉了|啦)|(?:win|won)了|sign(?:ed)?(?:了|完了?|好了|下来了|啦)|落袋了?",
    r"closed[\s-]*won|(?:has |have |just |finally |is |are |was |got |been |officially |fully |all |already |both |'s |we |they |contract |deal |paperwork |msa |order form )*signed(?! (?:up|in|off|out|nda|the nda|an nda|an? (?:loi|mou|letter|nda)|the (?:loi|mou|letter)|with (?!us)|a pilot|into))(?: sealed)?|"
    r"countersigned|(?:fully |been )*executed(?= *$|[,.;!])|inked|(?:deal |it's |its |now |is |and |all |officially )*closed(?! (?:lost|the gap|for|on (?:monday|tuesday|friday|easter|holiday)|until|door|session|off|down|today for|its|their|out the|(?:the|an?|our|all|some|two|three|\d+) (?:\w+ )?(?:offices?|branch\w*|plants?|stores?|sites?|factor\w+|books|tickets?|rounds?|case|series|door|loop|year|quarter|month|gap|call|meeting)))|we won|won (?:it|the (?:deal|tender|bid|contract|project|business|rfp)|this (?:one|deal)|that)|"
    r"(?<!'s )won(?!'|t| over| their| his| her)|(?:po|purchase order|signed (?:contract|order)|order form|countersigned copy)(?: (?:is|has|was|just|finally|been|now|number))*(?: (?:received|arrived|in|landed|issued|came|here|came in|came through|in hand|through|signed))+|"
    r"(?:got|received|have|has|in hand|they (?:sent|issued)|just got|placed|sent over)(?: (?:the|their|a|an|our|signed|official|formal|over))* (?:po|purchase order|order|signed contract|signed order form|signature|signed agreement|countersignature)(?! (?:form|template|for review))|deal (?:is )?done|done deal|bagged(?: it)?|it's a win|big win|nailed it|sealed the deal|(?:deal|it) (?:is )?sealed",
)
WON_REVERSED = words(
    r"(?:竞品|竞争对手|对手|友商|别家|别人|同行|另一家)", r"with (?!us)\w+|competitor|rival"
)
LOST = words(
    r"丢(?:单|标|掉|失)?了|丢单|丢标|输(?:掉|单|标)?(?:了(?!一)|给)|输掉|没戏了?|黄了|凉(?:了|凉|透)|飞了(?!一趟|过)|泡汤|吹了|没中标?|未中标?|落标|废标|流标|落选|出局|"
    r"被.{1,12}?(?:抢|撬|截|拿)(?:走|了|胡|单|去)+|(?:选|定|用|签|买|投|给|转向|决定用|换成)(?:择|定|了|中|用)*(?:竞品|竞争对手|对手|友商|别家|别人|其他家|另一家|另外一家|别的供应商|其他供应商|竞对|同行|隔壁|对面)(?:家)?|(?:和|跟|与)(?:竞品|竞争对手|对手|友商|别家|别人|另一家|同行)签了?|"
    r"(?:项目|这单|单子|采购|立项|这个单|整个项目|需求)(?:被|已经?|直接|确定|正式|突然|也)*(?:取消|砍|停|终止|撤|叫停|搁浅|黄|废|没了)(?:掉)?(?:了|掉)*|(?<![赶跟比用顾够追看要是犯])不(?:做|买|采购|上|搞|要|签|考虑|合作)了|(?:决定|确定|明确)?不(?:采购|合作|续约?|续签)了?(?=$|[\s,，。!！;；])|放弃(?:了|采购|合作|这个项目|项目)|拒(?:绝)?了我们|把我们(?:拒|毙|pass|刷|淘汰)(?:了|掉)*|(?:被|已)(?:pass|毙|淘汰|否|刷)(?:掉|了)+|预算(?:被|直接|全)?(?:取消|砍没|砍光|砍掉|撤|没)了|"
    r"(?:标记?|改|记|算)(?:为|成|作)?(?:输单|丢单)|输单|(?<![a-z])(?:lost|lose)了|cancel(?:led|ed)?(?:掉)?了|(?:决定|最后|还是|最终|确定)(?:用|选|签)(?:了)?(?!我们|咱|方案|第|了)(?:[a-z]{2,}|[\u4e00-\u9fff]{2,4}?)了|选(?:了|择了?|定了?)(?!我们|咱|我方|时间|型号|供应商|方案|几|三|两)(?=[a-z\u4e00-\u9fff]{2,8}(?:$|[\s,，。!！的家]))",
    r"closed[\s-]*lost|(?:we |we've |we have |just |have |has |sadly |unfortunately |i |deal |is |was |got |been |'s |officially )*lost(?! (?:(?:□+(?:'s)? |the )?(?:numbers?|emails?|cards?|notes|files?|badge|phone|keys|connection|signal)|my|touch|our|their|his|her|its|contact|interest|patience|some|access|momentum|track|time|the (?:champion|sponsor|contact|thread|plot)|a (?:day|week|lot|bit)|in))|"
    r"(?:went|gone|going|go|goes) to (?:an? |the |their |another )?(?:competitors?|rivals?|other vendor|incumbent|someone else|(?:other|different) (?:vendor|supplier|provider))|(?:went|gone|going|go|decided to go|chose to go|goes) (?:with|for) (?!us\b|our\b|phase|option|lunch|dinner|coffee|it\b|him|her\b|them|their|the client|\d|the (?:full|bigger|premium|larger|smaller|standard|basic|annual|yearly|pilot)|a (?:pilot|smaller|bigger|phased)|plan|live)(?:an? |the |our |their )?(?:\w+)|"
    r"(?:chose|picked|selected|choosing|signed with|awarded (?:it )?to|gave (?:it|the deal|the business) to|bought from|switched to|settled on|opted for|prefers?red) (?!us\b|our\b|me\b|(?:the )?(?:date|time|option|vendor|plan|premium|annual|standard))(?:an? |the |our )?(?:competitors?|rivals?|(?:an)?other vendor|(?:an)?other (?:supplier|provider)|someone else|other guys|incumbent|cheaper \w+|[a-z]{3,}(?= instead|$|[,.;!]))|"
    r"(?:they |project |deal |it |it's |is |was |has |been |got |they've )*(?:cancelled|canceled|killed|scrapped|shelved|pulled the plug|axed)(?: (?:the |this |whole |our |their |it)*(?:project|deal|purchase|initiative|rfp|procurement|it|budget|program|order|everything))?|(?:project|deal|opp|opportunity|it|this one|it's|budget) (?:is |was |has been |got |just |are )*(?:dead|cancelled|canceled|killed|scrapped|off the table|gone|pulled|over|lost|axed|dead in the water)|"
    r"fell through|falls? through|falling through|(?:staying|stay|sticking|stick|stayed) with (?:their |the )?(?:current|existing|incumbent|old)|we're out(?= at| of|$)|passed on (?:us|it|this)|walked away|dropped out|dropped us|turned us down|(?:turned down|rejected|passed over|dropped|dumped|ruled out|knocked out) by|rejected (?:us|our (?:bid|offer|proposal))|no longer (?:interested|buying|moving forward|going ahead|need\w*|pursuing)|not (?:moving|going) (?:forward|ahead)(?: with (?:us|it|the (?:deal|project)|this))?|won't be (?:moving|going) (?:forward|ahead)|decided (?:not to|against)(?: (?:buy|proceed|move|go|purchas|renew|it|us|doing|moving|going)\w*)?|declined our|ruled us out|out of the running|didn't make (?:the cut|it|the shortlist)|budget (?:got |was |is |has been )?(?:cancelled|canceled|pulled|killed|axed)|not renewing|churned",
)
LOST_NOT_DEAL = words(
    r"(?:会议|会|拜访|demo|演示|行程|约|航班|活动|见面|培训|电话|预约|比稿)(?:被|已|临时|又)*(?:取消|推迟|黄|泡汤|没了)|(?:会议|demo|meeting|call|拜访|会)[^,，]{0,4}cancel|取消(?:了)?(?:会议|拜访|demo|演示|行程|见面|培训|约)|丢了(?:钥匙|手机|名片|文件|包)",
    r"(?:meeting|demo|call|visit|workshop|session|trip|flight|lunch|dinner|training|kickoff|event|webinar) (?:is |was |got |has been |been |just )*(?:cancelled|canceled|killed|gone|off)|(?:cancelled|canceled) (?:the |our |their |today's |tomorrow's |this |on )*(?:meeting|demo|call|visit|workshop|session|trip|lunch|dinner|training|kickoff|me|us|invite)",
)
REOPENED = words(
    r"复活|重启了|又活了|死灰复燃|重新启动了",
    r"reopened|back on (?:again|the table)|revived|is alive again|back from the dead",
)
REASON = words(
    r"因为|由于|原因(?:是|:|：)?|嫌|主要是|说是|理由(?:是)?",
    r"because(?: of)?|due to|reason(?: is| was|:)?|since|over|cause|bc|on price|thanks to",
)
REASON_HINT = words(
    r"价格|太贵|便宜|预算|竞品|对手|友商|功能|关系|报价|贵|没钱|内部|自研|不满足|交期|服务|砍|抢|撬|选了|换",
    r"price|pricing|expensive|cheaper|budget|competitor|rival|feature|features|incumbent|went with|chose|in-house|timing|timeline|funding|cost|costs|merger|reorg|cut|integration|support",
)

# --- stages ------------------------------------------------------------------------------------

ROLES = {
    "identify": ("identify", "lead", "qualification", "qualify", "prospect", "prospecting", "线索", "商机识别", "识别", "初步接触", "接触"),
    "needs": ("needs", "discovery", "requirements", "need", "analysis", "需求", "调研", "需求调研", "需求分析", "需求确认"),
    "proposal": ("proposal", "quote", "quotation", "solution", "bid", "demo", "evaluation", "方案", "报价", "方案报价", "投标", "方案阶段"),
    "closing": ("closing", "negotiation", "contract", "commercial", "negotiate", "商务谈判", "谈判", "商务", "合同", "成交", "签约", "议价"),
    "aftersales": ("aftersales", "after-sales", "service", "delivery", "onboarding", "implementation", "customer success", "success", "support", "售后", "交付", "实施", "服务", "运维", "客户成功"),
}  # fmt: skip
STAGE_NAMES = {
    "identify": words(r"(?:商机|机会|客户)?(?:识别|线索)|初步接触|接触|摸底|初筛", r"identify(?:ing)?|identification|qualif(?:y|ying|ication)|prospecting|lead stage"),
    "needs": words(r"需求(?:调研|分析|确认|挖掘|沟通|梳理)?|调研", r"needs(?: analysis| assessment)?|discovery|requirements?(?: gathering)?|scoping"),
    "proposal": words(r"方案(?:报价|设计|制定|呈现|阶段)?|报价|投标|提案", r"proposals?|quot(?:e|ation|ing)|solution(?: design)?|bid(?:ding)?"),
    "closing": words(r"商务(?:谈判|条款)?|合同(?:谈判|阶段|流程|条款|审批|审核)?|谈判|签约|成交|议价|收尾|closing", r"closing|negotiations?|contract(?:ing|s)?(?: (?:negotiations?|stage|phase|review))?|commercials?|legal(?: review)?|procurement"),
    "aftersales": words(r"售后(?:服务)?|交付|实施|运维|客户成功|服务(?:阶段|期)?", r"after[\s-]?sales?(?: service)?|post[\s-]?sales?|delivery|implementation|onboarding|customer success|support|service"),
}  # fmt: skip
MOVE = words(
    r"(?:直接)?进(?=合同|商务|谈判|方案|报价|售后|需求)|(?:推进?|进入?|进展|走|到|转|挪|移|调整?|改|升|前进|切换?|跳|更新|标记?|放|换|拉|回|退|退回|打回|回退|倒退|重新?回|降)(?:了|到了?|至|入|成|为|回|回到|入到|进到|进)+|(?:已经?|正式|现在|目前|刚)(?:在|到了?|进入?|处于|是)|进入|处于|退回|回到|重回|打回|阶段(?:是|为|:|：|改为|改成|变成|到)?",
    r"(?:move[sd]?|moving|advanced?|advancing|progress(?:ed|ing)?|went|gone|pushed|shift(?:ed)?|bump(?:ed)?|drop(?:ped)?|fell|fallen|sent|slid|regress(?:ed)?|go|going|kicked|set|put|mark(?:ed)?|update[d]?|change[d]?|switch(?:ed)?|back|it)?(?: it| them| this| northwind)?(?: (?:back|forward|on|up|down|all the way|over|straight))?\s*(?:to|into|in|in the|at|as|entering|entered|stage(?: for| of)?(?: is|\s?:|\s?->|\s?=)*|reached)(?: the| a)?|"
    r"(?:now|currently|already|we're|we are|they're|they are|it's|is)(?: (?:in|at|into|on))(?: the)?|entered|entering|reached|stage(?: for| of)?(?: is| to|\s?:)*|back (?:to|in|into)(?: the)?",
)
BACKWARD = words(
    r"重新|重做|重写|重弄|推倒|大改|变卦|不算数|作废|退回|打回|回到|重回|返工|推翻|重来|从头|倒退|回退|又要|又回|再次|变了",
    r"back|again|redo|re-?do|restart\w*|from scratch|regress\w*|start over|reopen\w*|square one|rework\w*|rewrit\w*|revis\w+|backed (?:away|off|out)|cold feet|new proposal|fresh (?:proposal|quote)",
)
STAGE_WORD = words(r"阶段|环节|步骤|期(?!间|望|限)", r"stage|phase|step")

EVENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("aftersales", words(
        r"(?:已经?|都|全部|正式|今天|昨天|顺利)*(?:完工|竣工)(?:了|交付|交房|验收|并|$|(?=[\s,，。!！;；]))|(?:进|入|转|过)(?:入|到|了)*(?:售后|质保|维保|保修|运维)(?:期|阶段|服务|了|$|(?=[\s,，。!！;；]))|(?:交|移交)(?:了)?(?:钥匙|房)(?:了|给)|(?:安装|调试)(?:调试)?(?:都|全部|也)?(?:好|完|完毕|完成)了|开始(?:算)?(?:质保|维保|保修)|(?:已经?|正式|顺利|成功|全部|都|刚|今天|昨天|系统)上线(?:了|运行|完成|使用)?|上线了|上线(?:完成|成功|运行)|(?:验收|终验|初验)(?:已经?|都|全部)?(?:通过|完成|合格|过|签字|结束)(?:了)?|验收了|验收(?:通过|完成|过)|"
        r"(?:移?交|转|交接|移交|交付)(?:接|到|给|了)*(?:到|给)?(?:了)?(?:售后|客服|服务|客户成功|实施|运维|交付|cs|csm|support)(?:团队|部门|部|组|同事|那边)?|交付(?:完成|完了|完毕|了|结束)|(?:实施|部署|交付|安装)(?:全部)?(?:完成|完毕|完了|结束|好了)|进入(?:售后|运维|质保|维保)|投产了|已投产|投入使用了?|go ?live了|live了|(?:handover|hand over|handed over)(?:了|给|到)|deploy(?:ed)?(?:了|完)|转售后|售后接手",
        r"(?:went|gone|is now|now|is|are|they're|it's|already|finally|all) live|live (?:since|as of|today|now|yesterday)|go[\s-]?live (?:done|complete[d]?|was (?:a )?success\w*|successful|happened|went (?:well|smoothly|fine|great|ok)|today went)|went into production|in production(?: now)?|rolled out|"
        r"(?:handed|handing|hand|passed|moved|transferred|transitioned|turned|handover|hand-over|handoff)(?: (?:it|them|over|off|this|the account|everything|account|project|done|complete|now))* (?:to|with) (?:the )?(?:our )?(?:service|services|support|cs|csm|csms|customer success|after[\s-]?sales|delivery|post[\s-]?sales|onboarding|account management|implementation)(?: team)?|(?:installation|deployment|implementation|rollout|onboarding|delivery) (?:is |was )?(?:done|complete|completed|finished)|(?:uat|acceptance|sat) (?:signed off|passed|done|complete[d]?|accepted)|deployed|accepted delivery|hypercare|delivered and (?:live|accepted)|up and running",
    )),
    ("closing", words(
        r"(?:法务|采购|律师|财务)(?:那边|部|团队|他们)?(?:已经?|正|还|在|开始)*(?:在|正|已经?|开始)[^,，。没未不]{0,3}(?:审|看|改|过|抠|挑|提|返|批注)[^,，。]{0,6}(?:合同|条款|协议|合约)|(?:开始|正在|在|正|已经在|着手|继续|一起)(?:[跟和同与][^,，。]{1,10})?(?:谈|聊|倾|商讨|协商|洽谈|磋商|敲|抠|扯|对)(?:一下|紧|着)?(?:合同|合约|条款|价格|价钱|价|付款|账期|商务|折扣|违约|质保金|交期条款|款项|尾款比例)|(?:卡|纠结|争|扯|差)(?:在|就)?[^,，。]{0,4}(?:付款比例|付款方式|付款条件|账期|违约条款|违约金|合同条款|质保金|条款)(?:上|了|$)|(?:在|正在|开始|已经|着手|进入|正|还在|继续)(?:和.{1,8})?(?:谈|走|审|过|聊|抠|磨|看|拟|改|起草|准备|对)(?:判)?(?:最终|最后|一下|的|着)?(?:合同|条款|价格|商务|账期|付款条件|付款方式|法务|采购流程|折扣|协议)|(?:合同|协议)(?:已经?|都|正在|在|也|初稿|草稿|文本|草案|模板|条款|细节)*(?:谈判|发|寄|给|递|提交|流转|送|审|走|过|改|谈|拟|起草|上传|过会)(?:出|去|过去|过|给|了|审|完|流程|法务|中|客户|他们|着|批|核|到|差不多|得)+|"
        r"合同(?:在|到|进|已到|走到|送到|卡在)(?:客户|对方|他们|甲方)?(?:的)?(?:法务|采购|盖章|审批|用印|内审|审核|走流程|审|财务)|合同(?:审批|审核|流程|评审|会签|用印)(?:中|阶段|里|走|已)|(?:法务|采购)(?:已经?|正|在|正在)*(?:审|看|改|过|谈)(?:核|查|批|着|了)?(?:合同|条款|协议)|商务(?:谈判|条款)(?:中|阶段|开始|在|了|环节|基本|差不多)*|谈(?:到)?(?:商务|合同|价格|价|条款|账期|付款方式|折扣)(?:阶段|了|中|条款|环节|细节)*|(?:砍|压|杀|议|还|磨|讲)(?:了|一下|着|我们)?(?:价|价格)|价格(?:谈判|拉锯|博弈|在谈|还在谈|在磨)|讨价还价|就(?:价格|合同|条款)|(?:出|拟|发|起草|准备)(?:了)?合同了|(?:合同|条款|价格|商务|协议)+(?:条款|细节)?(?:还|正|一直|都)*在(?:谈|磨|抠|审|走|改|过|对|看|扯|拉)|合同谈|发了合同|谈合同|走合同|(?:谈|negotiate|review|走|redline|过|审)(?:一下|着|中|了|的|个)*(?:contract|msa|price|terms)|(?:contract|msa)(?:已经?|在|还在|正在|也|都)*(?:发|寄|审|谈|走|review|negotiat|redline|legal|法务)\w*|negotiat(?:e|ing|ion)(?:中|阶段|了)|谈判(?:中|进行中)|(?:还|正|一直)?在谈判|legal(?:在|正在|还在)(?:review|审|看)\w*|抠条款|过合同|要合同|合同(?:初稿|草稿|草案)",
        r"(?:negotiat\w+|haggl\w+|bargain\w+|going back and forth|arguing|talking|discuss\w*|working through|finali[sz]\w*)(?: (?:on|over|about|the|their|our|a|final|payment|commercial|contract|legal|with \w+))* (?:price|pricing|terms|contract|msa|commercials|discounts?|payment terms|conditions|t&cs|sla|liability|agreement|paper|paperwork|clauses?)|(?:price|pricing|contract|commercial|terms|final|legal) (?:negotiations?|talks|discussions)|(?:contract|paper\w*|redlin\w+|terms|legal|liability|indemnity|payment terms) (?:back and forth|ping[\s-]?pong|wrangling)|(?:legal|lawyers?|counsel|procurement|general counsel|gc) (?:is |are |has |have |just |now |already |team )*(?:picking (?:at|apart)|tearing (?:up|into|through)|rewriting|rewrote|marked up|redlined|commenting on|hacking at|going over|combing through|on the)(?: (?:our|the|it|a))* ?(?:contract|msa|terms|agreement|paper\w*|draft|template)?|(?:thrashing|hashing|hammering|ironing|sorting|working) out (?:the |our |their |payment |contract |final |some |last )*(?:terms|contract|clauses|liability|sla|pricing|price|details of the contract)|negotiat(?:ing|ions?)(?: (?:started|now|ongoing|underway|stage|phase))?|"
        r"(?:contract|msa|agreement|order form|paperwork|redlines?|draft contract)(?: (?:is|are|was|has|been|just|now|went|gone|back|draft|currently|out|sent|over|still|being))* (?:with|at|in|to|sent|out|under|through|reviewed|redlined|going|being|drafted|for signature|shared|issued|over)(?: (?:their|the|legal|procurement|review|to|for|out|over|with|them|client|customer|signature|redlin\w+|back))*|(?:sent|sending|got|received|drafting|drafted|reviewing|redlining|shared|issued|exchanging|exchanged|started|starting|marked up|emailed)(?: (?:over|them|the|a|their|our|back|first|draft|final|on|of|out|him|her))* (?:contract|msa|agreement|redlines?|paperwork|order form|contracts|mark-?ups?)|(?:legal|procurement|lawyers?|their counsel) (?:is |are |has |started |team is |now |teams are |still )*(?:reviewing|redlining|looking at|going through|marking up|negotiating|has)(?: (?:the|our|it|draft))*(?: (?:contract|msa|terms|agreement|paper\w*))?|redlin(?:es?|ing|ed)|(?:contract|msa) (?:review|redlin\w+)|now (?:on |at |onto |just )?(?:the )?(?:contract|legal|paper\w*)(?: terms| review| stage| work|s)?|(?:now |down )?(?:to|in|on) (?:contract|legal|paper|procurement|final terms|the final terms)(?: (?:stage|phase|terms))?|verbal (?:yes|ok|agreement|commit\w*),? (?:now )?(?:contract|paper)\w*",
    )),
    ("proposal", words(
        r"需求(?:调研|访谈|分析|文档|清单|书|梳理)?(?:已经?|双方|都|全部|全|基本|也|完全)*(?:确认|明确|定|谈完|梳理完|理清|敲定|对齐|收齐|做完|完成|搞定|签字|锁定|清楚|聊透|收集完|整理完|调研完|确定|摸清|谈清楚|结束)(?:了|完毕|完成|好了|下来了?|完)*|(?:确认|明确|定|敲定|对齐|梳理完|梳理清楚|锁定|收齐)(?:好|了|完)*(?:所有|全部)?(?:的)?需求(?:了|$|(?=[\s,，。!！;；]))|调研(?:已经?|都|全部)?(?:做完|完成|结束|完)(?:了)?|"
        r"(?:客户|他们|对方|甲方|那边|总|经理|主任)?(?:让|叫|请|要求|催|希望|需要|等着?|想要?|要)(?:我们|咱们|我|咱)?(?:重写|重做|重出|重新做|重新出|先|再|尽快|赶紧|赶快|给|出|做|写|提供|提交|报|发|准备|交|看|看看|一份|一版|一个|个|份|正式|详细|书面|完整|他们|客户|初步|下|一下|的|了|周内|这|具体)*(?:方案|报价单?|报个?价|标书|提案|proposal|quote)|(?:方案|报价单?|标书|提案|投标文件|proposal|quote|quotation|rfp)(?:已经?|也|都|刚|今天|昨天|今早|上午|初稿|初版|v\d|第.版|正式|全)*(?:发|递|提交|交|寄|给|报|出|写|做|送|讲|呈|投|汇报|邮件|submit|sent)(?:出|去|过去|过|给|到|了|上去|完|好|差不多|得|客户|他们|对方|邮箱|着|中)+(?!后|之后|以后)|"
        r"(?:已经?|刚刚?|今天|昨天|上周|上午|下午|早上|都|正在|在|正|开始|着手|还在|加班|今早|昨晚)(?:把|给|帮|向|发|交|写|做|准备|赶|改|提交|出|递|编|整理|弄|报|投|讲|客户|他们|对方|详细|正式|那份|了|的|那边)*(?:方案|报价单?|标书|提案|proposal|quote)|(?:发|交|提交|出|给|递|报|送|投|讲)(?:过去|出去)?了(?:一?[版份个]|第.[版份]|客户|他们|对方|正式|详细|初步|最终|新|的|更新后)*(?:方案|报价单?|标书|提案|proposal|quote|价)|(?:写|做|准备|出|赶|编|弄|整理|起草)(?:方案|标书|报价单?|提案)(?:中|了|呢|阶段|ing)|报(?:了|过)价|报价了|投(?:完|了|过)标|投标了|(?:方案|报价单?|标书|提案|投标文件|文件)(?:已经?|都)+(?:发|递交|提交|交|寄|出|报)(?!之?后)|方案(?:报价)?阶段|rfp(?:收到|来|下)了|收到(?:了)?(?:他们的?|客户的?)?(?:rfp|招标文件|标书|招标书|询价)|(?:requirements?|scope|需求|reqs?)(?:已经?|都|全|也|基本)*(?:confirm|sign ?off|lock|finali[sz]e|align|clear)(?:ed|d)?(?:了|好了|完了)?|(?:confirm|finali[sz]e|lock)(?:ed|d)?了(?:所有)?(?:requirements?|scope|需求)|(?:proposal|quote|quotation|报价|方案)(?:已经?|也|都|刚|今天)*(?:send|sent|submit|submitted|share|shared|deliver|email)(?:出去|过去|了|给)+|(?:send|sent|submit|submitted|share|shared|email)(?:出|过去)?了(?:一?[版份个])?(?:proposal|quote|quotation|报价|方案)|(?:要|想要|等)(?:我们|一?[版份个])?(?:的)?(?:proposal|quote|quotation)|要方案|要报价|等方案|等报价|写方案|做方案|出方案了|要重新?(?:出|做|写|改|报).{0,4}(?:方案|报价)|重新(?:出|做|写|报|弄|改).{0,4}(?:方案|报价|价)|(?:重做|重写|大改|推倒重做)(?:了)?(?:整个|一版|我们的?)?(?:方案|报价|标书)|重新报价|(?:方案|报价|标书)(?:得|要|需要|让我们|叫我们|又|都|还得|全部|整个|要求|必须|推倒)*(?:重做|重写|重弄|重来|重新(?:做|写|出|弄|改|报|来)|大改|返工)",
        r"(?:sent|sending out|submitted|delivered|emailed|shared|gave|presented|pitched|handed in|handed over|issued|got|put together|finished|put out|dropped|fired off|finali[sz]ed|resent|turned in|walked (?:them|him|her|the team) through)(?:,? (?:over|out|them|the|a|an|our|their|updated|revised|formal|full|first|final|written|detailed|new|him|her|client|customer|off|draft|in|version|of|to|through|\w+'s))* (?:proposals?|quotes?|quotations?|bid|tender|rfp response|offer(?! letter)|pricing(?! question)|sow|solution)|(?:proposal|quote|quotation|bid|tender|rfp response|pricing|offer|sow)(?: (?:is|was|has|been|just|already|now|went|finally|got|all|doc|deck|pack|version|draft|v\d))* (?:sent|out|submitted|delivered|shared|with (?:them|client|the client|customer|the customer)|in|gone|over|presented|emailed|done|in their (?:hands|inbox)|under review|ready|in progress|underway|being (?:written|drafted|prepared))(?! until)|"
        r"(?:(?:ask(?:ed|s|ing)?|request(?:ed|s|ing)?|want(?:s|ed)?|need(?:s|ed)?|waiting|look(?:s|ing)?|call(?:s|ed|ing)?|would like|(?:they|we|he|she)'d like|expect(?:s|ing)?|after|came back)(?: (?:us|me|for|to|see|get|have|send|a|an|the|our|reworked|rewritten|different|another|fresh|leaner|cheaper|smaller|bigger|scaled[- ]down|amended|formal|full|written|detailed|on|us to|put together|prepare|submit|proper|new|revised|updated|firm|official|pricing and|from us|over|them|write|do|with|price|quick))* (?:proposals?|quotes?|quotations?|pricing proposal|rfp response|formal offer|bid|offer|solution doc|price quote|tender))|(?:writing|drafting|working on|preparing|building|putting together|prepping|finishing|finali[sz]ing|started|starting|pulling together|polishing|assembling|halfway through|in the middle of)(?: (?:on|up|the|a|an|our|their|formal|full|first|updated|revised|draft|of|off|final|up|new|drafting|writing))* (?:proposal|quote|quotation|bid|tender|rfp response|rfp|rfq|offer|sow|pricing)|(?:requirements?|needs|scope|specs?|discovery|use cases?|reqs?)(?: (?:are|is|were|was|have|has|been|all|now|fully|doc|list|gathering|phase|workshops?|call|calls|finally|got|just|document|sheet|both|100%))* (?:confirmed|signed off|agreed|finali[sz]ed|locked|locked down|clear|done|complete|completed|nailed down|approved|wrapped|wrapped up|finished|frozen|settled|validated|ok'?d|sorted)|(?:confirmed|finali[sz]ed|locked|agreed on|locked down|nailed down|signed off(?: on)?|approved|wrapped up|finished|completed)(?: (?:all|the|their|on|of|down|our|final|full|every|both|with them))* (?:requirements?|reqs|scope|specs?|discovery|needs|use cases?)|(?:got|received|issued|sent|in|dropped)(?: (?:the|their|an?|us|over|formal|official))* (?:rfp|rfq|tender docs?)|rfp (?:received|is out|came in|landed|in|arrived|dropped|issued)|demo (?:done|went (?:well|great)),? (?:they )?(?:now )?want(?:s)? pricing",
    )),
    ("needs", words(
        r"需求(?:还|正|现在|目前|这边)*(?:正在|在|正)(?:收|聊|摸|理|捋|整理|收集|梳理|了解|对|挖|细聊|过)(?:着|集|中)?|(?:正在?|在|开始|着手|先)(?:了解|收集|梳理|摸|捋|挖|听|问|记)[^,，。]{0,16}(?:的)?(?:需求|痛点|诉求|现状)|(?:跟|和|给|向|对)我(?:们)?(?:讲|说|聊|介绍)(?:了|着|一下)?[^,，。]{0,10}(?:需求|痛点|诉求)|(?:做完|聊完|开完|打完)(?:了)?(?:intro|discovery)(?:call|会|电话)?|(?:intro|discovery)(?:call|会|电话)?(?:已经?)?(?:做|聊|开|打)(?:完|过)了?|(?:在|正在|开始|着手|进入|正|启动)(?:做|进行|和.{1,8}|去)?(?:需求)?(?:调研|访谈|摸需求|挖需求|梳理需求|了解需求|收集需求|聊需求|对需求|需求分析|需求沟通|需求梳理|理需求)|需求(?:调研|访谈|分析|梳理|沟通)(?:中|阶段|启动了?|开始了?|做到一半|进行中|做了一半|在做|在进行)|(?:梳理|收集|了解|摸|挖|对|理)(?:一下|着|到|了|清)?(?:他们|客户|对方)?的?需求(?:中|呢|了)?|开始聊需求|聊了(?:一下|下)?(?:他们的?|客户的?)?需求|(?:确认|确定|明确)有(?:预算|需求)|有明确(?:需求|意向)|立项了|已立项|摸清(?:了)?(?:痛点|现状)",
        r"(?:started|starting|doing|running|in|began|beginning|kicked off|kicking off|had|did|held|into|booked in)(?: (?:the|a|our|their|first|initial|into|with|on|good|great))* (?:discovery|needs analysis|requirements? (?:gathering|workshops?|sessions?|phase|call)|scoping|discovery (?:call|session|workshop|phase)s?)|(?:gathering|collecting|mapping|scoping|understanding|exploring|digging into|working through|going through|capturing|discussing|defining)(?: (?:out|the|their|more|our|all))* (?:requirements?|needs|pain points|use cases?|reqs)|(?:they|she|he|team|ops|it)(?: (?:is|are|was|were|been|all|just))* (?:walking|walked|telling|told|explaining|explained|talking|talked|taking|took) (?:us|me) (?:through |about )?(?:what they need|their (?:needs|requirements|pain points|use cases?|wish ?list|problems|process|current setup))|(?:learning|finding out|figuring out|understanding|listing|nailing down) (?:what they need|their (?:needs|requirements|pain points|use cases?))|(?:did|done|finished|had|held|just had|completed)(?: (?:the|our|an?|first))* intro call|intro call (?:done|went (?:well|great|fine))|discovery (?:ongoing|underway|in progress|started|kicked off|call went)|qualified(?: (?:it|them|this|the lead|as|in|now))*|(?:confirmed|they have)(?: (?:a|the|they have|there is|real))* (?:budget and (?:need|timeline|pain)|real need|clear pain|budget owner)",
    )),
    ("identify", words(r"打回线索|退回线索|重新摸底", r"back to square one|back to (?:a )?lead"),),
)  # fmt: skip
"""What happened, latest stage first, and the stage it shows."""

# --- amounts -----------------------------------------------------------------------------------

NOT_PRICE_BEFORE = re.compile(
    r"(?:定金|订金|首付款?|首款|预付款?|尾款|回款|付了|付款|打款|到账|进账|收款|开票|发票|违约金|保证金|押金|罚款|运费|成本|营收|收入|营业额|产值|流水|注册资本|市值|融资|融了|估值|利润|"
    r"业绩|任务|kpi|指标|目标|花了|花|报销|工资|年薪|奖金|提成|单价|质保金|按[月年台]|每(?:月|台|家|个|人|店|套|天|次|家店|用户|年)|返点|补贴|返现|欠款?|欠了?|欠我们|竞品.{0,8}|竞争对手.{0,8}|对手.{0,8}|友商.{0,8}|别家.{0,8}|人家.{0,6}|另一家.{0,6}|同行.{0,6}|去年.{0,10}|每年|年度预算.{0,4}|全年预算.{0,4}|总预算.{0,4}|部门预算.{0,4})(?:是|为|了|有|到|只|才|大概|约|差不多|也|就|报|的|款|约)*\s*$|"
    r"(?<![a-z])(?:deposit|invoiced?|paid|payment|pays?|upfront|revenues?|turnover|raised|funding|valuation|competitors?|rivals?|savings?|saves?|saving|fine|cost us|commission|bonus|spent|spend|spending|owes?|penalty|outstanding|last year|annual budget|yearly budget|marketing budget|it budget|dept budget|department budget|total budget|(?:competitor|rival|incumbent|other vendor|vendor)[^,.;]{0,25}|expenses?|salary|funded|refund(?:ed)?|credit|discount|rebate|quota|kpi|penalt(?:y|ies)|worth of (?:coffee|lunch))(?: (?:of|is|was|for|at|around|about|them|us|their|them|the|a|only|already|just|roughly|first|initial|last|final|remaining|another|next))*\s*$"
)
NOT_PRICE_AFTER = re.compile(
    r"^\s?(?:的)?(?:折扣|优惠|定金|订金|首付|首款|预付款?|尾款|回款|违约金|保证金|差价|差额|返点|业绩|目标|任务|缺口|营收|年营收|的?营业额|发票|到账|已付|罚款)|"
    r"^\s?(?:off|discount|deposit|invoices?|upfront|down ?payment|in revenue|revenue|cheaper|less|prepayment|rebate|credit|gap|short|over budget|under budget|in savings|commission|bonus|paid|outstanding|overdue|extra per|of funding)(?![a-z])"
)
RIVAL = words(
    r"竞品|竞争对手|对手|友商|别家|人家报|另一家|同行|其他家|他家",
    r"competitors?|rivals?|other vendor|another vendor|incumbent|other (?:quote|bid|offer)s?",
)
WISH = words(
    r"想(?!法|到|起)|希望|要求|盼|还价|还到|只肯|只愿|最多|顶多|只能给|压价|能不能|争取|如果|砍价|心理价位?|期望|要我们|让我们|非要|谈谈|能否|问",
    r"hop(?:e|es|ing)|wants?|wanted|wish\w*|ask(?:s|ed|ing)? (?:for|if|us|me|whether)|counter(?:ed|offer\w*)?|offered|offers?|offering|only pay|would pay|willing|push(?:es|ed|ing)? (?:for|us|me|back|to)|try|trying|tries|aim\w*|target\w*|expect(?:s|ing)? (?:us|me|a discount)|propos(?:es|ing) (?:us )?to|demand\w*|insist\w*|max(?:imum)?|at most|no more than|pressing|pressur\w+|threaten\w*|can only|could only",
)
OLD_PRICE = re.compile(
    r"(?:原来|原先|原本|之前|以前|从|原价|本来|最初|开始|先前|老价|上次|起初|由|比|不是|并非|而非)(?:报价?|是|的|说|报的|价格|报了|谈的|价|报价是|要价|合同|金额)*\s*$|"
    r"(?<![a-z])(?:was|were|from|originally|used to be|previously|instead of|vs\.?|versus|than|before|earlier|initially|started at|initial(?:ly)? at|not|isn't|wasn't|rather than|old(?: price| amount)?|no longer|down from|up from|original(?: quote| price| amount)? (?:of|was|at))(?: (?:at|around|about|the|of|quoted|a))*\s*$"
)
TO_PRICE = re.compile(
    r"(?:降|涨|改|调|变|加|提|砍|压|谈|增|减|缩|升|升级|扩|扩大|追加|让|落|下|上|报|压缩|增加|减少|上调|下调|调整|扩容|拉|做|抬|打|谈判)(?:价)?(?:了)?(?:到|至|成|为)(?:了)?(?:总共|大概|差不多|约)?\s*$|(?:更新|改|变)(?:为|成)\s*$|(?:->|→|=>|=|:)\s*$|(?:现在|目前|变|应该|其实|而|说错了?|更正|纠正)(?:是|为|就是|算|按)?\s*$|按\s*$|(?<!\d)是\s*$|"
    r"(?<![a-z])(?:to|down to|up to|now(?: at| is| it'?s)?|at|is now|became|becomes|make (?:it|that)|call it|hits?|reached|it'?s|actually|revised (?:to|at)|(?:number|figure|price|total|value|amount|ticket|tag) (?:is|comes to|becomes|goes to|now)|comes (?:to|out at)|works out (?:at|to))(?: (?:about|around|roughly|a|an|total of|approx\.?))*\s*$"
)
FINAL_PRICE = re.compile(
    r"(?:最终|最后|敲定|定在|定了|谈定|成交价|谈成|签了|合同(?:额|金额|价|总额)?|总价|总额|一共|总共|合计|总计|加起来|共|全部|打包|打包价)(?:是|为|价|了|在|约|大概|价格)*\s*$|"
    r"(?<![a-z])(?:agreed|final(?: price| number| amount)?|settled|landed|locked|total(?:s|ing|ling)?|overall|altogether|in total|all in|tcv|signed|closed|won|contract value|deal size|deal value)(?: (?:at|on|in|is|of|for|now|price|comes to|around|about|value|:|with))*\s*$"
)
TOTAL_AFTER = re.compile(
    r"^\s?(?:total|overall|in total|altogether|all in|all-in|tcv|总共|合计|打包)"
)
PRICE_WORD = re.compile(
    r"(?:金额|报价|报了?|合同额?|总价|总额|价格|价|预算|款|单子|值|元|定|降|涨|改|调|谈|砍|压|到|成|为)(?:是|为|在|约|大概|了|差不多|:|：)*\s*$|(?<![a-z])(?:amount|value|price|quote[d]?|worth|budget|deal size|total|at|to|for|is|of|deal|tcv|acv|arr)(?: (?:is|of|at|to|about|around|now|approx|~|:))*[\s:~=]*$"
)
BUDGET = re.compile(r"预算|(?<![a-z])budgets?(?![a-z])")
BUDGET_GRANTED = re.compile(
    r"批|通过|到位|确认|确定|落实|定|approved|confirmed|signed off|secured|allocated|released|granted|is set|now"
)
ANNUAL = re.compile(
    r"年度|全年|一年|年预算|总预算|部门预算|annual|yearly|per year|a year|dept|department|marketing|overall|his budget|it budget"
)
LESS = re.compile(
    r"(?:降|减|少|砍|让|便宜|优惠|下调|减少|压|抹)(?:价|掉|去)?了\s*$|(?<![a-z])(?:reduced|cut|dropped|decreased|lowered|shrank|shrunk|came down|went down|trimmed|down)(?: (?:it|the price|price|the deal|the amount|our price|scope))? by (?:about |around )?$|(?<![a-z])(?:knocked|shaved|took)(?: off)? $"
)
MORE = re.compile(
    r"(?:加|涨|增加|追加|上调|多|提|多加|新增|增)(?:价)?了(?:大概|约|差不多)?\s*$|基础上(?:再|又|多|还)*(?:加|涨|追加|增加|提)(?:个)?\s*$|又(?:加|追加|多加|补)(?:了)?(?:个)?\s*$|(?<![a-z])(?:added|tacked on|adding|threw in) (?:another |an extra |an additional )$|(?<![a-z])(?:increased|grew|went up|upped|raised|expanded|rose|bumped|up|bumped up|grown)(?: (?:it|the deal|the amount|the price|scope))? by (?:about |around )?$"
)
DELTA = re.compile(
    r"(?:降价?|减|少|砍价?|让|便宜|优惠|下调|减少|抹|加|涨|增加|追加|上调|多|提价?|再|差|抬|省|亏|高|低|贵|返)(?:了|个|掉|出)?(?:大概|约|差不多)?\s*$|(?<![a-z])(?:by|knock(?:ed)?|shave[d]?|(?:an )?extra|additional|another|plus|add(?:s|ed|ing)?|more|save|saves|take|took|cut|drop|lower by|discount of|off|short|gap of|\+)(?: (?:off|about|around|another|an extra|a|us|them))*\s*$"
)
DELTA_AFTER = re.compile(
    r"^\s?(?:more(?! or less)|extra|on top|additional|less|lower|higher|cheaper|off|的?差距)|^左右的?差"
)
RANGE_JOIN = re.compile(r"\s?(?:万|元)?\s?(?:到|至|-|~|to|and|or|或|或者|、)\s?")
CURRENCY_SWITCH = re.compile(
    r"(?:改(?:成|为|用)|换(?:成|为|用)|用|以|按|币种(?:是|改成|为|换成)?|结算(?:货币)?(?:是|改成|为)?|转(?:成|为))(?:了)?\s*(?P<zh>人民币|美元|美金|欧元|新币|坡币|港币|英镑|日元|rmb|usd|eur|sgd|cny|gbp|hkd)\s*(?P<zhtail>结算|计价|报价|付款?|签|支付|走|$|了|合同)|"
    r"(?<![a-z])(?:switch(?:ed|ing)? (?:it )?to|chang(?:e|ed|ing) (?:the |it )?(?:currency )?to|(?:be |is |are |get |now )?(?:billed|invoiced|paid|priced|quoted|denominated|contracted|signing|paying|invoicing|billing) in|in)\s+(?P<en>usd|eur|euros?|sgd|rmb|cny|gbp|hkd|us dollars?|jpy|pounds|sing dollars?)(?![a-z])"
)
CURRENCY_INTENT = re.compile(
    r"currency|bill|invoic|switch|chang|pay|pric|quot|denominat|now|instead|contract"
)

# --- dates and steps ---------------------------------------------------------------------------

CLOSE = words(
    r"签约|签单|签合同|签订|签署|签协议|签字|签(?!到|收|名)|成交|落单|下单|下po|出po|发po|下订单|拍板|定标|收单|拿下|关单|close|结单|成单|赢单|合同签|盖章|结案|定下来|定得下来|定掉|敲定合同|可以定|能定|会定|定(?=$|[\s,，。!！;；下])|前定|出结果|收口|落定|落袋|落地",
    r"sign|signs|signing|signed|signature|signatures|close|closes|closing|closed|close date|closing date|close-date|countersign\w*|po|purchase order|land|lands|landing|wrap (?:it|this|things)? ?up|wrapped up|ink|inked|award(?:ed|s)?|get it done|done deal|finali[sz]e[ds]?|finali[sz]ing|book (?:it|the order|the deal)|bring it (?:in|home)|expected close|place (?:the|an|their) order|commit(?:s|ment)?|deal date|go-ahead|green ?light",
)
DECIDE = words(
    r"决定|决策|定(?!金|期|制|位|价|时|向|了|在|好|标|下|单)|拍板|批(?:下来|准|复)|敲定|确认|选型|答复|给结果|出结论|过会",
    r"deci[ds]\w*|decisions?|approv\w+|confirm\w*|go/no-go|final answer|verdict|sign-?off|choose|pick",
)
CLOSE_NOT = words(
    r"签(?:了)?(?:nda|保密|意向|备忘|mou|loi|poc|试用|会议)|(?:谈|聊|沟通|讨论|商量|推进|对|审|看|约)(?:一?下|着)?(?:签约|签|合同)|等.{0,6}签|签约仪式",
    r"close(?:ly| to| with| attention| contact| the gap)|closer|closing (?:gap|call)|sign(?:ed)?[ -](?:up|off|in)|signed off|land(?:ing)? page|disclos\w+|enclos\w+|po box|discuss(?:ing)? (?:the )?(?:sign\w+|clos\w+)|sign (?:the |an? )?(?:nda|loi|mou)|enterprise award|design\w*|close to|closing (?:stage|phase)|clos(?:ed?|es|ing) (?:the|their|our|its|an?) (?:\w+ )?(?:offices?|branch\w*|plants?|stores?|sites?|factor\w+|books|tickets?|loop|doors?|gap|call|meeting)|(?:offices?|factory|plants?|sites?|stores?|shops?|schools?|buildings?|warehouses?|branch(?:es)?|clinics?|hq|we'?re|they'?re) (?:is |are |will be |all )*closed",
)
GOLIVE = words(
    r"上线|交付|部署|实施|投产|发货|到货|验收|启用|开业|割接",
    r"go[\s-]?lives?|going live|launch\w*|roll ?-?out|implementation|deployment|deliver(?:y|ies)|installation|kick-?off of the (?:implementation)|uat|cutover|production",
)
STEP = words(
    r"会(?=改|推|挪|延|定在)|标(?=推|延|改|挪|提前)|拜访|见面|见(?!到|证|效)|面谈|碰面|碰头|碰一下|碰|开会|会议|会面|例会|电话|通话|通个电话|打给|视频|演示|demo|讲标|投标|述标|答辩|宣讲|方案|报价|发(?!现|生|展|了|票)|出合同|合同|寄|审(?!批没)|评审|调研|访谈|汇报|沟通|联系|跟进|回访|交流|培训|上门|过去|去(?!年|掉)|约|聊|谈(?!不|下来|妥|成了)|对接|走访|试用|poc|测试|提交|提供|交(?!付|易)|答复|反馈|催|确认|吃饭|饭局|过来|参观|考察|回款|付款|打款|开票|上会|过会|立项|启动会?|启动|kickoff|招标|开标|送样|寄样|样品|打样|review|复盘|准备|回复|给答复|给他们|给客户|给我们|给方案|给报价|给合同|拿方案|到访|来访|来公司|看(?:一下|产品|现场|样|场地|系统|机器|厂)|再看|再说|再聊|再谈|再约|再联系|再沟通|再推|碰方案|过方案|对方案|对需求|对合同|走流程|内审|法务|审核|审批|批|workshop|call|meeting|visit|follow ?up|send|落实|安排|续约|实地|勘查|踏勘|踩点|盘点|收尾|签收|补充|修改|改方案|更新|出方案|出报价|做方案|写方案|递|讲方案|推动|发起|召开|举办|参加|入场|进场|安装|调试|下一步|接下来|待办",
    r"demos?|demoing|meet(?:s|ings?|up)?|calls?|calling|send(?:s|ing)?|shar(?:e|es|ing)|present(?:s|ing|ations?)?|visits?|visiting|follow[\s-]?ups?|following up|workshops?|kick[\s-]?offs?|kicking off|pocs?|trials?|reviews?|reviewing|discuss(?:es|ion|ions|ing)?|talk(?:s|ing)?|chat(?:s|ting)?|catch[\s-]?up|sync|check(?:ing)?[\s-]?in|submit(?:s|ting)?|deliver(?: the| a| our| proposal)|quot(?:e|es|ing|ations?)|briefings?|events?|proposals?|contracts?|redlines?|lunch|dinner|coffee|on-?site|walk-?through|scoping|discovery|intros?|introduction|reconnect\w*|ping(?:ing)?|circle back|touch base|prep(?:are|aring|ping)?|draft(?:s|ing)?|book(?:ed)?|schedul\w+|repl(?:y|ies)|respond|response|get back|revis\w+|webinar|interview\w*|reach out|email(?:ing)?|phone|audit|pilot|test(?:s|ing)?|training|training session|renewal|renew|board|committee|evaluation|rfp|bid|tender|pitch(?:ing)?|qbr|standup|answer|feedback|hear back|update|follow|tour|session|appointment|invoice|payment|pays?|paying|legal|procurement|security review|approval|next steps?|todo|to-do|remind|return|deck|revert|pricing|references?|sow|msa|nda|paperwork|questionnaire|deadline|negotiat\w+|onboarding|handover|hand[\s-]over|survey|inspection|assessment|samples?|ship|install\w*",
)
STEP_MARKER = words(
    r"下一步(?:就是|计划|动作|工作)?(?:是|:|：)?|接下来(?:就)?(?:要|会|是)?|后续(?:计划)?(?:是|:|：)?|待办(?:是|:|：)?|提醒我(?:一下)?",
    r"next steps?(?: (?:is|are|will be))?(?: to)?:?|to-?do:?|action(?: item)?s?:|remind me to|need to remember to|plan is to",
)
INTENT = words(
    r"(?:我|我们|咱们)?(?:要|准备|打算|得|会|计划|需要|还要|再|去)(?=去|给|发|做|约|跟|跟进|联系|拜访|沟通|写|出|整理|提交|安排|补|改|回|打电话|见|催|对接|准备)|(?:(?<!签)约|安排)(?:了|好了?|上)|等(?:我|着)?(?=发|回复)",
    r"(?:i|we)(?:'ll| will| need to| have to| should| must|'m going to| am going to|'re going to| are going to| plan to)|need to|have to|going to|gotta|let's|booked|scheduled|set up",
)
SHIFT = words(
    r"(?:推|延|拖|改|挪|顺延|提前|推迟|延期|延后|延迟|调整?|移|往后推|往前提|拉|拖延)(?:了)?(?:到|至|成|为|在)|(?:推|延|拖)到|(?:push|slip|move|delay|postpone|shift|extend)(?:ed|d)?(?:到|至)",
    r"(?:push(?:ed|es|ing)?|slip(?:ped|s|ping)?|mov(?:e|ed|es|ing)|delay(?:ed|s|ing)?|postpon\w+|shift(?:ed|s|ing)?|slid(?:e|es|ing)?|bump(?:ed|ing)?|pull(?:ed|s|ing)?|brought|bring|reschedul\w+|extend\w*|drift\w*|dragg?\w*|chang(?:e|ed))(?: (?:it|this|that|everything|things|the deal|the date|date|close|back|out|forward|in|up|over|again|on|them|now))*(?= (?:to|until|till|into|by|in|past|next|end|q\d|mid|early|late|[a-z]{3,9}\.? ?\d|after))",
)
SHIFT_BY = re.compile(
    r"(?:推迟|延期|延后|延迟|晚|拖|推后|往后(?:推|挪|拖|延|顺)|后延|顺延|延|拖延)(?:了|要|个|大概|约|差不多|至少|上)*(?P<zh>\d{1,2}|[一二两三四五六七八九十]+|半)个?(?P<zhu>天|周|星期|礼拜|月)|"
    r"(?<![a-z])(?:slip(?:ped|s|ping)?|delay(?:ed|s|ing)?|push(?:ed|es|ing)?|postpon(?:ed|es|ing)|mov(?:ed|es|ing)|shift(?:ed|s|ing)?|slid(?:e|es|ing)?|drift(?:ed|s|ing)?)(?: (?:it|this|the|close|deal|date|signing|signature|back|out|by|about|around|another|roughly|decision|for))* (?P<en>\d{1,2}|an?|one|two|three|four|five|six|a couple of|a few) (?P<enu>days?|weeks?|wks?|months?)(?! (?:ago|from))"
)
DEAL_WORD = words(
    r"单子|这单|签|合同|成交|商机|定|决策",
    r"deal|sign\w*|signature|clos\w+|decision|po|order|opp|opportunity",
)
UNCHANGED = words(
    r"不变|没变|不动|没动|照旧|维持|保持|还是老样子|没有变化|没啥变化|没什么变化|没进展|无进展|不改|没改|没什么进展",
    r"stays?(?: the same)?|staying|unchanged|remains?|no changes?|not changing|hasn't changed|same as before|no news|no update|nothing new|holding",
)
PAST = words(
    r"了(?!解)|过(?!会|去|来|两|几|一|三|合同|方案|流程)|已经?|刚刚?|上周|昨天|前天|上个月|早上|今早|上次|完",
    r"met|had|visited|called|sent|did|spoke|went|demoed|demo'd|presented|showed|talked|saw|yesterday|last|ago|happened|was|were|discussed|attended|gave|finished|completed|done|held|just|received|got|since|asked|came|told|said|pitched|walked|emailed|submitted|shared|called|chatted|caught",
)
PLANNED = words(
    r"要|会(?!议)|将|准备|打算|约|安排|定在|定了|改到|推到|提前到|下一步|再|等",
    r"will|'ll|going to|booked|scheduled|set|planned|moved to|rescheduled|want\w*|next|agreed|confirmed|to(?= (?!the |them|him|her|us |me )[a-z])|lined up|need|should|invited|asked",
)

# --- blockers ----------------------------------------------------------------------------------

BLOCKER = words(
    r"卡(?:在|住|着|壳)|堵(?:在|住)|僵(?:住|持)|停滞|搁置|搁浅|暂停|暂缓|冻结|被拖|拖着|没人(?:理|回|管|拍板|签字)|(?:不|没|未)(?:回|理)(?:我|复|消息|微信|邮件|电话)|联系不上|失联|打不通|找不到人|"
    r"(?:预算|资金|经费|款项?|钱)(?:还|一直|都|也)*(?:没|未|不|被|冻结|紧|有限|卡|缩|砍|削|超)|没(?:有)?(?:预算|钱)|缺(?:预算|钱|人)|(?:法务|财务|采购|审批|合同|安全|合规|it|技术|领导|老板|董事会|总部|集团|流程|评审|招标|盖章|付款|回款|po)(?:那边|部门|部|团队|们|还|一直|都|也|老|迟迟|始终|仍|仍然|暂时)*(?:没|未|不|卡|拖|压着|反对|不同意|有意见|有顾虑|在等|还在)|"
    r"(?:还|尚|一直|迟迟|始终)(?:没|未)(?:有)?(?:回款|批|过|付|打款|审|定|签|盖|立项|拍板|反馈|答复|回复|消息|动静)|等(?:着|待)?(?:客户|对方|他们|总部|集团|甲方|领导|老板|财务|法务|采购|上面|董事会|内部|预算|审批|批复|流程|盖章|签字|安全|合规|招标|it|资金|对接人|新).{0,16}(?:批|审|定|签|回|确认|下来|到位|流程|评审|走完|结果|反馈|意见|$)?|"
    r"嫌.{0,6}(?:贵|慢|高|麻烦|复杂)|(?:价格|报价)(?:太|偏|有点|还是|比较)?(?:贵|高)|太贵|(?:担心|顾虑|疑虑|反对|异议|抵触|不放心|犹豫|纠结)|换(?:人|领导|负责人|对接人|cio|cto|采购)|离职|阻力|阻碍|障碍|瓶颈|风险|竞品(?:在)?(?:低价|抢|介入)|不配合|扯皮|推诿|观望|拖延",
    r"stuck|block(?:ed|er|ers|ing)|waiting (?:for|on)|await\w*|pending|held up|hold(?:ing)? (?:it |us |things )?up|on hold|paus\w+|delay(?:ed|s|ing)|stall(?:ed|ing|s)?|no budget|budget (?:is |was |has been |got |still |not |isn't )*(?:frozen|freeze|freezed|cut|slashed|tight|gone|not (?:approved|confirmed|released|signed off)|unclear|under review|pending|missing|hasn't|issue|issues|constraints?|concerns?|problem)|(?:budget|hiring|spending) freeze|too (?:expensive|pricey|high|costly|slow|complex)|gone (?:quiet|dark|silent|cold)|went (?:quiet|dark|silent|cold)|going (?:quiet|dark)|ghost(?:ed|ing)|no (?:response|reply|answer|news|word|feedback|decision)|not (?:responding|replying|answering|returning|getting back)|unresponsive|hasn't (?:replied|responded|approved|signed off|answered|paid|come back|gotten back)|haven't (?:replied|responded|approved|heard|signed off|paid|answered|come back|gotten back)|(?:isn't|not|aren't) (?:approved|happy|convinced|sold)|concerns?|concerned|worr(?:y|ied)|objections?|objects|pushback|pushing back|pushed back|resist\w*|reluctant|hesitant|risk|at risk|(?:security|compliance|it|vendor|privacy|gdpr|infosec|technical|finance|board|data protection)(?: team| dept| department)? (?:review|approval|sign-?off|assessment|check|audit|questionnaire|clearance)(?!s? (?:done|passed|complete|completed|is done|approved|cleared|finished|signed))|(?:legal|procurement|finance|security|it|compliance|infosec) (?:is |are |still |has |have |team |hasn't |haven't |won't |isn't |keeps |dept |wants |needs )*(?:slow|dragging|sitting on|reviewing|looking|blocking|holding|not|stalling|unhappy|pushing|questioning|asking)|can't (?:get|reach)|cannot reach|hard to reach|champion (?:left|is leaving|quit|moved|resigned|is out)|(?:cfo|cto|cio|ceo|sponsor|contact|buyer|champion) (?:is |was |has )*(?:left|leaving|on leave|on vacation|out of office|ooo|out sick|away|unavailable|resigned|quit|changed|against|skeptical|sceptical|not convinced|hesitat\w+)|bottleneck|obstacle|not (?:yet )?paid|unpaid|overdue|late payment|hasn't paid|reorg\w*|red tape|competitor (?:is )?(?:undercut|sniffing)\w*",
)
NOT_BLOCKER = words(
    r"没(?:有)?(?:什么|啥)?(?:问题|卡点|阻碍|障碍|阻力|风险|顾虑|异议)|不(?:再)?(?:担心|嫌)|解决了|解除了|通过了|批了|批下来了|已批|搞定了|不卡了",
    r"no (?:blockers?|concerns?|objections?|pushback|risks?|issues?|worries|delays?)|not (?:blocked|stuck|worried|concerned)|unblocked|resolved|cleared|no longer (?:blocked|stuck|waiting)|price is ok|approved now|came through|passed",
)

# --- corrections, new deals, unknown names -----------------------------------------------------

CORRECTION = re.compile(
    r"^\s*(?:哦|噢|啊|呃|额|等等|等下|抱歉|不好意思|对不起|sorry|oops|wait|no wait|oh|ah|hmm|hold on|my bad)*[\s,，:：]*(?:不对|不是|说错了?|写错了?|打错了?|错了|更正|纠正|应该是|改一下|搞错了?|记错了?|口误|我是说|correction|scratch that|i mean(?:t)?|make that|actually|rather|no[,，]? |not that|sorry|wait|strike that|typo|wrong|my mistake|oops)"
)
_TAKEN_BACK_ZH = r"不对|不是|说错了?|写错了?|打错了?|记错了?|搞错了?|弄错了?|搞混了?|弄混了?|串了|错了|口误|更正|纠正|等等|等下|抱歉|不好意思"
_TAKEN_BACK_EN = r"scratch that|strike that|wait|no|nope|sorry|oops|correction|my (?:bad|mistake)|hold on|i mean(?:t)?|actually|wrong (?:account|one|deal|client|customer|company|name|number)|mixed (?:them|it|those|that|the two) up|typo|not that(?: one)?|ignore that"
TAKEN_BACK = re.compile(
    rf"(?:(?:啊|哦|噢|呃|哎|诶|唉|我|是|的|了|单|家|{_TAKEN_BACK_ZH})|(?<![a-z])(?:ah|oh|hmm|uh|um|got|the|that's|thats|was|that|{_TAKEN_BACK_EN})(?![a-z])|[\s.!…:])+"
)
TAKEN_BACK_FIRMLY = re.compile(
    r"不对|说错|写错|打错|记错|搞错|弄错|搞混|弄混|串了|错了|口误|(?<![a-z])(?:scratch that|strike that|wait,? no|no,? wait|wrong|correction|ignore that|mixed|my (?:bad|mistake)|oops)"
)
UNMET = words(
    r"(?:还|本|原|我|一直)?以为|(?<!比)(?:本来(?:说|要|打算|想|约|定|答应|都)|原本(?:说|要|打算|想|约|定|答应)|(?:原|本)(?:计划|定))|说好(?:了)?(?:的)?[^,，。]{0,12}(?:结果|又|没|却)",
    r"(?:had |i |we |i'd |we'd )*(?:thought|assumed|figured|reckoned)(?= .{2,40}(?:would|'d|were|was|going))|(?:was|were) (?:hoping|expecting|supposed|meant|due|going|planning|about) (?:to|that|for|on)?|(?:was|were)(?:n't| not)? supposed|should(?:'ve| have) (?:been|signed|closed|come|had|gone|sent|happened)|had hoped|had expected|expected .{2,40}(?= but| didn'?t)",
)
BROKEN = words(
    r"(?:但是?|可是?|结果|又|却|最后|还是|人家|现在)*(?:没签|没来|没成|没有|没提|没要|没动静|放(?:了)?(?:我)?鸽子|鸽了|又?拖了?|泡汤了?|落空了?|变卦了?|没谈成|没影了?|没兑现)了?",
    r"(?:but |and |well |of course )*(?:they |it |he |she |that |we )?(?:did(?:n'?t| not)|never(?: did)?|hasn'?t|has not|no(?:pe)?|no luck|no show|no dice|not yet)(?: (?:happen(?:ed)?|sign(?:ed)?|shown?(?: up)?|come through|materiali[sz]ed?|yet|of course|again))*",
)
NEW_DEAL = re.compile(
    r"新(?:增|来|加|接|签|拓|开发|有|建|开|添|谈|聊|接触|认识)?(?:了)?(?:一个|个|一家|家|一条|条|一位|位|一笔)?(?:的)?(?:潜在|意向)?(?:客户(?!经理|端|需求|成功|体验|系统|管理)|商机|线索|单子|单(?!位|元|价|品)|项目(?!经理|组|负责|部|启动|群)|机会(?!成本)|询盘|deal|lead|opp)|"
    r"(?:新|刚|新近|刚刚)(?:接触|认识|聊|挖|谈|碰)(?:到|上)?(?:了)?(?:一家|一个|个|家)|又(?:来|接|进|有|谈|搞|捞)(?:了|到)*一?(?:(?:单|笔|条)(?:新的|新单|新客户|新项目|新商机|大的|大单)?(?=$|[\s,，。!！:：、]|叫)|[家个](?:新的|新单|新客户|新客(?!户))|家(?=叫|公司叫))|(?:来|接|进)(?:了)?一?(?:单|笔|条)新的|(?:来|接|进)(?:了)?新单|(?:来|有|冒出)(?:了)?(?:一)?家(?:公司|企业|厂子?|店|医院|学校|酒店|单位)?(?=叫)|(?:加|建|录|登记|开)(?:一?个|一?条|一?单|一?笔)?新的(?=$|[\s,，。!！:：、])|(?:录入|录|加|建|登记|添加|创建|新建|开)(?:一?下|入)?(?:一个|个|一条|条|一家|家)?新?(?:商机|线索|单子|客户|deal|lead)|(?:又|还)?来了(?:一)?(?:个|家|条)(?:新)?(?:客户|商机|线索|单|询盘)?|(?:又|另外|还)有(?:一)?个(?:新)?(?:商机|线索)|"
    r"(?<![a-z])(?:(?:add|create|log|open|record|note|put in|new)(?: (?:down|me|us|up|in))? (?:an?|another)? ?new one|(?:got|have|here's|here is|another|and|landed|picked up)(?: a| another)? (?:brand[\s-])?new one|new (?:name|company|one)(?= ?(?:for|on|in|to|:|-|,))|(?:brand[\s-])?new(?= ?(?:-|:) )|(?:walk[\s-]?in|cold call|cold email|website|web form|web|inbound|linkedin|trade ?show|expo|conference) (?:lead|inquiry|enquiry|request|contact|prospect)(?: from| today)?)(?![a-z])|(?<![a-z])(?:lead|prospect|opp|opportunity) from [a-z ]{2,20}(?=:)|(?<![a-z])(?:(?:brand[\s-])?new (?:inbound |potential |sales |hot |warm |qualified |big |small |possible |enterprise |smb )*(?:leads?|deals?|opps?|opportunit(?:y|ies)|clients?|customers?|prospects?|logo|inquiry|enquiry|inbound|accounts?|business)(?![a-z])(?! (?:gen(?:eration)?|lists?|forms?|sources?|scoring|times?|count|quality|routing|targets?|numbers?|campaigns?|visits?|manager|portal|team|success|service|executive|contact|data|experience|support|director|onboarding|terms|price|from legal))|"
    r"inbound(?: lead)? from|fresh (?:lead|opp)|(?:add|create|open|log)(?: (?:a|an|another|this))?(?: new)? (?:deal|lead|opp|opportunity|prospect)(?: for| with| called| named)?|another (?:opp|opportunity|deal|lead) (?:at|with|from|for)|got a (?:new )?(?:lead|prospect|inbound)|met a new (?:prospect|client|lead|customer))(?![a-z])"
)
NEW_MET = words(
    r"(?:refer|intro|介绍)(?:red|d)?(?:过来|了|给我)+一?[家个]|(?:新|刚|新近|刚刚)(?:接触|认识|结识|对接|加)(?:到|上)?(?:了)?(?:一?[家个])?|(?:介绍|推荐|引荐|转介绍|牵线)(?:了|过来|来|给我|给我们|给咱们|给咱)+(?:一?[家个]|新的?|的)?(?:新)?(?:客户|公司|单子|朋友的公司)?|(?:展会|展|论坛|沙龙|峰会|酒会|饭局|饭桌|活动|群里|朋友圈|行业会|年会|地推|陌拜|扫楼|扫街)(?:上|里|时|中|现场)?(?:新)?(?:认识|碰到|遇到|聊到|加了|捡|挖到|结识|接触)(?:到|上|了)*(?:一?[家个](?:公司|客户|企业|单位)?)?|(?:陌拜|陌生拜访)(?:到|了)+一?[家个]?|(?:官网|公众号|抖音|小红书|电话|热线|网上)(?:留资|进线|来的?询盘|咨询|询盘|来电)(?:了|的)?(?:一?[家个条])?",
    r"(?:got |had |have |just |a |new |another |warm |here's |here is |hot |nice )*(?:referral|intro)(?:s|'d)?(?! (?:call|meeting|session|fee|deck|email|bonus|program\w*|link|to (?:the|their|his|her|our)|with))(?: (?:just |came |come )*(?:in|today|yesterday|this morning|from [a-z]+(?: [a-z]+)?(?=[\s]*[:,-])|through [a-z]+))*|(?:introduced|introducing|intro'd|referred|put) (?:me|us)(?: in touch)? (?:to|with)|met(?: with| a company called| some people from| folks from| the (?:guys|people|team) (?:from|at|of))?(?= [a-z][^,.;:!?]{2,40} at (?:the |an? |our |last night's |today's |yesterday's )?(?:\w+ )?(?:expo|fair|trade ?show|show|conference|exhibition|booth|stand|meetup|networking|summit|convention|event|mixer))|bumped into(?= [a-z][^,.;:!?]{2,40} at (?:the |an? )?(?:\w+ )?(?:expo|fair|trade ?show|show|conference|exhibition|meetup|convention|event))",
)
"""How a company came up that may be new: only a deal where the words beside it say so."""
NEW_EVIDENCE = words(
    r"想|需要|要(?!求|是)|做(?!客)|咨询|感兴趣|有兴趣|意向|预算|\d\s?[万wk]|[一二三四五六七八九十]万|没接触过|没合作过|没打过交道|第一次|全新|公司|叫",
    r"needs?|wants?|looking|interested|budget|[$€£]?\d+(?:\.\d+)?\s?(?:k|m|grand)|thousand|brand[\s-]?new|never (?:met|spoken|worked|heard)|not in (?:the )?(?:crm|system)|company|logo",
)
CALLED_SIDE = re.compile(r"(?P<name>[a-z\u4e00-\u9fff]{2,8}?)(?:那边|这边|那个单子?|那单|那家)")
NOBODY = re.compile(
    r"^(?:(?:但是?|不过|然后|现在|目前|另外|还有|而且|所以|就是|主要|主要是|因为|等|等着|看|问|跟|和|给|去|在|卡在|客户的?|他们的?|对方的?|我们的?|甲方的?)*(?:客户|他们|对方|甲方|我们|咱们|我|你|公司|法务|采购|财务|技术|it|领导|老板|业务|总部|集团|厂里|现场|用户|销售|市场|行政|人事|信息|安全|审批|合规|工厂|门店|学校|医院|[\u4e00-\u9fff]{0,2}(?:总|经理|主任|工|部|部门|团队|老师|哥|姐|院长|处长|局|科长|董))|但?|不过|今天|昨天|明天|还是|都|也|再|就|这|那)$"
)
FOREIGN_EN = re.compile(
    r"^(?:(?:and|but|also|then|so|plus|meanwhile|btw|ps)\s+)?(?P<name>[a-z][a-z0-9&'-]{2,}(?: [a-z][a-z0-9&'-]{2,})?)\s+(?:has |have |just |finally |is |was |also |got |went |still )*(?:went live|is live|is at|now at|is worth|signed|closed|won|lost|bumped|dropped|cancelled|slipped|moved|decided|pushed|chose|upped|increased|down to|up to|came in at)(?![a-z])"
)
SUBJECTS_EN = _set(
    "they he she we it you this that these those customer client clients customers contract deal deals order paperwork papers "
    "docs document agreement msa sow nda price pricing amount value budget date close closing closed signature procurement "
    "legal finance security team teams champion sponsor buyer cfo cto cio ceo coo vp boss board management everyone everybody "
    "both all just now already finally officially also then and but was were has have had been got get today yesterday "
    "monday tuesday wednesday thursday friday timeline project scope decision meeting demo call proposal quote offer "
    "number total currency stage who which what still verbally happy great good news update quick partner prospect lead "
    "account renewal pilot trial poc users seats not never yet the a an their our my his her its will would should could might may "
    "being getting said says unfortunately sadly luckily fortunately basically actually sorry wait really very fully almost nearly "
    "hopefully probably maybe think thinks guess expect expected expects hoping hope plan planning if when once until before after "
    "because since due with from for to of in on at by as is are am be or no yes yeah ok okay we've they've it's that's there there's "
    "amount's price's everything something nothing things thing size start end month week quarter year"
)
FOREIGN_ZH = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{2,6}?)(?:也|都|已经?|今天|昨天|刚|终于|正式)*(?:签了|签约了|丢了|黄了|凉了|拿下了?|成交了|中标了|降到|涨到|下单了|没戏|输了)"
)
SUBJECT_ZH = re.compile(
    r"客户|他们|她们|合同|对方|甲方|双方|我们|咱|价格|报价|金额|预算|总价|单子|项目|订单|今|昨|明|前|后|上|下|刚|已|终|正|最|已经|然|但|不|没|也|都|又|再|就|还|这|那|总|经理|老板|领导|法务|采购|财务|顺利|成功|可能|估计|好|差|方案|协议|钱|从|由|被|把|给|向|周|月|号|一共|竞|对手|友商|听说|真的|果然|确定|确认|直接|最终|整体|全部|大概|约|因为|由于|结果|可惜|遗憾|恭喜|搞|谈|聊|开|盖|审|走|签|拿|去|来|到|说"
)

BOUND_BEFORE = re.compile(
    r"(?:不超过|不超|低于|高于|超过|不到|至少|起码|控制在|不能超|别超)(?:了)?\s*$|(?<![a-z])(?:under|below|less than|more than|over|above|at least|at most|max|maximum|no more than|not exceed(?:ing)?|within|cap of|capped at|limit of)\s*$"
)
BOUND_AFTER = re.compile(
    r"^\s?(?:以内|以下|之内|以上|之下|封顶|打底|起步|max|maximum|cap|tops|at most|or less|or more)"
)
