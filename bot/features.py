"""Everything the coach can do in a chat, as a table of contents."""

from __future__ import annotations

from functools import partial

from bot import basics, hearing
from bot.asking import dialogue as asking
from bot.asking import feedback
from bot.call import Listener
from bot.checkins import dialogue as checkins
from bot.conversation import Conversation
from bot.deals import dialogue as deals
from bot.gaps import answers as standard_answers
from bot.gaps import dialogue as gaps
from bot.gaps import usage, writing
from bot.golden import dialogue as golden
from bot.joining import dialogue as joining
from bot.playbooks import cancelling, tending
from bot.playbooks import dialogue as playbooks
from bot.summaries import dialogue as summaries

FEATURES = (
    asking,
    feedback,
    checkins,
    deals,
    summaries,
    playbooks,
    cancelling,
    tending,
    gaps,
    writing,
    standard_answers,
    usage,
    golden,
    joining,
    basics,
    hearing,
)
"""In the order of the menu."""

LISTENERS: tuple[Listener, ...] = (
    *playbooks.LISTENERS,
    *tending.LISTENERS,
    *golden.LISTENERS,
    *feedback.LISTENERS,
    *writing.LISTENERS,
)
"""Who is told what is said while a dialogue of theirs is open."""


def conversation() -> Conversation:
    """The one conversation that every channel holds."""
    return Conversation(
        commands=tuple(command for feature in FEATURES for command in feature.COMMANDS),
        actions=tuple(action for feature in FEATURES for action in feature.ACTIONS),
        hear=partial(hearing.hear, listeners={listener.kind: listener for listener in LISTENERS}),
        take_file=playbooks.take_file,
        join=joining.join,
    )
