"""How figures, moments and words are set on a page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

STALE_AFTER = 3
"""Days without a look at any portal after which every page says so."""

PLACE = re.compile(r"table (\d+), row (\d+), column (\d+)(?:, (page \d+))?")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def number(value: float | None) -> str:
    """A figure with thin groups; nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, float) and not value.is_integer():
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return f"{int(value):,}"


def percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.1f} %"


def weight(size: int) -> str:
    """Bytes as a person says them."""
    for unit, one in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if size >= one:
            return f"{size / one:.1f} {unit}"
    return f"{size} B"


def moment(text: str | None) -> str:
    """A UTC moment as the day and minute in China; what is only a day stays a day."""
    if not text:
        return "–"
    if len(text) <= 10:
        return text
    try:
        found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return text
    return found.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")


def day(text: str | None) -> str:
    return moment(text)[:10]


def dotted(address: str, ending: str) -> str:
    """The same address in another format."""
    path, mark, query = address.partition("?")
    return f"{path if path != '/' else '/home'}.{ending}{mark}{query}"


def position(at: str | int | None) -> tuple[int, int, int] | None:
    """(table, row, column) of a place as the archive packs it (2006009) or as a reader tells it; None elsewhere."""
    text = str(at or "")
    if text.isdigit() and len(text) >= 7:
        return int(text) // 1_000_000, int(text) // 1_000 % 1_000, int(text) % 1_000
    found = PLACE.match(text)
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def anchor(at: str | int | None) -> str | None:
    """A place as the id that the original's reading copy gives it; a line of a text as the name of the line."""
    place = position(at)
    if place:
        return "t{}r{}c{}".format(*place)
    line = re.match(r"line (\d+)", str(at or ""))
    return f"l{line[1]}" if line else None


def told(at: str | int | None) -> str:
    """A place in words."""
    place, found = position(at), PLACE.match(str(at or ""))
    page = f", {found[4]}" if found and found[4] else ""
    return "table {}, row {}, column {}".format(*place) + page if place else str(at or "")


def located(at: str | int | None, lang: str) -> str:
    """A place in the words of a reader; what is told otherwise stays as the reading told it."""
    place, found = position(at), PLACE.match(str(at or ""))
    if lang == "en" or place is None:
        return told(at)
    page = f"，第 {found[4].removeprefix('page ')} 页" if found and found[4] else ""
    return "表 {}，第 {} 行，第 {} 列".format(*place) + page


def alerting_days(last: str, now: datetime) -> int:
    """Days since the last look, 0 while they are no cause to say anything."""
    try:
        then = datetime.fromisoformat(last.replace("Z", "+00:00"))
    except ValueError:
        return 0
    gone = now - (then if then.tzinfo else then.replace(tzinfo=UTC))
    return gone.days if gone > timedelta(days=STALE_AFTER) else 0


FILTERS: dict[str, Callable[..., Any]] = {
    "number": number,
    "percent": percent,
    "moment": moment,
    "day": day,
    "weight": weight,
    "dotted": dotted,
    "anchor": anchor,
    "told": told,
    "located": located,
}
