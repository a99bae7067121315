"""The language of a text."""

from __future__ import annotations

import pytest

from knowledge.embedding import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("客户什么时候签约?", "zh"),
        ("报价", "zh"),
        ("用 Salesforce 的 CRM 怎么录入线索", "zh"),
        ("報價單要給誰審批", "zh"),
        ("How do I qualify a lead?", "en"),
        ("Our account 华星 signed the contract last week", "en"),
        ("123 !?", "en"),
        ("", "en"),
        ("😀", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language
