"""A run's verbs: new, unchanged, seen; what a killed run knows; rows from WARC files alone."""

from __future__ import annotations

from pathlib import Path

from archive import Exchange, Link, open_archive, places, rebuild
from archive.dump import digests
from tests.archive.archive_kit import HEADERS, a_run, an_archive, answer, one

LIST = "http://yb.example/list"
ROWS = ("crawls", "crawl_portals", "fetches", "captures", "pages", "links")


def a_list() -> Exchange:
    """The list page, as it was kept."""
    headers = (*HEADERS, (b"ETag", b'"v1"'), (b"Last-Modified", b"Mon, 20 Jan 2025 01:00:00 GMT"))
    return answer(LIST, role="list", headers=headers)


def test_the_same_bytes_again_are_no_capture(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    first = run.fetch(answer("http://yb.example/1"))
    again = run.fetch(answer("http://yb.example/1"))
    assert (first.outcome, first.new) == ("kept", True)
    assert (again.outcome, again.new, again.capture_id) == ("unchanged", False, first.capture_id)
    run.close({})
    assert db.table("captures").count == 1
    assert db.table("fetches").count == 2


def test_a_page_that_says_the_same_is_no_capture(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    said = "公开信息" * 30
    run.fetch(answer("http://yb.example/1", said + "浏览次数：12 <script>1</script>"))
    again = run.fetch(answer("http://yb.example/1", said + "浏览次数：13 <script>2</script>"))
    figures = run.fetch(answer("http://yb.example/1", said + "浏览次数：13 收到7件"))
    run.close({})
    assert (again.outcome, figures.outcome) == ("unchanged", "kept")


def test_a_page_that_changes_back_is_a_change(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    kept = [run.fetch(answer("http://yb.example/1", said * 90)) for said in "aba"]
    run.close({})
    assert [each.new for each in kept] == [True, True, True]
    assert len({each.capture_id for each in kept}) == 3


def test_an_answer_that_is_none_is_no_capture_but_a_fetch(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    kept = run.fetch(answer("http://yb.example/1", outcome="challenge", status=412))
    run.close({})
    assert kept.capture_id is None and not kept.new
    assert one(db, "select status, outcome from fetches") == (412, "challenge")


def test_validators_ask_for_a_list_only_if_it_changed(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    assert run.validators(LIST) == {}
    run.fetch(a_list())
    run.close({})
    run = a_run(db, captures)
    assert run.validators(LIST) == {
        "If-None-Match": '"v1"',
        "If-Modified-Since": "Mon, 20 Jan 2025 01:00:00 GMT",
    }
    run.fetch(Exchange(LIST, "510422", "list", "not_modified", status=304, headers=(), body=b""))
    assert run.stored(LIST).content.startswith(b"<html>")  # type: ignore[union-attr]
    run.close({})


def test_links_are_new_once_and_stay_listed(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    run.fetch(a_list())
    links = [
        Link("http://yb.example/1", "2024年", year=2024),
        Link("http://yb.example/2", "2023年", year=2023),
    ]
    assert run.links("510422", LIST, links) == links
    assert run.links("510422", LIST, links) == []
    run.fetch(answer("http://yb.example/1"))
    assert [link["url"] for link in run.open_links("510422")] == ["http://yb.example/2"]
    seen = one(db, "select last_seen from links where url = 'http://yb.example/2'")
    run.fetch(
        Exchange(LIST, "510422", "list", "not_modified", status=304, body=b"", at="2099-01-01T00:00:00.000Z")
    )
    assert one(db, "select last_seen from links where url = 'http://yb.example/2'") > seen
    run.close({})


def test_a_stopped_crawl_goes_on_and_knows_what_it_asked(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    run.fetch(answer("http://yb.example/1"))
    run.fetch(Exchange("http://yb.example/2", "510422", "report", "time_out"))
    run.portal("510422", "started")
    run.stop()
    again = a_run(db, captures)
    assert again.resumed and again.id == run.id
    assert again.stored("http://yb.example/1").status == 200  # type: ignore[union-attr]
    assert again.stored("http://yb.example/2") is None
    assert again.tried("http://yb.example/2") == "time_out"
    assert again.tried("http://yb.example/3") is None
    assert again.portal_state("510422") == "started"
    again.close({"kept": 1})
    fresh = a_run(db, captures)
    assert not fresh.resumed and fresh.id != run.id
    assert fresh.tried("http://yb.example/1") is None
    fresh.close({})


def test_an_old_unfinished_crawl_is_closed_as_interrupted(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    run.stop()
    db.execute("update crawls set started_at = '2020-01-01T00:00:00.000Z'")
    again = a_run(db, captures)
    assert again.id != run.id
    assert "interrupted" in one(db, "select counts from crawls where id = ?", run.id)
    again.close({})


def test_rows_are_rebuilt_from_the_files_alone(tmp_path: Path) -> None:
    db, captures = an_archive(tmp_path)
    run = a_run(db, captures)
    run.portal("510422", "started")
    run.fetch(a_list())
    run.links(
        "510422",
        LIST,
        [Link("http://yb.example/1", "2024年", year=2024), Link("http://yb.example/9", "2020年")],
    )
    run.fetch(answer("http://yb.example/1", found_on=LIST, link_text="2024年"))
    run.portal("510422", "done", pages=1, links=2, kept=1)
    run.close({"kept": 1})
    run = a_run(db, captures, depth="deep")
    run.fetch(answer("http://yb.example/1", "y" * 99, found_on=LIST))
    run.fetch(Exchange("http://yb.example/9", "510422", "report", "not_found", status=404, body=b"gone"))
    run.close({"kept": 1})
    fresh = open_archive(tmp_path / "fresh.db", create=True)
    places.fill(fresh)
    for _ in range(2):
        rebuild.index(fresh, captures)
        for table in ROWS:
            wanted = list(db.query(f"select * from {table} order by 1, 2, 3"))
            found = list(fresh.query(f"select * from {table} order by 1, 2, 3"))
            for row in (*wanted, *found):
                if table == "fetches":
                    row.pop("id")
            assert found == wanted, table
        assert list(digests(fresh)) == list(digests(db))
