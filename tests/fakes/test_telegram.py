"""The fake Bot API server, driven over HTTP by the real python-telegram-bot."""

import asyncio
import html
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Update,
)
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    MessageHandler,
    filters,
)
from telegram.request import HTTPXRequest

from tests.fakes.telegram import ApiError, FakeTelegram, Person, tiny_png
from tests.fakes.telegram.entities import formatted, to_html
from tests.fakes.telegram.markup import parse_html, utf16_length

YES_NO = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Yes", callback_data="y"),
            InlineKeyboardButton("No", callback_data="n"),
        ]
    ]
)


@pytest.fixture
async def server() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


def bot_of(server: FakeTelegram, token: str | None = None) -> Bot:
    return Bot(token or server.token, base_url=server.base_url, base_file_url=server.base_file_url)


@pytest.fixture
async def bot(server: FakeTelegram) -> AsyncIterator[Bot]:
    async with bot_of(server) as bot:
        yield bot


@pytest.fixture
async def alice(server: FakeTelegram) -> Person:
    """A person who has started the bot, whose updates so far have been fetched."""
    alice = server.user("Alice", language_code="zh-hans", username="alice")
    await alice.send_command("/start")
    server.state.queue.drop_pending()
    return alice


async def test_the_bot_learns_who_it_is(bot: Bot) -> None:
    assert (await bot.get_me()).username == "sales_coach_bot"


async def test_another_token_is_unauthorized(server: FakeTelegram) -> None:
    with pytest.raises(InvalidToken):
        await bot_of(server, "42:wrong").initialize()


async def test_an_offset_confirms_and_a_negative_one_forgets(
    server: FakeTelegram, bot: Bot, alice: Person
) -> None:
    for text in ("one", "two", "three"):
        await alice.send(text)
    first, *_ = await bot.get_updates(limit=1)
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["one", "two", "three"]
    second, third = await bot.get_updates(offset=first.update_id + 1)
    assert server.updates[-3].confirmed
    assert not server.updates[-2].confirmed
    assert [u.update_id for u in await bot.get_updates(offset=-1)] == [third.update_id]
    assert second.update_id not in [u["update_id"] for u in server.pending_updates()]


