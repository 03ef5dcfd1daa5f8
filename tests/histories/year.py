"""Plays a plan: the rows that every account shows, and the truth behind them."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import count

from plan import DAYS, Event, Papers, Plan, Tax, What

from freelance_pk.rates import load_bundled, rate_on

FIRST = date(2025, 6, 12)
CENT = Decimal("0.01")
ZERO = Decimal(0)
MEEZAN, HBL = "Meezan 4410", "HBL 0403"
# Early and late, so that days differ between Pakistan and UTC.
_HOURS = (time(1, 10), time(9), time(14), time(23, 59))
_TAX = {Tax.NONE: ZERO, Tax.QUARTER: Decimal("0.0025"), Tax.ONE: Decimal("0.01")}
_SIMILAR_DAYS = 12


@dataclass(slots=True)
class Row:
    """One row of one account: what the account's own export prints of it. `at` is Pakistan's time."""

    key: int
    account: str
    at: datetime
    kind: str
    amount: Decimal
    text: str = ""
    party: str = ""
    ref: str = ""
    parent: str = ""
    far: Decimal | None = None
    tail: str = ""
    status: str = "Completed"
    fee: Decimal = ZERO  # inside the row

    @property
    def day(self) -> date:
        return self.at.date()


@dataclass(slots=True)
class Came:
    """An export receipt as it was: `credited` of `gross` rupees came; `shown` is what the files prove of the gross."""

    row: Row
    gross: Decimal
    tax: Decimal
    shown: Decimal
    remitter: str
    foreign: Decimal
    certified: bool = False
    asked: bool = False  # nothing in the files tells that it is a receipt


@dataclass(slots=True)
class Year:
    """Rows by account, and the truth: transfers, receipts, work."""

    plan: Plan
    rows: dict[str, list[Row]] = field(default_factory=dict)
    pairs: list[tuple[Row, Row]] = field(default_factory=list)
    came: list[Came] = field(default_factory=list)
    work: list[tuple[date, Decimal]] = field(default_factory=list)
    fees: list[tuple[date, Decimal]] = field(default_factory=list)
    holds: dict[str, Decimal] = field(default_factory=dict)
    recent: list[tuple[date, Decimal]] = field(default_factory=list)
    keys: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def last(self) -> date:
        return FIRST + timedelta(days=DAYS + 20)


@cache
def mid(day: date) -> Decimal:
    return rate_on(load_bundled(), "USD", day).pkr


def cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)


def play(plan: Plan) -> Year:
    """Play the events by day; what cannot happen (there is no money) does not."""
    year = Year(plan)
    for bank, opening in ((MEEZAN, "5000"), (HBL, "5000")):
        for day in (FIRST - timedelta(days=15), year.last):
            _add(year, bank, day, "expense", -Decimal(opening), text="ATM Cash Withdrawal")
    for event in sorted(plan.events, key=lambda event: (event.day, event.what)):
        for _ in range(2 if event.twins else 1):
            _PLAYS[event.what](year, event, FIRST + timedelta(days=event.day))
    for rows in year.rows.values():
        rows.sort(key=lambda row: (row.at, row.key))
    return year


def _add(year: Year, account: str, day: date, kind: str, amount: Decimal, **more: object) -> Row:
    key = next(year.keys)
    row = Row(key, account, datetime.combine(day, _HOURS[key % 4]), kind, amount, **more)  # type: ignore[arg-type]
    row.ref = row.ref or str(700_000_000 + key)
    if row.status == "Completed":
        year.holds[account] = year.holds.get(account, ZERO) + amount + row.fee
    year.rows.setdefault(account, []).append(row)
    return row


def _money(event: Event) -> Decimal:
    return Decimal(event.cents) / 100


def _upwork_work(year: Year, event: Event, day: date) -> None:
    gross = _money(event)
    earned = _add(year, "Upwork", day, "earning", gross, text="Invoice", party="Northwind Labs")
    fee = -cents(gross / 10)
    _add(year, "Upwork", day, "fee", fee, text=f"Service Fee for Hourly - Ref ID {earned.ref}", parent=earned.ref,
         party="Northwind Labs")  # fmt: skip
    year.work.append((day, gross))
    year.fees.append((day, fee))


def _fiverr_work(year: Year, event: Event, day: date) -> None:
    gross = _money(event)
    fee = -cents(gross / 5)
    _add(year, "Fiverr", day, "earning", gross, text="Logo design", party="buyer_17", fee=fee)
    year.work.append((day, gross))
    year.fees.append((day, fee))


def _refund(year: Year, event: Event, day: date) -> None:
    amount = min(_money(event), year.holds.get("Upwork", ZERO)) / 4
    amount = cents(amount)
    if amount > 1:
        _add(year, "Upwork", day, "refund", -amount, text="Refund", party="Northwind Labs")
        year.work.append((day, -amount))


def _wallet(event: Event) -> str:
    return "Wise" if event.pick % 3 == 0 else "Payoneer"


def _client(year: Year, event: Event, day: date) -> None:
    amount = _money(event)
    _add(year, _wallet(event), day, "deposit", amount, text="from", party="Fabrikam Studio")
    year.work.append((day, amount))


def _wire(year: Year, event: Event, day: date) -> None:
    """A SWIFT credit at HBL: gross, with the foreign amount, and the tax as its own row."""
    foreign = _money(event)
    gross = cents(foreign * mid(day) * Decimal("0.991"))
    key = next(year.keys)
    ref = str(3_600_000_000 + key)
    row = _add(year, HBL, day, "deposit", gross, ref=ref, party="10832995 CANADA INC", far=foreign,
               text=f"Swift Transfer {ref} {ref} 10832995 CANADA INC USD {foreign:,.2f}")  # fmt: skip
    rate = _TAX[year.plan.setup.tax]
    tax = cents(gross * rate)
    if tax:
        _add(year, HBL, day, "tax_withheld", -tax, parent=ref, text=f"With-Holding Tax {ref}")
    year.came.append(Came(row, gross, tax, gross, "10832995 CANADA INC", foreign, asked=not tax))


def _payout(year: Year, event: Event, day: date) -> None:
    platform = "Fiverr" if event.pick % 2 else "Upwork"
    wallet = _wallet(event) if platform == "Upwork" else "Payoneer"
    fee = (Decimal("0.99"), Decimal(2), Decimal(0))[event.pick % 3] if platform == "Upwork" else ZERO
    sent = min(_money(event), year.holds.get(platform, ZERO) - fee)
    if sent < 10:
        return
    out = _withdraw(year, platform, day, sent, wallet)
    if fee:
        _add(year, platform, day, "withdrawal_fee", -fee, text=f"Withdrawal Fee - {wallet}")
    arrives = day + timedelta(days=event.lag % 3)
    kept = cents(sent / 100) if event.pick % 4 == 3 and wallet == "Payoneer" else ZERO
    payer = {"Upwork": "Upwork Global Inc.", "Fiverr": "Fiverr International Ltd."}[platform]
    if event.pick % 8 == 3:
        came = _add(year, wallet, arrives, "deposit", sent, text="from", party=payer)
        _add(year, wallet, arrives, "fee", -max(kept, CENT), text="Receiving fee")
    else:
        came = _add(year, wallet, arrives, "deposit", sent - kept, text="from", party=payer)
    year.pairs.append((out, came))


def _withdraw(year: Year, platform: str, day: date, sent: Decimal, to: str) -> Row:
    return _add(year, platform, day, "withdrawal", -sent, text=f"Withdrawal to {to}", party=to)


def _returned(year: Year, event: Event, day: date) -> None:
    sent = min(_money(event), year.holds.get("Upwork", ZERO))
    if sent < 10:
        return
    _withdraw(year, "Upwork", day, sent, "Payoneer")
    back = day + timedelta(days=max(event.lag, 1))
    _add(year, "Upwork", back, "withdrawal", sent, text="Withdrawal returned", party="Payoneer")


def _retried(year: Year, event: Event, day: date) -> None:
    sent = min(_money(event), year.holds.get("Upwork", ZERO))
    if sent < 10:
        return
    _withdraw(year, "Upwork", day, sent, "Payoneer")
    back = day + timedelta(days=max(event.lag, 1))
    _add(year, "Upwork", back, "withdrawal", sent, text="Withdrawal returned", party="Payoneer")
    again = back + timedelta(days=1 + event.pick % 3)
    out = _withdraw(year, "Upwork", again, sent, "Payoneer")
    arrives = again + timedelta(days=event.pick % 2)
    came = _add(year, "Payoneer", arrives, "deposit", sent, text="from", party="Upwork Global Inc.")
    year.pairs.append((out, came))


def _brother(year: Year, event: Event, day: date) -> None:
    """Nothing in the freelancer's own files shows where it went."""
    sent = min(_money(event), year.holds.get("Payoneer", ZERO))
    if sent >= 20 and not _similar(year, day, sent):
        _add(year, "Payoneer", day, "withdrawal", -sent, text="Alfalah 7777", tail="7777")


