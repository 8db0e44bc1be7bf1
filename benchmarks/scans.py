"""Scans damaged in every usual way: figures right, silent and null of each way, and core seconds a page.

`python -m benchmarks.scans [WAY …] [--count N] [--seed N] [--jobs N]`. Pages, figures and words are generated.
"""

from __future__ import annotations

import argparse
import math
import sys
import time
from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from benchmarks._layout import Style, pages_of
from benchmarks._papers import Paper, Verdict, judged, paper
from benchmarks._scan import Scanner, _drawn, _font, _scanned
from parse.readers import ocr
from parse.report import read_bytes
from parse.worker import Lost, Workers

PAPER = (246, 246, 244)
Change = Callable[[Any, Random], Any]


class Way(NamedTuple):
    """How pages are scanned: the scanner's settings by chance, and what happens to the sheet before and after."""

    scanner: Callable[[Random], Scanner]
    before: Change | None = None
    after: Change | None = None


def _usual(rng: Random, **other: Any) -> Scanner:
    return Scanner(
        **{"tilt": rng.uniform(-0.5, 0.5), "noise": 5.0, "blur": 0.4, "font": rng.randrange(2)} | other
    )


def folded(image: Any, rng: Random) -> Any:
    """Creases across and down the sheet: dark or light lines with a soft shadow."""
    draw = ImageDraw.Draw(image, "RGBA")
    for _ in range(rng.choice((1, 2, 3))):
        grey, level = rng.choice((90, 150, 255)), rng.random() < 0.6
        at, slope = rng.uniform(0.15, 0.85), rng.uniform(-0.01, 0.01)
        wide, high = image.size
        ends = (
            (0, at * high, wide, (at + slope) * high) if level else (at * wide, 0, (at + slope) * wide, high)
        )
        draw.line(ends, fill=(grey, grey, grey, 60), width=12)
        draw.line(ends, fill=(grey, grey, grey, 255), width=rng.choice((1, 2, 3)))
    return image


def stamped(image: Any, rng: Random, colour: tuple[int, int, int] = (215, 50, 55)) -> Any:
    """A round seal with its star and words over the table."""
    wide, high = image.size
    scale = wide / 595
    x, y, r = rng.uniform(0.3, 0.8) * wide, rng.uniform(0.2, 0.6) * high, 58 * scale
    seal = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(seal)
    draw.ellipse((x - r, y - r, x + r, y + r), outline=colour, width=round(3 * scale))
    points = [
        (x + r * k * math.sin(n * math.pi / 5), y - r * k * math.cos(n * math.pi / 5))
        for n, k in enumerate((0.32, 0.13) * 5)
    ]
    draw.polygon(points, fill=colour)
    for n, letter in enumerate("某某县人民政府办公室"):
        turn = (n - 4.5) * 0.5
        place = (x + 0.8 * r * math.sin(turn), y - 0.8 * r * math.cos(turn))
        draw.text(place, letter, font=_font(0, round(13 * scale)), fill=colour, anchor="mm")
    return ImageChops.multiply(image, seal)


def grey_stamp(image: Any, rng: Random) -> Any:
    """The same seal in a scan without colours."""
    return stamped(image, rng, (120, 120, 120)).convert("L").convert("RGB")


def bilevel(image: Any, rng: Random) -> Any:
    """Black and white only, as fax machines and old copiers give it."""
    return image.convert("L").point(lambda grey: 255 if grey > 150 else 0).convert("RGB")


def dirty(image: Any, rng: Random) -> Any:
    """Specks and hairs."""
    draw = ImageDraw.Draw(image)
    for _ in range(250):
        x, y, r = rng.uniform(0, image.width), rng.uniform(0, image.height), rng.choice((1, 1, 2, 3))
        draw.ellipse((x - r, y - r, x + r, y + r), fill=(40, 40, 40))
    for _ in range(12):
        x, y = rng.uniform(0, image.width), rng.uniform(0, image.height)
        draw.arc((x, y, x + 60, y + 40), rng.uniform(0, 200), 300, fill=(60, 60, 60), width=2)
    return image


def shaded(image: Any, rng: Random) -> Any:
    """A photograph of the sheet: light falls off to one side, and the sheet leans away."""
    light = np.linspace(1.0, rng.uniform(0.5, 0.75), image.width)[np.newaxis, :, np.newaxis]
    image = Image.fromarray((np.asarray(image, dtype=np.float32) * light).astype(np.uint8))
    wide, high = image.size
    dx = rng.uniform(0.0, 0.012) * wide
    corners = (-dx, 0, 0, high, wide, high, wide + dx, 0)
    return image.transform(
        image.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=PAPER
    )


def handwritten(image: Any, rng: Random) -> Any:
    """Strokes of a pen through and beside figures."""
    draw = ImageDraw.Draw(image)
    for _ in range(6):
        x, y = rng.uniform(0.5, 0.9) * image.width, rng.uniform(0.2, 0.8) * image.height
        draw.line((x, y, x + rng.uniform(20, 60), y + rng.uniform(-12, 12)), fill=(30, 30, 120), width=3)
    return image


def smeared(image: Any, rng: Random) -> Any:
    """The sheet moved while it was scanned."""
    return ImageChops.darker(image, ImageChops.offset(image, 0, 3)).filter(ImageFilter.GaussianBlur(0.8))


