"""Titles, heads, dates, signatures and headings in any combination: what each says is what it says alone."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from parse.report import as_json, read_bytes
from tests.parse import meta_cases, meta_headings
from tests.parse.meta_pages import MEDIA, Told

HEADINGS = [case for case in meta_headings.every() if not case.line and not case.name.startswith("old")]
PLAIN = ("来源", "机构")  # beside the text these name an organ, which has cases of its own


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(meta_cases.TITLES),
    st.sampled_from([*meta_cases.PUBLISHED, ("", None)]),
    st.sampled_from(HEADINGS),
    st.sampled_from([*meta_cases.SIGNED, ([], "青禾县", None)]),
    st.tuples(st.sampled_from([period for period, _ in meta_cases.PERIODS]), st.sampled_from(sorted(MEDIA))),
)
def test_any_combination_says_what_its_parts_say(
    title: meta_cases.Title,
    published: meta_cases.Date,
    case: meta_headings.Headed,
    signed: meta_cases.Signed,
    printing: tuple[str, str],
) -> None:
    period, name = printing
    printed, whole, organ, scope, year = title
    told = Told(
        title=printed.split("\n"),
        around=[published[0]] if published[0] else [],
        head=[period.replace("2022", str(year))],
        sections=case.sections,
        end=signed[0],
    )
    found = as_json(read_bytes(MEDIA[name](told), name=name))
    assert found["title"] == (printed.replace("\n", " ") if whole == "=" else whole)
    assert (found["year"], found["published_on"], found["signed_on"]) == (year, published[1], signed[2])
    if scope != "unclear":
        assert found["scope"] == scope
    signer = signed[1] if signed[2] and signed[1] != "青禾县" else ""
    if signer or not any(word in published[0] for word in PLAIN):
        assert found["organ"] in ((signer,) if signer else (organ, signed[1]))
    assert_sections(found, case)


def assert_sections(found: dict[str, Any], case: meta_headings.Headed) -> None:
    """Every section has its text; a signature may stand below the last."""
    have: dict[str, str] = {}
    for section in found["sections"]:
        have[section["section"]] = (have.get(section["section"], "") + "\n" + section["text"]).strip()
    assert [key for key, text in case.want.items() if not have.get(key, "?").startswith(text)] == []
