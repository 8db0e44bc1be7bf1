"""When a report was published and signed, and by whom: dates beside the text, under the title and at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from parse.model import Document
from parse.tables.labels import is_title
from reference.text import find_dates

_HEAD = 30  # lines that may hold what stands beside a title
_END = 12  # lines that may hold a signature
# Labels of a date, the surest first; a date of drafting or of a later change only where no other stands.
_LABELS = (
    r"(?:发\s*布\s*时\s*间|发\s*布\s*日\s*期|公开(?:日期|时间)|信息提供日期|添加(?:时间|日期)|上传(?:时间|日期)|发布于|发文日期|发文时间|印发日期)",
    r"(?<![生成制效新止束检计办理工作])(?<!有效)(?:日\s*期|时\s*间)",
    r"(?:更新时间|更新日期|成文日期|成文时间|生成日期|生成时间)",
)
_LABELLED = tuple(re.compile(label + r"\s*[】\]]?\s*[:：]?\s*") for label in _LABELS)
_NEXT = re.compile(r"[\s\[【（(：:]*(?:\d{4}|二[〇○ＯOo0零])(?!.{4,10}日?\s*[至到起—~～])")
_BESIDE = re.compile(
    r"来\s*源|字\s*体|字\s*号|浏\s*览|点\s*击|访\s*问|阅\s*读|发布机构|发布单位|作\s*者|责任编辑"
)
_TODAY = re.compile(r"今天是|星期|周[一二三四五六日]")
_ALONE = re.compile(r"[（(]?[^（()）:：，。]{8,20}[)）]?")
_SIGN_DATE = re.compile(
    r"[\s（(]*(?:(?:日\s*期|时\s*间|成文日期|报告日期)[:：]\s*)?"
    r"(?:[12][0-9]{3}|[二一][〇○ＯOo0零◯一二三四五六七八九]{3})\s*[年./-].{2,14}?[日\d]?(?:印发)?[\s）)。]*"
)
_SAME_LINE = re.compile(
    r"(?P<name>[^\d\s，。；：:、（）()][^\d，。；：:、]{2,30}?)\s*(?P<date>(?:20\d\d|二[〇○ＯOo0零]..)\s*年.{2,10}日)[。）)]*"
)
_LABEL_OF_NAME = re.compile(r"^(?:单位|单位名称|报告单位|填报单位|编制单位|发布单位|发布机构|落款|署名)[:：]")
_SEAL = re.compile(r"[（(](?:盖章|公章|印章|章|代章)[)）]")
ORGAN_END = re.compile(
    r"(?:政府|办公室|办公厅|局|委|委员会|厅|院|处|队|所|站|中心|镇|乡|街道|会|公司|大队|支队|法院|部|室|社|馆|校|区|县|市|旗|盟|州|联|署|苏木|办|银行|海关)$"
)
_REST_OF_NAME = re.compile(r"^(?:办公室|办公厅|委员会|管理委员会|街道办事处|办事处|人民政府)$")


# --- published


def published(document: Document, lines: Sequence[str]) -> str | None:
    """The page's own date: a meta tag, a labelled date beside or before the text, one beside 来源 or 浏览, one alone under
    the title."""
    if dates := find_dates(document.meta.get("published", "")):
        return dates[0].isoformat()
    head = _before_text(lines)
    texts = (document.meta.get("around", ""), "\n".join(head)[:3000])
    found = _labelled(texts) or next(_unlabelled(texts), None) or _under_title(head)
    return found.isoformat() if found else None


def _before_text(lines: Sequence[str]) -> list[str]:
    """The lines before the first chapter: below it a date is the text's own."""
    head = list(lines[:_HEAD])
    return head[: next((n for n, line in enumerate(head) if n and is_title(line)), len(head))]


def _labelled(texts: Sequence[str]) -> date | None:
    for label in _LABELLED:
        for text in texts:
            for m in label.finditer(text):
                near = text[m.end() : m.end() + 24].split("\n")[0]
                if _NEXT.match(near) and (dates := find_dates(near)):
                    return dates[0]
    return None


def _unlabelled(texts: Sequence[str]) -> Iterator[date]:
    """A date without a label on a short line with 来源, 字体 or 浏览."""
    for text in texts:
        for line in text.split("\n"):
            dates = find_dates(line)
            if len(line) <= 120 and len(dates) == 1 and _BESIDE.search(line) and not _TODAY.search(line):
                yield dates[0]


def _under_title(head: Sequence[str]) -> date | None:
    for line in head[:8]:
        if _ALONE.fullmatch(line) and not _TODAY.search(line) and (alone := find_dates(line)):
            return alone[0]
    return None


# --- signed


def signature(lines: Sequence[str]) -> tuple[str, str | None]:
    """The name at the date at the end, and the date; ("", None) where no line is a date. The name stands above it, on its
    line, or below."""
    end = ending(lines)
    for n in range(len(end) - 1, -1, -1):
        same = _SAME_LINE.fullmatch(end[n].strip().rstrip("。").rpartition("。")[2].strip())
        if same and name_of(same["name"]) and (dates := find_dates(same["date"])):
            return name_of(same["name"]), dates[0].isoformat()
        if not _SIGN_DATE.fullmatch(end[n]) or not (dates := find_dates(end[n])):
            continue
        return _above(end[:n]) or _below(end[n + 1 :]), dates[0].isoformat()
    return "", None


def ending(lines: Sequence[str]) -> list[str]:
    """The last lines, those behind the last heading of a chapter where one stands among them."""
    end = list(lines[-_END:])
    last = max((n for n, line in enumerate(end) if is_title(line)), default=-1)
    return end[last + 1 :]


def _above(lines: Sequence[str]) -> str:
    name = _plain(lines[-1]) if lines else ""
    if _REST_OF_NAME.match(name) and len(lines) > 1 and name_of(lines[-2]):
        return name_of(lines[-2]) + name
    return name_of(name)


def _below(lines: Sequence[str]) -> str:
    return name_of(lines[0]) if lines else ""


def name_of(text: str) -> str:
    """The line as an organ's name, "" where it is none."""
    name = _plain(text)
    if is_title(name) or not 2 < len(name) <= 30 or re.search(r"[。，；：:！]|\d", name):
        return ""
    return name if ORGAN_END.search(name) else ""


def _plain(text: str) -> str:
    return _SEAL.sub("", _LABEL_OF_NAME.sub("", "".join(text.split()))).strip("（）()")
