"""Names that can stand alone: every place with its parents, every organ with its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

TABLES = """
drop table if exists place_names;
create table place_names (code text primary key, name text not null, level text, parent text, province text,
  prefecture text, county text, full_zh text not null, full_en text not null, english text, pinyin text,
  valid_from text, valid_to text);
drop table if exists organ_labels;
create table organ_labels (organ text primary key, name text not null, kind text not null, division text not null,
  province text, prefecture text, county text, place_zh text not null, place_en text not null, generated integer not null);
create index organ_labels_county on organ_labels (county, kind);
create index organ_labels_prefecture on organ_labels (prefecture, kind);
create index organ_labels_province on organ_labels (province, kind);
create index place_names_prefecture on place_names (prefecture);
create index place_names_province on place_names (province);
create index place_names_name on place_names (name);
"""

UNSPOKEN = {"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"}
"""Rows of the code list that are no places, only shelves; nobody says them."""


class Place(NamedTuple):
    """A row of `divisions`, as far as names need it."""

    code: str
    name: str
    level: str | None
    parent: str | None
    english: str | None
    pinyin: str | None
    valid_from: str | None
    valid_to: str | None


def build(copy: sqlite3.Connection) -> None:
    """Writes place_names and organ_labels from divisions and organs."""
    copy.executescript(TABLES)
    places = {place.code: place for place in _divisions(copy)}
    marks = ", ".join("?" * 13)
    copy.executemany(
        f"insert into place_names values ({marks})", (_place(p, places) for p in places.values())
    )
    marks = ", ".join("?" * 10)
    copy.executemany(f"insert or replace into organ_labels values ({marks})", _organs(copy, places))


def _divisions(copy: sqlite3.Connection) -> Iterator[Place]:
    """The newest row of every code that ever was."""
    sql = """select code, name, level, parent, name_en, pinyin, nullif(valid_from, ''), nullif(valid_to, '') from divisions
      order by code, coalesce(nullif(valid_to, ''), '9999'), valid_from"""
    for row in copy.execute(sql):
        yield Place(*row)


def parents(code: str, places: dict[str, Place]) -> list[Place]:
    """A place and what it lies in, outermost first; shelves left out."""
    chain: list[Place] = []
    here = places.get(code)
    while here is not None and here not in chain and len(chain) < 6:
        chain.append(here)
        here = places.get(here.parent or "")
    return [place for place in reversed(chain) if place.name not in UNSPOKEN or place.code == code]


def _english(chain: list[Place]) -> str:
    """The places from within outwards, in Chinese where one has no English name; "" where none has."""
    if not any(place.english for place in chain):
        return ""
    return ", ".join(place.english or place.name for place in reversed(chain))


def _place(place: Place, places: dict[str, Place]) -> tuple[object, ...]:
    chain = parents(place.code, places)
    zh = " ".join(p.name for p in chain)
    en = _english(chain)
    above = (f"{place.code[:2]}0000", f"{place.code[:4]}00", place.code[:6])
    return (
        place.code, place.name, place.level, place.parent, *above, zh, en, place.english, place.pinyin,
        place.valid_from, place.valid_to,
    )  # fmt: skip


def _organs(copy: sqlite3.Connection, places: dict[str, Place]) -> Iterator[tuple[object, ...]]:
    """An organ's name stands after the places that it does not name itself."""
    for organ, name, kind, division, generated in copy.execute(
        "select id, name, kind, division, generated from organs"
    ):
        chain = parents(division, places)
        told = [p for p in chain if not name.startswith(p.name)]
        zh = " ".join(p.name for p in told)
        en = _english(chain)
        above = (f"{division[:2]}0000", f"{division[:4]}00", division[:6])
        yield (organ, name, kind, division, *above, zh, en, generated)
