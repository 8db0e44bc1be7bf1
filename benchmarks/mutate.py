"""Damaged files: no crash, no hang, no growth, and no figure that differs from the whole file's unless a problem says so.

`python -m benchmarks.mutate [KIND …] [N [SEED]]`: N files of each kind (2,000; a tenth of the slow ones), from that
seed on. A digit that becomes another digit in bytes that hold it as it is (a page, a text, XML that is not packed) is
another document, not damage; such changes are not made.
"""

from __future__ import annotations

import argparse
import re
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape
from io import BytesIO
from random import Random
from typing import NamedTuple

import pikepdf
from lxml import etree

from benchmarks._formats import converted, flat_of, ofd_of, sheet_2003
from benchmarks._layout import Style
from benchmarks._office import docx_of, placed, xlsx_of
from benchmarks._papers import Paper, paper
from benchmarks._print import pdf_of
from benchmarks._scan import Scanner, fonts_here, scan_pdf, scans_of
from parse.errors import CannotOpenError
from parse.model import Number, Reading
from parse.readers import ocr, office_convert
from parse.report import read_bytes
from parse.worker import Lost, Workers

SLOW = ("scan", "image", "doc", "rtf")


class Job(NamedTuple):
    kind: str
    seed: int


class Outcome(NamedTuple):
    """`what`: same, null, told (another figure, and a problem or finding says so), refused, untold."""

    what: str
    how: str
    detail: str
    seconds: float
    memory: int


def html_of(made: Paper) -> bytes:
    parts = [f"<h1>{escape(made.title)}</h1>"]
    for part in made.parts:
        if isinstance(part, str):
            parts.append(f"<p>{escape(part)}</p>")
            continue
        rows: dict[int, str] = {}
        for r, _, box in placed(part)[0]:
            rows[r] = (
                rows.get(r, "") + f'<td rowspan="{box.rows}" colspan="{box.cols}">{escape(box.text)}</td>'
            )
        parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows.values()) + "</table>")
    return f"<html><head><meta charset='utf-8'></head><body>{''.join(parts)}</body></html>".encode()


def zip_of(made: Paper) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("report.docx", docx_of(made, Random(1)))
    return out.getvalue()


@lru_cache(maxsize=4)
def whole(kind: str, seed: int) -> tuple[bytes, dict[str, Number | None]]:
    """A whole file of that kind, and what is read from it."""
    rng = Random(seed)
    made = paper(rng, busy=True)
    makers: dict[str, Callable[[], bytes]] = {
        "html": lambda: html_of(made),
        "docx": lambda: docx_of(made, rng),
        "xlsx": lambda: xlsx_of(made),
        "pdf": lambda: pdf_of(made, Style(), rng),
        "zip": lambda: zip_of(made),
        "scan": lambda: scan_pdf(made, Scanner(), rng),
        "image": lambda: picture_of(made, rng),
        "doc": lambda: converted(made, "doc:MS Word 97", rng),
        "rtf": lambda: converted(made, "rtf", rng),
        "text": lambda: text_of(made),
        "markdown": lambda: text_of(made, "|"),
        "mht": lambda: mht_of(made),
        "flat": lambda: flat_of(made, rng),
        "sheet": lambda: sheet_2003(made),
        "ofd": lambda: ofd_of(made, rng),
    }
    body = makers[kind]()
    return body, values(first(body))


def text_of(made: Paper, bar: str = "\t") -> bytes:
    """A line a row, cells set apart by a tab or in bars."""
    lines = [f"# {made.title}" if bar == "|" else made.title]
    for part in made.parts:
        if isinstance(part, str):
            lines.append(part)
            continue
        rows: dict[int, list[str]] = {}
        for r, _, box in placed(part)[0]:
            rows.setdefault(r, []).append(box.text.replace("\n", ""))
        lines += [f"|{'|'.join(row)}|" if bar == "|" else bar.join(row) for row in rows.values()]
    return "\n\n".join(lines).encode() if bar == "|" else "\n".join(lines).encode()


def mht_of(made: Paper) -> bytes:
    """A saved page whose text is not packed, so that damage to a digit can be told from another digit."""
    page = html_of(made).decode()
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=XX\r\n\r\n--XX\r\n"
    return f"{head}Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{page}\r\n--XX--\r\n".encode()


def picture_of(made: Paper, rng: Random) -> bytes:
    """The first page as a PNG."""
    out = BytesIO()
    scans_of(made, Scanner(), rng)[0].save(out, "PNG")
    return out.getvalue()


def first(body: bytes) -> Reading:
    """The reading of the file, or of an archive's member."""
    from parse.readers.archives import members  # noqa: PLC0415
    from parse.readers.kinds import kind_of  # noqa: PLC0415

    if body.startswith(b"PK") and kind_of(body) == "zip":
        for member in members(body):
            if member.error:
                raise member.error
            return read_bytes(member.body, name=member.name)
        raise CannotOpenError("empty", "压缩包是空的", "the archive is empty")
    return read_bytes(body)


def values(reading: Reading) -> dict[str, Number | None]:
    return {cell.cell: cell.value for cell in reading.cells}


# --- damage


def is_plain(body: bytes) -> bool:
    """Whether the bytes hold figures as they are."""
    return not body.startswith((b"PK", b"%PDF", b"\x89PNG", b"\xd0\xcf"))


def flips(body: bytes, rng: Random) -> bytes:
    out = bytearray(body)
    plain = is_plain(body)
    for _ in range(rng.choice((1, 3, 10, 50))):
        place = rng.randrange(len(out))
        new = out[place] ^ (1 << rng.randrange(8))
        if not (plain and (chr(out[place]).isdigit() or chr(new).isdigit())):
            out[place] = new
    return bytes(out)


