"""Xinxiang group: `/htmls/<random>_<pinyin>/list-1.html`, article with a date folder and a 19-digit number."""

from __future__ import annotations

from datetime import timedelta
from hashlib import blake2b

from replica.layout import Static
from replica.site import Article, Column, Site

PINYIN = {
    "annual": "zhengfuxinxigongkainianbao",
    "departments": "bumennianbao",
    "townships": "xiangzhennianbao",
}
SIGNS = "abcdefghijklmnopqrstuvwxyz0123456789"


class HtmlsRand(Static):
    """The column's mark is random; the day inside an article's number is not that of its folder."""

    key = "htmls-rand"
    body_open = '<div class="article-content" id="article">'

    def column_path(self, site: Site, column: Column, page: int) -> str:
        return f"/htmls/{self.mark(site, column)}/list-{page}.html"

    def article_path(self, site: Site, column: Column, article: Article) -> str:
        folder = article.published + timedelta(days=article.number % 3)
        return f"/htmls/{self.mark(site, column)}/{folder:%Y%m%d}/{article.snowflake}.html"

    def mark(self, site: Site, column: Column) -> str:
        noise = blake2b(f"{site.code}/{column.number}".encode(), digest_size=8).digest()
        return f"{''.join(SIGNS[byte % 36] for byte in noise)}_{PINYIN.get(column.slug, column.slug)}"


FAMILIES = (HtmlsRand(),)
