"""What makes readings old and what makes findings old: a changed rule reads no capture again, a changed reader does."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

from parse import run

PARSE = Path(__file__).parents[2] / "parse"


def imported(path: Path) -> set[str]:
    """The modules of parse that a file names, at its top or later, by import or by import_module."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "parse":
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.Constant) and str(node.value).startswith("parse."):
            found.add(str(node.value))
    return found


@pytest.mark.parametrize("folder", run.READING)
def test_what_reads_knows_nothing_of_what_judges(folder: str) -> None:
    """So the version of the readings needs no module that judges; report.py asks the rules last, for what it prints."""
    for path in sorted((PARSE / folder).glob("*.py")):
        judging = {n for n in imported(path) if n.startswith(("parse.checks", "parse.rules", "parse.check"))}
        assert not judging, f"{path.name} imports {judging}"


def test_every_folder_of_parse_either_reads_or_judges() -> None:
    folders = {path.parent.name for path in PARSE.glob("*/__init__.py")}
    assert folders == {*run.READING, "checks"}


def test_a_changed_rule_leaves_readings_as_they_are(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The version is a hash of files: the same whatever stands in a rule's module, another where a reader changed."""
    for folder in ("parse", "reference"):
        shutil.copytree(
            PARSE.parent / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    before = run.parser_version()
    monkeypatch.setattr(run, "HERE", tmp_path / "parse")
    assert run.parser_version() == before
    for name in ("checks/narrative.py", "rules.py", "check.py"):
        (tmp_path / "parse" / name).write_text("changed")
    assert run.parser_version() == before
    (tmp_path / "parse" / "tables" / "match.py").write_text("changed")
    assert run.parser_version() != before
