"""How every sentence shown to a person is kept: in Chinese and in English, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from storage.records import Language


@dataclass(frozen=True)
class Sentence:
    """One sentence in both languages; `{names}` are filled in when it is said."""

    zh: str
    en: str

    def __call__(self, language: Language, /, **values: object) -> str:
        return (self.zh if language == "zh" else self.en).format(**values)


@dataclass(frozen=True)
class Plural:
    """A counted sentence: English has one and many, Chinese does not care."""

    zh: str
    one: str
    many: str

    def __call__(self, language: Language, /, count: int, **values: object) -> str:
        english = self.one if count == 1 else self.many
        return (self.zh if language == "zh" else english).format(count=count, **values)
