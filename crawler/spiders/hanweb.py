"""大汉 JCMS and JPAAS: records in a data store inside the page and an XML proxy, or a unit API with HTML in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

from scrapy import FormRequest, Request
from scrapy.http import TextResponse
from w3lib.url import add_or_replace_parameter, url_query_parameter

from crawler.family import FamilySpider, Link, anchors, asked_for, fragment, loads, next_link, turned

ARTICLE = (
    r"/art/\d{4}/(\d+/\d+/art_\d+_\d+|art_[0-9a-f_-]{8,40})\.html?|xxgkAnnualReport\.jsp\?.*fbtime=\d{4}"
)


class HanwebSpider(FamilySpider):
    """The proxy's form and the unit's query stand in the first page."""

    name = "hanweb"

    def links(self, response: TextResponse) -> Iterator[Link]:
        records = re.findall(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", response.text, re.S)
        if response.text.lstrip()[:1] == "{":
            records = [loads(response.text)["data"]["html"]]
        yield from anchors(fragment("".join(records)) if records else response, ARTICLE)

    def next_page(self, response: TextResponse) -> Request | None:
        if last := asked_for(response, "endrecord", 0):
            return records_from(response, last + 1, told(response, "<totalrecord>", 0))
        if asked := url_query_parameter(response.url, "paramJson"):
            return unit_page(response.url, loads(asked)["pageNo"] + 1, response.meta["of"])
        if unit := response.xpath("//*[@querydata]"):
            query = dict(re.findall(r"'(\w+)':'([^']*)'", unit.attrib["querydata"])) | {"editType": "null"}
            of = (int(unit.attrib["count"]), int(unit.attrib["rows"]))
            return unit_page(f"{response.urljoin(unit.attrib['uniturl'])}?{urlencode(query)}", 2, of)
        held = told(response, "perPage:", 15) * told(response, "groupSize:", 3)
        return records_from(response, held + 1, told(response, "totalRecord:", 0)) or next_link(response)


def told(response: TextResponse, word: str, otherwise: int) -> int:
    """The number that stands behind a word of the page's script."""
    found = re.search(rf"{word}\s*'?(\d+)", response.text)
    return int(found[1]) if found else otherwise


def records_from(response: TextResponse, start: int, total: int) -> Request | None:
    """The proxy's next group of records; None where the list holds no more."""
    if start > total:
        return None
    if group := re.search(r'<nextgroup>\s*<!\[CDATA\[<a href="([^"]+)', response.text):
        address, _, query = group[1].replace("&amp;", "&").partition("?")
        form = {"col": "1", "sourceContentType": "1"} | dict(parse_qsl(query))
        url = response.urljoin(f"{address}?startrecord={start}&endrecord={start + 44}&perpage=15")
        return FormRequest(url, formdata=form)
    request = turned(response, "startrecord", start)
    return request.replace(url=add_or_replace_parameter(request.url, "endrecord", str(start + 44)))


def unit_page(url: str, page: int, of: tuple[int, int]) -> Request | None:
    """The unit's page; `of` is how many articles there are and how many on a page."""
    url = add_or_replace_parameter(url, "paramJson", f'{{"pageNo":{page},"pageSize":{of[1]}}}')
    return Request(url, meta={"of": of}) if (page - 1) * of[1] < of[0] else None


FAMILIES = (HanwebSpider(),)
