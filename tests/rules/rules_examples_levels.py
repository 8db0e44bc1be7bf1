"""Examples for the rules that hold a county's report against those of its offices and townships."""

from __future__ import annotations

from typing import Any

from parse.checks.facts import from_reading
from parse.checks.judge import Case
from parse.checks.levels import Group, Member
from tests.rules.rules_cases import BROKEN, TEN, Make, case
from tests.rules.rules_kit import PLACE, a_reading, requests


def group(
    county: dict[str, Any], *parts: dict[str, Any], absent: tuple[str, ...] | None = (), whole: bool = False
) -> Case:
    """A county with parts; each part gives its figures, `kind` and `name`."""
    made = case(**county)
    members = tuple(
        Member(
            f"990101-d{n}",
            p.pop("name", f"{PLACE}教育局"),
            p.pop("kind", "department"),
            {k.replace("__", "."): v for k, v in p.items()},
        )
        for n, p in enumerate(parts)
    )
    made.group = Group(made.facts, members, absent, whole)
    return made


def office(same: bool) -> dict[str, Any]:
    """An office's report: the county's figures, or fewer requests."""
    cells = {
        c.replace(".", "__"): v
        for c, v in from_reading(a_reading(**TEN)).values.items()
        if v is not None and c[1] in "34"
    }
    return {
        **cells,
        "kind": "office",
        "name": f"{PLACE}人民政府办公室",
        **({} if same else requests(new_requests=3)),
    }


NO_GROUP: Make = case
UNKNOWN_PARTS: Make = lambda: group(TEN, {"t3__granted__total": 1}, absent=None)  # noqa: E731


EXAMPLES: dict[str, dict[str, Make]] = {
    "L301": {
        "pass": lambda: group(TEN, {"t3__granted__total": 4}, {"t3__granted__total": 6}),
        "fail": lambda: group(
            TEN, {"t3__granted__total": 8}, {"t3__granted__total": 6}, absent=("青溪县财政局",)
        ),
        "not_evaluable": UNKNOWN_PARTS,
        "not_applicable": NO_GROUP,
    },
    "L302": {
        "pass": lambda: group(TEN, {"t3__granted__total": 4}, {"t3__granted__total": 6}, whole=True),
        "fail": lambda: group(TEN, {"t3__granted__total": 4}, {"t3__granted__total": 5}, whole=True),
        "not_evaluable": lambda: group(TEN, {"t3__granted__total": 4}),
        "not_applicable": NO_GROUP,
    },
    "L303": {
        "pass": lambda: group(TEN, {"t3__granted__total": 4}),
        "fail": lambda: group(TEN, {"t3__granted__total": 14}),
        "not_evaluable": UNKNOWN_PARTS,
        "not_applicable": NO_GROUP,
    },
    "L304": {
        "pass": lambda: group(TEN, office(same=False)),
        "fail": lambda: group(TEN, office(same=True)),
        "not_applicable": lambda: group(TEN, {"t3__granted__total": 4}),
    },
    "L305": {
        "pass": lambda: group({"t2__licensing__decisions": 9}, {"t2__licensing__decisions": 9}),
        BROKEN: lambda: group({"t2__licensing__decisions": 9}, {"t2__licensing__decisions": 12}),
        "not_evaluable": UNKNOWN_PARTS,
        "not_applicable": NO_GROUP,
    },
}
