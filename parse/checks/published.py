"""Publication rules: read off the row of coverage, and off what the captures of the report differ in. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from parse.checks.naming import cell_label, listed
from parse.checks.outcome import NOT_APPLICABLE, NOT_EVALUABLE, PASS, Outcome, Words
from reference.deadlines import day_in_china, deadline
from reference.rules import Rule

HERE = frozenset({"published", "on_time", "late", "removed", "moved"})
"""States of coverage in which the report was found."""
DEADLINES = {"D001": ("office", "department"), "D002": ("government",), "D003": ("township",)}
OFFICIAL = ("attachment", "continuation", "copy")
OLD = 2018
MOVED_AFTER = timedelta(days=120)
SOON = timedelta(days=60)
"""A report first seen so soon after the page's date was not there long before."""
MIGRATED = (
    "（网页日期可能是网站迁移的日期，不能据此认定逾期。）",
    " (The page’s date may be that of a move of the site; it does not prove the delay.)",
)


@dataclass(frozen=True, slots=True)
class Publication:
    """A row of coverage with the organ's kind, the report's signature, and what its captures differ in.

    `shared_date`: three or more years' reports of the place bear the same page date.
    `changes` are (kind of change, moment); `differing` cell → (value, role of the other capture); `ours` the figures
    that count.
    """

    kind: str
    year: int
    state: str
    deadline: str | None = None
    published_on: str | None = None
    signed_on: str | None = None
    shared_date: bool = False
    first_seen: str | None = None
    why: tuple[str, str] = ("", "")
    changes: tuple[tuple[str, str], ...] = ()
    differing: Mapping[str, tuple[Any, str]] = field(default_factory=dict)
    ours: Mapping[str, Any] = field(default_factory=dict)


Function = Callable[[Publication, Rule], Iterable[Outcome]]
PUBLISHED: dict[str, Function] = {}


def publication(*ids: str) -> Callable[[Function], Function]:
    def register(function: Function) -> Function:
        PUBLISHED.update(dict.fromkeys(ids, function))
        return function

    return register


def day(text: str | None) -> date | None:
    """A date, or the day in China of a moment in UTC."""
    if not text:
        return None
    return day_in_china(datetime.fromisoformat(text)) if "T" in text else date.fromisoformat(text)


def _words(p: Publication) -> Words:
    due, shown = day(p.deadline), day(p.published_on) or day(p.first_seen)
    late = (shown - due).days if due and shown else 0
    seen = day(p.first_seen)
    return {
        "deadline": str(due or ""),
        "published_on": str(shown or ""),
        "signed_on": p.signed_on or ("没有日期", "without a date"),
        "first_seen": str(seen) if seen else ("没有记录", "not recorded"),
        "days": late,
    }


@publication("D001", "D002", "D003", "D004")
def in_time(p: Publication, rule: Rule) -> Iterator[Outcome]:
    """Which of the four rules applies is told by the organ's kind and the year; both dates stand in coverage, but for
    townships, whom no law gives a date."""
    old = p.year <= OLD
    if (rule.id == "D004") != old or (not old and p.kind not in DEADLINES[rule.id]):
        yield NOT_APPLICABLE
        return
    due, shown = day(p.deadline) or _practice(p), day(p.published_on)
    if p.state not in HERE or due is None or shown is None:
        yield NOT_EVALUABLE
    elif shown <= due:
        yield PASS
    else:
        sure = _proved(p, due, shown)
        note = ("", "") if sure else MIGRATED
        words = {**_words(p), "deadline": str(due), "days": (shown - due).days}
        yield Outcome(
            "fail" if sure else "uncertain", (), str(due), str(shown), words=words, note=note, key="date"
        )


def _practice(p: Publication) -> date | None:
    found = deadline(p.kind, p.year) if p.kind == "township" else None
    return found.day if found else None


def _proved(p: Publication, due: date, shown: date) -> bool:
    """Late beyond doubt: signed late too, or seen by us soon after a page date that is no move of the site."""
    signed, seen = day(p.signed_on), day(p.first_seen)
    if p.shared_date or (signed and shown - signed > MOVED_AFTER):
        return False
    if signed:
        return signed > due
    return seen is not None and timedelta(0) <= seen - shown <= SOON


@publication("D005")
def too_early(p: Publication, _: Rule) -> Iterator[Outcome]:
    """The signature may be slipped too; only the page's own date accuses."""
    shown = day(p.published_on)
    if shown is None:
        yield NOT_EVALUABLE
    elif shown >= date(p.year + 1, 1, 1):
        yield PASS
    else:
        signed = day(p.signed_on)
        sure = signed is None or signed < date(p.year + 1, 1, 1)
        yield Outcome(
            "fail" if sure else "uncertain",
            (),
            f">= {p.year + 1}-01-01",
            str(shown),
            words=_words(p),
            key="date",
        )


@publication("D006")
def missing(p: Publication, _: Rule) -> Iterator[Outcome]:
    """What could not be reached, read or decided is never called missing."""
    if p.state == "missing":
        yield Outcome("fail", (), "report", "none", words={"absent": p.why}, key="report")
    elif p.state == "not_due":
        yield NOT_APPLICABLE
    else:
        yield PASS if p.state in HERE else NOT_EVALUABLE


@publication("D007")
def silent_revision(p: Publication, _: Rule) -> Iterator[Outcome]:
    if not p.first_seen:
        yield NOT_EVALUABLE
        return
    if not p.changes:
        yield PASS
        return
    figures = any(kind == "figures" for kind, _ in p.changes)
    cells = tuple(c for c, (_, role) in p.differing.items() if role == "earlier")
    zh, en = listed(cells) if cells else ("文字", "text")
    words = {**_words(p), "found": (f"{zh}", f"{en}")}
    yield Outcome(
        "fail",
        cells if figures else (),
        "same",
        "figures" if figures else "text",
        words=words,
        key="revision",
    )


@publication("D008")
def date_order(p: Publication, _: Rule) -> Iterator[Outcome]:
    """Signed after it was published may be a slip in either date; published after we saw it is no slip of ours."""
    signed, shown, seen = day(p.signed_on), day(p.published_on), day(p.first_seen)
    if not (signed and shown) and not (shown and seen):
        yield NOT_EVALUABLE
        return
    back = shown and seen and shown > seen
    slipped = signed and shown and signed > shown
    if back or slipped:
        order = f"{signed or ''} / {shown or ''} / {seen or ''}"
        yield Outcome(
            "fail" if back else "uncertain",
            (),
            "signed <= published <= seen",
            order,
            words=_words(p),
            key="dates",
        )
    else:
        yield PASS


@publication("D009")
def variants_agree(p: Publication, _: Rule) -> Iterator[Outcome]:
    """Two official versions that differ. One outcome for all cells; either may be our reading's fault: uncertain where
    one of the two has no figure."""
    other = {c: v for c, (v, role) in p.differing.items() if role in OFFICIAL}
    both = {c: v for c, v in other.items() if v is not None and p.ours.get(c) is not None and v != p.ours[c]}
    if not other:
        yield NOT_APPLICABLE
        return
    cells = tuple(both or other)
    zh, en = cell_label(cells[0])
    more = (f"{zh}等{len(cells)}格", f"{en} and {len(cells) - 1} more") if len(cells) > 1 else (zh, en)
    first, no_figure = cells[0], ("没有数字", "no figure")
    shown = [no_figure if v is None else v for v in (p.ours.get(first), other[first])]
    yield Outcome(
        "fail" if both else "uncertain",
        cells,
        p.ours.get(first),
        other[first],
        words={"where": more, "expected": shown[0], "found": shown[1]},
        key="variants",
    )
