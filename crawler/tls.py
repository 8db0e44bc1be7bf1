"""The TLS ladder: a normal, verified handshake first; weaker ones only for a host that refused it, and remembered.

The order matters: some good modern servers hang under a permissive context. The bytes are public and hashed, so an
unverified certificate is a fact to record with the fetch (`tls` in its detail), not a reason to lose a county.
"""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlsplit

from OpenSSL import SSL
from scrapy import Request
from scrapy.core.downloader.contextfactory import _ScrapyClientContextFactory
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from twisted.internet.ssl import TLSVersion
from twisted.web.iweb import IPolicyForHTTPS

RUNGS = ("verified", "unverified", "legacy")


class LegacyContextFactory(_ScrapyClientContextFactory):
    """TLS 1.0 up, weak keys, servers without secure renegotiation."""

    def _get_cert_options_kwargs(self) -> dict[str, Any]:
        return {
            "fixBrokenPeers": True,
            "insecurelyLowerMinimumTo": TLSVersion.TLSv1_0,
            "acceptableCiphers": self.tls_ciphers,
        }

    def _get_context(self) -> SSL.Context:
        context = super()._get_context()
        context.set_cipher_list(b"ALL:@SECLEVEL=0")
        return context


class LadderHandler(HTTP11DownloadHandler):
    """Downloads like Scrapy's own handler; a host whose handshake fails is tried on the next rung, once each."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self.factories = (
            _ScrapyClientContextFactory(verify_certificates=True),
            _ScrapyClientContextFactory(verify_certificates=False),
            LegacyContextFactory(verify_certificates=False, tls_ciphers="ALL:@SECLEVEL=0"),
        )
        self.rungs: dict[str, int] = {}
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
        for rung in range(self.rungs.get(parts.netloc, 0), len(RUNGS)):
            self._contextFactory = cast(IPolicyForHTTPS, self.factories[rung])  # read before the first await
            try:
                response = await super().download_request(request)
            except (DownloadFailedError, SSL.Error) as error:
                if rung + 1 == len(RUNGS) or not is_tls_failure(error):
                    raise
                continue
            self.rungs[parts.netloc] = rung
            request.meta["tls"] = RUNGS[rung]
            return response
        raise AssertionError("unreachable")


def is_tls_failure(error: BaseException) -> bool:
    """Did the handshake fail (and not the network, or the server behind a good handshake)?"""
    seen: set[int] = set()
    stack: list[BaseException | None] = [error]
    while stack:
        cause = stack.pop()
        if cause is None or id(cause) in seen:
            continue
        seen.add(id(cause))
        if isinstance(cause, SSL.Error) or type(cause).__name__ in {"VerificationError", "CertificateError"}:
            return True
        stack += [
            cause.__cause__,
            *(getattr(reason, "value", None) for reason in getattr(cause, "reasons", ())),
        ]
    return False
