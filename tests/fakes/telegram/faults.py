"""What can go wrong between a bot and Telegram, on demand."""

import time
from dataclasses import dataclass, field
from typing import Any, Literal

from .errors import ApiError, too_many_requests

Kind = Literal["flood", "fail", "drop before", "drop after"]
BURST = 3
PER_SECOND_OVERALL = 30
GROUP_PER_MINUTE = 20


@dataclass
class Fault:
    kind: Kind
    method: str | None
    times: int
    chat_id: int | None = None
    error: ApiError | None = None

    def fits(self, method: str, chat_id: str) -> bool:
        """A fault of no method in particular spares getUpdates."""
        if self.method is None:
            right_method = method != "getUpdates"
        else:
            right_method = self.method.lower() == method.lower()
        return self.times > 0 and right_method and str(self.chat_id or chat_id) == chat_id


@dataclass
class Faults:
    waiting: list[Fault] = field(default_factory=list)
    delays: dict[str, float] = field(default_factory=dict)

    def take(self, method: str, params: dict[str, Any]) -> Fault | None:
        """The next fault planned for this call, counted as spent."""
        chat_id = str(params.get("chat_id", ""))
        for fault in self.waiting:
            if fault.fits(method, chat_id):
                fault.times -= 1
                return fault
        return None

    def delay_of(self, method: str) -> float:
        return self.delays.get(method.lower(), 0)

    def clear(self) -> None:
        self.waiting.clear()
        self.delays.clear()


@dataclass
class RateLimits:
    """Telegram's published limits: 1 message a second to a chat (short bursts pass), 20 a minute
    to a group, 30 a second in all."""

    enabled: bool = False
    _sent: dict[str, list[float]] = field(default_factory=dict)

    def check(self, method: str, params: dict[str, Any]) -> None:
        if not self.enabled or not method.startswith(("send", "edit")):
            return
        chat_id = str(params.get("chat_id", ""))
        now = time.monotonic()
        self._limit("overall", PER_SECOND_OVERALL, 1.0, now)
        self._limit(chat_id, BURST, float(BURST), now)
        if chat_id.startswith("-"):
            self._limit(f"{chat_id} minute", GROUP_PER_MINUTE, 60.0, now)
        for key in ("overall", chat_id, f"{chat_id} minute"):
            self._sent.setdefault(key, []).append(now)

    def _limit(self, key: str, most: int, seconds: float, now: float) -> None:
        recent = [sent for sent in self._sent.get(key, []) if now - sent < seconds]
        self._sent[key] = recent
        if len(recent) >= most:
            raise too_many_requests(max(1, round(recent[-most] + seconds - now + 0.5)))
