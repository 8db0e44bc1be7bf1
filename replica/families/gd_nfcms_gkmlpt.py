"""Guangdong: NFCMS columns (`engine = "nfcms"`) and the disclosure platform gkmlpt (a tree in the page, JSON lists) and NFCMS columns."""

from __future__ import annotations

import json as jsonlib
from functools import partial
from html import escape
from typing import Any

from replica.http import Request, Response, html, json
from replica.layout import Static
from replica.shell import page
from replica.site import Article, Column, Site


class Nfcms(Static):
    """The CMS's own columns: `index_2.html` is the second page, every article has a twin for phones."""

    key = "nfcms"
    body_open = '<div class="article-content">'

    def column_path(self, site: Site, column: Column, page: int) -> str:
        return f"/zwgk/{'/'.join(column.path)}/index{f'_{page}' if page > 1 else ''}.html"

    def article_path(self, site: Site, column: Column, article: Article) -> str:
        return f"/zwgk/{'/'.join(column.path)}/content/post_{2_000_000 + article.number}.html"

    def add_article(self, site: Site, column: Column, article: Article) -> None:
        super().add_article(site, column, article)
        path = self.article_path(site, column, article)
        site.routes[path.replace("post_", "mpost_")] = site.routes[path]

    def detail(self, site: Site, column: Column, article: Article) -> str:
        return f'<div class="tyxxy_main"><h1>{escape(article.title)}</h1><p>发布日期：{article.published:%Y-%m-%d %H:%M:%S}　发布机构：{escape(article.organ)}</p>{self.content(site, column, article)}</div>'


class Gkmlpt(Nfcms):
    """The platform: every category is opened by the same shell, told by the fragment of the address."""

    key = "gd-nfcms-gkmlpt"
    page_size = 100

    def column_path(self, site: Site, column: Column, page: int) -> str:
        return "/gkmlpt/annualreport"

    def link(self, site: Site, column: Column) -> str:
        return f"/gkmlpt/annualreport#{column.number}"

    def article_path(self, site: Site, column: Column, article: Article) -> str:
        number = 2_000_000 + article.number
        return f"/gkmlpt/content/{number // 1_000_000}/{number // 1000}/post_{number}.html"

    def build(self, site: Site) -> None:
        super().build(site)
        site.routes["/gkmlpt/annualreport"] = site.routes["/gkmlpt/index"] = partial(self.shell, site)
        for column in site.every():
            site.routes[f"/gkmlpt/api/all/{column.number}"] = partial(self.api, site, column)

    def tree(self, column: Column) -> dict[str, Any]:
        return {
            "id": column.number, "name": column.title, "parent_id": column.parent.number if column.parent else 0,
            "post_count": len(column.articles), "jump_url": "", "children": [self.tree(c) for c in column.children],
        }  # fmt: skip

    def shell(self, site: Site, request: Request) -> Response:
        guide = {
            "id": 1,
            "name": "政府信息公开指南",
            "parent_id": 0,
            "post_count": 0,
            "jump_url": "/gkmlpt/guide",
            "children": [],
        }
        tree = jsonlib.dumps([guide, self.tree(site.root)], ensure_ascii=False)
        script = f"<script>window._CONFIG = {{ SID: '{755000 + int(site.code) % 1000}', TREE: {tree}, SERVICE_AREA_ID: 755, DETAIL: {{}} }};</script>"
        return html(page(site, f"政府信息公开目录_{site.title}", f'{script}<div id="app"></div>'))

    def api(self, site: Site, column: Column, request: Request) -> Response:
        """A hundred articles a page; page 0 and page 1 are the same."""
        number = max(1, int(request.query.get("page", "1")))
        articles = [self._post(site, column, article) for article in self.shown(column, number)]
        classify = {"id": column.number, "name": column.title, "post_count": len(column.articles)}
        return json({"classify": classify, "total": len(column.articles), "articles": articles})

    def _post(self, site: Site, column: Column, article: Article) -> dict[str, Any]:
        path = self.article_path(site, column, article)
        files = [
            {"id": n, "name": a.name, "url": site.base + self.attachment_path(path, article, n, a)}
            for n, a in enumerate(article.attachments)
        ]
        return {
            "id": 2_000_000 + article.number, "title": article.title, "url": site.base + path,
            "post_url": site.base + path.replace("post_", "mpost_"), "publisher": article.organ,
            "created_at": f"{article.published:%Y-%m-%d %H:%M:%S}", "date": int(article.published.timestamp()),
            "classify_main": column.number, "classify_main_name": column.title, "attachment": files, "relation": "[]",
        }  # fmt: skip

    def detail(self, site: Site, column: Column, article: Article) -> str:
        held = jsonlib.dumps({"content": article.body()}).replace("<", "\\u003C")
        return (
            f"{super().detail(site, column, article)}<script>window._CONFIG = {{ DETAIL: {held} }};</script>"
        )


FAMILIES = (Gkmlpt(), Nfcms())
