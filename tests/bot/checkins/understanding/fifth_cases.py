"""A fifth lot, in the notation of `cases`: other words for what was missed before."""
# ruff: noqa: E501 - a message stays on its line

CASES = """
Z | 苏恒这单一口价七十八万五 | Z1 amount=785000
Z | 苏恒又砍了两个点，现在按76万走 | Z1 amount=760000
Z | 中瑞打了个九折 | Z3 amount=1080000
Z | 中瑞给了95折了 | Z3 amount=1140000
Z | 中瑞想让我们打9折 |
Z | 中瑞要是打8折就能签 |
Z | 百果加了两个门店，在原合同基础上再加3万 | Z2 amount=380000
Z | 百果又追加5万 | Z2 amount=400000
Z | 百果那边改到38 | Z2 amount=380000
Z | 苏恒80万→77万 | Z1 amount=770000
Z | 苏恒谈到75万，不对，说错了，是76万 | Z1 amount=760000
Z | 苏恒78万……口误，79万 | Z1 amount=790000
Z | 苏恒老板说最多出到70万，再低我们就不做了 | ~Z1
Z | 还以为苏恒这周能签，结果没签 |
Z | 本来说中瑞今天盖章的，法务又没空 |
Z | 以为百果会让我们出方案，结果人家说不急 |
Z | 原以为大华超市要涨到20万，并没有 |
Z | 苏恒本来约的周五签，现在挪到下周三 | Z1 expected_close=2026-03-25
Z | 中瑞31号赶不上了，4月10号吧 | Z3 expected_close=2026-04-10
Z | 中瑞月底签不下来，改到4月中 | Z3 expected_close=2026-04-15
Z | 中瑞31号没戏了，延到4月15 | Z3 expected_close=2026-04-15
Z | 苏恒要等到5月8号才能签 | Z1 expected_close=2026-05-08
Z | 苏恒往后拖一周 | Z1 expected_close=2026-05-07
Z | 苏恒节后才签，先记5月10号 | Z1 expected_close=2026-05-10
Z | 苏恒审批流程走完才签 |
Z | 苏恒下周二来厂里看机器 | Z1 due=2026-03-24
Z | 周五去百果拍几张门店照片 | Z2 due=2026-03-20
Z | 百果后天下午带他们老板过来体验 | Z2 due=2026-03-20
Z | 大华超市周六上午进场量尺寸 | Z5 due=2026-03-21
Z | 中瑞4月2号听我们讲一遍架构 | Z3 due=2026-04-02
Z | 中瑞张总下周三回国 |
Z | 中瑞那边周五放假 |
Z | 百果的采购下周一才上班 |
Z | 苏恒财务月底封账 |
Z | 苏恒那边4月3号开始休假 |
Z | 苏恒法务在逐条挑我们合同的毛病 | Z1 stage=closing
Z | 苏恒跟我们开始磨账期了 | Z1 stage=closing
Z | 苏恒正在和采购敲合同条款 | Z1 stage=closing
Z | 苏恒卡在违约条款上 | Z1 ~stage
Z | 中瑞又把方案推翻了，要我们重写方案 | Z3 stage=proposal
Z | 中瑞退回到需求从头聊 | Z3 stage=needs
Z | 中瑞项目完工了，转入维保期 | Z3 stage=aftersales
Z | 中瑞还没完工 |
Z | 中瑞下周完工验收 | ~Z3
Z | 大华百货正在跟他们摸需求 | Z4 stage=needs
Z | 大华百货的店长跟我讲了一下他们的痛点 | Z4 stage=needs
Z | 大华百货说还没有需求 |
Z | 老客户推荐了一家公司叫青木物流，想上WMS，预算45万 | NEW 青木 amount=450000
Z | 展会上认识了北辰电子，想要做MES，大概80万 | NEW 北辰 amount=800000
Z | 又来一单！远洋冷链，要做温控，30万 | NEW 远洋 amount=300000
Z | 官网留资一家企业叫天工精密，咨询ERP | NEW 天工
Z | 展会上认识了一个王总，聊得不错 |
Z | 朋友介绍了个师傅给我修车 |
Z | 今天苏恒介绍了他们的新CTO给我认识 |
Z | 百果又来一个要求，想加报表 | ~Z2
Z | 苏恒介绍了他们的流程，说需要对接SAP | ~Z1
Z | 苏恒签了，啊不对搞错了，是中瑞签了 | Z3 status=won
Z | 百果涨到40万，哦说错了是大华超市 | Z5 amount=400000
Z | 苏恒丢了。打错了打错了，没丢 |
Z | 中瑞签了！说错了，还没签 |
Z | 超市那单定在18万 | Z5 amount=180000
Z | 价格一直往上走嘛 |
Z | 苏恒预计几号签来着 | Q
Z | 这几天在忙苏恒的标书 | ~Z1
Z | 苏恒约到周几了 | Q
Z | 今天跑了三家，上午苏恒，价格松口到76万，中午中瑞，合同他们法务开始审了，下午百果没见着人 | Z1 amount=760000; ~Z3; ~Z2
Z | 晨光纸业签了 |
Z | 今天海鸥食品那边说涨到30万 |
E | northwind: number's 135 now, not 120 | E1 amount=135000
E | northwind dropped to 105 | E1 amount=105000
E | harbor is now at 52 | E2 amount=52000
E | call with harbor at 10 tomorrow | E2 due=2026-03-19
E | meeting harbor on the 30th at 3 | E2 due=2026-03-30
E | harbor moved the call to 4 | ~E2
E | brightline agreed a quarter of a million | E3 amount=250000
E | brightline up to three hundred and fifty thousand | E3 amount=350000
E | harbor went from forty five to sixty grand | E2 amount=60000
E | northwind at 130k, no wait, 132k | E1 amount=132000
E | harbor 50k. scratch that. 55k | E2 amount=55000
E | brightline wants 10% off |
E | knocked 5% off for brightline, so it comes to 285k | E3 amount=285000
E | northwind added another 15k on top | E1 amount=135000
E | there are a million things to fix at northwind |
E | northwind wont hit the 30th, more like mid may | E1 expected_close=2026-05-15
E | brightline can't make the 31st. april 10 instead | E3 expected_close=2026-04-10
E | harbor slides two weeks, so june 12 | E2 expected_close=2026-06-12
E | northwind drifting a month | E1 expected_close=2026-05-30
E | brightline needs one more week past the 31st | E3 expected_close=2026-04-07
E | brightline was supposed to sign today, now it's the 27th | E3 expected_close=2026-03-27
E | thought brightline would sign this week but no |
E | figured northwind would come up to 140k. nope |
E | assumed harbor was going to pick a competitor, still open |
E | was hoping northwind would sign by friday |
E | harbor payment slips two weeks |
E | harbor's project manager is late by a week |
E | showing harbor the new sensors next tuesday | E2 due=2026-03-24
E | will swing by northwind thursday | E1 due=2026-03-19
E | brightline's cto is back on monday |
E | northwind's office is closed friday |
E | their fiscal year ends june 30 at northwind |
E | hopping on a zoom with harbor fri | E2 due=2026-03-20
E | touring the harbor warehouse sat morning | E2 due=2026-03-21
E | breakfast with the northwind cfo on the 26th | E1 due=2026-03-26
E | northwind is hiring a new cio next month |
E | waiting on harbor, should hear monday | ~E2
E | northwind's lawyers are picking apart our contract | E1 stage=closing
E | in contract talks with northwind | E1 stage=closing
E | northwind: hammering out payment terms | E1 stage=closing
E | no contract talks with northwind yet |
E | brightline got cold feet, wants a rewritten proposal | E3 stage=proposal
E | acme dental walked us through what they need | ~E5
E | acme medical: intro call done, they told us what they need | E4 stage=needs
E | intro call with acme medical next tuesday | E4 due=2026-03-24
E | got a referral: Larkspur Hotels wants kiosks, around 60k | NEW Larkspur amount=60000
E | new one for the pipeline: Ostrava Steel, needs MES, 200k | NEW Ostrava amount=200000
E | met Fenland Dairy at the trade show, they're looking for cold chain monitoring, maybe 40k | NEW Fenland amount=40000
E | met sarah at the expo, she was nice |
E | met the brightline cfo at the conference | ~E3
E | their cto introduced me to the security lead |
E | harbor introduced us to their logistics partner |
E | asked northwind for a referral |
E | intro call with brightline went well | ~E3
E | northwind signed. no wait wrong one, harbor signed | E2 status=won
E | brightline signed, oops, not signed yet |
E | northwind lost... sorry mixed them up, harbor lost | E2 status=lost
E | acme signed | ? E4 E5
E | dental signed | E5 status=won
E | zenith corp signed today |
E | harbour signed | E2 status=won
E | did two calls today, harbor first, ops lead says they'd go up to 48k if we throw in training, then northwind, they redlined the contract, and brightline's cfo says signing is the 27th | E1 stage=closing; E3 expected_close=2026-03-27
E | so basically northwind is fine, price is 118 now, and harbor, the tracking thing, they want to see a demo on the 2nd | E1 amount=118000; E2 due=2026-04-02
E | brightline: still waiting. northwind: same. harbor: signed | E2 status=won
E | if northwind drops to 100 we walk |
E | they said 100 users at northwind now not 120 |
E | northwind has 130 seats now |
E | northwind budget got cut so now 90k | E1 amount=90000
E | northwind annual budget is now 900k |
E | competitor quoted northwind 95k |
E | northwind pushing us to 100k |
E | can brightline sign by the 27th? | Q
E | is the northwind number 120 or 130? | Q
E | what was harbor's close date again | Q
E | not sure what northwind wants |
F | müller 450 now instead of 480 | F1 amount=450000
F | tulip slipping two months | F4 expected_close=2026-09-30
F | nordpol wants it on the 2nd | ~F2
F | kestrel renews on the 12th | ~F3
F | measuring the tulip lobby on april 2 | F4 due=2026-04-02
M | Lion City 还在 negotiate，改到 250 | M1 amount=250000 ~stage
M | Orchid 说 wait，不是 145 万，是 148万 | M3 amount=1480000
Z | 苏恒那边新换的领导说周四来听一次汇报 | Z1 due=2026-03-19
Z | 和中瑞的王总约着周日爬山 | ~Z3
Z | 大华签了，百货那个 | Z4 status=won
Z | 大华那个会员的单子签了 | Z4 status=won
Z | 收银那单签了 | Z5 status=won
Z | 巡检那个单子涨到40万 | Z2 amount=400000
Z | 数据都发给客户了 |
Z | 门店那边反馈不错 |
Z | 会员数据还没给 |
Z | 中瑞银行签了 |
Z | 大华地产想做ERP |
Z | 苏恒和中瑞都签了 | Z1 status=won; Z3 status=won
Z | 苏恒、百果都往后推两周 | Z1 expected_close=2026-05-14; Z2 expected_close=2026-06-14
Z | 中瑞砍到110，还在磨 | Z3 amount=1100000 ~stage
Z | 中瑞报了130万他们嫌贵 | ~Z3
Z | 他们说最多70万，苏恒这单 |
Z | 苏恒要求降到70万，我没同意 |
Z | 苏恒竞品报了65万 |
Z | 中瑞回款30万到账了 | ~stage
Z | 苏恒预付款24万已收 |
Z | 苏恒去年签了60万 |
Z | 苏恒如果这周不签就黄了 |
Z | 苏恒差点黄了，好在稳住了 |
Z | 百果说下个月才有预算 |
Z | 百果老板下月初出国 |
Z | 苏恒4月30号签没变 |
Z | 苏恒30号能不能签还不好说 |
Z | 苏恒的电话打不通 |
Z | 帮我看下苏恒多少钱 | Q
Z | 中瑞进度咋样了 | Q
Z | 苏恒怎么破局 | Q
Z | 今天没什么进展 |
Z | 休息一天 |
Z | 客户说合同没问题，80万不变 | ~Z1
Z | 签了一单，60万 | ? Z1 Z2 Z3 Z4 Z5
Z | 领导说要拿下苏恒 |
Z | 苏恒拿下有难度 |
Z | 恭喜隔壁组签了中瑞 | ~Z3
Z | 听说苏恒要换供应商 |
Z | 新客户拜访计划还没做 |
Z | 中瑞这单估计得再等两周 | ~Z3
Z | 百果第一次见面，正跟他们了解门店现状 | ~stage
Z | 大华百货：intro 做完了 | ~Z4
Z | 苏恒4月8号安排他们来试机 | Z1 due=2026-04-08
Z | 提前了！中瑞28号签 | Z3 expected_close=2026-03-28
Z | 中瑞提前一周签 | ~Z3
Z | 中瑞比原计划晚一周签 | Z3 expected_close=2026-04-07
Z | 明天飞深圳见苏恒 | Z1 due=2026-03-19
Z | 苏恒合同明天发 | Z1 due=2026-03-19 ~stage
Z | 去苏恒跑了一趟，人不在 |
Z | 苏恒说25号给答复 | ~Z1
E | northwind: i'd say 60% likely to close by april |
E | northwind po expected by 3/27 | E1 expected_close=2026-03-27
E | talked to harbor about the deposit, 10k |
E | harbor paid the first 20k |
E | brightline closed the office today |
E | brightline is closing in on a decision | ~E3
E | northwind signed the nda |
E | northwind champion left friday | ~E1
E | acme medical signed off on the requirements, they want a quote by mon | E4 stage=proposal due=2026-03-23
E | acme's dental unit wants 35k | ~E5
E | harbor cut to 40 users |
E | harbor cut to 40k | E2 amount=40000
E | had a great dinner with the northwind folks |
E | lost my notes on harbor |
E | lost harbor's number |
E | harbor went with samsara instead, cheaper | E2 status=lost
E | we beat samsara at harbor | ~E2
E | northwind might sign friday |
E | brightline won't sign this month |
E | brightline won't sign this month. april 20 now | E3 expected_close=2026-04-20
E | fyi i'm on leave until monday |
E | dentist appointment tomorrow |
E | team meeting friday |
E | northwind on holiday until april 6 |
E | northwind decision now april 6 | E1 expected_close=2026-04-06
E | brightline ready to sign, just needs the cfo |
E | cornerstone labs moved to 90k |
E | update: harbor - same. northwind - 125k, sign apr 24. brightline - won! | E1 amount=125000 expected_close=2026-04-24; E3 status=won
E | northwind 125k by apr 24 | E1 amount=125000 expected_close=2026-04-24
E | northwind wants to add two more sites, that'd be another 30k | ~E1
E | northwind want us to come down to 100k, told them no |
E | we're at 118k with northwind after the last round | E1 amount=118000 ~stage
E | the northwind quote expires friday |
E | harbor's renewal is up in june | ~E2
E | harbor pilot starts monday | ~E2
E | harbor pilot ended, they loved it |
E | send harbor a recap tomorrow | E2 due=2026-03-19
E | should i discount northwind | Q
E | did northwind sign | Q
E | how do i handle harbor's price objection | Q
E | set northwind to 125k | E1 amount=125000
E | brightline asks if we can do 280k |
E | brightline said yes to 280k | E3 amount=280000
E | turned down by harbor | E2 status=lost
E | new contact at northwind, jim, starts monday |
E | new lead generation campaign starts next week |
E | added a new stakeholder at northwind |
E | opened a new office in leeds |
E | met northwind at the expo, they want 2 more kiosks | ~E1
E | northwind closes apr 24. brightline - won! | E1 expected_close=2026-04-24; E3 status=won
E | 1. northwind 125k. 2. harbor lost | E1 amount=125000; E2 status=lost
E | harbor now 40000. northwind lost | E2 amount=40000; E1 status=lost
E | call with pixelforge tomorrow |
E | northwind medical signed |
E | harbor freight signed |
E | bluepeak signed for 50k |
E | acme pushed to june | ? E4 E5
E | acme wants a demo friday | ? E4 E5
E | the acme people, dental ones, pushed to july 10 | E5 expected_close=2026-07-10
E | long day. northwind first: they like it but legal hasn't started. harbor bumped the number to 52k because of extra trucks. brightline ghosted me | E2 amount=52000
E | um so northwind yeah they um they said yes basically, well verbally, they'll sign on the 17th they said | E1 expected_close=2026-04-17
E | harbor we're at sixty k now | E2 amount=60000
E | harbor, well, forty eight thousand | E2 amount=48000
E | northwind - no change. harbor - no change |
E | brightline moved up to the 25th | E3 expected_close=2026-03-25
E | northwind won't close this quarter, mid july | E1 expected_close=2026-07-15
E | northwind next call moved from thursday to friday | E1 due=2026-03-20
E | brightline's 31st is too tight, april 9 | E3 expected_close=2026-04-09
E | they backed out of the 30th, now june 1, northwind | E1 expected_close=2026-06-01
E | northwind will not renew their old vendor |
E | harbor: walking us through their requirements | ~E2
E | harbor is asking for references by tuesday | E2 due=2026-03-24
E | dropping off samples at acme dental on the 24th | E5 due=2026-03-24
E | acme dental training went well yesterday |
E | brightline go live april 6 | ~E3
E | brightline went live! | E3 stage=aftersales
E | northwind's board meets on the 2nd | E1 due=2026-04-02 ~expected_close
E | northwind said they'd let us know by friday | ~E1
E | northwind's cfo approved 130k | ~E1
E | i told northwind 115k is the floor | ~E1
E | northwind offered 100k, we countered 110k | ~E1
E | northwind deal is half a mil if they take all sites |
E | let's call it 128k for northwind | E1 amount=128000
E | put northwind at 126 | E1 amount=126000
E | expecting harbor to land at 42k | ~E2
E | flying to see tulip |
M | 深蓝 下周三 onsite 走一遍 flow | M2 due=2026-03-25
M | Lion City 的 legal 开始 redline 我们的 MSA 了 | M1 stage=closing
M | Orchid 本来 31 号签，slip 到 4月14 | M3 expected_close=2026-04-14
M | 新 lead: Banyan Health, 想做 patient portal, 180k SGD | NEW Banyan amount=180000
M | 朋友 refer 了一家 Banyan Health，想要 LIMS，大概 90k SGD | NEW Banyan amount=90000
M | Lion City 要求 discount 10%，没答应 |
M | 启明 renewal 聊得不错 |
Y | 蓝湾法务改完合同了，27号盖章 | Y1 expected_close=2026-03-27 ~stage ~due
Y | 远东那边下周来考察 | ? Y2 Y4
Y | 远东汽配下周来考察 | Y2 due=2026-03-27
Y | 远东签了 | ? Y2 Y4
Y | 轮胎那单续了 | ~Y4
Y | 顺和新增需求要做到60万 | Y5 amount=600000
Y | 顺和这单大概能做60万 | ~Y5
Y | 云鲸谈下来了，17万5 | Y3 amount=175000 ~status
Y | 云鲸降价两万 | ~Y3
Y | 云鲸砍了2万 | Y3 amount=160000
Y | 跟蓝湾喝了顿酒，合同还在他们集团法务那压着 | ~Y1
Y | 蓝湾说好的20号签，又拖 |
Y | 蓝湾说好20号签结果没签，改25号 | Y1 expected_close=2026-03-25
Y | 蓝湾4月15不行，提前到4月8 | Y1 expected_close=2026-04-08
Y | 顺和来了仨人看仓库，正挨个问我们功能 | ~Y5
Y | 云鲸方案今天发出去了 | Y3 stage=proposal
Y | 远东汽配的老李25号过生日 |
Y | 远东汽配要我们25号前把样机装好 | Y2 due=2026-03-25
E | brightline said they'd sign today. they didnt |
E | northwind should sign this week, nope |
E | brightline promised the po by friday, no show |
Z | 中瑞答应今天签的，又没签 |
Z | 苏恒说好周五签，放鸽子了 |
E | hospital visit with harbor on the 25th | E2 due=2026-03-25
E | northwind dental signed |
Z | 苏恒证券签了 |
Z | 大华银行那边降到18万 |
Z | 十天后跟中瑞科技部过一遍架构 | Z3 due=2026-03-28
"""
