"""The obstacles of county portals, each a switch that a test turns on while the replica runs.

`before` answers in the portal's place (challenges, gates, floods), `after` spoils the portal's own answer (charset,
compression, delays). What the challenge scripts would compute is never computed here: a crawler records them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from replica.challenges import ACW, BLOCKED, RUISHU, STUB_200, YUNSUO
from replica.homes import Pages
from replica.http import Request, Response, html, redirect
from replica.refusals import REFUSALS
from replica.site import Site
from replica.spoils import AFTER
from replica.state import State, is_list

Before = Callable[[Site, Request, State], Response | None]


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
    "robots_503": Response(b"", 503, "text/plain"),
    "robots_slow": Response(b"User-agent: gongkai\nCrawl-delay: 0.7\n", content_type="text/plain"),
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
    return redirect("/") if is_list(site, request) else None


def _stub_list(site: Site, request: Request, state: State) -> Response | None:
    """A list page is first a script of two hundred bytes that leads to itself with a query."""
    if not is_list(site, request) or "pp=pc" in request.target:
        return None
    return html(f'<html><head><script>window.location.href="{request.path}?pp=pc";</script></head></html>')


def _meta_refresh(site: Site, request: Request, state: State) -> Response | None:
    if not is_list(site, request) or "pp=pc" in request.target:
        return None
    return html(f'<html><head><meta http-equiv="refresh" content="0;url={request.path}?pp=pc"></head></html>')


def _same_page(site: Site, request: Request, state: State) -> Response | None:
    """An API that ignores the page it is asked for and gives the first one always."""
    target = re.sub(
        r"(pageNo%22:\+?|pageNo\":|[?&](?:page|pageIndex|current)=)\d+", r"\g<1>1", request.target
    )
    body = re.sub(rb"((?:^|&)current=)\d+", rb"\g<1>1", request.body)
    if (target, body) == (request.target, request.body):
        return None
    return site.answer(replace(request, target=target, body=body))


def _capped(site: Site, request: Request, state: State) -> Response | None:
    """Pages of a list beyond the publisher's cap are stubs of 350 bytes."""
    handler = site.routes.get(request.path)
    if not is_list(site, request) or getattr(handler, "args", (0, 0, 1))[2] < 3:
        return None
    return html("<html><head><title></title></head><body>" + "<!-- -->" * 38 + "</body></html>")


def _on_json(site: Site, request: Request, state: State) -> Response | None:
    """创宇盾's block page with status 200 where JSON or XML was expected."""
    handler = site.routes.get(request.path)
    bound = getattr(handler, "func", handler)
    static = getattr(bound, "__name__", "") in {"list_page", "article_page", "file"} or isinstance(
        getattr(bound, "__self__", None), Pages
    )
    return None if static or handler is None else html(BLOCKED)


BEFORE: dict[str, Before] = REFUSALS | {
    "acw_200": _script(200, ACW),
    "blocked_200": _script(200, BLOCKED),
    "blocked_403": _script(403, "<html><body>您的访问被阻断，事件编号 20002</body></html>"),
    "blocked_405": _script(405, "<html><body>您的访问请求可能对网站造成安全威胁，请求已被阻断</body></html>"),
    "blocked_json": _on_json,
    "capped": _capped,
    "cookie_gate": _cookie_gate,
    "flapping": _flapping,
    "index_instead": _index_instead,
    "jsl_521": _jsl,
    "meta_refresh": _meta_refresh,
    "retired_302": _retired,
    "ruishu_412": _script(412, RUISHU, "4hP44ZykCTt5O=5xyz; path=/; HttpOnly"),
    "safeline_468": _script(
        468, "<html><head><title>雷池</title></head><body><script>challenge()</script></body></html>"
    ),
    "same_page": _same_page,
    "shell": _shell,
    "soft_404": _soft_404,
    "stub_200": _script(200, STUB_200),
    "stub_list": _stub_list,
    "yunsuo_200": _script(200, YUNSUO, "yunsuo_session_verify=0123456789abcdef0123456789abcdef; path=/"),
}
