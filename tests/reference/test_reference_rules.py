"""The rules as data: complete, checked, and told in docs/rules.md as they stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reference import cells, rules
from reference.rules_page import GAPS, page

ROOT = Path(__file__).parents[2]


def test_all_rules_load_and_those_with_a_check_name_real_cells() -> None:
    loaded = rules.load()
    assert len(loaded) == 76
    assert sum(rule.check is not None for rule in loaded) == 22
    assert rules.by_id("A301").severity == "error"


def test_docs_rules_md_is_up_to_date() -> None:
    written = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == page(rules.load()), "run: python -m reference.rules > docs/rules.md"


def test_every_placeholder_has_a_word_in_the_docs() -> None:
    assert {*rules.PLACEHOLDERS, *(word for rule in rules.load() for word in rule.gives)} <= set(GAPS)


def test_a_check_unfolds_into_its_instances() -> None:
    check = rules.by_id("A301").check
    assert check is not None
    instances = list(check.instances())
    assert [instance.chosen["col"] for instance in instances][-1] == "total"
    assert instances[-1].lhs == (
        rules.Term("t3.new_requests.total", 1, False),
        rules.Term("t3.carried_in.total", 1, False),
    )
    assert len(instances) == 7


def test_signs_and_the_previous_year_are_understood() -> None:
    check = rules.by_id("X201").check
    assert check is not None
    first = next(check.instances())
    assert [(term.cell, term.sign, term.previous) for term in first.lhs] == [
        ("t2.government_rules.in_force", 1, True),
        ("t2.government_rules.issued", 1, False),
        ("t2.government_rules.repealed", -1, False),
    ]


def test_sums_touch_every_count_of_tables_three_and_four() -> None:
    """190 of the 200 cells of form 2021 carry a check; the ten of table two need another reading."""
    checked = {
        term.cell
        for rule_id in ("A301", "A302", "A304", "A401")
        for instance in (rules.by_id(rule_id).check or pytest.fail(rule_id)).instances()
        for term in (*instance.lhs, *instance.rhs)
    }
    form = {d.cell for d in cells.definitions() if "2021" in d.form.split() and d.table_key in ("t3", "t4")}
    assert form - checked <= {cell for cell in form if ".other." in cell}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"severity": "grave"}, "severity is 'grave'; expected one of error, warning, info"),
        ({"colour": "red"}, "unknown keys \\['colour'\\]"),
        ({"says": {"zh": "{nobody}", "en": ""}}, "says.zh uses \\['nobody'\\]"),
        (
            {"check": {"foreach": {}, "op": "==", "lhs": ["t3.nothing.total"], "rhs": []}},
            "'t3.nothing.total', which no form has",
        ),
        ({"check": {"foreach": {}, "op": "=", "lhs": [], "rhs": []}}, "op is '='"),
        ({"name": {"zh": "x"}}, "expected every key of a rule"),
    ],
)
def test_a_wrong_rule_is_told_with_its_place(tmp_path: Path, change: dict[str, object], says: str) -> None:
    data = json.loads(rules.TABLE.read_text(encoding="utf-8"))
    data["rules"] = [data["rules"][0] | change]
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(data, indent=1), encoding="utf-8")
    with pytest.raises(rules.RuleError, match=says) as caught:
        rules.read(path)
    assert f"{path}:" in str(caught.value)
    assert "rule S001" in str(caught.value)


def test_an_id_twice_is_told(tmp_path: Path) -> None:
    data = json.loads(rules.TABLE.read_text(encoding="utf-8"))
    data["rules"] = data["rules"][:1] * 2
    path = tmp_path / "rules.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(rules.RuleError, match="stands twice"):
        rules.read(path)
