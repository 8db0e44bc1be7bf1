"""What a page says of the way to a portal's yearly reports: links worth following, and whether it is the column. Pure.

Words, slugs and fingerprints are data (reference/families.toml, titles.toml); here is only how they are weighed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.addresses import site_of
from crawler.columns import columns_below, drawn, unit_named
from crawler.family import GENERIC, Link
from crawler.identity import joined
from crawler.recognition import fingerprints, read
from reference import families, titles

FAMILIES_TRIED = 6
MOST_HOME = 6  # a home page's links tell the family, but never louder than the column's own
NEARLY = 0.8  # of the most reports that any family reads: simple selectors meet a few links more
WAY_LENGTH = 14
BULLETS = " ·•●■◆>》＞»\u3000[]【】"
PAGER = re.compile(r"^(?:[上下]一?页|首页|尾页|末页|前一?页|后一?页|\d+|GO|跳转)$")
OPENED = re.compile(
    r"""['"]((?:https?://|\.{0,2}/)[^'"\s]+|[\w/.-]+\.(?:s?html?|jsp|aspx?|php)(?:\?[^'"\s]*)?)['"]"""
)
ARTICLE = re.compile(
    r"/t20\d{6}_\d+|/[0-9a-f]{32}\.|/art_[\d_]+|/post_\d+|/content_\d+|/info/\d+/\d+\.|/20\d{6}/\d{15,}"
)
FRAMES = "//iframe/@src | //frame/@src"


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """An address to ask, dearest first: `rank` is negative. `kind`: column, way, frame or unit; `words` led there."""

    rank: int
    url: str
    kind: str = "way"
    words: str = ""
    organ: str | None = None


@dataclass(slots=True)
class Listing:
    """A page read as a column: its family with the fingerprint's score, its reports, columns below, the page after."""

    family: str
    score: int
    reports: list[Link] = field(default_factory=list)
    strict: int = 0
    following: Request | None = None


def steps(
    response: TextResponse, organ: str | None = None, known: frozenset[str] = frozenset()
) -> Iterator[Step]:
    """Links of this page that may lead to a column of reports, of one unit where we are below that unit.

    `known` are names of the place's townships, which not always end as such names do.
    """
    for src in response.xpath(FRAMES).getall():
        yield Step(-60, joined(response, src.strip()), "frame", "", organ)
    for url, words in links_of(response):
        if step := _step(url, words, organ, known):
            yield step


def links_of(response: TextResponse) -> Iterator[tuple[str, str]]:
    """Every address of the page with its words: anchors and areas, nodes of a tree that a script draws."""
    for anchor in response.xpath("//a[@href] | //area[@href]"):
        words = lists.title_of(anchor) or anchor.attrib.get("alt", "")
        yield joined(response, target_of(anchor.attrib)), words
    yield from ((url, name) for url, name, _ in drawn(response))


def target_of(attributes: Mapping[str, str]) -> str:
    """Where an anchor leads: its href, or the address that its script opens."""
    href = attributes["href"].strip()
    if not href.startswith(("#", "javascript:")):
        return href
    scripts = (attributes.get(name, "") for name in ("onclick", "data-href", "data-url"))
    found = OPENED.search(
        " ".join([href, *(f"'{script}'" if "(" not in script else script for script in scripts)])
    )
    return found[1] if found else href


def _step(url: str, words: str, organ: str | None, known: frozenset[str]) -> Step | None:
    """What following this link is worth; None: nothing."""
    if not url.startswith("http"):
        return None
    bare, data = words.strip(BULLETS), families.discovery()
    slugged = bool(set(_parts(url)) & set(data.slugs))
    if titles.is_column(bare) and not ARTICLE.search(url):
        rank = 100 if "公开" in bare or slugged else 70
        return Step(-rank, url, "column", bare, organ)
    judged = titles.judge(bare, column=True)
    if judged.is_report or PAGER.match(bare):
        return None  # an article or a page of a list
    if slugged and not judged.is_decoy and not re.search(r"/20\d{4}/|\d{6,}", url):
        return Step(-80, url, "column", bare, organ)
    if "AnnualReport.jsp?" in url:
        return Step(-75, url, "column", bare, unit_named(bare) or organ)
    if any(word in bare for word in data.not_way):
        return None
    if unit := bare if bare in known else unit_named(bare):
        return Step(-10, url, "unit", bare, unit)
    return _way(url, bare, organ)


