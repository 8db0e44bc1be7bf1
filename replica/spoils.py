"""What portals spoil in their own answers: charset labels, compression, time, names of files."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import replace

from replica.challenges import CAPTCHA
from replica.http import Request, Response, html
from replica.site import Site
from replica.state import State, is_list

After = Callable[[Site, Request, Response, State], Response]


def _gzip(site: Site, request: Request, response: Response, state: State) -> Response:
    """Compressed although nobody asked."""
    if response.status != 200 or not response.body:
        return response
    packed = gzip.compress(response.body, mtime=0)
    return replace(response, body=packed, headers=(*response.headers, ("Content-Encoding", "gzip")))


def _recoded(charset: str, label: str) -> After:
    """The body in one charset, the header and the meta tag naming another."""

    def spoil(site: Site, request: Request, response: Response, state: State) -> Response:
        if not response.content_type.startswith("text/html"):
            return response
        text = response.body.decode(site.charset).replace(f"charset={site.charset}", f"charset={label}")
        return replace(
            response,
            body=text.encode(charset, "xmlcharrefreplace"),
            content_type=f"text/html; charset={label}",
        )

    return spoil


def _slow(site: Site, request: Request, response: Response, state: State) -> Response:
    return replace(response, delay=1.5)


def _hang(site: Site, request: Request, response: Response, state: State) -> Response:
    """Half a minute: longer than any client waits for a page."""
    return replace(response, delay=30)


def _clock(site: Site, request: Request, response: Response, state: State) -> Response:
    """The time of generation in a comment and a script: other bytes at every request, the same words."""
    state.seen["clock"] += 1
    stamp = (
        f"<!-- page generated {state.seen['clock']} --><script>var now={state.seen['clock']}</script></body>"
    )
    return replace(response, body=response.body.replace(b"</body>", stamp.encode()))


def _drop(site: Site, request: Request, response: Response, state: State) -> Response:
    """Every fourth answer ends in the middle of its body."""
    state.seen["drop"] += 1
    return replace(response, cut=len(response.body) // 2) if state.seen["drop"] % 4 == 0 else response


def _file_name(site: Site, request: Request, response: Response, state: State) -> Response:
    """Content-Disposition with the raw bytes of a GBK name."""
    if response.content_type.startswith("text/html"):
        return response
    name = "年度报告".encode("gbk").decode("latin-1")
    return replace(
        response, headers=(*response.headers, ("Content-Disposition", f'attachment; filename="{name}"'))
    )


def _captcha(site: Site, request: Request, response: Response, state: State) -> Response:
    """A captcha page, status 200, in front of every attachment."""
    if response.content_type.startswith(("text/html", "application/json", "text/xml")):
        return response
    return replace(html(CAPTCHA), conditional=False)


def _mirror_link(site: Site, request: Request, response: Response, state: State) -> Response:
    """A list that names a copy of a report on a host that nobody registered."""
    if not is_list(site, request) or response.status != 200:
        return response
    row = f'<ul><li><a href="http://127.88.8.8:8808/zfxxgk/zfxxgknb/10000001.shtml">{site.name}2024年政府信息公开工作年度报告</a></li></ul>'
    return replace(response, body=response.body.replace(b"</body>", row.encode(site.charset) + b"</body>"))


AFTER: dict[str, After] = {
    "captcha": _captcha,
    "clock": _clock,
    "drop": _drop,
    "file_name_gbk": _file_name,
    "gbk_as_utf8": _recoded("gb18030", "utf-8"),
    "gzip": _gzip,
    "hang": _hang,
    "mirror_link": _mirror_link,
    "slow": _slow,
    "utf8_as_gb2312": _recoded("utf-8", "gb2312"),
}
