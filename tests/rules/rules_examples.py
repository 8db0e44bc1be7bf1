"""For each rule a case that passes, one that breaks it, one that cannot be evaluated and one it does not apply to.

All words are ours. `NEVER` names the results that a rule cannot have, and why.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from parse.checks.facts import Facts, from_reading
from parse.checks.judge import Case
from parse.checks.levels import Group, Member
from parse.checks.published import Publication
from reference import forms
from tests.rules.rules_kit import PLACE, SECTIONS, a_problem, a_reading, requests

Make = Callable[[], Case]
LONG = "本段说明公开工作的做法与不足，文字较长，逐年更新，便于比较。" * 12
OTHER = "换一种写法，全部重写，另起一段，讲述别的事情，没有一句与前面相同，长度也足够用来比较。" * 8


def case(year: Any = 2024, *, level: Any = "county", **given: Any) -> Case:
    """A county's case with one report."""
    facts = from_reading(a_reading(year, **given))
    facts.level, facts.organ_kind = level, "government"
    return Case("990101", year, "990101", f"990101-{year}", facts)


def said(text: str, **cells: Any) -> Case:
    """A case whose section on requests says `text`."""
    return case(said={"overview_requests": text}, **cells)


def pair(now: dict[str, Any], then: dict[str, Any] | None, year: int = 2024, **more: Any) -> Case:
    """A case with the report of the year before."""
    made = case(year, **{**now, **more})
    if then is not None:
        made.facts.previous = from_reading(a_reading(**{"year": year - 1, **then}))
    return made


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


def published(kind: str = "government", state: str = "on_time", year: int = 2024, **given: Any) -> Case:
    made = case(year)
    deadline = None if kind == "township" and year > 2018 else f"{year + 1}-03-31"
    made.publication = Publication(kind, year, state, deadline, **given)
    return made


def absent_report() -> Case:
    """A year for which a report was expected and none came."""
    return Case(
        "990101",
        2024,
        "990101",
        None,
        Facts(None, 2024, {}, {}),
        publication=Publication("government", 2024, "missing"),
    )


def three_years(**given: Any) -> Case:
    """A case with two years before it in which nothing was asked."""
    made = pair(given, {})
    made.facts.before = from_reading(a_reading(2022))
    return made


def copied(share: float) -> Case:
    made = case()
    made.copies = (
        (("五、存在的主要问题及改进情况", "Problems"), ("白石县", "Baishi"), "990102-2024", share),
    )
    return made


def cells_of(prefix: str, form: str = "2021") -> tuple[str, ...]:
    """Cells of a table or row as keyword arguments."""
    return tuple(c.replace(".", "__") for c in forms.load(form).cell_ids if c.startswith(prefix + "."))


def deadline_rule(kind: str, year: int = 2024) -> dict[str, Make]:
    """Published in time; late with a late signature; late beside a signature in time; out of reach; another's deadline."""

    def dated(published_on: str, **given: Any) -> Case:
        return published(kind, "late", year=year, published_on=f"{year + 1}-{published_on}", **given)

    other = "township" if kind == "government" else "government"
    return {
        "pass": lambda: dated("01-20"),
        "fail": lambda: dated("06-01", signed_on=f"{year + 1}-05-20"),
        "uncertain": lambda: dated("06-01", signed_on=f"{year + 1}-01-20"),
        "not_evaluable": lambda: published(kind, "blocked_from_here", year=year),
        "not_applicable": lambda: published(other if year > 2018 else kind, year=2024),
    }


TEN: dict[str, Any] = requests(new_requests=10, granted=10, outcome_total=10)
BLANK_NEW = {"t3__new_requests__total": None}
OLD_FORM: Make = lambda: case(2016, form="2014")  # noqa: E731
NEW_FORM: Make = case
ALONE: Make = lambda: pair({}, None)  # noqa: E731
NO_PUBLICATION: Make = case
NO_GROUP: Make = case
UNKNOWN_PARTS: Make = lambda: group(TEN, {"t3__granted__total": 1}, absent=None)  # noqa: E731
BROKEN = "broken"
"""fail or uncertain."""


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
    "D001": deadline_rule("department"),
    "D002": deadline_rule("government"),
    "D003": deadline_rule("township"),
    "D004": deadline_rule("department", 2016),
    "D005": {
        "pass": lambda: published(published_on="2025-01-20"),
        "fail": lambda: published(published_on="2024-12-19"),
        "uncertain": lambda: published(published_on="2024-12-19", signed_on="2025-01-19"),
        "not_evaluable": published,
        "not_applicable": NO_PUBLICATION,
    },
    "D006": {
        "pass": published,
        "fail": absent_report,
        "not_evaluable": lambda: published(state="blocked_from_here"),
        "not_applicable": NO_PUBLICATION,
    },
    "D007": {
        "pass": lambda: published(first_seen="2025-01-20T02:00:00.000Z"),
        "fail": lambda: published(
            first_seen="2025-01-20T02:00:00.000Z", changes=(("figures", "2025-02-01T02:00:00.000Z"),)
        ),
        "not_evaluable": published,
        "not_applicable": NO_PUBLICATION,
    },
    "D008": {
        "pass": lambda: published(
            signed_on="2025-01-10", published_on="2025-01-12", first_seen="2025-01-13T02:00:00.000Z"
        ),
        "fail": lambda: published(published_on="2025-03-12", first_seen="2025-01-13T02:00:00.000Z"),
        "uncertain": lambda: published(signed_on="2025-02-10", published_on="2025-01-12"),
        "not_evaluable": published,
        "not_applicable": NO_PUBLICATION,
    },
    "D009": {
        "fail": lambda: published(differing={"t3.granted.total": (9, "copy")}, ours={"t3.granted.total": 7}),
        "uncertain": lambda: published(
            differing={"t3.granted.total": (9, "copy")}, ours={"t3.granted.total": None}
        ),
        "not_applicable": published,
    },
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

ALL_FORMS = "a rule of all three forms applies to every report"
READ = "what was read can always be looked at"
NEVER: dict[tuple[str, str], str] = {
    **{
        (r, "not_applicable"): ALL_FORMS
        for r in ("S008", "S010", "S011", "N101", "N305", "Q004", "Q006", "Q008")
    },
    **{(r, "not_evaluable"): READ for r in ("S005", "S006", "S007", "A306", "L304", "Q003", "Q006")},
    **{(r, "not_applicable"): "states are looked at whatever the form" for r in ("S005", "S006", "S007")},
    **{
        ("N603", r): "it forbids a comparison and never finds anything"
        for r in ("pass", "broken", "not_evaluable")
    },
    ("D009", "pass"): "without a second version that differs there is nothing to hold together",
    ("D009", "not_evaluable"): "as above",
}
