"""Is a title that of a yearly report, of which year, of whose: titles.toml, applied. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from reference.text import simplified

TABLE = Path(__file__).with_name("titles.toml")
YEAR = "§"
MEMORY = 8192  # a portal's menus stand on each of its pages: the same words are judged again and again
_FULL_WIDTH = {
    code: code - 0xFEE0 for code in [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)]
}
_BLANK = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad\u3000]+|&nbsp;")
_ELLIPSIS = re.compile(r"(?:…+|\.{2,}|·{3,}|⋯+)$")


class TitleTableError(ValueError):
    """titles.toml holds something that cannot be used; the message names the entry."""


@dataclass(frozen=True, slots=True)
class Title:
    """What a title says. `why_not` is None for a report, else the kind of thing it names ("notice", "explainer" …),
    "no_words" where it says nothing of a report and "column" where it is the name of a column of reports.

    `kind` is a guess from the organ's name: county_wide, office, department, township or unclear.
    `organ` is as printed, without blanks and in simplified characters; None where the title names none.
    """

    is_report: bool
    why_not: str | None
    year: int | None
    organ: str | None
    kind: str

    @property
    def is_decoy(self) -> bool:
        """True where the title itself says that this is something else; False where it merely says nothing."""
        return self.why_not not in (None, "no_words", "column")


@dataclass(frozen=True, slots=True)
class _Pattern:
    kind: str
    pattern: re.Pattern[str]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Table:
    before: tuple[re.Pattern[str], ...]
    after: tuple[re.Pattern[str], ...]
    decoys: tuple[_Pattern, ...]
    carrier: re.Pattern[str]
    reports: tuple[_Pattern, ...]
    scopes: tuple[_Pattern, ...]
    years: tuple[re.Pattern[str], ...]
    zeros: str
    span: tuple[int, int]
    columns: frozenset[str]
    column: re.Pattern[str]
    units: re.Pattern[str]


@lru_cache(MEMORY)
def judge(title: str, *, column: bool = False) -> Title:
    """Judge a title or a link's text. `column` is True where it was found in a column of yearly reports, in which
    shorter titles ("2024年", "教育局年度报告") are reports too."""
    text, cut = _bare(title)
    marked, years = _mark_years(text)
    year = years[0] if years else None
    carried = _table().carrier.search(marked)
    marked = "".join(part for part in carried.groups() if part) if carried else marked
    if not carried and (decoy := _decoy(title, marked)):
        return Title(False, decoy, year, None, "unclear")
    if year is None and is_column(text):
        return Title(False, "column", None, None, "unclear")
    found = _report(marked, {"year": bool(years), "column": column, "cut": cut})
    if found is None or (found and _table().units.search(found)):
        return Title(False, "column" if is_column(text) else "no_words", year, None, "unclear")
    return Title(True, None, year, found or None, scope_of(found))


@lru_cache(MEMORY)
def is_column(text: str) -> bool:
    """True where a link's text or a page's head is the name of a column of yearly reports (政府信息公开年报,
    2024年部门年报 …)."""
    marked, _ = _mark_years(_bare(text)[0])
    return marked.replace(YEAR, "") in _table().columns or _table().column.search(marked) is not None


@lru_cache(MEMORY)
def is_part_column(text: str) -> bool:
    """True where such a name has a year or units around it (部门政府信息公开年报): a part of the column, wherever it lies."""
    marked, years = _mark_years(_bare(text)[0])
    bare = marked.replace(YEAR, "")
    return is_column(text) and (bool(years) or bare not in _table().columns)


@lru_cache(MEMORY)
def is_unit_column(text: str) -> bool:
    """True where a link's text below such a column leads to the reports of a kind of units or of a year
    (各乡镇, 县直部门, 2023年)."""
    marked, _ = _mark_years(_bare(text)[0])
    return marked == YEAR or _table().units.search(marked) is not None


@lru_cache(MEMORY)
def scope_of(organ: str) -> str:
    """county_wide, office, department, township or unclear, from the end of an organ's name alone."""
    return next((scope.kind for scope in _table().scopes if scope.pattern.search(organ)), "unclear")


def year_of(title: str) -> int | None:
    """The reporting year that a title names; None where it names none."""
    years = _mark_years(_bare(title)[0])[1]
    return years[0] if years else None


