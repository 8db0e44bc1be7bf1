"""西安博达 VisualSiteBuilder: `/zwgk/zfxxgknb.htm`, further pages counted downwards in a folder of that name."""

from __future__ import annotations

from functools import partial
from html import escape
from urllib.parse import parse_qsl, urlsplit

from replica.http import Request, Response, html
from replica.layout import TYPES, Static
from replica.site import Article, Attachment, Column, Site

DOWNLOAD = "/system/_content/download.jsp"


class Vsb(Static):
    """Page 2 of 8 is `<column>/7.htm`, the last `1.htm`; attachments come from download.jsp without a name in the path."""

    key = "vsb"
    body_open = '<div id="vsb_content_2"><div class="v_news_content">'
    body_close = "</div></div>"

    def column_path(self, site: Site, column: Column, page: int) -> str:
        stem = f"/zwgk/{'/'.join(column.path)}"
        return f"{stem}.htm" if page == 1 else f"{stem}/{self.pages(column) - page + 1}.htm"

    def article_path(self, site: Site, column: Column, article: Article) -> str:
        return f"/info/{column.number}/{600_000 + article.number}.htm"

    def build(self, site: Site) -> None:
        super().build(site)
        site.routes["/content.jsp"] = partial(self.dynamic, site)
        site.routes[DOWNLOAD] = partial(self.download, site)

    def list_html(self, site: Site, column: Column, number: int) -> str:
        """Links are relative, and pages after the first lie one folder deeper."""
        depth = "../" * (len(column.path) + (number > 1))
        return super().list_html(site, column, number).replace('href="/info', f'href="{depth}info')

    def pager(self, site: Site, column: Column, number: int) -> str:
        total = self.pages(column)
        after = (
            f'<a href="{self.column_path(site, column, number + 1)}" class="Next">下页</a>'
            if number < total
            else ""
        )
        return f'<div class="pb_sys_common">共{len(column.articles)}条　{number}/{total}　{after}</div>'

    def dynamic(self, site: Site, request: Request) -> Response:
        """The same article by its numbers: content.jsp?urltype=news.NewsContentUrl&wbtreeid=…&wbnewsid=…"""
        asked = request.query
        handler = site.routes.get(f"/info/{asked.get('wbtreeid')}/{asked.get('wbnewsid')}.htm")
        return handler(request) if handler else html("", status=404)

    def add_article(self, site: Site, column: Column, article: Article) -> None:
        site.routes[self.article_path(site, column, article)] = partial(
            self.article_page, site, column, article
        )

    def attachment_path(self, path: str, article: Article, number: int, attachment: Attachment) -> str:
        return f"{DOWNLOAD}?urltype=news.DownloadAttachUrl&amp;owner=1404874179&amp;wbfileid={article.hex[:-1].upper()}{number}"

    def download(self, site: Site, request: Request) -> Response:
        wanted = dict(parse_qsl(urlsplit(request.target).query)).get("wbfileid", "")
        for column in site.every():
            for article in column.articles:
                for number, attachment in enumerate(article.attachments):
                    if wanted == f"{article.hex[:-1].upper()}{number}":
                        return _named(attachment)
        return html("<p>文件不存在</p>")

    def files(self, site: Site, column: Column, article: Article) -> str:
        path = self.article_path(site, column, article)
        rows = (
            f'<li>附件【<a href="{self.attachment_path(path, article, n, a)}" target="_blank">{escape(a.name)}</a>】已下载<span>0</span>次</li>'
            for n, a in enumerate(article.attachments)
        )
        return f'<ul style="list-style-type:none;">{"".join(rows)}</ul>'

    def detail(self, site: Site, column: Column, article: Article) -> str:
        clicks = f'<script>_showDynClicks("wbnews", 1506355238, {article.number})</script>'
        line = f"<div>发布时间：{article.published:%Y-%m-%d}　来源：{escape(article.organ)}　点击：{clicks}</div>"
        return f'<form name="_newscontent_fromname"><h1>{escape(article.title)}</h1>{line}{self.content(site, column, article)}</form>'


def _named(attachment: Attachment) -> Response:
    """The name stands only in Content-Disposition, as raw GBK bytes."""
    name = attachment.name.encode("gb18030").decode("latin-1")
    headers = (("Content-Disposition", f'attachment;filename="{name}"'),)
    return Response(
        attachment.body,
        content_type=TYPES.get(attachment.extension, "application/octet-stream"),
        headers=headers,
    )


FAMILIES = (Vsb(),)
