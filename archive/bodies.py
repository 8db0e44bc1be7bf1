"""Where bytes lie: WARC files (ISO 28500) below captures/, written by warcio and read by fastwarc, here only."""

from __future__ import annotations

import hashlib
import io
import json
import os
import zlib
from base64 import b32encode
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecord
from warcio.warcwriter import WARCWriter

from archive.content import decoded
from archive.model import ArchiveError, Event, Exchange, Headers, Record

ROTATE_AT = 2**30
"""Bytes after which a run goes on in a new file: a size that a person can still copy and check."""

JSON = "application/json"
COMPRESSION = 6  # nine takes three times as long and saves one byte in a hundred


class Head:
    """HTTP header lines exactly as served; warcio would write its own spelling of them."""

    def __init__(self, lines: bytes) -> None:
        self.headers_buff = lines

    def compute_headers_buffer(self, header_filter: Any = None) -> None:
        """Nothing: the lines stay as they are."""


def payload_digest(body: bytes) -> str:
    """SHA-1 in base 32, the form in which every tool of the field writes WARC digests."""
    return "sha1:" + b32encode(hashlib.sha1(body).digest()).decode()


def response_head(exchange: Exchange) -> bytes:
    """Status line and headers. Chunks were joined on the way, so their label moves out of the way of readers."""
    reason = exchange.reason or _phrase(exchange.status)
    lines = [f"HTTP/1.1 {exchange.status} {reason}".encode("latin-1", "replace")]
    for name, value in exchange.headers:
        moved = b"X-Archive-Orig-" if name.lower() == b"transfer-encoding" else b""
        lines.append(moved + name + b": " + value)
    return b"\r\n".join(lines) + b"\r\n\r\n"


