"""Search finds what LIKE finds: one character, two, phrases; places by pinyin and English; filters and snippets."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish import fulltext
from publish.snippets import html_snippet, snippet
from tests.publish.conftest import Asked

WORDS = [
    "诉",
    "讼",
    "诉讼",
    "不掌握",
    "盐边县",
    "不够及时",
    "信息处理费",
    "本年共收到申请75件",
    "件",
    "。",
    "2024年",
    "个别栏目长期没有新内容",
]


def like(snapshot: Path, word: str) -> set[tuple[str, str]]:
    connection = sqlite3.connect(snapshot)
    found = connection.execute(
        "select report, section from sections where title || ' ' || text like ?", [f"%{word}%"]
    )
    return set(found.fetchall())


@pytest.mark.parametrize("word", [w for w in WORDS if w != "。"])
def test_search_finds_exactly_what_like_finds(asked: Asked, snapshot: Path, word: str) -> None:
    rows = asked.get(f"/search.json?q={word}").json()["rows"]
    assert {(row["report"], row["section"]) for row in rows} == like(snapshot, word)
    assert all(word in row["sentence"] for row in rows)


def test_a_mark_alone_asks_nothing(asked: Asked) -> None:
    assert asked.get("/search.json?q=。").json()["rows"] == []


def test_several_words_must_stand_together_and_a_phrase_as_it_is(asked: Asked) -> None:
    assert {row["report"] for row in asked.get("/search.json?q=诉讼 不掌握").json()["rows"]} == {
        "510422-2024"
    }
    assert len(asked.get('/search.json?q="每季度检查一次栏目"').json()["rows"]) > 40
    assert asked.get('/search.json?q="栏目一次检查"').json()["rows"] == [], (
        "pairs that occur apart are no hit"
    )


def test_traditional_characters_find_simplified_text(asked: Asked) -> None:
    assert (
        asked.get("/search.json?q=訴訟").json()["rows"]
        == asked.get("/search.json?q=诉讼").json()["rows"]
        != []
    )


def test_places_are_found_by_pinyin_english_and_part_of_a_name(asked: Asked) -> None:
    for word in ("yanbian", "Yanbian", "YANBIAN", "盐边"):
        page = asked.get(f"/search?q={word}").text
        assert 'href="/county/510422"' in page, word
        assert "/report/510422-2024" in page
    assert 'href="/county/510490"' in asked.get("/search?q=qingzhu").text, "a name that is no longer used"


def test_filters_narrow_and_facets_count(asked: Asked) -> None:
    rows = asked.get("/search.json?q=申请&year=2024&province=51&kind=government").json()["rows"]
    assert rows and all(row["year"] == 2024 and row["place_zh"].startswith("四川省") for row in rows)
    assert asked.get("/search.json?q=栏目&section=overview_requests").json()["rows"] == []
    assert "problems" in {
        row["section"] for row in asked.get("/search.json?q=栏目&section=problems").json()["rows"]
    }
    page = asked.get("/search?q=申请").text
    assert "section=overview_requests" in page and "province=51" in page


def test_a_hit_is_shown_in_its_sentence(asked: Asked) -> None:
    assert "<mark>诉讼</mark>的1件" in asked.get("/search?q=诉讼").text


@pytest.mark.parametrize("word", ["栏", "栏目", "次栏目", "检查一次", "每季度检查一次栏目"])
def test_every_box_finds_words_of_any_length(asked: Asked, word: str) -> None:
    """Found and nothing else, in the search of ours and in the boxes of the tables, as a plain LIKE finds it."""
    like = asked.get(
        f"/archive.json?sql=select+count(*)+from+sections+where+title||text+like+'%25{word}%25'&_shape=arrays"
    )
    (truth,) = like.json()["rows"][0]
    assert truth > 0
    assert len(asked.get(f"/search.json?q={word}").json()["rows"]) == truth
    assert asked.get(f"/archive/sections.json?_search={word}").json()["filtered_table_rows_count"] == truth


@pytest.mark.parametrize("path", ["/search.json?q=", "/archive/sections.json?_shape=objects&_search="])
def test_pairs_that_stand_apart_are_no_word(asked: Asked, path: str) -> None:
    """次栏, 栏目 and 目长 all stand in the text; 次栏目长 does not."""
    assert asked.get(path + "次栏目长").json()["rows"] == []
    assert asked.get("/archive/reports.json?_shape=objects&_search=边县府").json()["rows"] == []


def test_the_same_sentence_stands_once(asked: Asked) -> None:
    page = asked.get("/search?q=季度检查&lang=en").text
    assert page.count('<article class="hit">') == 1
    (same,) = re.findall(r"same=(\d+)", page)[:1]
    alike = asked.get(f"/search?q=季度检查&same={same}&lang=en").text
    assert alike.count('<article class="hit">') > 10
    assert len(asked.get("/search.json?q=季度检查").json()["rows"]) > 10


def test_datasettes_own_box_understands_chinese(asked: Asked) -> None:
    assert asked.get("/archive/sections.json?_search=诉讼&_shape=array").json()
    assert asked.get("/archive/reports.json?_search=盐边&_shape=array").json()
    assert asked.get("/archive/sections.json?_search=龘龘&_shape=array").json() == []


@given(
    st.text(alphabet="行政诉讼复议a1 。，", min_size=1, max_size=40),
    st.text(alphabet="行政诉讼复议a1", min_size=1, max_size=5),
)
def test_the_index_never_misses(text: str, word: str) -> None:
    """Whatever stands in a text is a match of the index; what is no real hit is told apart by holds()."""
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table t using fts5(x, content='', detail=none, tokenize='unicode61')")
    connection.execute("insert into t (rowid, x) values (1, ?)", [fulltext.cut(text)])
    expression = fulltext.match([word])
    found = bool(connection.execute("select 1 from t where t match ?", [expression]).fetchall())
    if fulltext.holds(text, [word]) and not (word[0].isascii() or any(c.isascii() for c in word)):
        assert found
    if len(word) == 2 and not any(c.isascii() for c in word):
        assert found == (word in text), "two characters are exact without a second look"


@given(st.text(max_size=60))
def test_no_query_breaks_the_index(query: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("create virtual table t using fts5(x, content='', detail=none, tokenize='unicode61')")
    expression = fulltext.match(fulltext.terms(query))
    assert (
        not expression or connection.execute("select 1 from t where t match ?", [expression]).fetchall() == []
    )


def test_snippets_mark_and_cut() -> None:
    assert snippet("前一句。这里有诉讼一件。后一句。", ["诉讼"], "【", "】") == "这里有【诉讼】一件。"
    assert html_snippet("<b>诉讼</b>", ["诉讼"]) == "&lt;b&gt;<mark>诉讼</mark>&lt;/b&gt;"
    assert len(snippet("长" * 500 + "诉讼" + "长" * 500, ["诉讼"], "", "")) <= 180