def _direct(year: Year, event: Event, day: date) -> None:
    """Upwork straight to the bank: up to seven business days."""
    sent = min(_money(event), year.holds.get("Upwork", ZERO) - Decimal("0.99"))
    printed = event.pick % 2 == 0
    if sent < 10 or (not printed and _similar(year, day, sent)):
        return
    gross = cents(sent * mid(day) * Decimal("0.983"))
    out = _add(year, "Upwork", day, "withdrawal", -sent, text="Withdrawal", party="Direct to Local Bank xxxx-4410",
               tail="4410", far=gross if printed else None)  # fmt: skip
    _add(
        year, "Upwork", day, "withdrawal_fee", -Decimal("0.99"), text="Withdrawal Fee - Direct to Local Bank"
    )
    landed = _business_days(day, event.lag)
    _land(year, event, landed, MEEZAN, gross, out, "UPWORK", exact=printed)


def _business_days(day: date, lag: int) -> date:
    while lag:
        day += timedelta(days=1)
        lag -= day.weekday() < 5
    return day


def _similar(year: Year, day: date, amount: Decimal) -> bool:
    """Say whether another payment is so alike that only a printed amount could tell the two apart."""
    if any(abs((day - then).days) < _SIMILAR_DAYS and abs(amount / other - 1) < Decimal("0.08")
           for then, other in year.recent):  # fmt: skip
        return True
    year.recent.append((day, amount))
    return False


