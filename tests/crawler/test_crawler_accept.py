"""Proposals into the registry: gaps are filled, units added, known values kept unless one insists; never silently."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler import accepting, proposals
from crawler.proposals import HEAD
from reference import portals

ROOT = "http://www.example-a.gov.cn/"
LIST = "http://www.example-a.gov.cn/zwgk/zfxxgknb/"
REGISTRY = [
    "510422,盐边县,county,ucap,http://www.example-a.gov.cn/,,2026-04,,inferred; example: http://x.gov.cn/a",
    "510411,仁和区,county,vsb,http://www.example-b.gov.cn/,,2026-04,,",
    "510402,东区,county,vsb,http://www.example-c.gov.cn/,http://www.example-c.gov.cn/nb.htm,2026-04,,",
]


def registry(folder: Path) -> Path:
    path = folder / "51_sichuan.csv"
    path.write_text("\n".join([",".join(portals.COLUMNS), *REGISTRY]) + "\n", encoding="utf-8")
    return path


def proposal(folder: Path, **given: str) -> Path:
    row = {
        "accept": "yes", "code": "510422", "name": "盐边县", "level": "county", "family": "trs-wcm", "url": ROOT, "list_url": LIST,
        "seen": "2026-11-25", "note": "discovered: / › 政务公开 › 政府信息公开年报", "confidence": "sure",
    } | given  # fmt: skip
    path = folder / "p.csv"
    proposals.write(path, [{name: row.get(name, "") for name in HEAD}])
    return path


def accept(folder: Path, *more: str, **given: str) -> tuple[int, list[portals.Portal]]:
    path = registry(folder)
    code = accepting.main([str(proposal(folder, **given)), "--registry", str(folder), *more])
    return code, portals.load([path])


def test_a_gap_is_filled_and_a_guess_gives_way(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = accept(tmp_path)
    assert (code, len(rows)) == (0, 3)
    assert (rows[0].family, rows[0].list_url, rows[0].url) == ("trs-wcm", LIST, ROOT)
    assert rows[0].note == "discovered: / › 政务公开 › 政府信息公开年报"
    assert "ucap (inferred) → trs-wcm" in capsys.readouterr().out


def test_a_units_list_is_a_row_of_its_own(tmp_path: Path) -> None:
    code, rows = accept(tmp_path, organ="惠民镇", note="organ: 惠民镇; discovered: / › 乡镇 › 惠民镇")
    assert code == 0
    assert [row.organ for row in rows] == [None, "惠民镇", None, None]


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (
            {"code": "510411", "name": "仁和区", "url": "http://www.example-b.gov.cn/"},
            "family is vsb, proposed trs-wcm",
        ),
        (
            {"code": "510402", "name": "东区", "family": "vsb"},
            "list_url is http://www.example-c.gov.cn/nb.htm",
        ),
        (
            {"code": "510402", "name": "东区", "list_url": "http://www.example-c.gov.cn/nb.htm"},
            "family is vsb, proposed trs-wcm",
        ),
    ],
)
def test_known_values_that_differ_are_kept_unless_one_insists(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: dict[str, str], says: str
) -> None:
    code, rows = accept(tmp_path, **given)
    assert code == 1
    assert says in capsys.readouterr().out
    assert [row.until for row in rows] == ["", "", ""]
    code, rows = accept(tmp_path, "--overwrite", **given)
    assert code == 0
    old, new = [row for row in rows if row.code == given["code"]]
    assert (old.until, new.until, new.family) == ("2026-11-25", "", given.get("family", "trs-wcm"))


def test_what_is_not_chosen_is_not_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = accept(tmp_path, accept="")
    assert (code, rows[0].list_url) == (2, "")
    assert "no proposal is chosen" in capsys.readouterr().err
    code, rows = accept(tmp_path, "--sure", accept="no")
    assert (code, rows[0].list_url) == (2, "")
    code, rows = accept(tmp_path, "--sure", accept="")
    assert (code, rows[0].list_url) == (0, LIST)


def test_a_dry_run_and_a_wrong_row_change_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, rows = accept(tmp_path, "--dry-run")
    assert (code, rows[0].list_url) == (0, "")
    code, rows = accept(tmp_path, list_url="zwgk/nb")
    assert (code, rows[0].list_url) == (2, "")
    assert "expected an address" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["51_sichuan.csv", "p.csv"]


def test_the_same_proposal_twice_is_known_already(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    accept(tmp_path)
    assert accepting.main([str(tmp_path / "p.csv"), "--registry", str(tmp_path)]) == 0
    assert "known already" in capsys.readouterr().out


def test_a_file_that_is_no_proposals_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = registry(tmp_path)
    assert accepting.main([str(path), "--registry", str(tmp_path)]) == 2
    assert "no column accept" in capsys.readouterr().err
