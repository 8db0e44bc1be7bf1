"""The sentences of problems, in two languages: what happened, where, what it means for the figure."""

from __future__ import annotations

from parse.model import Problem
from reference import cells as cell_numbers
from reference import forms

_SAYS = {
    "table_missing": ("没有找到{zh}的表格", "The table {en} was not found"),
    "row_missing": ("没有找到“{zh}”一行", "The row {en} was not found"),
    "column_missing": ("“{zh}”的表头丢失或不完整，不能确定数字属于哪一列：{detail}", "The heads over {en} are lost or torn; the columns of its figures cannot be told: {detail}"),
    "label_lost": ("行的名称丢失，这一行可能是“{zh}”；印出的数字：{detail}", "A row's label is lost; it may be {en}; its figures as printed: {detail}"),
    "surplus_figures": ("“{zh}”一行的数字多于列数：{detail}", "The row {en} has more figures than columns: {detail}"),
    "too_few_figures": ("“{zh}”一行的数字少于列数：{detail}", "The row {en} has fewer figures than columns: {detail}"),
    "shifted": ("“{zh}”一行的数字与表头错位：{detail}", "The figures of {en} do not stand under their heads: {detail}"),
    "settled_by_sums": ("“{zh}”的数字按表中合计关系确定：{detail}", "The figures of {en} were settled by the form's sums: {detail}"),
    "two_readings": ("“{zh}”有两种读法：{detail}", "{en} can be read in two ways: {detail}"),
    "two_heads": ("“{zh}”的表头可能是两个不同的列：{detail}", "A head over {en} could be two columns: {detail}"),
    "fused_digits": ("“{zh}”的数字粘连，不能拆开：{detail}", "The figures of {en} are fused and cannot be parted: {detail}"),
    "text_in_number": ("“{zh}”的数字栏中是文字：{detail}", "Words stand in the place of the figure {en}: {detail}"),
    "unreadable": ("“{zh}”印有内容，但不能确定是什么数字：{detail}", "{en} is printed, but not surely a number: {detail}"),
    "unknown_label": ("表中有法定格式没有的行：{detail}", "A row that the form does not have: {detail}"),
    "label_split": ("“{zh}”的名称被断开或有误，按全文或唯一可能认定：{detail}", "The label of {en} is broken or misspelt and was told by its whole text or as the only one possible: {detail}"),
    "surplus_column": ("表头比法定格式多出或重复一列：{detail}", "The head has a column more than the form, or one twice: {detail}"),
    "mixed_forms": ("表中有另一种法定格式的列：{zh}", "The table has a column of another form: {en}"),
    "noise_removed": ("去掉了转换时留下的符号：{detail}", "Signs that a conversion left were taken out: {detail}"),
    "unit_doubtful": ("“{zh}”所印单位与格式不同：{detail}", "{en} is printed in another unit than the form's: {detail}"),
    "section_missing": ("没有找到章节“{zh}”", "The section {en} was not found"),
}  # fmt: skip


def problem(kind: str, cell: str | None, at: str, detail: str = "") -> Problem:
    """A problem about a cell, a row (t3.granted), a table (t4) or nothing that a form names (None)."""
    zh, en = _SAYS[kind]
    name_zh, name_en = name_of(cell) if cell else ("表格", "the table")
    return Problem(
        kind,
        cell,
        at,
        _end(zh.format(zh=name_zh, en=name_en, detail=detail), "。"),
        _end(en.format(zh=name_zh, en=name_en, detail=detail), "."),
    )


def _end(text: str, mark: str) -> str:
    return text.rstrip("：: ") + mark


def name_of(name: str) -> tuple[str, str]:
    """A table's, row's or cell's name in two languages; the key itself where no form has it."""
    parts = name.split(".")
    for table in (t for f in forms.FORM_IDS for t in forms.load(f).tables if t.key == parts[0]):
        if len(parts) == 1:
            return table.title_zh, table.title_en
        for row in table.rows:
            if row.key == parts[1] and len(parts) == 2:
                return row.label_zh, row.label_en
    found = next((d for d in cell_numbers.definitions() if d.cell == name), None)
    return (found.label_zh, found.label_en) if found else (name, name)
