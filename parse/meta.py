"""Whose report, of which year, when: title, organ, year, dates and scope, each with where it was read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from parse.labels import is_title, is_word
from parse.lines import PAGE_NUMBER
from parse.model import Document, Grid, Problem
from reference.text import find_dates
from reference.titles import Title, judge, scope_of

_HEAD = 40  # lines that may hold the title
_DECOY = 8  # lines that may tell that it is something else
_CHAPTER = re.compile(r"(?<=.)[一二]\s*、|(?<=.)第二十条")
_TABLE_WORDS = re.compile(r"\d{3}|数量|件数|信息内容")
_LABEL = re.compile(
    r"(?:发布时间|发布日期|发文日期|公开日期|信息提供日期|添加时间|上传时间|发布于|日\s*期|时\s*间|更新时间)\s*[】\]]?\s*[:：]?\s*"
)
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
_BEFORE = re.compile(r"^\s*(?:标\s*题|题\s*名|名\s*称|信息名称)\s*[:：]\s*|^正文(?=\d{4})")
_NO_TITLE = re.compile(
    r"。.|[，；！]|^(?:现将|根据|按照|依据|为)|[:：]\s*(?:19|20)\d\d-|(?:发布|公开|成文|发文)(?:时间|日期|机构)|^\["
)
_DATE_LINE = re.compile(
    r"[\s（(]*(?:[12][0-9]{3}|[二一][〇○ＯOo0零一二三四五六七八九]{3})\s*[年./-].{2,14}?[日\d]?[\s）)。]*"
)
_ORGAN_END = re.compile(
    r"(?:政府|办公室|办公厅|局|委|委员会|厅|院|处|队|所|站|中心|镇|乡|街道|会|公司|大队|支队|法院|部|室|社|馆|校|区|县|市)$"
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
    meta = Meta(judged=list(_titles(document, lines)))
    reports = [(text, t) for text, t in meta.judged if t.is_report]
    if reports:
        meta.title = _best_title(reports)
    _year(meta, reports, lines)
    signature, meta.signed_on = _signature(lines)
    titled = next((t.organ for _, t in reports if t.organ), None) or ""
    box = _boxed(document, lines) or document.meta.get("organ", "")
    meta.organ = signature or titled or box
    _scope(meta, titled, signature or box, lines)
    meta.published_on = _published(document, lines)
    return meta


def _lines(document: Document) -> Iterator[str]:
    for block in document.blocks:
        if isinstance(block, Grid):
            continue
        for line in block.text.split("\n"):
            if line.strip():
                yield line.strip()


# --- title


def _titles(document: Document, lines: list[str]) -> Iterator[tuple[str, Title]]:
    """Titles of the text first (a page's head may be the column's), then those of the page."""
    yield from _printed(lines)
    for key in ("title", "headline", "page_title"):
        text = document.meta.get(key, "")
        if text:
            yield text, judge(text)


def _printed(lines: list[str]) -> Iterator[tuple[str, Title]]:
    """Titles of one to three lines; of those that begin on a line the shortest that names organ and year."""
    head = list(_head(lines))
    n = 0
    while n < len(head):
        found = [(size, *t) for size in (1, 2, 3) if (t := _title_of(head[n : n + size], size))]
        whole = [f for f in found if f[2].is_report and f[2].organ and f[2].year]
        reports = (
            whole
            or [f for f in found if f[2].is_report and f[2].year]
            or [f for f in found if f[2].is_report]
        )
        if reports:
            size, text, title = reports[0]
            yield text, title
            n += size
            continue
        if found and found[0][2].is_decoy and n < _DECOY and not _TABLE_WORDS.search(found[0][1]):
            yield found[0][1], found[0][2]
        n += 1


def _title_of(part: list[str], size: int) -> tuple[str, Title] | None:
    """The lines as one title, judged; None where one of them cannot be part of a title."""
    if len(part) < size or any(len(p) > 70 or _NO_TITLE.search(p) or is_title(p) or is_word(p) for p in part):
        return None
    text = _joined(part).rstrip("。")
    return (text, judge(text)) if len(text) <= 90 else None


def _head(lines: list[str]) -> Iterator[str]:
    """The lines that may be a title. A long line (a whole page on one) gives its first words, cut at a heading."""
    for n, line in enumerate(lines[:_HEAD]):
        bare = _BEFORE.sub("", line)
        if len(bare) <= 70 and not _CHAPTER.search(bare):
            if bare and bare not in ("正文", "打印", "关闭"):
                yield bare
        elif n < 12:
            yield from (w for w in _CHAPTER.split(bare[:600])[0].split()[:30] if len(w) <= 70)


def _joined(part: list[str]) -> str:
    """Lines of one title: a blank between them unless the break is inside a word."""
    text = part[0]
    for p in part[1:]:
        text += p if re.search(r"(?:公开|信息|工作|年度|政府)$", text) else " " + p
    return text


def _best_title(reports: list[tuple[str, Title]]) -> str:
    """The first that names organ and year, else the first."""
    return next((text for text, t in reports if t.organ and t.year), reports[0][0])


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


def _signature(lines: list[str]) -> tuple[str, str | None]:
    """The name above the date at the end, and the date."""
    end = lines[-12:]
    for n in range(len(end) - 1, -1, -1):
        if not _DATE_LINE.fullmatch(end[n]):
            continue
        dates = find_dates(end[n])
        if not dates:
            continue
        above = end[n - 1] if n else ""
        name = "".join(above.split()).strip("（）()")
        if not name or is_title(name):
            return "", dates[0].isoformat()
        organ = name if 2 < len(name) <= 30 and _ORGAN_END.search(name) and "。" not in name else ""
        return organ, dates[0].isoformat()
    return "", None


def _boxed(document: Document, lines: list[str]) -> str:
    for text in (document.meta.get("around", ""), "\n".join(lines[:30])[:3000]):
        m = _BOX.search(text)
        if m and not re.search(r"\d{4}|时间|日期|浏览|字体", m[1]):
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


# --- dates


def _published(document: Document, lines: list[str]) -> str | None:
    """The page's own date: meta tag, then a labelled date beside or before the text, then one in brackets under the title."""
    dates = find_dates(document.meta.get("published", ""))
    if dates:
        return dates[0].isoformat()
    head = "\n".join(lines[:30])[:3000]
    for text in (document.meta.get("around", ""), head):
        for m in _LABEL.finditer(text):
            near = find_dates(text[m.end() : m.end() + 24].split("\n")[0])
            if near:
                return near[0].isoformat()
    for line in lines[:8]:
        if re.fullmatch(r"[（(][^）)]{8,20}[）)]", line) and (bare := find_dates(line)):
            return bare[0].isoformat()
    return None


def _problem(kind: str, zh: str, en: str) -> Problem:
    return Problem(kind, None, "document", zh + "。", en[0].upper() + en[1:] + ".")
