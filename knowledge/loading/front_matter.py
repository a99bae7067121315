"""The YAML between two lines of dashes at the head of a text file."""

from __future__ import annotations

import re
from collections.abc import Mapping

from knowledge.loading.blocks import Metadata, one_line
from storage.records import Language

_FENCED = re.compile(r"---[ \t]*\n(.{0,65536}?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.M)
_LOOKS_LIKE_FIELDS = re.compile(r"\s*(?:#.*\n\s*)*[\w-]+[ \t]*:", re.ASCII)
_BETWEEN = re.compile(r"[,，、;；]")
_LANGUAGES: dict[str, Language] = {"zh": "zh", "cn": "zh", "chinese": "zh", "中文": "zh",
                                   "en": "en", "english": "en", "英文": "en"}  # fmt: skip

Warnings = tuple[str, ...]


def take_front_matter(text: str) -> tuple[Metadata, str, Warnings]:
    """The metadata, the text that remains, and warnings.

    Front matter that is no YAML stays in the text as a paragraph, without its dashes, so that
    nothing is lost. What is no front matter at all (a rule, some text, a rule) is left alone.
    """
    match = _FENCED.match(text)
    if match is None or not _LOOKS_LIKE_FIELDS.match(match[1]):
        return {}, text, ()
    fields = _parse(match[1])
    if fields is None:
        return {}, f"{match[1].strip()}\n\n{text[match.end() :]}", ("front_matter_invalid",)
    metadata, warnings = _known(fields)
    return metadata, text[match.end() :], warnings


def _parse(source: str) -> Mapping[object, object] | None:
    """BaseLoader is the safe loader without its conversions: `1.10` and dates stay as written."""
    import yaml

    try:
        fields = yaml.load(source, Loader=yaml.BaseLoader)  # noqa: S506  builds str, list, dict only
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    return fields if isinstance(fields, dict) else None


def _known(fields: Mapping[object, object]) -> tuple[Metadata, Warnings]:
    metadata: Metadata = {}
    warnings: list[str] = []
    title = fields.get("title")
    if isinstance(title, str) and title.strip():
        metadata["title"] = one_line(title)
    elif title:
        warnings.append("front_matter_field:title")
    given = fields.get("stages", fields.get("stage"))
    stages = _stages(given)
    if stages:
        metadata["stages"] = stages
    elif given:
        warnings.append("front_matter_field:stages")
    spoken = fields.get("language", fields.get("lang"))
    language = _language(spoken)
    if language:
        metadata["language"] = language
    elif spoken:
        warnings.append("front_matter_field:language")
    return metadata, tuple(warnings)


def _stages(value: object) -> list[str]:
    """A list, or one string with commas between; empty if it is anything else."""
    parts = _BETWEEN.split(value) if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        return []
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def _language(value: object) -> Language | None:
    if not isinstance(value, str):
        return None
    words = re.split(r"[-_\s]", value.strip().casefold())
    return _LANGUAGES.get(words[0])
