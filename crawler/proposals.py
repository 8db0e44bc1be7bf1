"""What discovery found, as a file for a person: rows of the registry with the evidence beside them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urljoin

from crawler.discovery import best_sample
from crawler.search import Find, Search
from reference import titles
from reference.divisions import townships
from reference.portals import COLUMNS

EVIDENCE = (
    "organ", "confidence", "how", "reports", "years", "sample_title", "sample_url", "below", "units", "was_family",
    "was_list_url",
)  # fmt: skip
HEAD = ("accept", *COLUMNS, *EVIDENCE)
NAMED = 12  # units named in a row; the rest is counted


class ProposalError(ValueError):
    """A proposals file that cannot be used; the message says file, line and what is expected."""


def rows(searches: Iterable[Search]) -> Iterator[dict[str, str]]:
    """One row for each column found, the place's own first."""
    for search in searches:
        for find in sorted(search.worth_telling(), key=lambda find: (find.step.organ or "", find.url)):
            yield _row(search, find)


def _row(search: Search, find: Find) -> dict[str, str]:
    portal, organ = search.portal, find.step.organ
    reports = find.reports
    years = sorted({year for link in reports if (year := titles.judge(link.title, column=True).year)})
    sample = best_sample(reports) if reports else None
    count = len(reports) + find.inside
    how = f"{find.trail}{f' ({find.name})' if find.name else ''}"
    note = "; ".join(filter(None, (f"organ: {organ}" if organ else "", f"discovered: {how}")))
    return {
        "accept": "", "code": portal.code, "name": portal.name, "level": portal.level, "family": find.listing.family,
        "url": portal.url, "list_url": find.url, "seen": f"{date.today():%Y-%m-%d}", "until": "", "note": note,
        "organ": organ or "", "confidence": find.confidence, "how": f"{how}; opened: {find.confirmed or 'none'}",
        "reports": str(count), "years": f"{years[0]}–{years[-1]}" if years else "",
        "sample_title": sample.title if sample else "", "sample_url": _absolute(find, sample.url) if sample else "",
        "below": str(len(find.below)), "units": units(search, find), "was_family": portal.family,
        "was_list_url": portal.list_url,
    }  # fmt: skip


def _absolute(find: Find, url: str) -> str:
    return urljoin(find.url.split("#")[0], url)


def units(search: Search, find: Find) -> str:
    """Who reports in this column: units named by its columns and titles; townships with their code from reference."""
    codes = {place.name: code for code, place in townships().items() if code.startswith(search.portal.code)}
    named = [organ for _, organ in find.below if organ]
    named += [organ for link in find.reports if (organ := titles.judge(link.title, column=True).organ)]
    known = list(dict.fromkeys(named))
    said = [f"{name} {codes[name]}" if name in codes else name for name in known[:NAMED]]
    rest = len(known) - len(said)
    return " / ".join(said) + (f" / +{rest}" if rest else "")


def write(path: Path, found: Iterable[dict[str, str]]) -> int:
    """Write the file; returns how many rows."""
    held = list(found)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, HEAD, lineterminator="\n")
        writer.writeheader()
        writer.writerows(held)
    return len(held)


def read(path: Path) -> list[dict[str, str]]:
    """The rows of a proposals file, as a person left it. Raises ProposalError."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ProposalError(
            f"{path}: {error}; expected a file that `crawler discover` wrote, in UTF-8"
        ) from None
    reader = csv.DictReader(text.splitlines())
    if lacking := [
        name for name in ("accept", *COLUMNS, "organ", "confidence") if name not in (reader.fieldnames or ())
    ]:
        raise ProposalError(f"{path}, line 1: no column {', '.join(lacking)}; expected {','.join(HEAD)}")
    return list(reader)
