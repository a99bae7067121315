"""Words that say nothing of a question's subject: function words and the words that ask."""

from __future__ import annotations

_HAN = """
的 了 着 过 得 地 吗 呢 吧 啊 呀 哦 嘛 么 啦 是 为 在 有 没有 没 不 不是 不会 和 与 或 或者
及 以及 而 且 并 并且 但 但是 则 若 如果 如 假如 要是 的话 因为 所以 由于 我 你 您 他 她 它
我们 咱们 你们 他们 她们 它们 自己 这 那 这个 那个 这些 那些 这种 那种 这里 那里 这样 那样
此 该 其 之 什么 啥 怎么 怎样 怎么样 怎么办 多久 多长 多长时间 多大 多高 多远 如何 为什么
为何 为啥 多少 几 几个 谁 哪 哪个 哪些 哪里 哪儿 哪种 何 何时 什么样 什么时候 时候 可以 可否
能 能否 能不能 能够 可不可以 会 要 想 请 请问 问 问下 想问 知道 告诉 一下 应 应该 应当 需
需要 必须 是否 是不是 有没有 被 把 给 对 对于 关于 从 到 向 往 来 去 还 也 都 就 才 再 又 很
太 最 更 个 种 些 下 上 里 中 内 间 后 前 时 所 所有 每 每个 各 等 等等 让 使 用 以 于 将 做
干嘛 一个 一种 一些 有些 目前 现在 进行 属于 叫 叫做 算 说 呗 哈 喂 嗯 好 么样 个人 办 帮
帮我 介绍 找
"""

_ENGLISH = """
a an the and or but if then than so of in on at by for from to into onto with without about as
is are was were be been being am do does did done doing have has had having can could may might
must shall should will would i me my mine we us our ours you your yours he him his she her hers
it its they them their theirs this that these those there here what which who whom whose when
where why how many much any some all each every no not nor too very just also only own same such
up down out off over under again once please tell know want need get got let ok okay hi hello
hey whats what's who's how's i'm i'd i've don't doesn't can't isn't aren't it's that's there's
thanks thank s t d ll re ve m
"""

STOP_HAN = frozenset(_HAN.split())
STOP_ENGLISH = frozenset(_ENGLISH.split())
