"""What the narrative says of requests: received, none received, carried over, outcomes. Each with its sentence.

A claim about a part (one channel, one office, one organ of many) is marked: it can never contradict the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parse.checks.amounts import AMOUNT, Amount, amount_of
from parse.checks.sentences import sentences

A = AMOUNT.pattern.replace("?P<", "?P<a_")
OBJECT = r"(?:政府信息公开|信息公开|政府信息|依申请公开|公开)[^。；，,\d]{0,6}?(?:申请|信件|事项|案件|信息)|依申请公开(?:政府信息)?|(?:有效|书面)?申请"
FILLER = r"(?:[^。；，,\d]{0,8}?(?:共|共计|总计|合计|累计|计|为|有|数量?|总量|总数|件数|的|是|[:：]|达到?|[(（]|,共|,共计|信件|申请表))??"
VERB = r"(?:收到|受理|接收|接到|接受|新收|收悉|收取|收件|办理|处理|答复)"
RECEIVED = re.compile(
    rf"{VERB}[^。；\d]{{0,40}}?(?:{OBJECT})[^。；，,\d]{{0,8}}?{FILLER}[^。；，,、\d一二三四五六七八九十]{{0,4}}?(?P<amount>{A})"
)
RECEIVED_FIRST = re.compile(
    rf"{VERB}(?:了|到|各类|各种|共|共计|有)?(?P<amount>{A})(?:有效|书面|公民|政府|的)?(?:{OBJECT})"
)
COUNTED = re.compile(
    rf"(?:政府信息公开申请|依申请公开(?:申请|件)?)(?:数量|总数|总量|件数)?(?:共|共计|总计|合计|为|有|[:：])+(?P<amount>{A})"
)

EARLIER = re.compile(r"上年|去年|上一年|往年|同期|以来|历年|历史")
CHANGE = re.compile(r"较|同比|比上|相比|增长|下降|增加|减少|上升")
CHANNEL = re.compile(r"网上|网络|信函|邮寄|邮政|邮件|当面|现场|窗口|在线|线上|平台|传真|电子|通过|渠道")
PART = re.compile(
    r"其中|各(?:乡镇|部门|单位|街道|镇)|办公室|政府办|本级|本机关|办公厅|[㐀-鿿]{2,}局|[㐀-鿿]{2,}[镇乡](?!街道?)|街道办"
)
OFFICE = re.compile(r"办公室|政府办|办公厅|本级|本机关")
REMEDY = re.compile(r"复议|诉讼|起诉|应诉|被诉")
NONE = re.compile(
    rf"(?:未|没有|无|暂未|尚未|从未|并未)(?:曾)?(?:收到|受理|接到|接收|有|产生|发生|收取|新收)(?:过|到)?(?:任何|涉及|关于|有关|公民、法人[^。；,，]{{0,12}}?的?)?[^。；,，\d]{{0,16}}?(?P<object>{OBJECT})"
)
OTHERS = re.compile(
    r"许可|救助|政务服务|来信|来访|信访|热线|工单|补贴|低保|入学|登记|审批|建议|提案|仲裁|调解|留言|咨询|投诉|举报|奖励|确认"
)
"""Applications and letters of other kinds, which stand in the same section now and then."""
SOME = re.compile(r"(?:收到|受理|办理|答复|接收)[^，。；\d]{0,12}[1-9]\d*[件份宗]")
NOT_NONE = re.compile(
    r"单独|企业|科研|律师|法律服务|书面|批量|恶意|不符合|疑难|收费|费用|缴纳|补正|投诉|举报|无正当理由|不予|逾期|重复"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One number in one sentence. `part`: it speaks of a part only; `labels` are rows of table three."""

    amount: Amount | None
    sentence: str
    part: bool = False
    labels: tuple[str, ...] = ()


def _amount(match: re.Match[str]) -> Amount | None:
    found = AMOUNT.match(match.string, match.start("amount"))
    return amount_of(found) if found else None


def _other_year(text: str, year: int | None) -> bool:
    years = re.findall(r"(?<!\d)((?:19|20)\d\d)年", text)
    return bool(years) and year is not None and str(year) not in years


def _of_requests(text: str) -> bool:
    return not REMEDY.search(text) and not OTHERS.search(text)


def _lead(sentence: str, at: int) -> str:
    """What stands before a verb in its own clause."""
    return re.split(r"[，,。；]", sentence[:at])[-1]


def received(text: str, year: int | None, organ_is_office: bool) -> Iterator[Claim]:
    """How many requests came, as the text says it, wholes and parts."""
    seen: set[tuple[str, int]] = set()
    for sentence in sentences(text):
        for pattern in (RECEIVED, RECEIVED_FIRST, COUNTED):
            for match in pattern.finditer(sentence):
                amount = _amount(match)
                if amount is None or (sentence, amount.start) in seen or not _of_requests(match[0]):
                    continue
                lead = _lead(sentence, match.start())
                around = lead + match[0]
                if EARLIER.search(around) or CHANGE.search(around) or _other_year(around, year):
                    continue
                if amount.unit in ("年", "月", "日", "号", "%", "倍", "个工作日", "天", "元", "万元"):
                    continue
                seen.add((sentence, amount.start))
                yield Claim(amount, sentence, _is_part(sentence, match, lead, organ_is_office))


