"""Tables that stand in a document as pictures: read where text recognition is installed, told by name where not."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Sequence
from io import BytesIO
from urllib.parse import unquote_to_bytes

from parse.errors import CannotOpenError
from parse.model import Block, Document, Grid, Paragraph, Problem
from parse.readers import ocr

WIDE, HIGH = 300, 60  # pixels: a smaller picture holds no table that can be read
MOST = 12  # pictures of one document that are looked at
TABLES = 3  # a statutory report has as many; a document with all of them as text needs no picture
LITTLE_TEXT = 200  # characters; a document with fewer is nothing but pictures of pages
HEADINGS = re.compile(
    r"主动公开政府信息情况|收到和处理政府信息公开申请情况|政府信息公开行政复议、?行政诉讼情况"
)
_FURNITURE = re.compile(
    r"icon|logo|share|qrcode|weixin|weibo|wechat|print|banner|button|jiucuo|red\.png|\.gif", re.I
)
Picture = tuple[str, bytes]


def add(document: Document, pictures: Iterable[Picture]) -> None:
    """Add what the document's pictures hold: their tables, or all of it where there is hardly any text."""
    here = sum(isinstance(block, Grid) for block in document.blocks)
    if here >= TABLES:
        return
    large = [(name, body) for name, body in pictures if is_large(body)]
    if not large:
        return
    if not ocr.available():
        document.problems += [told(name) for name, _ in large[:MOST]]
        return
    only = sum(len(b.text) for b in document.blocks if isinstance(b, Paragraph)) < LITTLE_TEXT and not here
    for name, body in large[:MOST]:
        try:
            found = ocr.read(body).blocks if only or ocr.has_table(body) else []
        except CannotOpenError:
            document.problems.append(told(name))
            continue
        document.blocks += numbered([b for b in found if only or isinstance(b, Grid)], document.blocks)


def numbered(found: Sequence[Block], before: Sequence[Block]) -> list[Block]:
    """The blocks with grids that count on from those before."""
    count = sum(isinstance(block, Grid) for block in before)
    out: list[Block] = []
    for block in found:
        if isinstance(block, Grid):
            count += 1
            out.append(Grid(block.rows, count, block.page))
        else:
            out.append(block)
    return out


def is_large(body: bytes) -> bool:
    """Whether a picture can be opened and is large enough for a table."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415 (few pages need it)

    try:
        with Image.open(BytesIO(body)) as image:
            return image.width >= WIDE and image.height >= HIGH
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False


def told(name: str) -> Problem:
    """The problem of a table that may stand in a picture, which is named."""
    zh, en = f"表格可能是图片，没有读取：{name}", f"a table may be a picture, which was not read: {name}"
    return Problem("picture_table", None, name, zh[:300], en[:300])


def of_page(document: Document, sources: Iterable[str]) -> None:
    """The pictures of a page whose headings promise tables that it does not have: those inside it are read, others named."""
    texts = (block.text for block in document.blocks if isinstance(block, Paragraph))
    promised = len({match[0] for text in texts for match in HEADINGS.finditer(text)})
    if promised <= sum(isinstance(block, Grid) for block in document.blocks):
        return
    chosen = [source for source in sources if source and not _FURNITURE.search(source[:200])]
    add(document, [(f"picture {n}", body) for n, body in enumerate(map(inline, chosen), 1) if body])
    named = [source for source in dict.fromkeys(chosen) if not source.startswith("data:")]
    document.problems += [told(source) for source in named[:MOST]]


def inline(source: str) -> bytes | None:
    """The bytes of a data: address, None for any other."""
    head, comma, data = source.partition(",")
    if not source.startswith("data:image/") or not comma:
        return None
    try:
        return base64.b64decode(data) if head.endswith(";base64") else unquote_to_bytes(data)
    except (binascii.Error, ValueError):
        return None
