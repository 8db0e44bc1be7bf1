"""Nothing but registered hosts at public addresses is ever connected to (thirty-odd ways in, none of them open)."""

from __future__ import annotations

import ipaddress
import json
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.addresses import RegisteredHosts, is_loopback_host, is_public, permitted, site_of
from tests.crawler.crawler_astray import REDIRECTS, Portal
from tests.crawler.crawler_forbidden import PUBLIC
from tests.crawler.crawler_world import ROOT

FORBIDDEN = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1", "172.31.255.254",
    "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2001::7f00:1", "2001:db8::1",
    "2002:7f00:1::", "fc00::1", "fe80::1", "ff02::1", "100::1",
]  # fmt: skip
LITERALS = ["2130706433", "0177.0.0.1", "0x7f.0.0.1", "127.1", "[::]", "[::ffff:127.0.0.1]"]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_forbidden_ranges_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))
    assert not permitted(address, demo=False)


@pytest.mark.parametrize("address", ["122.137.242.24", "8.8.8.8", "2400:3200::1", "223.5.5.5"])
def test_public_addresses_pass_and_a_demo_refuses_them(address: str) -> None:
    assert permitted(address, demo=False)
    assert not permitted(address, demo=True)


def test_a_demo_is_loopback_only() -> None:
    assert permitted("127.51.4.22", demo=True) and permitted("::1", demo=True)
    assert not permitted("fe80::1%eth0", demo=True)
    assert is_loopback_host("a.localhost") and not is_loopback_host("localhost.evil.example")


