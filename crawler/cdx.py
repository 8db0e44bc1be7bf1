"""CDX: what an archive of others says it holds. Questions and answers in the three shapes that are about. Pure.

pywb and Common Crawl answer a JSON object a line (or `key timestamp {json}`), the Wayback Machine a JSON array whose
first row names the fields, or fields parted by blanks. Wayback goes on by a resume key, Common Crawl by numbered
pages; a plain pywb knows neither and gives all at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from crawler.identity import identity

LIMIT = 5000  # rows an answer
PAGE_KINDS = re.compile(
    r"^(text/html|application/(xhtml\+xml|pdf|msword|zip|octet-stream|x-rar|vnd\.)|image/|text/plain|unk$|-$)",
    re.I,
)
FIELDS = {7: "urlkey timestamp original mimetype statuscode digest length",
          9: "urlkey timestamp original mimetype statuscode digest redirect offset filename",
          11: "urlkey timestamp original mimetype statuscode digest redirect robotflags length offset filename"}  # fmt: skip
SAME = {"url": "original", "mime": "mimetype", "status": "statuscode"}


class CdxError(ValueError):
    """An answer in none of the shapes; the message shows how it begins."""


@dataclass(frozen=True, slots=True)
class Row:
    """One capture: the address as it was asked, 14 digits of UTC, and where its record lies if the index tells."""

    url: str
    timestamp: str
    mime: str
    status: int | None
    digest: str
    filename: str | None = None
    offset: int | None = None
    length: int | None = None

    @property
    def at(self) -> str:
        """The moment as the archive writes times."""
        t = self.timestamp
        return f"{t[:4]}-{t[4:6]}-{t[6:8]}T{t[8:10]}:{t[10:12]}:{t[12:14]}Z"


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of one answer, and how the index goes on: a resume key, or how many pages there are."""

    rows: list[Row]
    resume: str | None = None
    pages: int | None = None


# -- answers


def read(text: str) -> Answer:
    """Read an answer. Raises CdxError where it has none of the shapes."""
    body = text.strip()
    if body.isdigit():
        return Answer([], pages=int(body))
    if not body or body in ("[]", "{}"):
        return Answer([])
    try:
        return _array(json.loads(body)) if body.startswith("[") else _lines(body.splitlines())
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise CdxError(f"not an answer of a CDX server ({error}): {body[:80]!r}") from error


def _array(rows: list[list[str]]) -> Answer:
    names = rows[0]
    found = [_row(dict(zip(names, row, strict=True))) for row in rows[1:] if len(row) == len(names) > 1]
    resume = rows[-1][0] if len(rows) > 2 and not rows[-2] and len(rows[-1]) == 1 else None
    return Answer(found, resume)


def _lines(lines: list[str]) -> Answer:
    resume = lines[-1].strip() if len(lines) > 2 and not lines[-2].strip() else None
    found = []
    for line in lines[: -2 if resume else None]:
        if line.startswith("{") and "pages" in (told := json.loads(line)):
            return Answer([], pages=int(told["pages"]))
        if line.strip() and not line.lstrip().startswith(("CDX ", '{"message"', '{"error"')):
            found.append(_row(_fields(line)))
    return Answer(found, resume)


def _fields(line: str) -> dict[str, Any]:
    start = line.find("{")
    if start >= 0:
        key_and_time = line[:start].split()
        told: dict[str, Any] = json.loads(line[start:])
        return ({"timestamp": key_and_time[1]} if len(key_and_time) > 1 else {}) | told
    values = line.split()
    return dict(zip(FIELDS[len(values)].split(), values, strict=True))


def _row(told: dict[str, Any]) -> Row:
    named = {SAME.get(name, name): value for name, value in told.items()}
    where = [_number(named.get(name)) for name in ("offset", "length")]
    return Row(
        named["original"], str(named["timestamp"]).ljust(14, "0"), named.get("mimetype") or "-",
        _number(named.get("statuscode")), named.get("digest") or "", named.get("filename"), *where,
    )  # fmt: skip


def _number(text: Any) -> int | None:
    return int(text) if str(text).isdigit() else None


# -- questions


def first(endpoint: str, url: str, *, limit: int = LIMIT, since: str = "", until: str = "") -> str:
    """The address of the first question. `url` ending in * asks for everything that begins so."""
    asked = {"url": url.rstrip("*"), "output": "json", "collapse": "digest"}
    asked |= {"matchType": "prefix"} if url.endswith("*") else {}
    asked |= {"from": since} if since else {}
    asked |= {"to": until} if until else {}
    paged = {"showNumPages": "true"} if is_paged(endpoint) else {"limit": str(limit), "showResumeKey": "true"}
    return f"{endpoint}?{urlencode(asked | paged)}"


def following(asked: str, answer: Answer) -> Iterator[str]:
    """The questions that an answer leaves open: the next by resume key, every page of those told, or the whole at
    once where the limit cut an index off that knows no resume key."""
    told = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
    base = asked.partition("?")[0]
    if answer.pages is not None:
        told.pop("showNumPages", None)
        yield from (f"{base}?{urlencode(told | {'page': str(n)})}" for n in range(answer.pages))
    elif answer.resume:
        yield f"{base}?{urlencode(told | {'resumeKey': answer.resume})}"
    elif "limit" in told and len(answer.rows) >= int(told["limit"]) and "resumeKey" not in told:
        yield f"{base}?{urlencode({name: told[name] for name in told if name not in ('limit', 'showResumeKey')})}"


def is_paged(endpoint: str) -> bool:
    """Common Crawl's indexes end in -index, and are read page by page."""
    return urlsplit(endpoint).path.endswith("-index")


def replay_address(endpoint: str, row: Row) -> str:
    """Where the capture's bytes are served as they were (`id_`): /web/<time>id_/<url> there, /<collection>/… in pywb."""
    parts = urlsplit(endpoint)
    path = "/web" if parts.path.startswith("/cdx/") else re.sub(r"(/|-)cdx/?$", "", parts.path)
    return f"{parts.scheme}://{parts.netloc}{path}/{row.timestamp}id_/{quote(row.url, safe=':/?&=%;,+~!$@#')}"


# -- choice


def by_page(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Good captures of pages and documents by identity: newest first, each digest once (its oldest capture)."""
    found: dict[str, dict[str, Row]] = {}
    for row in sorted(rows, key=lambda row: row.timestamp):
        if row.status == 200 and PAGE_KINDS.match(row.mime) and is_address(row.url):
            found.setdefault(identity(row.url), {}).setdefault(row.digest or row.timestamp, row)
    return {
        page: sorted(each.values(), key=lambda row: row.timestamp, reverse=True)
        for page, each in found.items()
    }


def is_address(url: str) -> bool:
    """A plain web address that can be taken apart; archives hold others too."""
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https")
            and bool(parts.hostname)
            and "@" not in parts.netloc
            and (parts.port or 80) > 0
        )
    except ValueError:
        return False
