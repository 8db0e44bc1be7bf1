"""Slugs without extension: column `/zfxxgk/zfxxgknb`, article `content_98482`, with and without the last slash."""

from __future__ import annotations

from html import escape

from replica.layout import Static
from replica.shell import index_table, info_line
from replica.site import Article, Column, Site


class ContentNoext(Static):
    """Numbers of articles are not in order of date; both spellings of a column answer."""

    key = "content-noext"
    body_open = '<div class="detail" id="fontzoom">'

    def column_path(self, site: Site, column: Column, page: int) -> str:
        return f"/zwgk/{'/'.join(column.path)}{f'/{page}' if page > 1 else ''}"

    def article_path(self, site: Site, column: Column, article: Article) -> str:
        return f"/zwgk/{'/'.join(column.path)}/content_{98_000 + article.number * 37 % 1009 + article.number // 1009 * 1009}"

    def build(self, site: Site) -> None:
        super().build(site)
        site.routes |= {f"{path}/": handler for path, handler in site.routes.items() if path != "/"}

    def detail(self, site: Site, column: Column, article: Article) -> str:
        line = info_line(article).replace("字体：", "浏览次数：　【字体：")
        return f'<div class="article">{index_table(site, article)}<h1>{escape(article.title)}</h1>{line}{self.content(site, column, article)}</div>'


FAMILIES = (ContentNoext(),)
