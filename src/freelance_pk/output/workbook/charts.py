"""Native charts: they follow the cells that they are drawn from."""

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties

from freelance_pk.output.workbook.sheet import RUPEES, Sheet

_COLOURS = ("0B5CAD", "B35C00", "00775A", "8C3F7D", "2D7D9A", "B3261E")
_WIDTH, _HEIGHT = 18, 9  # centimetres


class Span(NamedTuple):
    """Cells of one column, from one row to another; the first is the series' name where it has one."""

    sheet: Sheet
    column: int
    first: int
    last: int

    @property
    def reference(self) -> Reference:
        """The cells as a chart refers to them."""
        return Reference(self.sheet.area, self.column, self.first, self.column, self.last)


def stacked(title: str, names: Span, columns: Sequence[Span], line: Span) -> Any:
    """Draw stacked columns, with a line over them."""
    chart = _bars(title, names, columns, grouping="stacked")
    over = LineChart()
    over.add_data(line.reference, titles_from_data=True)
    over.series[0].graphicalProperties.line.solidFill = "000000"
    over.series[0].smooth = False
    chart += over
    return chart


def paired(title: str, names: Span, columns: Sequence[Span]) -> Any:
    """Draw columns side by side."""
    return _bars(title, names, columns, grouping="clustered")


def waterfall(title: str, names: Span, columns: Sequence[Span]) -> Any:
    """Draw how one sum becomes another: the first column carries the others and is not seen."""
    chart = _bars(title, names, columns, grouping="stacked")
    chart.series[0].graphicalProperties = GraphicalProperties(noFill=True)
    chart.series[0].graphicalProperties.line.noFill = True
    for series, colour in zip(chart.series[1:], ("0B5CAD", "00775A", "B3261E"), strict=False):
        series.graphicalProperties.solidFill = colour
    chart.gapWidth = 30
    chart.legend = None
    chart.width, chart.height = 22, 12
    return chart


def lines(title: str, names: Span, columns: Sequence[Span], *, from_zero: bool = True) -> Any:
    """Draw lines, the second one dashed."""
    chart = LineChart()
    _dress(chart, title)
    for place, span in enumerate(columns):
        series = Series(span.reference, title_from_data=True)
        series.graphicalProperties.line.solidFill = _COLOURS[place]
        series.graphicalProperties.line.dashStyle = "dash" if place else "solid"
        series.marker.symbol = "circle"
        series.smooth = False
        chart.series.append(series)
    chart.set_categories(names.reference)
    if from_zero:
        chart.y_axis.scaling.min = 0
    else:
        chart.y_axis.number_format = "0.00"
    return chart


def _bars(
    title: str, names: Span, columns: Sequence[Span], *, grouping: Literal["stacked", "clustered"]
) -> Any:
    chart = BarChart()
    chart.type = "col"
    chart.grouping = grouping
    chart.overlap = 100 if grouping == "stacked" else 0
    _dress(chart, title)
    for place, span in enumerate(columns):
        series = Series(span.reference, title_from_data=True)
        series.graphicalProperties.solidFill = _COLOURS[place % len(_COLOURS)]
        chart.series.append(series)
    chart.set_categories(names.reference)
    return chart


def _dress(chart: Any, title: str) -> None:
    chart.title = title
    chart.width, chart.height = _WIDTH, _HEIGHT
    chart.legend.position = "b"
    chart.x_axis.delete = chart.y_axis.delete = False  # newer programs hide axes that do not say so
    chart.x_axis.number_format = "mmm"
    chart.y_axis.number_format = RUPEES
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill="D9D9D9"))
    chart.dispBlanksAs = "span"
