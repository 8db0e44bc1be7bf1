"""The table at the end of a crawl: families, portals, list pages, reports, and every outcome that was not a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from crawler.crawling import Done
from reference.portals import Portal

GOOD = ("kept", "unchanged", "not_modified", "redirect")


def summary(done: Done, portals: list[Portal]) -> str:
    """The crawl in words and a table."""
    families = {portal.code: portal.family for portal in portals if portal.list_url}
    rows = [["family", "portals", "done", "failed", "list pages", "links", "kept"]]
    for family in sorted(set(families.values())):
        states = [state for code, state in done.states.items() if families.get(code) == family]
        if states:
            rows.append([family, *map(str, _counts(states))])
    lines = [
        table(rows),
        "",
        f"outcomes of {done.stats.get('gongkai/requests', 0)} requests: {outcomes(done.stats)}",
    ]
    lines += [f"{code}: {why}" for code, state in sorted(done.states.items()) for why in state.why][:40]
    unlisted = len({portal.code for portal in portals}) - len(families)
    if unlisted:
        lines.append(f"{unlisted} portals have no list_url in the registry yet")
    lines.append(f"crawl {done.crawl}: {done.reason}, {megabytes(done.stats)} MB received")
    return "\n".join(lines)


def _counts(states: list[Any]) -> list[int]:
    ended = [state for state in states if state.ended]
    good = sum(not state.why for state in ended)
    sums = (sum(getattr(state, name) for state in states) for name in ("pages", "links", "kept"))
    return [len(states), good, len(ended) - good, *sums]


def outcomes(stats: dict[str, Any]) -> str:
    """Every outcome with its count, pages first."""
    counts = Counter(
        {key.rpartition("/")[2]: value for key, value in stats.items() if key.startswith("gongkai/outcome/")}
    )
    order = sorted(counts, key=lambda name: (name not in GOOD, -counts[name]))
    return ", ".join(f"{name} {counts[name]}" for name in order) or "none"


def megabytes(stats: dict[str, Any]) -> str:
    """Bytes of all answers in MB."""
    return f"{stats.get('gongkai/bytes', 0) / 1e6:.1f}"


def table(rows: Iterable[list[str]]) -> str:
    """Columns of equal width; numbers to the right."""
    rows = list(rows)
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(
            cell.rjust(w) if i else cell.ljust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
