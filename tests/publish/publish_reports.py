"""The generated reports of the site's fixture, with the faults planted in one of them.

Figures come from replica.invent; every sentence is ours; every organ but 盐边县 bears an invented name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

from replica.invent import invent
from tests.publish.publish_pages import Figure

YEARS = (2018, 2019, 2020, 2021, 2022, 2023, 2024)


@dataclass
class Made:
    """One report in the making: its cells as (value, state, raw), and what the tests want to know of it."""

    organ: str
    division: str
    year: int
    kind: str
    name: str
    figures: dict[str, Figure]
    form: str
    generated: bool
    sections: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.organ}-{self.year}"


ORGANS = (
    ("510422", "government", "盐边县人民政府", "510422", 0),
    ("510422-office", "office", "盐边县人民政府办公室", "510422", 1),
    ("510422-d0a1b2c3", "department", "盐边县云杉事务局", "510422", 1),
    ("510422105", "township", "惠民镇人民政府", "510422105", 1),
    ("510491", "government", "青榆区人民政府", "510491", 1),
    ("510492", "government", "望柏县人民政府", "510492", 1),
    ("622991", "government", "石槐县人民政府", "622991", 1),
)


def reports() -> Iterator[Made]:
    for organ, kind, name, division, generated in ORGANS:
        previous: Mapping[str, int | float] | None = None
        for year in YEARS:
            form = "2014" if year < 2019 else "2019" if year < 2021 else "2021"
            volume = 4 if organ == "510422" and year == 2022 else None
            before = previous if form != "2021" or year > 2021 else None
            previous = invent(form, kind, Random(f"{organ}{year}"), before, volume)
            if (organ, year) != ("622991", 2023):
                figures = {cell: Figure(value, "number", str(value)) for cell, value in previous.items()}
                yield _told(Made(organ, division, year, kind, name, figures, form, bool(generated)))


def _told(made: Made) -> Made:
    """With its narrative, and with the planted faults where it is the report that has them."""
    figures = made.figures
    requests = figures.get("t3.new_requests.total") or figures["i.requests_received.value"]
    made.sections = _narrative(made.name, made.year, requests.value or 0)
    if made.id == "510422-2024":
        _plant(made)
    return made


def _plant(made: Made) -> None:
    """The faults that the report page must show, one of every state."""
    made.figures["t3.carried_out.research"] = Figure(None, "blank", "")
    made.figures["t3.carried_out.legal_services"] = Figure(None, "mark", "/")
    made.figures["t2.normative_documents.issued"] = Figure(22, "annotated", "22（其中修订16件）")
    made.figures["t4.reconsideration.pending"] = Figure(None, "unreadable", "?")
    made.figures["t3.granted.total"] = Figure(99, "number", "99")
    for column in ("upheld", "corrected", "other", "pending", "total"):
        made.figures[f"t4.litigation_after_reconsideration.{column}"] = Figure(None, "missing", "")
    made.sections["overview_requests"] = (
        "本年共收到申请75件，其中本机关不掌握的信息10件，涉及诉讼的1件，均已答复。"
    )


def _narrative(name: str, year: int, requests: float) -> dict[str, str]:
    return {
        "overview_proactive": f"{year}年，{name}在自己的网站上登出文件、预算和通知，供人查看。",
        "overview_requests": f"{year}年收到申请{requests}件，都在期限内答复。",
        "problems": "信息更新不够及时，个别栏目长期没有新内容。下一年改进：每季度检查一次栏目。",
        "other_matters": f"{year}年没有收取信息处理费。",
    }
