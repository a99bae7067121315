"""The language of a text, kept in `knowledge.text` where no encoder is imported with it."""

from knowledge.text.language import HAN_SHARE, LANGUAGES, Language, language_of

__all__ = ["HAN_SHARE", "LANGUAGES", "Language", "language_of"]
