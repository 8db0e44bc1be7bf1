"""What is printed is kept wherever the stored number would not say it again."""

from __future__ import annotations

import pytest

from archive.reports import plain_or_none


@pytest.mark.parametrize(
    ("raw", "value", "kept"),
    [
        ("5", 5, None),
        ("5.0", 5.0, "5.0"),
        ("461.00", 461.0, "461.00"),
        ("0.092", 0.092, None),
        ("+19", 19, "+19"),
        ("/", None, "/"),
        ("", None, None),
    ],
)
def test_printed_form(raw: str, value: float | None, kept: str | None) -> None:
    assert plain_or_none({"raw": raw, "value": value}) == kept
