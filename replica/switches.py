"""The obstacles of county portals, each a switch that a test turns on while the replica runs.

`before` answers in the portal's place (challenges, gates, floods), `after` spoils the portal's own answer (charset,
compression, delays). What the challenge scripts would compute is never computed here: a crawler records them.
"""

from __future__ import annotations

import gzip
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from replica.http import Request, Response, html, redirect
from replica.site import Site


@dataclass
class State:
    """What one portal remembers between requests."""

    seen: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)

    def burst(self, seconds: float = 10.0) -> int:
        """Requests within the last seconds, this one included."""
        now = time.monotonic()
        self.times = [moment for moment in self.times if now - moment < seconds] + [now]
        return len(self.times)


Before = Callable[[Site, Request, State], Response | None]
After = Callable[[Site, Request, Response, State], Response]


def before(on: frozenset[str], site: Site, request: Request, state: State) -> Response | None:
    """The first obstacle that answers in the portal's place; robots.txt is answered here always."""
    if request.path == "/robots.txt":
        return _robots(on, site)
    for name in sorted(on & BEFORE.keys()):
        if response := BEFORE[name](site, request, state):
            return response
    return None


def after(on: frozenset[str], site: Site, request: Request, response: Response, state: State) -> Response:
    """The portal's answer as the obstacles leave it."""
    for name in sorted(on & AFTER.keys()):
        response = AFTER[name](site, request, response, state)
    return response


def names() -> list[str]:
    """Every switch of this module."""
    return sorted({*BEFORE, *AFTER, *ROBOTS})


ROBOTS = {
    "robots_disallow": Response(b"User-agent: *\nDisallow: /\n", content_type="text/plain"),
    "robots_html": html(
        "<html><head><title>首页</title></head><body><p>Disallow: /</p><a href='/'>首页</a></body></html>"
    ),
    "robots_admin": Response(
        b"User-agent: *\nDisallow: /admin/\nCrawl-delay: 1\n", content_type="text/plain"
    ),
}
NO_ROBOTS = html(
    "<html><head><title>404 Not Found</title></head><body><h1>404</h1></body></html>", status=404
)


def _robots(on: frozenset[str], site: Site) -> Response:
    return next((ROBOTS[name] for name in sorted(on & ROBOTS.keys())), NO_ROBOTS)


def _script(status: int, body: str, cookie: str = "", server: str = "") -> Before:
    """A challenge that never lets a client pass that runs no script."""
    headers = (("Set-Cookie", cookie),) if cookie else ()
    return lambda site, request, state: replace(html(body, status=status), headers=headers, conditional=False)


def _jsl(site: Site, request: Request, state: State) -> Response:
    """加速乐: a first 521 sets a cookie by header, a second holds the long script."""
    body = "<script>document.cookie=('_')+('_')+('jsl_clearance_s')+'=1764000000.101|-1|x;max-age=3600';location.href=location.pathname</script>"
    if "__jsluid_h" in request.cookies:
        body = '<script>function go(a){}go({"bts":["1764000000.101|0|","%3D"],"chars":"abc","ct":"0f","ha":"md5","tn":"__jsl_clearance_s","vt":"3600","wt":"1500"})</script>'
    cookie = ("Set-Cookie", f"__jsluid_h={site.code:0>32}; max-age=31536000; path=/; HttpOnly")
    return replace(html(body, status=521), headers=(cookie,), conditional=False)


def _cookie_gate(site: Site, request: Request, state: State) -> Response | None:
    """302 to the same address until the cookie comes back."""
    if "CT6T=" in request.cookies:
        return None
    return redirect(request.target, headers=(("Set-Cookie", f"CT6T={site.code}; path=/"),))


def _retry_after(site: Site, request: Request, state: State) -> Response | None:
    """429 twice for each address, then the page."""
    state.seen[f"retry {request.target}"] += 1
    if state.seen[f"retry {request.target}"] > 2:
        return None
    return Response(b"slow down", 429, "text/plain", (("Retry-After", "1"),), conditional=False)


def _flapping(site: Site, request: Request, state: State) -> Response | None:
    """Every third request fails with 503."""
    state.seen["flap"] += 1
    return (
        html("<html><body>Service Unavailable</body></html>", status=503)
        if state.seen["flap"] % 3 == 0
        else None
    )


def _index_instead(site: Site, request: Request, state: State) -> Response | None:
    """After five requests in ten seconds articles are answered with the home page, status 200."""
    if state.burst() <= 5 or request.path == "/":
        return None
    home = site.routes["/"](request)
    links = "".join(f'<a href="/x/{n}.html">要闻{n}</a>' for n in range(60))
    return replace(home, body=home.body + f"<div>{links}</div>".encode(site.charset), conditional=False)


