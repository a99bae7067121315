"""The free-text fields: next steps, blockers, reasons, names of new deals."""

from __future__ import annotations

import pytest

from .test_messages import read


@pytest.mark.parametrize(
    ("rep", "message", "step"),
    [
        ("Z", "苏恒那边80万降到68万了 客户下周三出合同", "客户出合同"),
        ("Z", "苏恒后天去演示", "去演示"),
        ("Y", "远东汽配两周后讲标", "讲标"),
        ("E", "northwind: send contract on apr 3", "send contract"),
        ("E", "harbor next step: call with cfo in two weeks", "call with cfo"),
        ("Z", "苏恒下一步发方案", "发方案"),
        ("Z", "苏恒 75万，要给他们发技术方案", "要给他们发技术方案"),
    ],
)
def test_next_step_is_as_said(rep: str, message: str, step: str) -> None:
    [update] = read(rep, message)["updates"]
    assert update["next_step"] == step


@pytest.mark.parametrize(
    ("rep", "message", "blocker"),
    [
        ("Z", "苏恒卡在法务了", "卡在法务了"),
        ("Z", "百果预算冻结，下周二再聊", "预算冻结"),
        ("E", "northwind waiting on security review", "waiting on security review"),
        ("E", "harbor 50k, budget frozen until Q3", "budget frozen until Q3"),
        ("M", "深蓝 stuck 在 finance", "stuck 在 finance"),
    ],
)
def test_blocker_is_as_said(rep: str, message: str, blocker: str) -> None:
    assert read(rep, message)["blockers"] == [blocker]


@pytest.mark.parametrize(
    "message", ["苏恒没什么问题，推进顺利", "harbor no blockers", "大华百货预算批了"]
)
def test_what_is_cleared_is_no_blocker(message: str) -> None:
    rep = "E" if message.isascii() else "Z"
    assert read(rep, message)["blockers"] == []


@pytest.mark.parametrize(
    ("rep", "message", "reason"),
    [
        ("Z", "中瑞丢了，选了竞品", "选了竞品"),
        ("Z", "苏恒丢单，价格太贵", "价格太贵"),
        ("Z", "苏恒没戏了，因为预算被砍", "预算被砍"),
        ("E", "brightline went with a competitor", "went with a competitor"),
        ("E", "lost harbor because of price", "price"),
        ("E", "lost brightline, budget got cut", "budget got cut"),
    ],
)
def test_reason_of_a_loss(rep: str, message: str, reason: str) -> None:
    [update] = read(rep, message)["updates"]
    assert update["lost_reason"] == reason


@pytest.mark.parametrize(
    ("rep", "message", "account", "name"),
    [
        ("Z", "新客户：青禾药业，想做CRM，大概五十万，六月底前定", "青禾药业", "青禾药业 CRM"),
        ("Z", "来了个新客户天目科技，要OA，15万", "天目科技", "天目科技 OA"),
        (
            "E",
            "new lead: Zenith Pharma, looking for a CRM, ~60k",
            "Zenith Pharma",
            "Zenith Pharma CRM",
        ),
        (
            "E",
            "new opp at northwind: mobile app, 25k",
            "Northwind Foods",
            "Northwind Foods mobile app",
        ),
    ],
)
def test_new_deal_is_named(rep: str, message: str, account: str, name: str) -> None:
    [update] = read(rep, message)["updates"]
    assert update["new_deal"] == {"name": name, "account": account}
