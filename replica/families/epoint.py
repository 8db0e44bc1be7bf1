"""国泰新点 EpointWebBuilder: the column's page is a frame around the list, which is a page of its own."""

from __future__ import annotations

from functools import partial
from html import escape

from replica.http import Request, Response, html
from replica.layout import Static
from replica.shell import page
from replica.site import Article, Column, Site


class Epoint(Static):
    """`/govxxgk/<org>/openSubPage.html?specialurl=…`; the list itself is the page named there."""

    key = "epoint"
    body_open = '<div class="ewb-article-info" id="zoom">'

    def org(self, site: Site) -> str:
        return f"EPT{site.code}"

    def column_path(self, site: Site, column: Column, page: int) -> str:
        folder = f"/govxxgk/{self.org(site)}/category/035/{35_000 + column.number % 1000:06}"
        return f"{folder}/{'govlist' if page == 1 else page}.html"

    def link(self, site: Site, column: Column) -> str:
        return f"/govxxgk/{self.org(site)}/openSubPage.html?specialurl={self.column_path(site, column, 1)}&righttitle={column.title}"

    def article_path(self, site: Site, column: Column, article: Article) -> str:
        return f"/govxxgk/{self.org(site)}/{article.published:%Y-%m-%d}/{article.uuid}.html"

    def build(self, site: Site) -> None:
        super().build(site)
        site.routes[f"/govxxgk/{self.org(site)}/openSubPage.html"] = partial(self.frame, site)

    def frame(self, site: Site, request: Request) -> Response:
        """The shell that loads the list in a frame."""
        asked = request.query
        inner = f'<iframe id="list" src="{escape(asked.get("specialurl", ""))}" width="100%"></iframe>'
        return html(
            page(
                site,
                asked.get("righttitle", ""),
                f"<h2>{escape(asked.get('righttitle', ''))}</h2>{inner}",
                site.root,
            )
        )


FAMILIES = (Epoint(),)