def _cash(year: Year, event: Event, day: date) -> None:
    wallet = _wallet(event)
    bank = HBL if event.pick % 4 == 1 else MEEZAN
    fee = Decimal("3.50") if wallet == "Wise" else ZERO
    sent = min(_money(event), year.holds.get(wallet, ZERO) - fee)
    printed = wallet == "Wise" or year.plan.setup.far
    if sent < 20 or (not printed and _similar(year, day, sent)):
        return
    gross = _rupees(year, event, wallet, sent, day)
    out = _add(year, wallet, day, "withdrawal", -sent, text=bank, party="Ayesha Khan", tail=bank[-4:],
               far=gross if printed else None, fee=-fee)  # fmt: skip
    landed = _business_days(day, event.lag % 4)
    _land(year, event, landed, bank, gross, out, wallet.upper(), exact=printed)


def _rupees(year: Year, event: Event, wallet: str, sent: Decimal, day: date) -> Decimal:
    margin = Decimal("0.996") if wallet == "Wise" else Decimal(year.plan.setup.margin) / 100_000
    wobble = Decimal(event.pick - 6) / 5_000
    return cents(sent * mid(day) * (margin + wobble))


def _land(
    year: Year, event: Event, day: date, bank: str, gross: Decimal, out: Row, payer: str, *, exact: bool
) -> None:
    """Credit the bank, less the tax it takes; with a certificate where there is one."""
    setup = year.plan.setup
    tax = cents(gross * _TAX[setup.tax])
    row = _add(year, bank, day, "deposit", gross - tax, text=_credit_text(event, bank, payer, exact=exact))
    certified = setup.papers is not Papers.NONE and not (setup.papers is Papers.SOME and row.key % 2)
    shown = gross if exact or certified else gross - tax
    year.pairs.append((out, row))
    year.came.append(Came(row, gross, tax, shown, f"{payer} INC", -out.amount, certified))


def _credit_text(event: Event, bank: str, payer: str, *, exact: bool) -> str:
    if bank == HBL:
        return f"Inward Remittance {payer}"
    if exact and event.pick % 3 == 2:
        return "Money Received from PAYMENTS PARTNER 0141-****663993"  # nothing says that it is from abroad
    return (f"Foreign Inward Remittance From {payer}", "Inward Telex Payment G1460485528101")[event.pick % 2]


