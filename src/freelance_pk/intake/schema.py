"""The form of a file in data/platforms: one institution, its names, and its layouts.

A layout is kept for ever: a renamed column is a new layout beside the old one.
"""

from dataclasses import field
from typing import Literal, NamedTuple

from freelance_pk.intake.layout_parts import Cells, Columns, Extract, Lines, Names, Rule, Status, Totals
from freelance_pk.model.entry import AccountKind, Kind
from freelance_pk.model.form import Form

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


class Layout(Form):
    """One version of one file.

    A name of `header` may offer several (`Balance|Available Balance`), and may hold the currency
    (`[-] {CUR}`). `exact`: a file with other columns is another. `only_named`: too like other files to be
    recognised; read with --as. `refuse`: known, and never read, for this reason. `fields`: of a list, the columns
    that give a record's field, where they are not called as the field is; the first that the file has.
    `expected`: a column that changes figures, and one beside which every known export has it. `orders`: whole headers as
    exports have them, a comma between two names (`*`: of a column whose name is not known), where `header` does not tell the order.

    From `shape` on, the layouts of one institution may share what its file says once, in `defaults`: columns are
    shared field by field, the rest whole.

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

    id: str
    title: str
    evidence: Evidence
    seen: str = ""
    source: str = ""
    reader: Literal["table", "lines", "cells", "hbl-branch-text"] = "table"
    lines: Lines | None = None
    cells: Cells | None = None
    records: Records = "entries"
    fields: dict[str, Names] = field(default_factory=dict)
    header: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    question: str = ""
    expected: dict[str, str] = field(default_factory=dict)
    exact: bool = False
    only_named: bool = False
    refuse: str = ""
    refuse_remedy: str = ""
    orders: tuple[str, ...] = ()
    shape: Shape = "signed"
    columns: Columns = field(default_factory=Columns)
    currency: str = ""
    zone: str = ""
    date_order: Literal["dmy", "mdy", ""] = ""
    numbers: Literal["point", "comma", ""] = ""
    utc_days: bool = False
    promises_ids: bool = False
    kinds: dict[str, Kind] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()
    otherwise: Kind = Kind.UNKNOWN
    status: Status | None = None
    extracts: tuple[Extract, ...] = ()
    fee_kinds: tuple[Kind, ...] = ()
    fee_rows: str = ""
    fee_prefix: str = ""
    amount_in_text: str = ""
    fee_sign: Literal["charged", "signed"] = "charged"
    ref_prefixes: dict[str, str] = field(default_factory=dict)
    preamble_account: str = ""
    preamble_currency: str = ""
    skip_rows: dict[str, str] = field(default_factory=dict)
    skip_undated: dict[str, str] = field(default_factory=dict)
    skip_when: dict[str, dict[str, str]] = field(default_factory=dict)
    total_rows: str = ""
    zone_unknown: bool = False
    currency_assumed: bool = False
    rest: Kind | None = None
    memo_rows: dict[str, str] = field(default_factory=dict)
    one_currency: bool = False
    all_outgoing: str = ""
    refuse_kinds: dict[str, str] = field(default_factory=dict)
    signs: dict[str, Literal["+", "-"]] = field(default_factory=dict)
    sign_texts: dict[Literal["+", "-"], str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    totals: Totals | None = None
    yields_to: tuple[str, ...] = ()
    yields_by_id: bool = False


class Platform(NamedTuple):
    """One file of data/platforms.

    `vocabulary` names the file of data/platforms/vocabulary whose rules come after the layouts' own. `generic`: no
    institution of its own; the account is of the institution that its name (--account) says.
    """

    id: str
    name: str
    kind: AccountKind | Literal["remitter", "own"]
    aliases: tuple[str, ...] = ()
    social: bool = False
    lists_sales_of_others: bool = False
    generic: bool = False
    note: str = ""
    vocabulary: str = ""
    layout: tuple[Layout, ...] = ()


def layout_date(layout: Layout) -> set[str]:
    """Return the normal names of the columns that may give the date."""
    names = layout.columns.date or []
    return {normal(name) for name in ([names] if isinstance(names, str) else names)}


def normal(name: str) -> str:
    """Return a column name without case, BOM and surplus space."""
    return " ".join(name.replace("\ufeff", "").replace("\u00a0", " ").replace("_", " ").casefold().split())
