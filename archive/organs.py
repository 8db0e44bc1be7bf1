"""Who owes a report: from the portal, the column and the printed name to an organ id, which is made of facts."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from archive.places import Places
from reference.text import simplified

ORGAN_ID = re.compile(r"(?:\d{6}|\d{9}|x\d{5})(?:-office|-d[0-9a-f]{8})?")
GOVERNMENT = re.compile(r"(?:[省市县区旗州盟]|自治[区州县旗]|特区|林区)?(?:人民)?(?:政府)?")
OFFICE = re.compile(r"(?:[省市县区旗州盟])?(?:人民)?政府(?:办公室|办公厅|办)")
TOWNSHIP = re.compile(
    r"(.{1,14}?(?:镇|民族乡|乡|苏木|街道))(?:人民政府|政府|办事处|街道办事处|党政办公室|党政办)?"
)
GENERIC = re.compile(r"^(?:县(?!域)|区(?!域)|市(?![场政容区])|旗|州)(?=.{2,}[局委办厅处院社会队所中心]$)")
"""县财政局 on the county's own site is 财政局; 市场监督管理局 is itself."""
NATIONAL = re.compile(
    r"中华人民共和国|国务院|国家.{2,}(?:局|委员会|署|总局)$|中国(?!共产党)|全国|"
    r"(?:民政|教育|财政|公安|司法|商务|水利|农业农村|交通运输|生态环境|自然资源|住房和城乡建设|文化和旅游|应急管理|工业和信息化|科学技术)部$"
)
"""Bodies of the state: none of them owes its report on the site of a county or province."""
VERTICAL = ("国家税务总局", "国家统计局", "国家金融监督管理总局")
NOISE = re.compile(r"[\s\u200b\u3000《》“”\"'（）()〔〕\[\]【】:：,，。.、]+")
BESIDE = ("政府信息公开", "信息公开")


@dataclass(frozen=True, slots=True)
class Owed:
    """The organ of a report. `kind`: government, office, department, township. `division` is a county's code, a
    township's parent. `doubt` is a kind of problem where the organ had to be assumed, None where it is plain."""

    organ: str
    kind: str
    name: str
    division: str
    doubt: str | None = None


def own_hash(name: str) -> str:
    """Eight hex digits of BLAKE2 of a normalised own name: the same in every year and on every portal."""
    return hashlib.blake2b(name.encode(), digest_size=4).hexdigest()


def resolve(places: Places, portal: str, hint: str | None, printed: str, scope: str) -> Owed:
    """The organ that owes what is printed.

    `portal` is the portal's code, `hint` an organ id or the name that the column gave, `printed` the organ as the
    document names it, `scope` as the reader judged it. The printed name goes before the column's; a collection
    of a prefecture holds reports of its counties, told by their names.
    """
    if hint and ORGAN_ID.fullmatch(hint):
        return by_id(places, hint)
    home = portal[:6]
    if len(portal) == 9 and scope in ("township", "unclear"):
        return by_id(places, portal)
    name = clean(printed) or clean(hint or "")
    home = _county_named(places, home, name)
    own = without_place(places, home, name)
    if own == name and clean(hint or "") and not printed:
        own = without_place(places, home, clean(hint or ""))
    return _judge(places, home, own, scope, bool(name))


def _judge(places: Places, home: str, own: str, scope: str, named: bool) -> Owed:
    place = places.names.get(home, home)
    if scope == "county_wide" or (scope != "office" and GOVERNMENT.fullmatch(own)):
        doubt = None if named or scope == "county_wide" else "organ_missing"
        return Owed(home, "government", f"{place}人民政府", home, doubt)
    if scope == "office" or OFFICE.fullmatch(own):
        return Owed(f"{home}-office", "office", f"{place}人民政府办公室", home)
    if found := TOWNSHIP.fullmatch(own):
        return _township(places, home, found[1])
    return Owed(f"{home}-d{own_hash(own)}", "department", place + own, home)


