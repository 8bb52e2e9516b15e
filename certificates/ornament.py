"""The drawn parts of a paper: a QR code, and a woven ribbon that differs for every certificate.

Pure: the same certificate always gives the same lines.
"""

import hashlib
import math
from collections.abc import Iterator

QUIET_ZONE = 4  # modules, ISO/IEC 18004:2015, 6.3.8

MASK = 3  # fixed: choosing the best of eight takes 10 ms, and a reader undoes any of them (idem, 7.8)

Point = tuple[float, float]


def qr_code(text: str) -> tuple[str, int]:
    """SVG path data (stroke it one module wide) and side in modules, quiet zone included; error correction level M."""
    import segno

    code = segno.make_qr(text, error="m", boost_error=False, mask=MASK)
    runs = (
        f"M{column} {row}.5h{length}"
        for row, modules in enumerate(code.matrix_iter(border=QUIET_ZONE))
        for column, length in _dark_runs(bytes(modules))
    )
    return "".join(runs), len(code.matrix) + 2 * QUIET_ZONE


def _dark_runs(modules: bytes) -> Iterator[tuple[int, int]]:
    start = 0
    while (start := modules.find(1, start)) >= 0:
        end = modules.find(0, start)
        yield start, end - start
        start = end


def ribbon(seed: str, width: float, height: float, strands: int = 18) -> str:
    """PDF path operators of an upright guilloche ribbon: strands that swing through one point at both ends.

    The seed picks how often they swing, how the swell breathes and how far neighbours lag.
    """
    draw = hashlib.sha256(seed.encode()).digest()
    swings, breaths, lean = 5 + draw[0] % 4, 3 + draw[1] % 3, 0.14 + 0.10 * draw[2] / 255
    steps = 9 * swings
    heights = [step / steps for step in range(steps + 1)]
    tapers = [math.sin(math.pi / 2 * min(1.0, 9 * t, 9 * (1 - t))) for t in heights]
    turns = [2 * math.pi * swings * t + lean * math.sin(4 * math.pi * t) for t in heights]
    paths = []
    for strand in range(strands):
        phase = 2 * math.pi * strand / strands
        swells = (0.62 + 0.38 * math.cos(2 * math.pi * breaths * t + 2 * phase) for t in heights)
        offsets = (a * b * math.sin(turn + phase) for a, b, turn in zip(tapers, swells, turns, strict=True))
        paths.append(_smooth([(width / 2 * (1 + x), height * t) for x, t in zip(offsets, heights, strict=True)]))
    return "".join(paths)


def _smooth(points: list[Point]) -> str:
    """A Catmull-Rom spline through the points as cubic Bézier operators (ISO 32000-2, 8.5.2)."""
    before, after = [points[0], *points[:-1]], [*points[1:], points[-1]]
    thirds = [((x2 - x1) / 6, (y2 - y1) / 6) for (x1, y1), (x2, y2) in zip(before, after, strict=True)]
    path = [f"{points[0][0]:.2f} {points[0][1]:.2f} m\n"]
    for at in range(len(points) - 1):
        (x, y), (dx, dy), (x2, y2), (dx2, dy2) = points[at], thirds[at], points[at + 1], thirds[at + 1]
        path.append(f"{x + dx:.2f} {y + dy:.2f} {x2 - dx2:.2f} {y2 - dy2:.2f} {x2:.2f} {y2:.2f} c\n")
    return "".join(path) + "S\n"
