"""Recorded documents: tests/reports/<code>-<year>/source.* and the JSON that reading it gives (findings apart)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from parse.report import as_json, read_bytes

FOLDERS = sorted(p for p in (Path(__file__).parents[1] / "reports").iterdir() if p.is_dir())


def reading_of(folder: Path) -> dict[str, Any]:
    source = next(folder.glob("source.*"))
    found = as_json(read_bytes(source.read_bytes(), name=source.name))
    return {k: v for k, v in found.items() if k != "findings"}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_a_recorded_document_is_read_as_recorded(folder: Path) -> None:
    """A new folder gets its expected.json here, and the test fails once, so that a person looks at it."""
    expected, found = folder / "expected.json", reading_of(folder)
    if not expected.exists():
        expected.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{expected} was written; compare it with the document, then commit it")
    assert found == json.loads(expected.read_text(encoding="utf-8"))