def _township(places: Places, home: str, own: str) -> Owed:
    short = own.removesuffix("街道")
    for name, code in places.children(home).items():
        if name in (own, own + "办事处", short + "街道办事处", short + "街道"):
            return Owed(code, "township", township_name(name), home)
    return Owed(f"{home}-d{own_hash(own)}", "township", township_name(own), home)


def township_name(own: str) -> str:
    """The organ of a township: 惠民镇人民政府, 东华门街道办事处."""
    if own.endswith("街道"):
        return own + "办事处"
    return own if own.endswith("办事处") else own + "人民政府"


def by_id(places: Places, organ: str) -> Owed:
    """What an id tells by itself; the own name of a department is not in it."""
    code, _, rest = organ.partition("-")
    place = places.names.get(code, code)
    if rest == "office":
        return Owed(organ, "office", f"{place}人民政府办公室", code)
    if rest:
        return Owed(organ, "department", organ, code)
    if len(code) == 9:
        return Owed(code, "township", township_name(place), code[:6])
    return Owed(code, "government", f"{place}人民政府", code)


def clean(name: str) -> str:
    """A name without blanks, marks, traditional characters and the words that stand beside it in titles."""
    text = NOISE.sub("", simplified(name)[0])
    for word in BESIDE:
        text = text.partition(word)[0]
    return text


def without_place(places: Places, home: str, name: str) -> str:
    """The own name: what is left when the names of province, prefecture and county in front are taken away."""
    for place in places.above(home):
        name = name.removeprefix(place)
    county = places.names.get(home, "")
    short = county[:-1]
    if len(short) >= 2 and name.startswith(short) and len(name) > len(short):
        rest = name.removeprefix(short)
        name = rest if not GOVERNMENT.fullmatch(rest) or len(rest) > 1 else ""
    return GENERIC.sub("", name)


def _county_named(places: Places, home: str, name: str) -> str:
    """A county below `home` whose name stands in the organ's, where home is a prefecture or province."""
    if home[4:] != "00" or not name:
        return home
    for child in sorted(places.children(home), key=len, reverse=True):
        if child in name:
            code = places.children(home)[child]
            return _county_named(places, code, name.partition(child)[2])
    return home


def foreign(places: Places, portal: str, site_code: str | None) -> bool:
    """Whether a page's SiteIDCode belongs to another place than its portal: not its own division, nothing above it
    and nothing that it was or became."""
    if not site_code or not site_code[:6].isdigit() or not portal.isdigit():
        return False
    said, home = site_code[:6], portal[:6]
    while home:
        if said == home or said in places.heirs.get(home, ()):
            return False
        home = places.parent(home)
    return True


def of_another_place(places: Places, portal: str, printed: str) -> bool:
    """Whether a document names the organ of another place than its portal's: of a county, prefecture or province that
    neither lies below it nor was or became it, of one above it, or of the state. Unknown names say nothing."""
    home, name = portal[:6], clean(printed)
    if not name or home not in places.names or _names_home(places, home, name):
        return False
    if name in VERTICAL:
        return True
    for body in VERTICAL:
        name = name.removeprefix(body)
    called = next((found for size in range(14, 2, -1) if (found := places.named(name[:size]))), [])
    if any(_near(places, home, code) for code in called):
        return False
    for place in places.above(home)[:-1]:
        rest = name.removeprefix(place)
        if rest != name:
            return not _below(places, home, rest)
    return bool(called) or bool(NATIONAL.match(name))


def _names_home(places: Places, home: str, name: str) -> bool:
    own = places.names[home]
    return (own[:-1] if len(own) > 2 else own) in name


def _below(places: Places, home: str, name: str) -> bool:
    """Whether a name begins with a place that lies right below: a township, a county of a prefecture."""
    short = (child.removesuffix("办事处").removesuffix("街道") for child in places.children(home))
    return any(len(child) > 1 and name.startswith(child) for child in short)


def _near(places: Places, home: str, code: str) -> bool:
    """Whether a code is the home, lies below it, or is what it was or became."""
    line = [code]
    while line[-1]:
        line.append(places.parent(line[-1]))
    return home in line or any(one in places.heirs.get(home, ()) for one in line)
