"""Small functions, small files: what keeps a house readable after ten years."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = ("reference", "archive", "crawler", "parse", "publish", "replica", "ops")
FILES = [path for part in HOUSE for path in sorted((ROOT / part).rglob("*.py"))]


def functions(path: Path) -> list[tuple[str, int]]:
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_the_median_function_has_at_most_ten_lines() -> None:
    assert statistics.median(lines for path in FILES for _, lines in functions(path)) <= 10


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_file_and_functions_are_small(path: Path) -> None:
    limit = 60 if path.parent.name == "spiders" and path.name != "__init__.py" else 300
    assert len(path.read_text(encoding="utf-8").splitlines()) <= limit
    assert [(name, lines) for name, lines in functions(path) if lines > 60] == []
