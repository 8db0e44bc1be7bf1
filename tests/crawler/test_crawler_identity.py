"""One page, several addresses and several faces: kept once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from crawler.identity import identity
from tests.crawler.crawler_small import Small, plans, running

NAMES = ("no_www", "twins", "clock", "two_columns")
PLANS = plans(NAMES, {"two_columns": "hanweb"}, first=60)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    """Two portals are registered by name: one under a www that does not answer, one under both its names."""
    with running(tmp_path_factory.mktemp("identity"), PLANS) as small:
        text = small.registry.read_text(encoding="utf-8")
        bare = {name: f"http://g{PLANS[name].code}.localhost:{small.port}" for name in ("no_www", "twins")}
        text = text.replace(base(small, "no_www"), bare["no_www"].replace("//", "//www."))
        mine = re.findall(rf"(?m)^{PLANS['twins'].code},.*\n", text)
        for row in mine:
            text += row.replace(base(small, "twins"), bare["twins"].replace("//", "//www."))
        text = text.replace(base(small, "twins"), bare["twins"])
        small.registry.write_text(text, encoding="utf-8")
        small.crawl()
        small.crawl("--deep")
        yield small


def base(small: Small, name: str) -> str:
    return f"http://{small.host(PLANS[name].code)}:{small.port}"


def paths(small: Small, name: str) -> list[str]:
    """Paths of the report pages that were kept of a portal, as often as they were."""
    sql = "select url from captures where portal = ? and role = 'report' order by url"
    return [urlsplit(url).path for (url,) in small.rows(sql, PLANS[name].code)]


def planted(small: Small, name: str) -> set[str]:
    return {"/" + url.removeprefix("//").split("/", 1)[1] for url in small.planted_on(PLANS[name].code)}


def test_where_www_does_not_answer_the_bare_name_is_asked(world: Small) -> None:
    assert set(paths(world, "no_www")) == planted(world, "no_www")
    assert world.rows("select distinct state from crawl_portals where portal = ?", PLANS["no_www"].code) == [
        ("done",)
    ]


def test_a_portal_under_two_names_is_kept_once(world: Small) -> None:
    assert sorted(paths(world, "twins")) == sorted(planted(world, "twins"))


def test_the_time_at_which_a_page_was_made_is_no_new_version(world: Small) -> None:
    code = PLANS["clock"].code
    deep = "crawl = (select max(crawl) from fetches) and portal = ? and role = 'report'"
    outcomes = dict(world.rows(f"select outcome, count(*) from fetches where {deep} group by 1", code))
    assert outcomes == {"unchanged": len(planted(world, "clock"))}
    assert sorted(paths(world, "clock")) == sorted(planted(world, "clock"))
    bytes_differ = world.rows(f"select count(*) from fetches where {deep} and status = 200", code)
    assert bytes_differ == [(len(planted(world, "clock")),)], "other bytes every time"


def test_an_article_in_two_columns_is_kept_once(world: Small) -> None:
    kept = [
        identity(url)
        for (url,) in world.rows(
            "select url from captures where portal = ? and role = 'report'", PLANS["two_columns"].code
        )
    ]
    assert len(kept) == len(set(kept)) and set(kept) == world.planted_on(PLANS["two_columns"].code)


@pytest.mark.parametrize("one, other", [
    ("http://www.a.gov.cn/x/index.html", "https://a.gov.cn/x/"), ("http://a.gov.cn:80/x/?_=0.51", "http://A.gov.cn./x"),
    ("http://a.gov.cn/art/2024/1/2/art_111_222.html", "http://a.gov.cn/art/2024/1/2/art_333_222.html"),
    ("http://a.gov.cn/zwgk/content/mpost_4.html", "http://a.gov.cn/zwgk/content/post_4.html"),
    ("http://a.gov.cn/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1010&wbnewsid=77", "http://a.gov.cn/info/1010/77.htm"),
    ("http://a.gov.cn/x.jsp;jsessionid=AB12?id=3", "http://a.gov.cn/x.jsp?id=3"),
])  # fmt: skip
def test_twins_are_one_page(one: str, other: str) -> None:
    assert identity(one) == identity(other)


@pytest.mark.parametrize("one, other", [
    ("http://a.gov.cn/x?id=3", "http://a.gov.cn/x?id=4"), ("http://a.gov.cn/x", "http://b.gov.cn/x"),
    ("http://a.gov.cn/gkmlpt/annualreport#2629", "http://a.gov.cn/gkmlpt/annualreport#2630"),
    ("http://a.gov.cn/X/1.html", "http://a.gov.cn/x/1.html"),
])  # fmt: skip
def test_others_are_not(one: str, other: str) -> None:
    assert identity(one) != identity(other)
