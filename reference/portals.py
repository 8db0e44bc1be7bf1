"""The portals to crawl: one row a portal in portals/*.csv, or in any registry file of the same columns.

A portal that changes its CMS or address is a new row; the old one gets `until`. A portal may have several rows
with several list pages. Every fault is told with file, line, column and what is expected, before any request.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from reference import families

FOLDER = Path(__file__).with_name("portals")
COLUMNS = ("code", "name", "level", "family", "url", "list_url", "seen", "until", "note")
ORGAN = re.compile(r"(?:^|;)\s*organ:\s*([^;]+)")
LEVELS = ("province", "prefecture", "county", "township", "department", "zone")


class RegistryError(ValueError):
    """A registry row that cannot be used."""

    def __init__(self, file: Path | str, line: int, column: str, value: str, expected: str) -> None:
        super().__init__(f"{file}, line {line}, column {column}: {value!r}; expected {expected}")
        self.file, self.line, self.column, self.value, self.expected = (
            str(file),
            line,
            column,
            value,
            expected,
        )


@dataclass(frozen=True, slots=True)
class Portal:
    """One site that publishes reports, as one row says it. Dates are "2026-04" or "2026-04-26"; "" where unknown.

    `code` is six digits of GB/T 2260 (nine for a township), or one of ours: x and five digits.
    `family` is "" where the CMS is unknown, `list_url` where the list of reports is.
    """

    code: str
    name: str
    level: str
    family: str
    url: str
    list_url: str
    seen: str
    until: str
    note: str

    @property
    def host(self) -> str:
        """The host of the root, in small letters, without port."""
        return (urlsplit(self.url).hostname or "").lower()

    @property
    def organ(self) -> str | None:
        """The unit whose list this is, where the note says "organ: 教育局"; None for the place's own list."""
        found = ORGAN.search(self.note)
        return found[1].strip() if found else None

    @property
    def inferred(self) -> bool:
        """Is the family a guess from the addresses' look or the neighbours, and not seen on the portal?"""
        return "inferred" in self.note


def load(paths: Iterable[Path | str] | None = None) -> list[Portal]:
    """The portals of the given registry files in their order; of reference/portals where none is given.

    Raises RegistryError at the first row that is wrong, or at a file that is missing or empty.
    """
    files = [Path(path) for path in paths] if paths is not None else sorted(FOLDER.glob("*.csv"))
    portals: list[Portal] = []
    seen: dict[tuple[str, str, str], str] = {}
    for file in files:
        for line, portal in _rows(file):
            key = (portal.code, portal.url, portal.list_url)
            if key in seen:
                raise RegistryError(
                    file, line, "list_url", portal.list_url, f"another list than {seen[key]} has"
                )
            seen[key] = f"{file.name} line {line}"
            portals.append(portal)
    return portals


def current(portals: Iterable[Portal]) -> list[Portal]:
    """Those whose row is still true: `until` is empty."""
    return [portal for portal in portals if not portal.until]


def _rows(file: Path) -> Iterator[tuple[int, Portal]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise RegistryError(file, 0, "-", "", "a registry file that exists") from None
    except UnicodeDecodeError:
        raise RegistryError(file, 0, "-", "", "a file in UTF-8") from None
    reader = csv.reader(text.splitlines())
    head = tuple(next(reader, ()))
    if head != COLUMNS:
        raise RegistryError(file, 1, "-", ",".join(head), "the columns " + ",".join(COLUMNS))
    for row in reader:
        if row:
            yield reader.line_num, _portal(file, reader.line_num, row)


def _portal(file: Path, line: int, row: list[str]) -> Portal:
    if len(row) != len(COLUMNS):
        raise RegistryError(file, line, "-", ",".join(row), f"{len(COLUMNS)} columns, not {len(row)}")
    for column, value in zip(COLUMNS, row, strict=True):
        expected = CHECKS[column](value)
        if value != value.strip():
            expected = "no blank before or after it"
        if expected:
            raise RegistryError(file, line, column, value, expected)
    province = re.match(r"(\d\d)_", file.name) if file.parent == FOLDER else None
    if province and row[0].lstrip("x")[:2] != province[1]:
        raise RegistryError(
            file, line, "code", row[0], f"a code of province {province[1]}, after which the file is named"
        )
    return Portal(*row)


def _one_of(values: Iterable[str], what: str) -> Callable[[str], str]:
    allowed = frozenset(values)
    return lambda value: "" if value in allowed else what


def _like(pattern: str, what: str) -> Callable[[str], str]:
    compiled = re.compile(pattern)
    return lambda value: "" if compiled.fullmatch(value) else what


def _address(*, optional: bool) -> Callable[[str], str]:
    def check(value: str) -> str:
        if not value:
            return "" if optional else "the address of the portal's home page"
        try:
            parts = urlsplit(value)
            port_ok = parts.port is None or parts.port > 0
        except ValueError:
            return "an address that can be parsed"
        good = (
            parts.scheme in ("http", "https") and parts.hostname and port_ok and not re.search(r"\s", value)
        )
        if not good or "@" in parts.netloc:
            return "an address that begins with http:// or https:// and names a host, without user or blanks"
        return ""

    return check


_DAY = r"(?:20\d\d-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?"
CHECKS: dict[str, Callable[[str], str]] = {
    "code": _like(
        r"\d{6}|\d{9}|x\d{5}", "six digits of GB/T 2260, nine for a township, or x and five digits"
    ),
    "name": _like(r".+", "the place's name"),
    "level": _one_of(LEVELS, "one of " + ", ".join(LEVELS)),
    "family": lambda value: "" if value in families.names() or not value else _family_expected(value),
    "url": _address(optional=False),
    "list_url": _address(optional=True),
    "seen": _like(_DAY, "a date: 2026-04 or 2026-04-26, or nothing"),
    "until": _like(_DAY, "a date: 2026-04 or 2026-04-26, or nothing"),
    "note": lambda value: "",
}


def _family_expected(value: str) -> str:
    near = sorted(name for name in families.names() if name[:2] == value[:2])
    return "a family of families.toml" + (f" ({', '.join(near)})" if near else "") + ", or nothing"
