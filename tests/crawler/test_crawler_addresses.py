"""Nothing but registered hosts at public addresses is ever connected to (thirty-odd ways in, none of them open)."""

from __future__ import annotations

import ipaddress
import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crawler.addresses import RegisteredHosts, is_loopback_host, is_public, permitted, site_of
from tests.crawler.crawler_forbidden import PUBLIC
from tests.crawler.crawler_world import ROOT

FORBIDDEN = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.8.8.8", "169.254.169.254", "172.16.0.1", "172.31.255.254",
    "192.0.0.8", "192.0.2.1", "192.168.1.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2001::7f00:1", "2001:db8::1",
    "2002:7f00:1::", "fc00::1", "fe80::1", "ff02::1", "100::1",
]  # fmt: skip
LITERALS = ["2130706433", "0177.0.0.1", "0x7f.0.0.1", "127.1", "[::]", "[::ffff:127.0.0.1]"]
REDIRECTS = [
    "http://127.0.0.1:{port}/secret", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://2130706433:{port}/",
    "http://[::1]:{port}/", "http://portal.example@127.0.0.1:{port}/", "http://user:word@portal.example:{port}/", "file:///etc/passwd",
    "ftp://portal.example/", "gopher://portal.example/", "data:text/html,x", "http://unregistered.example:{port}/",
    "http://rebind.example:{port}/", "//127.0.0.1:{port}/", "http://portal.example.evil.example:{port}/", "http://[portal.example]/",
]  # fmt: skip


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


class Portal(BaseHTTPRequestHandler):
    """A registered portal whose lists lead where nobody should go."""

    server: ThreadingHTTPServer

    def do_GET(self) -> None:
        number = self.path.strip("/").removesuffix("stub")
        target = REDIRECTS[int(number)].format(port=self.server.server_port) if number.isdigit() else None
        if target and self.path.endswith("stub"):
            body = f'<html><meta http-equiv="refresh" content="0;url={target}"></html>'.encode()
            self.send_response(200)
        else:
            body = b""
            self.send_response(302 if target else 404)
            if target:
                self.send_header("Location", target)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer((PUBLIC, 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()


def test_no_connection_reaches_a_forbidden_address(port: int, tmp_path: Path) -> None:
    names = {f"case{n}.example": [address] for n, address in enumerate(FORBIDDEN)}
    names |= {"portal.example": [PUBLIC], "rebind.example": [PUBLIC, PUBLIC, "127.0.0.1", "10.0.0.1"]}
    lists = [f"http://{name}:{port}/list" for name in names] + [
        f"http://{literal}:{port}/list" for literal in LITERALS
    ]
    lists += [f"http://portal.example:{port}/{n}{end}" for n in range(len(REDIRECTS)) for end in ("", "stub")]
    registry = tmp_path / "registry.csv"
    rows = [
        f"{100000 + n},某县,county,trs-wcm,{url.rsplit('/', 1)[0]}/,{url},,," for n, url in enumerate(lists)
    ]
    registry.write_text(
        "\n".join(["code,name,level,family,url,list_url,seen,until,note", *rows]) + "\n", encoding="utf-8"
    )
    command = [
        sys.executable,
        "-m",
        "tests.crawler.crawler_forbidden",
        str(registry),
        str(tmp_path),
        json.dumps(names),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    connections = set(json.loads(done.stdout.splitlines()[-1]))
    assert connections == {str((PUBLIC, port))}
    outcomes = sqlite3.connect(tmp_path / "a.db").execute("select outcome, count(*) from fetches group by 1")
    counted = dict(outcomes.fetchall())
    assert counted["forbidden"] >= len(FORBIDDEN) + len(LITERALS) + 2 * len(REDIRECTS) - 4
    assert "kept" not in counted
