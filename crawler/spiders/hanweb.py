"""大汉 JCMS and JPAAS: records in a data store inside the page and an XML proxy, or a unit API with HTML in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode

from scrapy import FormRequest, Request
from scrapy.http import TextResponse
from w3lib.url import add_or_replace_parameter, url_query_parameter

from crawler import lists
from crawler.family import FamilySpider, Link

ARTICLE = r"/art/\d{4}/(\d+/\d+/art_\d+_\d+|art_[\w-]{8,40})\.html?|AnnualReport\.jsp\?.*fbtime=\d{4}"
GROUP = 45  # records inside the page, and as many as its script asks for at a time


class HanwebSpider(FamilySpider):
    """The proxy's form and the unit's query stand in the first page."""

    name = "hanweb"

    def links(self, response: TextResponse) -> Iterator[Link]:
        records = re.findall(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", response.text, re.S)
        pieces = [lists.loads(response.text)["data"]["html"]] if lists.is_json(response) else records
        yield from lists.anchors(lists.fragment("".join(pieces)) if pieces else response, ARTICLE)
        yield from lists.every_year(response.url, "fbtime") if "AnnualReport.jsp?" in response.url else ()

    def next_page(self, response: TextResponse) -> Request | None:
        if last := lists.asked_for(response, "endrecord", 0):
            return records_from(response, last + 1)
        if asked := url_query_parameter(response.url, "paramJson"):
            return unit_page(response.url, lists.loads(asked)["pageNo"] + 1, response.meta["of"])
        if unit := response.xpath("//*[@querydata]"):
            query = dict(re.findall(r"'(\w+)':'([^']*)'", unit.attrib["querydata"])) | {"editType": "null"}
            url = f"{response.urljoin(unit.attrib['uniturl'])}?{urlencode(query)}"
            return unit_page(url, 2, (int(unit.attrib["count"]), int(unit.attrib["rows"])))
        return records_from(response, GROUP + 1) or lists.next_link(response)


def records_from(response: TextResponse, start: int) -> Request | None:
    """The proxy's next group of records; None where the list holds no more."""
    if start > lists.number_after(response, "(?:totalRecord:|<totalrecord>)", 0):
        return None
    if not (group := re.search(r'<nextgroup>\s*<!\[CDATA\[<a href="([^"]+)', response.text)):
        return lists.turned(response, startrecord=start, endrecord=start + GROUP - 1)
    address, _, query = group[1].replace("&amp;", "&").partition("?")
    url = response.urljoin(f"{address}?startrecord={start}&endrecord={start + GROUP - 1}&perpage=15")
    return FormRequest(url, formdata=dict(parse_qsl(f"col=1&sourceContentType=1&{query}")))


def unit_page(url: str, page: int, of: tuple[int, int]) -> Request | None:
    """The unit's page; `of`: how many articles there are, how many on a page."""
    url = add_or_replace_parameter(url, "paramJson", f'{{"pageNo":{page},"pageSize":{of[1]}}}')
    return Request(url, meta={"of": of}) if (page - 1) * of[1] < of[0] else None


FAMILIES = (HanwebSpider(),)
