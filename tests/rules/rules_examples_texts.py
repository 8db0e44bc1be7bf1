"""Examples for the rules that hold what a report says against its figures."""

from __future__ import annotations

from tests.rules.rules_cases import BROKEN, NEW_FORM, OLD_FORM, TEN, Make, case, pair, said, three_years
from tests.rules.rules_kit import requests

EXAMPLES: dict[str, dict[str, Make]] = {
    "N301": {
        "pass": lambda: said("全年共收到政府信息公开申请10件。", **TEN),
        "fail": lambda: said("全年共收到政府信息公开申请12件。", **TEN),
        "uncertain": lambda: said("全年共收到政府信息公开申请约40人次。", **TEN),
        "not_evaluable": lambda: said("办理申请的流程见网站。", **TEN),
        "not_applicable": OLD_FORM,
    },
    "N302": {
        "pass": lambda: said("共收到申请10件，10件予以公开。", **TEN),
        "fail": lambda: said("共收到申请10件，予以公开8件。", **TEN),
        "not_evaluable": lambda: said("共收到申请10件。", **TEN),
        "not_applicable": OLD_FORM,
    },
    "N303": {
        "pass": lambda: said("本年度未收到政府信息公开申请。"),
        "fail": lambda: said("本年度未收到政府信息公开申请。", **TEN),
        "not_evaluable": lambda: said("共收到申请10件。", **TEN),
        "not_applicable": OLD_FORM,
    },
    "N304": {
        "pass": lambda: said("上年结转2件，结转下年度1件。", **requests(carried_in=2, carried_out=1)),
        "fail": lambda: said("结转下年度3件。", **requests(carried_out=1)),
        "not_evaluable": lambda: said("全部办结。"),
        "not_applicable": OLD_FORM,
    },
    "N305": {
        "pass": lambda: said("收到申请10件，办结率100%。", **TEN),
        "fail": lambda: said("收到申请10件，办结率100%。", **requests(new_requests=10, carried_out=2)),
        "not_evaluable": lambda: said("收到申请10件。", **TEN),
    },
    "N401": {
        "pass": lambda: said("发生行政复议2件。", t4__reconsideration__total=2),
        "fail": lambda: said(
            "发生行政复议5件。", t4__reconsideration__total=2, t4__reconsideration__upheld=2
        ),
        "uncertain": lambda: said(
            "行政复议2件，均获维持。", t4__reconsideration__total=2, t4__reconsideration__pending=2
        ),
        "not_evaluable": lambda: said("收到申请10件。", **TEN),
        "not_applicable": OLD_FORM,
    },
    "N402": {
        "pass": lambda: pair({}, {}),
        BROKEN: lambda: pair({"t4__litigation_after_reconsideration__total": 3}, {}),
        "not_evaluable": lambda: pair({"t4__litigation_after_reconsideration__total": 3}, None),
        "not_applicable": OLD_FORM,
    },
    "N403": {
        "pass": NEW_FORM,
        BROKEN: lambda: pair(
            {"t4__litigation_direct__total": 1, **requests(denied_state_secret=2, outcome_total=2)}, {}
        ),
        "not_evaluable": lambda: case(2023),
        "not_applicable": lambda: case(2020),
    },
    "N404": {
        "pass": lambda: case(t4__reconsideration__total=1, **TEN),
        BROKEN: lambda: three_years(t4__reconsideration__total=1),
        "not_evaluable": lambda: pair({"t4__reconsideration__total": 1}, None),
        "not_applicable": OLD_FORM,
    },
    "N201": {
        "pass": lambda: case(
            said={"overview_management": "印发行政规范性文件2件。"}, t2__normative_documents__issued=2
        ),
        "fail": lambda: case(
            said={"overview_management": "印发行政规范性文件6件。"}, t2__normative_documents__issued=2
        ),
        "uncertain": lambda: case(
            said={"overview_management": "印发行政规范性文件1件。"}, t2__normative_documents__issued=2
        ),
        "not_evaluable": NEW_FORM,
        "not_applicable": lambda: case(2020),
    },
    "N202": {
        "pass": lambda: case(
            said={"overview_proactive": "全年受理许可事项136件。"}, t2__licensing__decisions=136
        ),
        BROKEN: lambda: case(
            said={"overview_proactive": "全年受理许可事项150件。"}, t2__licensing__decisions=136
        ),
        "not_evaluable": NEW_FORM,
        "not_applicable": lambda: case(2020),
    },
    "N101": {
        "pass": lambda: case(said={"overview_proactive": "公开信息30条，其中文件10条、动态20条。"}),
        "fail": lambda: case(said={"overview_proactive": "公开信息30条，其中文件20条、动态20条。"}),
        "uncertain": lambda: case(said={"overview_proactive": "公开信息7篇，其中发布动态5条、更新名册6条。"}),
        "not_evaluable": lambda: case(said={"overview_proactive": "公开信息30条。"}),
    },
    "N601": {
        "pass": NEW_FORM,
        "fail": lambda: case(said={"other_matters": "没有其他事项。"}),
        "not_evaluable": lambda: case(said={"other_matters": ""}),
        "not_applicable": lambda: case(2019, said={"other_matters": "无。"}),
    },
    "N602": {
        "pass": NEW_FORM,
        "fail": lambda: case(said={"other_matters": "没有其他事项。"}, t3__other_fee_unpaid__total=2),
        "uncertain": lambda: case(t3__other_fee_unpaid__total=2),
        "not_evaluable": lambda: case(t3__other_fee_unpaid__total=None),
        "not_applicable": lambda: case(2020),
    },
    "N603": {"not_applicable": NEW_FORM},
}
