"""Each family's addresses and lists look as the research notes say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from replica import build, families, world
from replica.http import Request
from replica.site import Site

SHAPES = {
    "trs-wcm": r"/20\d{4}/t20\d{6}_\d+\.html$",
    "ucap": r"^/x\d+/c1\d{5}/20\d{4}/[0-9a-f]{32}\.shtml$",
    "hanweb": r"/art/20\d\d/\d{1,2}/\d{1,2}/art_\d+_\d+\.html$|/art/20\d\d/art_[0-9a-f]{32}\.html$|AnnualReport\.jsp\?area=11\w+&fbtime=20\d\d$",
    "gd-nfcms-gkmlpt": r"/gkmlpt/content/\d/\d+/post_\d+\.html$|/content/post_\d+\.html$",
    "lonsun": r"^/public/\d+/\d+\.html$",
    "vsb": r"^/info/\d+/\d+\.htm$",
    "content-noext": r"^/zwgk/[a-z/0-9]+/content_\d+$",
    "pc-list": r"/pc/content/content_\d{19}\.html$",
    "shangwang": r"^/XxgkAnnualReport/show/\d+\.html$",
    "hebei-channel": r"^/single/29/\d+\.html$",
    "epoint": r"^/govxxgk/[A-Z0-9]+/20\d\d-\d\d-\d\d/[0-9a-f-]{36}\.html$",
    "shaanxi-19d": r"/\d{19}\.html$",
    "henan-date-id": r"^/20\d\d/\d\d-\d\d/\d+\.html$",
    "jeecms": r"/\d+\.jhtml$",
    "hunan-c-i": r"^/c\d+/20\d{6}/i\d+\.html$",
    "siteserver": r"^/contents/\d+/\d+\.html$",
    "pzh-shtml-id": r"/\d{7,8}\.shtml$",
    "htmls-rand": r"^/htmls/[a-z0-9]{8}_[a-z]+\d*n?/20\d{6}/\d{19}\.html$",
    "columns-uuid": r"^/columns/[0-9a-f-]{36}/20\d{4}/\d\d/[0-9a-f-]{36}\.html$",
    "liaoning-glist": r"^/html/[A-Z]+/20\d{4}/0\d{15}\.html$",
    "tsid-dir": r"/20\d{15,17}/index\.html$",
    "sh-year-day": r"/20\d\d/\d{1,3}/\d+\.html$",
    "xingan-article": r"/article_\d{19}\.html$",
    "doc-date-shtml": r"^/doc/20\d\d/\d\d/\d\d/\d+\.shtml$",
}
PLANS = [plan for plan in world.plans() if not plan.examples]


@cache
def site(code: str) -> Site:
    return build.site(next(plan for plan in PLANS if plan.code == code), 8100)


def articles(built: Site) -> Iterator[str]:
    family = families.load()[built.engine]
    for column in built.columns():
        for article in column.articles:
            yield family.article_path(built, column, article)


def test_every_family_has_a_portal_with_all_years() -> None:
    keys = {plan.options.get("engine", plan.family) for plan in PLANS if plan.years == (2008, 2025)}
    assert keys >= set(families.load())


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.family}-{plan.code}")
def test_articles_lie_where_the_family_puts_them(plan: world.Plan) -> None:
    built = site(plan.code)
    shape = re.compile(SHAPES.get(plan.family, r"^/"))
    for path in articles(built):
        assert shape.search(path), path
        assert built.answer(Request("GET", path, {})) is not None or path in built.routes


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.family}-{plan.code}")
def test_columns_and_homes_answer(plan: world.Plan) -> None:
    built = site(plan.code)
    family = families.load()[built.engine]
    home = built.answer(Request("GET", "/", {}))
    assert home is not None
    assert home.status == 200
    for column in built.columns():
        for number in range(1, family.pages(column) + 1):
            answer = built.answer(Request("GET", family.column_path(built, column, number), {}))
            assert answer is not None
            assert answer.status == 200


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: f"{plan.family}-{plan.code}")
def test_articles_carry_the_standard_meta_tags(plan: world.Plan) -> None:
    built = site(plan.code)
    page = built.answer(Request("GET", next(articles(built)), {}))
    assert page is not None
    text = page.body.decode(built.charset)
    assert f'name="SiteIDCode" content="{plan.code}0001"' in text
    assert re.search(r'name="PubDate" content="20\d\d-\d\d-\d\d \d\d:\d\d"', text)


def test_old_portals_say_gb2312() -> None:
    built = site(next(plan.code for plan in PLANS if plan.family == "asp-legacy"))
    page = built.answer(Request("GET", next(articles(built)), {}))
    assert page is not None
    assert page.content_type.endswith("gb2312")
    assert b"charset=gb2312" in page.body


def test_vsb_counts_its_pages_downwards() -> None:
    built = site(next(plan.code for plan in PLANS if plan.family == "vsb"))
    family = families.load()["vsb"]
    total = family.pages(built.root)
    assert total > 2
    assert family.column_path(built, built.root, 2).endswith(f"/{total - 1}.htm")
    assert family.column_path(built, built.root, total).endswith("/1.htm")