async def test_a_long_poll_returns_as_soon_as_something_happens(bot: Bot, alice: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    await alice.send("你好")
    (update,) = await asyncio.wait_for(poll, 2)
    assert update.message
    assert update.message.text == "你好"
    assert update.effective_user
    assert update.effective_user.language_code == "zh-hans"


async def test_only_updates_asked_for_are_queued(bot: Bot, alice: Person) -> None:
    await bot.get_updates(allowed_updates=["edited_message"])
    message = await alice.send("draft")
    await alice.edit(message, "final")
    (update,) = await bot.get_updates()
    assert update.edited_message
    assert update.edited_message.text == "final"


async def test_a_second_poll_ends_the_first(server: FakeTelegram, bot: Bot) -> None:
    async with bot_of(server) as other:
        first = asyncio.create_task(bot.get_updates(timeout=10))
        await asyncio.sleep(0.1)
        second = asyncio.create_task(other.get_updates(timeout=1))
        with pytest.raises(Conflict, match="terminated by other getUpdates"):
            await first
        assert await second == ()


async def test_no_polling_beside_a_webhook(bot: Bot) -> None:
    await bot.set_webhook("https://example.com/hook")
    assert (await bot.get_webhook_info()).url == "https://example.com/hook"
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_html_arrives_as_entities(bot: Bot, alice: Person) -> None:
    text = '😀 <b>方案 &lt;A&gt;</b> <a href="https://example.com/x">see</a> <code>x &amp; y</code>'
    sent = await bot.send_message(alice.id, text, parse_mode="HTML")
    assert sent.text == "😀 方案 <A> see x & y"
    received = await alice.expect("方案")
    assert received.html == text
    assert received.entities[0] == {"type": "bold", "offset": 3, "length": 6}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("價 <x>", 'Unsupported start tag "x" at byte offset 4'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("🏟 🏟&lt;<i>a</i   ", "Unclosed end tag at byte offset 17"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href=x/y>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<a =x>x</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ],
)
async def test_html_errors_are_telegrams(
    server: FakeTelegram, bot: Bot, alice: Person, text: str, reason: str
) -> None:
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await bot.send_message(alice.id, text, parse_mode="HTML")
    assert server.calls[-1].description == f"Bad Request: can't parse entities: {reason}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("&ge;&lt;&#x27;&#12345678;", "&ge;<'&#12345678;", []),
        ("<b></b>x", "x", []),
        ('<a href="#">x</a>', "x", []),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">q</span>', "q", [("spoiler", 0, 1)]),
        ('<pre><code class="language-py">q</code></pre>', "q", [("pre", 0, 1)]),
        ("<b>a <code>b</code> c</b>", "a b c", [("bold", 0, 2), ("code", 2, 1), ("bold", 3, 2)]),
        (" \n<b> a</b> ", "a", [("bold", 0, 1)]),
        ("<b>a\r\nb</b>", "a\nb", [("bold", 0, 3)]),
    ],
)
def test_html_becomes_what_telegram_keeps(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    shown, found = formatted(source, "HTML", None)
    assert (shown, [(e["type"], e["offset"], e["length"]) for e in found]) == (text, entities)


@given(st.text())
def test_escaped_text_is_itself_again(text: str) -> None:
    assert parse_html(html.escape(text)) == (text, [])
    bold = [{"type": "bold", "offset": 0, "length": utf16_length(text)}] if text else []
    assert parse_html(f"<b>{html.escape(text)}</b>") == (text, bold)


@given(
    st.lists(st.tuples(st.sampled_from(["", "b", "i", "u", "s", "code"]), st.text("a😀<&中\"'")))
)
def test_rendering_and_parsing_are_inverse(parts: list[tuple[str, str]]) -> None:
    escaped = ((tag, html.escape(text)) for tag, text in parts)
    source = "".join(f"<{tag}>{text}</{tag}>" if tag else text for tag, text in escaped)
    text, entities = parse_html(source)
    assert text == "".join(part for _, part in parts)
    assert parse_html(to_html(text, entities)) == (text, entities)


async def test_lengths_are_counted_in_utf16(bot: Bot, alice: Person) -> None:
    await bot.send_message(alice.id, "<b>" + "😀" * 2048 + "</b>", parse_mode="HTML")
    with pytest.raises(BadRequest, match="Message is too long"):
        await bot.send_message(alice.id, "😀" * 2048 + "x")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(alice.id, b"x", caption="x" * 1025, filename="x.txt")
    with pytest.raises(BadRequest, match="Message text is empty"):
        await bot.send_message(alice.id, " <b> </b>\n", parse_mode="HTML")


@pytest.mark.parametrize(
    ("button", "reason"),
    [
        ({"text": "x", "callback_data": "中" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "x"}, "Text buttons are unallowed"),
        ({"text": "", "callback_data": "x"}, "non-empty"),
        ({"text": "x", "callback_data": "x", "url": "https://x.org"}, "exactly one action"),
        ({"text": "x", "url": "nowhere"}, "Wrong HTTP URL"),
        ({"text": "x", "callback": "x"}, "unknown fields"),
    ],
)
async def test_bad_buttons_are_refused(
    server: FakeTelegram, alice: Person, button: dict[str, Any], reason: str
) -> None:
    status, answer = await call(
        server,
        "sendMessage",
        {"chat_id": alice.id, "text": "x", "reply_markup": {"inline_keyboard": [[button]]}},
    )
    assert status == 400
    assert reason in answer["description"]


async def call(
    server: FakeTelegram, method: str, params: dict[str, Any], token: str | None = None
) -> tuple[int, dict[str, Any]]:
    url = f"{server.base_url}{token or server.token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, json=params) as response:
        return response.status, await response.json()


@pytest.mark.parametrize(
    ("method", "params", "status", "description"),
    [
        ("noSuchMethod", {}, 404, "Not Found"),
        ("sendMessage", {"text": "x"}, 400, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 5}, 400, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": 5, "text": "x"}, 400, "Bad Request: chat not found"),
        ("getMe", {"oops": 1}, 400, "Bad Request: getMe does not take oops"),
        ("getFile", {"file_id": "x"}, 400, "Bad Request: wrong file identifier/HTTP URL specified"),
    ],
)
async def test_refusals(
    server: FakeTelegram, method: str, params: dict[str, Any], status: int, description: str
) -> None:
    body = {"ok": False, "error_code": status, "description": description}
    assert await call(server, method, params) == (status, body)


async def test_parameters_come_in_every_form(server: FakeTelegram, alice: Person) -> None:
    url = f"{server.base_url}{server.token}/"
    form = aiohttp.FormData({"chat_id": str(alice.id), "document": "attach://part"})
    form.add_field("part", b"data", filename="a.txt")
    async with aiohttp.ClientSession() as session:
        query = {"chat_id": str(alice.id), "text": "by query"}
        assert (await session.get(f"{url}sendMessage", params=query)).status == 200
        query["text"] = "by form"
        assert (await session.post(f"{url}SENDMESSAGE", data=query)).status == 200
        assert (await session.post(f"{url}sendDocument", data=form)).status == 200
    assert [message.text for message in alice.messages] == ["by query", "by form", ""]
    assert alice.messages[-1].document


async def test_one_who_never_wrote_or_blocked_cannot_be_written_to(
    server: FakeTelegram, bot: Bot, alice: Person
) -> None:
    bob = server.user("Bob")
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(bob.id, "hello")
    await alice.block()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(alice.id, "hello")
    await alice.unblock()
    await bot.send_message(alice.id, "hello")
    changes = [u.my_chat_member for u in await bot.get_updates()]
    assert [c.new_chat_member.status for c in changes if c] == ["kicked", "member"]


async def test_documents_go_both_ways(server: FakeTelegram, bot: Bot, alice: Person) -> None:
    await alice.send_document("手册.md", "# 销售".encode(), caption="新版")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.document
    file = await bot.get_file(update.message.document.file_id)
    assert bytes(await file.download_as_bytearray()) == "# 销售".encode()
    await bot.send_document(alice.id, b"a,b", filename="pipeline.csv", caption="<i>csv</i>",
                            parse_mode="HTML", reply_markup=YES_NO)  # fmt: skip
    received = await alice.expect("csv")
    assert received.document
    assert (received.document.name, received.document.data) == ("pipeline.csv", b"a,b")
    assert received.buttons == ["Yes", "No"]
    await bot.send_photo(alice.id, tiny_png())
    assert (await alice.expect()).photo
    with pytest.raises(BadRequest, match=r"(?i)image_process_failed"):
        await bot.send_photo(alice.id, b"not a picture")


async def test_a_file_over_20_mb_cannot_be_fetched(bot: Bot, alice: Person) -> None:
    message = await alice.send_document("big.pdf", b"x" * (20 * 1024 * 1024 + 1))
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(message.media["document"]["file_id"])


async def test_other_kinds_of_messages_are_readable(bot: Bot, alice: Person) -> None:
    await alice.send_voice()
    await alice.send_sticker()
    await alice.send_contact()
    await alice.send_photo(caption="whiteboard")
    voice, sticker, contact, photo = [u.message for u in await bot.get_updates()]
    assert voice
    assert voice.voice
    assert sticker
    assert sticker.sticker
    assert contact
    assert contact.contact
    assert photo
    assert photo.photo
    assert photo.caption == "whiteboard"


async def test_a_tap_is_answered_and_the_message_edited(bot: Bot, alice: Person) -> None:
    sent = await bot.send_message(alice.id, "Save?", reply_markup=YES_NO)
    message = await alice.expect("Save?")
    tap = await alice.tap(message, "Yes")
    (update,) = await bot.get_updates()
    query = update.callback_query
    assert query
    assert query.data == "y"
    await query.answer("saved")
    await query.edit_message_text("Saved.")
    assert (await alice.answered(tap))["text"] == "saved"
    assert (await alice.expect("Saved", edits=True)) is message
    assert message.rows == []
    assert [version.text for version in message.history] == ["Save?"]
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("Saved.")
    with pytest.raises(AssertionError, match=r"no \(single\) button 'Yes'"):
        await alice.tap(message, "Yes")
    assert (await alice.tap(message, "Yes", stale=True)).data == "y"


async def test_old_queries_and_missing_messages(
    server: FakeTelegram, bot: Bot, alice: Person
) -> None:
    sent = await bot.send_message(alice.id, "Save?", reply_markup=YES_NO)
    tap = await alice.tap(sent.message_id, 1)
    server.expire_taps()
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(tap.id)
    await sent.delete()
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("x")
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(alice.id, "x", reply_to_message_id=sent.message_id)
    assert alice.messages == []


async def test_flood_control(server: FakeTelegram, bot: Bot, alice: Person) -> None:
    server.flood(alice.id, retry_after=3, times=2)
    for _ in range(2):
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(alice.id, "x")
        assert caught.value._retry_after.total_seconds() == 3
    await bot.send_message(alice.id, "x")
    assert [c.status for c in server.calls_of("sendMessage")] == [429, 429, 200]


async def test_published_limits_when_asked_for(
    server: FakeTelegram, bot: Bot, alice: Person
) -> None:
    server.enforce_limits()
    for number in range(3):
        await bot.send_message(alice.id, str(number))
    with pytest.raises(RetryAfter):
        await bot.send_message(alice.id, "one too many")


async def test_dropped_connections(server: FakeTelegram, bot: Bot, alice: Person) -> None:
    server.drop_connections("sendMessage")
    server.drop_connections("sendMessage", before=False)
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(alice.id, "x")
    assert [c.took_effect for c in server.calls_of("sendMessage")] == [False, True]
    assert len(alice.messages) == 1


async def test_slow_and_broken_servers(server: FakeTelegram, alice: Person) -> None:
    impatient = HTTPXRequest(read_timeout=0.1)
    async with Bot(server.token, base_url=server.base_url, request=impatient) as bot:
        server.delay("sendMessage", 0.3)
        with pytest.raises(TimedOut):
            await bot.send_message(alice.id, "late")
        await alice.expect("late")
        server.clear_faults()
        server.fail("sendMessage", 502)
        with pytest.raises(NetworkError, match="Bad Gateway"):
            await bot.send_message(alice.id, "x")


async def test_an_outage_keeps_everything(server: FakeTelegram, bot: Bot, alice: Person) -> None:
    await alice.send("before")
    await server.stop()
    with pytest.raises(NetworkError):
        await bot.get_updates()
    await server.start()
    assert [u.message.text for u in await bot.get_updates() if u.message] == ["before"]


async def test_redelivery(server: FakeTelegram, bot: Bot, alice: Person) -> None:
    await alice.send("once")
    (update,) = await bot.get_updates()
    after = update.update_id + 1
    assert await bot.get_updates(offset=after) == ()
    server.redeliver(update.update_id)
    (again,) = await bot.get_updates(offset=after)
    assert again.update_id == update.update_id
    assert await bot.get_updates(offset=after) == ()
    assert len(server.updates[-1].delivered) == 2


async def test_groups_have_privacy(server: FakeTelegram, bot: Bot, alice: Person) -> None:
    bob = server.user("Bob")
    group = server.group("销售一部", [alice, bob])
    await alice.send("hi all", chat=group)
    await bob.send_command("/start@sales_coach_bot", chat=group)
    await bob.send_command("/start@another_bot", chat=group)
    added, command = await bot.get_updates()
    assert added.my_chat_member
    assert added.my_chat_member.new_chat_member.status == "member"
    assert command.message
    assert command.message.chat.type == "supergroup"
    answer = await bot.send_message(group.id, "privately, please")
    await bob.send("why?", chat=group, reply_to=await bob.expect(chat=group))
    update = (await bot.get_updates(offset=-1))[0]
    assert update.message
    assert update.message.reply_to_message
    assert update.message.reply_to_message.message_id == answer.message_id
    await bot.leave_chat(group.id)
    with pytest.raises(Forbidden, match="not a member"):
        await bot.send_message(group.id, "x")


async def test_command_menus_by_language(bot: Bot, alice: Person) -> None:
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("help", "帮助")], scope=scope, language_code="zh")
    assert alice.commands() == [{"command": "help", "description": "帮助"}]
    assert (await bot.get_my_commands())[0].description == "Help"
    await bot.delete_my_commands(scope=scope, language_code="zh")
    assert alice.commands()[0]["description"] == "Help"


