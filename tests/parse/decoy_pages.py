"""Pages that look like a yearly report and are none, in our own words: title, body, and the reason that must be given."""

from __future__ import annotations

from dataclasses import dataclass, replace
from html import escape

from reference import forms
from tests.parse.meta_pages import Told, as_page, as_text, usual

REPORT = "青禾县2024年政府信息公开工作年度报告"
Page = tuple[str, bytes]


@dataclass(frozen=True)
class Decoy:
    """`why` are the reasons that are right, as `why_not` names them."""

    name: str
    why: tuple[str, ...]
    body: bytes
    file: str = "page.html"


PROSE = [
    "各乡镇人民政府、街道办事处，县直各部门：",
    "为把去年的年度报告编好，现就几件事说明如下，请照办，并于1月20日前把定稿报来。",
    "一、内容。报告分总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项六个部分。",
    "二、格式。三张表的数字要前后对得上，新收件数与上年结转件数之和等于办理结果总计与结转下年度之和。",
    "三、时间。各部门在1月31日前在网站的固定栏目里发出来，逾期的要通报。联系人：王某，电话：0000-0000000。",
]
SHOWN = [
    "青禾县的年度报告已经发布，下面用几句话说说里面写了什么。",
    "全年主动发布信息1200条，比上年多了一成；新收申请12件，办结11件，结转1件。",
    "报告共有六个部分：总体情况、主动公开、申请办理、复议诉讼、问题与改进、其他事项。",
    "县政府办公室的负责同志说，明年要把检索做得更好用，把旧栏目理一遍，让群众少跑几趟。",
]
NEWS = [
    "1月8日下午，县里开会讲怎样编年度报告，各单位的联络员都到了。",
    "会上逐项讲了三张表的填法，举了几处容易填错的地方，还留了半个小时答疑。",
    "会议要求，各单位把数字核准，按时报送，按时公布，谁出错谁负责。",
    "来源：青禾县融媒体中心 发布时间：2025-01-09",
]
ESSAY = [
    "xx县按照上级的要求，在过去一年里开展了政府信息公开工作，现将情况报告如下。",
    "一、总体情况",
    "xx县xx局成立了以xx同志为组长的领导小组，全年公开信息xx条，其中xx类xx条。",
    "二、主动公开政府信息情况",
    "通过xx网站公开xx条，通过xx公众号公开xx条，召开新闻发布会xx次。",
    "三、存在的主要问题及改进情况",
    "xx乡镇的主动性不强，xx部门的更新不够及时，下一步将加强培训。",
]
PLAN = [
    "为把全年的公开工作做细，定下这份单子，逐项落到股室和人头。",
    "一、主动公开方面。财政、教育、医疗三个领域的信息，每季度末更新一次。",
    "二、依申请公开方面。来件当天登记，答复前过一遍合法性审核。",
    "三、平台建设方面。把旧栏目并掉，年底前完成。四、监督保障方面。半年一查，年底一评。",
]
OTHER = [
    "按照规定，现将有关情况公布如下，内容以本页为准，如有疑问请与承办科室联系。",
    "全年完成事项若干，较上年有所增加，主要是服务窗口下沉到了乡镇。",
    "下一步继续照章办理，接受社会各方面的监督，及时改正发现的毛病。",
]


def page(title: str, lines: list[str], **given: str) -> bytes:
    parts = [f"<h1>{escape(title)}</h1>", *(f"<p>{escape(line)}</p>" for line in lines)]
    meta = f'<meta name="ArticleTitle" content="{escape(given.get("article", title))}">'
    head = escape(given.get("head", title))
    return f"<html><head><title>{head}</title>{meta}</head><body><div id='zoom'>{''.join(parts)}</div></body></html>".encode()


def whole(title: str) -> bytes:
    """A whole report under a title that says it is something else."""
    return as_page(Told([title], sections=usual(), page_title=title))


def table(key: str, fill: str, form: str = "2021") -> str:
    """A statutory table with the same text in every cell of figures."""
    drawn = forms.load(form).table(key)
    heads = "".join(f"<td>{c.label_zh}</td>" for c in drawn.columns if c.kind != "group")
    rows = "".join(
        f"<tr><td>{r.label_zh}</td>{f'<td>{fill}</td>' * len(r.cells)}</tr>" for r in drawn.rows if r.cells
    )
    return f"<table><tr><td>项目</td>{heads}</tr>{rows}</table>"


