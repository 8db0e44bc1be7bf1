"""Drawn pages of PDF and scans as SVG: the picture below, over it a box for every figure, named so that it can be pointed at.

The pictures are made by `python -m parse pages` into exports/pages and stand in the page itself as data, so that the
strict rule for originals (nothing from anywhere) needs no exception.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

HEAVIEST = 900_000
"""Bytes of pictures in one page; later sheets are left to the transcript."""

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Sheet:
    """A drawn page; `wide` and `high` in the units of the boxes."""

    number: int
    wide: float
    high: float
    webp: bytes


@dataclass(frozen=True)
class Spot:
    """A figure: the name to point at it, its place in words, its label, what is printed, and its box on a page."""

    name: str
    told: str
    label: str
    raw: str
    page: int
    box: Box | None


def sheets(exports: Path, sha256: str) -> list[Sheet]:
    """The drawn pages of a document; none where it has not been drawn."""
    folder = exports / "pages"
    listed = folder / f"{sha256}.json"
    if not listed.exists():
        return []
    found, weight = [], 0
    for number, (wide, high) in json.loads(listed.read_text(encoding="utf-8")).items():
        webp = (folder / f"{sha256}-{number}.webp").read_bytes()
        weight += len(webp)
        if weight <= HEAVIEST:
            found.append(Sheet(int(number), wide, high, webp))
    return found


def page(drawn: Sequence[Sheet], spots: Sequence[Spot]) -> tuple[str, list[Spot]]:
    """The sheets as HTML, and the spots that stand on none of them. A name is given once: the first spot has it."""
    left = list(spots)
    out, named = [], set()
    for sheet in drawn:
        here = [spot for spot in left if spot.page == sheet.number and spot.box]
        left = [spot for spot in left if spot not in here]
        boxes = []
        for spot in here:
            boxes.append(_box(spot, named=spot.name not in named))
            named.add(spot.name)
        out.append(_svg(sheet, "".join(boxes)))
    return "".join(out), left


def _box(spot: Spot, *, named: bool) -> str:
    x0, y0, x1, y1 = spot.box or (0, 0, 0, 0)
    name = f' id="{escape(spot.name)}"' if named else ""
    said = escape(f"{spot.label}: {spot.raw}")
    return f'<rect{name} x="{x0:.1f}" y="{y0:.1f}" width="{x1 - x0:.1f}" height="{y1 - y0:.1f}"><title>{said}</title></rect>'


def _svg(sheet: Sheet, boxes: str) -> str:
    picture = base64.b64encode(sheet.webp).decode()
    size = f'width="{sheet.wide:.0f}" height="{sheet.high:.0f}"'
    return (
        f'<svg class="sheet" viewBox="0 0 {sheet.wide:.1f} {sheet.high:.1f}" role="group" aria-label="page {sheet.number}">'
        f'<image href="data:image/webp;base64,{picture}" {size}/>{boxes}</svg>'
    )
