"""A short exact test for each way in which real tables and numbers break: quirk, text, what must come back.

The quirks are those that were met in real reports; the texts are the statutory labels with figures of our own.
`None` is a figure that must not be read; a cell that is not named may be anything the text does not print.
"""

from __future__ import annotations

import pytest

from parse.report import read_bytes

T2, T3, T4 = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)
HEADS = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
COLUMNS = [
    "natural_person",
    "business",
    "research",
    "public_interest",
    "legal_services",
    "other_org",
    "total",
]
BLOCK = "第二十条第（一）项\n信息内容\t本年制发件数\t本年废止件数\t现行有效件数\n"
RESULTS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
NEW, CARRIED, GRANTED = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
)


def row(key: str, figures: str) -> dict[str, float | None]:
    """The cells of a row of table three; "-" is null."""
    values = [None if f == "-" else float(f) for f in figures.split()]
    return {f"t3.{key}.{c}": v for c, v in zip(COLUMNS, values, strict=True)}


def tabs(*rows: str, heads: str = "\t".join(["", *HEADS])) -> str:
    return "\n".join([T3, heads, *(r.replace(" ", "\t") for r in rows)])


def page(*rows: list[str], heads: list[str] | None = None) -> str:
    """Table three as HTML."""
    lines = [["", *HEADS] if heads is None else heads, *rows]
    cells = ("".join(f"<td>{c}</td>" for c in line) for line in lines)
    return f"<p>{T3}</p><table>{''.join(f'<tr>{c}</tr>' for c in cells)}</table>"


def figures(text: str) -> list[str]:
    return text.split()


