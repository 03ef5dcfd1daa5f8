"""The layouts in words: where each is known from, what it gives, what it leaves out."""

from freelance_pk.intake.registry import layouts, registry
from freelance_pk.output.layout_table import layout_text, layouts_table


def test_the_list_says_where_a_layout_is_known_from_and_which_are_not_read() -> None:
    lines = layouts_table(registry(), width=100, colour=False).splitlines()

    assert "real export seen" in next(line for line in lines if "paypal-41" in line)
    assert "working importer" in next(line for line in lines if "deel-balance" in line)
    assert "code that writes it; not read" in next(line for line in lines if "gumroad-sales" in line)
    alone = " ".join(lines[next(n for n, line in enumerate(lines) if line.startswith("Known by name")) :])
    assert alone.startswith("Known by name alone, in the rows of other files: ")
    assert "Freelancer.com" in alone
    assert "Toptal" in alone


def test_a_layout_tells_its_rules_and_the_rows_it_leaves_out() -> None:
    text = layout_text(*layouts()["paypal-41"])

    assert "  type like refund|reversal|chargeback, money out: refund\n" in text
    assert "  memo: memo: no money moved\n" in text
    assert "  pending: pending: not yet money\n" in text


def test_a_layout_that_is_never_read_says_why_and_what_to_take_instead() -> None:
    text = layout_text(*layouts()["gumroad-sales"])

    assert "never read: it lists sales" in text
    assert "instead: export the payout CSVs" in text


def test_a_column_of_several_names_is_shown_with_each_of_them() -> None:
    assert "  rate or pkr\n" in layout_text(*layouts()["rates"])
