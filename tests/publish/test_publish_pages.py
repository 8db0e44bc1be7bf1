"""Every kind of page: found, not found, asked badly; valid HTML; light; in two languages; in every format."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from bleach._vendor import html5lib  # type: ignore[import-untyped]  # the HTML5 parser that comes with a package we have; strict mode raises
from lxml import etree

from reference import forms
from tests.publish.conftest import Asked

PAGES = [
    "/",
    "/search",
    "/search?q=诉讼",
    "/search?q=yanbian",
    "/county/510422",
    "/county/510490",
    "/county/510400",
    "/county/510422?organ=510422105",
    "/report/510422-2024",
    "/report/510422-2023",
    "/report/510422-2020",
    "/report/510422-2018",
    "/report/622991-2024",
    "/coverage",
    "/coverage?place=510000",
    "/coverage?place=510422",
    "/coverage?state=missing",
    "/findings",
    "/findings?rule=A304&place=51",
    "/changes",
    "/changes?kind=new",
    "/compare",
    "/compare?a=盐边县,510491&year=2024",
    "/compare?a=510422,510491&year=2019",
    "/questions",
    "/questions/grant-rate",
    "/questions/statutory-factual?kind=government",
    "/data",
    "/method",
]
MISSING = [
    "/report/510422-1999",
    "/county/999999",
    "/county/510422?organ=x",
    "/questions/nope",
    "/nope",
    "/archive/nope",
]
BAD = [
    "/search?q=a&page=0",
    "/search?q=a&page=x",
    "/findings?place=zz",
    "/findings?rule=%27%22%3E",
    "/findings?year=99999999999999999999",
    "/coverage?place=1",
    "/changes?kind=sideways",
    "/compare?year=3000000",
    "/questions/grant-rate?least=-1",
    "/questions/copies?similarity=much",
]


def dotted(path: str, ending: str) -> str:
    base, mark, query = path.partition("?")
    return ("/home" if base == "/" else base) + "." + ending + mark + query


def html_errors(text: str) -> list[str]:
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(text)
    return [f"{code} {values} at {place}" for place, code, values in parser.errors]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_valid_light_and_in_its_language(asked: Asked, path: str, lang: str) -> None:
    answer = asked.get(path + ("&" if "?" in path else "?") + f"lang={lang}")
    assert answer.status_code == 200, answer.text[:500]
    assert not html_errors(answer.text)
    assert len(answer.content) <= 250_000
    assert f'<html lang="{"zh-CN" if lang == "zh" else "en"}">' in answer.text
    assert ("演示数据" if lang == "zh" else "Demonstration") in answer.text
    assert "{{" not in answer.text and not re.search(r">\s*None\s*<", answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_gives_the_same_as_json_and_csv(asked: Asked, path: str) -> None:
    rows = json.loads(asked.get(dotted(path, "json")).text)["rows"]
    table = list(csv.DictReader(io.StringIO(asked.get(dotted(path, "csv")).text)))
    assert len(rows) == len(table)
    for row, line in zip(rows, table, strict=True):
        assert all(
            line[key].lstrip("'") == ("" if value is None else str(value)).lstrip("'")
            for key, value in row.items()
        )


@pytest.mark.parametrize("path", MISSING)
def test_what_is_not_there_is_404(asked: Asked, path: str) -> None:
    answer = asked.get(path)
    assert answer.status_code == 404
    assert not html_errors(answer.text)


@pytest.mark.parametrize("path", BAD)
def test_bad_input_is_400_and_says_so(asked: Asked, path: str) -> None:
    answer = asked.get(path)
    assert answer.status_code == 400
    assert "<h1>" in answer.text


def test_hostile_words_come_back_as_text(asked: Asked) -> None:
    for path in ('/search?q="><script>alert(1)</script>', "/compare?a=<img src=x onerror=alert(1)>"):
        answer = asked.get(path)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text and "<img src=x" not in answer.text


def test_the_language_follows_the_browser_and_then_the_address(asked: Asked) -> None:
    assert '<html lang="en">' in asked.get("/", accept_language="en-GB,en;q=0.9").text
    assert '<html lang="zh-CN">' in asked.get("/", accept_language="fr").text
    assert '<html lang="zh-CN">' in asked.get("/?lang=zh", accept_language="en").text
    english = asked.get("/county/510422?lang=en").text
    assert "/report/510422-2024?lang=en" in english, "links stay in the language that was chosen"


def test_generated_organs_are_labelled_wherever_they_show(asked: Asked) -> None:
    for path in (
        "/county/510491",
        "/report/510491-2024",
        "/compare?a=510491&year=2024",
        "/findings?place=622991",
        "/search?q=石槐县",
    ):
        assert 'class="tag made"' in asked.get(path).text, path
    assert 'class="tag made"' not in asked.get("/report/510422-2024").text


def test_a_place_never_stands_without_its_parent(asked: Asked) -> None:
    for path in (
        "/findings",
        "/changes?kind=new",
        "/coverage?place=510422",
        "/compare?a=510422105&year=2024",
    ):
        assert "四川省 攀枝花市" in asked.get(path).text, path


def test_every_code_a_place_had_is_answered_and_said(asked: Asked) -> None:
    old = asked.get("/county/510421")
    assert old.status_code == 200
    assert "510421" in old.text and "510422" in old.text and "已不再使用" in old.text
    assert "盐边县" in old.text


def test_the_five_nothings_are_shown_apart(asked: Asked) -> None:
    page = asked.get("/report/510422-2024").text
    drawn = dict(re.findall(r'(?=<td id="([a-z0-9_.]+)")(<td .*?</td>)', page, re.S))
    cell = drawn.__getitem__
    assert 'class="v blank"' in cell("t3.carried_out.research")
    assert ">/</a>" in cell("t3.carried_out.legal_services")
    assert "v gone" in cell("t4.litigation_after_reconsideration.total")
    assert "v doubt" in cell("t4.reconsideration.pending")
    assert "22（其中修订16件）" in cell("t2.normative_documents.issued")
    assert " zero" in cell("t2.government_rules.issued")
    assert "fault" in cell("t3.granted.total") and 'href="#f1"' in cell("t3.granted.total")


def test_a_disputed_figure_gives_no_share(asked: Asked) -> None:
    rows = json.loads(asked.get("/county/510422.json").text)["rows"]
    (row,) = [row for row in rows if row["year"] == 2024]
    assert row["granted"] == 99 and row["disputed"] == "granted" and row["grant_rate"] is None
    (small,) = [row for row in rows if row["year"] == 2022]
    assert small["outcome_total"] < 30 and small["grant_rate"] is None and small["disputed"] == ""


def test_a_number_of_the_text_leads_to_its_finding(asked: Asked) -> None:
    assert re.search(
        r'<a class="claim" href="#f2"><mark>75</mark></a>', asked.get("/report/510422-2024").text
    )


def test_revisions_show_both_figures(asked: Asked) -> None:
    page = asked.get("/report/510422-2023").text
    assert re.search(r"一、本年新收政府信息公开申请数量[^<]*</span>: <b>1</b> → <b>\d+</b>", page)


def test_printed_tables_have_every_cell_of_the_form(asked: Asked) -> None:
    for year, form in ((2024, "2021"), (2020, "2019"), (2018, "2014")):
        page = asked.get(f"/report/510422-{year}").text
        shown = set(re.findall(r'<td id="([a-z0-9_.]+)"', page))
        assert shown == set(forms.load(form).cell_ids)


def test_feeds_are_atom_and_narrowed(asked: Asked) -> None:
    ns = {"a": "http://www.w3.org/2005/Atom"}
    for path, some in (
        ("/feeds/new.atom", True),
        ("/feeds/changes.atom", True),
        ("/feeds/findings.atom", True),
        ("/feeds/findings.atom?rule=A304&place=51", True),
        ("/feeds/findings.atom?rule=A304&place=62", False),
        ("/feeds/county.atom?code=510422", True),
    ):
        answer = asked.get(path)
        assert answer.headers["content-type"].startswith("application/atom+xml")
        feed = etree.fromstring(answer.content)
        entries = feed.findall("a:entry", ns)
        assert bool(entries) == some, path
        ids = [entry.findtext("a:id", namespaces=ns) for entry in entries]
        assert len(ids) == len(set(ids))
        assert all(feed.findtext(f"a:{name}", namespaces=ns) for name in ("id", "title", "updated"))
    assert asked.get("/feeds/county.atom").status_code == 400
