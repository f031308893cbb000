"""Make the world map of the atlas from Natural Earth's TopoJSON: projected, simplified, one path for each state.

    python tools/world_map.py countries-50m.json.gz SOURCE.md

writes ``src/comity/law/atlas/world_map.json``, the same bytes for the same input. The projection is Equal Earth (Šavrič,
Patterson and Jenny 2018): areas compare truly. Arcs are shared by neighbours and are simplified once (Visvalingam), so
borders fit. A state too small to be seen gets a dot, so that it exists. Areas without a code of ISO 3166-1 are land only.
"""

from __future__ import annotations

import gzip
import heapq
import itertools
import json
import sys
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import pycountry

OUT = Path(__file__).parents[1] / "src" / "comity" / "law" / "atlas" / "world_map.json"
WIDTH = 1000
"""Units from the westernmost point of the equator to the easternmost."""
SCALE = 2
"""Steps a unit is cut into: coordinates are whole numbers of steps."""
TOLERANCE = 0.6
"""Triangles smaller than this many square units are smoothed away."""
ISLAND = 2.0
"""Rings smaller than this many square units are left out, except the largest of a state."""
DOT = 10.0
"""A state whose land is smaller than this many square units is a dot."""
LEFT_OUT = frozenset({"AQ"})
SOUTH, NORTH = -56.5, 83.7
A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796

Point = tuple[float, float]


def equal_earth(longitude: float, latitude: float) -> Point:
    """Project a point, in radians of the sphere; x to the east, y to the north."""
    theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
    two, six = theta**2, theta**6
    x = 2 * sqrt(3) * radians(longitude) * cos(theta)
    x /= 3 * (9 * A4 * six * two + 7 * A3 * six + 3 * A2 * two + A1)
    return x, theta * (A1 + A2 * two + six * (A3 + A4 * two))


UNIT = WIDTH / (2 * equal_earth(180, 0)[0])
TOP = equal_earth(0, NORTH)[1]


def on_paper(longitude: float, latitude: float) -> Point:
    """Place a point on the paper, in units; y downwards."""
    x, y = equal_earth(longitude, latitude)
    return WIDTH / 2 + x * UNIT, (TOP - y) * UNIT


HEIGHT = round(on_paper(0, SOUTH)[1])


def arcs_of(topology: dict[str, Any]) -> list[list[Point]]:
    """Read the arcs (differences of quantised coordinates) as degrees, running on beyond 180 where one crosses that meridian."""
    scale, origin = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points: list[Point] = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            longitude = x * scale[0] + origin[0]
            points.append(
                (_near(longitude, points[-1][0] if points else longitude), y * scale[1] + origin[1])
            )
        found.append(points)
    return found


def _near(longitude: float, other: float) -> float:
    """Return the same meridian, written less than half a turn from the other."""
    return longitude - 360 * round((longitude - other) / 360)


def _area(one: Point, two: Point, three: Point) -> float:
    return abs((two[0] - one[0]) * (three[1] - one[1]) - (three[0] - one[0]) * (two[1] - one[1])) / 2


def simplify(degrees: list[Point], tolerance: float) -> list[Point]:
    """Take away the points whose triangle on the paper is smallest, until none is under the tolerance (Visvalingam)."""
    points = [on_paper(*point) for point in degrees]
    before, after = list(range(-1, len(points) - 1)), list(range(1, len(points) + 1))
    alive = [True] * len(points)
    areas = {at: _area(*points[at - 1 : at + 2]) for at in range(1, len(points) - 1)}
    heap = [(area, at) for at, area in areas.items()]
    heapq.heapify(heap)
    least = 4 if points[0] == points[-1] else 2
    left = len(points)
    while heap and left > least:
        area, at = heapq.heappop(heap)
        if not alive[at] or areas[at] != area:
            continue
        if area >= tolerance:
            break
        alive[at], left = False, left - 1
        one, two = before[at], after[at]
        after[one], before[two] = two, one
        for near in (one, two):
            if 0 < near < len(points) - 1:
                areas[near] = max(area, _area(points[before[near]], points[near], points[after[near]]))
                heapq.heappush(heap, (areas[near], near))
    return [point for at, point in enumerate(degrees) if alive[at]]


def ring(arcs: list[list[Point]], numbers: list[int]) -> list[Point]:
    """Join arcs to a ring, in degrees; a negative number is an arc turned round."""
    found: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        turn = _near(arc[0][0], found[-1][0]) - arc[0][0] if found else 0
        found += [(x + turn, y) for x, y in (arc[1:] if found else arc)]
    return found


