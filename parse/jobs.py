"""One capture read, in a process of its own: bytes in, readings of the document and of its members out. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from parse.errors import CannotOpenError
from parse.readers import archives
from parse.readers.kinds import kind_of
from parse.report import as_json, read_bytes

Job = tuple[bytes, str, str | None]
Json = dict[str, Any]

ACCIDENTAL = re.compile(r"<[\w.]+ object at 0x[0-9a-f]+>:? ?|/tmp/\S+")
"""What libraries put into their words that is another thing every time: addresses of objects, temporary files."""


@dataclass(frozen=True, slots=True)
class Result:
    """What a worker gives back: the reading of a document, and of the members where it is a container."""

    reading: Json
    members: tuple[tuple[str, str, int, Json], ...] = ()
    """Name, sha256, length and reading of each member."""


def read_job(job: Job) -> Result:
    """One capture read, in a worker process. A container's own reading says that it is one."""
    body, url, content_type = job
    if kind_of(body, url, content_type) != "zip":
        return Result(_read(body, url, content_type))
    try:
        inside = tuple(_member(member) for member in archives.members(body))
    except CannotOpenError as error:
        return Result(unopened(error.kind, error.zh, error.en))
    return Result(unopened(None, "", "") | {"why_not": "container", "kind": "zip"}, inside)


def _member(member: archives.Member) -> tuple[str, str, int, Json]:
    if member.error:
        reading = unopened(member.error.kind, member.error.zh, member.error.en)
    else:
        reading = _read(member.body, member.name, None)
    return member.name, sha256(member.body).hexdigest(), len(member.body), reading


def _read(body: bytes, name: str, content_type: str | None) -> Json:
    """The JSON of a reading, `places` added; what cannot be opened is a reading too, with the problem told."""
    try:
        reading = read_bytes(body, url=name, content_type=content_type)
    except CannotOpenError as error:
        return unopened(error.kind, error.zh, error.en)
    boxes = [(c.cell, c.page, *c.box) for c in reading.cells if c.box is not None]
    return as_json(reading) | ({"places": boxes} if boxes else {})


def unopened(kind: str | None, zh: str, en: str) -> Json:
    """The reading of bytes that were not read as a document: no report, with the problem where there is one."""
    zh, en = (ACCIDENTAL.sub("", words) for words in (zh, en))
    empty: Json = dict.fromkeys(
        ("form", "year", "title", "organ", "scope", "published_on", "signed_on", "kind")
    )
    problem = {"kind": kind, "cell": None, "at": "", "says": {"zh": zh, "en": en}}
    lists: Json = {
        "noise": [],
        "cells": [],
        "free": [],
        "sections": [],
        "problems": [problem] if kind else [],
    }
    return {"report": False, "why_not": "unreadable", **empty, **lists}
