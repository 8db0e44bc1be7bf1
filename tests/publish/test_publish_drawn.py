"""A figure of a PDF leads to its box on the drawn page; without the drawing, to its line of the transcript."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from PIL import Image

from benchmarks._layout import Style
from benchmarks._papers import paper
from benchmarks._print import pdf_of
from publish.snapshot import take
from tests.publish.conftest import Asked

ROOT = Path(__file__).parents[2]
SHEET = re.compile(
    r'<svg class="sheet" viewBox="0 0 ([\d.]+) ([\d.]+)".*?base64,([^"]+)".*?</svg>', re.DOTALL
)
RECT = re.compile(
    r'<rect(?: id="(t\w+)")? x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"><title>(.*?)</title>'
)


def run(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One generated PDF taken in, read, and drawn, by the commands of a night."""
    made = tmp_path_factory.mktemp("drawn")
    rng = Random(7)
    (made / "report.pdf").write_bytes(pdf_of(paper(rng, "2021", True), Style(), rng))
    keep = ("--archive", str(made / "archive.db"), "--captures", str(made / "captures"))
    run("crawler", "import", *keep, str(made / "report.pdf"))
    run("parse", *keep, "--jobs", "1")
    run("parse", "pages", *keep, "--jobs", "1")
    return made


@pytest.fixture(scope="module")
def asked(folder: Path) -> Iterator[Asked]:
    found = Asked(folder, take(folder / "archive.db", folder / "exports" / "archive.db"))
    yield found
    found.loop.close()


def report(asked: Asked) -> str:
    (row,) = asked.get("/archive/reports.json?_shape=array").json()
    return str(asked.get(f"/report/{row['id']}?lang=en").text)


def original(asked: Asked) -> str:
    (capture,) = asked.get("/archive/captures.json?_shape=array").json()
    return str(asked.get(f"/original/{capture['sha256']}/page").text)


def test_every_figure_leads_to_a_box_that_is_there(asked: Asked) -> None:
    wanted = set(re.findall(r'href="/original/[0-9a-f]{64}/page\?lang=en#(t\w+)"', report(asked)))
    page = original(asked)
    assert len(wanted) > 150
    assert wanted <= set(re.findall(r' id="(t\w+)"', page))
    assert len(page) < 400_000


def test_the_box_of_a_figure_holds_its_ink(asked: Asked) -> None:
    """The boxes and the picture share one measure: where a figure was read, there is ink on white."""
    inked = 0
    for sheet in SHEET.finditer(original(asked)):
        picture = Image.open(io.BytesIO(base64.b64decode(sheet[3]))).convert("L")
        scale = picture.width / float(sheet[1])
        for box in RECT.finditer(sheet[0]):
            x, y, wide, high = (float(part) * scale for part in box.groups()[1:5])
            inside = picture.crop((int(x + 3), int(y + 3), int(x + wide - 2), int(y + high - 2)))
            shades = inside.tobytes()
            if box[6].rpartition(": ")[2].isdigit():
                inked += 1
                assert min(shades) < 140 and max(shades) > 200, box[6]
    assert inked > 150


def test_without_a_drawing_it_is_told_as_a_transcript(asked: Asked, folder: Path) -> None:
    pages = folder / "exports" / "pages"
    pages.rename(folder / "exports" / "away")
    try:
        page = original(asked)
    finally:
        (folder / "exports" / "away").rename(pages)
    assert "<svg" not in page
    assert len(re.findall(r'<tr id="t\w+"', page)) > 150