QUIRKS: list[tuple[str, str, dict[str, float | None]]] = [
    ("0? for 0", tabs(f"{NEW} 0? 0? 2 0? 0? 0? 2"), row("new_requests", "0 0 2 0 0 0 2")),
    ("marks are no zero", tabs(f"{NEW} / — 2 - _ / 2"), row("new_requests", "- - 2 - - - 2")),
    ("full-width digits", tabs(f"{NEW} １２ 0 0 0 0 0 １２"), row("new_requests", "12 0 0 0 0 0 12")),
    ("thousands separators", tabs(f"{NEW} 1,234 0 0 0 0 0 1,234"), row("new_requests", "1234 0 0 0 0 0 1234")),
    (
        "eight figures, all 0",
        tabs(f"{GRANTED} 0 0 0 0 0 0 0 0", f"{NEW} 1 0 0 0 0 0 1"),
        row("granted", "0 0 0 0 0 0 0"),
    ),
    (
        "eight figures, no sum decides",
        tabs(f"{GRANTED} 1 2 3 4 5 6 7 8", f"{NEW} 1 0 0 0 0 0 1", f"{CARRIED} 0 0 0 0 0 0 0"),
        row("granted", "- - - - - - -"),
    ),
    (
        "six figures for seven columns",
        tabs(f"{GRANTED} 3 0 0 0 0 3", f"{NEW} 1 0 0 0 0 0 1", f"{CARRIED} 0 0 0 0 0 0 0"),
        row("granted", "- - - - - - -"),
    ),
    (
        "a sum that fails is the document's",
        tabs(f"{NEW} 27 0 0 0 0 0 21", f"{CARRIED} 0 0 0 0 0 0 0", f"{GRANTED} 0 0 0 0 0 0 0"),
        row("new_requests", "27 0 0 0 0 0 21"),
    ),
    (
        "a label lost, its figures stay",
        tabs(f"{NEW} 1 0 0 0 0 0 1", " 9 9 9 9 9 9 54", f"{GRANTED} 2 0 0 0 0 0 2"),
        row("carried_in", "- - - - - - -") | row("granted", "2 0 0 0 0 0 2"),
    ),
    (
        "a label broken over two rows",
        tabs("2.没有现成信息需要 4 0 0 0 0 0 4", "另行制作", f"{NEW} 4 0 0 0 0 0 4", f"{CARRIED} 0 0 0 0 0 0 0"),
        row("unavailable_needs_creation", "4 0 0 0 0 0 4"),
    ),
    (
        "a group's label in an item's cell",
        tabs(
            "三、本年度办理结果（三）不予公开 1.属于国家秘密 5 0 0 0 0 0 5",
            f"{NEW} 4 0 0 0 0 0 4",
            f"{CARRIED} 1 0 0 0 0 0 1",
        ),
        row("denied_state_secret", "5 0 0 0 0 0 5"),
    ),
    (
        "page number and heads again inside the table",
        tabs(f"{NEW} 4 0 0 0 0 0 4")
        + "\n— 4 —\n"
        + "\t".join(["", *HEADS])
        + "\n"
        + f"{GRANTED} 4 0 0 0 0 0 4".replace(" ", "\t"),
        row("new_requests", "4 0 0 0 0 0 4") | row("granted", "4 0 0 0 0 0 4"),
    ),
    (
        "total before the others, lines not drawn",
        tabs(f"{NEW} 5 3 2 0 0 0 0", f"{CARRIED} 0 0 0 0 0 0 0", heads="\t".join(["", "总计", *HEADS[:-1]])),
        row("new_requests", "- - - - - - -") | row("carried_in", "0 0 0 0 0 0 0"),
    ),
    (
        "total before the others, lines drawn",
        page([NEW, *figures("5 3 2 0 0 0 0")], [CARRIED, *figures("0 0 0 0 0 0 0")], heads=["", "总计", *HEADS[:-1]]),
        row("new_requests", "3 2 0 0 0 0 5"),
    ),
    (
        "a column 备注",
        page([NEW, *figures("3 2 0 0 0 0 5"), "见附件"], heads=["", *HEADS, "备注"]),
        row("new_requests", "3 2 0 0 0 0 5"),
    ),
    (
        "numbered rows",
        page(["1", NEW, *figures("3 2 0 0 0 0 5")], ["2", CARRIED, *figures("0 0 0 0 0 0 0")], heads=["序号", "", *HEADS]),
        row("new_requests", "3 2 0 0 0 0 5"),
    ),
    (
        "a row that is wider than its heads",
        page([NEW, "", *figures("62 47 4 0 0 0"), "0"], [CARRIED, *figures("1 0 0 0 0 0 1")]),
        row("new_requests", "- - - - - - -") | row("carried_in", "1 0 0 0 0 0 1"),
    ),
    (
        "two figures in one cell",
        page([NEW, "5<br>5", *figures("0 0 0 0 0 5")], [CARRIED, "1 2", *figures("0 0 0 0 0 12")]),
        {"t3.new_requests.natural_person": None, "t3.carried_in.natural_person": None},
    ),
    (
        "footnotes are no digits",
        page([NEW, "5<sup>1</sup>", "2①", "1*", *figures("0 0 0"), "8[2]"]),
        row("new_requests", "5 2 1 0 0 0 8"),
    ),
    (
        "struck and hidden figures",
        page([NEW, "<s>3</s>5", "2<span style='display:none'>7</span>", *figures("0 0 0 0 7")]),
        {"t3.new_requests.natural_person": None, "t3.new_requests.business": 2},
    ),
    (
        "the same table for two years",
        page([NEW, *figures("3 2 0 0 0 0 5")]) + page([NEW, *figures("4 2 0 0 0 0 6")]),
        {"t3.new_requests.natural_person": None, "t3.new_requests.business": 2, "t3.new_requests.total": None},
    ),
    (
        "text in a number's cell",
        page([NEW, "由办公室统计", *figures("2 0 0 0 0 5")]),
        {"t3.new_requests.natural_person": None, "t3.new_requests.business": 2},
    ),
    (
        "a remark beside a number",
        f"{T2}\n{BLOCK}规章\t22（其中修订16件）\t0\t3",
        {"t2.government_rules.issued": 22, "t2.government_rules.repealed": 0, "t2.government_rules.in_force": 3},
    ),
    (
        "a head that could be two columns",
        f"{T2}\n{BLOCK.replace('本年制发件数', '本年新').replace('本年废止件数', '本年新')}规章\t1\t2\t3\n行政规范性文件\t4\t5\t6",
        {"t2.government_rules.issued": None, "t2.government_rules.repealed": None},
    ),
    (
        "heads in another order",
        f"{T2}\n第二十条第（一）项\n信息内容\t现行有效件数\t本年废止件数\t本年制发件数\n规章\t1\t2\t3\n行政规范性文件\t4\t5\t6\n"
        + tabs(f"{NEW} 1 0 0 0 0 0 1", f"{CARRIED} 0 0 0 0 0 0 0", f"{GRANTED} 1 0 0 0 0 0 1"),
        {"t2.government_rules.issued": None, "t2.government_rules.in_force": None},
    ),
    (
        "two figures for three columns",
        f"{T2}\n{BLOCK}规章\t22\t235\n行政规范性文件\t34\t5\t189",
        {"t2.government_rules.issued": None, "t2.government_rules.in_force": None, "t2.normative_documents.issued": 34},
    ),
    (
        "form of 2019 inside a report of 2021",
        f"{T2}\n第二十条第（一）项\n信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t0\t0\t0\n规范性文件\t7\t8\t9\n{T3}\n"
        + tabs(f"{NEW} 1 0 0 0 0 0 1", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请 0 0 0 0 0 0 0"),
        {"t2.normative_documents.made": 7, "t2.normative_documents.total_public": 9},
    ),
    (
        "a signed change",
        f"{T2}\n第二十条第（五）项\n信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t12\t减4\t30\n其他对外管理服务事项\t3\t+19\t0",
        {"t2.licensing.items_change": -4, "t2.other_services.items_change": 19, "t2.licensing.decisions": 30},
    ),
    (
        "money in another unit",
        f"{T2}\n第二十条第（八）项\n信息内容\t本年收费金额（单位：万元）\n行政事业性收费\t251000元",
        {"t2.fees_charged.fees": 251000},
    ),
    (
        "table four as rows of tracks",
        "\n".join(
            [T4, "\t".join(["", *RESULTS]), "行政复议\t1\t2\t3\t4\t10", "未经复议直接起诉\t0\t1\t0\t0\t1", "复议后起诉\t0\t0\t0\t0\t0"]
        ),
        {"t4.reconsideration.corrected": 2, "t4.reconsideration.total": 10, "t4.litigation_direct.corrected": 1},
    ),
    (
        "rows of tracks under heads in another order",
        "\n".join([T4, "\t".join(["", *reversed(RESULTS)]), "行政复议\t10\t4\t3\t2\t1", "复议后起诉\t0\t0\t0\t0\t0"]),
        {"t4.reconsideration.upheld": None, "t4.reconsideration.total": None},
    ),
    (
        "narrow heads broken over lines",
        "\n".join(
            [T4, "行政复议 行政诉讼", "结果维 结果纠 其他结 尚未审 总", "持 正 果 结 计", "未经复议直接起诉 复议后起诉", " ".join(["1", "2", "0", "0", "3", "0", "0", "0", "0", "0", "0", "1", "0", "0", "1"])]
        ),
        {"t4.reconsideration.corrected": 2, "t4.litigation_after_reconsideration.corrected": 1},
    ),
    (
        "cell, newline, bar",
        "\n|\n".join([T3, *HEADS, NEW, *figures("3 0 0 0 0 0 3"), CARRIED, *figures("1 0 0 0 0 0 1")]),
        row("new_requests", "3 0 0 0 0 0 3") | row("carried_in", "1 0 0 0 0 0 1"),
    ),
    (
        "a cell a line, figures run together",
        "\n\n".join([T3, *HEADS, NEW, *figures("3 0 0 0 0 0 3 1 0 0 0 0 0 1"), GRANTED, *figures("4 0 0 0 0 0 4")]),
        row("new_requests", "- - - - - - -") | row("granted", "4 0 0 0 0 0 4"),
    ),
    (
        "fused figures that one sum proves",
        f"{T3}（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）申请人情况{''.join(HEADS)}{NEW}0000000{CARRIED}0100001{GRANTED}05151",
        row("new_requests", "0 0 0 0 0 0 0") | row("carried_in", "0 1 0 0 0 0 1") | row("granted", "- - - - - - -"),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("quirk", "text", "want"), QUIRKS, ids=[q for q, _, _ in QUIRKS])
def test_a_quirk_is_read_or_told(quirk: str, text: str, want: dict[str, float | None]) -> None:
    reading = read_bytes(text.encode())
    cells = {c.cell: c for c in reading.cells}
    got = {cell: cells[cell].value if cell in cells else None for cell in want}
    assert got == want
    named = [p.cell for p in reading.problems if p.cell]
    for cell, value in want.items():
        if value is None and cells[cell].state not in ("blank", "mark", "missing"):
            assert any(cell == n or cell.startswith(f"{n}.") for n in named), cell
