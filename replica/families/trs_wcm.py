"""拓尔思 TRS WCM: a column is a directory, rows are relative links, the pager is written by a script."""

from __future__ import annotations

from functools import partial
from html import escape

from replica.http import Request, Response, json, redirect
from replica.layout import Static, short
from replica.site import Article, Attachment, Column, Site


class TrsWcm(Static):
    """`options.rows`: server (default), script (`document.writeln`), json (a file beside the page)."""

    key = "trs-wcm"
    body_open = '<div class="trs_editor_view TRS_UEDITOR trs_paper_default">'

    def column_path(self, site: Site, column: Column, page: int) -> str:
        return f"/zwgk/zfxxgk/{'/'.join(column.path)}/{f'index_{page - 1}.html' if page > 1 else ''}"

    def article_path(self, site: Site, column: Column, article: Article) -> str:
        day = article.published
        return (
            f"{self.column_path(site, column, 1)}{day:%Y%m}/t{day:%Y%m%d}_{86_000_000 + article.number}.html"
        )

    def build(self, site: Site) -> None:
        super().build(site)
        for column in site.every():
            folder = self.column_path(site, column, 1)
            site.routes[f"{folder}index.html"] = site.routes[folder]
            site.routes[folder[:-1]] = partial(self.slash, folder)
            site.routes[f"{folder}{column.slug}.json"] = partial(self.rows_json, site, column)

    def slash(self, folder: str, request: Request) -> Response:
        return redirect(folder, 301)

    def row(self, site: Site, column: Column, article: Article) -> str:
        href = self.article_path(site, column, article).replace(self.column_path(site, column, 1), "./")
        return f'<li><a href="{href}" target="_blank" title="{escape(article.title)}">{escape(short(article.title))}</a><span>{article.published:%Y-%m-%d}</span></li>'

    def list_html(self, site: Site, column: Column, number: int) -> str:
        kind = site.options.get("rows", "server")
        if kind == "json":
            script = f"<script>$.getJSON('./{column.slug}.json', show); var file = \"./{column.slug}.json\";</script>"
            return f'{self.menu(site, column)}<div class="list-t" id="list"></div>{script}'
        text = super().list_html(site, column, number)
        return _written(text) if kind == "script" else text

    def rows_json(self, site: Site, column: Column, request: Request) -> Response:
        """All rows of a column, as Hubei's portals keep them in a file beside the page."""
        newest = sorted(column.articles, key=lambda a: a.published, reverse=True)
        rows = ((a, self.article_path(site, column, a)) for a in newest)
        found = [
            {"title": a.title, "url": site.base + path, "docreltime": f"{a.published:%Y-%m-%d %H:%M:%S}"}
            for a, path in rows
        ]
        return json({"count": len(found), "data": found})

    def pager(self, site: Site, column: Column, number: int) -> str:
        return f'<div class="page" id="pages"><script>createPageHTML({self.pages(column)}, {number - 1}, "index", "html");</script></div>'

    def attachment_path(self, path: str, article: Article, number: int, attachment: Attachment) -> str:
        stamp = f"{article.published:%Y%m%d}{article.number:09}{number:03}"
        return f"{path.rsplit('/', 1)[0]}/P0{stamp}.{attachment.extension}"


def _written(text: str) -> str:
    """Rows that a script writes, line by line."""
    lines = []
    for line in text.split("\n"):
        quoted = line.replace("'", "\\'")
        lines.append(f"<script>document.writeln('{quoted}');</script>" if line.startswith("<li>") else line)
    return "\n".join(lines)


FAMILIES = (TrsWcm(),)
