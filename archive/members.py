"""Documents inside a container (ZIP): captures of their own, whose bytes lie in the container's record."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

from archive import bodies
from archive.content import MAX_CONTENT
from archive.light import Database
from archive.model import ArchiveError, capture_id

MEMBER = """insert or ignore into captures (id, url, canonical, portal, organ, fetched_at, content_type, sha256,
    text_sha256, length, warc_file, warc_offset, found_on, link_text, member_of, role, source)
  select :id, :url, :url, portal, organ, fetched_at, null, :sha256, :sha256, :length, warc_file, warc_offset,
    found_on, link_text, id, role, source from captures where id = :container"""


def put(db: Database, container: str, name: str, sha256: str, length: int) -> str:
    """Make a member a capture; returns its id, made like every other of address (…#name), time and body."""
    url, at = db.conn.execute("select url, fetched_at from captures where id = ?", [container]).fetchone()
    member = capture_id(f"{url}#{name}", at, sha256)
    values = {
        "id": member,
        "url": f"{url}#{name}",
        "sha256": sha256,
        "length": length,
        "container": container,
    }
    db.conn.execute(MEMBER, values)
    return member


def original(db: Database, captures: Path, sha256: str) -> tuple[bytes, str | None, str]:
    """The archived bytes with this SHA-256, the content type as served and an address that served them.

    Raises ArchiveError where no capture has it or its bytes are lost or damaged.
    """
    row = db.execute(
        "select warc_file, warc_offset, content_type, url, member_of from captures where sha256 = ? "
        "order by member_of is not null, fetched_at, id limit 1",
        [sha256],
    ).fetchone()
    if row is None:
        raise ArchiveError(f"{sha256}: no capture has these bytes.")
    file, offset, content_type, url, container = row
    content = bodies.read(captures, file, offset).content
    if container:
        content = _member(content, sha256)
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ArchiveError(
            f"{file}, byte {offset}: the bytes no longer are {sha256}. Run python -m archive verify."
        )
    return content, content_type, url


def _member(container: bytes, sha256: str) -> bytes:
    """The member that has this digest; names are not asked, for their encoding is anybody's guess."""
    with zipfile.ZipFile(io.BytesIO(container)) as packed:
        for member in packed.infolist():
            if member.is_dir() or member.file_size > MAX_CONTENT:
                continue
            body = packed.read(member)
            if hashlib.sha256(body).hexdigest() == sha256:
                return body
    raise ArchiveError(f"{sha256}: not in the container that it was read from.")
