"""The five example reports: their published figures, our own prose, and the defects of each document.

The figures (examples/*.json) were published by the organs for 2024. Each function in DAMAGE does to the drawn
tables what happened to that document between the office's Word file and the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from reference import forms
from replica import tables
from replica.body import Block, Grid, Heading, Text, render
from replica.tables import Box, Drawn

FOLDER = Path(__file__).with_name("examples")
YEAR = 2024
Draws = dict[str, list[Block]]


@cache
def load(name: str) -> dict[str, Any]:
    """One example: title (its lines), organ, cells, sections, dates."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))
    return found


def content(name: str) -> str:
    """The content area of the example's page."""
    example = load(name)
    parts = [*_opening(example), *_sections(example, DAMAGE[name](_draws(example))), *_signature(example)]
    text = render(parts, example["style"], name)
    return noisy(text) if example.get("noisy") else text


def title(name: str) -> str:
    """The title as the portal's list prints it, on one line."""
    joined = "".join(load(name)["title"])
    return noisy(joined) if load(name).get("noisy") else joined


def noisy(text: str) -> str:
    """Traditional characters with pinyin in brackets, as cloaking mirrors write; mark-up stays as it is."""
    signs: dict[str, str] = json.loads((FOLDER / "noise.json").read_text("utf-8"))
    return "".join(signs.get(sign, sign) for sign in text)


def _opening(example: dict[str, Any]) -> list[Block]:
    lines = example.get("repeat", example["title"])
    return [Text((line,)) for line in lines]


def _draws(example: dict[str, Any]) -> dict[str, Drawn]:
    return {key: tables.draw("2021", key, example["cells"]) for key in ("t2", "t3", "t4")}


def _sections(example: dict[str, Any], drawn: Draws) -> list[Block]:
    found: list[Block] = []
    levels, headings = example.get("levels", {}), example["headings"]
    for section in forms.load("2021").sections:
        found.append(Heading(headings.get(section.key, section.label_zh), levels.get(section.key, 0)))
        found += drawn.get(section.key, [])
        found += [Text((line,)) for line in example["sections"].get(section.key, [])]
    return found


def _signature(example: dict[str, Any]) -> list[Block]:
    if not example["signed"]:
        return []
    year, month, day = (int(part) for part in example["signed"].split("-"))
    return [Text((example["signer"], f"{year}年{month}月{day}日"))]


def _yanbian(drawn: dict[str, Drawn]) -> Draws:
    """The fee line torn off by a page break; the outcome's title cell ends five rows too early; a break in (六)."""
    *t2, fee = drawn["t2"]
    _end_groups_at(drawn["t3"], "5.要求")
    for row in drawn["t3"]:
        for box in row:
            box.text = _half_width(box.text)
    cut = _row(drawn["t3"], "3.其他")
    drawn["t3"][cut - 2][0].rows = 2
    rest = [[Box(""), *drawn["t3"][cut]], *drawn["t3"][cut + 1 :]]
    rest[1].insert(0, Box(""))
    torn = Text(tuple(box.text for box in fee))
    return {
        "proactive": [Grid(t2), torn],
        "requests": [Grid(drawn["t3"][:cut]), Grid(rest)],
        "remedies": [Grid(drawn["t4"])],
    }


def _weibin(drawn: dict[str, Drawn]) -> Draws:
    """The rows from 5.要求… to (七) have lost the first cell and stand one column to the left."""
    _end_groups_at(drawn["t3"], "5.要求")
    return _whole(drawn)


def _guanghe(drawn: dict[str, Drawn]) -> Draws:
    """Zeros with a lost no-break space in five columns; half of the labels of table four gone."""
    for row in drawn["t3"]:
        for box in [box for box in row if box.cell][2:]:
            box.text += "?" if box.text == "0" else ""
    head, middle, _, figures = drawn["t4"]
    short = [Box("结果维持", rows=2), *(Box(text, rows=2) for text in ("结果", "其他", "尚未", "总计"))]
    lost = [Box(text) for text in ("结果", "结果", "其他", "尚未", "总计") * 2]
    return _whole(drawn | {"t4": [head, [*short, *middle[5:]], lost, figures]})


