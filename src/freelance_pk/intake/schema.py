"""The form of a file in data/platforms: one institution, its names, and its layouts.

A layout is kept for ever: a renamed column is a new layout beside the old one.
"""

from typing import Literal, Self

from pydantic import BaseModel, Field, ValidationInfo, field_validator, model_validator

from freelance_pk.intake.layout_parts import (
    STRICT,
    Cells,
    Columns,
    Extract,
    Lines,
    Names,
    Rule,
    Status,
    Totals,
)
from freelance_pk.intake.patterns import check, compiled, is_vouched
from freelance_pk.model.entry import AccountKind, Kind

Evidence = Literal["sample", "exporter", "importer", "fixture", "docs", "unverified", "learned", "own"]
Shape = Literal[
    "signed",
    "two-columns",
    "gross-fee-net",
    "gross-and-fee",
    "directed",
    "balance-signed",
    "transferred",
    "traded",
    "captured",
    "taxed",
    "marked",
]
Records = Literal["entries", "certificates", "withholding", "expenses", "invoices", "rates"]


class Body(BaseModel):
    """What layouts of one institution may share. Columns are shared field by field, the rest whole.

    `skip_rows` lists rows whose text matches as skipped, with the reason; `skip_undated` does so only where the
    date cell holds no date. `signs` gives rows whose kind word begins so their sign where the file prints none (in the shape "marked": rows of
    a word of the column `direction`); `sign_texts` are patterns of texts that tell the sign where neither the balance
    nor a column does; `numbers` says whether amounts have a decimal point or a decimal comma,
    where the layout knows; `remarks` says something of a
    file in which a column is filled; rows of days that a file of a layout in `yields_to` covers are left
    out: they are the same money once more (`yields_by_id`: only those whose id that file names). `skip_when` lists rows as skipped by the word in one column.
    `total_rows` tells the file's own total, which is compared with the sum of its rows. `zone_unknown`: times
    are in a zone that the file does not name. `currency_assumed`: the currency is the layout's, and the file
    names none. `rest` is the kind of what a net lacks beside gross and fee.
    `memo_rows` move no money, unless the running balance shows that they did. `one_currency`: the account is kept
    in `currency`, whatever a row's own currency is. `all_outgoing` is why a file whose every earning goes out
    is refused. `fee_rows` (a pattern) and `fee_prefix` (of the id) find fees that stand in rows of their own,
    beside rows that print them too.
    """

    model_config = STRICT

    shape: Shape = "signed"
    columns: Columns = Columns()
    currency: str = ""
    zone: str = ""
    date_order: Literal["dmy", "mdy", ""] = ""
    numbers: Literal["point", "comma", ""] = ""
    utc_days: bool = False
    promises_ids: bool = False
    kinds: dict[str, Kind] = {}
    rules: list[Rule] = []
    otherwise: Kind = Kind.UNKNOWN
    status: Status | None = None
    extracts: list[Extract] = []
    fee_kinds: list[Kind] = []
    fee_rows: str = ""
    fee_prefix: str = ""
    amount_in_text: str = ""
    fee_sign: Literal["charged", "signed"] = "charged"
    ref_prefixes: dict[str, str] = {}
    preamble_account: str = ""
    preamble_currency: str = ""
    skip_rows: dict[str, str] = {}
    skip_undated: dict[str, str] = {}
    skip_when: dict[str, dict[str, str]] = {}
    total_rows: str = ""
    zone_unknown: bool = False
    currency_assumed: bool = False
    rest: Kind | None = None
    memo_rows: dict[str, str] = {}
    one_currency: bool = False
    all_outgoing: str = ""
    refuse_kinds: dict[str, str] = {}
    signs: dict[str, Literal["+", "-"]] = {}
    sign_texts: dict[Literal["+", "-"], str] = {}
    remarks: dict[str, str] = {}
    totals: Totals | None = None
    yields_to: list[str] = []
    yields_by_id: bool = False

    @field_validator("preamble_account", "preamble_currency", "amount_in_text")
    @classmethod
    def _takes(cls, pattern: str, info: ValidationInfo) -> str:
        if pattern and not is_vouched(info) and not compiled(pattern).groups:
            raise ValueError("the pattern needs a group: what it takes")
        return pattern

    @field_validator("fee_rows", "skip_rows", "skip_undated", "memo_rows", "total_rows")
    @classmethod
    def _matches(cls, patterns: str | dict[str, str], info: ValidationInfo) -> str | dict[str, str]:
        for pattern in [patterns] if isinstance(patterns, str) else patterns:
            check(pattern, info)
        return patterns


