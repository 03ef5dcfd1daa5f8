"""Charts as inline SVG: pure functions from amounts to markup. No script, no font, no request.

Colours are CSS variables of the page, so that one drawing serves light, dark and print. Every drawing has a
title and a description; the same numbers stand in a table of the page.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from markupsafe import Markup, escape

from freelance_pk.model.money import ZERO

_WIDTH, _HEIGHT = 480, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 8, 12, 28
_PLOT_WIDTH, _PLOT_HEIGHT = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM
_TICKS = 4
_COLOURS = 6
_TENTH = Decimal("0.1")


class Series(NamedTuple):
    """A named row of amounts, one for each category; None draws nothing."""

    name: str
    amounts: Sequence[Decimal | None]


class Words(NamedTuple):
    """The title of a drawing, and what it shows in a sentence, for who does not see it."""

    title: str
    description: str


class Step(NamedTuple):
    """A step of a waterfall: what it adds or takes away; `stands` for a sum that stands on the ground."""

    name: str
    amount: Decimal
    stands: bool = False


class _Scale:
    """Turns amounts into heights; its ends are round numbers around what is shown."""

    def __init__(self, amounts: Iterable[Decimal], *, from_zero: bool = True) -> None:
        every = [*amounts, *([ZERO] if from_zero else [])] or [ZERO]
        low, high = min(every), max(every)
        span = high - low or max(abs(high), Decimal(1))
        self.step = _round_step(span / _TICKS)
        self.low = (low / self.step).to_integral_value(ROUND_FLOOR) * self.step
        self.high = (high / self.step).to_integral_value(ROUND_CEILING) * self.step
        if self.high == self.low:
            self.high += self.step

    def y(self, amount: Decimal) -> Decimal:
        share = (amount - self.low) / (self.high - self.low)
        return (Decimal(_TOP) + _PLOT_HEIGHT * (1 - share)).quantize(_TENTH)

    def ticks(self) -> list[Decimal]:
        return [self.low + self.step * place for place in range(int((self.high - self.low) / self.step) + 1)]


def _round_step(rough: Decimal) -> Decimal:
    """Return the smallest of 1, 2, 2.5, 5 times a power of ten that is not below `rough`."""
    power = Decimal(1).scaleb(rough.adjusted())
    return next(
        (
            power * factor
            for factor in (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
            if power * factor >= rough
        ),
        power * 10,
    )


def columns(
    words: Words, categories: Sequence[str], stacked: Sequence[Series], line: Series | None
) -> Markup:
    """Draw stacked columns, with a line over them."""
    sums = [sum((each.amounts[place] or ZERO for each in stacked), ZERO) for place in range(len(categories))]
    over = [amount for amount in line.amounts if amount is not None] if line else []
    scale = _Scale([*sums, *over])
    slot = Decimal(_PLOT_WIDTH) / max(len(categories), 1)
    parts = [_axis(scale), _names(categories, slot)]
    for place in range(len(categories)):
        ground = ZERO
        for number, each in enumerate(stacked):
            amount = each.amounts[place] or ZERO
            if amount > 0:
                parts.append(
                    _rect(
                        _x(place, slot, "0.18"),
                        slot * Decimal("0.64"),
                        ground,
                        ground + amount,
                        scale,
                        number,
                    )
                )
                ground += amount
    if line is not None:
        parts.append(_line(line.amounts, slot, scale, "line"))
    return _drawing(words, parts)


def paired(words: Words, categories: Sequence[str], pair: tuple[Series, Series]) -> Markup:
    """Draw two columns side by side for each category."""
    scale = _Scale([amount for each in pair for amount in each.amounts if amount is not None])
    slot = Decimal(_PLOT_WIDTH) / max(len(categories), 1)
    parts = [_axis(scale), _names(categories, slot)]
    for place in range(len(categories)):
        for number, each in enumerate(pair):
            amount = each.amounts[place]
            if amount:
                start = _x(place, slot, "0.14" if number == 0 else "0.51")
                parts.append(_rect(start, slot * Decimal("0.35"), ZERO, amount, scale, number))
    return _drawing(words, parts)


def lines(words: Words, categories: Sequence[str], series: Sequence[Series], *, from_zero: bool) -> Markup:
    """Draw lines; the second and later ones dashed."""
    scale = _Scale(
        (amount for each in series for amount in each.amounts if amount is not None), from_zero=from_zero
    )
    slot = Decimal(_PLOT_WIDTH) / max(len(categories), 1)
    parts = [_axis(scale), _names(categories, slot)]
    for number, each in enumerate(series):
        parts.append(_line(each.amounts, slot, scale, f"line s{number}" + (" dashed" if number else "")))
    return _drawing(words, parts)


def waterfall(words: Words, steps: Sequence[Step]) -> Markup:
    """Draw how one sum becomes another; a step that takes away is told by colour and by its sign below."""
    edges: list[tuple[Decimal, Decimal]] = []
    running = ZERO
    for step in steps:
        start = ZERO if step.stands else running
        running = step.amount if step.stands else running + step.amount
        edges.append((start, running))
    scale = _Scale([edge for pair in edges for edge in pair])
    slot = Decimal(_PLOT_WIDTH) / max(len(steps), 1)
    parts = [_axis(scale)]
    for place, (step, (start, end)) in enumerate(zip(steps, edges, strict=True)):
        colour = 0 if step.stands else 2 if step.amount >= 0 else 3
        parts.append(_rect(_x(place, slot, "0.12"), slot * Decimal("0.76"), start, end, scale, colour))
        parts.append(_label(place, slot, str(place + 1)))
    return _drawing(words, parts)


def _drawing(words: Words, parts: Iterable[Markup]) -> Markup:
    body = Markup("").join(parts)
    return Markup(
        '<svg class="chart" viewBox="0 0 {} {}" role="img" aria-label="{}" preserveAspectRatio="xMidYMid meet">'
        "<title>{}</title><desc>{}</desc>{}</svg>"
    ).format(_WIDTH, _HEIGHT, f"{words.title}. {words.description}", words.title, words.description, body)


def _axis(scale: _Scale) -> Markup:
    marks = []
    for tick in scale.ticks():
        y = scale.y(tick)
        css = "ground" if tick == 0 else "grid"
        marks.append(
            Markup('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(
                css, _LEFT, _WIDTH - _RIGHT, y, y
            )
        )
        marks.append(
            Markup('<text class="tick" x="{}" y="{}" text-anchor="end">{}</text>').format(
                _LEFT - 6, y + 4, _short(tick)
            )
        )
    return Markup("").join(marks)


def _short(amount: Decimal) -> str:
    """Write a tick: millions as M, thousands as k, so that an axis stays narrow."""
    for size, unit in ((1_000_000, "M"), (10_000, "k")):
        if abs(amount) >= size:
            return f"{(amount / (size if unit == 'M' else 1_000)).normalize():,f}{unit}"
    return f"{amount.normalize():,f}"


def _names(categories: Sequence[str], slot: Decimal) -> Markup:
    every = max(1, -(-len(categories) // 14))
    return Markup("").join(
        _label(place, slot, name) for place, name in enumerate(categories) if place % every == 0
    )


def _label(place: int, slot: Decimal, words: str) -> Markup:
    x = (_LEFT + slot * place + slot / 2).quantize(_TENTH)
    return Markup('<text class="tick" x="{}" y="{}" text-anchor="middle">{}</text>').format(
        x, _HEIGHT - _BOTTOM + 18, words
    )


def _x(place: int, slot: Decimal, inset: str) -> Decimal:
    return _LEFT + slot * (place + Decimal(inset))


def _rect(x: Decimal, width: Decimal, start: Decimal, end: Decimal, scale: _Scale, number: int) -> Markup:
    top, bottom = scale.y(max(start, end)), scale.y(min(start, end))
    return Markup('<rect class="c{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        number % _COLOURS,
        x.quantize(_TENTH),
        top,
        width.quantize(_TENTH),
        max(bottom - top, Decimal("0.5")),
    )


def _line(amounts: Sequence[Decimal | None], slot: Decimal, scale: _Scale, css: str) -> Markup:
    points: list[tuple[Decimal, Decimal]] = [
        ((_LEFT + slot * place + slot / 2).quantize(_TENTH), scale.y(amount))
        for place, amount in enumerate(amounts)
        if amount is not None
    ]
    path = " ".join(f"{x},{y}" for x, y in points)
    dots = Markup("").join(
        Markup('<circle class="{}" cx="{}" cy="{}" r="3"/>').format(css, x, y) for x, y in points
    )
    return Markup('<polyline class="{}" points="{}"/>').format(css, escape(path)) + dots
