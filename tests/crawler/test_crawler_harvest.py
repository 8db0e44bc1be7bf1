"""What a portal deleted comes back from a real pywb; a WARC of wget and a WACZ are taken as they are."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crawler.crawler_pywb import replaying, tool
from tests.crawler.crawler_world import ROOT, World, serving
from tests.lacking import lacking

PORTAL = "990101"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A portal whose columns wget has walked, before a report was taken down."""
    with serving(tmp_path_factory.mktemp("harvest"), PORTAL) as running:
        wget(running, list_url(running))
        running.switch(on="removed")
        running.crawl()
        yield running


def list_url(world: World) -> str:
    return world.registry.read_text(encoding="utf-8").splitlines()[1].split(",")[5]


def wget(world: World, url: str) -> None:
    """The portal's column as wget walks it, WARC file beside it."""
    if not shutil.which("wget"):
        lacking("wget", "apt-get install wget")
    command = ["wget", "--quiet", "--recursive", "--level=4", "--no-parent", f"--warc-file={world.folder / 'wget'}",
               f"--directory-prefix={world.folder / 'files'}", url]  # fmt: skip
    subprocess.run(command, cwd=world.folder, check=True, timeout=120)


def take(world: World, name: str, *words: str) -> subprocess.CompletedProcess[str]:
    """`python -m crawler import` into the archive `name`."""
    keep = ["--archive", str(world.folder / f"{name}.db"), "--captures", str(world.folder / name)]
    command = [*world.command()[:3], "import", *words, *keep]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=240, check=False)


def test_a_deleted_page_comes_from_pywb_and_says_so(world: World) -> None:
    with replaying(world.folder / "pywb", world.folder / "wget.warc.gz") as cdx:
        words = ["--cdx", cdx, "--portals", str(world.registry)]
        before = world.captured()
        done = take(world, "a", *words)
        assert done.returncode == 0, done.stderr
        sql = "select c.url, source, c.portal, fetched_at from captures c join links l using (url) where c.role = 'import'"
        reports = world.rows(sql + " and l.year is not null")
        assert len(reports) == 1, "decoys and list pages are kept, but no reports"
        assert len(world.captured()) == len(before)
        url, source, portal, at = reports[0]
        stamp = "".join(c for c in at if c.isdigit())
        assert source == f"cdx {cdx.removesuffix('/cdx')}/{stamp}id_/{url}" and portal == PORTAL
        assert "0 captures taken" in take(world, "a", *words).stdout
        again = take(world, "b", *words, "--versions")
        assert again.returncode == 0, again.stderr


def test_the_next_night_looks_whether_the_portal_still_has_it(world: World) -> None:
    world.crawl()
    gone = world.rows(
        "select l.state from links l join captures c on c.url = l.url where c.role = 'import' and l.year is not null"
    )
    assert gone == [("not_found",)]


def test_wget_and_wacz_hold_what_was_harvested(world: World) -> None:
    warc = world.folder / "wget.warc.gz"
    done = take(world, "c", str(warc))
    assert done.returncode == 0, done.stderr
    packed = world.folder / "wget.wacz"
    subprocess.run(
        [tool("wacz"), "create", "-o", str(packed), str(warc)], capture_output=True, check=True, timeout=120
    )
    assert take(world, "d", str(packed)).returncode == 0
    bodies = "select url, sha256 from captures where role = 'import' order by 1"
    assert world.rows(bodies, name="c") == world.rows(bodies, name="d")
    harvested = set(world.rows(bodies, name="b"))
    assert len(harvested) > 20 and harvested <= set(world.rows(bodies, name="c"))
    told = {source for (source,) in world.rows("select distinct source from captures", name="d")}
    assert told == {"import wget.wacz/archive/wget.warc.gz"}
    assert Path(world.folder / "d").is_dir()
