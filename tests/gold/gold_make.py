"""Writes the recorded documents of tests/reports/made-*: reports of invented organs, one a reader and form, each with quirks.

`python -m tests.gold.gold_make` writes those that are not there yet, with truth.json beside each: what is printed, known
because it was printed from it. Everything in them is generated. DOC, WPS and XLS are made by LibreOffice.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks._layout import Style
from benchmarks._office import docx_of, placed, xlsx_of
from benchmarks._papers import Paper, boxes, spoiled
from benchmarks._print import pdf_of
from benchmarks._scan import Scanner, scan_pdf, scans_of
from reference import forms
from replica.invent import invent
from replica.markup import table
from replica.tables import Box, Drawn, draw, free
from tests.parse.meta_headings import OLD, OLD_KEYS, OLD_TEXTS
from tests.parse.meta_pages import KEYS, TEXTS, USUAL

HERE = Path(__file__).parents[1] / "reports"
TABLES = {"proactive": "t2", "requests": "t3", "remedies": "t4"}
Write = Callable[[Paper], bytes]


@dataclass(frozen=True)
class Made:
    """A document to be made. `kind` is the organ's; `only` the tables that it has, all where empty."""

    name: str
    file: str
    form: str
    organ: str
    year: int
    kind: str
    write: Write
    quirks: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    wrong: str = ""
    free: tuple[tuple[str, str, int], ...] = ()
    published: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def report(made: Made) -> Paper:
    """The report as data: headings, prose of ours, tables, a signature."""
    rng = Random(made.name)
    figures: dict[str, Any] = (
        dict(invent(made.form, made.kind, rng, volume=80)) if made.form != "free" else {}
    )
    if made.wrong:
        figures[made.wrong] += 1
    parts = _new(made, figures) if made.form in ("2021", "2019") else _old(made, figures)
    parts += [made.organ, f"{made.year + 1}年1月17日"]
    truth = {box.cell: figures.get(box.cell) for box in boxes(parts) if box.cell}
    return spoiled(Paper(made.form, made.organ, made.year, parts, truth), rng, list(made.quirks))


def _new(made: Made, figures: dict[str, Any]) -> list[str | Drawn]:
    parts: list[str | Drawn] = []
    for key, heading, text in zip(KEYS, USUAL, TEXTS, strict=True):
        if made.only and TABLES.get(key, "") not in made.only:
            continue
        parts.append(heading)
        parts.append(draw(made.form, TABLES[key], figures) if key in TABLES else text)
    return parts


def _old(made: Made, figures: dict[str, Any]) -> list[str | Drawn]:
    numbers = "一二三四五六七"
    parts: list[str | Drawn] = []
    for number, heading, text in zip(numbers, OLD, OLD_TEXTS, strict=True):
        parts += [f"{number}、{heading}", text * 4]
    drawn = free(made.free) if made.free else draw("2014", "i", figures)
    return [*parts, "附表" if made.free else "政府信息公开情况统计表", drawn]


# --- formats


def _rows(drawn: Drawn) -> list[list[str]]:
    """Every place of the grid, covered ones empty."""
    spots, columns = placed(drawn)
    grid = [[""] * columns for _ in drawn]
    for r, c, box in spots:
        grid[r][c] = box.text
    return grid


def page(made: Paper, style: str, charset: str = "utf-8", beside: str = "") -> bytes:
    """A portal's page; `charset` is what the bytes are in, the page says utf-8 all the same."""
    rng = Random(made.title)
    body = "".join(
        f"<p>{p.replace(chr(10), '<br/>')}</p>" if isinstance(p, str) else table(p, style, rng)
        for p in made.parts
    )
    head = f"<head><meta charset='utf-8'><title>{made.title}</title></head>"
    text = f"<html>{head}<body><div class='info'>{beside}</div><div id='zoom'><h1>{made.title}</h1>{body}</div></body></html>"
    return text.encode(charset, "xmlcharrefreplace")


def tabs(made: Paper) -> bytes:
    parts = [p if isinstance(p, str) else "\n".join("\t".join(r) for r in _rows(p)) for p in made.parts]
    return "\n".join([made.title, *parts]).encode()


def cell_a_line(made: Paper) -> bytes:
    """A cell a line with blank lines between, as pages copied into text are."""
    parts = [
        p if isinstance(p, str) else "\n\n".join(b.text for row in p for b in row if b.text)
        for p in made.parts
    ]
    return "\n\n".join([made.title, *parts]).encode()


def one_line(made: Paper) -> bytes:
    """The whole page on one line, cells set apart by a blank."""
    parts = [
        p if isinstance(p, str) else " ".join(b.text for row in p for b in row if b.text) for p in made.parts
    ]
    return " ".join([made.title, *parts]).encode()


def markdown(made: Paper) -> bytes:
    def bars(drawn: Drawn) -> str:
        rows = ["| " + " | ".join(r) + " |" for r in _rows(drawn)]
        return "\n".join([rows[0], "|" + "---|" * len(_rows(drawn)[0]), *rows[1:]])

    parts = [("## " + p if p in USUAL else p) if isinstance(p, str) else bars(p) for p in made.parts]
    return "\n\n".join(["# " + made.title, *parts]).encode()


def picture(made: Paper) -> bytes:
    """One page as a picture file."""
    from io import BytesIO  # noqa: PLC0415

    first = scans_of(made, Scanner(dpi=150, tilt=0.3, noise=0.0, blur=0.3), Random(3))[0]
    out = BytesIO()
    first.convert("L").save(out, "JPEG", quality=40, optimize=True)
    return out.getvalue()


