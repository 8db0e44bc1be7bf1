"""The titles of a document, as printed over one to three lines or in the page's head, each judged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parse.model import Document
from parse.tables.labels import is_title, is_word
from reference.titles import Title, judge

_HEAD = 40  # lines that may hold the title
_DECOY = 8  # lines that may tell that it is something else
_CHAPTER = re.compile(r"(?<=.)[一二]\s*、|(?<=.)第二十条")
_TABLE_WORDS = re.compile(r"\d{3}(?!\d?\s*年)(?!\d?[-.]\d)|数量|件数|信息内容")
_SPOKEN_OF = re.compile(r"(?i)annual\s*report|报告|年报|信息公开|政务公开|依申请")
_BEFORE = re.compile(
    r"^\s*(?:您?(?:现在|所在|当前)?的?位置|(?:网站)?首页).*[>＞»]\s*|^\s*(?:标\s*题|题\s*名|名\s*称|信息名称)\s*[:：]\s*|^正文\s*(?=.)"
)
_NO_TITLE = re.compile(
    r"。.|[，；！]|^(?:现将|根据|按|依|为|本报告|特此|经|我们|以下|下面)|[:：]\s*(?:19|20)\d\d-|(?:发布|公开|成文|发文)(?:时间|日期|机构)|^\[|文件$|^.{0,20}[〔\[（(﹝]\d{4}[〕\]）)﹞]\s*第?\d+号$"
)
_MENU = re.compile(
    r"(?:网站)?首页|政府信息公开(?:指南|制度|目录|专栏|规定)|法定主动公开(?:内容|目录)|依申请公开|政[策务]解读|互动交流|政务服务|政务公开|信息公开|"
    r"网站地图|无障碍.*|长者.*|登录|注册|当前位置.*|您(?:现在)?(?:所)?在的?位置.*|繁体.*|简体.*|English"
)
_APART = re.compile(r"[:：>＞»|<]|。.|^.{0,40}。$")  # in lines that belong to no title of several
_PIECES = re.compile(r"\s*[_|｜]+\s*|\s*[-–—]+\s*(?=\D)")
_ENDS = re.compile(r"(?:报告|年报|统计表)[》）)\]】]?(?:[（(【\[].{1,20})?$")


def titles(document: Document, lines: list[str]) -> Iterator[tuple[str, Title]]:
    """Titles of the text first (a page's head may be the column's), then those of the page."""
    yield from _printed(lines)
    for key in ("title", "headline", "page_title"):
        text = _own_piece(document.meta.get(key, ""))
        if text and (key == "title" or _SPOKEN_OF.search(text)):
            yield text, judge(text)


def _own_piece(text: str) -> str:
    """The piece of a page's title that names a report, without the site and the column beside it; else all of it."""
    return next((piece for piece in _PIECES.split(text) if judge(piece).is_report), text)


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
            size, text, title = next((f for f in reports if _ENDS.search(f[1])), reports[0])
            yield text, title
            n += size
            continue
        if found and n < _DECOY and _is_decoy(*found[0][1:]):
            yield found[0][1], found[0][2]
        n += 1


def _is_decoy(text: str, title: Title) -> bool:
    """True for a line that names something else of this field; 政策解读 alone is a link of every page."""
    return title.is_decoy and bool(_SPOKEN_OF.search(text)) and not _TABLE_WORDS.search(text)


def _title_of(part: list[str], size: int) -> tuple[str, Title] | None:
    """The lines as one title, judged; None where one of them cannot be part of a title."""
    if len(part) < size or any(map(_no_part, part)):
        return None
    if size > 1 and (any(map(_APART.search, part)) or any(map(_complete, part))):
        return None
    text = _joined(part).rstrip("。")
    return (text, judge(text)) if len(text) <= 90 else None


def _complete(line: str) -> bool:
    """True for a title that lacks nothing: what stands before or after it is another line's."""
    title = judge(line)
    return bool(title.is_report and title.organ and title.year and _ENDS.search(line))


def _no_part(line: str) -> bool:
    """True for a line that cannot be part of a title: a sentence, a heading, a word of a table, a menu's link."""
    marks = len(line) > 70 or _NO_TITLE.search(line) or _MENU.fullmatch(line)
    return bool(marks) or is_title(line) or is_word(line)


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
        inside = re.search(r"(?:公开|信息|工作|年度|的)$", text) or text[-2:] + p[:2] == "政府信息"
        text += p if inside else " " + p
    return text


def best_title(reports: list[tuple[str, Title]]) -> str:
    """The first that names organ and year, else the first."""
    return next((text for text, t in reports if t.organ and t.year), reports[0][0])
