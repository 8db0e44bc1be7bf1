"""Portals with bad TLS: read where they can be, never as if nothing were wrong, and each step of the ladder told."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from replica.certificates import key, leaf, write
from tests.crawler.crawler_pywb import tool
from tests.crawler.crawler_small import Small, plans, running

# How each is spoken to in the end, and what failed before.
LADDER = {
    "tls_good": None,
    "tls_weak_cipher": None,  # no forward secrecy, and nothing that a client of today refuses
    "tls_expired": "unverified (verified: certificate verify failed)",
    "tls_self_signed": "unverified (verified: certificate verify failed)",
    "tls_chain": "unverified (verified: certificate verify failed)",
    "tls_weak_key": "unverified (verified: certificate verify failed)",
    "tls_wrong_name": "unverified (verified: VerificationError: the certificate is of another name)",
    "tls_1_0": "legacy (verified: the server hung up)",
    "tls_1_1": "legacy (verified: the server hung up)",
    "tls_weak_dh": "legacy (verified: dh key too small)",
    "tls_old_expired": "legacy unverified (verified: the server hung up; legacy: certificate verify failed)",
}
OLD = "tls_renegotiation"
TWINS = ("https_only_http", "http_only_https")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    folder = tmp_path_factory.mktemp("tls")
    made = plans([*LADDER, OLD, *TWINS])
    with running(folder, made) as small, without_secure_renegotiation(small, made[OLD].code) as port:
        text = small.registry.read_text(encoding="utf-8")
        text = moved(text, small.host(made[OLD].code), f"https://{small.host(made[OLD].code)}:{port}")
        plain = small.host(made["https_only_http"].code)
        text = moved(text, plain, f"https://{plain}:{small.port}")
        small.registry.write_text(text, encoding="utf-8")
        small.crawl(SSL_CERT_FILE=str(folder / "root.pem"))
        yield small


def moved(registry: str, host: str, base: str) -> str:
    """The registry with another scheme and port for one host."""
    return re.sub(rf"https?://{re.escape(host)}:\d+", base, registry)


@contextmanager
def without_secure_renegotiation(small: Small, code: str) -> Iterator[int]:
    """A TLS server that does not know RFC 5746, in front of a portal; yields its port."""
    own, host = key(), small.host(code)
    pem = write(small.folder / "old.pem", own, leaf(host, own, None))
    command = [tool("python"), "-c", OLD_SERVER, str(pem), host, str(small.port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()


OLD_SERVER = """
import socket, sys, threading
from tlslite.api import HandshakeSettings, TLSConnection, X509CertChain, parsePEMKey
from tlslite.extensions import RenegotiationInfoExtension, TLSExtension
import tlslite.tlsconnection as ours
pem = open(sys.argv[1]).read()
chain, key = X509CertChain(), parsePEMKey(pem, private=True)
chain.parsePemList(pem)
settings = HandshakeSettings()
settings.maxVersion = (3, 3)
# What a server of before 2010 sends: an extension that nobody reads stands in the place of renegotiation_info.
class Silent:
    def create(self, data): return None
ours.RenegotiationInfoExtension = Silent
extend = ours.ServerHello.create
def create(self, *args, **words):
    if words.get("extensions"): words["extensions"] = [e for e in words["extensions"] if e is not None]
    return extend(self, *args, **words)
ours.ServerHello.create = create
def serve(connection):
    tls = TLSConnection(connection)
    try:
        tls.handshakeServer(certChain=chain, privateKey=key, settings=settings)
        behind = socket.create_connection((sys.argv[2], int(sys.argv[3])))
        while request := tls.recv(65536):
            behind.sendall(request)
            behind.settimeout(0.2)
            try:
                while data := behind.recv(65536): tls.sendall(data)
            except TimeoutError: pass
    except Exception: connection.close()
listener = socket.create_server((sys.argv[2], 0))
print(listener.getsockname()[1], flush=True)
while True: threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()
"""


def codes(world: Small) -> dict[str, str]:
    return {name: plan.code for name, plan in plans([*LADDER, OLD, *TWINS]).items()}


def details(world: Small, name: str) -> set[str | None]:
    sql = "select distinct detail from fetches where portal = ? and outcome = 'kept'"
    return {detail for (detail,) in world.rows(sql, codes(world)[name])}


@pytest.mark.parametrize("name", LADDER)
def test_every_report_is_kept_and_every_capture_says_how(world: Small, name: str) -> None:
    code = codes(world)[name]
    assert {url for url in world.captured() if world.host(code) in url} == world.planted_on(code)
    assert details(world, name) == {f"tls {LADDER[name]}" if LADDER[name] else None}


def test_pages_of_hosts_that_could_not_be_verified_have_a_problem(world: Small) -> None:
    rows = world.rows(
        "select portal, count(*) from problems where kind = 'tls_unverified' and \"at\" = 'fetch' group by 1"
    )
    pages = dict(world.rows("select portal, count(*) from captures where role = 'report' group by 1"))
    bad = {
        code for name, code in codes(world).items() if "unverified" in (LADDER.get(name) or "") or name == OLD
    }
    assert dict(rows) == {code: pages[code] for code in bad}


def test_a_server_without_secure_renegotiation_is_read_on_the_legacy_rung(world: Small) -> None:
    (told,) = details(world, OLD)
    assert told and told.startswith(
        "tls legacy unverified (verified: unsafe legacy renegotiation disabled; legacy: "
    )


def test_where_https_is_no_https_the_http_twin_is_read(world: Small) -> None:
    code = codes(world)["https_only_http"]
    assert {url for url in world.captured() if world.host(code) in url} == world.planted_on(code)
    outcomes = dict(world.rows("select outcome, count(*) from fetches where portal = ? group by 1", code))
    assert outcomes["broken"] <= 10, "robots.txt once, and each list with its two further tries"


def test_the_capture_itself_tells_when_bytes_were_lost_with_the_rows(world: Small) -> None:
    index = [*world.command()[:2], "archive", "index", "--archive", str(Path(world.folder) / "again.db"), "--captures", str(Path(world.folder) / "a")]  # fmt: skip
    subprocess.run(index, check=True, capture_output=True, timeout=120)
    again = world.rows("select detail, count(*) from fetches group by 1 order by 1", name="again")
    assert again == world.rows("select detail, count(*) from fetches group by 1 order by 1")
