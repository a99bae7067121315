"""Help and cancel: what works everywhere."""

from __future__ import annotations

from bot import common_texts as texts
from bot import permissions
from bot.call import Action, Call, Command
from bot.checkins.dialogue import EDITING
from bot.joining.texts import MENU_CANCEL, MENU_HELP
from bot.reply import bold, plain
from storage import checkins


async def help_command(call: Call, _argument: str) -> None:
    """What this person's roles allow."""
    said = [bold(texts.HELP_HEADER(call.language)), plain(f"\n{texts.HELP_SAY(call.language)}\n")]
    if permissions.reach(call.person, "upload") > permissions.Reach.NOTHING:
        said.append(plain(f"{texts.SEND_FILES(call.language)}\n"))
    said += [plain(f"\n/{command.name} {command.summary(call.language)}") for command in call.menu]
    call.reply(*said)


async def cancel(call: Call, _argument: str) -> None:
    """Leave the dialogue and drop the check-in that waits; nothing written is touched."""
    async with call.writing() as session:
        dialogue = await checkins.dialogue(session, call.person.id, call.message.channel)
        await checkins.end_dialogue(session, call.person.id, call.message.channel)
        pending = await checkins.pending(session, call.person.id)
        leaves_only_the_line = dialogue is not None and dialogue.kind == EDITING
        if pending is not None and not leaves_only_the_line:
            await checkins.settle(session, pending.id, "cancelled")
        waited = dialogue is not None or pending is not None
        said = texts.CANCELLED if waited else texts.NOTHING_TO_CANCEL
        call.reply(said(call.language))


COMMANDS = (
    Command("help", help_command, MENU_HELP),
    Command("cancel", cancel, MENU_CANCEL),
)
ACTIONS: tuple[Action, ...] = ()
