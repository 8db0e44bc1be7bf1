"""What is withheld is nowhere: not at an address, not in a download, not in the bytes of the copy. Figures stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from publish import export
from publish.snapshot import take
from tests.publish.conftest import Asked
from tests.publish.publish_links import crawl

SECRET = "涉及诉讼的1件"
REPORT = "510422-2024"


@pytest.fixture(scope="module")
def closed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Asked:
    out = tmp_path_factory.mktemp("closed")
    rows = [(REPORT, "section:overview_requests", "涉及个人隐私", "a person's privacy", "2026-11-25")]
    return Asked(folder, take(folder / "archive.db", out / "archive.db", rows))


def test_the_original_answers_451_with_the_reason(closed: Asked) -> None:
    sha256 = closed.get(f"/report/{REPORT}.json").json()["report"]["sha256"]
    for ending in ("", "/page"):
        answer = closed.get(f"/original/{sha256}{ending}")
        assert answer.status_code == 451
        assert "涉及个人隐私" in answer.text and "privacy" in answer.text and SECRET not in answer.text


def test_figures_and_other_sections_stay(closed: Asked) -> None:
    found = closed.get(f"/report/{REPORT}.json").json()
    assert {row["cell"]: row["value"] for row in found["rows"]}["t3.granted.total"] == 99
    assert "涉及个人隐私" in closed.get(f"/report/{REPORT}").text
    assert [s["section"] for s in found["sections"] if s["text"]] == [
        "overview_proactive",
        "problems",
        "other_matters",
    ]


def test_it_is_found_at_no_address(closed: Asked) -> None:
    pages = crawl(closed, ["/", f"/report/{REPORT}", "/search?q=诉讼", "/archive", "/data"], most=250)
    assert len(pages) > 100
    for path, text in pages.items():
        assert SECRET not in text, path
    for path in (
        "/search.json?q=诉讼",
        "/archive/sections.json?_search=诉讼",
        f"/report/{REPORT}.json",
        "/archive/sections.csv?_stream=1",
        "/archive.json?sql=select+group_concat(text)+from+sections",
        "/archive.json?sql=select+*+from+readings",
        "/findings.json",
    ):
        assert SECRET not in closed.get(path).text, path
    assert closed.get("/search.json?q=诉讼").json()["rows"] == []


def test_it_is_in_no_download_and_not_in_the_bytes(closed: Asked) -> None:
    assert SECRET.encode() not in closed.snapshot.read_bytes()
    export.run(closed.snapshot, closed.snapshot.parent, ("csv", "jsonl"))
    for path in closed.snapshot.parent.glob("gongkai-*"):
        assert SECRET not in path.read_text(encoding="utf-8"), path.name


def test_without_the_register_it_is_there(asked: Asked) -> None:
    assert SECRET in asked.get(f"/report/{REPORT}").text
    assert SECRET.encode() in asked.snapshot.read_bytes()