def laid(points: list[Point]) -> list[list[Point]]:
    """Lay a ring on the paper, cut where it crosses the meridian of 180 degrees."""
    found = []
    for turn in (-360, 0, 360):
        moved = [(x + turn, y) for x, y in points]
        inside = _clipped(_clipped(moved, -180, 1), 180, -1)
        if len(inside) > 3:
            found.append([on_paper(*point) for point in inside])
    return found


def _clipped(points: list[Point], at: float, side: int) -> list[Point]:
    """Keep of a ring what lies on one side of a meridian (1: to its east), closed along it."""
    kept: list[Point] = []
    for one, two in itertools.pairwise(points):
        here, there = (one[0] - at) * side >= 0, (two[0] - at) * side >= 0
        if here:
            kept.append(one)
        if here != there:
            kept.append((at, one[1] + (two[1] - one[1]) * (at - one[0]) / (two[0] - one[0])))
    return [*kept, kept[0]] if kept else []


def size(points: list[Point]) -> float:
    """Return the area of a ring."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(points))) / 2


def middle(points: list[Point]) -> Point:
    """Return the middle of the box around a ring."""
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def path(rings: list[list[Point]]) -> str:
    """Write rings as one SVG path of whole steps, relative to the point before."""
    parts = []
    at = (0, 0)
    for points in rings:
        steps = [(round(x * SCALE), round(y * SCALE)) for x, y in points]
        start, numbers = steps[0], []
        here = start
        for point in steps[1:-1]:
            if point != here:
                numbers += [point[0] - here[0], point[1] - here[1]]
                here = point
        if len(numbers) < 4:
            continue
        text = " ".join(map(str, numbers)).replace(" -", "-")
        parts.append(f"m{start[0] - at[0]} {start[1] - at[1]}l{text}z".replace(" -", "-"))
        at = start
    return "".join(parts)


def polygons(shape: dict[str, Any]) -> list[list[list[int]]]:
    """Return the polygons of a geometry, each a list of rings of arc numbers."""
    if shape["type"] == "Polygon":
        return [shape["arcs"]]
    return list(shape.get("arcs", ()))


def code_of(shape: dict[str, Any]) -> str:
    """Return the alpha-2 code of a geometry; nothing where ISO 3166-1 has none."""
    found = pycountry.countries.get(numeric=shape["id"].zfill(3)) if shape.get("id") else None
    return str(found.alpha_2) if found else ""


def drawn(topology: dict[str, Any]) -> dict[str, Any]:
    """Return the states' paths and dots."""
    whole = arcs_of(topology)
    light = [simplify(arc, TOLERANCE) for arc in whole]
    land: dict[str, list[list[int]]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        code = code_of(shape)
        if code not in LEFT_OUT:
            # The first ring of a polygon is its border; others are holes, which a neighbour fills.
            land.setdefault(code, []).extend(one for rings in polygons(shape) for one in rings)
    states: dict[str, Any] = {}
    for code, rings in sorted(land.items()):
        pieces = [piece for one in rings for piece in laid(ring(whole, one))]
        most = max(pieces, key=size)
        if code and sum(map(size, pieces)) < DOT:
            states[code] = {"dot": [round(part * SCALE) for part in middle(most)]}
            continue
        lighter = [piece for one in rings for piece in laid(ring(light, one))]
        least = min(ISLAND, size(max(lighter, key=size)))
        states[code] = {"path": path([piece for piece in lighter if size(piece) >= least])}
    return states


def main(geometry: str, source: str) -> None:
    """Write the map beside the atlas."""
    topology = json.loads(gzip.decompress(Path(geometry).read_bytes()))
    states = drawn(topology)
    document = {
        "about": "The world in Equal Earth projection, made by tools/world_map.py. Borders are drawn as the source has them and say nothing about status.",
        "source": " ".join(Path(source).read_text(encoding="utf-8").split()),
        "width": WIDTH * SCALE,
        "height": HEIGHT * SCALE,
        "land": states.pop("", {}).get("path", ""),
        "states": states,
    }
    text = json.dumps(document, indent=1, ensure_ascii=False)
    OUT.write_text(text + "\n", encoding="utf-8")
    paths = "".join(one.get("path", "") for one in states.values())
    print(
        f"{len(states)} states, {sum('dot' in one for one in states.values())} dots, {len(paths)} bytes of paths, {len(gzip.compress(text.encode()))} compressed"
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
