"""Why a portal or a page yielded nothing: outcomes of fetches, in the order in which they explain it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

ANSWERED = ("kept", "unchanged", "not_modified")
"""Outcomes of a list page that let us look."""

GONE = ("not_found", "soft_404", "index_page")
"""Outcomes that say that a page which was there is there no more."""


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause with the state of coverage that it makes. `blocked_from_here` is never `missing`: others may see it."""

    name: str
    state: str
    zh: str
    en: str


CAUSES = (
    Cause("time_out", "blocked_from_here", "连接超时", "no answer in time"),
    Cause("dns", "blocked_from_here", "域名无法解析", "the name does not resolve"),
    Cause("not_found", "our_failure", "栏目地址已失效", "the address of the list is gone"),
    Cause("refused", "blocked_from_here", "拒绝连接", "the connection is refused"),
    Cause("tls", "blocked_from_here", "加密连接失败", "no encrypted connection could be made"),
    Cause("broken", "blocked_from_here", "连接中断", "the connection breaks"),
    Cause("challenge", "blocked_from_here", "要求浏览器验证", "a challenge page stands in the way"),
    Cause("blocked", "blocked_from_here", "拒绝自动访问", "automatic readers are refused"),
    Cause("throttled", "blocked_from_here", "限制访问频率", "requests are throttled"),
    Cause("forbidden", "our_failure", "地址不允许访问", "the address is not one that may be asked"),
    Cause("redirect", "our_failure", "只有转向，没有内容", "nothing but redirects"),
    Cause("stub", "our_failure", "只有跳转页面", "nothing but a stub page"),
    Cause("server_error", "blocked_from_here", "网站出错", "the site fails"),
    Cause("soft_404", "our_failure", "栏目页面不存在", "a page that says it does not exist"),
    Cause("index_page", "our_failure", "返回首页", "the home page in its place"),
    Cause("too_large", "our_failure", "文件过大", "too large"),
    Cause("wrong_kind", "our_failure", "文件类型不符", "another kind of file than expected"),
    Cause(
        "new", "not_looked", "栏目中有链接，页面尚未取得", "the list shows it; its page was not asked for yet"
    ),
    Cause("robots", "blocked_from_here", "robots.txt 不允许", "robots.txt does not allow it"),
)
BY_NAME = {cause.name: cause for cause in CAUSES}

LIST_CHANGED = Cause(
    "list_changed", "our_failure", "栏目可以打开，但读不出链接", "the list opens but yields no link"
)
NO_LIST = Cause("no_list", "not_looked", "年报栏目地址尚未登记", "the list of reports is not registered yet")
NEVER = Cause("never", "not_looked", "尚未查看", "not looked yet")


def of_counts(outcomes: Mapping[str, int], links: int) -> Cause | None:
    """The cause for a portal from its last crawl's fetches by outcome and the links its lists showed; None: all is
    well, it answered and showed links."""
    looked = sum(outcomes.get(name, 0) for name in ANSWERED)
    if looked:
        return None if links else LIST_CHANGED
    return next((cause for cause in CAUSES if outcomes.get(cause.name)), NEVER)


def of_outcome(outcome: str) -> Cause:
    """The cause for one page by the outcome of its last fetch."""
    return BY_NAME.get(
        outcome, Cause(outcome, "our_failure", f"未能取得（{outcome}）", f"not fetched ({outcome})")
    )
