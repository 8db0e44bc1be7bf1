"""Chinese full text in plain SQLite: overlapping pairs of characters, cut in Python, in a contentless FTS5 index.

A word of two characters is found exactly; of longer ones the index finds a few too many, so every hit is held
against the text (`holds`). The end of a run is kept as a single character, so that one character is found too.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from reference.text import simplified

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
RUN = re.compile(rf"[{HAN}]+|[a-z0-9]+")
TABLES = """
drop table if exists section_search;
create virtual table section_search using fts5(text, content='', detail=none, prefix='1', tokenize='unicode61');
drop table if exists report_search;
create virtual table report_search using fts5(text, content='', detail=none, prefix='1', tokenize='unicode61');
"""
SECTIONS = """select s.id, s.title || ' ' || s.text, r.year, substr(r.division, 1, 2), substr(r.division, 1, 6), o.kind,
    coalesce(r.form, ''), s.section
  from sections s join reports r on r.id = s.report join organs o on o.id = r.organ"""
REPORTS = """select r.key, coalesce(r.title, '') || ' ' || o.name || ' ' || o.place_zh || ' ' || o.place_en || ' ' ||
    coalesce(p.pinyin, '') || ' ' || coalesce(p.english, ''), r.year, substr(r.division, 1, 2), substr(r.division, 1, 6), o.kind,
    coalesce(r.form, ''), ''
  from reports r join organ_labels o on o.organ = r.organ left join place_names p on p.code = r.division"""
FILTERS = ("year", "province", "county", "kind", "form", "section")


def cut(text: str) -> str:
    """The tokens of a text: pairs of Han characters and the last of each run; Latin words and numbers whole."""
    return " ".join(_tokens(text))


def _tokens(text: str) -> Iterator[str]:
    for run in RUN.findall(text.lower()):
        if run[0].isascii():
            yield run
        else:
            yield from (run[i : i + 2] for i in range(len(run) - 1))
            yield run[-1]


def terms(query: str) -> list[str]:
    """What must stand in a text: the words of a query, simplified; a quoted phrase is one word."""
    plain, _ = simplified(query[:200])
    return [quoted or word for quoted, word in re.findall(r'["“]([^"“”]+)["”]|([^\s"“”]+)', plain.lower())]


def match(words: list[str], filters: dict[str, str] | None = None) -> str:
    """The FTS5 expression for all words and filters; "" where nothing can be asked."""
    parts = [part for word in words for part in _parts(word)]
    if not parts:
        return ""
    return " AND ".join(parts + [f'"{filter_token(name, value)}"' for name, value in (filters or {}).items()])


def _parts(word: str) -> Iterator[str]:
    for run in RUN.findall(word):
        if len(run) == 1 or run[0].isascii():
            yield f'"{run}"*'
        else:
            yield from (f'"{run[i : i + 2]}"' for i in range(len(run) - 1))


def filter_token(name: str, value: str) -> str:
    """A filter as a token of the index that no text can hold."""
    return "zz" + name + re.sub(r"[^a-z0-9]", "", value.lower()) + "zz"


def holds(text: str, words: list[str]) -> bool:
    """Whether a text really has every word."""
    lowered = text.lower()
    return all(word in lowered for word in words)


def build(copy: sqlite3.Connection) -> None:
    """Writes both indexes anew: narrative by section, and reports by title, organ, place, pinyin and English name."""
    copy.executescript(TABLES)
    for table, sql in (("section_search", SECTIONS), ("report_search", REPORTS)):
        reader = copy.cursor()
        copy.executemany(
            f"insert into {table} (rowid, text) values (?, ?)",
            ((row[0], f"{cut(row[1])} {_filters(row[2:])}") for row in reader.execute(sql)),
        )
        copy.execute(f"insert into {table} ({table}) values ('optimize')")


def _filters(values: tuple[object, ...]) -> str:
    return " ".join(
        filter_token(name, str(value)) for name, value in zip(FILTERS, values, strict=True) if value != ""
    )
