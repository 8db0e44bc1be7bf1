"""Arrows run one way, and outside packages stay in one folder (docs/architecture.md)."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOUSE = ("reference", "archive", "crawler", "parse", "publish", "replica", "ops")
ARROWS = {
    "reference": set[str](),
    "archive": {"reference"},
    "crawler": {"reference", "archive"},
    "parse": {"reference"},
    "publish": {"reference", "archive"},
    "replica": {"reference"},
    "ops": {"reference", "archive", "parse"},
}
WRITERS = {"parse/run.py", "parse/check.py"}
HOMES = {
    "scrapy": "crawler",
    "twisted": "crawler",
    "spidermon": "crawler",
    "protego": "crawler",
    "pdfminer": "parse",
    "pdfplumber": "parse",
    "pikepdf": "parse",
    "pypdfium2": "parse",
    "docx": "parse",
    "python_calamine": "parse",
    "rapidocr": "parse",
    "cv2": "parse",
    "sqlite_utils": "archive",
    "rensa": "archive",
    "warcio": "archive/bodies.py",
    "fastwarc": "archive/bodies.py",
    "datasette": "publish",
    "pyarrow": "publish",
    "openpyxl": "publish",
}


def sources() -> list[Path]:
    return [path for part in HOUSE for path in sorted((ROOT / part).rglob("*.py"))]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            yield path.relative_to(ROOT).parts[0]
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_arrows_run_one_way(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    part = name.split("/", maxsplit=1)[0]
    allowed = ARROWS[part] | {part} | ({"archive"} if name in WRITERS else set())
    ours = {module.split(".")[0] for module in imports(path)} & set(HOUSE)
    assert ours <= allowed, f"{name} imports {ours - allowed}"


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_outside_packages_stay_at_home(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    strangers = {
        module: HOMES[module.split(".")[0]]
        for module in imports(path)
        if module.split(".")[0] in HOMES and not name.startswith(HOMES[module.split(".")[0]])
    }
    assert not strangers, f"{name} imports {strangers}"
