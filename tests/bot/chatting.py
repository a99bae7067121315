"""A person's conversation without a door: what they say goes in, the replies come out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count

from bot.coach import Coach
from bot.features import conversation
from bot.reply import Message, Reply, Upload, from_payload
from storage import people, queues
from storage.records import Language

CHANNEL = "test"
_numbers = count(1)


def text_of(reply: Reply) -> str:
    return "".join(span.text for span in reply.text)


@dataclass
class Chat:
    """One account of the channel; a stranger until it is joined to a person."""

    coach: Coach
    account: str
    name: str = "Somebody"
    hint: Language = "en"
    replies: list[Reply] = field(default_factory=list)

    async def is_(self, person_id: int) -> Chat:
        """Join the account to a person."""
        async with self.coach.database.write() as session:
            await people.add_identity(session, person_id, CHANNEL, self.account, self.account)
        return self

    async def say(self, text: str) -> str:
        return await self._do(text=text)

    async def tap(self, action: str) -> str:
        return await self._do(action=action)

    async def send(self, name: str, data: bytes) -> str:
        return await self._do(upload=Upload(name, self.coach.originals.put(data), len(data)))

    @property
    def actions(self) -> list[str]:
        """Of the buttons below the newest reply."""
        return [button.action for row in self.replies[-1].buttons for button in row]

    async def _do(self, text: str = "", action: str = "", upload: Upload | None = None) -> str:
        number = next(_numbers)
        message = Message(
            channel=CHANNEL,
            chat=self.account,
            sender=self.account,
            sender_name=self.name,
            language_hint=self.hint,
            message_id=str(number),
            sent_at=datetime.now(UTC),
            text=text,
            action=action,
            upload=upload,
        )
        async with self.coach.database.write() as session:
            inbox_id = await queues.receive(session, CHANNEL, str(number), {})
        assert inbox_id is not None
        await conversation().handle(self.coach, message, inbox_id)
        return await self.read()

    async def read(self) -> str:
        """What has been said to this account since, as text."""
        async with self.coach.database.write() as session:
            waiting = await queues.waiting(session, CHANNEL)
            mine = [row for row in waiting if row.chat == self.account]
            for row in mine:
                await queues.sent(session, row.id, None)
        new = [from_payload(row.payload) for row in mine]
        self.replies += new
        return "\n".join(text_of(reply) for reply in new)
