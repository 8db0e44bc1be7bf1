"""OFD (GB/T 33190, the fixed-layout format of Chinese offices) → Document: texts and lines at their places, as in PDF."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator

from lxml import etree

from parse.errors import CannotOpenError
from parse.model import Box, Document, Problem
from parse.readers.office import member
from parse.readers.pdf_join import blocks_of, running_lines
from parse.readers.pdf_marks import Char, Marks, Rule, within
from parse.readers.pdf_page import page_of
from parse.readers.pdf_pen import LOW, THIN
from parse.readers.pdf_text import lines_of
from parse.readers.radicals import ordinary

POINTS = 72 / 25.4  # OFD measures in millimetres
MOST_PAGES = 1_000
A4 = (210.0, 297.0)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
Moved = Callable[[float, float], tuple[float, float]]
_STEP = re.compile(r"([MLSQBAC])|(-?[\d.]+)")


def read(body: bytes) -> Document:
    """An OFD file as paragraphs and grids in reading order; raises CannotOpenError."""
    pages = list(_pages(body))
    document = Document("ofd", [])
    pictured = [str(n) for n, marks in enumerate(pages, 1) if len(marks.chars) < 20 and marks.pictures]
    if pictured:
        at = "page " + ", ".join(pictured[:20])
        zh, en = "页面是图片，没有文字", "pages are pictures without text"
        document.problems.append(Problem("no_text_layer", None, at, zh, en))
    heights = [(marks.height, lines_of(marks.chars)) for marks in pages]
    skip = running_lines(heights) if len(pages) > 2 else set()
    read_pages = [page_of(marks, number, skip=skip) for number, marks in enumerate(pages, 1)]
    document.blocks = blocks_of(read_pages)
    return document


def _pages(body: bytes) -> Iterator[Marks]:
    root = _xml(body, "OFD.xml")
    place = _text(root, "DocRoot")
    if not place:
        raise CannotOpenError("damaged", "OFD没有文档", "an OFD file without a document")
    document, home = _xml(body, place.strip("/")), posixpath.dirname(place.strip("/"))
    usual = _box(_text(document, "PageArea/PhysicalBox")) or (0.0, 0.0, *A4)
    templates = {
        str(t.get("ID")): posixpath.join(home, str(t.get("BaseLoc")).strip("/"))
        for t in document.iterfind(".//{*}TemplatePage")
    }
    pages = document.findall(".//{*}Pages/{*}Page")
    if len(pages) > MOST_PAGES:
        raise CannotOpenError("too_large", f"OFD有{len(pages)}页", f"OFD of {len(pages)} pages")
    for page in pages:
        content = _xml(body, posixpath.join(home, str(page.get("BaseLoc")).strip("/")))
        _, _, wide, high = _box(_text(content, "Area/PhysicalBox")) or usual
        marks = Marks(wide * POINTS, high * POINTS)
        under = [templates.get(str(use.get("TemplateID"))) for use in content.iterfind("{*}Template")]
        for source in [*(_xml(body, name) for name in under if name), content]:
            for thing in source.iterfind(".//{*}Layer//*"):
                _draw(thing, marks)
        yield within(marks)


def _xml(body: bytes, name: str) -> etree._Element:
    try:
        return etree.fromstring(member(body, posixpath.normpath(name)), _PARSER)
    except etree.XMLSyntaxError as e:
        raise CannotOpenError("damaged", f"{name}损坏", f"{name} is not well-formed: {e}"[:200]) from None


def _text(element: etree._Element, path: str) -> str:
    found = element.find(".//" + "/".join("{*}" + step for step in path.split("/")))
    return (found.text or "").strip() if found is not None else ""


def _box(text: str | None) -> Box | None:
    parts = _numbers(text)
    return (parts[0], parts[1], parts[2], parts[3]) if len(parts) == 4 else None


def _numbers(text: str | None) -> list[float]:
    try:
        return [float(part) for part in (text or "").split()]
    except ValueError:
        return []


def _draw(thing: etree._Element, marks: Marks) -> None:
    kind = etree.QName(thing).localname if isinstance(thing.tag, str) else ""
    box = _box(thing.get("Boundary"))
    if box is None or thing.get("Visible") == "false":
        return
    matrix = _numbers(thing.get("CTM"))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

    def moved(x: float, y: float) -> tuple[float, float]:
        return ((box[0] + a * x + c * y + e) * POINTS, (box[1] + b * x + d * y + f) * POINTS)

    if kind == "TextObject":
        _write(thing, moved, (a, b, d), marks)
    elif kind == "PathObject":
        _trace(thing, moved, marks)
    elif kind == "ImageObject":
        left, top, wide, high = (side * POINTS for side in box)
        marks.pictures.append((left, top, left + wide, top + high))


def _write(thing: etree._Element, moved: Moved, turned: tuple[float, float, float], marks: Marks) -> None:
    size = (_numbers(thing.get("Size")) or [0.0])[0]
    a, b, _ = turned
    turn = None if abs(b) > 0.05 * abs(a) else 0
    ink = (_numbers(thing.get("Alpha")) or [255.0])[0] / 255
    for code in thing.iterfind("{*}TextCode"):
        x, y = ((_numbers(code.get(key)) or [0.0])[0] for key in ("X", "Y"))
        steps, downs = (_steps(code.get(key)) for key in ("DeltaX", "DeltaY"))
        for n, letter in enumerate(code.text or ""):
            wide = (
                steps[n] if n < len(steps) and steps[n] > 0 else size * (1 if ord(letter) > 0x2E7F else 0.5)
            )
            (xa, ya), (xb, yb) = moved(x, y - size * (1 - LOW)), moved(x + wide, y + size * LOW)
            box = (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
            marks.chars.append(Char(ordinary(letter), *box, turn, ink=ink))
            x += steps[n] if n < len(steps) else wide
            y += downs[n] if n < len(downs) else 0.0


def _steps(text: str | None) -> list[float]:
    """DeltaX and DeltaY: numbers, where `g 3 5.2` stands for 5.2 three times."""
    words, out = (text or "").split(), []
    while words:
        word = words.pop(0)
        try:
            out += [float(words.pop(1))] * min(int(words.pop(0)), 10_000) if word == "g" else [float(word)]
        except (ValueError, IndexError):
            return out
    return out


def _trace(thing: etree._Element, moved: Moved, marks: Marks) -> None:
    """Straight pieces of a path, as lines; a thin filled box is one too."""
    if thing.get("Stroke") == "false" and thing.get("Fill") != "true":
        return
    data = next((child.text or "" for child in thing.iterfind("{*}AbbreviatedData")), "")
    last = start = None
    operator, numbers = "", list[float]()
    for step in [*_STEP.finditer(data), None]:
        if step is not None and step[2]:
            numbers.append(float(step[2]))
            continue
        if operator in ("M", "S") and len(numbers) >= 2:
            last = start = (numbers[0], numbers[1])
        elif operator in ("L", "Q", "B", "A") and len(numbers) >= 2 and last:
            end = (numbers[-2], numbers[-1])
            if operator == "L":
                _line(moved(*last), moved(*end), marks)
            last = end
        elif operator == "C" and last and start:
            _line(moved(*last), moved(*start), marks)
        operator, numbers = (step[1] if step is not None else ""), []


def _line(start: tuple[float, float], end: tuple[float, float], marks: Marks) -> None:
    (xa, ya), (xb, yb) = start, end
    if abs(ya - yb) < 1 and abs(xa - xb) > THIN / 3:
        marks.across.append(Rule((ya + yb) / 2, min(xa, xb), max(xa, xb)))
    elif abs(xa - xb) < 1 and abs(ya - yb) > THIN / 3:
        marks.down.append(Rule((xa + xb) / 2, min(ya, yb), max(ya, yb)))
