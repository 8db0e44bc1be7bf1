"""Recorded documents: tests/reports/<name>/source.* and the JSON that reading it gives, findings and all.

`RECORDED=again python -m pytest tests/parse/test_parse_recorded.py` writes the records anew after a change that is meant; the
difference is then read in the commit.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from parse.readers import ocr
from parse.readers.office_convert import soffice
from parse.report import as_json, read_bytes
from tests.lacking import lacking

FOLDERS = sorted(p for p in (Path(__file__).parents[1] / "reports").iterdir() if p.is_dir())
SEEN = ("made-picture-2021", "made-scan-2021")
"""Read by recognition: boxes may differ by a pixel from one machine to the next, figures may not."""


def reading_of(folder: Path) -> dict[str, Any]:
    """The JSON of the folder's document, as it would be loaded again."""
    source = next(folder.glob("source.*"))
    found: dict[str, Any] = json.loads(json.dumps(as_json(read_bytes(source.read_bytes(), name=source.name))))
    if folder.name in SEEN:
        for part in (*found["cells"], *found["free"], *found["problems"]):
            part["at"] = part["at"].partition(", box")[0]
    return found


def unlike(folder: Path) -> list[str]:
    """The keys that differ from expected.json. Without one the reading is laid beside it as found.json: a person compares it
    with the document and renames it; until then the document fails."""
    expected, found = folder / "expected.json", reading_of(folder)
    text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
    if expected.exists() and os.environ.get("RECORDED") == "again":
        expected.write_text(text, encoding="utf-8")
    if not expected.exists():
        (folder / "found.json").write_text(text, encoding="utf-8")
        return ["no expected.json: read found.json beside the document, then rename it"]
    want = json.loads(expected.read_text(encoding="utf-8"))
    return [key for key in found.keys() | want.keys() if found.get(key) != want.get(key)]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_a_recorded_document_is_read_as_recorded(folder: Path) -> None:
    source = next(folder.glob("source.*"))
    if source.suffix in (".doc", ".wps") and soffice() is None:
        lacking("LibreOffice", "apt-get install libreoffice-writer-nogui")
    if folder.name in SEEN and not ocr.available():
        lacking("text recognition", "install the extra ocr")
    assert unlike(folder) == []


def test_findings_are_recorded_and_compared(tmp_path: Path) -> None:
    """A document whose sums were spoilt: its findings stand in the record, and a record without them fails."""
    folder = tmp_path / "spoilt"
    shutil.copytree(FOLDERS[0].parent / "made-html-2021", folder)
    record = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert {"A302", "A304"} <= {finding["rule"] for finding in record["findings"]}
    record["findings"].pop()
    (folder / "expected.json").write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    assert unlike(folder) == ["findings"]


def test_a_new_document_fails_until_a_person_has_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    shutil.copytree(FOLDERS[0].parent / "made-text-2014", folder)
    (folder / "expected.json").unlink()
    for _ in range(2):
        assert unlike(folder) == ["no expected.json: read found.json beside the document, then rename it"]
    (folder / "found.json").rename(folder / "expected.json")
    assert unlike(folder) == []
