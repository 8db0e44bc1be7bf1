"""The one report in all formats: every figure read, none wrong, through the same door as the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from parse.readers import ocr, office_convert
from parse.report import read_bytes
from tests.lacking import lacking
from tests.readers.readers_truth import SHARED, compared, figures

FOLDER = SHARED / "eco-inputs" / "r002"
NAMES = (
    "report.pdf",
    "scan.pdf",
    "report.html",
    "report_gbk_mislabelled.html",
    "report.docx",
    "report.doc",
    "report.wps",
    "report.xls",
)


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_the_report_is_read(name: str) -> None:
    path: Path = FOLDER / name
    if not path.exists():
        pytest.skip("the shared inputs are not beside the project")
    if name.endswith((".doc", ".wps")) and office_convert.soffice() is None:
        lacking("LibreOffice", "apt-get install libreoffice-writer-nogui")
    if name == "scan.pdf" and not ocr.available():
        lacking("text recognition", "install the extra ocr")
    reading = read_bytes(path.read_bytes(), name=name)
    silent, missed = compared(reading, figures(FOLDER))
    assert silent == []
    assert missed == []
    assert reading.kind == {"html": "html", "wps": "wps", "xls": "xls"}.get(path.suffix[1:], path.suffix[1:])
