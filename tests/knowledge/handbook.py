"""A small playbook in both languages, and a search over it that needs no weights."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor

from knowledge.embedding import Encoder
from knowledge.exact import ExactIndex
from knowledge.retrieval import EncoderSpace, Retriever
from storage.records import Evidence, Outcome, Passage, Reason, Scored
from tests.knowledge.memory import Library, filled_index, make_passage

APPROVAL = make_passage(
    1,
    "折扣率按整单计算，不得拆单。\n"
    "| 折扣率 | 审批人 | 时限 |\n"
    "| 5% 以内（含 5%） | 销售代表自行决定 | 即时 |\n"
    "| 5%–10%（含 10%） | 区域销售经理 | 4 个工作小时 |\n"
    "| 10%–15%（含 15%） | 销售总监 | 1 个工作日 |\n"
    "| 15%–20%（含 20%） | 销售总监和财务总监双签 | 2 个工作日 |\n"
    "| 20% 以上 | 总经理 | 5 个工作日 |\n\n"
    "30% 是上限，任何人不得批准更高的折扣。",
    heading="折扣政策 › 审批权限",
    document="折扣政策.md",
    playbook="pricing",
    document_id=1,
    stages=("proposal",),
)
STEPS = make_passage(
    2,
    "申请步骤如下：\n1. 在 CRM 填写折扣率。\n2. 写明交换条件。\n"
    "3. 商务组检查材料。\n4. 审批后出报价单。",
    heading="折扣政策 › 申请步骤",
    document="折扣政策.md",
    playbook="pricing",
    document_id=1,
)
QUOTE = make_passage(
    3,
    "报价单有效期 30 天，自出具之日起算。过期报价要请商务组重新出具。",
    heading="折扣政策 › 报价有效期",
    document="折扣政策.md",
    playbook="pricing",
    document_id=1,
)
WARRANTY = make_passage(
    4,
    "| Item | Warranty |\n| Gateway G2 | 24 months |\n| Sensors T1 and V1 | 12 months |\n\n"
    "The warranty does not cover lightning.",
    heading="Service rules › Warranty",
    document="service.md",
    playbook="service",
    document_id=2,
    stages=("aftersales",),
)
REFUND = make_passage(
    5,
    "Software fees paid in advance are not refunded. The CFO approves exceptions within 30 days.",
    heading="Service rules › Refunds",
    document="service.md",
    playbook="service",
    document_id=2,
    stages=("aftersales",),
)
DEMO = make_passage(
    6,
    "Before a demo:\n- Confirm two problems with the customer.\n- Book a consultant.\n"
    "- Load the customer's own data.\n\nKeep it to 45 minutes.",
    heading="Service rules › Demo checklist",
    document="demo.md",
    playbook="service",
    document_id=3,
)
HANDBOOK = (APPROVAL, STEPS, QUOTE, WARRANTY, REFUND, DEMO)


async def search_over(
    passages: Sequence[Passage], encoders: Sequence[Encoder], executor: Executor
) -> tuple[Retriever, Library, ExactIndex]:
    """A retriever over `passages`, and what stands behind it."""
    spaces = [EncoderSpace(encoder, None) for encoder in encoders]
    library = Library(passages)
    index = await filled_index(passages, spaces)
    retriever = Retriever(
        passages=library, lexical=library, dense=index, spaces=spaces, executor=executor
    )
    return retriever, library, index


def evidence_of(
    *passages: Passage, question: str = "", outcome: Outcome = Outcome.ANSWERED
) -> Evidence:
    """Evidence that found `passages`, best first."""
    results = tuple(Scored(p, 0.5 - 0.03 * i, 0.4, 0.4) for i, p in enumerate(passages))
    reason = Reason.NONE if outcome is Outcome.ANSWERED else Reason.NOT_IN_PLAYBOOKS
    return Evidence(question, results, 0.9, outcome, reason)
