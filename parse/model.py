"""What a document becomes on its way to rows: a Document of paragraphs and grids, then a Reading.

Every reader (HTML, PDF, Word, scan, text) ends in the same Document; nothing after it knows the format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Box = tuple[float, float, float, float]
Number = int | float


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of a grid after merged cells were undone.

    `text` is as printed, line breaks kept as "\\n". `origin` is False where a span repeats a cell drawn further
    up or left. `box` is (left, top, right, bottom) in PDF points or image pixels, for PDF and scans only.
    `confidence` (0..1) is the OCR engine's, None where characters are certain.
    """

    text: str
    origin: bool = True
    page: int | None = None
    box: Box | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of slots; rows may differ in length.

    `number` counts the document's grids from 1 in reading order. `ruled` is True where columns come from
    mark-up or drawn lines; False where they were guessed from tabs, bars or line breaks, so that an empty
    cell may have been lost. `loose` is True where the cells stood in paragraphs and were put together by us,
    `glued` where labels and figures stood in one run without any separator.
    """

    rows: tuple[tuple[Slot, ...], ...]
    number: int
    page: int | None = None
    ruled: bool = True
    loose: bool = False
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A run of text between two breaks, as printed. `heading` is the mark-up's own level (1..6), 0 for none."""

    text: str
    page: int | None = None
    heading: int = 0


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that we could not read or decide; `kind` is one of reference/problems.toml.

    `cell` names a cell, a row (t3.granted) or a table (t4), and stands for all below it.
    """

    kind: str
    cell: str | None
    at: str
    zh: str
    en: str


@dataclass(slots=True)
class Document:
    """The bytes with their format forgotten.

    `meta` holds what the page says of itself outside the article (title, published, organ, index_no …).
    `noise` names what was taken out on the way (pinyin, traditional, mirror_marks …).
    `problems` are the reader's own (page without text layer, repaired file, OCR lacking …).
    """

    kind: str
    blocks: list[Block]
    meta: dict[str, str] = field(default_factory=dict)
    noise: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure of a statutory form. `state`: number, annotated, inferred, blank, mark, missing, unreadable."""

    cell: str
    raw: str
    value: Number | None
    state: str
    unit: str | None = None
    at: str = ""
    page: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Free:
    """A figure of a table that belongs to no statutory form."""

    label: str
    unit: str | None
    column: str | None
    value: Number | None
    raw: str
    at: str
    table_no: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """A narrative section; `section` is a key of the form, "" for a chapter that no form knows."""

    section: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken rule. `cells` are cell ids; `expected` and `found` are what the rule compared."""

    rule: str
    severity: str
    result: str
    cells: tuple[str, ...]
    zh: str
    en: str
    expected: Number | str | None = None
    found: Number | str | None = None
    lenient: str | None = None
    reader_doubt: bool = False


@dataclass(slots=True)
class Reading:
    """All that was read from one document; `as_json` of parse/report.py prints it (design.md section 3)."""

    kind: str
    report: bool
    why_not: str | None = None
    form: str | None = None
    year: int | None = None
    title: str = ""
    organ: str = ""
    scope: str = "unclear"
    scope_evidence: str = ""
    published_on: str | None = None
    signed_on: str | None = None
    noise: list[str] = field(default_factory=list)
    cells: list[Cell] = field(default_factory=list)
    free: list[Free] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


Values = Mapping[str, Number | None]
