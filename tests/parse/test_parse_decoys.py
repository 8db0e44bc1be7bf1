"""What looks like a report is refused with its reason; what is one is taken, whatever stands around it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from archive import open_archive
from parse.report import read_bytes
from tests.archive.archive_kit import a_run, an_archive, answer
from tests.parse import decoy_pages, meta_cases
from tests.parse.decoy_pages import Decoy
from tests.parse.meta_headings import OLD, OLD_TEXTS
from tests.parse.meta_pages import Told, as_page, as_text, usual

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "reports"
DECOYS = decoy_pages.every()
TITLES = [printed for printed, *_ in meta_cases.TITLES]
MENU = [
    "首页", "政府信息公开指南", "政府信息公开制度", "政策解读", "图解", "法定主动公开内容", "政府信息公开年报", "依申请公开",
    "当前位置：首页 > 政务公开 > 政府信息公开年报",
]  # fmt: skip


@pytest.mark.parametrize("decoy", DECOYS, ids=lambda d: d.name)
def test_a_decoy_is_refused_with_its_reason(decoy: Decoy) -> None:
    reading = read_bytes(decoy.body, name=decoy.file)
    assert not reading.report
    assert reading.why_not in decoy.why
    assert (reading.cells, reading.free, reading.sections, reading.findings) == ([], [], [], [])


def test_there_are_decoys_enough() -> None:
    assert len(DECOYS) >= 100
    assert len(TITLES) >= 50


def test_the_command_says_what_it_is(tmp_path: Path) -> None:
    """`python -m parse read` ends well on a decoy and names the reason."""
    for decoy in (DECOYS[0], DECOYS[-1]):
        file = tmp_path / decoy.file
        file.write_bytes(decoy.body)
        done = subprocess.run(
            [sys.executable, "-m", "parse", "read", str(file)], cwd=ROOT, capture_output=True, check=True
        )
        found = json.loads(done.stdout)
        assert (found["report"], found["why_not"] in decoy.why, found["cells"]) == (False, True, [])


def test_the_empty_form_of_the_state_council_is_no_report() -> None:
    if not SHARED.exists():
        pytest.skip("the empty form is not beside the project")
    body = (SHARED / "blank-form-2021.docx").read_bytes()
    assert not read_bytes(body, name="form.docx").report


# --- what is a report


def with_menu(lines: list[str]) -> bytes:
    """A page without a container: the menu stands before the title."""
    page = as_page(Told(lines, sections=usual())).decode().replace(" id='zoom'", "")
    menu = "".join(f"<li><a href='#'>{text}</a></li>" for text in MENU)
    return page.replace("<body>", f"<body><ul>{menu}</ul>").encode()


def with_explanations(lines: list[str]) -> bytes:
    """Links to an explanation above and below the text; the page's head names the report."""
    told = Told([f"图解：{lines[0]}", *lines], sections=usual(), page_title="".join(lines))
    told.end = [f"【解读】{lines[0]}", "一图读懂青禾县年度报告", "关于做好年度报告编制工作的通知"]
    return as_page(told)


def with_others(lines: list[str]) -> bytes:
    """Reports of other years and organs listed below the text."""
    others = [
        f"青禾县{o}2023年政府信息公开工作年度报告" for o in ("教育局", "水利局", "财政局", "民政局", "林业局")
    ]
    return as_page(Told(lines, sections=usual(), end=others))


def of_another_column(lines: list[str]) -> bytes:
    """The page's head names a column of explanations, not the report."""
    return as_page(Told(lines, sections=usual(), page_title="政策解读_青禾县人民政府"))


def of_prose(lines: list[str]) -> bytes:
    """No table at all, the chapters of before 2019."""
    numbers = "一二三四五六七"
    long = "全年按部就班地做了这件事，没有落下哪一个月，也没有漏掉哪一类消息。" * 4
    parts = [f"{n}、{h}" for n, h in zip(numbers, OLD, strict=True)]
    text = [t for pair in zip(parts, [t + long for t in OLD_TEXTS], strict=True) for t in pair]
    return "\n".join([*lines, *text]).encode()


def of_bare_prose(lines: list[str]) -> bytes:
    """No table and no chapter that a form knows."""
    long = "全年按部就班地做了这件事，没有落下哪一个月，也没有漏掉哪一类消息。" * 4
    return "\n".join(
        [*lines, "现将2016年政府信息公开工作情况报告如下。", long, "联系电话：0000-0000000", long]
    ).encode()


WRITERS: dict[str, tuple[Callable[[list[str]], bytes], str]] = {
    "text": (lambda lines: as_text(Told(lines, sections=usual())), "page.txt"),
    "page with a menu": (with_menu, "page.html"),
    "page with explanations": (with_explanations, "page.html"),
    "page with other reports": (with_others, "page.html"),
    "page of another column": (of_another_column, "page.html"),
    "prose": (of_prose, "page.txt"),
    "bare prose": (of_bare_prose, "page.txt"),
}


COLUMNS = ("政府信息公开工作年度报告", "工作年度报告")
"""Titles that are names of columns too: they make neither prose a report nor do they outweigh an explanation's title."""


@pytest.mark.parametrize("written", WRITERS)
@pytest.mark.parametrize("printed", [*TITLES, *(title for title, _ in meta_cases.NAMELESS)])
def test_a_report_is_taken(printed: str, written: str) -> None:
    write, file = WRITERS[written]
    reading = read_bytes(write(printed.split("\n")), name=file)
    if printed in COLUMNS and written in ("bare prose", "page with explanations"):
        assert not reading.report
    else:
        assert (reading.report, reading.why_not) == (True, None)


# --- in the archive


def test_the_run_makes_reports_of_reports_only(tmp_path: Path) -> None:
    """Every decoy as a capture that a column of reports led to, between reports of departments: `python -m parse`."""
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    organs = [f"盐边县{name}" for name in ("财政局", "水利局", "统计局", "民政局", "教育局")]
    pages = [as_page(Told([f"{organ}2024年政府信息公开工作年度报告"], sections=usual())) for organ in organs]
    for n, body in enumerate([*pages, *(d.body for d in DECOYS)]):
        name = "page.html" if n < len(pages) else DECOYS[n - len(pages)].file
        kind = "text/html" if name.endswith("html") else "text/plain"
        head = ((b"Content-Type", f"{kind}; charset=utf-8".encode()),)
        url, at = f"http://yb.example/{n}/{name}", f"2025-01-20T01:{n // 60:02}:{n % 60:02}.000Z"
        run.fetch(answer(url, body=body, at=at, headers=head, link_text=decoy_pages.REPORT))
    run.close({})
    db.close()
    done = subprocess.run(
        [sys.executable, "-m", "parse", "--archive", str(tmp_path / "archive.db"), "--captures", str(captures), "--jobs", "1"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f"{len(pages) + len(DECOYS)} captures read" in done.stdout
    db = open_archive(tmp_path / "archive.db")
    reports = db.execute("select o.name from reports r join organs o on o.id = r.organ order by 1").fetchall()
    assert [name for (name,) in reports] == sorted(organs)
    refused = db.execute("select count(*) from readings where not is_report and why_not is not null")
    assert refused.fetchone()[0] == len(DECOYS)
