"""Home pages and the way from them to the column of yearly reports, as portals have it: homes.toml and six ways.

direct: the home page names the column. way: 政务公开 → 政府信息公开 → 法定主动公开内容 → 年度报告. image: the same way, its
links pictures with alt or title only. frame: the menu of the disclosure area is a page in a frame. tree: a script draws
it from data. jump: the root only leads on to the home page. `home` in a portal's options names one; else the code does.
"""

from __future__ import annotations

import json as jsonlib
import tomllib
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from html import escape
from pathlib import Path
from typing import Any

from replica.http import Request, Response, html, redirect
from replica.prose import GENERATED
from replica.shell import page
from replica.site import Article, Column, Site
from replica.world import Plan

WAYS = ("direct", "way", "image", "frame", "tree", "jump")
FIRST_OTHER, FIRST_ARTICLE = 50, 820_000
STRANGER = "http://127.99.254.1"
"""A host that no registry names: links there must never be asked."""

Link = Callable[[Column], str]
Place = Callable[[Column, Article], str]


@cache
def table() -> dict[str, Any]:
    """homes.toml."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))


def host(plan: Plan) -> str | None:
    """The name of a portal that answers by its name (`home = "twin"`), None for the others."""
    return f"g{plan.code}.localhost" if plan.options.get("home") == "twin" else None


def root(site: Site) -> str:
    """The address that a registry has of the portal: where it answers by name, its www twin that only redirects."""
    return f"{site.base.replace('//', '//www.') if way_of(site) == 'twin' else site.base}/"


def way_of(site: Site) -> str:
    """Which of the ways this portal has."""
    invented = site.code.isdigit() and int(site.code) >= 991_000
    return site.options.get("home") or (WAYS[int(site.code) % len(WAYS)] if invented else "direct")


def others(site: Site) -> list[Column]:
    """The columns that look like the one that is sought, with their articles."""
    found = []
    for number, told in enumerate(table()["other"]):
        column = Column(site.root.number + FIRST_OTHER + number, told["title"], told["slug"])
        for place, title in enumerate(told["articles"]):
            name = title.format(place=site.name)
            body = partial(str, f"<p>{GENERATED}</p><p>占位文字：{escape(name)}。</p>")
            published = datetime(2025, 3, 1 + number, 9, 10 + place)
            column.articles.append(
                Article(
                    FIRST_ARTICLE + number * 10 + place, name, published, site.name, body, {"kind": "decoy"}
                )
            )
        found.append(column)
    return found


def lay(site: Site, link: Link, place: Place) -> None:
    """Fill the routes of the home page and of the way from it."""
    way = way_of(site)
    made = Pages(site, link, place, way)
    site.routes["/"] = made.home
    if way == "jump":
        site.routes["/"], site.routes["/sy/index.html"] = made.jump, made.home
    if way == "twin":
        site.routes["/"] = made.twin
    site.routes["/zwgk/index.html"] = made.disclosure
    site.routes["/zwgk/zfxxgk/index.html"] = made.menu if way != "frame" else made.framed
    site.routes["/zwgk/zfxxgk/left.html"] = made.menu
    site.routes["/zwgk/fdzdgknr/index.html"] = made.statutory
    site.routes["/zwgk/units/index.html"] = made.units
    for number, column in enumerate(site.units):
        site.routes[f"/zwgk/units/{number}/index.html"] = partial(made.unit, column)


class Pages:
    """The pages of the way of one portal."""

    def __init__(self, site: Site, link: Link, place: Place, way: str) -> None:
        self.site, self.link, self.place, self.way = site, link, place, way

    def home(self, request: Request) -> Response:
        """Navigation, news, services, columns that are something else, other portals; perhaps the column itself."""
        nav, name = table()["nav"], self.site.name
        top = [
            (text.format(place=name), "/zwgk/index.html" if text == "政务公开" else f"/zt/{n}.html")
            for n, text in enumerate(nav["top"])
        ]
        services = [(text, f"/fw/{n}.html") for n, text in enumerate(nav["service"])]
        friends = [(text, f"{STRANGER}/zwgk/{n}/") for n, text in enumerate(nav["friends"])]
        friends.append(("市级政府信息公开年报汇总", f"{STRANGER}/zfxxgknb/"))
        named = (
            [("政府信息公开年报", self.link(self.site.root))]
            if self.way in ("direct", "jump", "twin")
            else []
        )
        news = [(a.title, self.place(c, a)) for c in self.site.others for a in c.articles]
        columns = [(c.title, self.link(c)) for c in self.site.others]
        body = self._menu(top) + rows(news) + rows(services) + rows(columns[1:]) + rows(named) + rows(friends)
        return self._page(self.site.title, body)

    def jump(self, request: Request) -> Response:
        """A root of two hundred bytes."""
        return html(
            '<html><head><meta http-equiv="refresh" content="0;url=sy/index.html"></head><body></body></html>'
        )

    def twin(self, request: Request) -> Response:
        """The www twin leads to the bare name."""
        if request.headers.get("host", "").startswith("www."):
            return redirect(f"{self.site.base}/", 301)
        return self.home(request)

    def disclosure(self, request: Request) -> Response:
        """政务公开: the disclosure area, the other columns, the units."""
        links = [(c.title, self.link(c)) for c in self.site.others[:3]]
        links += [("政府信息公开", "/zwgk/zfxxgk/index.html"), ("基层政务公开标准化", "/zt/9.html")]
        links += [("部门和乡镇信息公开", "/zwgk/units/index.html")] if self.site.units else []
        return self._page("政务公开", self._menu(links))

    def framed(self, request: Request) -> Response:
        """The menu stands in a frame."""
        frames = (
            '<iframe src="left.html" width="240"></iframe><iframe src="/zt/8.html" name="right"></iframe>'
        )
        return self._page("政府信息公开", frames)

    def menu(self, request: Request) -> Response:
        """The disclosure area's menu, drawn by a script on some portals."""
        held = [(c.title, self.link(c)) for c in self.site.others[:2]]
        held += [("法定主动公开内容", "/zwgk/fdzdgknr/index.html"), ("依申请公开", "/zt/7.html")]
        if self.way == "tree":
            held.append(("政府信息公开年报", self.link(self.site.root)))
            nodes = [{"id": n, "pId": 0, "name": name, "url": url} for n, (name, url) in enumerate(held, 1)]
            script = f"<script>var zNodes = {jsonlib.dumps(nodes)}; $.fn.zTree.init($('#tree'), {{}}, zNodes);</script>"
            return self._page("政府信息公开", f'<ul id="tree" class="ztree"></ul>{script}')
        return self._page("政府信息公开", self._menu(held))

    def statutory(self, request: Request) -> Response:
        """法定主动公开内容: what must be disclosed, the yearly report among it."""
        held = [(c.title, self.link(c)) for c in self.site.others[4:8]]
        held.insert(2, ("年度报告" if self.way == "way" else "政府信息公开年报", self.link(self.site.root)))
        return self._page("法定主动公开内容", self._menu([("机构职能", "/zt/6.html"), *held]))

    def units(self, request: Request) -> Response:
        """The list of departments and townships."""
        held = [(c.organ, f"/zwgk/units/{n}/index.html") for n, c in enumerate(self.site.units)]
        return self._page("部门和乡镇信息公开", rows(held))

    def unit(self, column: Column, request: Request) -> Response:
        """One unit's disclosure area."""
        held = [
            ("信息公开指南", "/zt/5.html"),
            ("政府信息公开年报", self.link(column)),
            ("法定主动公开内容", "/zt/4.html"),
        ]
        return self._page(f"{column.organ}信息公开", rows(held))

    def _menu(self, links: list[tuple[str, str]]) -> str:
        if self.way != "image":
            return rows(links)
        pictures = (
            f'<a href="{escape(url)}"><img src="/images/{n}.png" {"alt" if n % 2 else "title"}="{escape(text)}"></a>'
            for n, (text, url) in enumerate(links)
        )
        return f'<div class="tu">{"".join(pictures)}</div>'

    def _page(self, title: str, body: str) -> Response:
        text = page(self.site, f"{title}_{self.site.title}", f'<div class="main">{body}{FILLER}</div>')
        return html(text, charset=self.site.charset)


def rows(links: list[tuple[str, str]]) -> str:
    """Links as a list."""
    return f'<ul>{"".join(f"""<li><a href="{escape(url)}">{escape(text)}</a></li>""" for text, url in links)}</ul>'


FILLER = "".join(
    f"<p>栏目占位文字第{n}段：此处在真实门户上是要闻、通知和服务链接，演示中不放任何内容。</p>"
    for n in range(30)
)
