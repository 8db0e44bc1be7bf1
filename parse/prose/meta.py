"""Whose report, of which year, when: title, organ, year, dates and scope, each with where it was read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from parse.model import Document, Grid, Problem
from parse.prose.dated import ending, name_of, published, signature
from parse.prose.titled import best_title, titles
from parse.tables.labels import is_word
from parse.tables.lines import PAGE_NUMBER
from reference.titles import Title, scope_of

_HEAD = 40  # lines that may hold the title
_BOX_ROWS = 12  # a box beside a title has no more
_BOX = re.compile(
    r"(?:发布机构|发布单位|发文机关|发文单位|公开主体|来\s*源|信息来源)\s*[】\]]?\s*[:：]\s*([^\s|:：;；,，]{2,40})"
)
_PERIOD = re.compile(
    r"(20[0-3]\d)\s*年\s*1\s*月\s*1\s*日\s*(?:起|开始)?\s*[至到—\-－~～]+\s*(?:(20[0-3]\d)\s*年\s*)?12\s*月\s*31\s*日"
)
_OF_YEAR = re.compile(
    r"(20[0-3]\d)\s*年\s*度?[^。；\n]{0,20}?(?:政府信息公开|政务公开|信息公开)[^。；\n]{0,14}?(?:报告|情况)"
)
_ANY_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)\s*年")
_NOBODY = re.compile(
    r"\d{4}|时间|日期|浏览|字体|^(?:本站|本网|原创|未知|网站|互联网|转载|管理员|admin|其他|网络)"
)
_AUTHOR = re.compile(
    r"(?:本|此)(?:年度)?报告[系是]?由([^，。；、（）()]{3,30}?)(?=按照|根据|依据|依照|按|组织|负责|编制|编写|撰写)"
)
_COVERS_ALL = re.compile(r"全(?:县|区|市|旗|镇|乡)(?:各|共|上下|政府系统|范围|行政机关)")


@dataclass(slots=True)
class Meta:
    """What a reading says of itself; `judged` are the titles that were found, best first."""

    title: str = ""
    organ: str = ""
    year: int | None = None
    scope: str = "unclear"
    scope_evidence: str = ""
    published_on: str | None = None
    signed_on: str | None = None
    judged: list[tuple[str, Title]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def meta_of(document: Document) -> Meta:
    """All of it; what is not found stays empty and has a problem."""
    lines = [t for t in _lines(document) if not PAGE_NUMBER.fullmatch(t)]
    meta = Meta(judged=list(titles(document, lines)))
    reports = [(text, t) for text, t in meta.judged if t.is_report]
    if reports:
        meta.title = best_title(reports)
    _year(meta, reports, lines)
    signed, meta.signed_on = signature([*lines, *_below(document)])
    titled = next((t.organ for _, t in reports if t.organ), None) or ""
    beside = [*_beside(document), *lines]
    meta.organ = _organ(document, beside, signed, titled)
    _scope(meta, titled, meta.organ, lines)
    meta.published_on = published(document, beside)
    return meta


def _lines(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Grid):
            continue
        for line in block.text.split("\n"):
            if line.strip():
                yield line.strip()


def _beside(document: Document) -> Iterator[str]:
    """The rows of a table without figures at the head: the box with index number, organ and date."""
    for block in document.blocks[:4]:
        if isinstance(block, Grid) and len(block.rows) <= _BOX_ROWS:
            texts = [[s.text for s in row if s.origin and s.text.strip()] for row in block.rows]
            if not any(is_word(t) for row in texts for t in row):
                yield from (" ".join(row) for row in texts if row)


def _below(document: Document) -> Iterator[str]:
    """Rows of one text each in a table that ends the document: a signature below the figures, or in a workbook."""
    last = document.blocks[-1] if document.blocks else None
    if isinstance(last, Grid):
        for row in last.rows[-_BOX_ROWS:]:
            texts = [s.text for s in row if s.origin and s.text.strip()]
            yield from texts if len(texts) == 1 and not is_word(texts[0]) else ()


# --- year


def _year(meta: Meta, reports: list[tuple[str, Title]], lines: list[str]) -> None:
    titled = [t.year for _, t in reports if t.year]
    text = "\n".join(lines)
    period = [int(m[2] or m[1]) for m in _PERIOD.finditer(text) if not m[2] or m[1] == m[2]]
    if titled:
        meta.year = _commonest(titled, period)
    elif period:
        meta.year = period[0]
    elif said := _OF_YEAR.findall("\n".join(lines[:60])[:3000]):
        meta.year = int(said[0])
    else:
        meta.year = _most_said(text)
    if len(set(titled)) > 1 or (titled and period and period[0] not in titled):
        years = ", ".join(map(str, dict.fromkeys([*titled, *period])))
        meta.problems.append(
            _problem("year_doubtful", f"报告年度有不同写法：{years}", f"the reporting year differs: {years}")
        )
    if meta.year is None:
        meta.problems.append(_problem("year_missing", "没有找到报告年度", "no reporting year was found"))


def _commonest(titled: list[int], period: list[int]) -> int:
    """Where titles differ: the one that the reporting period confirms, else the commonest, else the first."""
    if len(set(titled)) == 1:
        return titled[0]
    confirmed = [y for y in titled if y in period]
    return confirmed[0] if confirmed else max(titled, key=lambda y: (titled.count(y), -titled.index(y)))


def _most_said(text: str) -> int | None:
    """The year that the text names twice as often as any other, at least twice."""
    ranked = Counter(map(int, _ANY_YEAR.findall(text))).most_common(2)
    if not ranked or ranked[0][1] < 2:
        return None
    return ranked[0][0] if len(ranked) == 1 or ranked[0][1] >= 2 * ranked[1][1] else None


# --- organ and scope


def _organ(document: Document, lines: list[str], signed: str, titled: str) -> str:
    """The signature; else who the text says wrote it or who the box beside it names, where that is the office of the body
    that the title names; else the title's. A box alone speaks only where the title names none."""
    if signed:
        return signed
    told = [
        _author(lines),
        *(n for line in ending(lines)[-4:] if (n := name_of(line))),
        _boxed(document, lines),
    ]
    if titled:
        return next((name for name in told if _speaks_for(name, titled)), _own_name(titled))
    return next((name for name in told if name), "") or document.meta.get("organ", "")


