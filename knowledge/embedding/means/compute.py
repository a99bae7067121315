# ruff: noqa: T201 - a script that reports to the terminal
"""Compute the shipped language means (../means.npz).

    apt-get download debian-faq debian-faq-zh-cn debian-reference-en debian-reference-zh-cn \\
        debian-edu-doc-en debian-edu-doc-zh-cn libreoffice-help-en-us libreoffice-help-zh-cn
    for package in *.deb; do dpkg -x "$package" TEXTS; done
    python -m knowledge.embedding.means.compute TEXTS HOME

Two kinds of text, both in both languages: pairs.json, passages and questions about selling, written
for this; and manuals in Debian's packages, whose paragraphs serve as passages and whose single
sentences as questions. The written text counts for `WRITTEN` of the means: more
served better in the cross-validation that is printed (means from half of the pairs, questions from
the other half, in an index with half of the passages in each language), but all of it has one
author, and an organisation's documents have others. Takes five minutes.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.embedding.base import Encoder, Vectors
from knowledge.embedding.bundled import bundled_encoders
from knowledge.embedding.centring import LanguageMeans, Means, centre
from knowledge.embedding.language import LANGUAGES, Language, language_of

MEANS_FILE = Path(__file__).parents[1] / "means.npz"
PAIRS_FILE = Path(__file__).parent / "pairs.json"
WRITTEN = 0.7
ROUNDS = 100
SAMPLE = 250  # of each source and language, of passages and of sentences
LENGTHS: dict[Language, tuple[int, int]] = {"zh": (60, 400), "en": (160, 1200)}
SENTENCES: dict[Language, tuple[int, int]] = {"zh": (8, 30), "en": (20, 90)}

SOURCES: dict[str, dict[Language, str]] = {
    "faq": {"zh": "**/FAQ/zh-cn/*.html", "en": "**/FAQ/*.en.html"},
    "reference": {"zh": "**/debian-reference/*.zh-cn.html", "en": "**/debian-reference/*.en.html"},
    "school": {"zh": "**/debian-edu-doc-zh-cn/*.html", "en": "**/debian-edu-doc-en/*.html"},
    "office": {"zh": "**/help/zh-CN/**/guide/*.html", "en": "**/help/en-US/**/guide/*.html"},
}


class _Paragraphs(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - its signature
        if tag == "p":
            self.found.append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[-1] += data


def paragraphs(folder: Path, pattern: str, language: Language) -> list[str]:
    """The different paragraphs of the pages that are really in this language, in a fixed order."""
    found: dict[str, None] = {}
    for page in sorted(folder.glob(pattern)):
        parser = _Paragraphs()
        parser.feed(page.read_text(encoding="utf-8", errors="replace"))
        texts = (re.sub(r"\s+", " ", text).strip() for text in parser.found)
        found.update(dict.fromkeys(text for text in texts if language_of(text) == language))
    return list(found)


def sample(texts: Sequence[str], lengths: tuple[int, int]) -> list[str]:
    """At most SAMPLE of the texts with a length in between, always the same."""
    fitting = [text for text in texts if lengths[0] <= len(text) <= lengths[1]]
    return random.Random(7).sample(fitting, min(SAMPLE, len(fitting)))  # noqa: S311


def sentences(texts: Sequence[str]) -> list[str]:
    """All sentences of the texts."""
    return [part.strip() for text in texts for part in re.split(r"(?<=[。?!;])|(?<=[.?!]) ", text)]


def general_means(encoder: Encoder, folder: Path) -> LanguageMeans:
    """The mean of the manuals' means."""
    passages: dict[Language, list[Vectors]] = {language: [] for language in LANGUAGES}
    queries: dict[Language, list[Vectors]] = {language: [] for language in LANGUAGES}
    for source, patterns in SOURCES.items():
        for language in LANGUAGES:
            texts = paragraphs(folder, patterns[language], language)
            long = sample(texts, LENGTHS[language])
            short = sample(sentences(texts), SENTENCES[language])
            print(f"{source} {language}: {len(long)} passages, {len(short)} sentences", flush=True)
            passages[language].append(encoder.embed_passages(long).mean(axis=0))
            queries[language].append(encoder.embed_queries(short).mean(axis=0))
    return LanguageMeans(encoder.id, _mean_of_each(passages), _mean_of_each(queries))


