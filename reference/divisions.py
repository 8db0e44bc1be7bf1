"""Places and their codes (GB/T 2260) since 2008: divisions.csv, townships.csv, successions.csv.

A code is valid at the end of every year from `valid_from` to the year before `valid_to`; "" is before 2008 and
until now. A county that changed its code or name keeps its line (`lines`); mergers and splits are told apart from
it (`crossings`). Codes that begin with x are ours, for portals that GB/T 2260 does not know.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

from reference import sheet

FOLDER = Path(__file__).parent
DIVISIONS, TOWNSHIPS, SUCCESSIONS = (
    FOLDER / f"{name}.csv" for name in ("divisions", "townships", "successions")
)
LEVELS = ("province", "prefecture", "county", "zone", "township")
TOWNSHIP_WORDS = {
    "街道": "Sub-district",
    "街道办事处": "Sub-district",
    "民族乡": "Ethnic Township",
    "镇": "Town",
    "乡": "Township",
    "苏木": "Sumu",
}
KINDS = ("rename", "recode", "merge", "split", "abolish")


class DivisionError(ValueError):
    """One of the three files is wrong: file, line, column, what is expected."""


@dataclass(frozen=True, slots=True)
class Division:
    """A place in a span of years. `parent` is the code one level up, "" for a province. Years are "2011" or ""."""

    code: str
    valid_from: str
    valid_to: str
    name: str
    level: str
    parent: str
    pinyin: str = ""
    name_en: str = ""

    def at(self, year: int) -> bool:
        """Whether the place bore this code and name at the end of a year."""
        return (not self.valid_from or int(self.valid_from) <= year) and (
            not self.valid_to or year < int(self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class Succession:
    """What became of a code in a year: rename (the same code), recode (a new code, the same place), merge, split,
    abolish (`new` is "")."""

    old: str
    new: str
    date: str
    kind: str
    source: str


@cache
def history() -> tuple[Division, ...]:
    """Every row of divisions.csv, by code and year. Raises DivisionError."""
    rows = tuple(
        Division(*row) for _, row in sheet.rows(DIVISIONS, [f.name for f in fields(Division)], DivisionError)
    )
    codes = {row.code for row in rows}
    for line, row in enumerate(rows, 2):
        if row.level not in LEVELS:
            raise DivisionError(
                f"{DIVISIONS}:{line}: level {row.level!r}; expected one of {', '.join(LEVELS)}"
            )
        if row.parent and row.parent not in codes:
            raise DivisionError(f"{DIVISIONS}:{line}: parent {row.parent!r}; expected the code of a row")
    return rows


@cache
def load() -> dict[str, Division]:
    """The newest row of each code of province, prefecture, county and zone, former ones included."""
    return {row.code: row for row in history()}


@cache
def townships() -> dict[str, Division]:
    """Towns, townships and sub-districts by their nine digits; those abolished have `valid_to`."""
    rows = sheet.rows(TOWNSHIPS, ("code", "name", "valid_to", "pinyin"), DivisionError)
    return {
        code: Division(code, "", valid_to, name, "township", code[:6], pinyin, _township_en(name, pinyin))
        for _, (code, name, valid_to, pinyin) in rows
    }


@cache
def successions() -> tuple[Succession, ...]:
    """Every change of a code or name since 2008, by year. Raises DivisionError."""
    found = []
    for line, row in sheet.rows(SUCCESSIONS, [f.name for f in fields(Succession)], DivisionError):
        item = Succession(*row)
        if item.kind not in KINDS:
            raise DivisionError(
                f"{SUCCESSIONS}:{line}: kind {item.kind!r}; expected one of {', '.join(KINDS)}"
            )
        for code in (item.old, item.new):
            if code and code not in load():
                raise DivisionError(f"{SUCCESSIONS}:{line}: {code!r}; expected a code of {DIVISIONS.name}")
        found.append(item)
    return tuple(found)


def find(code: str) -> Division:
    """The place of a code of any level; KeyError for a code that never was."""
    return townships()[code] if len(code) == 9 else load()[code]


def at(code: str, year: int) -> Division | None:
    """The row of a code at the end of a year, None where the code was not in use."""
    return next((row for row in _by_code().get(code, ()) if row.at(year)), None)


def place_name(code: str, year: int | None = None) -> str:
    """The name with all its parents ("四川省 攀枝花市 盐边县"), as of a year's end where one is given."""
    return " ".join(place.name for place in parents(code, year))


def place_name_en(code: str) -> str:
    """The same in English, smallest first: "Yanbian County, Panzhihua City, Sichuan Province"."""
    return ", ".join(place.name_en or place.name for place in reversed(parents(code)))


def parents(code: str, year: int | None = None) -> list[Division]:
    """The place and what it lies in, largest first."""
    place = (at(code, year) if year is not None else None) or find(code)
    return [*(parents(place.parent, year) if place.parent else []), place]


def prefecture_of(code: str) -> str:
    """The prefecture's code of a county or township; the province's where there is none between."""
    above = [place.code for place in parents(code) if place.level in ("province", "prefecture")]
    return above[-1]


def province_of(code: str) -> str:
    """The province's code."""
    return parents(code)[0].code


def children(code: str, *, year: int | None = None) -> list[Division]:
    """The places directly below one, today or at the end of a year, by code. Townships have no years but today's."""
    if find(code).level in ("county", "zone"):
        return [place for place in townships().values() if place.parent == code and not place.valid_to]
    return [
        row
        for row in history()
        if row.parent == code and (row.at(year) if year is not None else not row.valid_to)
    ]


def lines(code: str) -> tuple[str, ...]:
    """All codes that a place had, oldest first, the given one among them; mergers and splits end a line."""
    before, after = _links()
    codes = [code]
    while (older := before.get(codes[0])) and older not in codes:
        codes.insert(0, older)
    while (newer := after.get(codes[-1])) and newer not in codes:
        codes.append(newer)
    return tuple(codes)


def today(code: str) -> str:
    """The newest code of a place's line."""
    return lines(code)[-1]


def crossings(code: str) -> list[Succession]:
    """The mergers, splits and abolitions that touch any code of a place's line, by year."""
    line = set(lines(code))
    return [
        item
        for item in successions()
        if item.kind in ("merge", "split", "abolish") and {item.old, item.new} & line
    ]


def _township_en(name: str, pinyin: str) -> str:
    return next(
        (f"{pinyin} {word}" for suffix, word in TOWNSHIP_WORDS.items() if name.endswith(suffix)), pinyin
    )


@cache
def _by_code() -> dict[str, list[Division]]:
    found: dict[str, list[Division]] = {}
    for row in history():
        found.setdefault(row.code, []).append(row)
    return found


@cache
def _links() -> tuple[dict[str, str], dict[str, str]]:
    recodes = [item for item in successions() if item.kind == "recode"]
    return {item.new: item.old for item in recodes}, {item.old: item.new for item in recodes}
