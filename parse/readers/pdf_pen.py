"""The drawing operators of a page, followed with what pdfminer leaves out: transparency, clips, paint over letters."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFType3Font, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdftypes import dict_value, resolve1
from pdfminer.utils import apply_matrix_pt

from parse.model import Box
from parse.readers.pdf_marks import UNKNOWN, Char, Marks, Rule
from parse.readers.radicals import ordinary

THIN = 3.0  # a filled box no wider than this (points) is a drawn line
INVISIBLE = (3, 7)  # text rendering modes that leave no ink: a scan's hidden text layer
OUTLINED = (1, 5)  # text rendering modes that draw only the outline
STRAIGHT = 0.05  # radians by which a glyph may lean and still count as upright
LOW = (
    0.2  # how far below its base line a letter reaches, of its size; what fonts say of it is too often wrong
)
FAINT = 0.03  # less ink than this cannot be seen
SAMPLES = 5  # places of each digit of a font that are kept
LETTER = (
    3.0,
    40.0,
)  # points: a filled shape with curves between these heights may be a letter drawn as a shape
EVERYWHERE = (-math.inf, -math.inf, math.inf, math.inf)


class Look(NamedTuple):
    """The part of the graphics state that pdfminer does not keep. `clip` is the box that paint is held to."""

    fill: float = 1.0
    stroke: float = 1.0
    blended: bool = False
    clip: Box = EVERYWHERE


class Cover(NamedTuple):
    """An opaque area: a filled box or a picture. Characters before number `since` lie under it."""

    box: Box
    since: int
    ink: float
    picture: bool


@dataclass(slots=True)
class Drawn:
    """What a page's operators leave: its marks, and the opaque areas among them in the order of painting."""

    marks: Marks
    covers: list[Cover] = field(default_factory=list)


def ink_of(colour: Any, space: str) -> float:
    """How dark a colour is on paper, 0 (white) to 1; patterns and what cannot be told count as dark."""
    parts = colour if isinstance(colour, Sequence) and not isinstance(colour, str) else (colour,)
    if not parts or not all(isinstance(part, int | float) for part in parts):
        return 1.0
    if space in {"Separation", "DeviceN"}:
        return float(min(1.0, max(parts)))
    if space in {"Indexed", "Pattern"}:
        return 1.0
    if space == "Lab":
        return float(1 - parts[0] / 100)
    if len(parts) == 4:
        c, m, y, k = parts
        return float(min(1.0, k + 0.3 * c + 0.59 * m + 0.11 * y))
    if len(parts) == 3:
        r, g, b = parts
        return float(1 - (0.3 * r + 0.59 * g + 0.11 * b))
    return float(1 - parts[0])


class Hand(PDFPageInterpreter):
    """pdfminer's interpreter, which also tells its device of transparency, blending and clips."""

    device: Pen

    def do_q(self) -> None:
        super().do_q()
        self.device.looks.append(self.device.look)

    def do_Q(self) -> None:  # noqa: N802
        if self.gstack and self.device.looks:
            self.device.look = self.device.looks.pop()
        super().do_Q()

    def do_gs(self, name: Any) -> None:
        states = dict_value(self.resources.get("ExtGState") or {})
        state = resolve1(states.get(getattr(name, "name", name)))
        if not isinstance(state, dict):
            return
        fill, stroke, mode = (resolve1(state.get(key)) for key in ("ca", "CA", "BM"))
        look = self.device.look
        blended = look.blended if mode is None else getattr(mode, "name", "") not in {"Normal", "Compatible"}
        self.device.look = look._replace(
            fill=float(fill) if isinstance(fill, int | float) else look.fill,
            stroke=float(stroke) if isinstance(stroke, int | float) else look.stroke,
            blended=blended,
        )

    def do_W(self) -> None:  # noqa: N802
        self.device.clipping = True

    do_W_a = do_W  # noqa: N815

    def do_n(self) -> None:
        self.device.clip(self.curpath)
        super().do_n()

    def do_cs(self, name: Any) -> None:
        super().do_cs(name)
        self.graphicstate.ncolor = first_colour(self.graphicstate.ncs)

    def do_CS(self, name: Any) -> None:  # noqa: N802
        super().do_CS(name)
        self.graphicstate.scolor = first_colour(self.graphicstate.scs)


def first_colour(space: Any) -> Any:
    """The colour that holds after a colour space was chosen: black, or full ink."""
    if space.name in {"Separation", "DeviceN"}:
        return 1.0
    return (0.0, 0.0, 0.0, 1.0) if space.ncomponents == 4 else (0.0,) * max(1, space.ncomponents)


