"""One page, several addresses: what makes them the same. Pure.

http and https, www and bare host, index page and folder, last slash, phone twins, cache busters, the column in a
Hanweb article's name. The identity compares; it is never asked for.
"""

from __future__ import annotations

import re
from typing import Protocol
from urllib.parse import quote, urlsplit

from reference.text import canonical_url

INDEX = re.compile(r"/(?:index|default)\.(?:s?html?|jsp|jhtml|php|aspx?)$", re.I)
SAME = (
    (re.compile(r"/mpost_(\d+)"), r"/post_\1"),  # Guangdong's page for phones
    (
        re.compile(r"/art_\d+_(\d+)\.html$"),
        r"/art_\1.html",
    ),  # Hanweb: the number after the column's is the article's
    (
        re.compile(r"/content\.jsp\?.*?wbnewsid=(\d+).*?wbtreeid=(\d+).*"),
        r"/info/\2/\1.htm",
    ),  # VSB's dynamic form
)


def identity(url: str) -> str:
    """The address under which twins compare equal, without scheme: //host/path?query."""
    base, _, form = url.partition("#post:")
    category = re.search(r"/gkmlpt/\w+#(\d+)$", url)  # there the fragment alone says which list
    form = category[1] if category else form
    parts = urlsplit(canonical_url(base))
    host = parts.netloc.removeprefix("www.")
    rest = INDEX.sub("/", parts.path).rstrip("/") + (f"?{parts.query}" if parts.query else "")
    for pattern, same in SAME:
        rest = pattern.sub(same, rest)
    return f"//{host}{rest or '/'}" + (f"#post:{form}" if form else "")


class Joins(Protocol):
    """A page that resolves addresses against its own."""

    def urljoin(self, url: str) -> str:
        """The absolute address."""


def joined(page: Joins, href: str) -> str:
    """The absolute address of a link. One that is none (http://[x]/, http://h:port/) becomes an address below
    malformed.invalid that says what was printed: nobody will be asked, and it costs its page nothing else."""
    try:
        url = page.urljoin(href)
        _ = urlsplit(url).port
    except ValueError:
        return f"http://malformed.invalid/{quote(href, safe='')}"
    return url
