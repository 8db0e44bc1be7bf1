"""The portals over real HTTP: conditional requests, the log, the switches of obstacles and of revisions."""

from __future__ import annotations

import http.client
import json
import urllib.parse
from collections.abc import Iterator
from typing import Any

import pytest

from reference import challenges
from replica import build, families, switches, world
from replica.demo import running
from replica.http import Request
from replica.server import Replica
from replica.state import State

PLAN = next(plan for plan in world.plans() if plan.code == "990101")
HOST = build.address(PLAN)


@pytest.fixture(scope="module")
def replica() -> Iterator[Replica]:
    with running(Replica([PLAN], 0)) as server:
        yield server


@pytest.fixture(autouse=True)
def clean(replica: Replica) -> Iterator[None]:
    yield
    replica.switches = set()
    replica.state[HOST] = State()
    replica.build()


def get(
    replica: Replica, path: str, headers: dict[str, str] | None = None, body: str | None = None
) -> tuple[int, dict[str, str], bytes]:
    link = http.client.HTTPConnection(HOST, replica.port, timeout=10)
    try:
        link.request("POST" if body is not None else "GET", path, body=body, headers=headers or {})
        answer = link.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
    finally:
        link.close()


def switch(replica: Replica, on: str = "", off: str = "") -> None:
    get(replica, "/__replica__/switch", body=urllib.parse.urlencode({"on": on, "off": off}))


def paths(replica: Replica) -> tuple[str, str]:
    """The annual column and one report below it."""
    built = replica.sites[HOST]
    family = families.load()[built.engine]
    return family.column_path(built, built.root, 1), family.article_path(
        built, built.root, built.root.articles[0]
    )


def log(replica: Replica) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(get(replica, "/__replica__/log")[2])["requests"]
    return rows


def test_pages_are_conditional(replica: Replica) -> None:
    column, _ = paths(replica)
    status, headers, body = get(replica, column)
    assert (status, bool(body)) == (200, True)
    again = get(replica, column, {"If-None-Match": headers["etag"]})
    assert (again[0], again[2], again[1]["etag"]) == (304, b"", headers["etag"])
    assert get(replica, column, {"If-Modified-Since": headers["last-modified"]})[0] == 304


def test_requests_are_counted(replica: Replica) -> None:
    get(replica, "/__replica__/clear")
    get(replica, "/nowhere")
    get(replica, "/nowhere")
    assert {"host": HOST, "path": "/nowhere", "status": 404, "count": 2} in log(replica)


@pytest.mark.parametrize(
    ("name", "status", "mark"),
    [
        ("jsl_521", 521, b"jsl_clearance"),
        ("ruishu_412", 412, b"$_ts"),
        ("safeline_468", 468, b"challenge"),
        ("stub_200", 200, b"location.reload"),
        ("blocked_200", 200, "创宇盾".encode()),
        ("blocked_403", 403, "阻断".encode()),
        ("acw_200", 200, b"arg1="),
        ("yunsuo_200", 200, b"security_verify_data"),
        ("shell", 200, b'id="app"'),
        ("retired_302", 302, b""),
        ("stub_list", 200, b"window.location"),
        ("meta_refresh", 200, b'http-equiv="refresh"'),
        ("retry_after", 429, b"slow"),
        ("cookie_gate", 302, b""),
    ],
)
def test_obstacles_stand_before_the_list(replica: Replica, name: str, status: int, mark: bytes) -> None:
    switch(replica, on=name)
    answer = get(replica, paths(replica)[0])
    assert answer[0] == status
    assert mark in answer[2]


def test_the_cookie_opens_the_gate(replica: Replica) -> None:
    switch(replica, on="cookie_gate")
    column, _ = paths(replica)
    cookie = get(replica, column)[1]["set-cookie"].split(";")[0]
    assert get(replica, column, {"Cookie": cookie})[0] == 200


def test_soft_404_only_for_what_is_not_there(replica: Replica) -> None:
    switch(replica, on="soft_404")
    assert "不存在".encode() in get(replica, "/nowhere")[2]
    assert get(replica, "/nowhere")[0] == 200
    assert "不存在".encode() not in get(replica, paths(replica)[1])[2]


def test_wrong_charset_labels(replica: Replica) -> None:
    column, _ = paths(replica)
    switch(replica, on="gbk_as_utf8")
    _, headers, body = get(replica, column)
    assert headers["content-type"].endswith("utf-8")
    assert "年报" in body.decode("gb18030")
    switch(replica, on="utf8_as_gb2312", off="gbk_as_utf8")
    _, headers, body = get(replica, column)
    assert headers["content-type"].endswith("gb2312")
    assert "年报" in body.decode("utf-8")