def _bounced(year: Year, event: Event, day: date) -> None:
    sent = min(_money(event), year.holds.get("Payoneer", ZERO))
    if sent < 20:
        return
    if event.pick % 2:
        _add(year, "Payoneer", day, "withdrawal", -sent, text=MEEZAN, tail="4410", status="Failed")
        return
    _add(year, "Payoneer", day, "withdrawal", -sent, text=MEEZAN, tail="4410")
    back = day + timedelta(days=max(event.lag, 1))
    _add(year, "Payoneer", back, "withdrawal", sent, text=MEEZAN, tail="4410")


def _move(year: Year, event: Event, day: date) -> None:
    sent = min(_money(event), year.holds.get("Payoneer", ZERO))
    if sent < 20:
        return
    out = _add(year, "Payoneer", day, "withdrawal", -sent, text="Wise", tail="9911")
    came = _add(
        year, "Wise", day + timedelta(days=event.lag % 3), "deposit", sent, text="from", party="Payoneer Inc"
    )
    year.pairs.append((out, came))


def _split(year: Year, event: Event, day: date) -> None:
    """Two credits for one withdrawal: only the user can say so."""
    sent = min(_money(event), year.holds.get("Payoneer", ZERO))
    # Either part alone could be the whole of another payment, for all that the files tell.
    if sent < 200 or any(_similar(year, day, sent * part) for part in map(Decimal, ("1", "0.4", "0.6"))):
        return
    gross = _rupees(year, event, "Payoneer", sent, day)
    _add(year, "Payoneer", day, "withdrawal", -sent, text=MEEZAN, tail="4410",
         far=gross if year.plan.setup.far else None)  # fmt: skip
    first = cents(gross * Decimal("0.4"))
    for part in (first, gross - first):
        row = _add(
            year, MEEZAN, day + timedelta(days=1), "deposit", part, text="Inward Telex Payment G1460485528101"
        )
        year.came.append(Came(row, part, ZERO, part, "PAYONEER INC", ZERO, asked=True))


def _card(year: Year, event: Event, day: date) -> None:
    amount = cents(min(_money(event), year.holds.get("Payoneer", ZERO)) / 5)
    if amount > 1:
        _add(year, "Payoneer", day, "card", -amount, text="Card charge (ADOBE)")


def _fee(year: Year, event: Event, day: date) -> None:
    if year.holds.get("Payoneer", ZERO) > 30:
        _add(year, "Payoneer", day, "fee", Decimal("-29.95"), text="Annual account fee")


def _family(year: Year, event: Event, day: date) -> None:
    text = "Foreign Inward Remittance From TAPTAP SEND UK-PAYABLE A/C NBP STAN(636148)"
    _add(year, MEEZAN, day, "deposit", Decimal(event.cents), text=text, ref=f"FT{next(year.keys)}")


def _friend(year: Year, event: Event, day: date) -> None:
    key = next(year.keys)
    _add(year, MEEZAN, day, "unknown", Decimal(event.cents), ref=f"MBM{810901494871700000 + key}",
         text=f"Raast P2P Fund transfer - from BEHROZ KHAN RAAST PYxxxx0110 MBM{810901494871700000 + key}")  # fmt: skip


def _local(year: Year, event: Event, day: date) -> None:
    _add(year, MEEZAN, day, "unknown", Decimal(event.cents), text="IBFT IN LAHORE TEXTILES PVT LTD")


def _own(year: Year, event: Event, day: date) -> None:
    amount = Decimal(event.cents)
    _add(year, HBL, day, "expense", -amount, text="Funds Transfer TO AYESHA KHAN MEZN XXXX-4410 Thru Raast")
    key = next(year.keys)
    _add(year, MEEZAN, day, "unknown", amount,
         text=f"Raast P2P Fund transfer - from AYESHA KHAN RAAST PYxxxx0403 HABB{210901494871700000 + key}")  # fmt: skip


_PLAYS = {
    What.UPWORK_WORK: _upwork_work,
    What.FIVERR_WORK: _fiverr_work,
    What.REFUND: _refund,
    What.CLIENT: _client,
    What.WIRE: _wire,
    What.PAYOUT: _payout,
    What.RETURNED: _returned,
    What.RETRIED: _retried,
    What.BROTHER: _brother,
    What.DIRECT: _direct,
    What.CASH: _cash,
    What.BOUNCED: _bounced,
    What.MOVE: _move,
    What.SPLIT: _split,
    What.CARD: _card,
    What.FEE: _fee,
    What.FAMILY: _family,
    What.FRIEND: _friend,
    What.LOCAL: _local,
    What.OWN: _own,
}
