"""A scribble that stands for a person's signature: always the same for the same name."""

import zlib

import numpy as np


def signature_svg(name: str, colour: str = "#24408e") -> str:
    """Draw a signature as two or three strokes of cubic Bézier curves.

    Args:
        name: Whose signature; it seeds the strokes and is not written.
        colour: The pen's ink, `#rrggbb`.

    Returns:
        An SVG picture of 220 × 90 units.
    """
    chance = np.random.default_rng(zlib.crc32(name.encode()))
    strokes = [_wave(chance), _flourish(chance)]
    if chance.random() < 0.5:
        strokes.append(_flourish(chance))
    widths = chance.uniform(1.5, 2.6, len(strokes))
    paths = "".join(
        f'<path d="{stroke}" stroke-width="{width:.2f}"/>' for stroke, width in zip(strokes, widths, strict=True)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" width="220" height="90" viewBox="0 0 220 90">'
        f'<g fill="none" stroke="{colour}" stroke-linecap="round" stroke-linejoin="round">{paths}</g></svg>'
    )


def _wave(chance: np.random.Generator) -> str:
    """Loops running from right to left, as a Persian name is written."""
    loops = int(chance.integers(4, 7))
    step = 165 / loops
    x, y = 195.0, float(chance.uniform(35, 55))
    commands = [f"M{x:.1f} {y:.1f}"]
    for _ in range(loops):
        up = float(chance.uniform(14, 44)) * float(chance.choice([-1, 1]))
        back = float(chance.uniform(0.1, 0.9)) * step
        end_y = float(np.clip(y + chance.uniform(-12, 12), 20, 72))
        first = f"{x + back:.1f} {np.clip(y - up, 4, 86):.1f}"
        second = f"{x - step - back:.1f} {np.clip(end_y - up * 0.8, 4, 86):.1f}"
        x -= step
        commands.append(f"C{first} {second} {x:.1f} {end_y:.1f}")
        y = end_y
    return "".join(commands)


def _flourish(chance: np.random.Generator) -> str:
    """One long stroke under or through the name."""
    y = float(chance.uniform(48, 74))
    rise = float(chance.uniform(-26, 10))
    return (
        f"M{chance.uniform(10, 50):.1f} {y:.1f}"
        f"C{chance.uniform(60, 100):.1f} {y + rise:.1f} {chance.uniform(120, 150):.1f} {y - rise:.1f} "
        f"{chance.uniform(170, 214):.1f} {np.clip(y + rise * 0.7, 6, 86):.1f}"
    )
