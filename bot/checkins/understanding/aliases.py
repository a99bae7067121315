"""What reps call a deal: its account, part of it, its project, initials."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from storage.records import Deal

from .text import HAN, fold

_COMPANY_ZH = re.compile(
    r"(?:股份)?(?:有限)?(?:责任)?公司$|\(.*?\)|（.*?）|股份$|集团$|控股$|企业$|总部$"
)
_PLACES = (
    "北京|上海|广州|深圳|天津|重庆|杭州|苏州|南京|成都|武汉|西安|青岛|宁波|厦门|无锡|东莞|佛山|长沙|郑州|济南|合肥|"
    "福州|大连|沈阳|昆明|香港|澳门|台湾|新加坡|广东|浙江|江苏|山东|四川|湖北|湖南|河北|河南|福建|安徽|江西|陕西|中国|全国|国家"
)
PLACE = re.compile(rf"^(?:{_PLACES})(?:省|市)?")
INDUSTRY = (
    "机械|科技|证券|百货|超市|置业|地产|汽配|电商|轮胎|物流|药业|医药|银行|保险|教育|集团|优鲜|生鲜|制药|食品|服饰|"
    "服装|电子|电器|电气|电力|能源|化工|材料|钢铁|汽车|传媒|文化|酒店|餐饮|旅游|航空|快递|通信|网络|软件|信息|数据|"
    "智能|投资|基金|信托|租赁|建设|建筑|工程|设备|仪器|医疗|器械|医院|学校|大学|学院|中学|家居|家具|农业|牧业|"
    "水务|环保|矿业|石化|纺织|印刷|包装|零售|商贸|贸易|商业|商场|实业|重工|精工|制造|光电|半导体|新能源|动力|"
    "便利店|母婴|美妆|珠宝|乳业|饮料|酒业|茶业|造纸|玻璃|陶瓷|船舶|铁路|地铁|公交|港口|机场|供应链|冷链|仓储|资本|支付|金服|金融|财险|人寿|体育|健身|影业|游戏|互联|云|公司|股份"
)
_TAIL = re.compile(rf"(?:{INDUSTRY})+$")
_LEGAL_EN = frozenset(
    "inc ltd llc gmbh ag corp corporation co company plc sa bv nv pte group holding holdings limited the of and kg se oy ab spa srl sdn bhd pty".split()
)
_INDUSTRY_EN = frozenset(
    "foods food logistics bank medical dental telecom insurance retail hotels hotel tech technologies technology systems "
    "software solutions energy health healthcare pharma pharmaceuticals logistik media networks labs motors airlines air airways "
    "foundation university college school hospital clinic clinics capital partners ventures finance financial consulting services "
    "industries manufacturing steel chemicals foundry works electronics electric power water oil gas mining construction building "
    "real estate properties property realty stores markets market supermarkets fashion apparel travel tours resorts shipping freight "
    "transport rail auto automotive parts tires tyres robotics aerospace semiconductor semiconductors studios games gaming sports fitness "
    "education academy learning publishing press news entertainment music beauty cosmetics brewing brewery coffee tea bakery farms farm "
    "dairy agriculture biotech bio sciences science diagnostics devices security insurance mutual trust credit union securities "
    "asset management investments global international worldwide national digital data cloud online".split()
)
_GENERIC = frozenset(
    "pilot rollout upgrade renewal system systems platform service services support project phase audit add on addon add-on deal "
    "expansion migration implementation solution solutions license licence licenses subscription contract training app tool suite "
    "management new the for and of with a module integration trial poc online cloud digital data core plus pro "
    "scheduler tracking dashboard analytics".split()
)
_GENERIC_ZH = re.compile(
    r"(?:系统|平台|项目|升级|改造|服务|一期|二期|三期|方案|建设|采购|实施|合作|管理|软件|解决方案|年框|续约|续费|扩容|试点|替换|部署|工具|中心|模块|产品|开发)+$"
)
_TOO_COMMON = frozenset(
    "我们 他们 客户 公司 集团 中国 国家 今天 明天 方案 合同 报价 系统 项目 需求 数据 服务 客服 培训 会员 收银 设备 仓储 升级 "
    "门店 财务 采购 法务 智慧 智能 移动 联合 国际 全球 新 东方 中心".split()
)


@dataclass(frozen=True)
class Alias:
    """`strong` ones count anywhere; weak ones only narrow a choice or where the words point."""

    words: str
    strong: bool
    exact: bool = True
    """Whether it is a whole account or deal name, as opposed to a part of one."""
    account: bool = True
    """Whether it comes from the account rather than the deal's own name."""


