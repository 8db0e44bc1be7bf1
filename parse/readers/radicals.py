"""Code points of CJK radicals, which some PDF fonts give in place of the ordinary characters."""

from __future__ import annotations

import unicodedata

# Radicals supplement, each followed by its ordinary character (Unicode's EquivalentUnifiedIdeograph); Kangxi radicals
# and the rest have a compatibility decomposition.
_PAIRS = (
    "⺁厂⺄乙⺅亻⺆冂⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺘扌⺙攵⺛旡⺝月⺞歺⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬"
    "⺨犭⺩王⺫目⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺶羊⺹耂⺺肀⺼肉⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶"
    "⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿"
    "⻯竜⻰龙⻱龜⻲亀"
)
ORDINARY = {ord(radical): plain for radical, plain in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)}
ORDINARY |= {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (0x2E9F, 0x2EF3, *range(0x2F00, 0x2FD6))
}


def ordinary(text: str) -> str:
    """`text` with radicals as ordinary characters and every kind of blank as a plain one."""
    return text.translate(ORDINARY) if any("\u2e80" <= letter <= "\u2fd5" for letter in text) else text
