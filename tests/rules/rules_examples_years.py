"""Examples for the rules that hold a report against that of the year before."""

from __future__ import annotations

from tests.rules.rules_cases import ALONE, LONG, OTHER, TEN, Make, cells_of, pair
from tests.rules.rules_kit import requests

EXAMPLES: dict[str, dict[str, Make]] = {
    "X301": {
        "pass": lambda: pair(requests(carried_in=1), requests(carried_out=1)),
        "fail": lambda: pair(requests(carried_in=1), requests(carried_out=3)),
        "not_evaluable": lambda: pair({"t3__carried_in__total": None}, {}),
        "not_applicable": ALONE,
    },
    "X302": {
        "pass": lambda: pair(requests(carried_in=1), requests(carried_out=1)),
        "fail": lambda: pair(requests("business", carried_in=1), requests(carried_out=1)),
        "not_evaluable": lambda: pair(dict.fromkeys(cells_of("t3"), "unreadable"), {}),
        "not_applicable": ALONE,
    },
    "X201": {
        "pass": lambda: pair(
            {"t2__normative_documents__in_force": 4}, {"t2__normative_documents__in_force": 4}
        ),
        "fail": lambda: pair(
            {"t2__normative_documents__in_force": 4}, {"t2__normative_documents__in_force": 9}
        ),
        "not_evaluable": lambda: pair(dict.fromkeys(cells_of("t2"), None), {}),
        "not_applicable": lambda: pair({}, {}, 2021),
    },
    "X202": {
        "pass": lambda: pair(
            {"t2__normative_documents__repealed": 4}, {"t2__normative_documents__in_force": 4}
        ),
        "fail": lambda: pair(
            {"t2__normative_documents__repealed": 5}, {"t2__normative_documents__in_force": 4}
        ),
        "not_evaluable": lambda: pair(dict.fromkeys(cells_of("t2"), "unreadable"), {}),
        "not_applicable": lambda: pair({}, {}, 2021),
    },
    "X203": {
        "pass": lambda: pair(
            {"t2__licensing__items_previous_year": 5}, {"t2__licensing__items_previous_year": 5}, 2020
        ),
        "fail": lambda: pair(
            {"t2__licensing__items_previous_year": 5}, {"t2__licensing__items_previous_year": 7}, 2020
        ),
        "not_evaluable": lambda: pair(dict.fromkeys(cells_of("t2", "2019"), None), {}, 2020),
        "not_applicable": lambda: pair({}, {}),
    },
    "X401": {
        "pass": lambda: pair({"t4__reconsideration__total": 2}, {"t4__reconsideration__pending": 2}),
        "fail": lambda: pair({}, {"t4__reconsideration__pending": 2}),
        "not_evaluable": lambda: pair(dict.fromkeys(cells_of("t4"), "unreadable"), {}),
        "not_applicable": ALONE,
    },
    "X501": {
        "pass": lambda: pair(TEN, {}),
        "fail": lambda: pair(TEN, TEN),
        "not_evaluable": lambda: pair(TEN | {"t2__licensing__decisions": "unreadable"}, TEN),
        "not_applicable": ALONE,
    },
    "X502": {
        "pass": lambda: pair({"said": {"problems": LONG}}, {"said": {"problems": OTHER}}),
        "fail": lambda: pair({"said": {"problems": LONG}}, {"said": {"problems": LONG}}),
        "not_evaluable": lambda: pair({}, {}),
        "not_applicable": ALONE,
    },
    "X503": {
        "pass": lambda: pair({"t2__licensing__decisions": 60}, {"t2__licensing__decisions": 50}),
        "fail": lambda: pair({"t2__licensing__decisions": 9487}, {"t2__licensing__decisions": 550}),
        "not_evaluable": lambda: pair({}, {}),
        "not_applicable": ALONE,
    },
}
