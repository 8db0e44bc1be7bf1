"""Panzhihua group: `/zfxxgk/zfxxgknb/index.shtml`, article a 7–8 digit number beside the index."""

from __future__ import annotations

from replica.layout import Static
from replica.site import Article, Column, Site


class PzhShtmlId(Static):
    """Static lists with plain links."""

    key = "pzh-shtml-id"
    body_open = '<div class="content" id="zoomcon">'

    def column_path(self, site: Site, column: Column, page: int) -> str:
        return f"/zfxxgk/{'/'.join(column.path)}/index{f'_{page}' if page > 1 else ''}.shtml"

    def article_path(self, site: Site, column: Column, article: Article) -> str:
        return f"/zfxxgk/{'/'.join(column.path)}/{10_000_000 + article.number}.shtml"


FAMILIES = (PzhShtmlId(),)
