"""A report in our own words, put together from a title, a head, sections and an end, as page, text or Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

Sections = list[tuple[str, str, str]]
"""Section key, the heading as printed ("" where it is lost), the text below it."""

KEYS = (
    "overview", "overview_proactive", "overview_requests", "overview_management", "overview_platform",
    "overview_supervision", "proactive", "requests", "remedies", "problems", "other_matters",
)  # fmt: skip
USUAL = (
    "一、总体情况", "（一）主动公开", "（二）依申请公开", "（三）政府信息管理", "（四）政府信息公开平台建设", "（五）监督保障",
    "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况", "六、其他需要报告的事项",
)  # fmt: skip
TEXTS = (
    "这份材料是为测试写的，写的是一个不存在的地方。",
    "全年在门户网站上发了若干条消息，内容有通知，也有办事说明。",
    "窗口一共接到来件若干，都按期回了信。",
    "文件在签发前先定好能不能公开，定下来的由专人登记。",
    "网站改版之后，栏目少了一些，检索快了一些。",
    "每季度抽查一次，查出来的毛病当月改完。",
    "", "", "",
    "人手偏少，往后打算多培训几回。",
    "没有别的事项。",
)  # fmt: skip
T2 = [
    ["信息内容", "本年制发件数", "本年废止件数", "现行有效件数"],
    ["规章", "0", "0", "0"],
    ["行政规范性文件", "2", "1", "9"],
]
T3 = [
    ["申请人情况", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"],
    ["一、本年新收政府信息公开申请数量", "3", "0", "0", "0", "0", "0", "3"],
    ["（一）予以公开", "3", "0", "0", "0", "0", "0", "3"],
]  # fmt: skip
T4 = [["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"] * 3, ["1", "0", "0", "0", "1", *"0" * 10]]
TABLES = {"proactive": T2, "requests": T3, "remedies": T4}


@dataclass
class Told:
    """What is printed: `page_title` and `meta` only on a page; `around` stands beside the article there, else before it."""

    title: list[str] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    around: list[str] = field(default_factory=list)
    sections: Sections = field(default_factory=list)
    end: list[str] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    page_title: str = ""


def usual(headings: tuple[str, ...] = USUAL, texts: tuple[str, ...] = TEXTS) -> Sections:
    """The eleven sections of the form."""
    return list(zip(KEYS, headings, texts, strict=True))


def as_page(told: Told) -> bytes:
    """A page with a container, the tables in it."""
    metas = "".join(f'<meta name="{k}" content="{escape(v)}">' for k, v in told.meta.items())
    parts = [_p(t) for t in [*told.title, *told.head]]
    for key, heading, text in told.sections:
        parts += [_p(t) for t in (heading, text) if t]
        parts += [_table(TABLES[key])] if key in TABLES else []
    parts += [_p(t) for t in told.end]
    beside = "".join(f"<span>{escape(t)}</span>&nbsp;" for t in told.around)
    return (
        f"<html><head><meta charset='utf-8'><title>{escape(told.page_title)}</title>{metas}</head><body>"
        f"<div class='info'>{beside}</div><div id='zoom'>{''.join(parts)}</div></body></html>"
    ).encode()


def _p(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _table(rows: list[list[str]]) -> str:
    return (
        "<table>" + "".join("<tr>" + "".join(f"<td>{c}</td>" for c in r) + "</tr>" for r in rows) + "</table>"
    )


def as_text(told: Told) -> bytes:
    """Plain text, tables as tab rows."""
    parts = [*told.title, " ".join(told.around), *told.head]
    for key, heading, text in told.sections:
        parts += [heading, text]
        parts += ["\n".join("\t".join(r) for r in TABLES[key])] if key in TABLES else []
    return "\n".join(p for p in [*parts, *told.end] if p).encode()


def as_markdown(told: Told) -> bytes:
    """Markdown with headings of uneven depth, tables in bars."""
    parts = [*("# " + line for line in told.title), " ".join(told.around), *told.head]
    for n, (key, heading, text) in enumerate(told.sections):
        parts += ["#" * (2 + n % 3) + " " + heading if heading else "", text]
        if key in TABLES:
            rows = ["| " + " | ".join(r) + " |" for r in TABLES[key]]
            parts.append("\n".join([rows[0], "|" + "---|" * len(TABLES[key][0]), *rows[1:]]))
    return "\n\n".join(p for p in [*parts, *told.end] if p).encode()


def as_line(told: Told) -> bytes:
    """The whole page on one line, headings fused to their text; no tables."""
    parts = [" ".join([*told.title, *told.head])]
    parts += [heading + text for _, heading, text in told.sections]
    return " ".join(["".join(parts), *told.end]).encode()


MEDIA = {"page.html": as_page, "page.txt": as_text, "page.md": as_markdown}
