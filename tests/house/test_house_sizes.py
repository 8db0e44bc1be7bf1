"""Small functions, small files: what keeps a house readable after ten years."""

from __future__ import annotations

import ast
import statistics
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = ("reference", "archive", "crawler", "parse", "publish", "replica", "ops")
BESIDE = ("tests", "benchmarks")
"""Held to the length of a file only: a test may be as long as what it tells."""


def python_of(*parts: str) -> list[Path]:
    return [path for part in parts for path in sorted((ROOT / part).rglob("*.py"))]


FILES = python_of(*HOUSE)


def length(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> list[tuple[str, int]]:
    return [
        (node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def test_the_median_function_has_at_most_ten_lines() -> None:
    assert statistics.median(lines for path in FILES for _, lines in functions(path)) <= 10


@pytest.mark.parametrize("path", FILES, ids=short)
def test_file_and_functions_are_small(path: Path) -> None:
    limit = 60 if path.parent.name == "spiders" and path.name != "__init__.py" else 300
    assert length(path) <= limit
    assert [(name, lines) for name, lines in functions(path) if lines > 60] == []


@pytest.mark.parametrize("part", BESIDE)
def test_files_of_tests_and_benchmarks_are_small(part: str) -> None:
    assert [(short(path), length(path)) for path in python_of(part) if length(path) > 300] == []
