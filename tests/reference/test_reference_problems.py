"""Every kind of problem that the code can name stands in problems.toml, and every kind has two languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from reference.problems import AREAS, KINDS

ROOT = Path(__file__).parents[2]
MAKERS = {"Problem", "problem", "CannotOpenError", "put_problem", "_problem"}


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def constants(node: ast.expr) -> Iterator[str]:
    """The words that an argument can be: "a", or either side of `"a" if x else "b"` and `x or "b"`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*constants(node.body), *constants(node.orelse))
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from constants(value)


def kinds_named() -> dict[str, str]:
    """Every kind that a call names, with a place where it does."""
    found = {}
    for folder in ("archive", "crawler", "parse", "publish"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and called(node) in MAKERS and node.args:
                    for kind in constants(node.args[0]):
                        found[kind] = f"{path.relative_to(ROOT)}:{node.lineno}"
    return found


def test_every_kind_that_the_code_names_is_known() -> None:
    named = kinds_named()
    assert {kind: where for kind, where in named.items() if kind not in KINDS} == {}
    assert len(named) > 15


def test_the_sentences_of_parse_are_of_known_kinds() -> None:
    from parse.tables import says  # noqa: PLC0415 — only here, so that the other tests need no parser

    assert set(says._SAYS) <= set(KINDS)


def test_every_kind_is_told_in_two_languages() -> None:
    assert all(kind.zh and kind.en and kind.area in AREAS for kind in KINDS.values())
    assert len({kind.zh for kind in KINDS.values()}) == len(KINDS)