def test_registered_hosts_know_twins_and_names_below_but_nothing_else() -> None:
    hosts = RegisteredHosts([site_of("http://www.scyanbian.gov.cn/"), "122.137.242.24", "127.0.0.1:8100"])
    for good in (
        "https://scyanbian.gov.cn/x",
        "http://xxgk.scyanbian.gov.cn/",
        "http://WWW.scyanbian.gov.cn./",
        "http://122.137.242.24:8080/",
    ):
        assert hosts.knows(good), good
    for bad in (
        "http://scyanbian.gov.cn.evil.com/",
        "http://evilscyanbian.gov.cn/",
        "http://gov.cn/",
        "http://22.137.242.24/",
        "http://127.0.0.1:8101/",
    ):
        assert not hosts.knows(bad), bad


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer((PUBLIC, 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


NAMES = {f"case{n}.example": [address] for n, address in enumerate(FORBIDDEN)} | {
    "portal.example": [PUBLIC],
    "robots.example": [PUBLIC],
    "rebind.example": [PUBLIC, PUBLIC, "127.0.0.1", "10.0.0.1"],
    "later.example": ["10.0.0.1", "169.254.169.254"],
}


def lists(port: int) -> dict[str, str]:
    """What each case is called, and the list by which the crawl meets it."""
    found = {
        f"a name that is {address}": f"http://case{n}.example:{port}/list"
        for n, address in enumerate(FORBIDDEN)
    }
    found |= {f"the literal {literal}": f"http://{literal}:{port}/list" for literal in LITERALS}
    for n, to in enumerate(REDIRECTS):
        found |= {
            f"a redirect to {to}": f"http://portal.example:{port}/redirect/{n}",
            f"a stub to {to}": f"http://portal.example:{port}/stub/{n}",
        }
    found |= {
        "rows and attachments": f"http://portal.example:{port}/rows/index.html",
        "robots.txt": f"http://robots.example:{port}/list",
    }
    return found | {
        "rebinding": f"http://rebind.example:{port}/list",
        "rebinding from the start": f"http://later.example:{port}/list",
    }


def asked(folder: Path, rows: dict[str, str], *more: str) -> set[str]:
    """Every connection of a crawl (or, with a CDX address, a harvest) of these lists."""
    registry = folder / "registry.csv"
    told = [
        f"{100000 + n},某县,county,trs-wcm,{url.rsplit('/', 1)[0]}/,{url},,,"
        for n, url in enumerate(rows.values())
    ]
    registry.write_text(
        "\n".join(["code,name,level,family,url,list_url,seen,until,note", *told]) + "\n", encoding="utf-8"
    )
    command = [
        sys.executable,
        "-m",
        "tests.crawler.crawler_forbidden",
        str(registry),
        str(folder),
        json.dumps(NAMES),
        *more,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@dataclass
class Crawled:
    """One crawl over all cases."""

    port: int
    cases: dict[str, str]
    connections: set[str]
    rows: list[tuple[str, str, str, str]]


@pytest.fixture(scope="module")
def crawled(port: int, tmp_path_factory: pytest.TempPathFactory) -> Crawled:
    folder, cases = tmp_path_factory.mktemp("forbidden"), lists(port)
    connections = asked(folder, cases)
    sql = "select portal, url, outcome, role from fetches"
    return Crawled(port, cases, connections, sqlite3.connect(folder / "a.db").execute(sql).fetchall())


def test_no_connection_reaches_a_forbidden_address(crawled: Crawled) -> None:
    assert len(crawled.cases) > 60
    assert crawled.connections == {str((PUBLIC, crawled.port))}


@pytest.mark.parametrize("case", lists(0))
def test_every_case_is_told_as_forbidden(crawled: Crawled, case: str) -> None:
    code = str(100000 + list(crawled.cases).index(case))
    outcomes = {outcome for portal, _, outcome, _ in crawled.rows if portal == code}
    outcomes |= {
        outcome
        for portal, url, outcome, _ in crawled.rows
        if not portal.isdigit() and url == target_of(case, crawled.port)
    }
    assert (
        "forbidden" in outcomes
        or case in ELSEWHERE
        or ("redirect" in outcomes and not case.rpartition(" to ")[2].startswith("http"))
    ), outcomes
    reports = {
        url
        for portal, url, outcome, role in crawled.rows
        if portal == code and role == "report" and outcome == "kept"
    }
    assert not reports or case == "rows and attachments"


# Told in another place: the first request of a site is its robots.txt, the portal's own name is asked under its code,
# and a name that changes what it means is told at the request that it changed before.
ELSEWHERE = {"robots.txt", "rebinding", *(f"{way} to {to}" for way in ("a redirect", "a stub") for to in REDIRECTS
             if "//rebind" in to or "user:word" in to or "[portal" in to or to.startswith("//"))}  # fmt: skip


def target_of(case: str, port: int) -> str:
    return case.partition(" to ")[2].replace("{port}", str(port))


def test_rows_and_attachments_that_lead_astray_are_forbidden(crawled: Crawled) -> None:
    counted = Counter((role, outcome) for _, _, outcome, role in crawled.rows)
    assert counted["report", "forbidden"] >= 10 and counted["attachment", "forbidden"] >= 10
    assert counted["report", "kept"] == 1, "the article that they hang on"


def test_an_archive_of_others_leads_nowhere_else(port: int, tmp_path: Path) -> None:
    rows = {"column": f"http://portal.example:{port}/rows/index.html"}
    connections = asked(tmp_path, rows, f"http://portal.example:{port}/gone/cdx", "")
    assert connections == {str((PUBLIC, port))}
    kept = (
        sqlite3.connect(tmp_path / "a.db")
        .execute("select url from captures where role = 'import'")
        .fetchall()
    )
    assert kept == [(f"http://portal.example:{port}/rows/t20250120_4.html",)]


@pytest.mark.parametrize("cdx, data", [
    ("http://later.example:{port}/gone/cdx", ""), ("http://127.0.0.1:{port}/gone/cdx", "http://portal.example:{port}/"),
    ("http://portal.example:{port}/x-index", "http://later.example:{port}/"), ("http://portal.example:{port}/x-index", "http://10.0.0.1/"),
    ("http://portal.example:{port}/x-index", "file:///etc/"),
])  # fmt: skip
def test_an_archive_at_a_forbidden_address_is_not_asked(
    port: int, tmp_path: Path, cdx: str, data: str
) -> None:
    rows = {"column": f"http://portal.example:{port}/rows/index.html"}
    connections = asked(tmp_path, rows, cdx.format(port=port), data.format(port=port))
    if not cdx.startswith(
        "http://127"
    ):  # an operator may name a pywb of their own: it is asked, and nobody else
        assert connections <= {str((PUBLIC, port))}
    else:
        assert connections <= {str(("127.0.0.1", port))}
    assert sqlite3.connect(tmp_path / "a.db").execute(
        "select count(*) from captures where role = 'import'"
    ).fetchone() == (0,)