def _is_part(sentence: str, match: re.Match[str], lead: str, organ_is_office: bool) -> bool:
    around = lead + match[0]
    before = re.split(r"[。；]", sentence[: match.start()])[-1]
    if "其中" in before or CHANNEL.search(around):
        return True
    return bool(PART.search(around)) and not (organ_is_office and OFFICE.search(around))


def none_received(text: str, year: int | None, organ_is_office: bool) -> Iterator[Claim]:
    """未收到申请, where it speaks of the whole year and of requests, not of fees, disputes or one channel."""
    for sentence in sentences(text):
        if SOME.search(sentence):
            continue
        for match in NONE.finditer(sentence):
            lead, tail = _lead(sentence, match.start()), re.split(r"[，,。；]", sentence[match.end() :])[0]
            around = lead + match[0] + tail
            if (
                REMEDY.search(around)
                or NOT_NONE.search(around)
                or EARLIER.search(around)
                or CHANGE.search(around)
            ):
                continue
            if _other_year(around, year) or re.search(r"季度|\d月|上半年|下半年", around):
                continue
            yield Claim(None, sentence, _is_part(sentence, match, lead, organ_is_office))


CARRIED_IN = (
    re.compile(rf"(?:上一?年度?|去年|上年末)(?:度)?(?:结转|转入|遗留)[^。；，,\d]{{0,10}}?(?P<amount>{A})"),
    # Not 20件（含上年结转）: that is how many there were with those carried in.
    re.compile(
        rf"(?P<amount>{A})(?![^。；，,\d]{{0,8}}?(?:含|包括|连同|加))[^。；，,\d]{{0,8}}?(?:为|系|属)?(?:上一?年度?|去年)(?:结转|转入)"
    ),
)
NEXT = r"(?:下一?年度?|次年度?|明年|来年|NEXT年度?)"
CARRIED_OUT = (
    rf"(?:结转|顺延|转入|延续)(?:到|至|于)?{NEXT}(?:继续)?(?:办理|答复|处理|的)?[^。；，,\d]{{0,6}}?(?P<amount>{A})",
    rf"(?P<amount>{A})[^。；，,\d]{{0,14}}?(?:结转|顺延|转入|延续)(?:到|至|于)?{NEXT}",
)


def carried(text: str, year: int | None, out: bool) -> Iterator[Claim]:
    """Requests carried in from last year, or (`out`) over to the next."""
    following = str(year + 1) if year else "NEXT"
    patterns = [re.compile(p.replace("NEXT", following)) for p in CARRIED_OUT] if out else CARRIED_IN
    for sentence in sentences(text):
        for clause in re.split(r"[。；]", sentence):
            if REMEDY.search(clause):
                continue
            for pattern in patterns:
                match = pattern.search(clause)
                amount = _amount(match) if match else None
                if (
                    match
                    and amount
                    and amount.unit in ("件", "份", "宗", "起", "例", "封", "件次", "条", "个", "")
                ):
                    yield Claim(amount, sentence, bool(CHANNEL.search(match[0])))
                    break


LABELS: dict[str, tuple[str, ...]] = {
    "予以公开": ("granted",),
    "同意公开": ("granted",),
    "全部公开": ("granted",),
    "部分公开": ("partially_granted",),
    "不予公开": ("denied_sum",),
    "无法提供": ("unavailable_sum",),
    "不予处理": ("not_processed_sum",),
    "其他处理": ("other_sum",),
    "信息不存在": ("unavailable_not_held", "unavailable_needs_creation", "unavailable_sum"),
    "本机关不掌握": ("unavailable_not_held",),
}
_LABEL = "|".join(LABELS)
LABEL = rf"(?:(?<!不)(?:{_LABEL}))"
JOINED = rf"(?P<labels>{LABEL}(?:(?:答复|的)?(?:及|和|、|或|与|以及){LABEL})*)"
LABEL_FIRST = re.compile(
    rf"{JOINED}(?:的|类|情形|情况|答复|决定|申请|政府信息|信息|处理|有|为|共|共计|合计|[:：(（)）]){{0,4}}(?P<amount>{A})"
)
AMOUNT_FIRST = re.compile(
    rf"(?P<amount>{A})(?:申请|政府信息公开申请|答复|作出|给予|决定|属于|属|为|系|的|因){{0,3}}{JOINED}"
)


def outcomes(text: str, year: int | None) -> Iterator[Claim]:
    """予以公开10件, 7件予以公开, 予以公开及部分公开208件: the rows meant, and the number."""
    for sentence in sentences(text):
        if EARLIER.search(sentence) and not re.search(r"结转", sentence):
            continue
        taken: set[int] = set()
        for pattern in (LABEL_FIRST, AMOUNT_FIRST):
            for match in pattern.finditer(sentence):
                amount = _amount(match)
                if amount is None or amount.start in taken or match.start("labels") in taken:
                    continue
                lead = _lead(sentence, match.start())
                if CHANGE.search(lead) or REMEDY.search(lead) or _other_year(lead, year):
                    continue
                if amount.unit not in ("件", "份", "宗", "起", "例", "封", "件次", "条", "次", "个", ""):
                    continue
                taken |= {amount.start, match.start("labels")}
                yield Claim(
                    amount, sentence, "等" in match["labels"], tuple(re.findall(_LABEL, match["labels"]))
                )
