"""Writes firms of invented clients: what each earned is so simple that a pencil checks it."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

ENTRIES = "date,account,kind,amount,currency,reference,parent,counterparty,description,purpose_code\n"
CERTIFICATES = "certificate_no,realised_on,remitter,institution,currency,amount,retained,rate,pkr,tax,purpose_code,reference\n"
# Day and gross rupees of one receipt.
Receipt = tuple[str, int]


def client(
    folder: Path,
    letter: str,
    receipts: Sequence[Receipt],
    *,
    took: str = "0.01",
    certified: bool = True,
    name: str = "",
    psb: str = "",
) -> Path:
    """Write one client: a bank account with receipts net of tax, and the certificate of each.

    Args:
        folder: of the client.
        letter: in the numbers of certificates and receipts, so that no two clients share one.
        receipts: day and gross rupees of each.
        took: share that the bank took.
        certified: whether there is a certificate of each.
        name: of the taxpayer.
        psb: first day of a registration with PSEB.
    """
    rows, certificates = [], []
    for number, (day, gross) in enumerate(receipts, start=1):
        tax = (Decimal(gross) * Decimal(took)).quantize(Decimal(1), ROUND_HALF_UP)
        ref = f"{letter}-CR-{number}"
        rows.append(f"{day},Meezan {letter},deposit,{gross},PKR,{ref},,PAYONEER,INWARD REMITTANCE,9186\n")
        rows.append(f"{day},Meezan {letter},tax_withheld,-{tax},PKR,,{ref},,TAX 154A,\n")
        certificates.append(
            f"MZ-{letter}-{10_000 + number},{day},PAYONEER,Meezan Bank,USD,{Decimal(gross) / 250:.2f},0,250,{gross},"
            f"{tax},9186,{ref}\n"
        )
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bank.csv").write_text(ENTRIES + "".join(rows), encoding="utf-8")
    if certified:
        (folder / "certificates.csv").write_text(CERTIFICATES + "".join(certificates), encoding="utf-8")
    profile = [f'name = "{name}"\n'] if name else []
    profile += [f"[[psb]]\nfrom = {psb}\n"] if psb else []
    if profile:
        (folder / "profile.toml").write_text("".join(profile), encoding="utf-8")
    return folder


def mixed(root: Path) -> Path:
    """Write a firm of which every client stands otherwise."""
    client(root / "asma", "A", [("2025-08-12", 100_000), ("2026-02-10", 250_000)], name="Asma Riaz")
    client(root / "bilal", "B", [("2025-09-15", 150_000)], certified=False, name="Bilal Ahmed")
    client(root / "chaudhry", "C", [("2025-11-05", 200_000)], took="0.02")
    client(root / "dania", "D", [("2026-01-08", 400_000)], took="0.0025", psb="2024-01-01")
    cut = client(root / "ehsan", "E", [("2025-10-01", 90_000), ("2025-10-09", 80_000)]) / "bank.csv"
    cut.write_text(
        cut.read_text(encoding="utf-8").replace("2025-10-09,Meezan E,deposit,80000", '2025-10-09,"Mee', 1)
    )
    farah = client(root / "farah", "F", [("2025-12-10", 300_000)])
    # A currency that nobody publishes in rupees, on three days.
    (farah / "upwork-rows.csv").write_text(
        ENTRIES
        + "".join(
            f"{day},Upwork,earning,1000,XAF,U-{day},,Kribi SA,Invoice,\n"
            for day in ("2025-09-03", "2025-09-04", "2025-10-06")
        ),
        encoding="utf-8",
    )
    client(root / "gul", "G", [("2025-12-11", 120_000)])
    hina = client(root / "hina", "H", [("2025-12-12", 130_000)], name="Hina Shah")
    for number, line in enumerate(
        (root / "gul" / "certificates.csv").read_text(encoding="utf-8").splitlines()
    ):
        if number:  # Gul's certificate, typed into Hina's list
            with (hina / "certificates.csv").open("a", encoding="utf-8") as file:
                file.write(line.replace("G-CR-1", "") + "\n")
    (root / "iqbal").mkdir(parents=True)
    return root
