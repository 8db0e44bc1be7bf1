"""What lists are narrowed by: the query string checked and turned into SQL, the same for pages and feeds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from publish.page import BadInputError, Visit

PLACE = re.compile(r"(?:\d{2}|\d{4}|\d{6}|\d{9}|x\d{5})")
WORD = re.compile(r"[A-Za-z0-9_-]{1,40}")


@dataclass
class Filter:
    """Conditions and their values; `query` is the part of the address that brings them back."""

    where: list[str] = field(default_factory=list)
    params: list[object] = field(default_factory=list)
    query: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, value: str, condition: str, *params: object) -> None:
        self.where.append(condition)
        self.params += params
        self.query[name] = value

    @property
    def sql(self) -> str:
        return " and ".join(self.where) or "1"


def within(place: str) -> tuple[str, str]:
    """The codes that lie in a place, as a range that an index can walk: [from, to)."""
    stem = place
    for _ in range(2):
        if len(stem) <= 6 and stem.endswith("00"):
            stem = stem[:-2]
    return stem, stem + "\uffff"


NAMED = """select code, level from place_names where (name = ?1 or english = ?1 collate nocase or pinyin = ?2 or name like ?3
  or english like ?1 || ' %') and level in ('province', 'prefecture', 'county') and valid_to is null limit 9"""


async def resolve(visit: Visit) -> None:
    """A place that is named in words becomes its code; BadInputError where no place, or more than one, has the name.

    盐边 and Yanbian will do for 盐边县; the whole name wins over what only begins like it.
    """
    asked = visit.arg("place")
    if not asked or PLACE.fullmatch(asked):
        return
    plain = re.sub(r"\s+", "", asked)
    if re.search(r"[^\w\s'·-]", asked) or len(plain) > 40:
        raise BadInputError("error.bad_place")
    for like in (plain, f"{plain}_", f"{plain}%"):
        found = await visit.rows(NAMED, asked, plain.lower(), like)
        if len(found) == 1:
            visit.given["place"] = found[0]["code"]
            return
        if found:
            break
    raise BadInputError("error.bad_place")


def read(visit: Visit, alias: str, words: dict[str, str]) -> Filter:
    """`place` and `year`, and every name of `words` ({argument: column}) that the address gives."""
    found = Filter()
    place = visit.arg("place")
    if place:
        if not PLACE.fullmatch(place):
            raise BadInputError("error.bad_place")
        found.add("place", place, f"{alias}.division >= ? and {alias}.division < ?", *within(place))
    if visit.arg("year"):
        year = visit.number("year", 0, 1990, 2100)
        found.add("year", str(year), f"{alias}.year = ?", year)
    for name, column in words.items():
        value = visit.arg(name)
        if value:
            if not WORD.fullmatch(value):
                raise BadInputError("error.bad_word")
            found.add(name, value, f"{column} = ?", value)
    return found