def test_unasked_gzip_and_drops(replica: Replica) -> None:
    switch(replica, on="gzip")
    assert get(replica, paths(replica)[0])[2][:2] == b"\x1f\x8b"
    switch(replica, on="drop", off="gzip")
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        for _ in range(5):
            get(replica, paths(replica)[0])


def test_a_burst_gets_the_index_instead(replica: Replica) -> None:
    switch(replica, on="index_instead")
    _, article = paths(replica)
    titles = [get(replica, article)[2].split(b"</title>")[0] for _ in range(8)]
    assert titles[0] != titles[-1]


@pytest.mark.parametrize(
    ("name", "mark"),
    [("robots_disallow", b"Disallow: /\n"), ("robots_html", b"<html>"), ("robots_admin", b"/admin/")],
)
def test_robots(replica: Replica, name: str, mark: bytes) -> None:
    switch(replica, on=name)
    status, _, body = get(replica, "/robots.txt")
    assert status == 200
    assert mark in body


def test_an_api_that_ignores_the_page_and_a_capped_list() -> None:
    plan = next(p for p in world.plans() if p.family == "ucap" and not p.options.get("rows"))
    built = build.site(plan, 8100)
    path = f"/common/search/{built.root.hex}?_isJson=true&page="
    asked = Request("GET", f"{path}2", {})
    second = switches.before(frozenset({"same_page"}), built, asked, State())
    first = built.answer(Request("GET", f"{path}1", {}))
    assert second is not None
    assert first is not None
    assert second.body == first.body
    old = next(p for p in world.plans() if p.family == "jeecms")
    built = build.site(old, 8100)
    family = families.load()[built.engine]
    for number, cut in ((2, False), (3, True)):
        path = family.column_path(built, built.root, number)
        answer = switches.before(frozenset({"capped"}), built, Request("GET", path, {}), State())
        assert (answer is not None) == cut


def test_switches_may_name_one_portal(replica: Replica) -> None:
    switch(replica, on="ruishu_412@999999")
    assert get(replica, paths(replica)[0])[0] == 200
    switch(replica, on=f"ruishu_412@{PLAN.code}")
    assert get(replica, paths(replica)[0])[0] == 412


def listed(replica: Replica) -> dict[str, bytes]:
    built = replica.sites[HOST]
    family = families.load()[built.engine]
    return {
        family.article_path(built, built.root, a): get(replica, family.article_path(built, built.root, a))[2]
        for a in built.root.articles
    }


def test_reports_change_vanish_move_and_come_back(replica: Replica) -> None:
    before = listed(replica)
    for name, changed, gone, new in (
        ("revision", 1, 0, 0),
        ("text_edit", 1, 0, 0),
        ("removed", 0, 1, 0),
        ("moved", 0, 1, 1),
        ("republished", 1, 0, 0),
        ("correction", 0, 0, 1),
        ("held_back", 0, 1, 0),
    ):
        switch(replica, on=name)
        after = listed(replica)
        same = before.keys() & after.keys()
        assert sum(before[path] != after[path] for path in same) == changed, name
        assert len(before.keys() - after.keys()) == gone, name
        assert len(after.keys() - before.keys()) == new, name
        for path in before.keys() - after.keys():
            assert get(replica, path)[0] == 404
        switch(replica, off=name)
    assert listed(replica) == before


def test_portals_answer_to_names_and_their_www_twins(replica: Replica) -> None:
    link = http.client.HTTPConnection("127.0.0.1", replica.port, timeout=10)
    for name in (f"g{PLAN.code}.localhost", f"www.g{PLAN.code}.localhost"):
        link.request("GET", "/", headers={"Host": f"{name}:{replica.port}"})
        answer = link.getresponse()
        assert (answer.status, PLAN.name in answer.read().decode()) == (200, True)
    link.close()


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("jsl_521", "challenge"),
        ("ruishu_412", "challenge"),
        ("safeline_468", "challenge"),
        ("acw_200", "challenge"),
        ("yunsuo_200", "challenge"),
        ("stub_200", "challenge"),
        ("blocked_200", "blocked"),
        ("blocked_403", "blocked"),
        ("blocked_405", "blocked"),
        ("stub_list", "stub"),
        ("meta_refresh", "stub"),
        ("retry_after", "throttled"),
    ],
)
def test_obstacles_are_known_to_reference(replica: Replica, name: str, outcome: str) -> None:
    switch(replica, on=name)
    status, headers, body = get(replica, paths(replica)[0])
    verdict = challenges.classify(status, headers, body.decode("utf-8", "replace"))
    assert verdict is not None
    assert verdict.outcome == outcome
