"""Small charts as SVG text: no script, no style of their own, readable when printed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from markupsafe import Markup

from publish.typeset import number

WIDTH, HEIGHT = 320, 130
LEFT, RIGHT, TOP, BOTTOM = 8, 14, 20, 22
Points = Sequence[tuple[int, float | None]]


def line(points: Points, label: str, breaks: Sequence[int] = ()) -> Markup:
    """Years against figures. A year without a figure leaves a gap; a break in the series cuts the line."""
    known = [(x, y) for x, y in points if y is not None]
    if not known:
        return Markup("")
    top = max(y for _, y in known) or 1
    years = [x for x, _ in points]
    place = _placer(years, top)
    out = [f'<path class="axis" d="M{LEFT} {HEIGHT - BOTTOM}H{WIDTH - RIGHT}"/>']
    out += [_cut(place(year - 0.5, 0)[0]) for year in breaks if years[0] < year <= years[-1]]
    for run in runs(points, breaks):
        path = "L".join("{:.0f} {:.0f}".format(*place(x, y)) for x, y in run)
        out.append(f'<path class="line" d="M{path}"/>')
        out += ['<circle class="dot" r="3" cx="{:.0f}" cy="{:.0f}"/>'.format(*place(x, y)) for x, y in run]
    return _svg(out + _marks(points, known, place), label, known)


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


def _placer(years: Sequence[int], top: float):  # type: ignore[no-untyped-def]
    span = max(years[-1] - years[0], 1)

    def place(year: float, value: float) -> tuple[float, float]:
        x = LEFT + 10 + (WIDTH - LEFT - RIGHT - 24) * (year - years[0]) / span
        return x, HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top

    return place


def _cut(x: float) -> str:
    return f'<path class="cut" d="M{x:.0f} {TOP - 8}V{HEIGHT - BOTTOM}"/>'


def _marks(points: Points, known: list[tuple[int, float]], place) -> list[str]:  # type: ignore[no-untyped-def]
    """Years below; the last and the largest figure above their points."""
    out = []
    for year, _ in (points[0], points[-1]) if len(points) > 1 else points:
        anchor = "middle" if len(points) == 1 else "start" if year == points[0][0] else "end"
        out.append(f'<text x="{place(year, 0)[0]:.0f}" y="{HEIGHT - 6}" text-anchor="{anchor}">{year}</text>')
    for year, value in {known[-1], max(known, key=lambda point: point[1])}:
        x, y = place(year, value)
        anchor = "end" if x > WIDTH - 45 else "middle"
        out.append(
            f'<text class="val" x="{x:.0f}" y="{y - 7:.0f}" text-anchor="{anchor}">{number(value)}</text>'
        )
    return out


def _svg(parts: list[str], label: str, known: list[tuple[int, float]]) -> Markup:
    told = "; ".join(f"{x}: {number(y)}" for x, y in known)
    text = escape(f"{label}. {told}", quote=True)
    return Markup(
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{text}">{"".join(parts)}</svg>'
    )
