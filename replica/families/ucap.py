"""开普云 UCAP: site code, channel code, 32 hex digits; lists by a JSON search on the channel's id."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import Any

from replica.http import Request, Response, html, json, redirect
from replica.layout import Static
from replica.site import Article, Attachment, Column, Site


class Ucap(Static):
    """`options.rows`: ajax (default: an empty shell) or server (first page in the HTML). Page size is capped at 20."""

    key = "ucap"
    page_size = 20
    template = "zfxxgk_gknbz.shtml"

    def column_path(self, site: Site, column: Column, page: int) -> str:
        return f"{self.folder(site, column)}/{self.template}{f'?page={page}' if page > 1 else ''}"

    def folder(self, site: Site, column: Column) -> str:
        return f"/{site.site_code}/c{100_000 + column.number % 90_000}"

    def article_path(self, site: Site, column: Column, article: Article) -> str:
        return f"{self.folder(site, column)}/{article.published:%Y%m}/{article.hex}.shtml"

    def build(self, site: Site) -> None:
        super().build(site)
        for column in site.every():
            first = f"{self.folder(site, column)}/redirect_firstChannel.shtml"
            site.routes[first] = partial(self.jump, self.link(site, column))
            site.routes[f"/common/search/{column.hex}"] = partial(self.search, site, column)
            site.routes[f"{self.folder(site, column)}/list.shtml"] = partial(self.retired, site)
        site.routes["/common/getChannelList"] = partial(self.channels, site)

    def jump(self, target: str, request: Request) -> Response:
        """A template that only leads to the child column."""
        return html(f"<script>window.location.href='{target}'</script>")

    def retired(self, site: Site, request: Request) -> Response:
        """The old list template: retired by a permanent 302 to the home page."""
        return redirect("/")

    def list_html(self, site: Site, column: Column, number: int) -> str:
        query = "_isAgg=true&_isJson=true&_pageSize=20&_template=index&_rangeTimeGte=&_channelName=&page="
        script = f'<script>var channelId = "{column.hex}"; $.get("/common/search/" + channelId + "?{query}1", show);</script>'
        meta = f'<meta name="channel" channelId="{column.hex}" channelname="{escape(column.title)}">'
        if site.options.get("rows") == "server":
            return f"{meta}{super().list_html(site, column, number)}{script}"
        below = "".join(
            f'<li><a href="{self.link(site, c)}">{escape(c.title)}</a></li>' for c in column.children
        )
        return f'{meta}<ul class="menu">{below}</ul><div id="list"><p>正在加载…</p></div>{script}'

    def pager(self, site: Site, column: Column, number: int) -> str:
        return '<div id="page_div"></div>'

    def search(self, site: Site, column: Column, request: Request) -> Response:
        """The channel's articles: JSON with `_isJson=true`, else an HTML fragment."""
        asked = request.query
        number = int(asked.get("page", "1"))
        rows = self.shown(column, number)
        if asked.get("_isJson") != "true":
            return html("".join(self.row(site, column, a) for a in rows))
        results = [self._result(site, column, a) for a in rows]
        data = {
            "channelId": column.hex,
            "page": number,
            "rows": self.page_size,
            "total": len(column.articles),
            "results": results,
        }
        return json({"code": 200, "data": data})

    def _result(self, site: Site, column: Column, article: Article) -> dict[str, Any]:
        facts = {
            "refno": "",
            "pubdate": f"{article.published:%Y-%m-%d}",
            "source": article.organ,
            "writedate": "null",
        }
        meta = [{"domainId": 1, "resultList": [{"key": key, "value": value} for key, value in facts.items()]}]
        return {
            "title": article.title, "subTitle": "", "memo": "",
            "url": f"{site.base.removeprefix('http:')}{self.article_path(site, column, article)}",
            "publishedTimeStr": f"{article.published:%Y-%m-%d %H:%M:%S}", "channelName": column.title,
            "content": "", "contentHtml": article.body(), "domainMetaList": meta,
        }  # fmt: skip

    def channels(self, site: Site, request: Request) -> Response:
        children = [{"channelId": c.hex, "displayName": c.title} for c in site.every()]
        return json({"results": {"children": children}})

    def detail(self, site: Site, column: Column, article: Article) -> str:
        info = f'<div class="info">发布时间：<PUBLISHTIME>{article.published:%Y-%m-%d %H:%M}</PUBLISHTIME> 来源：<span>{escape(article.organ)}</span> 访问量：<span id="vive"></span></div>'
        files = self.files(site, column, article)
        head = f'<meta name="manuscript" manuscriptId="{article.hex}"><div class="mainbox clearfix"><h1><UCAPTITLE>{escape(article.title)}</UCAPTITLE></h1>'
        return f'{head}{info}<div id="zfxxgk_gknbxq"><div class="gknbxq_detail"><div id="UCAP-CONTENT"><UCAPCONTENT>{article.body()}</UCAPCONTENT></div></div></div><div class="fj-a">{files}</div><p>扫一扫在手机打开当前页</p></div>'

    def attachment_path(self, path: str, article: Article, number: int, attachment: Attachment) -> str:
        return f"{path.removesuffix('.shtml')}/files/{article.hex[:16]}{number}.{attachment.extension}"


FAMILIES = (Ucap(),)
