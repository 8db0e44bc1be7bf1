"""Gives every template its words, its language and what the frame of a page shows."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from publish import words
from publish.hooks import hook
from publish.page import Visit
from publish.typeset import FILTERS, alerting_days

STATIC = Path(__file__).parents[1] / "static"
NAVIGATION = (
    ("/search", "nav.search"),
    ("/coverage", "nav.coverage"),
    ("/findings", "nav.findings"),
    ("/changes", "nav.changes"),
    ("/compare", "nav.compare"),
    ("/questions", "nav.questions"),
    ("/data", "nav.data"),
    ("/method", "nav.method"),
)


@cache
def asset(name: str) -> str:
    """The address of a static file with its hash, so that it can be cached for ever."""
    digest = blake2b((STATIC / name).read_bytes(), digest_size=6).hexdigest()
    return f"/static/{name}?{digest}"


@hook
def extra_template_vars(request: Any, datasette: Any) -> dict[str, Any]:
    if request is None:
        return {}
    visit = Visit(datasette, request)
    other = "en" if visit.lang == "zh" else "zh"
    return {
        "say": visit.say,
        "lang": visit.lang,
        "link": visit.link,
        "lang_chosen": visit.explicit in words.LANGUAGES,
        "other_language": visit.here(lang=other),
        "navigation": NAVIGATION,
        "asset": asset,
        "demo": visit.site.demo,
        "facts": visit.site.facts,
        "stale_days": alerting_days(visit.site.facts.get("last_looked", ""), datetime.now(UTC)),
    }


@hook
def prepare_jinja2_environment(env: Any) -> None:
    env.filters.update(FILTERS)
