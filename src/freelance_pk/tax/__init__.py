"""The assessment: slabs, final tax, minimum tax, credits, alternatives."""

from freelance_pk.tax.assess import assess
from freelance_pk.tax.due import Due, due_dates
from freelance_pk.tax.exports import Treatment, export_treatment, rate_of
from freelance_pk.tax.facts import Facts, facts_of
from freelance_pk.tax.result import Alternative, Assessment, FinalTax, IrisRow, Range

__all__ = [
    "Alternative",
    "Assessment",
    "Due",
    "Facts",
    "FinalTax",
    "IrisRow",
    "Range",
    "Treatment",
    "assess",
    "due_dates",
    "export_treatment",
    "facts_of",
    "rate_of",
]
