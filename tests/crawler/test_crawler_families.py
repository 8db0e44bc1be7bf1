"""The contract of a family, and one recorded list or more of each: folder lists/<family>/<name>."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import pytest
from scrapy import FormRequest, Request
from scrapy.http import HtmlResponse

from crawler.family import SPIDERS, FamilySpider, families
from reference import families as known
from reference.portals import Portal

LISTS = Path(__file__).with_name("lists")
FOLDERS = sorted(path.parent for path in LISTS.glob("*/*/page.html"))
ANSWERS = {"name", "first_request", "links", "next_page"}


def test_every_family_of_the_registry_has_a_spider() -> None:
    assert set(families()) == set(known.load())


@pytest.mark.parametrize("name", sorted(families()))
def test_a_family_answers_the_contract_and_nothing_else(name: str) -> None:
    kind = type(families()[name])
    assert kind.__mro__[1] is FamilySpider, "one level of inheritance"
    given = {word for word in vars(kind) if not word.startswith("_")}
    assert given <= ANSWERS
    for method in ("links", "next_page"):
        assert list(inspect.signature(getattr(kind, method)).parameters) == ["self", "response"]
    portal = Portal("990101", "某县", "county", name, "http://h/", "http://h/list", "", "", "")
    assert families()[name].first_request(portal).url.startswith("http://h/")


def test_a_family_file_is_short_and_has_no_settings() -> None:
    for path in SPIDERS.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 60, path.name
        assert "custom_settings" not in text, path.name


def test_every_family_with_a_file_has_a_recorded_list() -> None:
    own = {name for name, family in known.load().items() if family.spider}
    assert own <= {folder.parent.name for folder in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_recorded_list(folder: Path) -> None:
    read = read_list(folder)
    expected = folder / "expected.json"
    if not expected.exists():
        expected.write_text(read, encoding="utf-8")
        pytest.fail(f"wrote {expected}: check it against the page, commit it")
    assert read == expected.read_text(encoding="utf-8")


def read_list(folder: Path) -> str:
    """What the family makes of the recorded page."""
    asked = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    form = asked.get("form")
    request = FormRequest(asked["url"], formdata=form) if form else Request(asked["url"])
    response = HtmlResponse(
        asked["url"], body=(folder / "page.html").read_bytes(), encoding="utf-8", request=request
    )
    family = families()[folder.parent.name]
    links = [[link.url, link.title, link.date, link.organ] for link in family.links(response)]
    found: dict[str, Any] = {"links": links, "next": shown(family.next_page(response))}
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def shown(request: Request | None) -> dict[str, str] | None:
    return {"method": request.method, "url": request.url, "body": request.body.decode()} if request else None