def _huimin(drawn: dict[str, Drawn]) -> Draws:
    """A label lost, a column too many in three rows, labels torn by a page break, blanks in 行政复议."""
    t3 = drawn["t3"]
    t3[0][1:] = [Box("申请人情况", cols=7), Box("总计", rows=3)]
    t3[1][2] = Box("其 他", rows=2)
    for row in t3[1:3]:
        for box in row:
            box.text = " ".join(box.text) if len(box.text) < 5 else box.text
    granted = _row(t3, "（一）予以公开")
    del t3[granted][1]
    t3[granted][0].text, t3[granted][0].cols = "三、 本年度办 理结果", 1
    for number in (3, 4, granted):
        t3[number].append(Box("0"))
    t3[granted].insert(1, Box("", cols=2))
    _tear(t3, ("（四）", "无法提供"), ("1.本机关不掌", "握相关政府信息"))
    t2 = drawn["t2"]
    rest = [[_narrow(box, last=box is row[-1]) for box in row] for row in t2[5:]]
    rest = [[Box(row[0].text, cols=2)] if len(row) == 1 else row for row in rest]
    return _whole(drawn) | {"proactive": [Grid(t2[:5]), Grid(rest)]}


def _yumin(drawn: dict[str, Drawn]) -> Draws:
    """Table four missing; the last four rows of table three one figure short; labels torn; short heads."""
    t2, t3 = drawn["t2"], drawn["t3"]
    cut = _row(t2, "行政规范性文件") + 1
    t2[cut - 1][0].text = "行政规范性文"
    t2.insert(cut, [Box("件"), Box(""), Box(""), Box("")])
    names = {"社会公益组织": "社会组织", "法律服务机构": "法律服务"}
    for box in t3[2]:
        box.text = names.get(box.text, box.text)
    _granted_first(t3)
    first = _row(t3, "1.申请人无正当理由")
    tail = "1. 申请人无正当理由逾期不补正、行政机关不再处理其政府信"
    t3[first][-8].text = tail
    rest = [[Box(""), Box(""), Box("息公开申请"), *(Box("") for _ in range(6))]]
    rest += [[*_padded(row), *_six(row)] for row in t3[first + 1 :]]
    return {
        "proactive": [Grid(t2[:cut]), Grid(t2[cut:])],
        "requests": [Grid(t3[: first + 1]), Grid(rest)],
    }


def _granted_first(t3: Drawn) -> None:
    """（一） and （二） stand before the title 三, which is fused with （三） in one cell."""
    granted = _row(t3, "（一）予以公开")
    t3[granted] = [Box("（一）予以公开", cols=3), *t3[granted][2:]]
    t3[granted + 1][0].cols = 3
    fused = t3[granted + 2]
    fused[0] = Box("三、本年度办理结果 （三）不予公开", rows=8, cols=2)
    for row in t3[granted + 3 :]:
        if len(row) == 9:
            row[0].cols = 2
    t3[_row(t3, "1.申请人无正当理由")][0].rows = 1


def _padded(row: list[Box]) -> list[Box]:
    """The label cells of a row after the page break: empty cells where the spans above were cut."""
    labels = [box for box in row if not box.cell]
    if labels[0].text.startswith("四、"):
        return labels
    return (
        [Box(""), Box(labels[-1].text, cols=2)]
        if labels[-1].text.startswith("（七）")
        else [Box(""), Box(""), labels[-1]]
    )


def _six(row: list[Box]) -> list[Box]:
    return [box for box in row if box.cell][:6]


def _tear(drawn: Drawn, group: tuple[str, str], label: tuple[str, str]) -> None:
    """A row torn by a page break: the second halves stand in a row of their own, without figures."""
    number = _row(drawn, label[0])
    row = drawn[number]
    row[0].text, row[0].rows, row[1].text = group[0], 1, label[0]
    blanks = [Box("") for box in row if box.cell]
    drawn.insert(number + 1, [Box(group[1], rows=3), Box(label[1]), *blanks])
    drawn[_row(drawn, "三、 本年度办 理结果")][0].rows += 1


def _end_groups_at(t3: Drawn, label: str) -> None:
    """The title 三 ends before the row `label`, which and all below then lack their first cell."""
    outcome, last = _row(t3, "（一）予以公开"), _row(t3, label)
    t3[outcome][0].rows = last - outcome
    t3[_row(t3, "1.信访举报")][0].rows = 4


def _whole(drawn: dict[str, Drawn]) -> Draws:
    return {
        "proactive": [Grid(drawn["t2"])],
        "requests": [Grid(drawn["t3"])],
        "remedies": [Grid(drawn["t4"])],
    }


def _narrow(box: Box, last: bool) -> Box:
    return Box(box.text, cols=1, cell=box.cell)


def _row(drawn: Drawn, label: str) -> int:
    """The number of the row in which a box begins with `label`."""
    return next(n for n, row in enumerate(drawn) for box in row if box.text.startswith(label))


def _half_width(text: str) -> str:
    for number in "一二三四五六七":
        text = text.replace(f"（{number}）", f"({number}) ")
    return text


DAMAGE: dict[str, Callable[[dict[str, Drawn]], Draws]] = {
    "yanbian": _yanbian,
    "guanghe": _guanghe,
    "weibin": _weibin,
    "huimin": _huimin,
    "yumin": _yumin,
}