def request_head(exchange: Exchange) -> bytes:
    """Request line with path and query, then the headers as sent."""
    parts = urlsplit(exchange.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    lines = [f"{exchange.method} {target} HTTP/1.1".encode()]
    if not any(name.lower() == b"host" for name, _ in exchange.request_headers):
        lines.append(b"Host: " + parts.netloc.rpartition("@")[2].encode())
    lines += [name + b": " + value for name, value in exchange.request_headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _phrase(status: int | None) -> str:
    try:
        return HTTPStatus(status or 0).phrase
    except ValueError:
        return "Unknown"


class WarcFile:
    """One WARC file being written: a gzip member a record, each group of records in one write.

    `offset` is where the next record will begin. After an error of the disk the file is cut back to its last
    whole record and the error goes on.
    """

    def __init__(self, path: Path, info: dict[str, str]) -> None:
        self.name = path.name
        self._file = path.open("xb", buffering=0)
        self._builder = WARCWriter(io.BytesIO(), gzip=False, warc_version="1.1")
        self.offset = 0
        self._pending: list[bytes] = []
        self._add(self._builder.create_warcinfo_record(self.name, info))
        self._flush()

    def _add(self, record: Any) -> int:
        """Take a record into the group; returns where it begins."""
        plain = io.BytesIO()
        self._builder.out = plain
        self._builder.write_record(record)
        packer = zlib.compressobj(COMPRESSION, zlib.DEFLATED, zlib.MAX_WBITS | 16)
        at = self.offset + sum(map(len, self._pending))
        self._pending.append(packer.compress(plain.getvalue()) + packer.flush())
        return at

    def _flush(self) -> None:
        data, self._pending = memoryview(b"".join(self._pending)), []
        try:
            done = 0
            while done < len(data):
                done += self._file.write(data[done:])
        except OSError:
            self._file.truncate(self.offset)
            self._file.seek(self.offset)
            raise
        self.offset += len(data)

    def exchange(self, exchange: Exchange, original: tuple[str, int, str, str] | None) -> int | None:
        """Take request and response; a revisit where `original` (file, offset, url, time) holds the body.

        Returns where the response begins; None where no answer came. Nothing is written before `end`.
        """
        if exchange.body is None or exchange.status is None:
            return None
        date = {"WARC-Date": exchange.at}
        if exchange.address:
            date["WARC-IP-Address"] = exchange.address
        response = self._response(exchange, original, date)
        at = self._add(response)
        if exchange.source == "crawl":  # what another archive served was never asked of the portal by us
            response_id = response.rec_headers.get_header("WARC-Record-ID")
            self._request(exchange, date | {"WARC-Concurrent-To": response_id})
        return at

    def _response(self, exchange: Exchange, original: Any, headers: dict[str, str]) -> Any:
        head, body = Head(response_head(exchange)), exchange.body or b""
        if original is None:
            return self._builder.create_warc_record(
                exchange.url, "response", io.BytesIO(body), len(body), "", headers, None, head
            )
        file, offset, url, at = original
        place = {"WARC-Refers-To-Filename": file, "WARC-Refers-To-File-Offset": str(offset)}
        return self._builder.create_revisit_record(
            exchange.url, payload_digest(body), url, at, head, headers | place
        )

    def _request(self, exchange: Exchange, headers: dict[str, str]) -> None:
        sent, head = exchange.request_body, Head(request_head(exchange))
        record = self._builder.create_warc_record(
            exchange.url, "request", io.BytesIO(sent), len(sent), "", headers, None, head
        )
        self._add(record)

    def end(self, event: Event, url: str) -> None:
        """Close the group with the event as a metadata record, and hand the group to the system in one write."""
        data = json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode()
        record = self._builder.create_warc_record(
            url, "metadata", io.BytesIO(data), len(data), JSON, {"WARC-Date": event["at"]}
        )
        self._add(record)
        self._flush()

    def sync(self) -> None:
        """Wait until the disk has everything."""
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Sync and close."""
        self.sync()
        self._file.close()


def records(path: Path, *, start: int = 0, check: bool = False) -> Iterator[Record]:
    """Every record of a WARC file (plain, gzip, zstd) from the byte `start` on.

    `check` compares block digests (`Record.sound`). Raises ArchiveError at the first record that is damaged or
    cut off, naming file and byte.
    """
    with path.open("rb") as file:
        file.seek(start)
        yield from _records(file, path.name, str(path), start, check=check)


def records_in(data: bytes, name: str) -> Iterator[Record]:
    """Every record of a piece of a WARC file. Raises ArchiveError where it is damaged or cut off, naming `name`."""
    yield from _records(io.BytesIO(data), name, name, 0, check=False)


def _records(file: IO[bytes], name: str, told: str, last: int, *, check: bool) -> Iterator[Record]:
    try:
        for raw in ArchiveIterator(file, parse_http=False):
            last = raw.stream_pos
            yield _record(raw, name, last, check)
    except (OSError, EOFError, zlib.error) as error:
        raise ArchiveError(f"{told}: damaged after byte {last} ({error}).") from error


def _record(raw: WarcRecord, file: str, offset: int, check: bool) -> Record:
    named = {name: str(value) for name, value in raw.headers.items()}
    block = raw.reader.read()
    kind = named.get("WARC-Type", "")
    if len(block) != int(named.get("Content-Length", len(block))):
        raise ArchiveError(f"{file}: the record at byte {offset} is cut short.")
    status: int | None = None
    headers: Headers = ()
    body = block
    if kind in ("response", "revisit") and block.startswith(b"HTTP/"):
        status, headers, body = split_http(block)
    content = decoded(headers, body) if kind == "response" else body
    url, at = named.get("WARC-Target-URI", ""), named.get("WARC-Date", "")
    sound = fits(block, named.get("WARC-Block-Digest")) if check else None
    return Record(kind, url.strip("<>"), at, file, offset, named, status, headers, body, content, sound)


def fits(data: bytes, digest: str | None) -> bool | None:
    """Whether data has a WARC digest (sha1 or sha256, base 32 or hex); None where there is none to compare."""
    name, _, value = (digest or "").partition(":")
    if name not in ("sha1", "sha256", "md5"):
        return None
    found = hashlib.new(name, data).digest()
    return value.upper() == b32encode(found).decode() or value.lower() == found.hex()


def split_http(block: bytes) -> tuple[int | None, Headers, bytes]:
    """An HTTP message as status, headers and body; lenient, for files of other tools."""
    head, _, body = block.partition(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")
    words = first.split(None, 2)
    status = int(words[1]) if len(words) > 1 and words[1].isdigit() else None
    pairs = [line.partition(b":") for line in lines if b":" in line]
    return status, tuple((name.strip(), value.strip()) for name, _, value in pairs), body


def read(captures: Path, file: str, offset: int) -> Record:
    """The record at a byte of a file; of a revisit, its own headers with the body of the record it refers to.

    Raises ArchiveError where file or record is not there or the body no longer fits its digest.
    """
    found = read_one(captures / file, offset)
    if found.kind != "revisit":
        return found
    name = found.warc_headers.get("WARC-Refers-To-Filename")
    place = found.warc_headers.get("WARC-Refers-To-File-Offset", "")
    if not name or not place.isdigit():
        raise ArchiveError(f"{file}, byte {offset}: a revisit that does not say where its body lies.")
    original = read_one(captures / Path(name).name, int(place))
    if payload_digest(original.body) != found.warc_headers.get("WARC-Payload-Digest"):
        raise ArchiveError(f"{file}, byte {offset}: {name}, byte {place} is not the body it refers to.")
    return Record(
        found.kind, found.url, found.at, found.file, found.offset, found.warc_headers, found.status,
        found.headers, original.body, decoded(found.headers, original.body),
    )  # fmt: skip


def read_one(path: Path, offset: int) -> Record:
    """The record that begins at a byte. Raises ArchiveError where none does."""
    if not path.exists():
        raise ArchiveError(f"{path}: missing. Bring the WARC file back: no row can stand in for it.")
    for found in records(path, start=offset):
        if found.offset != offset:
            break
        return found
    raise ArchiveError(f"{path}: no record begins at byte {offset}.")


def events(path: Path, *, start: int = 0) -> Iterator[Event]:
    """What a file of ours tells of the crawl, in order: the JSON of its metadata records."""
    for found in records(path, start=start):
        if found.kind == "metadata" and found.warc_headers.get("Content-Type") == JSON:
            yield json.loads(found.body) | {"warc_file": path.name}
