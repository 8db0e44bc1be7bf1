"""Generated figures break no rule of the forms; what does is planted."""

from __future__ import annotations

from random import Random

import pytest

from reference import forms
from replica.invent import PROFILES, invent, together
from replica.prose import sections
from tests.replica.replica_rules import broken


@pytest.mark.parametrize("kind", sorted(PROFILES))
def test_no_rule_is_broken_from_2014_to_2025(kind: str) -> None:
    rng, before = Random(kind), None
    for _ in range(12):
        for year in range(2014, 2026):
            form = "2014" if year < 2019 else "2019" if year < 2021 else "2021"
            now = invent(form, kind, rng, before)
            assert list(broken(now, before)) == []
            assert set(now) <= set(forms.load(form).cell_ids)
            before = now


def test_a_county_is_the_sum_of_its_parts_and_breaks_nothing() -> None:
    rng = Random(5)
    first = [invent("2021", kind, rng) for kind in PROFILES]
    second = [invent("2021", kind, rng, old) for kind, old in zip(PROFILES, first, strict=True)]
    assert list(broken(together(second), together(first))) == []
    assert together(second)["t3.new_requests.total"] == sum(part["t3.new_requests.total"] for part in second)


def test_form_2021_has_every_cell() -> None:
    assert tuple(invent("2021", "office", Random(1))) == forms.load("2021").cell_ids


def test_the_narrative_states_the_table() -> None:
    cells = invent("2021", "government", Random(2), None, 80)
    text = sections("子虚县", 2024, cells, Random(3))
    assert f"申请{cells['t3.new_requests.total']}件" in text["overview_requests"]
    assert f"予以公开{cells['t3.granted.total']}件" in text["overview_requests"]
    assert "演示生成" in text["overview"]
    planted = sections("子虚县", 2024, cells, Random(3), {"t3.new_requests.total": 3})
    assert "申请3件" in planted["overview_requests"]
