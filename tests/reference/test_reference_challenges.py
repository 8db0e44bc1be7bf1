"""Answers that are no answer, written after the shapes that portals send; and pages that must pass."""

from __future__ import annotations

import pytest

from reference import challenges
from replica import challenges as sent

REPORT = (
    "<html><head><title>青禾县2024年政府信息公开工作年度报告</title></head><body><h1>报告</h1><a href='/'>首页</a>"
    "<p>" + "本机关依法办理申请。" * 60 + "</p><table><tr><td>访问过于频繁</td></tr></table></body></html>"
)
SHELL = "<html><head><title>某县</title></head><body>%s<a href='/'>首页</a></body></html>"
CASES = [
    (
        521,
        {"Set-Cookie": "__jsluid_h=0123; path=/"},
        "<script>document.cookie='__jsl_clearance=1|-1|x';location.reload()</script>",
        "challenge",
        "jsl_521",
    ),
    (
        412,
        {},
        "<html><head><meta id='a' content='x' r='m'><script r='m'>$_ts={}</script></head></html>",
        "challenge",
        "ruishu_412",
    ),
    (
        202,
        {},
        "<html><meta r='m'><script r='m'>$_ts=window['$_ts'];</script></html>",
        "challenge",
        "ruishu_body",
    ),
    (468, {}, "", "challenge", "safeline_468"),
    (302, {"set-cookie": "CT6T=1; path=/", "location": "/a"}, "", "challenge", "cookie_gate"),
    (200, {}, "<html><script>var arg1='3A';</script></html>", "challenge", "acw_sc"),
    (
        200,
        {},
        "<html><head><script>document.cookie='yunsuo_session_verify=1'</script></head></html>",
        "challenge",
        "yunsuo",
    ),
    (200, {}, SHELL % "当前访问疑似黑客攻击，已被创宇盾拦截", "blocked", "cloud_shield"),
    (403, {}, SHELL % "", "blocked", "forbidden"),
    (405, {}, "", "blocked", "forbidden"),
    (200, {}, SHELL % "您的访问被阻断 事件编号 12345", "blocked", "block_page"),
    (429, {"Retry-After": "60"}, "", "throttled", "throttled"),
    (200, {}, SHELL % "访问过于频繁，请稍后再试", "throttled", "throttle_page"),
    (200, {}, SHELL % "您访问的页面不存在", "soft_404", "soft_404"),
    (
        200,
        {},
        "<html><head><title>404</title></head><body><a href='/'>首页</a></body></html>",
        "soft_404",
        "soft_404_title",
    ),
    (200, {}, "<script>window.location.href='./jgzz_2042/';</script>", "stub", "script_redirect"),
    (
        200,
        {},
        "<html><head><meta http-equiv='refresh' content='0;url=index_155.shtml'></head></html>",
        "stub",
        "meta_refresh",
    ),
    (200, {}, "<html><frameset rows='*'><frame src='/a.html'></frameset></html>", "stub", "frameset"),
    (200, {}, "<html><script>" + "var a=1;" * 120 + "</script></html>", "challenge", "script_gate"),
    (200, {}, SHELL % "请输入验证码<input name='codeValue' type='text'>", "challenge", "captcha"),
    (200, {}, "  ", "stub", "empty"),
]


@pytest.mark.parametrize(
    ("status", "headers", "text", "outcome", "name"), CASES, ids=[case[4] for case in CASES]
)
def test_what_is_no_page_is_named(
    status: int, headers: dict[str, str], text: str, outcome: str, name: str
) -> None:
    verdict = challenges.classify(status, headers, text)
    assert verdict is not None
    assert (verdict.outcome, verdict.name) == (outcome, name)


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (200, REPORT),
        (200, '{"code":200,"data":{"total":0,"results":[]}}'),
        (200, ""),
        (404, SHELL % "页面不存在"),
        (304, ""),
        (
            200,
            SHELL
            % ("<ul>" + "<li><a href='/a.html'>青禾县2024年政府信息公开工作年度报告</a></li>" * 5 + "</ul>"),
        ),
        (200, "<recordset><record><![CDATA[<li>青禾县2024年报</li>]]></record></recordset>"),
    ],
)
def test_pages_and_data_pass(status: int, text: str) -> None:
    assert challenges.classify(status, {}, text) is None


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ('<script>window.location.href="./jgzz_2042/";</script>', "./jgzz_2042/"),
        ("<script>location.replace('./202501/t20250123_1.html')</script>", "./202501/t20250123_1.html"),
        ("<meta http-equiv='refresh' content='0;url=index_155.shtml'>", "index_155.shtml"),
        ("<frameset><frame name='a' src='/x/list.html'></frameset>", "/x/list.html"),
        ("<p>nothing</p>", None),
    ],
)
def test_a_stub_says_where_it_leads(text: str, target: str | None) -> None:
    assert challenges.stub_target(text) == target


@pytest.mark.parametrize(
    ("body", "status", "outcome"),
    [
        (sent.RUISHU, 412, "challenge"),
        (sent.RUISHU, 200, "challenge"),
        (sent.STUB_200, 200, "challenge"),
        (sent.ACW, 200, "challenge"),
        (sent.YUNSUO, 200, "challenge"),
        (sent.CAPTCHA, 200, "challenge"),
        (sent.BLOCKED, 200, "blocked"),
    ],
)
def test_what_the_replica_sends_is_named(body: str, status: int, outcome: str) -> None:
    verdict = challenges.classify(status, {"Content-Type": "text/html"}, body)
    assert verdict is not None and verdict.outcome == outcome


def test_every_mark_is_told_in_two_languages() -> None:
    assert all(mark.verdict.zh and mark.verdict.en for mark in challenges.load())
    assert {mark.verdict.outcome for mark in challenges.load()} == set(challenges.OUTCOMES)
