"""The families of tail.toml: told by three patterns of addresses and the tag around the article."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from replica.layout import Static
from replica.site import Article, Column, Site


class Declared(Static):
    """Server-rendered lists with a plain pager."""

    def __init__(self, key: str, told: dict[str, str]) -> None:
        self.key, self.told = key, told
        self.body_open = told["body"]
        self.body_close = f"</{told['body'][1:].split()[0].rstrip('>')}>"
        if self.body_close == "</td>":
            self.body_open, self.body_close = f"<table><tr>{self.body_open}", "</td></tr></table>"

    def build(self, site: Site) -> None:
        site.charset = self.told.get("charset", "utf-8")
        super().build(site)

    def column_path(self, site: Site, column: Column, page: int) -> str:
        pattern = self.told["column" if page == 1 else "page"]
        return pattern.format(**_of_column(site, column), n=page)

    def article_path(self, site: Site, column: Column, article: Article) -> str:
        return self.told["article"].format(**_of_column(site, column), **_of_article(article))


def _of_column(site: Site, column: Column) -> dict[str, Any]:
    mark = column.hex
    uuid = "-".join((mark[:8], mark[8:12], mark[12:16], mark[16:20], mark[20:]))
    letters = "".join(chr(65 + int(digit)) for digit in f"{column.number:06}")
    return {
        "path": "/".join(column.path), "slug": column.slug, "col": column.number, "cuuid": uuid, "chex24": mark[:24],
        "site": site.site_code, "SITE": "XNSZF", "CLASS": letters,
    }  # fmt: skip


def _of_article(article: Article) -> dict[str, Any]:
    day = article.published
    return {
        "id": 1_000_000 + article.number, "hex": article.hex, "hex24": article.hex[:24], "uuid": article.uuid,
        "snowflake": article.snowflake, "d": day, "day": day.timetuple().tm_yday, "month": day.month,
        "num5": f"{article.number % 100_000:05}", "epoch16": f"0{int(day.timestamp() * 1000)}{article.number % 100:02}",
    }  # fmt: skip


FAMILIES = tuple(
    Declared(key, told)
    for key, told in tomllib.loads((Path(__file__).parents[1] / "tail.toml").read_text("utf-8")).items()
)
