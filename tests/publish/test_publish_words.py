"""Words and meanings are data: every one used is there in both languages, and every column is described."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from publish import dictionary, questions, series, words
from tests.publish.conftest import Asked

HERE = Path(words.__file__).parent
SOURCES = [*HERE.rglob("*.html"), *HERE.rglob("*.py")]
USED = re.compile(r"""\bsay\(\s*f?["']([a-z_]+\.[a-z_]+)["']""")
BEGUN = re.compile(r"""\bsay\(\s*(?:f["']([a-z_]+)\.\{|["']([a-z_]+\.[a-z_]*)["'] \+)""")


def test_every_string_that_is_said_is_there() -> None:
    for path in SOURCES:
        for key in USED.findall(path.read_text(encoding="utf-8")):
            assert key in words.strings() or any(k.startswith(key) for k in words.strings()), (
                f"{path.name}: {key}"
            )


def test_no_string_is_said_by_nobody() -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    said = set(USED.findall(text)) | set(re.findall(r"""["']((?:nav|error|site)\.[a-z_]+)["']""", text))
    begun = tuple(a or b for a, b in BEGUN.findall(text))
    assert not [k for k in words.strings() if k not in said and not k.startswith(begun)]


def test_both_languages_fill_the_same_places() -> None:
    for key, pair in words.strings().items():
        assert set(re.findall(r"\{(\w+)\}", pair["zh"])) == set(re.findall(r"\{(\w+)\}", pair["en"])), key


def test_every_table_and_column_of_the_copy_is_described_in_both_languages(snapshot: Path) -> None:
    connection = sqlite3.connect(snapshot)
    tables = dictionary.read(connection)
    assert {"reports", "cells", "figures", "findings", "coverage", "indicators", "requests"} <= {
        t.name for t in tables
    }
    for table in tables:
        assert table.zh and table.en, table.name
        for column in table.columns:
            hidden = table.name.endswith("_search")
            assert hidden or (column.zh and column.en), f"{table.name}.{column.name}"


def test_datasette_shows_the_descriptions(asked: Asked) -> None:
    page = asked.get("/archive/reports").text
    assert "一份报告：一个机关一年" in page and "name of the organ" not in page
    assert "cells with a mark only" in page


def test_every_column_of_every_answer_has_words(asked: Asked) -> None:
    for question in questions.load():
        rows = asked.get(f"/questions/{question.key}.json?least=1").json()["rows"]
        for column in rows[0] if rows else ():
            assert questions.column_label(column, "zh") and questions.column_label(column, "en"), (
                f"{question.key}: {column}"
            )


def test_series_name_only_cells_that_exist() -> None:
    from reference import forms  # noqa: PLC0415

    for indicator in series.indicators():
        for form, cells in indicator.cells.items():
            assert set(cells) <= set(forms.load(form).cell_ids), indicator.key


def test_a_missing_string_is_an_error_that_names_it() -> None:
    with pytest.raises(words.WordsError, match=r"no string site\.nonsense"):
        words.say("zh", "site.nonsense")
