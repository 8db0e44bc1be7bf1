"""A portal: its columns, its articles, and where its family puts them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Protocol
from urllib.parse import unquote

from replica.http import Handler, Request, Response


@dataclass(frozen=True)
class Attachment:
    """A file beside an article: the name shown, its extension, its bytes."""

    name: str
    extension: str
    body: bytes


@dataclass(frozen=True)
class Article:
    """A page of a column. `number` is unique on its portal; `body` the HTML of the content area."""

    number: int
    title: str
    published: datetime
    organ: str
    body: Callable[[], str] = field(hash=False)
    meta: Mapping[str, str] = field(default_factory=dict, hash=False)
    attachments: tuple[Attachment, ...] = field(default=(), hash=False)
    year: int | None = None

    @property
    def hex(self) -> str:
        """The 32 hex digits that some families use for an id."""
        return blake2b(f"{self.number}/{self.title}".encode(), digest_size=16).hexdigest()

    @property
    def uuid(self) -> str:
        digits = self.hex
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    @property
    def snowflake(self) -> str:
        """The 19 digits of the families with time-based ids."""
        return str(1_500_000_000_000_000_000 + int(self.published.timestamp()) * 200_000_000 + self.number)


@dataclass
class Column:
    """A list of articles; `slug` is what families put into addresses, `number` its id."""

    number: int
    title: str
    slug: str
    articles: list[Article] = field(default_factory=list)
    children: list[Column] = field(default_factory=list)
    parent: Column | None = None
    organ: str = ""

    @property
    def hex(self) -> str:
        return blake2b(f"column {self.number}/{self.slug}".encode(), digest_size=16).hexdigest()

    @property
    def path(self) -> tuple[str, ...]:
        return (*(self.parent.path if self.parent else ()), self.slug)

    def walk(self) -> Iterator[Column]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Site:
    """One portal on loopback. `base` is its address without the last slash; `root` its annual-report column."""

    code: str
    name: str
    family: str
    base: str
    site_code: str
    root: Column
    options: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    level: str = "county"

    units: list[Column] = field(default_factory=list)
    """Columns of single units that do not lie below the root; `others` hold no yearly reports at all."""
    others: list[Column] = field(default_factory=list)
    routes: dict[str, Handler] = field(default_factory=dict)
    charset: str = "utf-8"

    @property
    def engine(self) -> str:
        """The key of what lays the pages out; a family of several engines names one in its options."""
        return self.options.get("engine", self.family)

    @property
    def title(self) -> str:
        return f"{self.name}人民政府门户网站"

    @property
    def id_code(self) -> str:
        """The ten digits of the footer: the division's code and a running number."""
        return f"{self.code[:6]}0001"

    def columns(self) -> list[Column]:
        """The columns of yearly reports."""
        return [*self.root.walk(), *self.units]

    def every(self) -> list[Column]:
        """All columns, those of other things too."""
        return [*self.columns(), *self.others]

    def answer(self, request: Request) -> Response | None:
        """What stands at the address with its query, else at the path; None where nothing does."""
        handler = self.routes.get(unquote(request.target)) or self.routes.get(request.path)
        return handler(request) if handler else None


class Family(Protocol):
    """How one CMS lays out addresses, lists and articles."""

    key: str

    def column_path(self, site: Site, column: Column, page: int) -> str: ...

    def build(self, site: Site) -> None:
        """Fill `site.routes`."""
