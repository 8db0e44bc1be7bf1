"""/search: places, reports and sentences that hold the words asked for, counted to 1,000; the same sentence stands once."""

from __future__ import annotations

import math
import re
from collections import Counter
from typing import Any

from publish import fulltext
from publish.hooks import hook
from publish.page import Page, Row, Visit, route
from publish.snippets import html_snippet, sentence

MOST = 1_000
BATCH = 1_001
PAGE = 20
FACETS = ("year", "province", "kind", "form", "section")
HITS = """select s.id, s.section, s.title, s.text, r.id as report, r.year, r.form, r.generated, o.name, o.kind, o.place_zh,
    o.place_en, o.province from sections s join reports r on r.id = s.report join organ_labels o on o.organ = r.organ
  where s.id in (select rowid from section_search where section_search match ? and rowid < ? order by rowid desc limit ?)
  order by s.id desc"""
PLACES = """select code, name, full_zh, full_en, level, valid_to from place_names where name like ? or english like ? or pinyin like ?
  order by valid_to is not null, length(code), length(name), code limit 8"""
TITLES = """select r.id, r.year, r.title, r.generated, o.name, o.place_zh, o.place_en from reports r
    join organ_labels o on o.organ = r.organ
  where r.key in (select rowid from report_search where report_search match ? order by rowid desc limit 200)
  order by case o.kind when 'government' then 0 when 'office' then 1 else 2 end, r.year desc limit 6"""


async def search(visit: Visit) -> Page:
    q = visit.arg("q")[:200]
    words = fulltext.terms(q)
    filters = {name: visit.arg(name) for name in (*FACETS, "county") if visit.arg(name)}
    hits, more = await _hits(visit, words, filters)
    same = visit.number("same", 0, 1, 2**53)
    ranked = _ranked(hits, words)
    if same:
        spoken = next((hit["spoken"] for hit in ranked if hit["id"] == same), None)
        ranked = [hit for hit in ranked if hit["spoken"] == spoken]
    listed = ranked if same else [hit for hit in ranked if hit["first"]]
    page = visit.number("page", 1, 1, MOST // PAGE)
    shown = listed[(page - 1) * PAGE : page * PAGE]
    context: dict[str, Any] = {
        "q": q,
        "filters": filters,
        "total": len(ranked),
        "more": more and not same,
        "page": page,
    }
    context |= {"same": same, "ways": len(listed), "last": page * PAGE >= len(listed)}
    context["hits"] = [hit | {"snippet": html_snippet(hit["text"], words)} for hit in shown]
    context["facets"] = await _facets(visit, hits)
    context["places"], context["titles"] = await _names(visit, q, words, filters) if page == 1 else ([], [])
    rows = [_row(hit, words) for hit in ranked]
    title = visit.say("search.title", q=q) if q else visit.say("nav.search")
    return Page("search.html", title, rows, context, {"q": q, "over": more}, name="gongkai-search")


async def _hits(visit: Visit, words: list[str], filters: dict[str, str]) -> tuple[list[Row], bool]:
    """Up to 1,000 sections that truly hold the words, newest first, and whether there are more."""
    expression = fulltext.match(words, filters)
    found: list[Row] = []
    below = 2**62
    for _ in range(5 if expression else 0):
        batch = await visit.rows(HITS, expression, below, BATCH)
        found += [hit for hit in batch if fulltext.holds(f"{hit['title']} {hit['text']}", words)]
        if len(found) > MOST or len(batch) < BATCH:
            return found[:MOST], len(found) > MOST
        below = batch[-1]["id"]
    return found, bool(expression)


def _ranked(hits: list[Row], words: list[str]) -> list[Row]:
    """The hits, best first. `spoken` is the sentence without its figures, `alike` how many say it, `first` the best of them."""
    hits = [hit | {"spoken": re.sub(r"[\d\s.,]+", "", sentence(hit["text"], words))} for hit in hits]
    alike = Counter(hit["spoken"] for hit in hits)
    ranked = sorted(hits, key=lambda hit: _rank(hit, words, alike[hit["spoken"]]), reverse=True)
    first: dict[str, int] = {}
    for hit in ranked:
        first.setdefault(hit["spoken"], hit["id"])
    return [
        hit | {"alike": alike[hit["spoken"]], "first": first[hit["spoken"]] == hit["id"]} for hit in ranked
    ]


def _rank(hit: Row, words: list[str], alike: int) -> tuple[float, int, int]:
    """How much of the section is about the words, and how few others say just the same; governments before their
    parts, then the newer."""
    text = hit["text"].lower()
    often = sum(text.count(word) for word in words)
    named = 5 * sum(word in hit["name"] for word in words)
    thick = often / (1 + len(text) / 400) / (1 + math.log2(alike))
    return (round(thick + named, 2), hit["kind"] == "government", hit["year"])


async def _names(
    visit: Visit, q: str, words: list[str], filters: dict[str, str]
) -> tuple[list[Row], list[Row]]:
    """Places of that name in Chinese, English or pinyin, and reports whose title or organ has it."""
    if not words:
        return [], []
    plain = fulltext.terms(q.replace(" ", ""))[0]
    latin = plain if plain.isascii() else "\x00"
    places = await visit.rows(PLACES, f"%{plain}%", f"{latin}%", f"{latin}%")
    kept = {name: value for name, value in filters.items() if name != "section"}
    return places, await visit.rows(TITLES, fulltext.match(words, kept) or '""')


async def _facets(visit: Visit, hits: list[Row]) -> list[Row]:
    """For each filter its values among the hits, commonest first."""
    names = {
        row["code"]: row
        for row in await visit.rows("select code, name, english from place_names where level = 'province'")
    }
    found = []
    for facet in FACETS:
        counts = Counter(str(hit[facet] or "") for hit in hits)
        values = [
            {
                "value": value[:2] if facet == "province" else value,
                "n": n,
                "label": _label(visit, facet, value, names),
            }
            for value, n in counts.most_common(12)
            if value
        ]
        found.append({"name": facet, "values": values})
    return found


def _label(visit: Visit, facet: str, value: str, names: dict[str, Row]) -> str:
    if facet == "kind":
        return visit.say(f"kind.{value}")
    if facet == "province" and value in names:
        return str(
            names[value]["name"] if visit.lang == "zh" else names[value]["english"] or names[value]["name"]
        )
    if facet == "section":
        return visit.section(value)
    return value


def _row(hit: Row, words: list[str]) -> Row:
    names = ("report", "year", "place_zh", "name", "section", "title")
    return {name: hit[name] for name in names} | {
        "sentence": sentence(hit["text"], words),
        "alike": hit["alike"],
    }


@hook
def register_routes() -> list[Any]:
    return [route("/search", search)]
