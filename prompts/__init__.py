"""Prompts, one file each, with strict variables and a fingerprint that answers are stored with.

prompt = load("answer")
prompt.render(question="…", passages="…", language="…", repair="")
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from string import Template

__all__ = ["Prompt", "PromptError", "load"]


class PromptError(ValueError):
    """A prompt that does not exist, or was filled in wrongly; the message names what and where."""


@dataclass(frozen=True)
class Prompt:
    """`text` with `$variables`; `fingerprint` (12 hex digits) changes with every edit of it."""

    name: str
    text: str

    @property
    def fingerprint(self) -> str:
        """The beginning of the SHA-256 of the text."""
        return sha256(self.text.encode()).hexdigest()[:12]

    @property
    def variables(self) -> frozenset[str]:
        """The names that `render` must be given, no more and no fewer."""
        return frozenset(Template(self.text).get_identifiers())

    def render(self, **values: str) -> str:
        """The prompt with its variables filled in; values may hold `$` themselves.

        Raises PromptError naming every variable that is missing or unknown.
        """
        missing = sorted(self.variables - values.keys())
        unknown = sorted(values.keys() - self.variables)
        if missing or unknown:
            raise PromptError(
                f"prompt {self.name!r}: missing {', '.join(missing) or 'nothing'}; "
                f"unknown {', '.join(unknown) or 'nothing'}"
            )
        return Template(self.text).substitute(values)


@lru_cache(maxsize=32)
def load(name: str) -> Prompt:
    """The prompt in `<name>.md` beside this file.

    Raises PromptError if there is none or a `$` in it stands for nothing (`$$` is a dollar sign).
    """
    if not name.isidentifier():
        raise PromptError(f"no prompt is called {name!r}")
    try:
        text = (files(__package__) / f"{name}.md").read_text("utf-8")
    except FileNotFoundError as error:
        raise PromptError(f"there is no prompt {name!r}") from error
    if not Template(text).is_valid():
        raise PromptError(f"prompt {name!r} has a '$' that begins no variable")
    return Prompt(name, text)
