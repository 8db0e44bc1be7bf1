"""大汉 JCMS (records in a data store, XML proxy) and JPAAS (HTML in the JSON of a unit API)."""

from __future__ import annotations

import json as jsonlib
import re
from functools import partial
from html import escape
from math import ceil

from replica.http import Request, Response, html, json
from replica.layout import Static, short
from replica.shell import index_table, page
from replica.site import Article, Column, Site

PROXY = "/module/web/jpage/dataproxy.jsp"
UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
ANNUAL = "/module/xxgk/xxgkAnnualReport.jsp"
PER_PAGE, GROUP = 15, 3


class Hanweb(Static):
    """`options.list` of a portal: jpage (classic addresses) or jpaas (slugs and 32 hex digits)."""

    key = "hanweb"
    page_size = 15
    body_open = '<div id="zoom" class="bt-content"><!--<$[信息内容]>begin-->'
    body_close = "<!--<$[信息内容]>end--></div>"

    def column_path(self, site: Site, column: Column, page: int) -> str:
        if self.scripted(site, column):
            return self._annual(site, column, max(a.year or 0 for a in column.articles))
        if self.classic(site):
            return f"/col/col{column.number}/index.html"
        return f"/{self.prefix(site)}/zfxxgk/{'/'.join(column.path)}/index.html"

    def article_path(self, site: Site, column: Column, article: Article) -> str:
        day = article.published
        if self.scripted(site, column):
            return self._annual(site, column, article.year or 0)
        if self.classic(site):
            return f"/art/{day.year}/{day.month}/{day.day}/art_{column.number}_{90_000 + article.number}.html"
        return f"/{self.prefix(site)}/zfxxgk/{'/'.join(column.path)}/art/{day.year}/art_{article.hex}.html"

    def scripted(self, site: Site, column: Column) -> bool:
        """Units whose reports come from one script by unit and year, none of them linked."""
        return bool(column.organ) and site.options.get("annual") == "script"

    def _annual(self, site: Site, column: Column, year: int) -> str:
        return f"{ANNUAL}?area=11{site.code}{column.number:09}X&fbtime={year}"

    def classic(self, site: Site) -> bool:
        return site.options.get("list") != "jpaas"

    def prefix(self, site: Site) -> str:
        return f"x{site.code[-3:]}"

    def build(self, site: Site) -> None:
        super().build(site)
        site.routes[PROXY] = partial(self.proxy, site)
        site.routes[UNIT] = partial(self.unit, site)
        site.routes[ANNUAL] = partial(self.annual, site)

    def list_html(self, site: Site, column: Column, number: int) -> str:
        menu = "".join(f'<a href="{self.link(site, c)}">{escape(c.title)}</a>' for c in column.children)
        return f'<div class="main"><div class="menu">{menu}</div>{self._store(site, column) if self.classic(site) else self._unit(site, column)}</div>'

    def row(self, site: Site, column: Column, article: Article) -> str:
        href, title = self.article_path(site, column, article), escape(article.title)
        return f'<li class="clearfix"><a class="bt-left" href="{href}" title="{title}" target="_blank">{escape(short(article.title))}</a><span class="bt-right">{article.published:%Y-%m-%d}</span></li>'

    def _newest(self, column: Column) -> list[Article]:
        return sorted(column.articles, key=lambda a: (a.published, a.number), reverse=True)

    def _records(self, site: Site, column: Column, first: int, last: int) -> str:
        rows = (self.row(site, column, article) for article in self._newest(column)[first - 1 : last])
        return "\n".join(f"<record><![CDATA[{row}]]></record>" for row in rows)

    def _store(self, site: Site, column: Column) -> str:
        query = f"page=1&appid=1&appid=1&webid=49&path=/&columnid={column.number}&unitid={column.number + 7}&webname={site.code}&permissiontype=0"
        settings = f"perPage:{PER_PAGE},totalRecord:{len(column.articles)},groupSize:{GROUP},proxyUrl:'{PROXY}',openCookies:false"
        return f"""<div id="{column.number + 7}"><script type="text/xml"><datastore>
<nextgroup><![CDATA[<a href="{PROXY}?{query}"></a>]]></nextgroup>
<recordset>
{self._records(site, column, 1, PER_PAGE * GROUP)}
</recordset></datastore></script></div>
<script>$(function(){{$('#{column.number + 7}').jpage({{dataBefore:'<ul>',dataAfter:'</ul>',{settings}}});}});</script>"""

    def proxy(self, site: Site, request: Request) -> Response:
        """Records `startrecord` to `endrecord`, counted from 1; nothing for a column it does not know."""
        asked = request.form
        column = next((c for c in site.every() if str(c.number) == asked.get("columnid")), None)
        if column is None:
            return Response(b"<datastore></datastore>", content_type="text/xml", conditional=False)
        records = self._records(
            site, column, int(asked.get("startrecord", 1)), int(asked.get("endrecord", 45))
        )
        records = re.sub(r">(\d{4}-)(\d\d-)(\d\d)<", r">\1\n\2\n\3<", records)
        total = len(column.articles)
        text = f"<?xml version='1.0' encoding='utf-8'?><datastore><totalrecord>{total}</totalrecord><totalpage>{ceil(total / PER_PAGE)}</totalpage>\n<recordset>{records}</recordset></datastore>"
        return Response(text.encode(), content_type="text/xml;charset=utf-8", conditional=False)

    def _unit(self, site: Site, column: Column) -> str:
        rows = "\n".join(self.row(site, column, article) for article in self.shown(column, 1))
        query = f"{{'webId':'3185','pageId':'{column.number}','parseType':'bulidstatic','pageType':'column','tagId':'当前栏目_list','tplSetId':'o0YcVHHq5vWtr3uiCp4SY'}}"
        return f"""<div id="当前栏目_list" class="page-content"><ul>
{rows}
</ul></div>
<div class="pagination" count="{len(column.articles)}" rows="{self.page_size}" pageNo="1" unitUrl="{UNIT}" queryData="{query}"></div>"""

    def unit(self, site: Site, request: Request) -> Response:
        """One page of a column as HTML inside JSON; the page number is JSON inside a parameter."""
        asked = request.query
        wanted = jsonlib.loads(asked.get("paramJson", '{"pageNo":1}'))
        column = next((c for c in site.every() if str(c.number) == asked.get("pageId")), None)
        rows = (
            "".join(self.row(site, column, a) for a in self.shown(column, int(wanted["pageNo"])))
            if column
            else ""
        )
        return json(
            {
                "success": True,
                "code": "200",
                "message": None,
                "data": {"html": f"<ul>{rows}</ul>" if rows else ""},
            }
        )

    def annual(self, site: Site, request: Request) -> Response:
        """One unit's report of one year: `area` names the unit, `fbtime` the reported year."""
        asked = request.query
        for column in site.every():
            for article in column.articles:
                named = asked.get("area") in (article.organ, f"11{site.code}{column.number:09}X")
                if named and str(article.year) == asked.get("fbtime"):
                    return self.article_page(site, column, article, request)
        return html(page(site, "没有找到", "<p>暂无年度报告</p>"))

    def detail(self, site: Site, column: Column, article: Article) -> str:
        title = escape(article.title)
        inner = f"<!--<$[标题名称(html)]>begin--><h1>{title}</h1><!--<$[标题名称(html)]>end--><div>发布时间：{article.published:%Y-%m-%d %H:%M:%S}　来源：{escape(article.organ)}</div>{self.content(site, column, article)}"
        if not self.classic(site):
            return f'<div class="article-conter">{inner}</div>'
        layout = f'<table width="1000" align="center"><tr><td>{index_table(site, article)}</td></tr><tr><td><table width="100%"><tr><td>{inner}</td></tr></table></td></tr></table>'
        return f'<div class="main-txt">{layout}</div>'


FAMILIES = (Hanweb(),)
