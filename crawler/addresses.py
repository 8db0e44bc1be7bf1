"""Where the crawl may go: hosts of the registry, and addresses that are public, checked where a connection is made.

A name is resolved, its addresses are filtered, and only what passed is connected to: there is no second lookup that
could answer something else, and a redirect, robots.txt or a retry goes the same way as a first request. A registry
with a bare public address is legitimate; the rule is "public address", not "name". A demo is the other way round:
loopback and nothing else.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from typing import Any, cast
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingHostnameResolver, HostResolution
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer, provider  # type: ignore[import-untyped]

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Ranges that lead inside or nowhere, written out because what `is_global` says of them differs between versions.
INWARD = tuple(
    ipaddress.ip_network(text)
    for text in [
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
        "::/96",
        "::ffff:0:0/96",
        "64:ff9b::/96",
        "64:ff9b:1::/48",
        "100::/64",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "fc00::/7",
        "fe80::/10",
        "ff00::/8",
    ]
)


class ForbiddenHostError(IgnoreRequest):
    """A request left the registered hosts or its address is no plain http(s) address."""


def is_loopback_host(host: str) -> bool:
    """localhost, names below it, and 127.0.0.0/8 or ::1."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def is_public(address: Address) -> bool:
    """True for an address of the open internet; never for private, loopback, link-local, multicast, mapped, reserved."""
    if isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped or address.sixtofour or address.teredo
    ):
        return False
    return address.is_global and not address.is_multicast and not any(address in net for net in INWARD)


def permitted(text: str, *, demo: bool) -> bool:
    """May a connection be made to this literal address? Scoped or unreadable literals never pass."""
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    return address.is_loopback if demo else is_public(address)


class RegisteredHosts:
    """Downloader middleware: only http(s), only hosts of the registry, their www twin and names below them."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self.hosts = set(hosts)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RegisteredHosts:
        return cls(crawler.settings.getlist("GONGKAI_HOSTS"))

    def process_request(self, request: Request) -> None:
        """Raises ForbiddenHostError where the crawl must not go; every redirect hop passes here too."""
        parts = urlsplit(request.url)
        if parts.scheme not in {"http", "https"}:
            raise ForbiddenHostError(f"scheme {parts.scheme}: only http and https are asked")
        if parts.username is not None or parts.password is not None:
            raise ForbiddenHostError("an address with a user name is never asked")
        if not self.knows(request.url):
            raise ForbiddenHostError(f"{parts.hostname} is not in the registry")

    def knows(self, url: str) -> bool:
        """Is the address's site registered, or a name below a registered one?"""
        return any(name in self.hosts for name in names_above(site_of(url)))


def site_of(url: str) -> str:
    """The site of an address as it is compared: host in lower case without www, trailing dot and port.

    On loopback the port stays, because there it is the portal.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".").removeprefix("www.")
    return f"{host}:{parts.port}" if parts.port and is_loopback_host(host) else host


def names_above(site: str) -> list[str]:
    """The site and every registrable name above it; a bare address or a loopback site only as a whole."""
    if ":" in site or site.replace(".", "").isdigit():
        return [site]
    labels = site.split(".")
    return [".".join(labels[cut:]) for cut in range(max(1, len(labels) - 1))]


@implementer(IHostnameResolver)
class GuardedResolver(CachingHostnameResolver):
    """Hands on only addresses that may be connected to; what was held back is remembered by host for the fetch log."""

    def __init__(self, reactor: Any, cache_size: int, *, demo: bool) -> None:
        super().__init__(reactor, cache_size)
        self.demo = demo

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        return cls(
            reactor, crawler.settings.getint("DNSCACHE_SIZE"), demo=crawler.settings.getbool("GONGKAI_DEMO")
        )

    def resolveHostName(  # noqa: N802 - the interface's name
        self,
        resolutionReceiver: IResolutionReceiver,  # noqa: N803
        hostName: str,  # noqa: N803
        portNumber: int = 0,  # noqa: N803
        addressTypes: Sequence[type[IAddress]] | None = None,  # noqa: N803
        transportSemantics: str = "TCP",  # noqa: N803
    ) -> IHostResolution:
        receiver = cast(IResolutionReceiver, _Filter(resolutionReceiver, hostName, demo=self.demo))
        if self.demo and hostName.endswith(".localhost"):
            hostName = "localhost"  # noqa: N806 - RFC 6761: names below localhost are loopback, whatever DNS says
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


held_back: dict[str, str] = {}


@provider(IResolutionReceiver)
class _Filter:
    """Stands between the lookup and the connection."""

    def __init__(self, receiver: Any, host: str, *, demo: bool) -> None:
        self.receiver, self.host, self.demo = receiver, host, demo

    def resolutionBegan(self, resolution: HostResolution) -> None:  # noqa: N802
        self.receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:  # noqa: N802
        if permitted(address.host, demo=self.demo):
            self.receiver.addressResolved(address)
        else:
            held_back[self.host] = address.host

    def resolutionComplete(self) -> None:  # noqa: N802
        self.receiver.resolutionComplete()
