"""Drawn tables and paragraphs as the HTML that Word, WPS and the portals' editors leave behind."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from random import Random

from replica.tables import Box, Drawn

Painter = Callable[[str, Random], str]
STYLES = ("word", "plain", "wps", "font")


def table(drawn: Drawn, style: str, rng: Random) -> str:
    """A drawn table as HTML in one of STYLES; the words and figures are the same in each."""
    rows = "".join(
        f"<tr{_row_noise(style)}>{''.join(_cell(box, style, rng) for box in row)}</tr>\n" for row in drawn
    )
    return f"<table {TABLES[style]}><tbody>\n{rows}</tbody></table>\n"


def paragraphs(texts: list[str], style: str) -> str:
    """Running text, one `<p>` each, indented as the style has it."""
    return "".join(f"{PARAGRAPHS[style]}{INDENTS[style]}{escape(text)}</p>\n" for text in texts)


def heading(text: str, style: str) -> str:
    """A section's heading, which portals set as a bold paragraph."""
    if style == "word":
        return f'<p class="MsoNormal" style="text-indent:32.0pt;mso-char-indent-count:2.0"><b style="mso-bidi-font-weight:normal"><span style="font-family:黑体">{escape(text)}</span></b></p>\n'
    return f"<p>{INDENTS[style]}<strong>{escape(text)}</strong></p>\n"


TABLES = {
    "word": 'class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0" style="border-collapse:collapse;mso-table-layout-alt:fixed;mso-padding-alt:0cm 0cm 0cm 0cm"',
    "plain": 'border="1" width="100%"',
    "wps": 'class="ke-zeroborder" border="1" cellspacing="0" style="width:486.3500pt;border-collapse:collapse;mso-yfti-tbllook:1184;"',
    "font": 'border="1" align="center" bordercolor="#000000"',
}
PARAGRAPHS = {
    "word": '<p class="MsoNormal" style="text-indent:32.0pt;mso-char-indent-count:2.0;line-height:28.0pt;mso-line-height-rule:exactly">',
    "plain": "<p>",
    "wps": '<p style="text-indent: 2em; text-align: justify; line-height: 2em;">',
    "font": "<p>",
}
INDENTS = {"word": "", "plain": "　　", "wps": "", "font": "&nbsp;&nbsp;&nbsp;&nbsp;"}


def _row_noise(style: str) -> str:
    return ' style="mso-yfti-irow:1;height:22.7pt"' if style == "word" else ""


def _cell(box: Box, style: str, rng: Random) -> str:
    spans = (f' colspan="{box.cols}"' if box.cols > 1 else "") + (
        f' rowspan="{box.rows}"' if box.rows > 1 else ""
    )
    width = f' width="{52 * box.cols}"' if style != "plain" else ""
    return f"<td{width}{spans}>{PAINTERS[style](box.text, rng)}</td>"


def _word(text: str, rng: Random) -> str:
    open_p = '<p class="MsoNormal" align="center" style="text-align:center;mso-pagination:widow-orphan">'
    if not text:
        return f'{open_p}<span lang="EN-US"><o:p>&nbsp;</o:p></span></p>'
    return f"{open_p}{_runs(text, rng)}<o:p></o:p></p>"


def _runs(text: str, rng: Random) -> str:
    """Word cuts runs where fonts change and where somebody once corrected a digit."""
    lang = ' lang="EN-US"' if text.isascii() else ""
    cut = rng.randrange(1, len(text)) if len(text) > 1 and rng.random() < 0.4 else len(text)
    pieces = [piece for piece in (text[:cut], text[cut:]) if piece]
    return "".join(
        f'<span{lang} style="font-size:10.5pt;mso-hansi-font-family:宋体">{_lines(piece)}</span>'
        for piece in pieces
    )


def _wps(text: str, rng: Random) -> str:
    if not text:
        return '<p style="text-align:center;"><br/></p>'
    return f'<p style="text-align:center;"><span style="font-family:仿宋_GB2312;font-size:10.5000pt;">{_lines(_spaced(text, rng))}</span></p>'


def _font(text: str, rng: Random) -> str:
    return f'<p align="center"><font size="2"><font face="宋体">{_lines(text) or "&nbsp;"}</font></font></p>'


def _plain(text: str, rng: Random) -> str:
    return _lines(text) or "&nbsp;"


def _spaced(text: str, rng: Random) -> str:
    """Short column heads are spread with blanks: 自 然 人."""
    return " ".join(text) if text in {"自然人", "总计", "其他"} and rng.random() < 0.6 else text


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")


PAINTERS: dict[str, Painter] = {"word": _word, "wps": _wps, "font": _font, "plain": _plain}