def blank_form(title: str, before: list[str], fill: str = "") -> bytes:
    """The form with its headings and its tables, nothing in the cells."""
    parts = [f"<h1>{escape(title)}</h1>", *(f"<p>{escape(line)}</p>" for line in before)]
    for key, heading, _ in usual():
        parts.append(f"<p>{heading}</p>")
        if key in ("proactive", "requests", "remedies"):
            parts.append(table({"proactive": "t2", "requests": "t3", "remedies": "t4"}[key], fill))
        else:
            parts.append("<p>（文字描述）</p>")
    return f"<html><head><title>{escape(title)}</title></head><body><div id='zoom'>{''.join(parts)}</div></body></html>".encode()


def listing(title: str, links: list[str]) -> bytes:
    items = "".join(
        f"<li><a href='a{n}.html'>{t}</a><span>2025-01-{n + 10}</span></li>" for n, t in enumerate(links)
    )
    return f"<html><head><title>{title}</title></head><body><h2>{title}</h2><ul>{items}</ul><p>共 42 条 上一页 下一页</p></body></html>".encode()


NOTICES = [
    "关于做好2024年政府信息公开工作年度报告编制发布工作的通知",
    "青禾县人民政府办公室关于编制2024年政府信息公开工作年度报告的通知",
    "青禾县2018年政府信息公开工作年度报告报送通知",
    "关于报送2024年度政府信息公开工作年度报告的函",
    "转发关于做好2024年度政府信息公开年度报告编制工作的通知",
    "关于2024年政府信息公开工作年度报告有关事项的通知",
    "关于按时公布2024年政府信息公开工作年度报告的通知",
    "2024年政府信息公开工作年度报告编制工作提示",
    "关于开展2024年政府信息公开工作年度报告审核的通知",
    "关于催报2024年政府信息公开工作年度报告的通知",
    "政府信息公开工作年度报告编制要求",
    "关于征集2024年政府信息公开工作年度报告的公告",
]  # fmt: skip
EXPLAINERS = [
    "《青禾县2024年政府信息公开工作年度报告》解读",
    "文字解读：青禾县2024年政府信息公开工作年度报告",
    "图解：青禾县2024年政府信息公开工作年度报告",
    "一图读懂青禾县2024年政府信息公开工作年度报告",
    "青禾县2024年政府信息公开工作年度报告（图解版）",
    "问答解读：青禾县2024年政府信息公开工作年度报告.docx",
    "青禾县2024年政府信息公开工作年度报告解读材料",
    "数说青禾县2024年政府信息公开工作年度报告",
    "关于《青禾县2024年政府信息公开工作年度报告》的编制说明",
    "青禾县2024年政府信息公开工作年度报告亮点解析",
]  # fmt: skip
SAMPLES = [
    "xx县2024年政府信息公开工作年度报告",
    "某某县2024年政府信息公开工作年度报告",
    "政府信息公开工作年度报告范文（精选五篇）",
    "2024年政府信息公开年度报告（通用8篇）",
    "20政府信息公开度报告",
    "××局2024年政府信息公开工作年度报告",
    "2024年政府信息公开工作年度报告模板",
    "××镇政府信息公开工作年度报告",
]  # fmt: skip
OTHERS: list[tuple[str, tuple[str, ...]]] = [
    ("青禾县政府信息公开指南", ("rules",)),
    ("青禾县政府信息公开目录", ("catalogue",)),
    ("青禾县基层政务公开标准目录", ("catalogue",)),
    ("青禾县2025年政务公开工作要点", ("letter",)),
    ("青禾县2025年政府信息公开工作计划", ("summary",)),
    ("青禾县2024年政府信息公开工作总结", ("summary",)),
    ("青禾县政府信息公开工作考核办法", ("rules",)),
    ("关于2024年政府信息公开工作考核结果的通报", ("letter", "roll_call", "notice")),
    ("关于开展2024年度政务公开考核工作的通知", ("notice", "no_report")),
    ("青禾省政府信息公开工作年度报告制度", ("rules",)),
    ("青禾省政府信息公开年度报告管理办法（试行）", ("rules",)),
    ("青禾县2025年部门预算公开报告", ("no_report", "other_report")),
    ("青禾县水利局2024年部门决算信息公开报告", ("other_report", "no_report")),
    ("青禾县2024年法治政府建设年度报告", ("other_report",)),
    ("青禾大学2023-2024学年信息公开工作年度报告", ("other_report",)),
    ("青禾县供水公司企业信息公开年度报告", ("other_report",)),
    ("青禾县政府网站工作年度报表（2024年度）", ("website_report",)),
    ("青禾县2024年上半年依申请公开情况统计", ("statistics",)),
    ("青禾县2024年第一季度政府信息公开工作报告", ("statistics",)),
    ("关于报送2016年政府信息公开情况统计表的通知", ("notice",)),
    ("青禾县2024年政府信息公开工作年度报告公布情况", ("roll_call",)),
    ("2024年政府信息公开工作年度报告汇总表", ("roll_call", "statistics")),
    ("青禾市2015年政府信息公开工作年度报告专题", ("topic_page",)),
    ("青禾县召开政府信息公开年度报告编制工作培训会", ("topic_page", "notice")),
    ("我县2024年政府信息公开工作年度报告按时公布", ("topic_page", "roll_call")),
    ("青禾县政府信息公开工作第三方评估报告", ("letter",)),
    ("关于2014年政府信息公开工作要点落实情况的函", ("letter",)),
    ("青禾县政府信息公开工作自查报告", ("letter",)),
    ("Annual Report of Qinghe County on Government Information Disclosure in 2019", ("translation",)),
    ("青禾县2024年政府信息公开工作年度报告（征求意见稿）", ("draft",)),
    ("青禾县2024年政府信息公开工作年度报告（送审稿）", ("draft",)),
    ("青禾县2024年政府信息公开工作年度报告（初稿）", ("draft",)),
    ("关于《青禾县2024年政府信息公开工作年度报告》征求意见的公告", ("draft", "notice")),
    ("政府工作报告", ("other_report", "no_report")),
    ("青禾县2024年国民经济和社会发展统计公报", ("no_report",)),
    ("2024年青禾县政府信息公开申请办理流程", ("rules", "no_report")),
    ("青禾县2024年度政务公开工作推进会召开", ("topic_page",)),
]  # fmt: skip
LINKS = [
    f"青禾县{b}2024年政府信息公开工作年度报告"
    for b in ("教育局", "水利局", "财政局", "民政局", "白禾镇", "松溪镇", "大湾街道")
]


