"""The order in which a report is read: kind → Document → noise → title and year → tables → sections → rules; its JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

from parse.errors import CannotOpenError
from parse.model import Cell, Document, Finding, Free, Grid, Paragraph, Problem, Reading, Section
from parse.prose.decoys import verdict
from parse.prose.meta import meta_of
from parse.prose.sections import sections
from parse.readers import html, plain
from parse.readers.kinds import foreign, kind_of
from parse.rules import check_report
from parse.tables.free import free_figures
from parse.tables.ocr_doubt import doubted, free_doubted
from parse.tables.regrid import regrid
from parse.tables.statutory import read_tables
from parse.twice import differing
from reference.text import noise_of, without

MOST_BYTES = 220_000_000
MOST_TEXT = 30_000_000  # of a page or a text; the largest report met has less than one million


def read_bytes(
    body: bytes, url: str | None = None, content_type: str | None = None, name: str = ""
) -> Reading:
    """One document read. Raises CannotOpenError for bytes that no reader can open (empty, encrypted, unknown …)."""
    return read_document(document_of(body, name or url or "", content_type))


def read_members(
    body: bytes, url: str | None = None, content_type: str | None = None, name: str = ""
) -> list[Reading]:
    """One reading for a document, one for each member of an archive that can be opened."""
    if not body.startswith(b"PK") or kind_of(body, name) != "zip":
        return [read_bytes(body, url, content_type, name)]
    archives = import_module("parse.readers.archives")
    return [_member(m.body, m.name, m.error) for m in archives.members(body)]


def _member(body: bytes, name: str, error: CannotOpenError | None) -> Reading:
    """A member's reading; what cannot be opened is told in its row and does not hide the others."""
    try:
        if error is not None:
            raise error
        return read_bytes(body, name=name)
    except CannotOpenError as e:
        problem = Problem("member_failed", None, name, f"{name}：{e.zh}", f"{name}: {e.en}")
        return Reading("unknown", False, why_not="unreadable", problems=[problem])


def document_of(body: bytes, name: str = "", content_type: str | None = None) -> Document:
    """Bytes → Document, by kind; the kind is told by the bytes."""
    if not body.strip(b"\x00 \t\r\n"):
        raise CannotOpenError("empty", "文件是空的", "the file is empty")
    if len(body) > MOST_BYTES:
        raise CannotOpenError("too_large", "文件过大", f"the file has {len(body)} bytes, more than is read")
    kind = kind_of(body, name, content_type)
    if other := foreign(body):
        zh, en = other
        raise CannotOpenError("format_unread", f"{zh}，这里不能读取", f"{en} is not read")
    if kind is None:
        raise CannotOpenError("unknown_kind", "不认识的文件类型", "none of the kinds of file that are read")
    if kind in ("html", "text", "markdown") and len(body) > MOST_TEXT:
        raise CannotOpenError(
            "too_large", "网页或文本过大", f"a page or text of {len(body)} bytes is not read"
        )
    if kind == "html":
        return html.read(body, content_type)
    if kind in ("text", "markdown"):
        return plain.read(body, content_type, kind)
    if kind == "zip":
        raise CannotOpenError("unknown_kind", "压缩包须逐个成员读取", "an archive is read member by member")
    return _reader(kind)(body)


def _reader(kind: str) -> Callable[[bytes], Document]:
    """The readers of PDF, Office and pictures are heavy and loaded only where one is needed."""
    readers: dict[str, Callable[[bytes], Document]] = import_module("parse.readers.by_kind").READERS
    return readers[kind]


