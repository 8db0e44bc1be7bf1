"""What stands in one cell of a PDF table: stray ink sifted out, wrapped figures put together, doubt where letters overlap."""

from __future__ import annotations

from collections.abc import Sequence

from parse.model import Box
from parse.readers.pdf_marks import Char
from parse.readers.pdf_text import Line

PALE = 0.6  # of the darkest ink in the cell: paler letters are a watermark behind it
FAINT = 0.45  # ink that is pale in itself
BIGGER = 1.35  # digits of one figure do not differ more in size
OVERLAP = 0.5  # of a letter's width and height: nearer middles than this lie over each other
PADDING = 12.0  # points: the most paper that a cell keeps free on both sides together


def sifted(chars: Sequence[Char]) -> tuple[list[Char], bool]:
    """The characters of a cell without a watermark's, and whether what is left is doubtful."""
    inked = [char for char in chars if not char.text.isspace()]
    if not inked or all(char.sure is not None for char in inked):
        return list(chars), False
    darkest = max(char.ink for char in inked)
    kept = [char for char in chars if char.ink >= PALE * darkest]
    digits = [char for char in kept if char.text.isdigit()]
    if not digits:
        return kept, False
    sizes = [char.size for char in digits]
    return kept, max(sizes) > BIGGER * min(sizes) or any(overlaps(digit, kept) for digit in digits)


def overlaps(digit: Char, chars: Sequence[Char]) -> bool:
    """Whether another letter is drawn over a digit."""
    x, y = digit.x0 + digit.x1, digit.top + digit.bottom
    wide, high = OVERLAP * (digit.x1 - digit.x0), OVERLAP * digit.size
    return any(
        abs(other.x0 + other.x1 - x) < 2 * wide and abs(other.top + other.bottom - y) < 2 * high
        for other in chars
        if other is not digit and not other.text.isspace()
    )


def is_faint(chars: Sequence[Char]) -> bool:
    """Whether all that stands in a cell is pale figures."""
    inked = [char for char in chars if not char.text.isspace()]
    return bool(inked) and all(char.text.isdigit() and char.ink < FAINT for char in inked)


def unwrapped(lines: Sequence[Line], box: Box) -> str:
    """The cell's text; a figure that did not fit its narrow cell and runs on below is one figure."""
    texts = [line.text for line in lines]
    if len(lines) < 2 or not all(text.isdecimal() for text in texts):
        return "\n".join(texts)
    room = box[2] - box[0] - PADDING
    full = all(line.x1 - line.x0 + (line.x1 - line.x0) / len(line.text) > room for line in lines[:-1])
    longest = max(len(text) for text in texts[:-1])
    if full and len(texts[-1]) <= longest and min(len(text) for text in texts[:-1]) == longest:
        return "".join(texts)
    return "\n".join(texts)
