"""What portals spoil in their own answers: charset labels, compression, time, names of files."""

from __future__ import annotations

import gzip
import re
import zlib
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


def _on_page(change: Callable[[Response], Response]) -> After:
    """A spoil of every good page of HTML."""
    return lambda site, request, response, state: (
        change(response)
        if response.status == 200 and response.content_type.startswith("text/html")
        else response
    )


def _coded(name: str, pack: Callable[[bytes], bytes]) -> After:
    """A Content-Encoding, whatever was asked for."""
    return _on_page(
        lambda response: replace(
            response, body=pack(response.body), headers=(*response.headers, ("Content-Encoding", name))
        )
    )


def _raw_deflate(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(body) + packer.flush()


def _reset(site: Site, request: Request, response: Response, state: State) -> Response:
    """The first answer of every page breaks off in the middle, without a goodbye."""
    state.seen[f"reset {request.target}"] += 1
    first = state.seen[f"reset {request.target}"] == 1 and response.status == 200
    return replace(response, cut=len(response.body) // 2, reset=True) if first else response


def _late_meta(response: Response) -> Response:
    """GBK, no word of it in the header, and the meta tag behind two thousand bytes of comment."""
    text = (
        response.body.decode()
        .replace("charset=utf-8", "charset=gb2312")
        .replace("<head>", f"<!-- {'-' * 2000} --><head>")
    )
    return replace(response, body=text.encode("gb18030", "xmlcharrefreplace"), content_type="text/html")


def _latin_label(response: Response) -> Response:
    text = response.body.decode().replace("charset=utf-8", "charset=gb2312")
    return replace(
        response,
        body=text.encode("gb18030", "xmlcharrefreplace"),
        content_type="text/html; charset=ISO-8859-1",
    )


def _foreign_code(response: Response) -> Response:
    """The SiteIDCode of a county in Sichuan."""
    return replace(
        response, body=re.sub(rb'(name="SiteIDCode" content=")\d{10}', rb"\g<1>5104220001", response.body)
    )


def _pinyin(site: Site, request: Request, response: Response, state: State) -> Response:
    """Pinyin in brackets inside words, as mirrors have it."""
    if is_list(site, request) or not response.content_type.startswith("text/html"):
        return response
    body = (
        response.body.decode()
        .replace("报告", "報(bào)告")
        .replace("关于", "關(guān)于")
        .replace("信息", "信(xìn)息")
    )
    return replace(response, body=body.encode())


TRADITIONAL = str.maketrans(
    "报关于县务发项数计总对机构举办结开处会议规范复诉讼费条过后来与为这个从应当",
    "報關於縣務發項數計總對機構舉辦結開處會議規範復訴訟費條過後來與為這個從應當",
)


def _traditional(site: Site, request: Request, response: Response, state: State) -> Response:
    if is_list(site, request) or not response.content_type.startswith("text/html"):
        return response
    return replace(response, body=response.body.decode().translate(TRADITIONAL).encode())


AFTER: dict[str, After] = {
    "brotli": _coded("br", lambda body: b"\x1b" + body[::-1]),
    "captcha": _captcha,
    "clock": _clock,
    "deflate_raw": _coded("deflate", _raw_deflate),
    "deflate_zlib": _coded("deflate", zlib.compress),
    "drop": _drop,
    "file_name_gbk": _file_name,
    "gbk_as_utf8": _recoded("gb18030", "utf-8"),
    "foreign_code": _on_page(_foreign_code),
    "gzip": _gzip,
    "gzip_cut": _coded("gzip", lambda body: gzip.compress(body, mtime=0)[:-400]),
    "gzip_false": _coded("gzip", lambda body: body),
    "gzip_twice": _coded("gzip", lambda body: gzip.compress(gzip.compress(body, mtime=0), mtime=0)),
    "hang": _hang,
    "late_meta": _on_page(_late_meta),
    "latin_label": _on_page(_latin_label),
    "length_long": _on_page(lambda response: replace(response, length=len(response.body) + 500)),
    "length_short": _on_page(lambda response: replace(response, length=len(response.body) * 2 // 3)),
    "mirror_link": _mirror_link,
    "pinyin": _pinyin,
    "reset": _reset,
    "slow": _slow,
    "traditional": _traditional,
    "trickle": _on_page(lambda response: replace(response, trickle=0.2)),
    "utf8_as_gb2312": _recoded("utf-8", "gb2312"),
}
