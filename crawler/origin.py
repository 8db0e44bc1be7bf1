"""A capture of another archive: the answer that its portal once gave, taken out of what the archive serves.

Stands next to the network: everything behind it (decompression, the fetch log, the judgement) sees the portal's own
answer under the portal's own address, and the archive is told where it comes from.
"""

from __future__ import annotations

from dataclasses import dataclass

from scrapy import Request
from scrapy.http import Headers, Response
from scrapy.responsetypes import responsetypes

from archive.bodies import records_in
from archive.model import ArchiveError

ARCHIVED = b"x-archive-orig-"
KEPT_NAMES = (b"content-type", b"content-encoding", b"content-disposition")


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose answer a request is for: the portal's address, the moment it was captured, and who keeps it."""

    url: str
    at: str
    source: str


class WrongRecordError(ValueError):
    """The range holds no record, or the answer of another address."""


class TakenOut:
    """Downloader middleware for requests that carry an `origin`."""

    def process_response(self, request: Request, response: Response) -> Response:
        """The portal's answer; an archive's own error page passes as it is."""
        origin: Origin | None = request.meta.get("origin")
        if origin is None or "replayed" in response.flags:
            return response
        if response.status not in (200, 206):
            return response
        if b"Range" not in request.headers:
            return from_replay(origin, response)
        try:
            return from_record(origin, response)
        except WrongRecordError as error:
            request.meta["wrong"] = str(error)
            return response


def from_replay(origin: Origin, response: Response) -> Response:
    """What an `id_` address serves: bytes as they were, headers of the portal under X-Archive-Orig-*."""
    headers = Headers()
    for name, values in response.headers.items():
        own = name.lower().removeprefix(ARCHIVED)
        if own != name.lower() or own in KEPT_NAMES:
            headers.setlist(own, values)
    return answer(origin, response, 200, headers, response.body)


def from_record(origin: Origin, response: Response) -> Response:
    """What a range of a WARC file holds: one record. Raises WrongRecordError where it is none, or another's."""
    if response.status != 206:
        raise WrongRecordError(f"status {response.status} to a request for a range")
    try:
        record = next(iter(records_in(response.body, origin.source)))
    except (ArchiveError, StopIteration) as error:
        raise WrongRecordError(f"no WARC record ({error})") from error
    if record.kind != "response" or record.url != origin.url:
        raise WrongRecordError(f"a {record.kind} of {record.url}, not the answer of {origin.url}")
    headers = Headers()
    for name, value in record.headers:
        headers.appendlist(name, value)
    return answer(origin, response, record.status or 0, headers, record.body)


def answer(origin: Origin, response: Response, status: int, headers: Headers, body: bytes) -> Response:
    """An answer under the portal's address."""
    for name in (b"transfer-encoding", b"content-length"):
        headers.pop(name, None)
    kind = responsetypes.from_args(headers=headers, url=origin.url, body=body)
    return kind(
        origin.url,
        status=status,
        headers=headers,
        body=body,
        request=response.request,
        ip_address=response.ip_address,
    )