class Layout(Body):
    """One version of one file.

    A name of `header` may offer several (`Balance|Available Balance`), and may hold the currency
    (`[-] {CUR}`). `exact`: a file with other columns is another. `only_named`: too like other files to be
    recognised; read with --as. `refuse`: known, and never read, for this reason. `fields`: of a list, the columns
    that give a record's field, where they are not called as the field is; the first that the file has.
    `expected`: a column that changes figures, and one beside which every known export has it. `orders`: whole headers as
    exports have them, a comma between two names (`*`: of a column whose name is not known), where `header` does not tell the order.
    """

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    title: str
    evidence: Evidence
    seen: str = ""
    source: str = ""
    reader: Literal["table", "lines", "cells", "hbl-branch-text"] = "table"
    lines: Lines | None = None
    cells: Cells | None = None
    records: Records = "entries"
    fields: dict[str, Names] = {}
    header: list[str] = []
    optional: list[str] = []
    question: str = ""
    expected: dict[str, str] = {}
    orders: list[str] = []
    exact: bool = False
    only_named: bool = False
    refuse: str = ""
    refuse_remedy: str = ""


class Vocabulary(BaseModel):
    """One file of data/platforms/vocabulary: what institutions of one sort say, whichever they are."""

    model_config = STRICT

    rules: list[Rule]


class Platform(BaseModel):
    """One file of data/platforms. `defaults` fills what its layouts leave out.

    `vocabulary` names the file whose rules come after the layouts' own; `common` holds them. `generic`: no
    institution of its own; the account is of the institution that its name (--account) says.
    """

    model_config = STRICT

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    kind: AccountKind | Literal["remitter", "own"]
    aliases: list[str] = []
    social: bool = False
    lists_sales_of_others: bool = False
    generic: bool = False
    note: str = ""
    vocabulary: str = ""
    common: Vocabulary | None = None
    defaults: Body = Body()
    layout: list[Layout] = []

    @model_validator(mode="after")
    def _layouts(self) -> Self:
        filled = [_fill(each, self.defaults) for each in self.layout]
        if self.common is not None:
            filled = [_with_rules(each, self.common.rules) for each in filled]
        object.__setattr__(self, "layout", filled)
        return self


def _with_rules(layout: Layout, rules: list[Rule]) -> Layout:
    return layout.model_copy(update={"rules": [*layout.rules, *rules]})


def _fill(layout: Layout, defaults: Body) -> Layout:
    """Take from the defaults what the layout does not say itself, and check what it names."""
    said = {name: getattr(defaults, name) for name in defaults.model_fields_set - layout.model_fields_set}
    own = {name: getattr(layout.columns, name) for name in layout.columns.model_fields_set}
    filled = layout.model_copy(update={**said, "columns": defaults.columns.model_copy(update=own)})
    if filled.refuse:
        return filled
    if (filled.reader == "lines") != (filled.lines is not None) or (filled.reader == "cells") != (
        filled.cells is not None
    ):
        raise ValueError(f"{filled.id}: the reader {filled.reader!r} and its section go together")
    if filled.lines is not None or filled.cells is not None:
        names = (
            filled.lines.names()
            if filled.lines is not None
            else tuple(filled.cells.at if filled.cells is not None else ())
        )
        here = {name: name for name in names}
        return filled.model_copy(update={"header": list(names), "columns": Columns.model_validate(here)})
    known = {normal(name) for header in (*filled.header, *filled.optional) for name in header.split("|")}
    if filled.reader == "table" and not filled.header:
        raise ValueError(f"{filled.id}: a table needs a header")
    if filled.records == "entries" and filled.reader == "table" and not layout_date(filled) & known:
        raise ValueError(f"{filled.id}: no column of the header gives the date")
    if layout.fields or "columns" in layout.model_fields_set:
        for field, names in (own | layout.fields).items():
            listed = [names] if isinstance(names, str) else names
            missing = [name for name in listed if normal(name) not in known]
            if missing:
                raise ValueError(f"{filled.id}: column {missing[0]!r} of field {field} is not in its header")
    return filled


def layout_date(layout: Body) -> set[str]:
    """Return the normal names of the columns that may give the date."""
    names = layout.columns.date or []
    return {normal(name) for name in ([names] if isinstance(names, str) else names)}


def normal(name: str) -> str:
    """Return a column name without case, BOM and surplus space."""
    return " ".join(name.replace("\ufeff", "").replace("\u00a0", " ").replace("_", " ").casefold().split())