@lru_cache(maxsize=2048)
def _aliases(account: str, name: str) -> tuple[Alias, ...]:
    project = (replace(alias, account=False) for alias in _name_aliases(name))
    found = [*_account_aliases(account), *project]
    best: dict[str, Alias] = {}
    for alias in found:
        known = best.get(alias.words)
        if len(alias.words) >= 2 and (known is None or alias.strong > known.strong):
            best[alias.words] = alias
    return tuple(best.values())


def aliases_of(deal: Deal) -> tuple[Alias, ...]:
    return _aliases(deal.account, deal.name)


def _account_aliases(account: str) -> Iterable[Alias]:
    whole = fold(account).strip()
    if not whole:
        return
    yield Alias(whole, strong=True)
    for spelled in {_german(account), whole.replace("ue", "u").replace("oe", "o").replace("ae", "a")}:
        yield from _parts(spelled, strong=True)
    yield from _parts(whole, strong=True)


def _german(account: str) -> str:
    for umlaut, letters in (("ä", "ae"), ("ö", "oe"), ("ü", "ue")):
        account = account.lower().replace(umlaut, letters)
    return fold(account).strip()


def _parts(whole: str, strong: bool) -> Iterable[Alias]:
    if re.search(f"[{HAN}]", whole):
        yield from _chinese_parts(whole)
    if re.search("[a-z]", whole):
        yield from _english_parts(re.sub(f"[{HAN}]+", " ", whole).strip())


def _chinese_parts(whole: str) -> Iterable[Alias]:
    core = "".join(re.findall(f"[{HAN}0-9]+", _COMPANY_ZH.sub("", _COMPANY_ZH.sub("", whole))))
    if core:
        yield Alias(core, strong=len(core) > 2 or core not in _TOO_COMMON)
    core = PLACE.sub("", core) or core
    head = _TAIL.sub("", core)
    if len(head) < 2:
        head = core[:2] if len(core) > 3 else core
    for part in {head, core[:2] if len(core) >= 3 else head, core[:3] if len(core) >= 4 else head}:
        if 2 <= len(part) and part not in _TOO_COMMON and not PLACE.fullmatch(part):
            yield Alias(part, strong=True, exact=False)
    tail = core.removeprefix(head)
    if len(tail) >= 2:
        yield Alias(tail, strong=False, exact=False)
    if len(core) >= 4:
        yield Alias(core[-2:], strong=False, exact=False)
        yield Alias(core[0] + core[2], strong=False, exact=False)


def _english_parts(whole: str) -> Iterable[Alias]:
    tokens = [t for t in re.findall(r"[a-z0-9]+(?:[&'+-][a-z0-9]+)*", whole) if t not in _LEGAL_EN]
    if not tokens:
        return
    yield Alias(" ".join(tokens), strong=True)
    own = [t for t in tokens if t not in _INDUSTRY_EN]
    if own:
        yield Alias(" ".join(own), strong=len(own[0]) > 2, exact=False)
        yield Alias(own[0], strong=len(own[0]) > 3 and own[0] not in _COMMON_EN, exact=False)
    for first, second in pairwise(tokens):
        yield Alias(f"{first}{second}", strong=True, exact=False)
    for token in tokens[1:]:
        yield Alias(token, strong=False, exact=False)
    if len(tokens) >= 3:
        yield Alias("".join(t[0] for t in tokens), strong=True, exact=False)


_COMMON_EN = frozenset(
    "first best next good great one open west east north south city union general american united national "
    "new big blue red green black white gold silver star sun target summit".split()
)


def _name_aliases(name: str) -> Iterable[Alias]:
    whole = fold(name).strip()
    if not whole:
        return
    words = whole.split()
    single = len(words) == 1 and (whole in _GENERIC or whole in _TOO_COMMON)
    short = len(whole) <= (2 if re.search(f"[{HAN}]", whole) else 4)
    yield Alias(whole, strong=not single and not short)
    for piece in re.findall(f"[{HAN}]{{2,}}", whole):
        core = _GENERIC_ZH.sub("", piece)
        if len(core) >= 2:
            yield Alias(core, strong=len(core) >= 3, exact=False)
    tokens = re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)*", whole)
    for token in tokens:
        if len(token) >= 3 and not token.isdecimal() and token not in _GENERIC:
            yield Alias(token, strong=False, exact=False)
    if len(tokens) >= 2:
        yield Alias(f"{tokens[0]} {tokens[1]}", strong=True, exact=False)


def is_industry(word: str) -> bool:
    """Whether a Latin word says what a company does rather than which it is."""
    return word in _INDUSTRY_EN
