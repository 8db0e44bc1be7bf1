"""The tables about portals' pages: loaded as frozen values, their faults told by name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml.cssselect import CSSSelector

from reference import bodies, challenges, families, titles


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    """Loaders remember what they read; a test that changes a table leaves no trace."""
    yield
    for loader in (bodies.load, families.load, families._toml, challenges.load, titles._table, titles._toml):
        loader.cache_clear()


def test_every_selector_can_be_used() -> None:
    table = bodies.load()
    chosen = [*table.css, *table.drop, *table.title.css, *table.published.css, *table.attachment_css]
    assert all(CSSSelector(css) for css in chosen)
    assert len(table.css) == len(set(table.css)) > 40


def test_every_family_with_its_own_body_is_known() -> None:
    assert set(bodies.load().by_family) - {""} <= families.names()


def test_a_declared_family_has_three_keys_and_a_spider_none() -> None:
    for family in families.load().values():
        assert bool(family.links and family.next) is not family.spider


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "[family.a]\nspider = true\nurls = []\nmarks = []\nlinks = 'a'\n",
            "family a: expected spider = true, or links",
        ),
        ("[family.a]\nurls = []\nmarks = []\nlinks = 'a'\n", "family a: expected spider = true, or links"),
        ("[family.a]\nspider = true\nurls = ['(']\nmarks = []\n", "family a: urls and marks"),
        (
            "[family.a]\nspider = true\nurls = []\nmarks = []\nhost = 'x'\n",
            r"family a: unknown keys \['host'\]",
        ),
    ],
)
def test_a_wrong_family_is_told(
    text: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(families, "TABLE", write(tmp_path, text))
    clear(families._toml, families.load)
    with pytest.raises(families.FamilyError, match=says):
        families.load()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "[[mark]]\nname = 'm'\noutcome = 'odd'\nzh = '一'\nen = 'one'\n",
            "m: outcome 'odd'; expected one of",
        ),
        (
            "[[mark]]\nname = 'm'\noutcome = 'stub'\nzh = '一'\nen = 'one'\ncolour = 1\n",
            r"m: unknown keys \['colour'\]",
        ),
        (
            "[[mark]]\nname = 'm'\noutcome = 'stub'\nzh = '一'\nen = 'one'\ntext = ['(']\n",
            "m: .*correct the pattern",
        ),
    ],
)
def test_a_wrong_mark_is_told(text: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(challenges, "TABLE", write(tmp_path, text))
    clear(challenges.load)
    with pytest.raises(challenges.ChallengeError, match=says):
        challenges.load()


def test_a_missing_key_of_bodies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        bodies, "TABLE", write(tmp_path, "least = 60\ndrop = []\n[[body]]\nfamily = ''\ncss = []\n")
    )
    clear(bodies.load)
    with pytest.raises(bodies.BodyTableError, match="'title' is missing"):
        bodies.load()


def test_a_wrong_title_pattern_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = titles.TABLE.read_text(encoding="utf-8").replace("pattern = '解读|", "pattern = '(解读|", 1)
    monkeypatch.setattr(titles, "TABLE", write(tmp_path, text))
    clear(titles._toml, titles._table)
    with pytest.raises(titles.TitleTableError, match=r"explainer: .*correct the pattern"):
        titles._table()


def write(folder: Path, text: str) -> Path:
    path = folder / "table.toml"
    path.write_text(text, encoding="utf-8")
    return path


def clear(*loaders: object) -> None:
    for loader in loaders:
        loader.cache_clear()  # type: ignore[attr-defined]
