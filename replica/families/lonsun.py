"""安徽龙讯: a unit's column by organ id and type (3 = yearly report); rows by an AJAX fragment."""

from __future__ import annotations

from functools import partial
from html import escape

from replica.http import Request, Response, html
from replica.layout import Static
from replica.shell import index_table
from replica.site import Article, Column, Site


class Lonsun(Static):
    """The column's page carries the first rows; `options.rows` = ajax leaves it empty."""

    key = "lonsun"
    page_size = 20
    body_open = '<div class="j-fontContent" id="zoom">'

    def column_path(self, site: Site, column: Column, page: int) -> str:
        return f"/public/column/{self.organ(column)}{f'/{page}' if page > 1 else ''}"

    def link(self, site: Site, column: Column) -> str:
        return f"/public/column/{self.organ(column)}?type=3&action=list"

    def organ(self, column: Column) -> int:
        return 6_615_000 + column.number

    def article_path(self, site: Site, column: Column, article: Article) -> str:
        return f"/public/{self.organ(column)}/{2_007_000_000 + article.number}.html"

    def build(self, site: Site) -> None:
        super().build(site)
        site.routes["/site/label/8888"] = partial(self.fragment, site)

    def query(self, site: Site, column: Column, page: int) -> str:
        return f"/site/label/8888?IsAjax=1&dataType=html&labelName=publicInfoList&siteId=6793339&pageSize={self.page_size}&pageIndex={page}&action=list&isDate=true&dateFormat=yyyy-MM-dd&length=80&organId={self.organ(column)}&type=3&catId=&cId=&result=暂无相关信息&file=/c2/x{site.code}/publicInfoList_newest"

    def rows(self, site: Site, column: Column, number: int) -> str:
        rows = "".join(self.row(site, column, a) for a in self.shown(column, number))
        total = self.pages(column)
        pager = f"<script>Ls.pagination({{recordCount:{len(column.articles)},pageCount:{total},pageIndex:{number},pageSize:{self.page_size}}});</script>"
        return f'<div class="xxgk_navli">{rows}</div>{pager}' if rows else "<p>暂无相关信息</p>"

    def row(self, site: Site, column: Column, article: Article) -> str:
        href = site.base + self.article_path(site, column, article)
        return f'<ul><li class="rq"><a href="{href}" title="{escape(article.title)}">{escape(article.title)}</a></li><li><span class="date">{article.published:%Y-%m-%d}</span></li></ul>'

    def list_html(self, site: Site, column: Column, number: int) -> str:
        first = "" if site.options.get("rows") == "ajax" else self.rows(site, column, 1)
        below = "".join(f'<a href="{self.link(site, c)}">{escape(c.title)}</a>' for c in column.children)
        return f"<div class='menu'>{below}</div><div id='list'>{first}</div><script>var listUrl = \"{self.query(site, column, 1)}\";</script>"

    def fragment(self, site: Site, request: Request) -> Response:
        """One page of rows; the text of `result` where there is none."""
        asked = request.query
        column = next((c for c in site.every() if str(self.organ(c)) == asked.get("organId")), None)
        text = self.rows(site, column, int(asked.get("pageIndex", "1"))) if column else "<p>暂无相关信息</p>"
        return Response(html(text).body, conditional=False)

    def detail(self, site: Site, column: Column, article: Article) -> str:
        return f'{index_table(site, article)}<h1 class="newstitle">{escape(article.title)}</h1><p>发布日期：{article.published:%Y-%m-%d %H:%M}</p>{self.content(site, column, article)}'


FAMILIES = (Lonsun(),)
