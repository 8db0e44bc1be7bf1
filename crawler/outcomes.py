"""What came of a request: the answer's outcome, or the failure's. Pure; the words are those of `fetches.outcome`.

kept (the archive may make it unchanged) · not_modified · redirect · stub · challenge · blocked · throttled · soft_404 ·
index_page · not_found · server_error · wrong_kind · time_out · tls · dns · refused · broken · too_large · robots ·
forbidden. Only `kept` bytes can ever become a report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapy import exceptions
from scrapy.http import Request, Response, TextResponse

from archive.content import looks_like_html, text_sha256
from crawler.addresses import ForbiddenHostError, held_back
from crawler.identity import joined
from crawler.tls import is_tls_failure
from reference import challenges

RETRY_NEXT_NIGHT = (
    "new", "time_out", "tls", "dns", "refused", "broken", "server_error", "challenge", "blocked", "throttled", "index_page",
    "wrong_kind", "stub", "robots",
)  # fmt: skip
"""States of links that are asked for again in the next run: the portal failed, not the page."""

HEADINGS = ("总体情况", "主动公开政府信息情况", "存在的主要问题", "其他需要报告")
HEADINGS_ENOUGH = 2
TAG = re.compile(r"<[^>]*>")
SPACE = re.compile(r"[\s\u3000\xa0]+")
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.I | re.S)
PAGE_LIKE = re.compile(r"\.(s?html?|jsp|jhtml|php|aspx?)$|/[^./]*$", re.I)


@dataclass(frozen=True, slots=True)
class Outcome:
    """An outcome and what more is known of it; `target` is where a stub leads."""

    name: str
    detail: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Shell:
    """What a host answers to an address that cannot exist, with status 200: the fingerprint of its false pages."""

    title: str
    text_sha256: str


def of_answer(request: Request, response: Response) -> Outcome:
    """Judge an answer. `request.meta` says the role, and for articles the link's text and the list's title."""
    role = request.meta.get("role", "report")
    if wrong := request.meta.pop("wrong", None):
        return Outcome("wrong_kind", wrong)
    if torn := request.meta.pop("torn", None):
        return Outcome("broken", torn)
    if response.status == 304:
        return Outcome("not_modified")
    if response.status in (301, 302, 303, 307, 308) and "Location" in response.headers:
        return Outcome("redirect", (response.headers["Location"] or b"").decode("latin-1"))
    readable = isinstance(response, TextResponse) and (role != "attachment" or looks_like_html(response.body))
    text = response.text if isinstance(response, TextResponse) and readable else ""
    headers = {
        key.decode("latin-1"): b"; ".join(values).decode("latin-1")
        for key, values in response.headers.items()
    }
    verdict = challenges.classify(response.status, headers, text)
    if response.status in (404, 410):
        return Outcome("not_found")
    if role == "robots" and (verdict is None or verdict.outcome in ("soft_404", "stub")):
        return Outcome("kept" if response.status == 200 else "not_found")
    if verdict and verdict.name in ("empty", "no_report") and role == "list" and text.strip():
        verdict = None  # a list that says in a few words that there is nothing, or nothing more
    if response.status == 200 and role in ("list", "report") and sent_home(request, response):
        return Outcome(
            "soft_404", "sent_home"
        )  # whatever the home page is today: a page, or a stub that leads on
    if verdict:
        target = challenges.stub_target(text) if verdict.outcome == "stub" else None
        return Outcome(verdict.outcome, verdict.name, joined(response, target) if target else None)
    if response.status >= 500:
        return Outcome("server_error", str(response.status))
    if response.status not in (200, 203, 206):
        return Outcome("blocked", str(response.status))
    return _of_page(request, response, text, role)


def _of_page(request: Request, response: Response, text: str, role: str) -> Outcome:
    if not response.body:
        return Outcome("stub", "empty")
    if role == "attachment":
        html = looks_like_html(response.body) and not PAGE_LIKE.search(urlsplit(request.url).path)
        download = looks_like_html(response.body) and "download" in request.url.lower()
        return Outcome("challenge", "html_for_document") if html or download else Outcome("kept")
    link_text = request.meta.get("link_text") or ""
    if role == "report" and _is_other_page(text, link_text, request.meta.get("list_title")):
        return Outcome("index_page", title_of(text)[:80])
    return Outcome("kept")


def holds_report(text: str) -> bool:
    """Is this page, whatever it was asked as, itself a report? Columns with a single document show that document."""
    if text.lstrip()[:1] in ("{", "["):
        return False  # an API's answer may carry whole articles besides their addresses
    bare = SPACE.sub("", TAG.sub("", text))
    return sum(heading in bare for heading in HEADINGS) >= HEADINGS_ENOUGH


def sent_home(request: Request, response: Response) -> bool:
    """Was a deep address answered by a redirect to the home page? Portals retire columns that way."""
    first = (request.meta.get("redirect_urls") or [response.url])[0]
    return urlsplit(response.url).path in ("", "/") and urlsplit(first).path not in ("", "/")


def is_shell(request: Request, response: Response, shell: Shell) -> bool:
    """Is this the page that the host answers to nonsense too?"""
    text = response.text if isinstance(response, TextResponse) else ""
    if text_sha256(response.body) == shell.text_sha256:
        return True
    same_title = bool(shell.title) and title_of(text) == shell.title
    return same_title and not has_words(text, request.meta.get("link_text") or "")


def _is_other_page(text: str, link_text: str, list_title: str | None) -> bool:
    """A throttled portal serves its home or list page in place of the article: many links, not the words asked for."""
    if not text or has_words(text, link_text) or "<table" in text.lower():
        return False
    if sum(heading in text for heading in HEADINGS) >= HEADINGS_ENOUGH:
        return False
    return (bool(list_title) and title_of(text) == list_title) or len(re.findall(r"<a\s", text, re.I)) > 30


def has_words(text: str, words: str) -> bool:
    """Do the words (a link's text, perhaps cut off) stand in the page, blanks aside?"""
    wanted = SPACE.sub("", words).rstrip("….")
    if not wanted or wanted in text:
        return True
    return wanted in SPACE.sub("", TAG.sub("", text)) or wanted in SPACE.sub("", text)


def title_of(text: str) -> str:
    """The page's <title>, blanks folded."""
    found = TITLE.search(text)
    return SPACE.sub(" ", found[1]).strip() if found else ""


def shell_of(response: Response) -> Shell | None:
    """The fingerprint of an answer to nonsense; None where the host says honestly that nothing is there."""
    if response.status != 200 or not isinstance(response, TextResponse):
        return None
    return Shell(title_of(response.text), text_sha256(response.body))


FAILURES: tuple[tuple[type[BaseException], str], ...] = (
    (ForbiddenHostError, "forbidden"),
    (exceptions.DownloadTimeoutError, "time_out"),
    (exceptions.DownloadCancelledError, "too_large"),
    (exceptions.CannotResolveHostError, "dns"),
    (exceptions.DownloadConnectionRefusedError, "refused"),
    (exceptions.ResponseDataLossError, "broken"),
    (exceptions.DownloadFailedError, "broken"),
)


def of_failure(request: Request, error: BaseException) -> Outcome | None:
    """Judge a failure; None for one that is no answer of a portal (a request that was dropped)."""
    detail = " ".join(str(error).split())[:300]
    if isinstance(error, exceptions.IgnoreRequest) and "robots" in str(error):
        return Outcome("robots", detail)
    if is_tls_failure(error):
        return Outcome("tls", detail)
    host = urlsplit(request.url).hostname or ""
    if isinstance(error, exceptions.CannotResolveHostError) and host in held_back:
        return Outcome("forbidden", f"{host} leads to {held_back[host]}")
    for kind, name in FAILURES:
        if isinstance(error, kind):
            return Outcome(name, detail)
    return (
        Outcome("broken", f"{type(error).__name__}: {detail}")
        if isinstance(error, (OSError, ValueError))
        else None
    )
