"""Text of Chinese public pages: decode, normalise, dates, addresses. Pure; used by crawler and parse."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from opencc import OpenCC
from resiliparse.parse.encoding import detect_encoding

_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "hz-gb-2312": "gb18030"}
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.I)

# --- decoding


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The text and the encoding that gave it.

    Bytes are believed before words: byte order mark, strict UTF-8, then what the bytes look like; the declared
    charset only settles what the bytes leave open. What cannot be decoded becomes U+FFFD, never an error.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace"), name
    try:
        return body.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    best = min((_try(body, name) for name in _candidates(body, content_type)), key=lambda r: r[0])
    return best[1], best[2]


def _candidates(body: bytes, content_type: str | None) -> list[str]:
    declared = _CHARSET.search((content_type or "").encode()) or _CHARSET.search(body[:4096])
    names: list[str | None] = [detect_encoding(body[:200_000])]
    if declared:
        names.append(declared[1].decode().lower())
    wide = [_WIDER.get(n.lower(), n.lower()) for n in names if n]
    return list(dict.fromkeys([*wide, "gb18030", "utf-8"]))


def _try(body: bytes, name: str) -> tuple[int, str, str]:
    try:
        text = body.decode(name, "replace")
    except LookupError:
        return len(body) + 1, "", name
    return text.count("\ufffd"), text, name


# --- pinyin and traditional characters

_SYLLABLE = "(?:zh|ch|sh|[bpmfdtnlgkhjqxzcsryw])?[aeiouvüāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,4}(?:ng|n|r|ń|ň|ǹ)?"
_GLOSS = re.compile(rf"(?<=[㐀-鿿])(?:[(（]{_SYLLABLE}[)）])+")
_TONE = re.compile("[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ][a-z]{0,3}[)）]")
_HAN = re.compile("[㐀-鿿]")
# Characters that OpenCC would convert but that simplified text keeps, mostly in names of places and people.
_KEPT = frozenset("乾於著藉夥覆徵麽瞭鍾甦阪昇堃鉅鎔喆")
_NAMES = re.compile("(乾[县縣安州陵务務潭]|於[潜潛陵都]|乾隆|乾坤)")


@lru_cache(maxsize=1)
def _converter() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[int, str], frozenset[str]]:
    """Single characters by OpenCC, and those that only traditional text has."""
    chars = [chr(c) for c in range(0x3400, 0xA000)]
    pairs = {
        c: s for c, s in zip(chars, _converter().convert("\n".join(chars)).split("\n"), strict=True) if s != c
    }
    return {ord(c): s for c, s in pairs.items()}, frozenset(pairs) - _KEPT


def simplified(text: str) -> tuple[str, list[str]]:
    """The text without pinyin in brackets and in simplified characters, and what was found (`noise`).

    Text that is simplified already is left alone, so that 乾县 and 於潜 stay; in traditional text the names
    of places with such characters are kept too.
    """
    noise = noise_of(text)
    return without(text, noise), noise


def noise_of(text: str) -> list[str]:
    """What `without` would take out of a text: pinyin, traditional, or neither. Judge a whole document at once."""
    glosses = _GLOSS.findall(text)
    noise = ["pinyin"] if len(glosses) >= 3 or any(map(_TONE.search, glosses)) else []
    return [*noise, "traditional"] if _is_traditional(_GLOSS.sub("", text) if noise else text) else noise


def without(text: str, noise: list[str]) -> str:
    """A part of a document whose whole has this noise, without it."""
    if "pinyin" in noise:
        text = _GLOSS.sub("", text)
    if "traditional" in noise:
        text = "".join(p if _NAMES.fullmatch(p) else _converter().convert(p) for p in _NAMES.split(text))
    return text


def simplified_characters(text: str) -> str:
    """Character by character, for keys that are only compared; names of places may suffer."""
    return text.translate(_tables()[0])


def _is_traditional(text: str) -> bool:
    sample = text[:6000]
    only = _tables()[1]
    found = sum(c in only for c in sample)
    return found >= 2 and found >= 0.05 * len(_HAN.findall(sample))


# --- labels

_SPACE = re.compile(r"[\s\u200b-\u200f\u2060\ufeff\u00ad#*|]+")
_ENUMERATOR = re.compile(
    r"\([一二三四五六七八九十]{1,3}\)、?|[一二三四五六七八九十]{1,3}[、.,:]|\(\d{1,2}\)、?|\d{1,2}[、.,](?!\d)|[①-⑳]"
)
_NUMERAL = re.compile(r"[(\[]([一二三四五六七八九十\d]{1,3})[)\]]")
_BRACKET = re.compile(r"[(\[][^()\[\]]*[)\]]")
_OPEN_END = re.compile(r"[(\[][^()\[\]]*$")
_MARKS = re.compile(r"[^\w]|_")


@lru_cache(maxsize=65536)
def norm_label(text: str) -> str:
    """A label as it is compared (`norm_rule` of the form files); "" where nothing but marks and brackets is left."""
    if len(text) > 600:
        return _SPACE.sub("", text)[:600]
    text = _ENUMERATOR.sub("", text, count=1) if text[:1] in "①②③④⑤⑥⑦⑧⑨⑩" else text
    text = _GLOSS.sub("", unicodedata.normalize("NFKC", text)).translate(_tables()[0])
    text = _SPACE.sub("", text)
    mark = _ENUMERATOR.match(text)
    text = _NUMERAL.sub(r"\1", text[mark.end() :] if mark else text)
    before = None
    while before != text:
        before, text = text, _BRACKET.sub("", text)
    return _MARKS.sub("", _OPEN_END.sub("", text))


# --- dates

_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | dict.fromkeys("○ＯOo0零Ο０◯", "0")
_CN = "〇一二三四五六七八九○ＯOo0零Ο０◯"
_DATE = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d\d)\s*(?:年|[-./])\s*(?P<m>1[0-2]|0?[1-9])\s*(?:月|[-./])\s*(?P<d>3[01]|[12]\d|0?[1-9])(?!\d*月)"
    rf"|(?P<cy>[二一][{_CN}]{{3}})\s*年\s*(?P<cm>[一二三四五六七八九十]{{1,2}})\s*月\s*(?P<cd>[一二三四五六七八九十廿]{{1,3}})\s*日"
)


def find_dates(text: str) -> list[date]:
    """All whole dates in order of print: 2025年1月23日, 2025-01-23 15:35, 2025.1.23, 二〇二五年一月二十三日."""
    found = []
    for m in _DATE.finditer(text):
        parts = (m["y"], m["m"], m["d"]) if m["y"] else (_year(m["cy"]), _small(m["cm"]), _small(m["cd"]))
        try:
            found.append(date(*map(int, parts)))
        except ValueError:
            continue
    return found


def _year(text: str) -> str:
    return "".join(_DIGITS[c] for c in text)


def _small(text: str) -> int:
    """1..31 in Chinese numerals; 0 where it is none."""
    tens, ten, ones = text.replace("廿", "二十").rpartition("十")
    value = {"": 1 if ten else 0}.get(tens, int(_DIGITS.get(tens, "0"))) * 10 if ten else 0
    return value + int(_DIGITS.get(ones, "0") if ones else 0)


# --- addresses

# Parameters that change how a page looks or who sent the reader, not what it says.
_IDLE = re.compile(
    r"^(?:utm_\w+|spm|from|isMobile|ddtab|_wap|timestamp|t|_t|_|jsessionid|share_token)$", re.I
)


def canonical_url(url: str) -> str:
    """The address by which two links to one page compare equal: case of host, default port, idle parameters,
    order of parameters and escapes are made alike; the path is kept as it is but for `;jsessionid` and `/./`."""
    parts = urlsplit(url.strip())
    host = (parts.hostname or "").lower().rstrip(".")
    default = {"http": 80, "https": 443}.get(parts.scheme.lower())
    try:
        port = parts.port
    except ValueError:
        port = None
    netloc = f"{host}:{port}" if port and port != default else host
    path = re.sub(r";jsessionid=[^/?]*", "", parts.path, flags=re.I).replace("/./", "/")
    path = quote(
        unquote(path, errors="surrogateescape"), safe="/%:@!$&'()*+,;=~-._", errors="surrogateescape"
    )
    pairs = sorted((k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _IDLE.match(k))
    return urlunsplit((parts.scheme.lower(), netloc, path or "/", urlencode(pairs), ""))
