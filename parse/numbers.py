"""What a cell prints: a number, a number with a remark, a mark, nothing, or something we must not take for a number."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from parse.model import Number

_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad]+")
_MARK = re.compile(r"[-—–―─_/\\|*#·.…~]{1,6}|无|空|不适用|未涉及|n/?a|nil", re.I)
_SIGNS = {"+": 1, "增加": 1, "增": 1, "-": -1, "−": -1, "–": -1, "减少": -1, "减": -1, "": 1}
_UNIT = "亿元|万元|千元|百元|元|万件|万条|万次|万人次|万|件次|人次|件|条|份|次|宗|项|个|篇|人|起|例|笔|部|期|家|场|页|户|%"
_PLAIN = re.compile(
    rf"(?P<sign>\+|-|−|–|增加?|减少?)?(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<part>\.\d+)?(?P<more>[余多+])?(?P<unit>{_UNIT})?\??"
)
_RUN = re.compile(r"\d[\d+\-−. ]*[+\-− ][\d+\-−. ]*\d|\d{13,60}")
_APART = re.compile(r"[-—–−_/] +\d[\d.,]*")  # a mark and a figure that ran together
_REMARK = re.compile(
    r"(?P<number>[^()\[\]【】〔〕]+?)[，,;；。\s]*(?P<remark>[(\[【〔][^\d)\]】〕].*|其中.+)", re.S
)
# Numerals raised or in a ring (5¹, 5①) are footnotes; plain digits they become only by normalising.
_RAISED = re.compile(
    r"[\u00b2\u00b3\u00b9\u2070-\u2079\u2080-\u2089\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf\u3220-\u3229\u3280-\u3289]"
)
_FOOTNOTE = re.compile(
    rf"(?<=[\d\uff10-\uff19])\s*(?:{_RAISED.pattern}|[（(〔\[]?注\s*\d{{0,2}}[)）〕\]]?|\[\d{{1,2}}\]|〔\d{{1,2}}〕|\*{{1,3}})+\s*$"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """`kind`: number, annotated, blank, mark; `run` where digits stand with blanks between or a leading zero, so that
    they may be one number or several; `text` for all else. `value` is None but for the first two, in `unit`."""

    kind: str
    value: Number | None = None
    unit: str | None = None


@lru_cache(maxsize=16384)
def read(text: str) -> Figure:
    """The figure that a cell's text is; never raises."""
    if len(text) > 120:
        return Figure("text")
    plain, noted = _FOOTNOTE.subn("", text)
    if _RAISED.search(plain):
        return Figure("text")
    bare = _BLANK.sub(" ", unicodedata.normalize("NFKC", plain)).strip()
    if not bare:
        return Figure("blank")
    if _MARK.fullmatch(bare.replace(" ", "")):
        return Figure("mark")
    if _RUN.fullmatch(bare) or _APART.fullmatch(bare):
        return Figure("run")
    figure = _number(bare) or _remarked(bare) or Figure("text")
    return Figure("annotated", figure.value, figure.unit) if noted and figure.kind == "number" else figure


def _number(bare: str) -> Figure | None:
    m = _PLAIN.fullmatch(bare.replace(" ", ""))
    if not m or (" " in bare and not _loose(bare)):
        return None
    digits = m["digits"].replace(",", "")
    if len(digits) > 12 or (len(digits) > 1 and digits[0] == "0"):
        return Figure("run") if not (m["sign"] or m["part"] or m["unit"]) else None
    number = digits + (m["part"] or "")
    value: Number = float(number) if m["part"] else int(number)
    value *= _SIGNS[m["sign"] or ""]
    return Figure("annotated" if m["more"] else "number", value, m["unit"])


def _loose(bare: str) -> bool:
    """Blanks may stand beside sign and unit, never between digits."""
    return not re.search(r"[\d.,] +[\d.,]", bare)


def _remarked(bare: str) -> Figure | None:
    m = _REMARK.fullmatch(bare)
    figure = _number(m["number"].strip()) if m else None
    if m is None or figure is None or figure.kind not in ("number", "annotated"):
        return None
    inner = m["remark"].strip("()[]【】〔〕 ").removeprefix("单位").strip(":： ")
    if re.fullmatch(_UNIT, inner):
        return Figure(figure.kind, figure.value, inner)
    return Figure("annotated", figure.value, figure.unit)


def is_figure(text: str) -> bool:
    """True for what may stand in a figure's place: number, mark or nothing."""
    return read(text).kind != "text"
