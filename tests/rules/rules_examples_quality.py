"""Examples for the rules of reports that say nothing, or what others said."""

from __future__ import annotations

from parse.checks.judge import Case
from tests.rules.rules_cases import BLANK_NEW, BROKEN, LONG, NEW_FORM, OLD_FORM, TEN, Make, case
from tests.rules.rules_kit import PLACE, SECTIONS, requests


def copied(share: float) -> Case:
    made = case()
    made.copies = (
        (("五、存在的主要问题及改进情况", "Problems"), ("白石县", "Baishi"), "990102-2024", share),
    )
    return made


EXAMPLES: dict[str, dict[str, Make]] = {
    "Q001": {
        "pass": lambda: case(**TEN),
        "fail": NEW_FORM,
        "not_evaluable": lambda: case(t2__licensing__decisions="unreadable"),
        "not_applicable": OLD_FORM,
    },
    "Q002": {
        "pass": lambda: case(**TEN),
        "fail": NEW_FORM,
        "not_evaluable": lambda: case(**BLANK_NEW),
        "not_applicable": OLD_FORM,
    },
    "Q003": {
        "pass": NEW_FORM,
        "fail": lambda: copied(0.93),
        "not_applicable": lambda: case(said=dict.fromkeys(SECTIONS)),
    },
    "Q004": {
        "pass": lambda: case(said={"overview": f"本报告由{PLACE}人民政府办公室编制。"}),
        BROKEN: lambda: case(said={"overview": "本报告由白石县人民政府办公室编制。"}),
        "not_evaluable": lambda: case(organ="我局", title="年度报告"),
    },
    "Q005": {
        "pass": NEW_FORM,
        "fail": lambda: case(said={"problems": "无。"}),
        "uncertain": lambda: case(said={"problems": ""}),
        "not_evaluable": lambda: case(said={"problems": None}),
        "not_applicable": OLD_FORM,
    },
    "Q006": {
        "pass": NEW_FORM,
        "fail": lambda: case(said={"overview": "XX县按照条例写成这份报告。"}),
        "uncertain": lambda: case(kind="text", said={"overview": "**重点**公开。"}),
    },
    "Q007": {
        "pass": lambda: case(**TEN),
        "fail": lambda: case(**requests(new_requests=60, granted=60, outcome_total=60)),
        "not_evaluable": lambda: case(t3__granted__total=None),
        "not_applicable": OLD_FORM,
    },
    "Q008": {
        "pass": lambda: case(said={"overview": LONG}),
        "fail": lambda: case(
            said={
                "overview": "各级部门不断提高水平。" * 20,
                **dict.fromkeys([k for k in SECTIONS if k.startswith("overview_")], ""),
            }
        ),
        "not_evaluable": NEW_FORM,
    },
}
