"""A narrative section as HTML: paragraphs whose numbers lead to the cell that holds them, or to what a rule says of them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from markupsafe import Markup

PATH = Path(__file__).parent / "claims.toml"
NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.%])")
GAP = r"[^，。；：、！？\d\n]{0,10}?"
"""What may stand between the words of a claim and its number: never the end of a clause."""


@cache
def claims() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    """Words before a number, and the cells that could hold it."""
    entries = tomllib.loads(PATH.read_text(encoding="utf-8"))["claim"]
    return tuple(
        (re.compile(f"(?:{e['words']}){GAP}(?P<n>{NUMBER.pattern})"), tuple(e["cells"])) for e in entries
    )


def linked(text: str, findings: Iterable[dict[str, Any]], cells: Mapping[str, Any] | None = None) -> Markup:
    """Paragraphs of `text`. A number that a narrative rule (N…) found there leads to that finding; one that the text
    gives for a cell, and that the cell (`{cell: value}`) really holds, leads to the cell."""
    marks: dict[str, int] = {}
    for finding in findings:
        if finding["rule"].startswith("N"):
            marks |= dict.fromkeys(_numbers(finding["found"]), finding["n"])
    lines = (line.strip() for line in text.splitlines())
    return Markup("".join(f"<p>{_paragraph(line, marks, cells or {})}</p>" for line in lines if line))


def _numbers(found: str | None) -> list[str]:
    """The numbers that a finding holds against the table."""
    try:
        found = json.dumps(json.loads(found or ""), ensure_ascii=False)
    except ValueError:
        found = found or ""
    return NUMBER.findall(found)


def held(text: str, cells: Mapping[str, Any]) -> dict[int, str]:
    """{place of a number in `text`: the cell that holds the figure given there}."""
    found: dict[int, str] = {}
    for words, candidates in claims():
        for match in words.finditer(text):
            figure = float(match["n"])
            same = next((cell for cell in candidates if cells.get(cell) == figure), None)
            if same:
                found.setdefault(match.start("n"), same)
    return found


def _paragraph(text: str, marks: dict[str, int], cells: Mapping[str, Any]) -> str:
    same = held(text, cells)
    out, last = [], 0
    for match in NUMBER.finditer(text):
        word, cell, n = escape(match.group()), same.get(match.start()), marks.get(match.group())
        out.append(escape(text[last : match.start()]))
        if cell:
            word = f'<a class="told" href="#{cell}">{word}</a>'
        elif n:
            word = f'<a class="claim" href="#f{n}"><mark>{word}</mark></a>'
        out.append(word)
        last = match.end()
    return "".join([*out, escape(text[last:])])
