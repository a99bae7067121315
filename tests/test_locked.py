"""What the product imports is declared and locked, so that a fresh machine has it."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).parents[1]
OURS = ("bot", "knowledge", "prompts", "storage")
BROUGHT = {"huggingface-hub", "langchain-core", "sqlalchemy", "pydantic", "typing-extensions"}
"""Brought by declared packages whose own interface they are."""


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!;~ ]", requirement, maxsplit=1)[0].lower().replace("_", "-")


def _imported() -> set[str]:
    """The top-level packages that the product's files import."""
    found = set()
    for package in OURS:
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    found |= {alias.name.partition(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    found.add(node.module.partition(".")[0])
    return found - sys.stdlib_module_names - set(OURS)


def test_every_import_is_declared_and_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_name(requirement) for requirement in project["dependencies"]} | BROUGHT
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    locked = {_name(line) for line in lines if line}
    of = packages_distributions()
    for package in sorted(_imported()):
        distributions = {name.lower().replace("_", "-") for name in of.get(package, [package])}
        assert distributions & declared, f"{package} is imported but not declared"
        assert distributions & locked, f"{package} is imported but not locked"


def test_the_lock_names_no_registry() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in text
    assert "--" not in text