def _speaks_for(name: str, titled: str) -> bool:
    """True for the government or the office of the place that the title names: 青禾县 → 青禾县人民政府办公室."""
    place = re.escape(re.sub(r"(?:人民政府|政府|管委会|管理委员会)$", "", titled))
    offices = r"(?:人民政府|政府|行政公署|管委会|管理委员会)(?:办公室|办公厅|办)?"
    return bool(re.fullmatch(rf".{{0,10}}{place}{offices}", name))


def _own_name(titled: str) -> str:
    """A county by its own name, without the prefecture that it lies in."""
    match = re.fullmatch(r".{2,12}?(?:自治州|地区|盟)(.{1,8}(?:县|旗|市|区))", titled)
    return match[1] if match else titled


def _author(lines: list[str]) -> str:
    """Who wrote it, as the text says: 本报告由青禾县人民政府办公室根据…编制."""
    for line in lines[:_HEAD]:
        if m := _AUTHOR.search(line):
            return name_of(m[1])
    return ""


def _boxed(document: Document, lines: list[str]) -> str:
    for text in (document.meta.get("around", ""), "\n".join(lines[:30])[:3000]):
        for m in _BOX.finditer(text):
            if not _NOBODY.search(m[1]):
                return m[1]
    return ""


def _scope(meta: Meta, titled: str, other: str, lines: list[str]) -> None:
    """The organ that the title names decides; where it names none, the signature."""
    for name, where in ((titled, "title"), (other, "signature")):
        scope = scope_of(name) if name else "unclear"
        if scope != "unclear":
            meta.scope, meta.scope_evidence = scope, f"{where}: {name}"
            return
    said = next((m[0] for m in map(_COVERS_ALL.search, lines[:40]) if m), "")
    if said and said[1] in "县区市旗":
        meta.scope, meta.scope_evidence = "county_wide", f"text: {said}"
    elif said:
        meta.scope, meta.scope_evidence = "township", f"text: {said}"


def _problem(kind: str, zh: str, en: str) -> Problem:
    return Problem(kind, None, "document", zh + "。", en[0].upper() + en[1:] + ".")
