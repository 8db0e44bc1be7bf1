"""A report as the content area of a page: headings, paragraphs and tables in the order of the form."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from random import Random

from reference import forms
from replica import tables
from replica.markup import STYLES, heading, paragraphs, table
from replica.tables import Drawn
from replica.world import Report


@dataclass(frozen=True)
class Heading:
    """A section's title; `level` 0 is a bold paragraph, else h1 to h6."""

    text: str
    level: int = 0


@dataclass(frozen=True)
class Text:
    """Paragraphs of running text."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A drawn table."""

    drawn: Drawn


Block = Heading | Text | Grid


def blocks(report: Report) -> list[Block]:
    """The report's parts as its form orders them; before 2019 chapters and one table at the end."""
    if report.form_id in {"2019", "2021"}:
        return [*_sections(report), *signature(report)]
    found: list[Block] = []
    for title, text in report.chapters:
        found += [Heading(title), Text((text,))]
    drawn = tables.draw("2014", "i", report.cells) if report.form_id else tables.free(report.free)
    name = "政府信息公开情况统计表" if report.form_id else "附表：主要数字"
    return [*found, *signature(report), Heading(name), Grid(drawn)]


def _sections(report: Report) -> list[Block]:
    form = forms.load(report.form_id or "2021")
    found: list[Block] = []
    for section in form.sections:
        found.append(Heading(section.label_zh))
        shown = [t for t in form.tables if t.section == section.key and t.key not in report.lacks]
        found += [Grid(tables.draw(form.form_id, t.key, report.cells)) for t in shown]
        if text := report.sections.get(section.key):
            found.append(Text((text,)))
    return found


def signature(report: Report) -> list[Block]:
    """Who signs, and the day."""
    day = report.signed_on
    return [Text((report.signer, f"{day.year}年{day.month}月{day.day}日"))]


def render(parts: list[Block], style: str, seed: str) -> str:
    """Blocks as HTML in one of markup.STYLES; the same seed gives the same bytes."""
    rng = Random(seed)
    return "".join(_block(part, style, rng) for part in parts)


def _block(part: Block, style: str, rng: Random) -> str:
    if isinstance(part, Heading):
        return (
            f"<h{part.level}>{escape(part.text)}</h{part.level}>\n"
            if part.level
            else heading(part.text, style)
        )
    if isinstance(part, Text):
        return paragraphs(list(part.lines), style)
    return table(part.drawn, style, rng)


def report_html(report: Report) -> str:
    """A generated report's content; its style is its organ's habit."""
    style = Random(f"style/{report.organ.key}").choice(STYLES)
    return f"{_title(report)}{render(blocks(report), style, f'{report.organ.key}/{report.year}')}"


def _title(report: Report) -> str:
    """One in three reports repeats its title within the text."""
    return (
        f'<p style="text-align:center"><b>{escape(report.title)}</b></p>\n'
        if report.rng.random() < 0.3
        else ""
    )
