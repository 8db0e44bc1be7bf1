"""Pages that look like reports and are not: decoys.toml."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from reference import forms
from replica import tables
from replica.body import Block, Grid, Heading, Text, render
from replica.prose import GENERATED
from replica.site import Article

TEXTS = {
    "notice": "请各单位于一月十五日前将上一年度的报告送县政府办公室，并在门户网站公布。表格中的数字须与台账一致。",
    "explainer": "这里用一张图说明去年公开了什么、收到多少申请。数字以正式发布的年度报告为准。",
    "rules": "第一条 为了按时编好年度报告，制定本制度。第二条 报告每年公布一次。第三条 本制度由办公室解释。",
}
# Typed with ASCII brackets, the format's name becomes an unknown element; seen on two portals of one prefecture.
TRAP = "<p>根据关于印发<中华人民共和国政府信息公开工作年度报告格式>的通知，现将空白格式转发。</中华人民共和国政府信息公开工作年度报告格式></p>"


@cache
def load() -> tuple[dict[str, str], ...]:
    """The rows of decoys.toml."""
    return tuple(tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))["decoy"])


def article(decoy: dict[str, str], number: int, place: str) -> Article:
    """A decoy as an article of a county's column."""
    title = decoy["title"].format(place=place)
    published = datetime.fromisoformat(f"{decoy['date']}T09:15")
    return Article(
        number, title, published, f"{place}人民政府办公室", partial(_body, decoy["body"]), {"kind": "decoy"}
    )


def _body(kind: str) -> str:
    if kind == "empty_form":
        return TRAP + render(_empty_form(), "word", kind)
    return f"<p>{GENERATED}</p><p>{TEXTS[kind]}</p>"


def _empty_form() -> list[Block]:
    """Every heading and every table of a report, all cells empty."""
    form = forms.load("2021")
    found: list[Block] = []
    for section in form.sections:
        found.append(Heading(section.label_zh))
        found += [Grid(tables.draw("2021", t.key, {})) for t in form.tables if t.section == section.key]
        if section.kind == "narrative" and section.parent is None:
            found.append(Text(("（文字描述）",)))
    return found
