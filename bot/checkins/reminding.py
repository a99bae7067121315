"""A reminder on the morning of a deal's next step."""

from __future__ import annotations

from typing import Any

from bot.checkins import texts
from bot.deals import describing
from bot.reply import Button, Reply, plain, to_payload
from storage import deals, people, queues
from storage.database import Session
from storage.records import DealStatus


async def remind(session: Session, payload: dict[str, Any]) -> None:
    """Write to the deal's owner, unless the deal is closed or its next step has moved."""
    deal = await deals.deal(session, payload["deal"])
    if deal is None or deal.status is not DealStatus.OPEN or deal.next_step_due is None:
        return
    owner = await people.person(session, deal.owner_id)
    if owner is None or not owner.active or deal.next_step_due.isoformat() != payload["day"]:
        return
    title = describing.title(deal)
    said = texts.REMINDER(owner.language, deal=title, step=deal.next_step)
    reply = Reply((plain(said),), ((Button(title[:60], f"deal:{deal.id}"),),))
    for channel, chat in await people.chats(session, owner.id):
        await queues.send(session, channel, chat, to_payload(reply))