def _known(site: Site, request: Request) -> bool:
    return request.path in site.routes


def _shell(site: Site, request: Request, state: State) -> Response:
    """A catch-all: every path, even nonsense, answers 200 with the same page."""
    return html(
        f'<html><head><title>{site.title}</title></head><body><div id="app"></div><a href="/">首页</a>{"<p>正在加载</p>" * 150}<script src="/app.js"></script></body></html>'
    )


def _soft_404(site: Site, request: Request, state: State) -> Response | None:
    """What is not there is said with status 200 and sent home after five seconds."""
    if _known(site, request):
        return None
    return html(
        '<html><head><title>页面找不到了</title><meta http-equiv="refresh" content="5;url=/"></head><body><p>您访问的页面不存在或已删除！</p><a href="/">返回首页</a></body></html>'
    )


def _retired(site: Site, request: Request, state: State) -> Response | None:
    """The lists were retired: 302 to the home page."""
    return redirect("/") if _is_list(site, request) else None


def _is_list(site: Site, request: Request) -> bool:
    handler = site.routes.get(request.path)
    return getattr(getattr(handler, "func", None), "__name__", "") == "list_page"


def _stub_list(site: Site, request: Request, state: State) -> Response | None:
    """A list page is first a script of two hundred bytes that leads to itself with a query."""
    if not _is_list(site, request) or "pp=pc" in request.target:
        return None
    return html(f'<html><head><script>window.location.href="{request.path}?pp=pc";</script></head></html>')


def _meta_refresh(site: Site, request: Request, state: State) -> Response | None:
    if not _is_list(site, request) or "pp=pc" in request.target:
        return None
    return html(f'<html><head><meta http-equiv="refresh" content="0;url={request.path}?pp=pc"></head></html>')


def _on_json(site: Site, request: Request, state: State) -> Response | None:
    """创宇盾's block page with status 200 where JSON or XML was expected."""
    handler = site.routes.get(request.path)
    static = getattr(getattr(handler, "func", None), "__name__", "") in {
        "list_page",
        "article_page",
        "home",
        "file",
    }
    return None if static or handler is None else html(BLOCKED)


BLOCKED = "<html><head><title>安全防护</title></head><body><h1>当前访问疑似黑客攻击，已被创宇盾拦截</h1><p>事件编号：10001</p></body></html>"
RUISHU = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta id="4hP44ZykCTt5X" content="qR2f.long.string" r=\'m\'><script r=\'m\'>$_ts=window[\'$_ts\'];</script><script src="/4hP44Zyk/CTt5.js" r=\'m\'></script></head><body></body></html>'
STUB_200 = (
    "<html><head><script>var a='"
    + "x" * 900
    + "';document.cookie='p='+a.length;location.reload();</script></head></html>"
)
ACW = "<html><script>var arg1='5A2B3C';var _0x4818=['csKHwqMI'];setTimeout(function(){},2);</script></html>"
YUNSUO = "<html><head><script>var url='/?security_verify_data=313932302c31303830';document.cookie='srcurl=2f';self.location=url;</script></head></html>"
CAPTCHA = "<html><head><title>请输入验证码</title></head><body><form><img src='/code.png'><input name='codeValue'><p>下载附件请输入验证码</p></form></body></html>"

BEFORE: dict[str, Before] = {
    "acw_200": _script(200, ACW),
    "blocked_200": _script(200, BLOCKED),
    "blocked_403": _script(403, "<html><body>您的访问被阻断，事件编号 20002</body></html>"),
    "blocked_405": _script(405, "<html><body>您的访问请求可能对网站造成安全威胁，请求已被阻断</body></html>"),
    "blocked_json": _on_json,
    "cookie_gate": _cookie_gate,
    "flapping": _flapping,
    "index_instead": _index_instead,
    "jsl_521": _jsl,
    "meta_refresh": _meta_refresh,
    "retired_302": _retired,
    "retry_after": _retry_after,
    "ruishu_412": _script(412, RUISHU, "4hP44ZykCTt5O=5xyz; path=/; HttpOnly"),
    "safeline_468": _script(
        468, "<html><head><title>雷池</title></head><body><script>challenge()</script></body></html>"
    ),
    "shell": _shell,
    "soft_404": _soft_404,
    "stub_200": _script(200, STUB_200),
    "stub_list": _stub_list,
    "yunsuo_200": _script(200, YUNSUO, "yunsuo_session_verify=0123456789abcdef0123456789abcdef; path=/"),
}


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
    if not _is_list(site, request) or response.status != 200:
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
