"""Numbers as prose states them: 11件, 三件, 26040条, 2.96万条, 300余人次, 约20件, 近千件."""

from __future__ import annotations

import re
from dataclasses import dataclass

import cn2an

from parse.model import Number

_UNIT = "个工作日|件次|人次|万元|季度|[件份宗起例封条次个项篇人户期场类部家元册本张名字天年月日号级%倍]"
_HAN = "零〇一二两三四五六七八九十百千廿"
NUMBER = rf"\d{{1,3}}(?:[,，]\d{{3}})+(?![\d,，])(?:\.\d+)?|\d[\d,]*(?:\.\d+)?|[{_HAN}]+"
AMOUNT = re.compile(
    rf"(?<![第数几上成{_HAN}])(?P<pre>大约|约|近|将近|接近|超过|超|逾|不足|至少)?(?P<num>{NUMBER})(?P<big>[万亿千百])?(?P<more>余|多|几)?(?P<unit>{_UNIT})?(?P<after>左右|以上)?"
)
# What one request or case may be counted in, and what a list of items may be counted in.
CASES = frozenset({"件", "份", "宗", "起", "例", "封", "件次"})
_RANGE_ON = re.compile(r"(?:至|到|[-—–~～]{1,2})\d")
_RANGE_FROM = re.compile(r"(\d[\d,.]*)(?:至|到|[-—–~～]{1,2})$")
_BIG = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Amount:
    """`low` and `high` bound what the words can mean; equal where the number is exact."""

    value: Number
    low: float
    high: float
    unit: str
    start: int
    end: int

    @property
    def exact(self) -> bool:
        return self.low == self.high

    def fits(self, figure: Number | None) -> bool:
        return figure is not None and self.low <= figure <= self.high


def amounts(text: str) -> list[Amount]:
    """All amounts in plain text, in order. Numerals without a unit count only where they are digits."""
    found = (amount_of(m) for m in AMOUNT.finditer(text))
    return [a for a in found if a is not None]


def amount_of(match: re.Match[str]) -> Amount | None:
    """The amount of a match of AMOUNT; None for a Chinese numeral that counts nothing (一是, 三安全) and for the first
    number of a range (3—5件), which is the low bound of the second."""
    num, unit = match["num"], match["unit"] or ""
    if not unit and _RANGE_ON.match(match.string, match.end()):
        return None
    if not num[0].isdigit() and (not unit or unit in ("级", "年", "月", "日", "号", "类")):
        return None
    value, step = _value(num)
    scale = _BIG.get(match["big"] or "", 1)
    value, step = value * scale, step * scale
    if scale > 1 and float(value).is_integer():
        value = int(value)
    low, high = _bounds(match, value, step, scale)
    if lower := _RANGE_FROM.search(match.string[max(0, match.start() - 12) : match.start()]):
        low = min(low, float(lower[1].replace(",", "").rstrip(".")) * scale)
    return Amount(value, low, high, unit, match.start(), match.end())


def _value(num: str) -> tuple[Number, float]:
    """The number, and the weight of its last digit that is not 0."""
    if not num[0].isdigit():
        value = _numeral(num)
        return value, _step(str(value))
    digits = num.replace(",", "").replace("，", "").rstrip(".")
    if "." in digits:
        return float(digits), 10.0 ** -len(digits.partition(".")[2])
    return int(digits), _step(digits)


def _step(digits: str) -> float:
    return 10.0 ** (len(digits) - len(digits.rstrip("0"))) if digits.strip("0") else 1.0


def _numeral(text: str) -> int:
    """Chinese numerals by cn2an; digits in a row (二三) are read as such."""
    try:
        text = text.replace("两", "二").replace("〇", "零").replace("廿", "二十")
        return int(cn2an.cn2an(f"一{text}" if text[0] in "百千" else text, "smart"))
    except ValueError:
        return int(
            "".join(str("零一二三四五六七八九".find(c)) for c in text if c in "零一二三四五六七八九") or "0"
        )


def _bounds(match: re.Match[str], value: Number, step: float, scale: int) -> tuple[float, float]:
    """余 and 多 add less than one of the last place, 近 takes off as much, 约 goes both ways; 2.96万 is rounded."""
    pre, more = match["pre"] or "", match["more"] or match["after"] or ""
    if pre in ("大约", "约") or more == "左右":
        return value - max(step, value / 10), value + max(step, value / 10)
    if pre in ("近", "将近", "接近", "不足"):
        return value - max(step, value / 10), value
    if pre in ("超过", "超", "逾", "至少") or more:
        return value, value + max(step, value / 10)
    if scale >= 10_000 and "." in match["num"]:
        return value - step / 2, value + step / 2
    return value, value