async def test_drafts_and_actions_are_seen(bot: Bot, alice: Person) -> None:
    await bot.send_chat_action(alice.id, "typing")
    await bot.send_message_draft(alice.id, 7, "Thinking")
    assert "Thinking" in alice.transcript()
    await bot.send_message(alice.id, "Thought")
    assert not alice.chat.draft
    assert "typing" in alice.transcript()
    with pytest.raises(AssertionError, match="Thought"):
        await alice.expect("never", timeout=0.05)
    assert (await bot.get_chat(alice.id)).username == "alice"


async def test_a_whole_application(server: FakeTelegram) -> None:
    async def echo(update: Update, context: Any) -> None:
        assert update.effective_message
        await update.effective_message.reply_text(
            f"<b>{update.effective_message.text_html}</b>", parse_mode="HTML", reply_markup=YES_NO
        )

    async def tapped(update: Update, context: Any) -> None:
        assert update.callback_query
        await update.callback_query.answer()
        await update.callback_query.edit_message_text(f"you said {update.callback_query.data}")

    builder = ApplicationBuilder().token(server.token).base_url(server.base_url)
    application: Application[Any, Any, Any, Any, Any, Any] = builder.job_queue(None).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_handler(CallbackQueryHandler(tapped))
    alice = server.user()
    async with application:
        assert application.updater
        await application.updater.start_polling(poll_interval=0)
        await application.start()
        await alice.send("x < y")
        message = await alice.expect("x < y")
        await alice.tap(message, "No")
        await alice.expect("you said n", edits=True)
        await server.wait_until(lambda: not server.pending_updates())
        await application.updater.stop()
        await application.stop()


