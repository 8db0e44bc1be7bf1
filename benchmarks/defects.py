"""The round trip by defect: reports written as PDF, DOCX, XLSX and scans with one defect each, and read back.

`python -m benchmarks.defects [KIND …] [--count N] [--seed N]`. For each kind and defect: figures printed, right, silent,
null, and the share of null.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from random import Random

from benchmarks._layout import Style
from benchmarks._office import docx_of, xlsx_of
from benchmarks._papers import DEFECTS, Paper, Verdict, judged, paper, spoiled
from benchmarks._print import pdf_of
from benchmarks._scan import Scanner, fonts_here, scan_pdf
from parse.readers import ocr
from parse.report import read_bytes

KINDS: dict[str, Callable[[Paper, Random], bytes]] = {
    "pdf": lambda made, rng: pdf_of(made, Style.of(rng), rng),
    "docx": lambda made, rng: docx_of(made, rng, rng.random() < 0.3, rng.random() < 0.3),
    "xlsx": lambda made, rng: xlsx_of(made, rng.random() < 0.5, rng.random() < 0.5),
    "scan": lambda made, rng: scan_pdf(made, Scanner.of(rng), rng),
}
FORMS = ("2021", "2021", "2019")


def tried(kind: str, defect: str, seeds: range) -> tuple[Verdict, int]:
    """The verdict over that many reports with that defect ("" for none), and how many figures they print."""
    total, printed = Verdict(), 0
    for seed in seeds:
        rng = Random(f"{kind} {defect} {seed}")
        made = paper(rng, rng.choice(FORMS), rng.random() < 0.4)
        made = spoiled(made, rng, [defect] if defect else [])
        total += judged(read_bytes(KINDS[kind](made, rng)), made.truth)
        printed += sum(value is not None for value in made.truth.values())
    return total, printed


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.defects", description=__doc__)
    parser.add_argument("kinds", nargs="*", metavar="KIND")
    parser.add_argument(
        "--count", type=int, default=20, help="reports of each kind and defect; a tenth of scans"
    )
    parser.add_argument("--seed", type=int, default=0, help="the first seed")
    args = parser.parse_args(argv)
    here = [kind for kind in KINDS if kind != "scan" or (ocr.available() and fonts_here())]
    bad = 0
    print(
        f"{'kind':6}{'defect':16}{'reports':>8}{'figures':>9}{'right':>8}{'silent':>8}{'null':>7}{'share':>8}{'unnamed':>9}"
    )
    for kind in [k for k in here if not args.kinds or k in args.kinds]:
        count = max(1, args.count // 10) if kind == "scan" else args.count
        for defect in ("", *DEFECTS):
            found, printed = tried(kind, defect, range(args.seed, args.seed + count))
            figures = f"{printed:>9}{found.right:>8}{len(found.silent):>8}{found.null:>7}"
            share = f"{found.null / max(1, printed):>8.2%}{len(found.unnamed):>9}"
            print(f"{kind:6}{defect or 'none':16}{count:>8}{figures}{share}", flush=True)
            for line in found.silent[:3]:
                print(f"    {line}")
            bad += len(found.silent)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
