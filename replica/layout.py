"""What the families share: pages of a column, rows, routes; a family overrides what it does otherwise."""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import partial
from html import escape
from math import ceil

from replica import homes
from replica.http import Request, Response, html
from replica.shell import info_line, page
from replica.site import Article, Attachment, Column, Site


class Static(ABC):
    """A family whose pages are published as files. Subclasses say where columns and articles lie."""

    key = ""
    page_size = 15
    body_open = '<div id="zoom">'
    body_close = "</div>"

    @abstractmethod
    def column_path(self, site: Site, column: Column, page: int) -> str:
        """Where page `page` of a column stands, counted from 1."""

    @abstractmethod
    def article_path(self, site: Site, column: Column, article: Article) -> str:
        """Where an article stands, seen from one of its columns."""

    def build(self, site: Site) -> None:
        """Fill the site's routes: home, the pages of every column, its articles, their files."""
        homes.lay(site, partial(self.link, site), partial(self.article_path, site))
        for column in site.every():
            for number in range(1, self.pages(column) + 1):
                site.routes[self.column_path(site, column, number)] = partial(
                    self.list_page, site, column, number
                )
            for article in column.articles:
                self.add_article(site, column, article)

    def add_article(self, site: Site, column: Column, article: Article) -> None:
        path = self.article_path(site, column, article)
        site.routes[path] = partial(self.article_page, site, column, article)
        for number, attachment in enumerate(article.attachments):
            target = self.attachment_path(path, article, number, attachment)
            site.routes[target] = partial(self.file, article, attachment)

    def pages(self, column: Column) -> int:
        return max(1, ceil(len(column.articles) / self.page_size))

    def shown(self, column: Column, page: int) -> list[Article]:
        """The articles of one list page, newest first."""
        newest = sorted(column.articles, key=lambda a: (a.published, a.number), reverse=True)
        return newest[(page - 1) * self.page_size : page * self.page_size]

    def link(self, site: Site, column: Column) -> str:
        return self.column_path(site, column, 1)

    def list_page(self, site: Site, column: Column, number: int, request: Request) -> Response:
        if site.options.get("single") and column.parent and len(column.articles) == 1:
            return self.article_page(
                site, column, column.articles[0], request
            )  # one document: the column is it
        text = self.list_html(site, column, number)
        modified = max((a.published for a in column.articles), default=None)
        return html(page(site, f"{column.title}_{site.title}", text, column), modified, charset=site.charset)

    def list_html(self, site: Site, column: Column, number: int) -> str:
        menu = self.menu(site, column)
        rows = "\n".join(self.row(site, column, article) for article in self.shown(column, number))
        return f'<div class="main">{menu}<ul class="list">\n{rows}\n</ul>{self.pager(site, column, number)}</div>'

    def menu(self, site: Site, column: Column) -> str:
        """Links to the columns below."""
        below = "".join(
            f'<li><a href="{self.link(site, c)}">{escape(c.title)}</a></li>' for c in column.children
        )
        return f'<ul class="menu">{below}</ul>' if below else ""

    def row(self, site: Site, column: Column, article: Article) -> str:
        href = self.article_path(site, column, article)
        return f'<li><a href="{href}" target="_blank" title="{escape(article.title)}">{escape(short(article.title))}</a><span>{article.published:%Y-%m-%d}</span></li>'

    def pager(self, site: Site, column: Column, number: int) -> str:
        """Plain links: previous, next, how many pages."""
        total = self.pages(column)
        before = f'<a href="{self.column_path(site, column, number - 1)}">上一页</a>' if number > 1 else ""
        after = f'<a href="{self.column_path(site, column, number + 1)}">下一页</a>' if number < total else ""
        return f'<div class="page">共{total}页 {before} {after}</div>'

    def article_page(self, site: Site, column: Column, article: Article, request: Request) -> Response:
        text = page(
            site, f"{article.title}_{site.title}", self.detail(site, column, article), column, article
        )
        return html(text, article.published, charset=site.charset)

    def detail(self, site: Site, column: Column, article: Article) -> str:
        return f'<div class="article"><h1>{escape(article.title)}</h1>{info_line(article)}{self.content(site, column, article)}</div>'

    def content(self, site: Site, column: Column, article: Article) -> str:
        files = self.files(site, column, article)
        return f"{self.body_open}{article.body()}{files}{self.body_close}"

    def files(self, site: Site, column: Column, article: Article) -> str:
        path = self.article_path(site, column, article)
        names = (self.attachment_path(path, article, n, a) for n, a in enumerate(article.attachments))
        return "".join(
            f'<p>附件：<a href="{href}">{escape(a.name)}</a></p>'
            for href, a in zip(names, article.attachments, strict=True)
        )

    def attachment_path(self, path: str, article: Article, number: int, attachment: Attachment) -> str:
        return f"{path.rsplit('/', 1)[0]}/{article.hex[:12]}{number}.{attachment.extension}"

    def file(self, article: Article, attachment: Attachment, request: Request) -> Response:
        return Response(
            attachment.body,
            content_type=TYPES.get(attachment.extension, "application/octet-stream"),
            modified=article.published,
        )


TYPES = {"pdf": "application/pdf", "doc": "application/msword", "html": "text/html", "png": "image/png"}
TYPES["docx"] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def short(title: str, length: int = 24) -> str:
    """Rows print long titles cut off; the title attribute has the whole."""
    return title if len(title) <= length else f"{title[:length]}…"
