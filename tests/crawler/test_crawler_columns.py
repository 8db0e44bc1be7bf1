"""Columns: below a list, as the report itself, read by declared keys, and not the home page in a list's place."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from scrapy.http import HtmlResponse

from crawler import recognition
from crawler.columns import column_name, columns_below
from crawler.outcomes import holds_report
from crawler.requesting import wanted
from crawler.spiders.declared import DeclaredSpider
from reference.families import Family
from tests.crawler.crawler_world import ROOT, serving

HERE = "http://a.example/col/col7/index.html"
REPORT = "<p>一、总体情况</p><p>无</p><p>二、主动公开政府信息情况</p>"


def page(body: str, *, title: str = "某县政府网", url: str = HERE, encoding: str = "utf-8") -> HtmlResponse:
    text = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return HtmlResponse(url, body=text.encode(encoding), encoding="utf-8")


def family(**given: str) -> DeclaredSpider:
    told = {"links": "ul.list a", "next": "a.forward", "encoding": ""} | given
    return DeclaredSpider(Family("test", False, (re.compile("/x/"),), (), **told))


def test_a_declared_family_follows_its_own_pager_and_any_pager_where_it_has_none() -> None:
    own = page('<a class="forward" href="list_2.html">»</a>')
    following = family().next_page(own)
    assert following is not None
    assert following.url == "http://a.example/col/col7/list_2.html"
    plain = family().next_page(page('<a href="list_3.html">下一页</a>'))
    assert plain is not None
    assert plain.url.endswith("list_3.html")
    assert family().next_page(page('<a class="forward" href="javascript:void(0)">»</a>')) is None
    assert family().next_page(page(f'<a class="forward" href="{HERE}">»</a>')) is None


def test_a_declared_family_decodes_what_is_not_utf8() -> None:
    rows = '<ul class="list"><li><a href="1.asp">某镇2024年政府信息公开工作年度报告</a>2025-01-20</li></ul>'
    title = "某镇2024年政府信息公开工作年度报告"
    spider = family(encoding="gb18030")
    assert [link.title for link in spider.links(page(rows, encoding="gb18030"))] == [title]
    assert [link.title for link in spider.links(page(rows))] == [title], "what is UTF-8 stays so"


def test_a_link_named_like_a_column_is_followed_as_one() -> None:
    rows = '<ul class="list"><li><a href="/col/col8/">2025年政府信息公开年报</a></li></ul>'
    assert not list(family().links(page(rows)))
    assert [column.url for column in columns_below(page(rows), set())] == ["http://a.example/col/col8/"]


@pytest.mark.parametrize(
    ("words", "followed"),
    [
        ("部门政府信息公开年报", True),
        ("2023年", True),
        ("乡镇年报", True),
        ("政府信息公开年报", False),  # on every page's menu: this very column
        ("政府信息公开指南", False),
        ("政策解读", False),
    ],
)
def test_parts_of_the_column_are_followed_wherever_they_lie(words: str, followed: bool) -> None:
    found = list(columns_below(page(f'<a href="/col/col99/index.html">{words}</a>'), set()))
    assert bool(found) is followed


def test_columns_of_a_drawn_menu_are_followed() -> None:
    tree = (
        '<script>window._CONFIG = { SID: "755", TREE: [{"id": 1, "name": "财政预决算", "children": [{"id": 2, "name": "2023年"}]},'
        ' {"id": 3, "name": "政府信息公开年报", "children": [{"id": 4, "name": "2023年"}, {"id": 5, "name": "惠民镇"},'
        ' {"id": 6, "name": "其他", "jump_url": "/x"}]}], SERVICE_AREA_ID: 755 };</script>'
    )
    found = list(columns_below(page(tree, url="http://a.example/hmz/gkmlpt/annualreport"), set()))
    assert [(column.url, column.organ) for column in found] == [
        ("http://a.example/hmz/gkmlpt/annualreport#4", None),
        ("http://a.example/hmz/gkmlpt/annualreport#5", "惠民镇"),
    ]
    nodes = (
        '<script>var n = [{name: "部门年报", url: "/bm/nb/"}, {name: "政策解读", url: "/zcjd/"}];</script>'
    )
    assert [column.url for column in columns_below(page(nodes), set())] == ["http://a.example/bm/nb/"]
    assert not list(columns_below(page("<script>var c = {TREE: [oops], A: 1};</script>"), set()))


def test_a_home_page_in_the_place_of_a_list_gives_no_reports() -> None:
    news = "".join(
        f'<li><a href="/xw/{n}1234567.shtml">盐边县图书馆开放第{n}间阅览室</a></li>' for n in range(1, 9)
    )
    one = '<li><a href="/nb/21234567.shtml">盐边县2024年政府信息公开工作年度报告</a></li>'
    told = recognition.read(page(news + one), "pzh-shtml-id", wanted)
    assert [link.title for link in told.links] == ["盐边县2024年政府信息公开工作年度报告"]
    assert told.strange == 8
    crumb = "<div>您当前的位置：<a href='/'>首页</a> &gt; <a href='/nb/'>政府信息公开年报</a></div>"
    assert recognition.read(page(crumb + news + one), "pzh-shtml-id", wanted).strange == 0


def test_a_family_that_reads_nothing_gives_way_to_plain_anchors() -> None:
    rows = "".join(
        f'<li><a href="view.do?no={n}">惠民镇{2015 + n}年政府信息公开工作年度报告</a></li>' for n in range(5)
    )
    met = recognition.read_as_met(page(rows, title="政府信息公开年报"), "vsb", wanted)
    assert (met.family, len(met.links)) == ("generic", 5)
    nothing = recognition.read_as_met(page("<li><a href='/xw/1.html'>召开会议</a></li>"), "vsb", wanted)
    assert (nothing.family, nothing.links) == ("vsb", [])


def test_a_column_is_known_by_meta_title_or_head() -> None:
    assert column_name(page('<meta name="columnname" content="信息公开年报">')) == "信息公开年报"
    assert column_name(page("", title="政府信息公开年报_某县政府网")) == "政府信息公开年报"
    assert column_name(page("<h2> 政府信息公开 年度报告 </h2>")) is not None
    assert column_name(page("<h2>统计年报</h2>")) is None


def test_a_report_is_told_from_a_list_by_its_chapters() -> None:
    assert holds_report(page(REPORT).text)
    assert not holds_report(page("<li>总体情况</li>").text)
    assert not holds_report('{"content": "一、总体情况 二、主动公开政府信息情况"}'), (
        "an API carries whole articles"
    )


def test_a_column_that_is_the_report_is_read_as_one(tmp_path: Path) -> None:
    with serving(tmp_path, "991304", "--tops") as world:
        world.crawl()
        asked = world.log()
        column = world.rows("select id, role, url from captures where url like '%/nb2025n.htm'")
        world.crawl("--deep")
    assert [role for _, role, _ in column] == ["report"]
    assert [row["count"] for row in asked if row["path"].endswith("/nb2025n.htm")] == [1], "asked once"
    assert world.rows("select state from links where url like '%/nb2025n.htm'") in (
        [("unchanged",)],
        [("not_modified",)],
    )
    keep = ["--archive", str(tmp_path / "a.db"), "--captures", str(tmp_path / "a")]
    subprocess.run(
        [sys.executable, "-m", "parse", *keep], cwd=ROOT, check=True, capture_output=True, timeout=300
    )
    read = world.rows("select is_report, report from readings where capture = ?", column[0][0])
    assert read == [(1, "991304-2025")]


def test_years_of_a_script_are_asked_for_without_a_link(tmp_path: Path) -> None:
    with serving(tmp_path, "991305", "--small", "--tops") as world:
        world.crawl()
        assert world.captured() == set(world.planted())
    years = world.rows(
        "select outcome, count(*) from fetches where url like '%AnnualReport%' group by 1 order by 1"
    )
    assert [outcome for outcome, _ in years] == ["kept", "soft_404"], "a year without a report is no report"
