"""A row's amounts without what they say, such that gross, fee and net still fit."""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import product

from freelance_pk.intake.numbers import POINT, parse_amount
from freelance_pk.intake.redaction.figures import Digits, other_digits, written_like

_MOST = 6  # amounts of a row among which a sum is sought
_CENT = Decimal("0.01")

Relation = tuple[int, tuple[tuple[int, int], ...]]  # place, and the places (with signs) whose sum it is


@dataclass(slots=True)
class Amounts:
    """Gives the amounts of rows other digits.

    Attributes:
        styles: place of a money column -> its decimal mark.
        groupings: place -> how it divides its digits, as in `figures.grouping_of`.
        nets: places that are sums of others where there is a choice, the likeliest first.
        digits: where the digits come from.
        relations: sums found in rows before, for most rows of a file are alike.
    """

    styles: dict[int, str]
    groupings: dict[int, tuple[str, bool]]
    nets: tuple[int, ...]
    digits: Digits
    relations: list[Relation] = field(default_factory=list)
    _given: dict[str, dict[Decimal, Decimal]] = field(default_factory=dict)

    def values(self, row: list[str]) -> dict[int, Decimal]:
        """Return the amounts of a row that are not empty and not zero, by place."""
        found: dict[int, Decimal] = {}
        for place in self.styles:
            value = _value(row[place], self.styles[place]) if place < len(row) else None
            if value:
                found[place] = value
        return found

    def other(self, row: list[str], kin: str = "") -> list[str]:
        """Return the row with other amounts; a sum stays a sum, equal amounts stay equal.

        Args:
            row: the row.
            kin: id of rows among whose amounts equal ones stay equal, too; "" where each row is by itself.
        """
        values = self.values(row)
        relation = self._relation(values)
        made = list(row)
        given = dict(self._given.get(kin, {})) if kin else {}
        new: dict[int, Decimal] = {}
        for place, value in values.items():
            if relation is not None and place == relation[0]:
                continue
            if abs(value) in given:
                new[place] = given[abs(value)].copy_sign(value)
                made[place] = self._write(row[place], new[place], place)
                continue
            made[place] = other_digits(row[place], self.digits, self.styles[place])
            new[place] = _value(made[place], self.styles[place]) or value
            given[abs(value)] = abs(new[place])
        if relation is not None:
            place, parts = relation
            made[place] = self._write(
                row[place], sum((new[each] * sign for each, sign in parts), Decimal(0)), place
            )
        return made

    def accept(self, kin: str, row: list[str], made: list[str]) -> None:
        """Remember which amounts were given to the rows of an id."""
        if kin:
            old, new = self.values(row), self.values(made)
            self._given.setdefault(kin, {}).update(
                {abs(value): abs(new[place]) for place, value in old.items() if place in new}
            )

    def times(self, row: list[str], factor: int) -> list[str]:
        """Return the row with its amounts multiplied: every sum holds."""
        made = list(row)
        for place, value in self.values(row).items():
            made[place] = self._write(row[place], value * factor, place)
        return made

    def _write(self, template: str, value: Decimal, place: int) -> str:
        return written_like(template, value, self.styles[place], self.groupings.get(place, ("", False)))

    def _relation(self, values: dict[int, Decimal]) -> Relation | None:
        if not 2 < len(values) <= _MOST:
            return None
        for relation in self.relations:
            if _holds(relation, values):
                return relation
        for place in (
            *(each for each in self.nets if each in values),
            *(each for each in values if each not in self.nets),
        ):
            others = [each for each in values if each != place]
            for signs in product((1, -1, 0), repeat=len(others)):
                parts = tuple((each, sign) for each, sign in zip(others, signs, strict=True) if sign)
                if len(parts) > 1 and _holds((place, parts), values):
                    self.relations.append((place, parts))
                    return place, parts
        return None


def _holds(relation: Relation, values: dict[int, Decimal]) -> bool:
    place, parts = relation
    if place not in values or any(each not in values for each, _ in parts):
        return False
    return abs(sum((values[each] * sign for each, sign in parts), Decimal(0)) - values[place]) < _CENT


def _value(text: str, style: str) -> Decimal | None:
    for each in (style, POINT):
        try:
            return parse_amount(text, each)
        except ValueError:
            continue
    return None
