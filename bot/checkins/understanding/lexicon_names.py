"""Words in the names of companies and projects that say little about which one it is."""
# ruff: noqa: E501 - a word list stays whole

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


COMPANY_ZH = re.compile(
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
INDUSTRY_TAIL = re.compile(rf"(?:{INDUSTRY})+$")
LEGAL_EN = _set(
    "inc ltd llc gmbh ag corp corporation co company plc sa bv nv pte group holding holdings limited the of and kg se oy ab spa srl sdn bhd pty"
)
INDUSTRY_EN = _set(
    "foods food logistics bank medical dental telecom insurance retail hotels hotel tech technologies technology systems "
    "software solutions energy health healthcare pharma pharmaceuticals logistik media networks labs motors airlines air airways "
    "foundation university college school hospital clinic clinics capital partners ventures finance financial consulting services "
    "industries manufacturing steel chemicals foundry works electronics electric power water oil gas mining construction building "
    "real estate properties property realty stores markets market supermarkets fashion apparel travel tours resorts shipping freight "
    "transport rail auto automotive parts tires tyres robotics aerospace semiconductor semiconductors studios games gaming sports fitness "
    "education academy learning publishing press news entertainment music beauty cosmetics brewing brewery coffee tea bakery farms farm "
    "dairy agriculture biotech bio sciences science diagnostics devices security insurance mutual trust credit union securities "
    "asset management investments global international worldwide national digital data cloud online"
)
GENERIC = _set(
    "pilot rollout upgrade renewal system systems platform service services support project phase audit add on addon add-on deal "
    "expansion migration implementation solution solutions license licence licenses subscription contract training app tool suite "
    "management new the for and of with a module integration trial poc online cloud digital data core plus pro "
    "scheduler tracking dashboard analytics"
)
GENERIC_ZH = re.compile(
    r"(?:系统|平台|项目|升级|改造|服务|一期|二期|三期|方案|建设|采购|实施|合作|管理|软件|解决方案|年框|续约|续费|扩容|试点|替换|部署|工具|中心|模块|产品|开发)+$"
)
TOO_COMMON_ZH = _set(
    "我们 他们 客户 公司 集团 中国 国家 今天 明天 方案 合同 报价 系统 项目 需求 数据 服务 客服 培训 会员 收银 设备 仓储 升级 "
    "门店 财务 采购 法务 智慧 智能 移动 联合 国际 全球 新 东方 中心"
)


TOO_COMMON_EN = _set(
    "first best next good great one open west east north south city union general american united national "
    "new big blue red green black white gold silver star sun target summit"
)


EVERYDAY_EN = INDUSTRY_EN | _set(
    "family practice outdoor outdoors pets women home homes house houses garden gardens city park lake river hill hills valley bay coast "
    "mountain world life care kids team line group ridge creek field fields land ocean street road bridge tower point house first "
    "second central community children baby body mind heart hand smile street village town county region state summer winter spring "
    "light sound voice image video photo paper print book books wood stone glass metal iron sand fire earth space time work works "
    "trade play sport club pool studio design brand fresh smart fast quick direct prime express select choice quality value partner "
    "legal advisors board council office offices service support trust charity church foundation art arts craft trail lodge inn "
    "kitchen table cafe grill pizza burger wine beer cake bread fish meat farmacy clinic surgery dentist vision sight hearing skin hair"
)
UNMISTAKABLE_EN = _set(
    "foods logistics bank medical dental telecom insurance retail hotels hotel pharma motors airlines airways energy "
    "logistik healthcare automotive robotics freight hospital hospitals clinic university college school brewery bakery studios capital ventures properties realty"
)
