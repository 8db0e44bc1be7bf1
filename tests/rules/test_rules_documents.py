"""The findings of the real documents, each judged against the document by hand; what is not listed here is wrong."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from parse.model import Finding
from parse.report import read_bytes

DOCS = Path(__file__).parents[3] / "shared" / "reports" / "docs"

# document → rule → (result, how many, why it is right)
JUDGED: dict[str, dict[str, tuple[str, int, str]]] = {
    "s0": {},
    "s1": {"Q002": ("fail", 1, "table three is 0 throughout, and the text says that nothing came")},
    "s2": {},
    "s3": {
        "S004": ("uncertain", 1, "the label of （一）予以公开 is not there; only a text is known"),
        "S006": ("fail", 1, "five blank cells under 行政复议"),
        "N101": ("uncertain", 1, "7篇 against 5+2+6+2+2, in several units"),
        "Q002": ("fail", 1, "table three is 0 throughout"),
        "Q006": ("uncertain", 1, "** stands in section five of the text"),
    },
    "s4": {
        "S002": ("uncertain", 1, "section four has its heading and no table; only a text is known"),
        "S011": ("uncertain", 1, "section one (5) tells the year before"),
        "N301": ("fail", 1, "two requests in the text, none in table three"),
        "N302": ("fail", 1, "two granted in the text, none in table three"),
        "Q002": ("fail", 1, "table three is 0 throughout"),
    },
    "001": {
        "S004": ("fail", 1, "（六） is printed as one row"),
        "A401": ("fail", 2, "0 for 10 + 1 and 0 for 5"),
    },
}
"""Filled by hand for the documents whose reading is settled; the others follow below."""


@cache
def findings(name: str) -> tuple[Finding, ...]:
    (path,) = DOCS.glob(f"{name}.*")
    return tuple(read_bytes(path.read_bytes(), name=path.name).findings)


@pytest.mark.skipif(not DOCS.exists(), reason="the real documents are not in this checkout")
@pytest.mark.parametrize("name", JUDGED)
def test_the_findings_of_a_document_are_those_judged_right(name: str) -> None:
    got: dict[str, list[str]] = {}
    for f in findings(name):
        got.setdefault(f.rule, []).append(f.result)
    assert got == {rule: [result] * count for rule, (result, count, _) in JUDGED[name].items()}
