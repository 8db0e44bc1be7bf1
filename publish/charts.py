"""Small charts as SVG text: no script, no style of their own, readable when printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from publish.typeset import number

WIDTH, HEIGHT = 320, 130
LEFT, TOP, BOTTOM = 8, 20, 22
LETTER = 6.6
"""Width of a digit of a label; the last figure stands to the right of its point, so that no line runs through it."""

Points = Sequence[tuple[int, float | None]]
Place = Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True)
class Frame:
    """The axes that charts side by side share: the same years, the same height."""

    first: int
    last: int
    top: float


def frame(series: Sequence[Points]) -> Frame | None:
    """The smallest frame that holds every series; None where no figure is known."""
    known = [(x, y) for points in series for x, y in points if y is not None]
    if not known:
        return None
    years = [x for points in series for x, _ in points]
    return Frame(min(years), max(years), max(y for _, y in known) or 1)


def line(
    points: Points,
    label: str,
    breaks: Sequence[int] = (),
    shared: Frame | None = None,
    under: Mapping[int, str] | None = None,
) -> Markup:
    """Years against figures. A year without a figure leaves a gap; a break in the series cuts the line.

    `under` are words for below a year, such as the number of reports that its figure is made of.
    """
    known = [(x, y) for x, y in points if y is not None]
    axes = shared or frame([points])
    if not known or axes is None:
        return Markup("")
    right = LETTER * len(number(known[-1][1])) + 12
    place = _placer(axes, right)
    out = [f'<path class="axis" d="M{LEFT} {HEIGHT - BOTTOM}H{WIDTH - right + 4:.0f}"/>']
    out += [_cut(place(year - 0.5, 0)[0]) for year in breaks if axes.first < year <= axes.last]
    for run in runs(points, breaks):
        path = "L".join("{:.0f} {:.0f}".format(*place(x, y)) for x, y in run)
        out.append(f'<path class="line" d="M{path}"/>')
    out += [_dot(x, y, place, (under or {}).get(x, "")) for x, y in known]
    return _svg([*out, *_years(axes, place, under or {}), *_figures(known, place)], label, known, bool(under))


def runs(points: Points, breaks: Sequence[int]) -> list[list[tuple[int, float]]]:
    """The stretches that one line may join: neither over a gap nor over a break."""
    found: list[list[tuple[int, float]]] = []
    joined = False
    for year, value in points:
        if value is None:
            joined = False
            continue
        if not joined or year in breaks:
            found.append([])
        found[-1].append((year, value))
        joined = True
    return found


def _placer(axes: Frame, right: float) -> Place:
    span = max(axes.last - axes.first, 1)

    def place(year: float, value: float) -> tuple[float, float]:
        x = LEFT + 10 + (WIDTH - LEFT - right - 10) * (year - axes.first) / span
        return x, HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / axes.top

    return place


def _dot(year: int, value: float, place: Place, note: str) -> str:
    """A point that tells its figure to a mouse; the whole series stands in the label of the chart."""
    x, y = place(year, value)
    told = escape(f"{year}: {number(value)}" + (f" ({note})" if note else ""))
    return f'<circle class="dot" r="3" cx="{x:.0f}" cy="{y:.0f}"><title>{told}</title></circle>'


def _cut(x: float) -> str:
    return f'<path class="cut" d="M{x:.0f} {TOP - 8}V{HEIGHT - BOTTOM}"/>'


def _years(axes: Frame, place: Place, under: Mapping[int, str]) -> list[str]:
    """The first and the last year below the axis."""
    out = []
    for year in sorted({axes.first, axes.last}):
        x = place(year, 0)[0]
        out.append(f'<text x="{x:.0f}" y="{HEIGHT - 6}" text-anchor="middle">{year}</text>')
        if year in under:
            out.append(
                f'<text class="under" x="{x:.0f}" y="{HEIGHT + 7}" text-anchor="middle">{escape(under[year])}</text>'
            )
    return out


def _figures(known: list[tuple[int, float]], place: Place) -> list[str]:
    """The last figure beside its point, the largest above it."""
    (year, value), most = known[-1], max(known, key=lambda point: point[1])
    x, y = place(year, value)
    out = [f'<text class="val" x="{x + 7:.0f}" y="{y + 4:.0f}">{number(value)}</text>']
    if most[1] > value:
        x, y = place(*most)
        out.append(
            f'<text class="val" x="{x:.0f}" y="{y - 7:.0f}" text-anchor="middle">{number(most[1])}</text>'
        )
    return out


def _svg(parts: list[str], label: str, known: list[tuple[int, float]], deep: bool) -> Markup:
    told = "; ".join(f"{x}: {number(y)}" for x, y in known)
    text = escape(f"{label}. {told}", quote=True)
    high = HEIGHT + (12 if deep else 0)
    return Markup(f'<svg viewBox="0 0 {WIDTH} {high}" role="img" aria-label="{text}">{"".join(parts)}</svg>')
