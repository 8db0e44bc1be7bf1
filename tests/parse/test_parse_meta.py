"""Title, organ, scope, year, dates and sections of some 400 printings in our own words, as page, text and Markdown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from parse.report import as_json, read_bytes
from reference.text import simplified
from tests.parse import meta_cases, meta_headings
from tests.parse.meta_pages import MEDIA, Told, as_line, as_page, as_text, usual

SHARED = Path(__file__).parents[3] / "shared" / "reports"
TITLE = "青禾县2024年政府信息公开工作年度报告"


def told(**given: Any) -> Told:
    return Told(**{"title": [TITLE], "sections": usual(), **given})


def readings(report: Told) -> dict[str, dict[str, Any]]:
    """The report read from each medium."""
    return {name: as_json(read_bytes(write(report), name=name)) for name, write in MEDIA.items()}


def said(report: Told, *keys: str) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(found[key] for key in keys) for name, found in readings(report).items()}


def in_all(*want: Any) -> dict[str, tuple[Any, ...]]:
    return dict.fromkeys(MEDIA, want)


@pytest.mark.parametrize(("printed", "title", "organ", "scope", "year"), meta_cases.TITLES)
def test_a_title_is_read(printed: str, title: str, organ: str, scope: str, year: int) -> None:
    title = printed.replace("\n", " ") if title == "=" else title
    found = said(told(title=printed.split("\n")), "report", "title", "organ", "scope", "year")
    assert found == in_all(True, title, organ, scope, year)


@pytest.mark.parametrize(("printed", "title", "organ", "scope", "year"), meta_cases.TITLES)
def test_a_title_in_the_page_head_alone_is_read(
    printed: str, title: str, organ: str, scope: str, year: int
) -> None:
    first = printed.splitlines()[0] if printed.count("\n") != 1 else printed.replace("\n", "")
    page = as_page(told(title=[], page_title=first + "_青禾县人民政府", meta={"ArticleTitle": printed}))
    assert as_json(read_bytes(page, name="page.html"))["year"] == year


@pytest.mark.parametrize(
    "head", ["{}_青禾县人民政府", "{} - 政府信息公开年报 - 青禾县人民政府", "青禾县人民政府|年报|{}", "{}", "{}-青禾县政府网"]
)  # fmt: skip
def test_a_title_in_the_page_head_is_without_site_and_column(head: str) -> None:
    page = as_page(told(title=[], page_title=head.format(TITLE)))
    found = as_json(read_bytes(page, name="page.html"))
    assert (found["title"], found["organ"], found["year"]) == (TITLE, "青禾县", 2024)


@pytest.mark.parametrize(("title", "year"), meta_cases.NAMELESS)
@pytest.mark.parametrize("sentence", [period for period, _ in meta_cases.PERIODS])
def test_a_year_that_no_title_names_is_read_from_the_text(title: str, year: int, sentence: str) -> None:
    assert said(told(title=[title], head=[sentence]), "year") == in_all(year)


@pytest.mark.parametrize(("sentence", "year"), meta_cases.PERIODS)
def test_a_year_is_read_without_any_title(sentence: str, year: int) -> None:
    assert as_json(read_bytes(as_text(told(title=[], head=[sentence])), name="page.txt"))["year"] == year


@pytest.mark.parametrize(("printed", "date"), meta_cases.PUBLISHED)
def test_the_date_beside_the_text_is_when_it_was_published(printed: str, date: str | None) -> None:
    assert said(told(around=[printed]), "published_on", "signed_on") == in_all(date, None)


@pytest.mark.parametrize(("printed", "date"), meta_cases.UNDER)
def test_a_date_under_the_title_is_when_it_was_published(printed: str, date: str | None) -> None:
    assert said(told(head=[printed]), "published_on", "signed_on") == in_all(date, None)


@pytest.mark.parametrize(("lines", "organ", "date"), meta_cases.SIGNED)
def test_a_signature_is_read(lines: list[str], organ: str, date: str | None) -> None:
    found = said(told(end=lines), "organ", "signed_on", "published_on", "scope", "year")
    assert found == in_all(organ, date, None, "county_wide", 2024)


@pytest.mark.parametrize(("title", "box", "organ"), meta_cases.BOXED)
def test_the_box_speaks_for_the_place_of_the_title_only(title: str, box: str, organ: str) -> None:
    assert said(told(title=[title], around=[box]), "organ") == in_all(organ)


@pytest.mark.parametrize(("title", "sentence", "organ"), meta_cases.AUTHORS)
def test_who_wrote_it_is_said_in_the_text(title: str, sentence: str, organ: str) -> None:
    assert said(told(title=[title], head=[sentence]), "organ") == in_all(organ)


def test_a_box_drawn_as_a_table_is_read() -> None:
    rows = [["索引号", "11/2025-00012"], ["发布机构", "青禾县人民政府办公室"], ["发布日期", "2025-01-09"]]
    box = "<table>" + "".join(f"<tr><td>{a}：</td><td>{b}</td></tr>" for a, b in rows) + "</table>"
    page = as_page(told()).decode().replace("<div id='zoom'>", "<div id='zoom'>" + box)
    found = as_json(read_bytes(page.encode(), name="page.html"))
    assert (found["organ"], found["published_on"]) == ("青禾县人民政府办公室", "2025-01-09")


def landed(found: dict[str, Any]) -> dict[str, str]:
    texts: dict[str, list[str]] = {}
    for section in found["sections"]:
        texts.setdefault(section["section"], []).append(section["text"])
    return {key: "\n".join(parts) for key, parts in texts.items()}


@pytest.mark.parametrize("case", meta_headings.every(), ids=lambda case: case.name)
def test_text_lands_below_its_heading(case: meta_headings.Headed) -> None:
    report = told(sections=case.sections)
    found = {"line": as_json(read_bytes(as_line(report), name="page.txt"))} if case.line else readings(report)
    assert {name: landed(one) for name, one in found.items()} == dict.fromkeys(found, case.want)


def test_a_report_that_is_one_table_has_its_sections() -> None:
    """Headings and prose each in a row of their own, over all columns."""
    rows = [
        f"<tr><td colspan=8>{text}</td></tr>"
        for _, heading, text in usual()[:2]
        for text in (heading, text * 3)
    ]
    figures = "".join(f"<td>{n}</td>" for n in ("3", *"000000"))
    rows.append("<tr><td colspan=8>三、收到和处理政府信息公开申请情况</td></tr>")
    rows.append(f"<tr><td>一、本年新收政府信息公开申请数量</td>{figures}</tr>")
    page = f"<h1>{TITLE}</h1><table>{''.join(rows)}</table>"
    found = as_json(read_bytes(page.encode(), name="page.html"))
    assert [s["section"] for s in found["sections"]] == ["overview", "overview_proactive", "requests"]


def test_the_hand_read_documents_say_what_was_read_by_hand() -> None:
    """Titles are compared without blanks and traditional characters, which the reading takes out and names as noise."""
    if not SHARED.exists():
        pytest.skip("the hand-read documents are not beside the project")
    wrong = []
    for path in sorted((SHARED / "truth").glob("*.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        file = next((SHARED / "docs").glob(f"{path.stem}.*"))
        found = as_json(read_bytes(file.read_bytes(), name=file.name))
        printed = simplified("".join((truth["title"] or "").split()))[0]
        day = found["published_on"] or found["signed_on"]
        pairs = [("year", found["year"], truth["year"]), ("published", day, truth["published"])]
        if truth["title"]:
            pairs.append(("title", "".join(found["title"].split()), printed))
        if path.stem not in ("021", "036"):  # organs that the text does not print
            pairs.append(("organ", found["organ"], truth["organ"]))
        wrong += [(file.name, *pair) for pair in pairs if pair[1] != pair[2]]
    assert wrong == []
