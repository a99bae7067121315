"""The listing of deals: what needs somebody comes first, totals never cross currencies."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.coach import Coach
from bot.deals import dialogue, pipeline
from storage.records import Deal, Money
from tests.bot.example import member

TODAY = date(2026, 3, 20)
days = st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31))
money = st.none() | st.builds(Money, st.integers(0, 10**9), st.sampled_from(["CNY", "USD", "JPY"]))


async def test_overdue_steps_come_first_then_the_next_due(boxu: Coach) -> None:
    rep = await member(boxu, "周雨桐")
    shown = await pipeline.pipeline(boxu.database, rep, TODAY)
    late = [pipeline.overdue(deal, TODAY) for deal in shown.deals]
    assert late == sorted(late, reverse=True)
    assert [deal.external_id for deal in shown.deals] == ["D-104", "D-103", "D-101", "D-102"]
    assert {deal.status for deal in shown.deals} == {"open"}


async def test_the_listing_totals_each_currency_apart(boxu: Coach) -> None:
    rep = await member(boxu, "Priya Raman")
    shown = await pipeline.pipeline(boxu.database, rep, TODAY)
    said = "".join(span.text for span in dialogue.listing(shown, "en", TODAY))
    assert said.startswith("Priya Raman's deals (4 open)")
    assert said.endswith("Total SGD\u00a0429,000 + $163,500")
    assert said.count("⚠️ overdue") == 1


@given(st.lists(money, max_size=12))
def test_totals_are_the_sums_by_currency_largest_first(amounts: list[Money | None]) -> None:
    deals = [Deal(n, "x", "y", 1, "s", amount=amount) for n, amount in enumerate(amounts)]
    totals = pipeline.totals(deals)
    held = [amount for amount in amounts if amount is not None]
    assert {t.currency for t in totals} == {m.currency for m in held}
    for total in totals:
        assert total.minor == sum(m.minor for m in held if m.currency == total.currency)
    assert [t.minor for t in totals] == sorted((t.minor for t in totals), reverse=True)


@given(due=days)
def test_a_step_is_overdue_from_the_day_after(due: date | None) -> None:
    deal = Deal(1, "x", "y", 1, "s", next_step_due=due)
    assert pipeline.overdue(deal, TODAY) == (due is not None and due < TODAY)
