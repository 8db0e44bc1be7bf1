"""Examples for the rules of the form and of the sums in one report."""

from __future__ import annotations

from tests.rules.rules_cases import BROKEN, NEW_FORM, OLD_FORM, TEN, Make, case, cells_of
from tests.rules.rules_kit import PLACE, a_problem, requests


def machine_2014(whole: str, part: str, other: str = "") -> dict[str, Make]:
    """A whole and its parts of the form of 2014."""
    return {
        "pass": lambda: case(
            2016,
            form="2014",
            **{
                f"i__{whole}__value": 3,
                f"i__{part}__value": 3,
                **({f"i__{other}__value": 0} if other else {}),
            },
        ),
        "fail": lambda: case(2016, form="2014", **{f"i__{whole}__value": 3, f"i__{part}__value": 5}),
        "not_evaluable": lambda: case(
            2016, form="2014", **{f"i__{whole}__value": "missing", f"i__{part}__value": 5}
        ),
        "not_applicable": NEW_FORM,
    }


EXAMPLES: dict[str, dict[str, Make]] = {
    "S001": {
        "pass": NEW_FORM,
        BROKEN: lambda: case(said={"problems": None}),
        "not_evaluable": lambda: case(said=dict.fromkeys(("problems", "other_matters"))),
        "not_applicable": OLD_FORM,
    },
    "S002": {
        "pass": NEW_FORM,
        "fail": lambda: case(**dict.fromkeys(cells_of("t4"), "missing")),
        "uncertain": lambda: case(kind="text", **dict.fromkeys(cells_of("t4"), "missing")),
        "not_evaluable": lambda: case(
            said=dict.fromkeys(("remedies", "problems", "other_matters")),
            **dict.fromkeys(cells_of("t4"), "missing"),
        ),
        "not_applicable": OLD_FORM,
    },
    "S003": {
        "pass": NEW_FORM,
        BROKEN: lambda: case(problems=[a_problem("surplus_column", "t3")]),
        "not_evaluable": lambda: case(**dict.fromkeys(cells_of("t3"), "missing")),
        "not_applicable": OLD_FORM,
    },
    "S004": {
        "pass": NEW_FORM,
        BROKEN: lambda: case(**{c: "missing" for c in cells_of("t3") if "granted" in c}),
        "not_evaluable": lambda: case(**dict.fromkeys(cells_of("t3"), "missing")),
        "not_applicable": OLD_FORM,
    },
    "S005": {"pass": NEW_FORM, "fail": lambda: case(t2__penalties__decisions=2.5)},
    "S006": {
        "pass": NEW_FORM,
        "fail": lambda: case(t4__reconsideration__total=None),
    },
    "S007": {
        "pass": NEW_FORM,
        BROKEN: lambda: case(problems=[a_problem("unknown_label")]),
    },
    "S008": {
        "pass": NEW_FORM,
        "fail": lambda: case(2023, form="2019"),
        "not_evaluable": lambda: case(year=None),
    },
    "S009": {
        "pass": NEW_FORM,
        "fail": lambda: case(title=f"{PLACE}2024年政务公开情况"),
        "not_evaluable": lambda: case(title=""),
        "not_applicable": OLD_FORM,
    },
    "S010": {
        "pass": NEW_FORM,
        "fail": lambda: case(said={"overview": "数据统计期限为2022年1月1日至2022年12月31日。"}),
        "uncertain": lambda: case(said={"overview": "数据统计期限为2024年5月28日至12月31日。"}),
        "not_evaluable": lambda: case(said={"overview": "没有写明期间。"}),
    },
    "S011": {
        "pass": lambda: case(said={"overview_supervision": "2024年度未发生追究情形，较2023年减少一起。"}),
        BROKEN: lambda: case(said={"overview_supervision": "2023年度未发生追究情形。"}),
        "not_evaluable": lambda: case(year=None),
    },
    "A301": {
        "pass": lambda: case(**TEN),
        "fail": lambda: case(**requests(new_requests=10, granted=9, outcome_total=9)),
        "not_evaluable": lambda: case(**dict.fromkeys(cells_of("t3"), None)),
        "not_applicable": OLD_FORM,
    },
    "A302": {
        "pass": lambda: case(**TEN),
        "fail": lambda: case(**TEN | requests(granted=9)),
        "not_evaluable": lambda: case(**dict.fromkeys(cells_of("t3"), "unreadable")),
        "not_applicable": OLD_FORM,
    },
    "A304": {
        "pass": lambda: case(**TEN),
        "fail": lambda: case(**TEN | {"t3__granted__total": 11}),
        "uncertain": lambda: case(
            **dict.fromkeys(cells_of("t3.granted"), None)
            | {"t3__granted__natural_person": 9, "t3__granted__total": 4}
        ),
        "not_evaluable": lambda: case(**dict.fromkeys(cells_of("t3"), "unreadable")),
        "not_applicable": OLD_FORM,
    },
    "A306": {
        "pass": lambda: case(**TEN),
        "fail": lambda: case(**TEN | {"t3__granted__total": None}),
        "not_applicable": OLD_FORM,
    },
    "A401": {
        "pass": lambda: case(t4__reconsideration__upheld=2, t4__reconsideration__total=2),
        "fail": lambda: case(t4__reconsideration__upheld=10, t4__reconsideration__corrected=1),
        "not_evaluable": lambda: case(**dict.fromkeys(cells_of("t4"), None)),
        "not_applicable": OLD_FORM,
    },
    "A201": {
        "pass": lambda: case(t2__normative_documents__issued=3, t2__normative_documents__in_force=3),
        "fail": lambda: case(t2__normative_documents__issued=3, t2__normative_documents__in_force=1),
        "not_evaluable": lambda: case(**dict.fromkeys(cells_of("t2"), "unreadable")),
        "not_applicable": lambda: case(2020),
    },
    "A202": {
        "pass": NEW_FORM,
        "fail": lambda: case(t2__government_rules__issued=1),
        "not_evaluable": lambda: case(level=None),
        "not_applicable": lambda: case(level="prefecture", t2__government_rules__issued=1),
    },
    "A203": {
        "pass": lambda: case(2020),
        "fail": lambda: case(
            2020, t2__normative_documents__newly_public=5, t2__normative_documents__total_public=4
        ),
        "not_evaluable": lambda: case(2020, **dict.fromkeys(cells_of("t2", "2019"), "unreadable")),
        "not_applicable": NEW_FORM,
    },
    "A204": {
        "pass": lambda: case(2020),
        "fail": lambda: case(2020, t2__licensing__items_previous_year=2, t2__licensing__items_change=-3),
        "not_evaluable": lambda: case(2020, **dict.fromkeys(cells_of("t2", "2019"), None)),
        "not_applicable": NEW_FORM,
    },
    "A205": {
        "pass": NEW_FORM,
        BROKEN: lambda: case(t2__fees_charged__fees=85970900.0),
        "not_evaluable": lambda: case(t2__fees_charged__fees=None),
        "not_applicable": lambda: case(2020),
    },
    "A141": machine_2014("replies", "reply_granted"),
    "A142": machine_2014("requests_received", "req_online"),
    "A143": machine_2014("requests_closed", "closed_on_time"),
    "A144": machine_2014("reply_denied", "denied_privacy"),
    "A145": machine_2014("reconsideration", "reconsideration_upheld"),
    "A146": machine_2014("litigation", "litigation_upheld"),
    "A147": machine_2014("staff", "staff_full_time"),
    "A148": machine_2014("proactive_total", "proactive_normative"),
    "A149": machine_2014("press_conferences", "press_conferences_heads"),
}
