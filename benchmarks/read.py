"""Reports a second and peak memory of each kind, beside the floor in the same run; two jobs beside one.

The floor of HTML is a bare lxml parse of the same bytes; of PDF pdfplumber's text and tables, and pdfium's bare text; of
DOCX and XLSX opening them with the library alone; of a scan the engine's own pass over the page (detection and
recognition of everything).
"""

from __future__ import annotations

import logging
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from io import BytesIO
from multiprocessing import get_context
from random import Random
from resource import RUSAGE_SELF, getrusage
from typing import Any, NamedTuple

import docx
import lxml.html
import pdfplumber
import pypdfium2
from python_calamine import CalamineWorkbook

from benchmarks._layout import Style
from benchmarks._office import docx_of, xlsx_of
from benchmarks._papers import paper
from benchmarks._print import pdf_of
from benchmarks._scan import Scanner, fonts_here, scan_pdf
from benchmarks.mutate import html_of
from parse.readers import ocr
from parse.report import document_of, read_bytes
from parse.worker import Workers

KINDS = ("html", "docx", "xlsx", "pdf", "scan")


class Figure(NamedTuple):
    """Median seconds, and the peak of resident memory of a process that did nothing else."""

    seconds: float
    memory: int


def body_of(kind: str) -> bytes:
    rng = Random(11)
    made = paper(rng, busy=True)
    makers: dict[str, Callable[[], bytes]] = {
        "html": lambda: html_of(made),
        "docx": lambda: docx_of(made, rng),
        "xlsx": lambda: xlsx_of(made),
        "pdf": lambda: pdf_of(made, Style(), rng),
        "scan": lambda: scan_pdf(made, Scanner(), rng),
    }
    return makers[kind]()


def plumbed(body: bytes) -> None:
    with pdfplumber.open(BytesIO(body)) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()


def bare_text(body: bytes) -> None:
    for page in pypdfium2.PdfDocument(body):
        page.get_textpage().get_text_range()


def engine_pass(body: bytes) -> None:
    import cv2  # noqa: PLC0415
    from rapidocr import RapidOCR  # noqa: PLC0415

    from parse.readers.ocr_files import grey_of  # noqa: PLC0415

    engine = _engine(RapidOCR)
    for page in pypdfium2.PdfDocument(body):
        grey = grey_of(page.render(scale=200 / 72).to_pil())
        engine(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))


_ENGINES: list[Any] = []


def _engine(make: Callable[..., Any]) -> Any:
    if not _ENGINES:
        threads = {
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
        _ENGINES.append(make(params=threads | {"Global.log_level": "error"}))
    return _ENGINES[0]


def _whole(body: bytes) -> None:
    read_bytes(body)


def _document(body: bytes) -> None:
    document_of(body)


FLOORS: dict[str, dict[str, Callable[[bytes], Any]]] = {
    "html": {"lxml alone": lxml.html.fromstring},
    "docx": {"python-docx open": lambda body: docx.Document(BytesIO(body))},
    "xlsx": {
        "calamine rows": lambda body: (
            CalamineWorkbook.from_filelike(BytesIO(body)).get_sheet_by_index(0).to_python()
        )
    },
    "pdf": {"pdfplumber": plumbed, "pdfium text": bare_text},
    "scan": {"engine's pass": engine_pass},
}


def work(kind: str, name: str, repeats: int) -> Figure:
    """One measurement, in a process of its own."""
    logging.disable(logging.ERROR)
    body = body_of(kind)
    steps = {"reading": _whole, "document": _document, **FLOORS[kind]}
    steps[name](body)
    took = []
    for _ in range(repeats):
        began = time.process_time()
        steps[name](body)
        took.append(time.process_time() - began)
    return Figure(statistics.median(took), getrusage(RUSAGE_SELF).ru_maxrss * 1024)


def alone(kind: str, name: str) -> Figure:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, kind, name, 1 if kind == "scan" else 9).result()


def jobs(kind: str, count: int) -> float:
    """How much faster two workers are than one over the same documents."""
    bodies = [body_of(kind)] * count
    took = []
    for number in (1, 2):
        with Workers(_whole, number) as workers:
            list(workers.results(bodies[:2]))
            began = time.perf_counter()
            list(workers.results(bodies))
            took.append(time.perf_counter() - began)
    return took[0] / took[1]


def main() -> int:
    here = [kind for kind in KINDS if kind != "scan" or (ocr.available() and fonts_here())]
    print(f"{'kind':5} {'what':18} {'ms':>9} {'per s':>8} {'MB':>6}  of the floor (core seconds, medians)")
    for kind in here:
        names = [*FLOORS[kind], "document", "reading"]
        figures = {name: alone(kind, name) for name in names}
        floor = figures[names[0]].seconds
        for name in names:
            seconds, memory = figures[name]
            ratio = f"{seconds / floor:6.2f} ×" if floor else ""
            print(
                f"{kind:5} {name:18} {seconds * 1000:9.1f} {1 / max(seconds, 1e-9):8.1f} {memory / 2**20:6.0f}  {ratio}",
                flush=True,
            )
    for kind, count in (("html", 60), ("pdf", 24)):
        print(f"{kind}: two jobs are {jobs(kind, count):.2f} × one")
    return 0


if __name__ == "__main__":
    sys.exit(main())