def cut_off(body: bytes, rng: Random) -> bytes:
    return body[: rng.randrange(1, len(body))]


def hole(body: bytes, rng: Random) -> bytes:
    start, length = rng.randrange(len(body)), rng.choice((1, 16, 256, 4096))
    if is_plain(body) and re.search(rb"\d", body[start : start + length]):
        return cut_off(body, rng)
    return body[:start] + body[start + length :]


def zeroed(body: bytes, rng: Random) -> bytes:
    start, length = rng.randrange(len(body)), rng.choice((16, 256, 4096))
    return body[:start] + bytes(min(length, len(body) - start)) + body[start + length :]


def tags_dropped(body: bytes, rng: Random) -> bytes:
    """Elements taken away from the text's own mark-up, the file around it whole."""
    if body.startswith(b"PK"):
        return _members_dropped(body, rng)
    if body.startswith(b"%PDF"):
        return _operators_dropped(body, rng)
    tags = list(re.finditer(rb"</?(?:td|tr|table|p)[^>]*>", body))
    for tag in sorted(rng.sample(tags, min(len(tags), rng.choice((1, 3, 10)))), key=lambda m: -m.start()):
        body = body[: tag.start()] + body[tag.end() :]
    return body


def _members_dropped(body: bytes, rng: Random) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(body)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith(("document.xml", "sheet1.xml")):
                data = _elements_dropped(data, rng)
            elif name.endswith(".docx"):
                data = _members_dropped(data, rng)
            target.writestr(name, data)
    return out.getvalue()


def _elements_dropped(data: bytes, rng: Random) -> bytes:
    root = etree.fromstring(data)
    for element in rng.sample(list(root.iter("*"))[2:], rng.choice((1, 3, 10))):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    return etree.tostring(root)


def _operators_dropped(body: bytes, rng: Random) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(body)) as pdf:
        for page in pdf.pages:
            for stream in page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]:
                if isinstance(stream, pikepdf.Stream) and stream.get("/Subtype") != "/Image":
                    lines = stream.read_bytes().split(b"\n")
                    for _ in range(min(len(lines) - 1, rng.choice((0, 1, 3, 10)))):
                        del lines[rng.randrange(len(lines))]
                    stream.write(b"\n".join(lines))
        pdf.save(out)
    return out.getvalue()


DAMAGE = (flips, cut_off, hole, zeroed, tags_dropped)


def attempt(job: Job) -> Outcome:
    """One damaged file read; run in a worker."""
    rng = Random(f"{job.kind} {job.seed}")
    body, sound = whole(job.kind, job.seed % 3)
    damage = DAMAGE[job.seed % len(DAMAGE)]
    began = time.monotonic()
    what, detail = _judge(damage(body, rng), sound)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return Outcome(what, damage.__name__, f"{job.kind} {job.seed}: {detail}", time.monotonic() - began, peak)


def _judge(body: bytes, sound: dict[str, Number | None]) -> tuple[str, str]:
    try:
        reading = first(body)
    except CannotOpenError as error:
        return "refused", error.kind
    other = [c for c, value in values(reading).items() if value is not None and sound.get(c) != value]
    if other:
        told = bool(reading.problems or reading.findings)
        return ("told" if told else "untold"), ", ".join(f"{c} {sound.get(c)}" for c in other[:4])
    return ("same" if values(reading) == sound else "null"), ""


def kinds_here() -> list[str]:
    """The kinds that can be tried on this machine."""
    here = ["html", "text", "markdown", "docx", "xlsx", "pdf", "zip", "mht", "flat", "sheet", "ofd"]
    here += ["scan", "image"] if ocr.available() and fonts_here() else []
    return here + (["doc", "rtf"] if office_convert.soffice() else [])


def tried(kind: str, count: int, jobs: int = 2, first_seed: int = 0) -> Iterator[Outcome | Lost]:
    with Workers(attempt, jobs) as workers:
        yield from workers.results(Job(kind, seed) for seed in range(first_seed, first_seed + count))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutate", description=__doc__)
    parser.add_argument("words", nargs="*", metavar="KIND … N SEED")
    words = parser.parse_args(argv).words
    kinds, numbers = [w for w in words if not w.isdigit()], [int(w) for w in words if w.isdigit()]
    if unknown := set(kinds) - set(kinds_here()):
        parser.error(f"not known or not possible here: {', '.join(unknown)}; {', '.join(kinds_here())} are")
    usual, seed = [*numbers, *(2000, 0)[len(numbers) :]][:2]
    bad = 0
    print(f"{'kind':9}{'files':>7}  same  null  told refused untold lost  slowest s  peak MB")
    for kind in kinds or kinds_here():
        count = max(1, usual // 10) if kind in SLOW and not numbers else usual
        results = list(tried(kind, count, first_seed=seed))
        done = [r for r in results if isinstance(r, Outcome)]
        lost = [r for r in results if isinstance(r, Lost)]
        by = Counter(r.what for r in done)
        figures = "".join(f"{by[what]:>6}" for what in ("same", "null", "told", "refused", "untold"))
        slowest = max((r.seconds for r in done), default=0.0)
        peak = max((r.memory for r in done), default=0) // 2**20
        print(f"{kind:9}{len(results):>7}{figures}{len(lost):>6}{slowest:>10.1f}{peak:>10}", flush=True)
        for line in [r.detail for r in done if r.what == "untold"][:20] + [r.en for r in lost][:20]:
            print(f"    {line}", flush=True)
        bad += by["untold"] + len(lost)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