class Pen(PDFTextDevice):
    """Receives what the interpreter draws on one page."""

    def __init__(self, manager: PDFResourceManager, marks: Marks) -> None:
        super().__init__(manager)
        self.marks = marks
        self.drawn = Drawn(marks)
        self.look, self.looks = Look(), [Look()][:0]
        self.clipping = False
        self.ink = 1.0

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        self.looks.append(self.look)

    def end_figure(self, name: str) -> None:
        self.look = self.looks.pop() if self.looks else Look()

    def clip(self, path: Any) -> None:
        if self.clipping:
            self.clipping = False
            corners = [point for points in subpaths(path, self.ctm) for point in points]
            self.look = self.look._replace(clip=shared(self.look.clip, around(corners)))

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        if textstate.font is None:
            return
        if textstate.render in OUTLINED:
            ink = ink_of(graphicstate.scolor, graphicstate.scs.name) * self.look.stroke
        else:
            ink = ink_of(graphicstate.ncolor, graphicstate.ncs.name) * self.look.fill
        self.ink = -1.0 if textstate.render in INVISIBLE else round(ink, 3)
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, matrix: Any, font: Any, fontsize: float, *more: Any) -> float:
        scaling, rise, cid, *_ = more
        try:
            text = font.to_unichr(cid)
        except PDFUnicodeNotDefined:
            text = UNKNOWN
        advance: float = font.char_width(cid) * fontsize * scaling
        if font.is_vertical():
            vx, vy = font.char_disp(cid)
            left = -(fontsize * 0.5 if vx is None else vx * fontsize * 0.001)
            low = (1000 - vy) * fontsize * 0.001 + rise
            corners = ((left, low + advance), (left + fontsize, low))
        else:
            own = font.get_descent() if isinstance(font, PDFType3Font) else -LOW
            corners = ((0.0, own * fontsize + rise), (advance, (own + 1) * fontsize + rise))
        self._char(text, matrix, corners, font)
        return advance

    def _char(self, text: str, matrix: Any, corners: Any, font: Any) -> None:
        (xa, ya), (xb, yb) = (apply_matrix_pt(matrix, corner) for corner in corners)
        quarter = math.atan2(matrix[1], matrix[0]) / (math.pi / 2)
        turn = round(quarter) % 4 if abs(quarter - round(quarter)) < STRAIGHT else None
        box = (min(xa, xb), min(ya, yb), max(xa, xb), max(ya, yb))
        if not math.isfinite(sum(box)):
            return
        self.marks.chars.append(Char(ordinary(text), *box, turn, None, self.ink))
        if text.isdecimal() and turn == 0 and self.ink > 0.5:
            places = self.marks.digits.setdefault(face(font), {}).setdefault(text, [])
            if len(places) < SAMPLES and (not places or abs(places[-1][1] - box[1]) > 1):
                places.append(box)

    def paint_path(self, graphicstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        if stroke and ink_of(graphicstate.scolor, graphicstate.scs.name) * self.look.stroke > 0.01:
            for points in subpaths(path, self.ctm):
                for start, end in pairwise(points):
                    self._line(start, end)
        if fill:
            ink = ink_of(graphicstate.ncolor, graphicstate.ncs.name) * self.look.fill
            curved = any(segment[0] in "cvy" for segment in path)
            for points in subpaths(path, self.ctm):
                self._filled(points, ink, curved, stroke)
        self.clip(path)

    def _line(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        (xa, ya), (xb, yb) = start, end
        if abs(ya - yb) < 1 and abs(xa - xb) >= 1:
            self.marks.across.append(Rule((ya + yb) / 2, min(xa, xb), max(xa, xb)))
        elif abs(xa - xb) < 1 and abs(ya - yb) >= 1:
            self.marks.down.append(Rule((xa + xb) / 2, min(ya, yb), max(ya, yb)))

    def _filled(self, points: list[tuple[float, float]], ink: float, curved: bool, stroked: bool) -> None:
        box = around(points)
        left, top, right, bottom = box
        wide, high = right - left, bottom - top
        if curved:
            if ink > 0.5 and LETTER[0] <= high <= LETTER[1] and wide <= LETTER[1]:
                self.marks.shapes.append(box)
            return
        if ink > 0.01 and not stroked:
            if high <= THIN < wide or high <= wide <= THIN:
                self.marks.across.append(Rule((top + bottom) / 2, left, right))
            if wide <= THIN < high or wide <= high <= THIN:
                self.marks.down.append(Rule((left + right) / 2, top, bottom))
        if wide > THIN and high > THIN and is_box(points) and self.look.fill > 0.98 and not self.look.blended:
            self._paint(box, ink)

    def _paint(self, box: Box, ink: float, picture: bool = False) -> None:
        box = shared(box, self.look.clip)
        if box[0] < box[2] and box[1] < box[3]:
            self.drawn.covers.append(Cover(box, len(self.marks.chars), ink, picture))

    def render_image(self, name: str, stream: Any) -> None:
        assert self.ctm is not None
        corners = [apply_matrix_pt(self.ctm, corner) for corner in ((0, 0), (1, 0), (0, 1), (1, 1))]
        box = around(corners)
        self.marks.pictures.append(box)
        see_through = any(key in stream.attrs for key in ("SMask", "Mask", "ImageMask", "IM"))
        if not see_through and self.look.fill > 0.98 and not self.look.blended:
            self._paint(box, 1.0, picture=True)


def face(font: Any) -> str:
    """What a font is called here: by itself where the file carries its shapes, else by its name."""
    carried = any(key.startswith("FontFile") for key in getattr(font, "descriptor", {}))
    return f"{id(font)}" if carried else str(getattr(font, "fontname", ""))


def is_box(points: Sequence[tuple[float, float]]) -> bool:
    """Whether a path is a box with level and upright sides."""
    corners = {(round(x, 1), round(y, 1)) for x, y in points}
    return len(corners) == 4 and len({x for x, _ in corners}) == 2 == len({y for _, y in corners})


def around(points: Sequence[tuple[float, float]]) -> Box:
    """The box around points; an empty one where there are none."""
    if not points:
        return (0.0, 0.0, 0.0, 0.0)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return (min(xs), min(ys), max(xs), max(ys))


def shared(a: Box, b: Box) -> Box:
    return (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))


def subpaths(path: Any, ctm: Any) -> list[list[tuple[float, float]]]:
    """The straight corner points of each subpath, moved to the page; curves count as their end points."""
    found: list[list[tuple[float, float]]] = []
    for operator, *numbers in path:
        if operator == "m" or (operator != "h" and not found):
            found.append([])
        if operator == "h":
            if found and found[-1]:
                found[-1].append(found[-1][0])
        elif len(numbers) >= 2:
            found[-1].append(apply_matrix_pt(ctm, (numbers[-2], numbers[-1])))
    return [points for points in found if len(points) > 1]
