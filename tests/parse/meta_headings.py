"""Headings as reports were met with them: each case is the sections as printed and where the text must land."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.parse.meta_pages import KEYS, TEXTS, USUAL, Sections, usual

Landed = dict[str, str]


@dataclass(frozen=True)
class Headed:
    """`want` is the text of each section by key; `form` the form that the tables are of ("" without tables)."""

    name: str
    sections: Sections
    want: Landed
    line: bool = False


WHOLE = dict(zip(KEYS, TEXTS, strict=True))
PARTS = USUAL[1:6]

# one heading at a time
VARIANTS: dict[str, list[str]] = {
    "overview": [
        "一、总体情", "一、政府信息公开工作的基本情况", "一、 总体情况", "一.总体情况", "一．总体情况", "一：总体情况", "总体情况", "一、总体工作情况",
        "一、概述", "一、概    述", "、总体情况", "**一、总体情况**", "第一部分 总体情况", "一、总体情况：", "一、2024年总体情况", "一、基本情况", "一 、总 体 情 况",
        "一、政府信息公开总体情况", "一、工作总体情况", "1、总体情况", "1.总体情况", "一、信息公开工作总体情况", "（一）总体情况",
    ],
    "overview_proactive": [
        "（一）主动公开方面", "（一）主动公开情况", "(一)主动公开", "(一) 主动公开", "㈠主动公开", "1.主动公开", "1、主动公开情况", "（1）主动公开", "主动公开情况",
        "（一）主动公开政府信息情况", "（一）主动公开政府信息", "（一）政府信息主动公开情况", "（一）主动公开工作", "（一）主动公开。", "（一）主动公开：", "**（一）主动公开。**",
        "（一）信息主动公开情况", "一是主动公开方面", "()主动公开", "（一）主动公开工作方面", "（一）政府信息主动公开方面",
    ],
    "overview_requests": [
        "（二）依申请公开情况。", "（二）依申请公开方面", "（二）依申请公开政府信息情况", "（二）依申请公开工作情况", "(二)依申请公开", "（二）依申请公开办理情况", "（二）政府信息依申请公开情况",
        "（二）依申请公开。", "2.依申请公开", "（2）依申请公开情况", "**(二) 依申请公开情况。**", "（二）依申请公开政府信息", "（二）依申请公开政府信息办理情况", "（二）政府信息公开申请办理情况",
        "（二）依申请公开信息情况",
    ],
    "overview_management": [
        "（三）政府信息管理方面", "（三）政府信息管理情况。", "（三）信息管理", "（三）政府信息公开管理", "（三）政府信息资源管理", "（三）政府信息公开管理情况", "(三)政府信息管理工作", "（三）政府信息资源管理情况", "（三）政府信息资源的规范化、标准化管理",
        "（三）加强政府信息管理", "（三）政府信息规范管理",
    ],
    "overview_platform": [
        "（四）平台建设", "（四）平台建设方面", "（四）信息公开平台建设方面", "（四）政府信息公开平台建设情况", "（四）政府信息公开平台\n建设", "（四）公开平台建设", "（四）政务公开平台建设", "（四）政府信息公开平台建设方面", "(四)平台建设情况。",
        "（四）政府信息平台建设", "（四）政府网站平台建设", "（四）加强平台建设",
    ],
    "overview_supervision": [
        "（五）监督保障情况", "（五）监督保障方面", "（五）政府信息公开监督保障情况", "（五）监督保障工作", "（五）监督保障措施", "（五）监督与保障", "（五）督察考核与责任追究", "(五)监督保障。", "（五）监督保障机制",
        "（五）强化监督保障", "（五）监督管理情况",
    ],
    "proactive": ["二、行政机关主动公开政府信息情况", "二、政府信息主动公开情况", "二、 主动公开政府信息情况", "主动公开政府信息情况", "二、主动公开政府信息的情况", "二、主动公开信息情况", "二、主动公开情况", "（二）主动公开政府信息情况"],
    "requests": [
        "三、行政机关收到和处理政府信息公开申请情况", "三、收到和处理政府信息公开申请的情况", "三、收到和处理政府信息公开\n申请情况", "收到和处理政府信息公开申请情况", "二、收到和处理政府信息公开申请情况", "三、收到和处理政府信息申请情况",
        "三、政府信息公开申请情况", "三、依申请公开政府信息情况",
    ],
    "remedies": [
        "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", "四、政府信息公开行政法复议、行政诉讼情况", "四、政府信息公开行政复议和行政诉讼情况", "四、政府信息公开行政复议、行政诉讼的情况", "三、政府信息公开行政复议、行政诉讼情况",
        "四、行政复议、行政诉讼情况", "四、政府信息公开行政复议行政诉讼情况",
    ],
    "problems": [
        "五、政府信息公开工作存在的主要问题及改进情况", "五、存在问题及改进情况", "五、存在的问题及下步工作打算", "五、主要问题和改进措施", "五、存在的主要问题和改进情况", "五、存在的主要问题及下一步改进措施", "五、存在问题及改进措施", "五、存在的问题和下一步工作打算",
        "五、存在主要问题及改进情况", "五、存在的困难和问题及改进情况", "五、存在的不足及改进情况", "五、问题和改进情况", "五、存在的主要问题及整改情况", "五、存在主要问题和改进措施", "五、工作中存在的主要问题及改进情况",
    ],
    "other_matters": [
        "六、其他需要报告的事项", "六、其他报告的事项", "六、其他需报告的事项", "六、其他需要报告事项", "七、其他需要报告的事项", "其他需要报告的事项", "六、其它需要报告的事项", "六、需要报告的其他事项", "六、其他事项", "六、其他需要说明的事项", "六、其进他需要报告的事项",
    ],
}  # fmt: skip

BARE = re.compile(r"^(?:（[一二三四五]）|[一二三四五六]、)")


def one_at_a_time() -> Iterator[Headed]:
    """The usual headings but for one."""
    for key, headings in VARIANTS.items():
        for heading in headings:
            changed = tuple(heading if k == key else h for k, h in zip(KEYS, USUAL, strict=True))
            yield Headed(f"{key}: {heading!r}", usual(changed), WHOLE)


def _all(name: str, change: tuple[str, ...]) -> Headed:
    return Headed(name, usual(change), WHOLE)


def styles() -> Iterator[Headed]:
    """All headings of a report in one manner."""
    yield _all("usual", USUAL)
    yield _all("half brackets", tuple(h.replace("（", "(").replace("）", ") ") for h in USUAL))
    yield _all("full stops", tuple(h + "。" for h in USUAL))
    yield _all("colons", tuple(h + "：" for h in USUAL))
    yield _all("no numerals", tuple(BARE.sub("", h) for h in USUAL))
    yield _all("digits", tuple(f"{n}、" + BARE.sub("", h) for n, h in enumerate(USUAL, 1)))
    yield _all("spaced", tuple(" ".join(h) for h in USUAL))
    yield _all("bold", tuple(f"**{h}**" for h in USUAL))
    yield _all("indented", tuple("　　" + h for h in USUAL))
    yield _all("numerals lost", tuple(BARE.sub(lambda m: "()" if "（" in m[0] else "、", h) for h in USUAL))
    yield _all("aspects", tuple(h + "方面" if h in PARTS else h for h in USUAL))
    yield Headed(
        "parts run on", [(k, "", h + "。" + t) if h in PARTS else (k, h, t) for k, h, t in usual()], WHOLE
    )
    yield Headed(
        "parts after a blank",
        [(k, "", h + " " + t) if h in PARTS else (k, h, t) for k, h, t in usual()],
        WHOLE,
    )
    yield Headed(
        "parts with a colon",
        [(k, "", h + "：" + t) if h in PARTS else (k, h, t) for k, h, t in usual()],
        WHOLE,
    )
    yield Headed("parts fused", [(k, "", h + "2024年，" + t) if h in PARTS else (k, h, t) for k, h, t in usual()],
                 {k: "2024年，" + t if f in PARTS else t for k, f, t in usual()})  # fmt: skip
    yield Headed(
        "parts as 情况 fused",
        [(k, "", h + "情况。" + t) if h in PARTS else (k, h, t) for k, h, t in usual()],
        WHOLE,
    )
    yield Headed("one paragraph", _in_one(), WHOLE)
    yield Headed("all on one line", usual(), WHOLE, line=True)


def _in_one() -> Sections:
    """The five parts in one long paragraph below 一、总体情况."""
    long = "全年按部就班地做了这件事，没有落下哪一个月。" * 6
    parts = "".join(h + "。" + t for _, h, t in usual()[1:6])
    rest = usual()[6:]
    return [
        ("overview", USUAL[0], TEXTS[0]),
        ("x", "", parts + "") if len(parts) > 150 else ("x", "", long and parts),
        *rest,
    ]


def lost() -> Iterator[Headed]:
    """A heading that is not there: its text goes on in the section before, nothing is invented."""
    for gone in ("overview_management", "problems", "overview"):
        kept = [(k, "" if k == gone else h, t) for k, h, t in usual()]
        want: Landed = {}
        last = ""
        for key, heading, text in kept:
            if not heading and not last:
                continue
            last = key if heading else last
            want[last] = "\n".join(t for t in (want.get(last, ""), text) if t)
        yield Headed(f"{gone} lost", kept, want)
    five = [s for s in usual() if s[0] != "remedies"]
    five = [(k, h.replace("五、", "四、").replace("六、", "五、"), t) for k, h, t in five]
    yield Headed("five chapters", five, {k: t for k, _, t in five})
    yield Headed("an introduction before", [("", "", "引言的话不属于任何一节。"), *usual()], WHOLE)
    yield Headed(
        "overview at the end of the introduction",
        [("", "", "下面分六个部分说明。一、总体情况"), ("", "", TEXTS[0]), *usual()[1:]],
        WHOLE,
    )
    after = [*usual()[:9], ("", "", "注：表内数字由各股室报来。"), *usual()[9:]]
    yield Headed("a note below a table", after, WHOLE | {"remedies": "注：表内数字由各股室报来。"})
    parts = [
        *usual()[:10],
        ("", "（一）存在的主要问题", "人手少。"),
        ("", "（二）改进情况", "多培训。"),
        usual()[10],
    ]
    yield Headed("parts of the problems", parts,
                 WHOLE | {"problems": TEXTS[9] + "\n（一）存在的主要问题\n人手少。\n（二）改进情况\n多培训。"})  # fmt: skip
    said = [
        (k, h, t + ("（一）主动公开的数字见表。主动公开情况良好。" if k == "overview_requests" else ""))
        for k, h, t in usual()
    ]
    yield Headed("words of a heading in a sentence", said, {k: t for k, _, t in said})
    said = [
        (k, h, "主动公开政府信息情况见第二部分，依申请公开情况见第三部分。" if k == "overview" else t)
        for k, h, t in usual()
    ]
    yield Headed("names of sections in a sentence", said, {k: t for k, _, t in said})
    aspects = [
        *usual()[:10],
        ("", "（一）主动公开方面", "标题写得太长。"),
        ("", "（二）依申请公开方面。", "回信太慢。"),
        usual()[10],
    ]
    yield Headed("the problems by aspect", aspects,
                 WHOLE | {"problems": TEXTS[9] + "\n（一）主动公开方面\n标题写得太长。\n（二）依申请公开方面。\n回信太慢。"})  # fmt: skip
    contents = [("", h, "") for h in (*USUAL[:1], *USUAL[6:])]
    yield Headed("a table of contents before", [*contents, *usual()], WHOLE)
    yield Headed(
        "sums of table three below its heading",
        [
            *usual()[:8],
            ("", "", "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"),
            *usual()[8:],
        ],
        WHOLE,
    )
    seventh = [*usual(), ("", "七、附件", "表格另附。")]
    yield Headed("a chapter that no form knows", seventh, WHOLE | {"": "表格另附。"})


OLD = ["概述", "主动公开政府信息情况", "依申请公开政府信息情况", "政府信息公开的收费及减免情况", "因政府信息公开申请行政复议、提起行政诉讼情况",
       "政府信息公开工作存在的主要问题及改进情况", "其他需要报告的事项"]  # fmt: skip
OLD_KEYS = ("overview", "proactive", "requests", "fees", "remedies", "problems", "other_matters")
OLD_TEXTS = (
    "这一年的事写在这里。",
    "发了若干条消息。",
    "接到若干件来信，都回了。",
    "没有收钱。",
    "没有人告。",
    "人手少。",
    "没有了。",
)
OLD_VARIANTS: dict[str, list[str]] = {
    "overview": ["一、基本情况", "一、总体情况", "一、工作概述", "一、政府信息公开工作概述", "一.概述", "一、概    述", "一、概况", "一、政府信息公开工作概况", "一、政府信息公开工作基本情况"],
    "proactive": ["二、主动公开情况", "二、政府信息主动公开情况", "二、主动公开政府信息的情况", "二、主动公开信息情况"],
    "requests": ["三、依申请公开情况", "三、政府信息依申请公开情况", "三、政府信息依申请公开办理情况", "三、依申请公开政府信息工作情况", "三、政府信息公开申请办理情况"],
    "fees": ["四、收费及减免情况", "四、政府信息公开收费及减免情况", "四、依申请公开政府信息收费及减免情况", "四、政府信息公开收费情况", "四、政府信息公开的收费情况", "四、政府信息公开的收费及其减免情况"],
    "remedies": ["五、行政复议、行政诉讼情况", "五、政府信息公开行政复议、行政诉讼情况", "五、因政府信息公开申请行政复议、提起行政诉讼的情况", "五、行政复议和行政诉讼情况", "五、复议、诉讼情况", "五、复议、诉讼和申诉情况", "五、行政复议、诉讼情况"],
    "problems": ["六、存在的主要问题及改进措施", "六、主要问题和改进措施", "六、存在的不足和改进措施", "六、存在问题及改进措施", "六、存在的问题及改进措施", "六、存在的问题和下一步打算", "六、存在的主要问题和下一步工作打算", "六、工作中存在的主要问题及改进情况"],
    "other_matters": ["七、需要说明的事项与附表", "七、其他需要报告的事项", "七、其他报告事项", "七、其他需要说明的事项", "七、其他事项"],
}  # fmt: skip


def old() -> Iterator[Headed]:
    """Reports before the form of 2019, of prose alone."""
    numbers = "一二三四五六七"
    headings = [f"{n}、{h}" for n, h in zip(numbers, OLD, strict=True)]
    want = dict(zip(OLD_KEYS, OLD_TEXTS, strict=True))
    for key, variants in OLD_VARIANTS.items():
        for heading in variants:
            changed = [heading if k == key else h for k, h in zip(OLD_KEYS, headings, strict=True)]
            sections = [("", h, t) for h, t in zip(changed, OLD_TEXTS, strict=True)]
            yield Headed(f"old {key}: {heading!r}", sections, want)


def every() -> list[Headed]:
    return [*styles(), *one_at_a_time(), *lost(), *old()]