def titled() -> list[Decoy]:
    """Decoys that their title tells."""
    found = [
        Decoy(f"notice: {t}", ("notice", "letter", "roll_call", "draft"), page(t, PROSE)) for t in NOTICES
    ]
    found += [Decoy(f"explainer: {t}", ("explainer",), page(t, SHOWN)) for t in EXPLAINERS]
    found += [Decoy(f"sample: {t}", ("sample",), page(t, ESSAY)) for t in SAMPLES]
    found += [
        Decoy(f"other: {t}", why, page(t, PLAN if "要点" in t or "计划" in t else OTHER)) for t, why in OTHERS
    ]
    heavy = [
        EXPLAINERS[0],
        EXPLAINERS[4],
        SAMPLES[0],
        OTHERS[29][0],
        OTHERS[28][0],
        "青禾县2024年政府信息公开工作年度报告范文",
    ]
    found += [
        Decoy(f"a whole report titled {t}", ("explainer", "sample", "draft", "translation"), whole(t))
        for t in heavy
    ]
    return found


def untitled() -> list[Decoy]:
    """Decoys that their body tells, some under the very title of a report."""
    form = "中华人民共和国政府信息公开工作年度报告格式"
    issuing = f"国务院办公厅政府信息与政务公开办公室关于印发《{form}》的通知"
    months = "".join(f"<tr><td>{n}月</td><td>{n * 7}</td><td>{n}</td></tr>" for n in range(1, 7))
    half = f"<h1>2024年上半年政府信息公开统计</h1><table><tr><td>月份</td><td>主动公开</td><td>申请</td></tr>{months}</table>"
    empty = ("empty_form", "sample", "no_report", "notice")
    return [
        Decoy("the notice that issues the form", empty, blank_form(issuing, PROSE[:2])),
        Decoy("the empty form under its own title", empty, blank_form(form, [])),
        Decoy("the empty form under the title of a report", empty, blank_form("XX年政府信息公开工作年度报告", [])),
        Decoy("the empty form under a report's title", empty, blank_form(REPORT, [])),
        Decoy("the form with strokes", empty, blank_form(form, [], "—")),
        Decoy("the form with noughts, no organ and placeholders", empty, blank_form("××县××年政府信息公开工作年度报告", [], "0")),
        Decoy("the form with X in its cells", empty, blank_form(form, [], "X")),
        Decoy("the empty form as text", empty, as_text(Told(["政府信息公开工作年度报告格式"], sections=[(k, h, "（文字描述）") for k, h, _ in usual()])), "page.txt"),
        Decoy("the empty list of 2014", empty, f"<h1>政府信息公开情况统计表</h1>{table('i', '', '2014')}".encode() if any(t.key == "i" for t in forms.load("2014").tables) else b"<p>-</p>"),
        Decoy("a call for reports with the empty form", empty, blank_form(NOTICES[0], PROSE)),
        Decoy("a list of reports", ("list", "no_report"), listing("政府信息公开年报", LINKS)),
        Decoy("a list of one organ's reports", ("list", "no_report"), listing("青禾县政府信息公开年报", [f"青禾县{y}年政府信息公开工作年度报告" for y in range(2018, 2025)])),
        Decoy("what a search found", ("list", "no_report"), listing("检索结果：年度报告", LINKS[:4] * 3)),
        Decoy("a list under the title of a report", ("list", "no_report"), listing(REPORT, LINKS)),
        Decoy("page not found", ("no_report",), page("404", ["您访问的页面不存在或者已经删除。", "返回首页", "3秒后自动跳转"], head="页面不存在")),
        Decoy("page not found under a report's title", ("no_report",), page("抱歉", ["您访问的页面不存在。"], head=REPORT, article=REPORT)),
        Decoy("the system is being kept up", ("no_report",), page("系统维护中", ["网站升级改造，暂停访问。"])),
        Decoy("a report's title alone", ("no_report",), page(REPORT, ["点击下载附件", "附件：年报.pdf"])),
        Decoy("a picture and nothing else", ("no_report",), page(REPORT, ["一图读懂", ""])),
        Decoy("an explanation whose text begins with the report's title", ("explainer",), page(REPORT, SHOWN, article="【图解】" + REPORT)),
        Decoy("an explanation told by the page's head", ("explainer",), page(REPORT, SHOWN, head="政策解读：" + REPORT, article="")),
        Decoy("a notice that names the report in its first line", ("notice",), page("通知", [NOTICES[0], *PROSE])),
        Decoy("a notice without the word in its title", ("notice",), page("青禾县人民政府办公室文件", ["青政办发〔2025〕3号", NOTICES[1], *PROSE])),
        Decoy("a notice under a report's title", ("notice",), page("2024年政府信息公开工作年度报告", PROSE)),
        Decoy("news", ("no_report", "topic_page"), page("我县布置年度报告编制", NEWS)),
        Decoy("news under a report's words", ("topic_page", "no_report", "notice"), page("青禾县培训2024年政府信息公开年度报告编制", NEWS)),
        Decoy("an essay without a title", ("sample", "no_report"), page("", ESSAY)),
        Decoy("an essay under a plain title", ("sample",), page("2024年政府信息公开工作年度报告", ESSAY)),
        Decoy("figures of half a year", ("statistics", "no_report"), half.encode()),
        Decoy("a budget", ("no_report", "other_report"), page("青禾县2025年部门预算", OTHER)),
        Decoy("work points by the form's headings", ("letter", "no_report"), page("2025年政务公开工作要点", PLAN)),
        Decoy("a menu", ("no_report",), page("青禾县人民政府", ["首页", "政府信息公开指南", "政府信息公开制度", "法定主动公开内容", "政府信息公开年报", "依申请公开"] * 6)),
        Decoy("plain text of a call", ("notice",), "\n".join([NOTICES[2], *PROSE]).encode(), "page.txt"),
        Decoy("Markdown of an explanation", ("explainer",), "\n\n".join(["# " + EXPLAINERS[0], *SHOWN]).encode(), "page.md"),
    ]  # fmt: skip


def every() -> list[Decoy]:
    return [*titled(), *untitled()]


def odd(title: str) -> Told:
    """A true report whose body is small, for titles of odd shapes."""
    return replace(Told(sections=usual()), title=title.split("\n"))