def _mean_of_each(means: dict[Language, list[Vectors]]) -> dict[Language, Vectors]:
    return {language: np.mean(parts, axis=0) for language, parts in means.items()}


def mixed(written: LanguageMeans, general: LanguageMeans, share: float) -> LanguageMeans:
    """`share` of the one, the rest of the other."""

    def mix(left: Means, right: Means) -> Means:
        return {
            language: share * left[language] + (1 - share) * right[language]
            for language in LANGUAGES
        }

    return LanguageMeans(
        written.encoder,
        mix(written.passages, general.passages),
        mix(written.queries, general.queries),
    )


class Pairs:
    """pairs.json, embedded: rows of passage zh, passage en, question zh, question en."""

    def __init__(self, encoder: Encoder) -> None:
        rows = json.loads(PAIRS_FILE.read_text(encoding="utf-8"))
        self._encoder = encoder.id
        self.count = len(rows)
        columns = list(zip(*rows, strict=True))
        self._passages = [encoder.embed_passages(column) for column in columns[:2]]
        self._queries = [encoder.embed_queries(column) for column in columns[2:]]

    def means(self, chosen: NDArray[np.bool_]) -> LanguageMeans:
        """The means of the chosen rows."""

        def mean(columns: list[Vectors]) -> dict[Language, Vectors]:
            pairs = zip(LANGUAGES, columns, strict=True)
            return {language: column[chosen].mean(axis=0) for language, column in pairs}

        return LanguageMeans(self._encoder, mean(self._passages), mean(self._queries))

    def reciprocal_ranks(
        self, means: LanguageMeans, in_chinese: NDArray[np.bool_]
    ) -> NDArray[np.float64]:
        """Of the right passage, (rows, 2 languages of questions); `in_chinese` says which are."""
        languages: list[Language] = ["zh" if here else "en" for here in in_chinese]
        index = np.where(in_chinese[:, None], *self._passages)
        index = centre(index, languages, means.passages)
        columns = []
        for language, queries in zip(LANGUAGES, self._queries, strict=True):
            similar = centre(queries, [language] * self.count, means.queries) @ index.T
            columns.append(1 / (1 + np.sum(similar > np.diag(similar)[:, None], axis=1)))
        return np.stack(columns, axis=1)


def cross_validated(pairs: Pairs, general: LanguageMeans, share: float) -> float:
    """The mean reciprocal rank on pairs that the means were not made of."""
    generator = np.random.default_rng(3)
    found = []
    for _ in range(ROUNDS):
        seen = generator.permutation(pairs.count) < pairs.count // 2
        in_chinese = generator.permutation(pairs.count) < pairs.count // 2
        means = mixed(pairs.means(seen), general, share)
        found.append(pairs.reciprocal_ranks(means, in_chinese)[~seen].mean())
    return float(np.mean(found))


def main(folder: Path, home: Path) -> None:
    """Write means.npz for every bundled encoder."""
    arrays = {}
    for encoder in bundled_encoders(home).encoders:
        pairs, general = Pairs(encoder), general_means(encoder, folder)
        for share in (0.0, 0.3, 0.5, 0.7, 1.0):
            rank = cross_validated(pairs, general, share)
            print(f"{encoder.id}: {rank:.3f} with {share:.0%} written text", flush=True)
        means = mixed(pairs.means(np.ones(pairs.count, bool)), general, WRITTEN)
        family = encoder.id.split("/")[0]
        for language in LANGUAGES:
            arrays[f"{family} passages {language}"] = means.passages[language].astype(np.float16)
            arrays[f"{family} queries {language}"] = means.queries[language].astype(np.float16)
    np.savez(MEANS_FILE, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