WAYS: dict[str, Way] = {
    "clean": Way(_usual),
    "skew": Way(lambda rng: _usual(rng, tilt=rng.uniform(-4, 4))),
    "noise": Way(lambda rng: _usual(rng, noise=rng.uniform(12, 35))),
    "blur": Way(lambda rng: _usual(rng, blur=rng.uniform(0.8, 1.8))),
    "jpeg": Way(lambda rng: _usual(rng, quality=rng.choice((12, 20, 30)))),
    "low dpi": Way(lambda rng: _usual(rng, dpi=rng.choice((90, 110, 130)), blur=0.2)),
    "high dpi": Way(lambda rng: _usual(rng, dpi=300)),
    "on its side": Way(lambda rng: _usual(rng, turn=rng.choice((90, 270)))),
    "upside down": Way(lambda rng: _usual(rng, turn=180)),
    "fold": Way(_usual, folded),
    "stamp": Way(_usual, stamped),
    "grey stamp": Way(_usual, grey_stamp),
    "black and white": Way(_usual, None, bilevel),
    "dirt": Way(_usual, dirty),
    "photograph": Way(_usual, None, shaded),
    "pen": Way(_usual, handwritten),
    "smear": Way(_usual, smeared),
    "two pages": Way(_usual),
}


def sheets(way: str, made: Paper, rng: Random) -> list[Any]:
    """The scanned pages as PIL pictures."""
    how = WAYS[way]
    scanner = how.scanner(rng)
    noise = np.random.default_rng(rng.randrange(2**32))
    out = []
    for ink in pages_of(made, Style(size=rng.choice((9.0, 10.5)), numbered=False), rng):
        image = _drawn(ink, scanner)
        image = how.before(image, rng) if how.before else image
        image = _scanned(image, scanner, noise)
        out.append(how.after(image, rng) if how.after else image)
    return [beside(out)] if way == "two pages" else out


def beside(pages: list[Any]) -> Any:
    """Pages side by side on one sheet."""
    sheet = Image.new("RGB", (sum(page.width for page in pages), pages[0].height), PAPER)
    for n, page in enumerate(pages):
        sheet.paste(page, (sum(p.width for p in pages[:n]), 0))
    return sheet


def short_paper(rng: Random) -> Paper:
    """A report of its title, table three and table four."""
    made = paper(rng, busy=rng.random() < 0.7)
    made.parts = [made.title, *made.parts[4:8]]
    kept = {box.cell for part in made.parts if not isinstance(part, str) for row in part for box in row}
    made.truth = {cell: value for cell, value in made.truth.items() if cell in kept}
    return made


class Job(NamedTuple):
    way: str
    seed: int


class Scan(NamedTuple):
    way: str
    seed: int
    verdict: Verdict
    printed: int
    pages: int
    seconds: float


def attempt(job: Job) -> Scan:
    rng = Random(f"{job.way} {job.seed}")
    made = short_paper(rng)
    first, *more = sheets(job.way, made, rng)
    out = BytesIO()
    quality = WAYS[job.way].scanner(Random(f"{job.way} {job.seed}")).quality
    first.save(out, "PDF", save_all=True, append_images=more, resolution=200, quality=quality)
    began = time.process_time()
    verdict = judged(read_bytes(out.getvalue()), made.truth)
    printed = sum(value is not None for value in made.truth.values())
    return Scan(job.way, job.seed, verdict, printed, 1 + len(more), time.process_time() - began)


def tried(ways: list[str], count: int, first: int = 0, jobs: int = 1) -> list[Scan | Lost]:
    work = [Job(way, seed) for way in ways for seed in range(first, first + count)]
    with Workers(attempt, jobs, seconds=240) as workers:
        return list(workers.results(work))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scans", description=__doc__)
    parser.add_argument("ways", nargs="*", metavar="WAY")
    parser.add_argument("--count", type=int, default=12, help="scans of each way")
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    parser.add_argument("--jobs", type=int, default=1)
    args = parser.parse_args(argv)
    if not ocr.available():
        print("not run: the extra `ocr` is not installed")
        return 1
    bad = 0
    print(
        f"{'way':18}{'scans':>6}{'figures':>9}{'right':>7}{'silent':>8}{'null':>7}{'unnamed':>9}{'s/page':>8}{'lost':>6}"
    )
    for way in [w for w in WAYS if not args.ways or w in args.ways]:
        results = tried([way], args.count, args.seed, args.jobs)
        done = [r for r in results if isinstance(r, Scan)]
        total = Verdict()
        for scan in done:
            total += scan.verdict
        printed, pages = sum(s.printed for s in done), sum(s.pages for s in done)
        pace = sum(s.seconds for s in done) / max(1, pages)
        figures = f"{total.right:>7}{len(total.silent):>8}{total.null:>7}{len(total.unnamed):>9}{pace:>8.2f}"
        print(f"{way:18}{len(results):>6}{printed:>9}{figures}{len(results) - len(done):>6}", flush=True)
        for scan in done:
            for line in scan.verdict.silent[:3]:
                print(f"    {scan.seed}: {line}", flush=True)
        bad += len(total.silent) + len(results) - len(done)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