def read_document(document: Document) -> Reading:
    """Everything that one Document says."""
    document = _cleaned(document)
    meta = meta_of(document)
    drawn = regrid(document)
    form, cells, problems = read_tables(drawn, [meta.year])
    cells, unsure = doubted(document, form, cells)
    free, free_problems = free_figures(document, form)
    free, unsure_free = free_doubted(document, free)
    known = {(c.at, c.raw) for c in cells if c.value is not None}
    free = [f for f in free if (f.at, f.raw) not in known]  # the list of 2014 looks like any other
    why_not = verdict(document, meta, form, cells)
    reading = Reading(
        document.kind,
        why_not is None,
        why_not=why_not,
        form=form,
        year=meta.year,
        title=meta.title,
        organ=meta.organ,
        scope=meta.scope,
        scope_evidence=meta.scope_evidence,
        published_on=meta.published_on,
        signed_on=meta.signed_on,
        noise=document.noise,
        problems=list(document.problems),
    )
    if why_not is None:
        reading.cells, reading.free = cells, free
        reading.sections = sections(drawn, form)
        reading.problems += [*meta.problems, *problems, *unsure, *free_problems, *unsure_free]
        reading.findings = check_report(reading)
        if doubts := differing(document, [meta.year], cells, reading.findings):
            reading.problems += doubts
            reading.findings = check_report(reading)
    return reading


def _cleaned(document: Document) -> Document:
    """The document without pinyin and traditional characters, where its whole text has them."""
    texts = [b.text for b in document.blocks if isinstance(b, Paragraph)]
    texts += [
        s.text for b in document.blocks if isinstance(b, Grid) for row in b.rows for s in row if s.origin
    ]
    noise = noise_of("\n".join(texts))
    if not noise:
        return document
    blocks = [_clean_block(b, noise) for b in document.blocks]
    meta = {k: without(v, noise) for k, v in document.meta.items()}
    return Document(document.kind, blocks, meta, [*document.noise, *noise], document.problems)


def _clean_block(block: Paragraph | Grid, noise: list[str]) -> Paragraph | Grid:
    if isinstance(block, Paragraph):
        return replace(block, text=without(block.text, noise))
    rows = tuple(tuple(replace(s, text=without(s.text, noise)) for s in row) for row in block.rows)
    return replace(block, rows=rows)


# --- JSON


def as_json(reading: Reading) -> dict[str, Any]:
    """The reading as design.md section 3 prints it."""
    return {
        "report": reading.report,
        "why_not": reading.why_not,
        "form": reading.form,
        "year": reading.year,
        "title": reading.title,
        "organ": reading.organ,
        "scope": reading.scope,
        "scope_evidence": reading.scope_evidence,
        "published_on": reading.published_on,
        "signed_on": reading.signed_on,
        "kind": reading.kind,
        "noise": reading.noise,
        "cells": list(map(_cell, reading.cells)),
        "free": list(map(_free, reading.free)),
        "sections": list(map(_section, reading.sections)),
        "problems": list(map(_problem, reading.problems)),
        "findings": list(map(_finding, reading.findings)),
    }


def _cell(c: Cell) -> dict[str, Any]:
    return {"cell": c.cell, "raw": c.raw, "value": c.value, "state": c.state, "unit": c.unit, "at": c.at}


def _free(f: Free) -> dict[str, Any]:
    return {
        "label": f.label,
        "unit": f.unit,
        "column": f.column,
        "value": f.value,
        "raw": f.raw,
        "at": f.at,
        "table_no": f.table_no,
    }


def _section(s: Section) -> dict[str, Any]:
    return {"section": s.section, "title": s.title, "text": s.text}


def _problem(p: Problem) -> dict[str, Any]:
    return {"kind": p.kind, "cell": p.cell, "at": p.at, "says": {"zh": p.zh, "en": p.en}}


def _finding(f: Finding) -> dict[str, Any]:
    return {
        "rule": f.rule,
        "severity": f.severity,
        "result": f.result,
        "cells": list(f.cells),
        "says": {"zh": f.zh, "en": f.en},
        "expected": f.expected,
        "found": f.found,
        "lenient": f.lenient,
        "reader_doubt": f.reader_doubt,
    }
