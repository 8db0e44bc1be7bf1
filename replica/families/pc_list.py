"""`/pc/list.html` platform: the static page holds the first rows, POST /queryList the rest; JSON inside strings."""

from __future__ import annotations

import json as jsonlib
from functools import partial
from typing import Any

from replica.http import Request, Response, json
from replica.layout import Static
from replica.site import Article, Column, Site


class PcList(Static):
    """Site code and channel code before `/pc/`, 19-digit numbers of articles."""

    key = "pc-list"
    body_open = '<div class="article-con" id="zoom">'

    def column_path(self, site: Site, column: Column, page: int) -> str:
        return f"/{site.site_code}/{column.slug}/pc/list.html{f'?page={page}' if page > 1 else ''}"

    def article_path(self, site: Site, column: Column, article: Article) -> str:
        return f"/{site.site_code}/c{column.number:05}/pc/content/content_{article.snowflake}.html"

    def build(self, site: Site) -> None:
        super().build(site)
        site.routes["/queryList"] = partial(self.query, site)

    def pager(self, site: Site, column: Column, number: int) -> str:
        return f"<script>queryList({{url:'/queryList',webSiteCode:'{site.site_code}',channelCode:'{column.slug}',total:{len(column.articles)},pageSize:15}});</script>"

    def query(self, site: Site, request: Request) -> Response:
        """Articles of a channel; unknown channels have none."""
        asked = request.form
        wanted = asked.get("channelCode[]"), asked.get("webSiteCode[]")
        column = next((c for c in site.every() if (c.slug, site.site_code) == wanted), None)
        if column is None:
            return json({"code": 200, "data": {"total": 0, "results": []}})
        rows = self.shown(column, int(asked.get("current", "1")))
        results = [self._result(site, column, article) for article in rows]
        return json({"code": 200, "data": {"total": len(column.articles), "results": results}})

    def _result(self, site: Site, column: Column, article: Article) -> dict[str, Any]:
        source = {
            "title": article.title, "showTitle": article.title, "pubDate": f"{article.published:%Y-%m-%d %H:%M:%S}",
            "urls": jsonlib.dumps({"pc": self.article_path(site, column, article)}), "content": {"content": article.body()},
            "metadata": jsonlib.dumps({"author": ""}), "images": "[]",
        }  # fmt: skip
        return {"id": article.snowflake, "source": source}


FAMILIES = (PcList(),)