@cache
def decoy_kinds() -> Mapping[str, tuple[str, str]]:
    """Every kind of thing that looks like a report and is not, with a sentence in Chinese and in English."""
    return {entry["kind"]: (entry["zh"], entry["en"]) for entry in _toml()["decoy"]}


def _bare(title: str) -> tuple[str, bool]:
    text = _BLANK.sub("", simplified(title)[0].translate(_FULL_WIDTH))
    shorter = _ELLIPSIS.sub("", text)
    cut, text = shorter != text, shorter
    for pattern in (*_table().before, *_table().after):
        text = pattern.sub("", text)
    return text, cut


def _decoy(title: str, marked: str) -> str | None:
    texts = (marked, title)
    return next((d.kind for d in _table().decoys if any(d.pattern.search(text) for text in texts)), None)


def _mark_years(text: str) -> tuple[str, list[int]]:
    """The text with each year as one sign, and the years, that with 年度 first, then with 年, then bare."""
    found: list[tuple[int, int]] = []

    def mark(match: re.Match[str]) -> str:
        year = _number(match[1])
        if not _table().span[0] <= year <= _table().span[1]:
            return match[0]
        found.append((-len(match[0]) + len(match[1]), year))
        return YEAR

    for pattern in _table().years:
        text = pattern.sub(mark, text)
    return text, [year for _, year in sorted(found, key=lambda pair: pair[0])]


def _number(text: str) -> int:
    digits = ("0" if sign in _table().zeros else sign for sign in text)
    return int(
        "".join(str("零一二三四五六七八九".find(sign)) if not sign.isdigit() else sign for sign in digits)
    )


def _report(marked: str, has: dict[str, bool]) -> str | None:
    """The organ ("" where none is named) if the words of a report stand there, else None."""
    for report in _table().reports:
        if not (match := report.pattern.search(marked)):
            continue
        organ = _organ(marked[: match.start()], match[0]) or _bracketed(marked[match.end() :])
        known = has | {"organ": bool(organ), "either": bool(organ) or has["year"]}
        if all(known[need] for need in report.needs):
            return organ
    return None


def _organ(before: str, words: str) -> str:
    """What stands before the report's words. Where one 政府 does for two (惠民镇人民政府信息公开…) it is the organ's."""
    organ = before.replace(YEAR, "").removesuffix("关于")
    if organ.endswith("人民") and words.startswith(("政府", "政信")):
        organ += "政府"
    organ = re.sub(
        r"^(?:关于|公布|发布|印发)+|[《〈<>》〉:：,，、\-—]+$|^[《〈<>》〉:：,，、\-—]+|[\(（\[【][\)）\]】]",
        "",
        organ,
    )
    return organ.removesuffix("关于").removesuffix("的")


def _bracketed(after: str) -> str:
    """The organ that stands in brackets behind the words: 2023年政府信息公开年度报告（教育局）."""
    match = re.fullmatch(r"[\(（]([^§\)）]{3,})[\)）]", after)
    return match[1] if match and scope_of(match[1]) != "unclear" else ""


@cache
def _toml() -> dict[str, Any]:
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def _patterns(entries: list[dict[str, Any]], key: str) -> Iterator[_Pattern]:
    for entry in entries:
        yield _Pattern(entry[key], _compile(entry["pattern"], entry[key]), tuple(entry.get("needs", ())))


def _compile(pattern: str, name: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise TitleTableError(f"{TABLE.name}: {name}: {error}; correct the pattern") from error


@cache
def _table() -> _Table:
    toml = _toml()
    noise, year, column = toml["noise"], toml["year"], toml["column"]
    return _Table(
        before=tuple(_compile(p, "noise.before") for p in noise["before"]),
        after=tuple(_compile(p, "noise.after") for p in noise["after"]),
        decoys=tuple(_patterns(toml["decoy"], "kind")),
        carrier=_compile(toml["carrier"]["pattern"], "carrier"),
        reports=tuple(_patterns(toml["report"], "name")),
        scopes=tuple(_patterns(toml["scope"], "kind")),
        years=(_compile(year["digits"], "year.digits"), _compile(year["numerals"], "year.numerals")),
        zeros=year["numeral_signs"],
        span=(year["first"], year["last"]),
        columns=frozenset(column["names"]),
        column=_compile(column["pattern"], "column.pattern"),
        units=_compile(column["units"], "column.units"),
    )
