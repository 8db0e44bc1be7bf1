"""What makes readings old and what makes findings old: a changed rule reads no capture again, a changed reader does."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

from parse import judge, run

PARSE = Path(__file__).parents[2] / "parse"
MODULES = frozenset(path.stem for path in PARSE.glob("*.py")) - {"__init__"}


@cache
def imported(module: str) -> frozenset[str]:
    """The modules of parse that a module names, at its top or later, by import or by import_module."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((PARSE / f"{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            package, _, name = node.module.partition(".")
            if package == "parse":
                found |= {name} if name else {alias.name for alias in node.names}
        elif isinstance(node, ast.Constant) and str(node.value).startswith("parse."):
            found.add(str(node.value).removeprefix("parse."))
    return frozenset(found & MODULES)


def reached(start: Iterable[str], without: frozenset[str] = frozenset()) -> set[str]:
    seen: set[str] = set()
    todo = list(start)
    while todo:
        if (module := todo.pop()) not in seen | without:
            seen.add(module)
            todo += imported(module)
    return seen


def test_what_only_judges_is_not_a_part_of_the_parser_version() -> None:
    """Reading begins in report.py and archives.py, and asks the rules last, for what it prints and does not keep."""
    reading = reached(["report", "archives", "kinds", "errors"], without=frozenset({"rules"}))
    assert set(run.JUDGING) == MODULES - reading - set(run.RUNNING) - {"__main__"}


def test_all_that_judges_is_a_part_of_the_version_of_the_judgement() -> None:
    judging = {name for name in reached(["check"]) if name in run.JUDGING}
    assert judging <= set(judge.MODULES)
    assert set(judge.MODULES) <= MODULES


def test_a_changed_rule_leaves_readings_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version is a hash of files: the same whatever stands in a rule's module, another where a reader changed."""
    for folder in ("parse", "reference"):
        shutil.copytree(
            PARSE.parent / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    before = run.parser_version()
    monkeypatch.setattr(run, "HERE", tmp_path / "parse")
    assert run.parser_version() == before
    for name in ("narrative.py", "rules.py", "check.py"):
        (tmp_path / "parse" / name).write_text("changed")
    assert run.parser_version() == before
    (tmp_path / "parse" / "match.py").write_text("changed")
    assert run.parser_version() != before
