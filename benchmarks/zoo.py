"""PDFs by many producers and with many traps: figures right, silent and missed of each kind.

`python -m benchmarks.zoo [KIND …] [--count N] [--keep DIR]`. All figures and words are generated, so the truth is
known. `--keep` leaves the files in a folder and takes them from there the next time.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import pikepdf

from benchmarks import _zoo_ink as ink
from benchmarks import _zoo_web as web
from benchmarks._layout import Style
from benchmarks._papers import Paper, Verdict, judged, paper
from benchmarks._print import pdf_of
from benchmarks._scan import fonts_here
from parse.errors import CannotOpenError
from parse.readers import office_convert
from parse.report import read_bytes

Maker = Callable[[Paper, Random], bytes]


class Kind(NamedTuple):
    """How a PDF of that kind is made, and what must be installed for it."""

    make: Maker
    needs: str = ""


def here(needs: str) -> bool:
    """Whether this machine has what a kind needs."""
    return {
        "": True,
        "chromium": web.chromium() is not None and fonts_here(),
        "soffice": office_convert.soffice() is not None,
        "cairo": shutil.which("pdftocairo") is not None,
        "fonts": fonts_here() and ink.DIGITS_FILE.exists(),
    }[needs]


def _web(css: str, made: Paper, rng: Random, heads: bool = False) -> bytes:
    return web.printed(web.web_page(made, css), heads)


def _word(how: str, made: Paper, rng: Random) -> bytes:
    return web.word_pdf(made, rng, how)


def _drawn(style: Style, made: Paper, rng: Random) -> bytes:
    return pdf_of(made, style, rng)


def _trap(trap: ink.Trap, made: Paper, rng: Random) -> bytes:
    return ink.trap_pdf(made, trap, rng)


def cairo(body: bytes) -> bytes:
    """The file written anew by poppler and cairo."""
    with tempfile.TemporaryDirectory(prefix="gongkai-zoo-") as folder:
        source, out = Path(folder, "a.pdf"), Path(folder, "b.pdf")
        source.write_bytes(body)
        subprocess.run(["pdftocairo", "-pdf", str(source), str(out)], check=True, timeout=60)
        return out.read_bytes()


def saved(body: bytes, **how: Any) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(body)) as pdf:
        pdf.save(out, **how)
    return out.getvalue()


def _after(change: Callable[[bytes], bytes], make: Maker, made: Paper, rng: Random) -> bytes:
    return change(make(made, rng))


BROWSER = partial(_web, web.CSS["digits apart"])
WRITER = partial(_word, "plain")
DRAWN = partial(_drawn, Style())
BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "packed objects": lambda b: saved(b, object_stream_mode=pikepdf.ObjectStreamMode.generate),
    "linear": lambda b: saved(b, linearize=True),
    "owner's lock": lambda b: saved(b, encryption=pikepdf.Encryption(owner="o", user="")),
    "no cross-reference": lambda b: b.replace(b"startxref", b"startxxxx"),
    "junk before": lambda b: b"HTTP/1.1 200 OK\r\n\r\n" + b,
    "end lost": lambda b: b[:-200],
}
TRAPS: dict[str, ink.Trap] = {
    "digits' own font": ink.Trap(ink.plain),
    "digits without a map": ink.Trap(ink.plain, after=ink.no_map(True)),
    "digits' map shifted": ink.Trap(ink.plain, after=ink.mapped(ink.SHIFT)),
    "digits' map swapped": ink.Trap(ink.plain, after=ink.mapped(ink.SWAP)),
    "digits stacked": ink.Trap(ink.stacked),
    "digits on their side": ink.Trap(ink.sideways),
    "figures as pictures": ink.Trap(ink.pictured),
    "figures corrected": ink.Trap(ink.corrected),
    "figures struck": ink.Trap(ink.struck),
    "figures highlighted": ink.Trap(ink.highlighted),
    "form fields": ink.Trap(ink.field),
    "watermark upright": ink.Trap(ink.plain, over=ink.watermark),
    "watermark small": ink.Trap(ink.plain, over=partial(ink.watermark, size=12.0)),
    "watermark below": ink.Trap(ink.plain, under=partial(ink.watermark, size=22.0)),
    "watermark tiled": ink.Trap(ink.plain, over=ink.tiles),
    "watermark of glass": ink.Trap(ink.plain, over=ink.glass),
    "page numbers near": ink.Trap(ink.plain, over=ink.page_numbers),
    "no lines": ink.Trap(ink.plain, lines="none"),
    "level lines only": ink.Trap(ink.plain, lines="level"),
    "pale lines": ink.Trap(ink.plain, lines="pale"),
}
SCANS = {
    "scan, layer right": ink.hidden_layer(False, "inkless"),
    "scan, layer wrong": ink.hidden_layer(True, "inkless"),
    "scan, white layer wrong": ink.hidden_layer(True, "white"),
    "scan over wrong text": ink.hidden_layer(True, "covered"),
}


def kinds() -> dict[str, Kind]:
    """Every kind by its name."""
    found = {f"browser: {n}": Kind(partial(_web, css), "chromium") for n, css in web.CSS.items()}
    found["browser: heads and feet"] = Kind(partial(_web, web.RULED, heads=True), "chromium")
    found |= {f"word: {how}": Kind(partial(_word, how), "soffice") for how in web.WORD}
    found["word: from a page"] = Kind(
        lambda made, rng: web.by_office(web.web_page(made, web.RULED), "writer_web_pdf_Export"), "soffice"
    )
    found["sheet: printed"] = Kind(lambda made, rng: web.sheet_pdf(made), "soffice")
    for name in Style.__dataclass_fields__:
        if name not in {"rotate", "size", "wobble"}:
            found[f"drawn: {name}"] = Kind(partial(_drawn, Style(**{name: True})))
    found |= {f"drawn: turned {d}": Kind(partial(_drawn, Style(rotate=d))) for d in (90, 180, 270)}
    found["drawn: open and cut"] = Kind(partial(_drawn, Style(open_break=True, cut=True, repeat=True)))
    found["drawn: wobble"] = Kind(partial(_drawn, Style(wobble=0.8)))
    found |= {f"trap: {name}": Kind(partial(_trap, trap), "fonts") for name, trap in (TRAPS | SCANS).items()}
    for name, change in BROKEN.items():
        found[f"file: {name}"] = Kind(partial(_after, change, DRAWN))
    for name, make, needs in (("browser", BROWSER, "chromium"), ("word", WRITER, "soffice")):
        found[f"{name}: no map at all"] = Kind(partial(_after, ink.no_map(False), make), needs)
        found[f"{name}: digits without a map"] = Kind(partial(_after, ink.no_map(True), make), needs)
        found[f"{name}: digits' map shifted"] = Kind(partial(_after, ink.mapped(ink.SHIFT), make), needs)
        found[f"{name}: by cairo"] = Kind(partial(_after, cairo, make), needs if here("cairo") else "cairo")
    return found


def bodies(name: str, count: int, keep: Path | None) -> Iterator[tuple[bytes, Paper]]:
    """That many files of a kind with their papers."""
    for seed in range(count):
        rng = Random(f"{name} {seed}")
        made = paper(rng, busy=True)
        path = keep / f"{name.replace(' ', '_').replace(':', '')}-{seed}.pdf" if keep else None
        if path and path.exists():
            yield path.read_bytes(), made
            continue
        body = kinds()[name].make(made, rng)
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(body)
        yield body, made


def figured(made: Paper) -> int:
    return sum(value is not None for value in made.truth.values())


def tried(name: str, count: int, keep: Path | None = None) -> tuple[Verdict, int, Counter[str]]:
    """What is read of that many files of a kind: the verdict, how many figures are printed, and the problems' kinds."""
    verdict, printed, kinds_of = Verdict(), 0, Counter[str]()
    for body, made in bodies(name, count, keep):
        printed += figured(made)
        try:
            reading = read_bytes(body, name="a.pdf")
        except CannotOpenError as error:
            kinds_of[error.kind] += 1
            verdict.null += figured(made)
            continue
        verdict += judged(reading, made.truth)
        kinds_of.update({p.kind for p in reading.problems})
    return verdict, printed, kinds_of


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.zoo", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    parser.add_argument("--count", type=int, default=1, help="files of each kind")
    parser.add_argument("--keep", type=Path, help="a folder for the files")
    args = parser.parse_args(argv)
    bad = 0
    print(f"{'kind':36}{'right':>7}{'silent':>8}{'missed':>8}{'unnamed':>9}{'s':>7}  problems")
    for name, kind in kinds().items():
        if args.kinds and not any(wanted in name for wanted in args.kinds):
            continue
        if not here(kind.needs):
            print(f"{name:36} not made: {kind.needs} is lacking")
            continue
        began = time.monotonic()
        verdict, _, problems = tried(name, args.count, args.keep)
        figures = f"{verdict.right:>7}{len(verdict.silent):>8}{verdict.null:>8}{len(verdict.unnamed):>9}"
        print(f"{name:36}{figures}{time.monotonic() - began:>7.1f}  {' '.join(problems)}", flush=True)
        for line in verdict.silent[:3] + verdict.unnamed[:1]:
            print(f"    {line}")
        bad += len(verdict.silent)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
