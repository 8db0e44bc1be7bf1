"""Reading a list page by the family that the registry names, or by the one that the page looks like. Pure.

The registry's families are partly inferred from neighbours, and portals change their CMS overnight. Where a page
contradicts its row, what either family reads counts: nothing is lost, and the contradiction is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from scrapy import Request
from scrapy.http import TextResponse

from crawler import lists
from crawler.columns import column_name
from crawler.family import GENERIC, Link, families
from crawler.identity import joined
from reference import families as known
from reference import titles

CRUMB = re.compile("(?:您|当前|现在|所在)[^。<]{0,8}位置(.{0,500})", re.S)
BETWEEN = re.compile(r"<[^>]*>|&gt;|&raquo;|[>＞»›/]")
CLEARLY = 2  # times the score of the registry's family: fingerprints are evidence, not proof
Wanted = Callable[[Link], bool]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list page says: its articles, the page after it, the family that it was read as.

    `strange` counts links that say nothing of a report on a page that says nothing of a column: they are left out.
    """

    family: str
    links: list[Link]
    following: Request | None
    strange: int = 0


def read(response: TextResponse, family: str, wanted: Wanted) -> Reading:
    """Read a list page as its row says. Raises whatever a changed template breaks in a family's code."""
    spider = families()[family]
    shown = [link for link in spider.links(response) if wanted(link)]
    links = shown if is_column_page(response) else said_to_be_reports(shown)
    return Reading(family, links, spider.next_page(response), len(shown) - len(links))


def is_column_page(response: TextResponse) -> bool:
    """Is this a column of reports by its own name or crumb? An API's answer and a fragment have none and are taken as
    asked."""
    if lists.is_json(response) or not response.xpath("//title"):
        return True
    crumb = CRUMB.search(response.text)
    words = BETWEEN.split(crumb[1]) if crumb else []
    return column_name(response) is not None or any(titles.is_column(word.strip()) for word in words)


def said_to_be_reports(links: list[Link]) -> list[Link]:
    """All links where most say that they are reports; else those alone that do. A portal that is asked for a list and
    answers with its home page would have its news kept as reports."""
    good = [link for link in links if says_report(link.title)]
    return links if 2 * len(good) >= len(links) else good


def says_report(title: str) -> bool:
    """A report by its whole title, or a bare year."""
    judged = titles.judge(title, column=True)
    return titles.judge(title).is_report or (judged.is_report and judged.organ is None)


def read_as_met(response: TextResponse, family: str, wanted: Wanted) -> Reading:
    """Read the first page of a list as its row says, unless it is clearly another family's and that one reads more."""
    try:
        told, broken = read(response, family, wanted), None
    except Exception as error:  # a family that meets another's page may break in any way
        told, broken = Reading(family, [], None), error
    met = _other(response, family, wanted)
    if met and _reads_more(response, met, told):
        both = {joined(response, link.url): link for link in (*told.links, *met.links)}
        return Reading(met.family, list(both.values()), met.following, met.strange)
    if not told.links and told.following is None and (plain := _plainly(response, wanted)):
        return plain
    if broken:
        raise broken
    return told


def _plainly(response: TextResponse, wanted: Wanted) -> Reading | None:
    """The page as a list of plain anchors, where some of them are surely reports."""
    if lists.is_json(response):
        return None
    plain = read(response, GENERIC, wanted)
    return plain if any(titles.judge(link.title).is_report for link in plain.links) else None


def _other(response: TextResponse, family: str, wanted: Wanted) -> Reading | None:
    """The page as the family reads it whose fingerprint it bears, where that is clearly another."""
    if lists.is_json(response):
        return None
    found = fingerprints(response)
    name = next(iter(found), family)
    if name == family or found[name] < max(known.discovery().enough, CLEARLY * found.get(family, 0)):
        return None
    try:
        return read(response, name, wanted)
    except Exception:  # the fingerprint was wrong: the row's family decides
        return None


def _reads_more(response: TextResponse, met: Reading, told: Reading) -> bool:
    """Articles that the row's family does not see; or, where neither sees one, a further page that only the other asks."""
    seen = {joined(response, link.url) for link in told.links}
    if met.links or told.links:
        return any(joined(response, link.url) not in seen for link in met.links)
    return met.following is not None and told.following is None


def fingerprints(response: TextResponse) -> dict[str, int]:
    """Families that the page's own address, its links and its text point to, highest score first."""
    hrefs = (href.strip() for href in response.xpath("//a/@href | //iframe/@src | //frame/@src").getall())
    return known.scores([response.url, *(joined(response, href) for href in hrefs)], response.text)


def contradiction(row: str, read_as: str) -> tuple[str, str] | None:
    """What is said of a row whose family is not the one that its page was read as; None where they agree."""
    if row == read_as:
        return None
    zh = f"登记的系统是 {row}，网页的样子是 {read_as}；已按 {read_as} 读取，请改正登记"
    return zh, f"the registry says {row}, the page looks like {read_as}; read as {read_as}, correct the row"
