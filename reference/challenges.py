"""When is an answer not an answer: challenges.toml, applied to status, headers and text. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

TABLE = Path(__file__).with_name("challenges.toml")
OUTCOMES = ("challenge", "blocked", "stub", "soft_404", "throttled")
PARTS = ("header", "text", "title")
FLAGS = ("no_links", "script", "tables", "title_empty")
KEYS = {
    "name", "outcome", "zh", "en", "status", "header", "text", "below", "no_links", "script", "title", "title_empty", "tables", "words",
}  # fmt: skip
_LINK = re.compile(r"<a\b[^>]*\bhref\s*=", re.I)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.I | re.S)
_TABLE = re.compile(r"<table\b", re.I)
_SCRIPT = re.compile(r"<script\b", re.I)
_HTML = re.compile(r"<(?:!doctype|html|head|body|script|meta|div|frameset|iframe)\b", re.I)
_SCRIPTED = re.compile(
    r"""location(?:\.href)?\s*=\s*["']([^"']+)["']|location\.(?:replace|assign)\s*\(\s*["']([^"']+)["']"""
    r"""|http-equiv\s*=\s*["']?refresh["']?[^>]+?url\s*=\s*["']?([^"'>\s]+)|<i?frame\b[^>]+?\bsrc\s*=\s*["']?([^"'>\s]+)""",
    re.I,
)


class ChallengeError(ValueError):
    """challenges.toml holds a mark that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What an answer is instead of a page. `outcome` is one of OUTCOMES, `name` the mark, `zh` and `en` say it."""

    outcome: str
    name: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Mark:
    """One row of challenges.toml."""

    verdict: Verdict
    status: frozenset[int]
    header: tuple[re.Pattern[str], ...]
    text: tuple[re.Pattern[str], ...]
    title: tuple[re.Pattern[str], ...]
    below: int
    flags: Mapping[str, bool]
    words: tuple[str, ...] = ()

    def fits(self, page: _Page) -> bool:
        """True where everything that the mark names fits."""
        if self.status and page.status not in self.status:
            return False
        if self.below and len(page.text) >= self.below:
            return False
        if self.words and not any(word in page.text for word in self.words):
            return False
        if any(page.flag(name) is not wanted for name, wanted in self.flags.items()):
            return False
        parts = ((self.header, page.headers), (self.text, page.text), (self.title, page.title))
        return all(any(p.search(text) for p in patterns) for patterns, text in parts if patterns)


class _Page:
    """An answer; what is asked of its body is found out once, and only where a mark asks."""

    def __init__(self, status: int, headers: Mapping[str, str], text: str) -> None:
        self.status, self.text = status, text
        self.headers = "\n".join(f"{name.lower()}: {value}" for name, value in headers.items())
        self._flags: dict[str, bool] = {}

    def flag(self, name: str) -> bool:
        """One of FLAGS or "html"."""
        if name not in self._flags:
            self._flags[name] = FOUND[name](self)
        return self._flags[name]

    @cached_property
    def title(self) -> str:
        """The words of <title>, "" where there is none."""
        match = _TITLE.search(self.text)
        return match[1].strip() if match else ""


FOUND: dict[str, Callable[[_Page], bool]] = {
    "no_links": lambda page: not _LINK.search(page.text),
    "script": lambda page: bool(_SCRIPT.search(page.text)),
    "tables": lambda page: bool(_TABLE.search(page.text)),
    "title_empty": lambda page: not page.title,
    "html": lambda page: bool(_HTML.search(page.text)),
}


def classify(status: int, headers: Mapping[str, str], text: str) -> Verdict | None:
    """What the answer is instead of a page; None for a page, and for text that is no HTML with a good status.

    `text` is the decoded body, "" for bytes that are no text (a PDF): then only status and headers are judged.
    """
    page = _Page(status, headers, text)
    if status == 200 and not (text and (page.flag("html") or len(text) < 30)):
        return None
    return next((mark.verdict for mark in load() if mark.fits(page)), None)


def stub_target(text: str) -> str | None:
    """The address (perhaps relative) to which a stub leads by script, meta refresh or frame; None if it names none."""
    match = _SCRIPTED.search(text)
    return next((group for group in match.groups() if group), None) if match else None


@cache
def load() -> tuple[Mark, ...]:
    """The marks in order. Raises ChallengeError."""
    return tuple(_mark(entry) for entry in tomllib.loads(TABLE.read_text(encoding="utf-8"))["mark"])


def _mark(entry: dict[str, Any]) -> Mark:
    if unknown := set(entry) - KEYS:
        raise ChallengeError(
            f"{TABLE.name}: {entry.get('name')}: unknown keys {sorted(unknown)}; expected {sorted(KEYS)}"
        )
    if entry["outcome"] not in OUTCOMES:
        raise ChallengeError(
            f"{TABLE.name}: {entry['name']}: outcome {entry['outcome']!r}; expected one of {OUTCOMES}"
        )
    flags: dict[str, bool] = {key: entry[key] for key in FLAGS if key in entry}
    verdict = Verdict(entry["outcome"], entry["name"], entry["zh"], entry["en"])
    header, text, title = (tuple(_compile(entry["name"], p) for p in entry.get(key, ())) for key in PARTS)
    words, below = tuple(entry.get("words", ())), entry.get("below", 0)
    return Mark(verdict, frozenset(entry.get("status", ())), header, text, title, below, flags, words)


def _compile(name: str, pattern: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern, re.I | re.S)
    except re.error as error:
        raise ChallengeError(f"{TABLE.name}: {name}: {pattern!r}: {error}; correct the pattern") from error
