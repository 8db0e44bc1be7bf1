"""Copies and files: what is read back is what the archive holds."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import threading
import tomllib
from pathlib import Path

import duckdb
import openpyxl
import pandas
import pytest
import uvicorn

from archive import ArchiveError
from publish import export, site
from publish.plugins.data import NOTEBOOKS
from publish.snapshot import is_stale, take
from tests.lacking import lacking

SUM = "select count(*), count(value), round(sum(value), 2) from figures"


@pytest.fixture(scope="module")
def written(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("written")
    shutil.copy(snapshot, out / "archive.db")
    export.run(out / "archive.db", out)
    return out


def the(written: Path, table: str, ending: str) -> Path:
    (found,) = written.glob(f"gongkai-{table}-[0-9]*{ending}")
    return found


def truth(written: Path, sql: str = SUM) -> tuple[object, ...]:
    return tuple(sqlite3.connect(written / "archive.db").execute(sql).fetchone())


def test_the_manifest_names_every_file_with_its_rows_and_hash(written: Path) -> None:
    manifest = json.loads((written / "manifest.json").read_text())
    assert {one["file"] for one in manifest["files"]} == {p.name for p in written.glob("gongkai-*")}
    tables = {one["table"] for one in manifest["files"]}
    assert {
        "figures",
        "reports",
        "indicators",
        "wide_2021",
        "wide_2019",
        "wide_2014",
        "findings",
        "coverage",
    } <= tables
    for one in manifest["files"]:
        assert manifest["date"] in one["file"]
        if not one["table"].startswith("wide_"):
            assert (one["rows"],) == truth(written, f'select count(*) from "{one["table"]}"'), one["file"]


def test_pandas_reads_back_equal_figures(written: Path) -> None:
    n, known, total = truth(written)
    for frame in (
        pandas.read_csv(
            the(written, "figures", "[0-9].csv"),
            dtype={"division": str, "raw": str},
            keep_default_na=False,
            na_values={"value": [""]},
        ),
        pandas.read_parquet(the(written, "figures", ".parquet")),
        pandas.read_json(the(written, "figures", ".jsonl"), lines=True, dtype={"division": str}),
    ):
        assert (len(frame), frame["value"].count(), round(frame["value"].sum(), 2)) == (n, known, total)
        assert set(frame["division"]) == {"510422", "510422105", "510491", "510492", "622991"}, (
            "codes stay text"
        )
        assert "22（其中修订16件）" in set(frame["raw"])


def test_duckdb_reads_back_equal_figures(written: Path) -> None:
    for path in (the(written, "figures", "[0-9].csv"), the(written, "figures", ".parquet")):
        with duckdb.connect() as connection:
            found = connection.execute(f"select count(*), count(value), round(sum(value), 2) from '{path}'")
            assert found.fetchone() == truth(written)


def test_long_and_wide_agree(written: Path) -> None:
    wide = pandas.read_parquet(the(written, "wide_2021", ".parquet"))
    long = pandas.read_parquet(the(written, "figures", ".parquet"))
    for cell in (
        "t3.new_requests.total",
        "t4.litigation_after_reconsideration.total",
        "t2.fees_charged.fees",
    ):
        figures = long[(long["cell"] == cell) & long["report"].isin(wide["report"])]
        assert figures["value"].count() == wide[cell].count() < len(wide) + 1
        assert round(figures["value"].sum(), 4) == round(wide[cell].sum(), 4)


def test_a_workbook_keeps_codes_and_runs_nothing(written: Path) -> None:
    sheet = openpyxl.load_workbook(the(written, "reports", ".xlsx")).active
    assert sheet is not None
    head, first = (list(row) for row in sheet.iter_rows(min_row=1, max_row=2, values_only=True))
    row = dict(zip(head, first, strict=True))
    assert isinstance(row["division"], str) and isinstance(row["year"], int)


def test_libreoffice_opens_the_csv_for_spreadsheets(written: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        lacking("LibreOffice", "apt-get install --no-install-recommends libreoffice-calc-nogui")
    source = the(written, "reports", "-excel.csv")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    utf8 = "--infilter=CSV:44,34,76,1"  # without a screen it does not look at the mark by itself
    command = [
        str(office),
        profile,
        "--headless",
        utf8,
        "--convert-to",
        "xlsx",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    done = subprocess.run(command, capture_output=True, timeout=120, check=False)
    made = list(tmp_path.glob("*.xlsx"))
    if not made:
        lacking(
            "LibreOffice's Calc",
            f"apt-get install --no-install-recommends libreoffice-calc-nogui ({done.stderr[-200:]!r})",
        )
    sheet = openpyxl.load_workbook(made[0]).active
    assert sheet is not None
    head, *rows = sheet.iter_rows(values_only=True)
    titles = {row[head.index("title")] for row in rows}
    assert "盐边县人民政府2024年政府信息公开工作年度报告" in titles
    assert {row[head.index("year")] for row in rows} == set(range(2018, 2025))


def test_every_snippet_for_a_notebook_runs(
    written: Path,
    folder: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    datasette = site.build(written / "archive.db", folder / "captures")
    server = uvicorn.Server(uvicorn.Config(datasette.app(), port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        thread.join(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    day = json.loads((written / "manifest.json").read_text())["date"]
    for snippet in tomllib.loads(NOTEBOOKS.read_text())["snippet"]:
        code = snippet["code"].replace("{base}", f"http://127.0.0.1:{port}").replace("{day}", day)
        exec(compile(code, snippet["name"], "exec"), {})
        assert "20" in capsys.readouterr().out, snippet["name"]
    server.should_exit = True
    thread.join(10)


def test_a_copy_never_holds_up_the_writer_and_is_swapped_in_whole(folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "archive.db"
    shutil.copy(folder / "archive.db", archive)
    writer = sqlite3.connect(archive, timeout=0)
    writer.execute("begin immediate")
    writer.execute("insert into meta values ('unfinished', 'x')")
    target = take(archive, tmp_path / "out" / "archive.db")
    writer.commit()
    copy = sqlite3.connect(target)
    assert copy.execute("select 1 from meta where key = 'unfinished'").fetchone() is None
    assert copy.execute("pragma integrity_check").fetchone() == ("ok",)
    assert copy.execute("pragma journal_mode").fetchone() == ("delete",)
    assert not list(target.parent.glob("*.partial*"))
    assert is_stale(archive, target)


def test_no_archive_is_said_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="no archive here"):
        take(tmp_path / "nope.db", tmp_path / "out" / "archive.db")
    assert not (tmp_path / "out" / "archive.db").exists()
