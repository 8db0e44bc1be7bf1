"""大汉 JCMS and JPAAS: records in a data store inside the page and an XML proxy, or a unit API with HTML in JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from scrapy import FormRequest, Request
from scrapy.http import TextResponse
from w3lib.url import add_or_replace_parameters

from crawler.family import FamilySpider, Link, anchors, fragment, loads, next_link

ARTICLE = (
    r"/art/\d{4}/(\d+/\d+/art_\d+_\d+|art_[0-9a-f_-]{8,40})\.html?|xxgkAnnualReport\.jsp\?.*fbtime=\d{4}"
)


class HanwebSpider(FamilySpider):
    """The proxy's form and the unit's query stand in the first page; later pages carry them on."""

    name = "hanweb"

    def links(self, response: TextResponse) -> Iterator[Link]:
        records = re.findall(r"<record>\s*<!\[CDATA\[(.*?)\]\]>\s*</record>", response.text, re.S)
        if response.text.lstrip()[:1] == "{":
            records = [loads(response.text)["data"]["html"]]
        yield from anchors(fragment("".join(records)) if records else response, ARTICLE)

    def next_page(self, response: TextResponse) -> Request | None:
        asked = dict(parse_qsl(urlsplit(response.url).query))
        if "startrecord" in asked:
            found = re.search(r"<totalrecord>(\d+)", response.text)
            return records_from(response, int(asked["endrecord"]) + 1, int(found[1]) if found else 0)
        if "paramJson" in asked:
            return unit_page(
                response, response.url, loads(asked["paramJson"])["pageNo"] + 1, response.meta["of"]
            )
        if unit := response.xpath("//*[@querydata]"):
            query = dict(re.findall(r"'(\w+)':'([^']*)'", unit.attrib["querydata"])) | {"editType": "null"}
            of = (int(unit.attrib["count"]), int(unit.attrib["rows"]))
            return unit_page(response, f"{unit.attrib['uniturl']}?{urlencode(query, quote_via=quote)}", 2, of)
        told = dict(re.findall(r"(perPage|totalRecord|groupSize)\s*:\s*'?(\d+)", response.text))
        held = int(told.get("perPage", 15)) * int(told.get("groupSize", 3))
        return records_from(response, held + 1, int(told.get("totalRecord", 0))) or next_link(response)


def records_from(response: TextResponse, start: int, total: int) -> Request | None:
    """The proxy's next group of records; None where the list holds no more."""
    request, size = response.request, 45
    if start > total or request is None:
        return None
    if group := re.search(r'<nextgroup>\s*<!\[CDATA\[<a href="([^"]+)', response.text):
        address, _, query = group[1].replace("&amp;", "&").partition("?")
        form = {"col": "1", "sourceContentType": "1", **dict(parse_qsl(query, keep_blank_values=True))}
        url = response.urljoin(f"{address}?perpage=15")
        request = request if request.method == "POST" else FormRequest(url, formdata=form)
    return request.replace(
        url=add_or_replace_parameters(
            request.url, {"startrecord": str(start), "endrecord": str(start + size - 1)}
        )
    )


def unit_page(response: TextResponse, address: str, page: int, of: tuple[int, int]) -> Request | None:
    """The unit's page; `of` is how many articles there are and how many on a page."""
    asked = f'{{"pageNo":{page},"pageSize":{of[1]}}}'
    url = add_or_replace_parameters(response.urljoin(address), {"paramJson": asked})
    return Request(url, meta={"of": of}) if (page - 1) * of[1] < of[0] else None


FAMILIES = (HanwebSpider(),)
