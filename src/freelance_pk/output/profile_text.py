"""A profile for people, with its numbers masked."""

from freelance_pk.model.profile import Profile
from freelance_pk.output.numbers import rupees


def masked(number: str) -> str:
    """Hide all but the last four characters of a CNIC, NTN or IBAN."""
    return "*" * max(len(number) - 4, 0) + number[-4:] if len(number) > 4 else "*" * len(number)


def profile_text(profile: Profile) -> str:
    """Write what the profile says."""
    lines = [f"name: {profile.name or 'not given'}"]
    lines += [
        f"{label}: {masked(value)}"
        for label, value in (("CNIC", profile.cnic), ("NTN", profile.ntn))
        if value
    ]
    lines.append("on the active taxpayers' list: " + ("yes" if profile.active_taxpayer else "no"))
    lines += [f"PSEB: {each.start} to {each.end or 'now'}" for each in profile.psb] or [
        "PSEB: not registered"
    ]
    for year, salary in sorted(profile.salary.items()):
        lines.append(f"salary {year}: Rs {rupees(salary.income)}, tax Rs {rupees(salary.tax)}")
    for label, by_year in (
        ("Zakat", profile.zakat),
        ("donations", profile.donations),
        ("pension", profile.pension),
    ):
        lines += [f"{label} {year}: Rs {rupees(amount)}" for year, amount in sorted(by_year.items())]
    lines += [f"tax paid {each.day}: s.{each.section}, Rs {rupees(each.amount)}" for each in profile.tax_paid]
    lines += [
        f"expense {each.day}: {each.description}, {each.currency} {each.amount}" for each in profile.expenses
    ]
    lines += [f"account {each.match!r}: {each.name or 'unnamed'}, {each.owner}" for each in profile.accounts]
    lines.append(f"basis: {profile.basis}")
    lines += [
        f"assumption {question}: {reading}" for question, reading in sorted(profile.assumptions.items())
    ]
    return "\n".join(lines) + "\n"
