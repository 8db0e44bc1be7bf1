"""A narrative section as HTML: paragraphs, and the numbers that a rule compared with a table as links to the finding."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape
from typing import Any

from markupsafe import Markup

NUMBER = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d.%])")


def linked(text: str, findings: Iterable[dict[str, Any]]) -> Markup:
    """Paragraphs of `text`; a number that a narrative rule (N…) found there leads to that finding."""
    marks: dict[str, int] = {}
    for finding in findings:
        if finding["rule"].startswith("N"):
            marks |= dict.fromkeys(_numbers(finding["found"]), finding["n"])
    paragraphs = [_paragraph(line.strip(), marks) for line in text.splitlines() if line.strip()]
    return Markup("".join(f"<p>{p}</p>" for p in paragraphs))


def _numbers(found: str | None) -> list[str]:
    """The numbers that a finding holds against the table."""
    try:
        found = json.dumps(json.loads(found or ""), ensure_ascii=False)
    except ValueError:
        found = found or ""
    return NUMBER.findall(found)


def _paragraph(text: str, marks: dict[str, int]) -> str:
    out, last = [], 0
    for match in NUMBER.finditer(text):
        n = marks.get(match.group())
        out.append(escape(text[last : match.start()]))
        word = escape(match.group())
        out.append(f'<a class="claim" href="#f{n}"><mark>{word}</mark></a>' if n else word)
        last = match.end()
    return "".join([*out, escape(text[last:])])
