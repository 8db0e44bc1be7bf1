"""The TLS ladder: a normal, verified handshake first; for a host that fails it, only what failed is lifted.

A handshake that fails is tried once more under old protocols and ciphers, still verified; a certificate that fails,
without verification. The order matters: some good modern servers hang under a permissive context. The bytes are
public and hashed, so an unverified certificate is a fact to record, not a reason to lose a county: every fetch of such
a host says in its detail which step was taken and what failed before, and its pages get a problem of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy import Request
from scrapy.core.downloader.contextfactory import _get_creator_context, _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from twisted.internet.error import ConnectionDone, ConnectionLost
from twisted.internet.ssl import TLSVersion
from twisted.web.iweb import IPolicyForHTTPS

OP_LEGACY_SERVER_CONNECT = 0x4
WEAK = b"ALL:@SECLEVEL=0"
CERTIFICATE = ("certificate verify failed", "VerificationError", "CertificateError")


@dataclass(frozen=True, slots=True)
class Rung:
    """How a host is spoken to; `why` tells what failed on the rungs before."""

    verify: bool = True
    modern: bool = True
    why: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """verified, legacy (verified, old protocols), unverified, legacy unverified."""
        words = [*([] if self.modern else ["legacy"]), *([] if self.verify else ["unverified"])]
        return " ".join(words) or "verified"

    def next(self, failure: str) -> Rung | None:
        """The rung that lifts what failed; None where that is lifted already."""
        why = (*self.why, f"{self.name}: {failure}")
        if failure.startswith(CERTIFICATE):
            return Rung(False, self.modern, why) if self.verify else None
        return Rung(self.verify, False, why) if self.modern else None


class RungFactory(_ScrapyClientContextFactory):
    """TLS contexts of one rung; without `modern` TLS 1.0 up, weak keys, servers without secure renegotiation."""

    def __init__(self, rung: Rung) -> None:
        super().__init__(verify_certificates=rung.verify)
        self.modern = rung.modern

    def _get_cert_options_kwargs(self) -> dict[str, Any]:
        kept = super()._get_cert_options_kwargs()
        return kept if self.modern else kept | {"insecurelyLowerMinimumTo": TLSVersion.TLSv1_0}

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 - the interface's name
        creator = super().creatorForNetloc(hostname, port)
        if not self.modern:
            context = _get_creator_context(creator)
            context.set_cipher_list(WEAK)
            context.set_options(OP_LEGACY_SERVER_CONNECT)
        return creator


class LadderHandler(HTTP11DownloadHandler):
    """Downloads like Scrapy's own handler; a host is let down a rung at first contact only, and keeps it in this run."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        shapes = [Rung(verify, modern) for verify in (True, False) for modern in (True, False)]
        self.factories = {(rung.verify, rung.modern): RungFactory(rung) for rung in shapes}
        self.rungs: dict[str, Rung] = {}
        self.demo = crawler.settings.getbool("GONGKAI_DEMO")

    async def close(self) -> None:
        """Close idle connections; those to a demo need no second of grace."""
        if self.demo:
            self._pool.closeCachedConnections()  # type: ignore[no-untyped-call]
        else:
            await super().close()

    async def download_request(self, request: Request) -> Response:
        """The answer; raises what the last rung raised."""
        parts = urlsplit(request.url)
        if parts.scheme != "https":
            return await super().download_request(request)
        known = self.rungs.get(parts.netloc)
        rung: Rung = known or Rung()
        while True:
            # Read before the first await, so that no other host's request comes between.
            self._contextFactory = cast(IPolicyForHTTPS, self.factories[rung.verify, rung.modern])
            try:
                response = await super().download_request(request)
            except (DownloadFailedError, SSL.Error) as error:
                failure = None if known else tls_failure(error) or hung_up(error)
                lower = rung.next(failure) if failure else None
                if lower is None:
                    self.rungs.setdefault(parts.netloc, rung)
                    raise
                rung = lower
                continue
            self.rungs[parts.netloc] = rung
            request.meta["tls"] = rung
            return response


def causes(error: BaseException) -> Iterator[BaseException]:
    """An error and all that lies behind it."""
    seen: set[int] = set()
    stack: list[BaseException | None] = [error]
    while stack:
        cause = stack.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        stack += [
            cause.__cause__,
            *(getattr(reason, "value", None) for reason in getattr(cause, "reasons", ())),
        ]


def is_tls_failure(error: BaseException) -> bool:
    """Did the handshake fail (and not the network, or the server behind a good handshake)?"""
    return tls_failure(error) is not None


def tls_failure(error: BaseException) -> str | None:
    """What failed in a handshake, in a few words; None where it was none."""
    for cause in causes(error):
        if isinstance(cause, SSL.Error):
            return (
                "; ".join(str(part[-1]) for part in cause.args[0])
                if cause.args and cause.args[0]
                else "handshake failed"
            )
        if type(cause).__name__ in {"VerificationError", "CertificateError"}:
            return f"{type(cause).__name__}: the certificate is of another name"
    return None


def hung_up(error: BaseException) -> str | None:
    """Servers that want an old protocol often hang up instead of saying so."""
    lost = any(isinstance(cause, (ConnectionLost, ConnectionDone)) for cause in causes(error))
    return "the server hung up" if lost else None
