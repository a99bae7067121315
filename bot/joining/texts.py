"""What joining, inviting and settings say."""

from __future__ import annotations

from bot.texts import Sentence

WELCOME = Sentence(
    "欢迎，{name}！你的角色：{roles}。\n直接输入问题，或告诉我今天的跟进情况。/help 查看全部功能。",
    "Welcome, {name}! Your role: {roles}.\nType a question, or tell me what happened with a deal. "
    "/help shows everything.",
)
ROLE_ADDED = Sentence("已添加角色：{roles}。", "Role added: {roles}.")
INVITE_REFUSED = Sentence(
    "这个邀请链接已失效（用过了或过期了）。请向管理员要一个新的。",
    "This invitation no longer works: it was used or has expired. Ask for a new one.",
)
ROLES = {
    "rep": Sentence("销售", "rep"),
    "trainer": Sentence("培训师", "trainer"),
    "manager": Sentence("经理", "manager"),
    "admin": Sentence("管理员", "administrator"),
}
WHOLE_ORGANISATION = Sentence("全公司", "whole organisation")
INVITE_WHICH = Sentence("邀请谁？选择角色和团队：", "Whom do you invite? Choose role and team:")
INVITE_LINK = Sentence(
    "{role}（{team}）的邀请链接，只能用一次，{days} 天内有效：\n{link}",
    "Invitation as {role} ({team}), good for one person within {days} days:\n{link}",
)
INVITE_UNKNOWN = Sentence(
    "没有这个角色或团队。用法：/invite rep 团队代码。现有团队：{teams}。",
    "No such role or team. Usage: /invite rep TEAM. Teams: {teams}.",
)
NO_TEAMS = Sentence("还没有团队", "none yet")
ADMIN_LINK = Sentence(
    "第一次启动：打开这个一次性链接成为管理员（{hours} 小时内有效）：\n{link}",
    "First start: open this one-time link to become the administrator (valid {hours} hours):\n"
    "{link}",
)
LANGUAGE_WHICH = Sentence("选择语言：", "Choose a language:")
LANGUAGE_SET = Sentence("好的，以后用中文。", "All right, English from now on.")
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
SETTINGS = Sentence(
    "语言：{language}\n时区：{timezone}（现在 {time}）\n换时区请点选，或输入 /settings Asia/Tokyo 这样的名称。",
    "Language: {language}\nTime zone: {timezone} (now {time})\n"
    "Tap another zone, or type one such as /settings Asia/Tokyo.",
)
TIMEZONE_SET = Sentence(
    "时区已改为 {timezone}，现在是 {time}。", "Time zone is now {timezone}: {time}."
)
TIMEZONE_UNKNOWN = Sentence(
    "我不认识时区“{name}”。请用 Asia/Shanghai 这样的 IANA 名称。",
    'I don\'t know the time zone "{name}". Use an IANA name such as Europe/Berlin.',
)
MENU_START = Sentence("开始", "Start")
MENU_HELP = Sentence("我能做什么", "What I can do")
MENU_INVITE = Sentence("邀请同事", "Invite a colleague")
MENU_SETTINGS = Sentence("语言和时区", "Language and time zone")
MENU_LANGUAGE = Sentence("切换语言 / Language", "Language / 切换语言")
MENU_PRIVACY = Sentence("我保存了什么", "What I keep about you")
MENU_CANCEL = Sentence("取消正在进行的事", "Cancel what is under way")
