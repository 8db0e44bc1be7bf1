"""China as a grid of equal tiles: every province as large as any other, and no border drawn anywhere."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from itertools import pairwise
from pathlib import Path

from markupsafe import Markup

PATH = Path(__file__).parent / "tiles.csv"
SIDE = 46
INVENTED = "990000"
"""The province of a demonstration; its tile stands apart, and only where it has something to tell."""

STEPS = (0.5, 0.75, 0.9, 0.98)
"""Shares at which a tile turns a shade darker."""


@dataclass(frozen=True)
class Tile:
    code: str
    zh: str
    short: str
    en: str
    letters: str
    column: int
    row: int


@cache
def tiles() -> tuple[Tile, ...]:
    with PATH.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(
            Tile(r["code"], r["zh"], r["short"], r["en"], r["letters"], int(r["column"]), int(r["row"]))
            for r in rows
        )


def legend() -> list[tuple[str, str]]:
    """(class, words) of each shade, the palest first."""
    edges = ["0", *(f"{100 * step:.0f}" for step in STEPS), "100"]
    return [(f"t{n}", f"{low}–{high} %") for n, (low, high) in enumerate(pairwise(edges))]


@dataclass(frozen=True)
class Share:
    """What a tile tells: `part` of `whole`, and where its link leads."""

    part: int
    whole: int
    href: str


def draw(shares: Mapping[str, Share], lang: str, label: str) -> Markup:
    """The map as SVG; a province without figures is a pale tile that leads nowhere."""
    left, top = min(t.column for t in tiles()), min(t.row for t in tiles())
    wide = (max(t.column for t in tiles()) - left + 1) * SIDE
    high = (max(t.row for t in tiles()) - top + 1) * SIDE
    body = "".join(
        _tile(t, shares.get(t.code), lang, (t.column - left) * SIDE, (t.row - top) * SIDE)
        for t in tiles()
        if t.code != INVENTED or t.code in shares
    )
    return Markup(
        f'<svg class="tiles" viewBox="0 0 {wide} {high}" role="group" aria-label="{escape(label)}">{body}</svg>'
    )


def _tile(tile: Tile, share: Share | None, lang: str, x: int, y: int) -> str:
    name = tile.zh if lang == "zh" else tile.en
    known = share is not None and share.whole > 0
    told = f"{name}: {share.part} / {share.whole}" if share and known else f"{name}: –"
    shade = sum(share.part / share.whole >= step for step in STEPS) if share and known else -1
    text = tile.short if lang == "zh" else tile.letters
    box = f'<rect class="t{shade if known else "-none"}" x="{x}" y="{y}" width="{SIDE}" height="{SIDE}"/>'
    box += f'<text x="{x + SIDE // 2}" y="{y + SIDE // 2 + 5}">{escape(text)}</text><title>{escape(told)}</title>'
    if share and known:
        return f'<a href="{escape(share.href)}" aria-label="{escape(told)}">{box}</a>'
    return f"<g>{box}</g>"