def by_office(body: bytes, has: str, wants: str) -> bytes:
    """A document converted by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / f"made.{has}").write_bytes(body)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            wants,
            "--outdir",
            folder,
            f"{folder}/made.{has}",
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return (Path(folder) / f"made.{wants}").read_bytes()


def word(made: Paper) -> bytes:
    return docx_of(made, Random(1))


BESIDE = "<span>发布时间：2025-01-20 10:12</span> <span>来源：青禾县政府办</span>"
OLD_LIST = (
    ("主动公开信息数", "条", 1204), ("其中：全文电子化的主动公开信息数", "条", 1180), ("申请总数", "条", 7),
    ("同意公开答复数", "条", 5), ("不予公开答复数", "条", 2), ("行政复议数", "件", 1), ("行政诉讼数", "件", 0),
)  # fmt: skip
DOCUMENTS = (
    Made("made-html-2021", "source.html", "2021", "青禾县人民政府办公室", 2024, "government",
         lambda p: page(p, "word", beside=BESIDE), ("annotated", "blanks"), wrong="t3.granted.total", published="2025-01-20"),
    Made("made-gbk-2019", "source.htm", "2019", "青禾县水利局", 2020, "department",
         lambda p: page(p, "font", "gb18030"), ("half_brackets", "marks")),
    Made("made-html-2014", "source.html", "2014", "青禾县人民政府", 2016, "government", lambda p: page(p, "plain"), ("commas",)),
    Made("made-html-2011", "source.html", "free", "青禾县松溪镇人民政府", 2011, "township", lambda p: page(p, "wps"), free=OLD_LIST),
    Made("made-text-2021", "source.txt", "2021", "青禾县白禾镇人民政府", 2023, "township", tabs, ("half_brackets", "annotated")),
    Made("made-text-2019", "source.txt", "2019", "青禾县林业局", 2019, "department", cell_a_line),
    Made("made-line-2021", "source.txt", "2021", "青禾县文化和旅游局", 2022, "department", one_line),
    Made("made-text-2014", "source.txt", "2014", "青禾县教育局", 2017, "department", tabs),
    Made("made-markdown-2021", "source.md", "2021", "青禾县大湾街道办事处", 2025, "township", markdown, ("full_width",),
         wrong="t4.reconsideration.total"),
    Made("made-pdf-2021", "source.pdf", "2021", "青禾市人民政府", 2023, "government",
         lambda p: pdf_of(p, Style(), Random(2)), ("annotated", "commas"), wrong="t3.outcome_total.natural_person"),
    Made("made-pdf-2019", "source.pdf", "2019", "青禾县统计局", 2020, "department", lambda p: pdf_of(p, Style(), Random(4)), ("marks",)),
    Made("made-docx-2021", "source.docx", "2021", "青禾县民政局", 2022, "department", word, ("lost_label",)),
    Made("made-docx-2014", "source.docx", "2014", "青禾县商务局", 2018, "department", word),
    Made("made-doc-2021", "source.doc", "2021", "青禾县财政局", 2024, "department", lambda p: by_office(word(p), "docx", "doc"), ("blanks",)),
    Made("made-wps-2019", "source.wps", "2019", "青禾县审计局", 2019, "department", lambda p: by_office(word(p), "docx", "doc")),
    Made("made-xls-2019", "source.xls", "2019", "青禾县交通运输局", 2020, "department", lambda p: by_office(xlsx_of(p), "xlsx", "xls"), ("marks",)),
    Made("made-xlsx-2021", "source.xlsx", "2021", "青禾县卫生健康局", 2021, "department", lambda p: xlsx_of(p, one_sheet=False), ("full_width",)),
    Made("made-scan-2021", "source.pdf", "2021", "青禾县应急管理局", 2024, "department",
         lambda p: scan_pdf(p, Scanner(dpi=150, noise=3.0), Random(5)), only=("t2", "t4")),
    Made("made-picture-2021", "source.png", "2021", "青禾县司法局", 2024, "department", picture, only=("t4",)),
)  # fmt: skip


def truth_of(made: Made, paper: Paper) -> dict[str, Any]:
    """What the document says."""
    return {
        "source": "generated by tests/gold/gold_make.py; no figure or word is of a real organ",
        "form": made.form, "title": paper.title, "organ": made.organ, "year": made.year,
        "published_on": made.published, "signed_on": f"{made.year + 1}-01-17",
        "sections": _sections(made),
        "cells": paper.truth | ({} if made.only else _absent(made, paper)), "null_is_fair": [],
        "free": [{"label": label, "value": value} for label, _, value in made.free],
    }  # fmt: skip


def _sections(made: Made) -> list[str]:
    if made.only:
        return [key for key in KEYS if TABLES.get(key) in made.only]
    return list(KEYS) if made.form in ("2021", "2019") else [*OLD_KEYS, "statistics"]


def _absent(made: Made, paper: Paper) -> dict[str, None]:
    cells = forms.load(made.form).cell_ids if made.form != "free" else ()
    return dict.fromkeys((c for c in cells if c not in paper.truth), None)


def write(made: Made) -> None:
    folder = HERE / made.name
    folder.mkdir(exist_ok=True)
    paper = report(made)
    (folder / made.file).write_bytes(made.write(paper))
    text = json.dumps(truth_of(made, paper), ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    for document in DOCUMENTS:
        if not (HERE / document.name / "truth.json").exists():
            write(document)
            print(document.name)

__all__ = ["DOCUMENTS", "Box", "Made", "report", "write"]