def _way(url: str, bare: str, organ: str | None) -> Step | None:
    data = families.discovery()
    if titles.is_unit_column(bare) or re.fullmatch(UNITS, bare):
        return Step(-15, url, "unit", bare, organ)
    if bare in data.way:
        return Step(-(50 - data.way.index(bare)), url, "way", bare, organ)
    if len(bare) <= WAY_LENGTH and any(word in bare for word in data.way[:3]):
        return Step(-30, url, "way", bare, organ)
    if len(bare) <= WAY_LENGTH and set(_parts(url)[-2:]) & set(data.way_slugs):
        return Step(-20, url, "way", bare, organ)
    return None


UNITS = r"(?:各?(?:乡镇|街道|镇街|部门|单位|乡镇街道|镇\(街道\)|县直部门|区直部门|市直部门|政府部门)[及和、]?)+(?:政府)?(?:信息公开|政务公开)(?:专栏|平台|目录)?"


def _parts(url: str) -> list[str]:
    """The words of a path, numbers at their end cut off: a slug that was used before gets one."""
    path = urlsplit(url).path
    return [re.sub(r"[_-]?\d+n?$", "", part) for part in re.split(r"[/.]", path) if part]


def is_stranger(url: str, portal: str) -> bool:
    """Does the address lie on another site than the portal and the names below it?"""
    own, site = site_of(portal), site_of(url)
    return site != own and not site.endswith(f".{own}")


def listing(response: TextResponse, home: dict[str, int]) -> Listing:
    """Read the page as the column of that family which its fingerprints and its own links fit best."""
    seen = fingerprints(response) if not lists.is_json(response) else {}
    total = {
        name: seen.get(name, 0) + min(home.get(name, 0), MOST_HOME)
        for name in {*seen, *home}
        if name in seen or home[name] >= families.discovery().enough
    }
    order = sorted(total, key=lambda name: -total[name])[:FAMILIES_TRIED]
    found = [read_as(response, name, total[name]) for name in order]
    most = max((len(each.reports) for each in found), default=0)
    plain = read_as(response, GENERIC, 0) if not most else None
    if plain and plain.strict:
        return plain
    if most:
        return next(each for each in found if len(each.reports) >= NEARLY * most)
    return next((each for each in found if each.following), found[0] if found else Listing("", 0))


def read_as(response: TextResponse, family: str, score: int) -> Listing:
    """Read the page as one family's; what breaks in it reads nothing."""
    try:
        told = read(response, family, is_report)
    except Exception:  # a family that meets another's page may break in any way
        return Listing(family, 0)
    strict = sum(titles.judge(link.title).is_report for link in told.links)
    return Listing(family, score, told.links, strict, told.following)


def is_report(link: Link) -> bool:
    """Does the link's title say that it is a report, in a column of reports?"""
    return titles.judge(link.title, column=True).is_report


def below(response: TextResponse, reports: list[Link]) -> list[tuple[str, str | None]]:
    """Columns below this one, which the crawl follows by itself: address and unit."""
    urls = {joined(response, link.url) for link in reports if not titles.is_column(link.title)}
    return [(column.url, column.organ) for column in columns_below(response, urls)]


def best_sample(reports: list[Link]) -> Link:
    """The report that tells most when it is opened: one with a whole title, the newest."""

    def telling(link: Link) -> tuple[bool, bool, int]:
        whole = titles.judge(link.title).is_report
        return whole, not titles.is_column(link.title), titles.year_of(link.title) or 0

    return max(reports, key=telling)
