"""Answers in a portal's place that put a client off, send it round or send it away."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from replica.http import Request, Response, html, http_date, redirect
from replica.site import Site
from replica.state import State, is_list

Before = Callable[[Site, Request, State], Response | None]

OFTEN = "<html><head><title>提示</title></head><body><p>您的访问过于频繁，请稍后再试。</p></body></html>"
CLOSED = "<html><head><title>公告</title></head><body><p>网站正在升级维护，请稍后访问，敬请谅解。</p></body></html>"
LOGIN = (
    "<html><head><title>用户登录</title></head><body><form action='/login'><input name='user'>"
    "<input type='password' name='word'><a href='/'>首页</a><a href='/help'>帮助</a></form></body></html>"
)
ELSEWHERE = "http://127.88.8.8:8808/zfxxgk/1.shtml"


def _is_article(site: Site, request: Request) -> bool:
    handler = site.routes.get(request.path)
    return getattr(getattr(handler, "func", None), "__name__", "") == "article_page"


def _waits(status: int, value: Callable[[], str], times: int) -> Before:
    """`Retry-After` on every list page, so many times, then the page."""

    def refuse(site: Site, request: Request, state: State) -> Response | None:
        state.seen[f"retry {request.target}"] += is_list(site, request)
        if not is_list(site, request) or state.seen[f"retry {request.target}"] > times:
            return None
        return Response(b"slow down", status, "text/plain", (("Retry-After", value()),), conditional=False)

    return refuse


def _in_three_seconds() -> str:
    return http_date(datetime.now(UTC) + timedelta(seconds=4))


def _to(target: str) -> Before:
    """Articles lead elsewhere."""
    return lambda site, request, state: redirect(target) if _is_article(site, request) else None


def _login(site: Site, request: Request, state: State) -> Response | None:
    """Articles lead to a form that asks for a password."""
    if request.path == "/login":
        return html(LOGIN)
    return redirect("/login?to=" + request.path) if _is_article(site, request) else None


def _endless_gate(site: Site, request: Request, state: State) -> Response:
    """A cookie gate whose cookie is never good."""
    state.seen["gate"] += 1
    return redirect(request.target, headers=(("Set-Cookie", f"CT6T={state.seen['gate']}; path=/"),))


def _stubs(hops: int) -> Before:
    """Lists stand behind so many pages that only lead to the next one."""

    def lead(site: Site, request: Request, state: State) -> Response | None:
        hop = int(request.query.get("hop", "0"))
        if not is_list(site, request) or hop >= hops:
            return None
        return html(
            f"<html><head><script>location.replace('{request.path}?hop={hop + 1}')</script></head></html>"
        )

    return lead


def _on_articles(body: str) -> Before:
    return lambda site, request, state: html(body) if _is_article(site, request) else None


REFUSALS: dict[str, Before] = {
    "closed": lambda site, request, state: html(CLOSED),
    "elsewhere": _to(ELSEWHERE),
    "endless_gate": _endless_gate,
    "error_500": lambda site, request, state: html(
        "<html><body>Internal Server Error</body></html>", status=500
    ),
    "login": _login,
    "no_www": lambda site, request, state: (
        Response(b"x", cut=0, reset=True) if request.headers.get("host", "").startswith("www.") else None
    ),
    "often_200": _on_articles(OFTEN),
    "private": _to("http://10.0.0.1/zfxxgk/1.shtml"),
    "retry_after": _waits(429, lambda: "1", 2),
    "retry_after_date": _waits(503, _in_three_seconds, 1),
    "retry_after_long": _waits(429, lambda: "86400", 99),
    "sent_home": _to("/"),
    "stub_chain": _stubs(3),
    "stub_endless": _stubs(99),
}
