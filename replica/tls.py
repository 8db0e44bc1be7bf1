"""Portals over TLS as bad as they come: which context a switch means.

`tls_good` is what a browser wants; the others are single faults of it. A portal whose switches name one of them is
served over TLS, its registry row says https. The root is written where the registry lies: SSL_CERT_FILE=root.pem.
"""

from __future__ import annotations

import ssl
import tempfile
import warnings
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from cryptography.hazmat.primitives import serialization

from replica import certificates

# The 1024-bit prime of RFC 2409: a Diffie-Hellman group that clients of today refuse.
OAKLEY_2 = """\
-----BEGIN DH PARAMETERS-----
MIGHAoGBAP//////////yQ/aoiFowjTExmKLgNwc0SkCTgiKZ8x0Agu+pjsTmyJR
Sgh5jjQE3e+VGbPNOkMbMCsKbfJfFDdP4TVtbVHCReSFtXZiXn7G9ExC6aY37WsL
/1y29Aa37e44a/taiZ+lrp8kEXxLH+ZJKGZR7OZTgf//////////AgEC
-----END DH PARAMETERS-----
"""
LOW = "ALL:@SECLEVEL=0"


class Authority:
    """A root and one intermediate, made when first asked for, with the files that servers load."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def root(self) -> certificates.Signer:
        made = certificates.authority("replica root")
        pem = made.certificate.public_bytes(serialization.Encoding.PEM)
        (self.folder / "root.pem").write_bytes(pem)
        return made

    @cached_property
    def middle(self) -> certificates.Signer:
        return certificates.authority("replica intermediate", self.root)

    def pem(
        self,
        host: str,
        *,
        bits: int = 2048,
        own: bool = False,
        ends: datetime | None = None,
        whole: bool = True,
    ) -> Path:
        """The file for a host; `own`: signed by itself, `whole`: with the intermediate."""
        key = certificates.key(bits)
        certificate = certificates.leaf(host, key, None if own else self.middle, ends=ends)
        chain = [] if own or not whole else [self.middle.certificate]
        handle = tempfile.NamedTemporaryFile(dir=self.folder, suffix=".pem", delete=False)  # noqa: SIM115 - the name stays
        handle.close()
        return certificates.write(Path(handle.name), key, certificate, *chain)


def _context(
    pem: Path, *, ciphers: str | None = None, version: ssl.TLSVersion | None = None
) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if ciphers:
        context.set_ciphers(ciphers)
    if version:
        with warnings.catch_warnings():  # that the old ones are deprecated is why they are here
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = version
    context.load_cert_chain(pem)
    return context


def _weak_dh(authority: Authority, host: str) -> ssl.SSLContext:
    context = _context(
        authority.pem(host), ciphers="DHE-RSA-AES128-SHA:@SECLEVEL=0", version=ssl.TLSVersion.TLSv1_2
    )
    path = authority.folder / "dh.pem"
    path.write_text(OAKLEY_2, encoding="ascii")
    context.load_dh_params(str(path))
    return context


YESTERDAY = timedelta(days=-1)

KINDS: dict[str, Callable[[Authority, str], ssl.SSLContext]] = {
    "tls_good": lambda a, host: _context(a.pem(host)),
    "tls_expired": lambda a, host: _context(a.pem(host, ends=datetime.now(UTC) + YESTERDAY)),
    "tls_wrong_name": lambda a, host: _context(a.pem("www.other.example")),
    "tls_self_signed": lambda a, host: _context(a.pem(host, own=True)),
    "tls_chain": lambda a, host: _context(a.pem(host, whole=False)),
    "tls_1_0": lambda a, host: _context(a.pem(host), ciphers=LOW, version=ssl.TLSVersion.TLSv1),
    "tls_1_1": lambda a, host: _context(a.pem(host), ciphers=LOW, version=ssl.TLSVersion.TLSv1_1),
    "tls_weak_dh": _weak_dh,
    "tls_weak_key": lambda a, host: _context(a.pem(host, bits=1024), ciphers=LOW),
    "tls_weak_cipher": lambda a, host: _context(
        a.pem(host), ciphers="AES128-SHA:@SECLEVEL=0", version=ssl.TLSVersion.TLSv1_2
    ),
    "tls_old_expired": lambda a, host: _context(
        a.pem(host, ends=datetime.now(UTC) + YESTERDAY), ciphers=LOW, version=ssl.TLSVersion.TLSv1
    ),
}


def of(switches: frozenset[str]) -> str | None:
    """The kind of TLS that a portal's switches ask for; None for plain http."""
    return next(iter(sorted(switches & KINDS.keys())), None)


def contexts(wanted: dict[str, str], folder: Path) -> Iterator[tuple[str, ssl.SSLContext]]:
    """The context of each host: {host: kind}."""
    authority = Authority(folder)
    for host, kind in wanted.items():
        yield host, KINDS[kind](authority, host)