async def test_the_person_api_is_there_over_http(server: FakeTelegram, bot: Bot) -> None:
    async with aiohttp.ClientSession(server.api_url) as session:

        async def control(verb: str, **args: Any) -> Any:
            async with session.post(f"/control/{verb}", json=args) as response:
                return await response.json()

        user = (await control("user", first_name="Chen", language_code="zh-hans"))["id"]
        await control("send", user=user, text="你好")
        sent = await bot.send_message(user, "<b>您好</b>", "HTML", reply_markup=YES_NO)
        assert (await control("expect", user=user, substring="您好"))["message_id"]
        tap = await control("tap", user=user, message=sent.message_id, button="Yes")
        assert tap["data"] == "y"
        assert "error" in await control("tap", user=user, message=sent.message_id, button="Maybe")
        await control("send_document", user=user, name="a.txt", data="aGk=")
        assert len(await control("pending_updates")) == 3
        shown = (await control("chat", user=user))["messages"]
        assert shown[1]["html"] == "<b>您好</b>"
        async with session.get(f"/control/file/{shown[2]['file']['id']}") as response:
            assert await response.read() == b"hi"
        await control("flood", retry_after=1)
        assert (await control("calls", method="sendMessage"))[0]["status"] == 200
        async with session.get("/") as response:
            assert response.status == 200


def test_what_it_cannot_do_it_says() -> None:
    with pytest.raises(ApiError, match="DOES NOT SUPPORT"):
        formatted("*x*", "MarkdownV2", None)
