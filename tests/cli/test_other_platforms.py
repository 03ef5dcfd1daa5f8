"""Whole cases of wallets, shops and markets: money that stands in two files counts once, and crypto never."""

from decimal import Decimal
from pathlib import Path
from typing import Any

from running import run

BALANCE = """balance_transaction_id,created_utc,currency,gross,fee,net,reporting_category,description
txn_1,2025-07-05 10:00:00,usd,100.00,3.20,96.80,charge,Invoice 1
txn_2,2025-07-20 10:00:00,usd,200.00,6.10,193.90,charge,Invoice 2
txn_3,2025-07-30 10:00:00,usd,-290.70,0.00,-290.70,payout,STRIPE PAYOUT
"""
PAYMENTS = """id,created,amount,amount_refunded,currency,converted_amount,converted_amount_refunded,fee,converted_currency,status
ch_1,2025-07-05 10:00,100.00,0.00,usd,100.00,0.00,3.20,usd,Paid
ch_2,2025-07-20 10:00,200.00,0.00,usd,200.00,0.00,6.10,usd,Paid
"""
ACTIVITY = """"ID","Type","Source","Amount","Fee","Net","Currency","Created (UTC)"
"txn_1","charge","ch_1","100.00","3.20","96.80","usd","2025-07-05 10:00"
"txn_2","charge","ch_2","200.00","6.10","193.90","usd","2025-07-20 10:00"
"txn_3","payout","po_1","-290.70","0.00","-290.70","usd","2025-07-30 10:00"
"""
PAYPAL = '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee","Net","Transaction ID","Reference Txn ID","Balance"\n'


def report(folder: Path, files: dict[str, str], *words: str) -> Any:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    ran = run("report", *(folder / name for name in files), *words, "--format", "json")
    assert ran.code in (0, 4), ran.err
    return ran.json()


def issues(made: Any) -> dict[str, str]:
    return {issue["code"]: issue["message"] for issue in made["issues"]}


def test_one_month_of_stripe_in_three_exports_counts_once(tmp_path: Path) -> None:
    """300.00 earned, 9.30 of fees, 290.70 paid out: each export says so, and all three together."""
    exports = {"balance.csv": BALANCE, "payments.csv": PAYMENTS, "activity.csv": ACTIVITY}
    expected = [{"currency": "USD", "gross": "300.00", "fees": "9.30", "refunds": "0.00", "net": "290.70"}]

    for names in (["payments.csv"], ["balance.csv", "payments.csv"], list(exports)):
        made = report(tmp_path, {name: exports[name] for name in names}, "--month", "2025-07")
        assert made["earned"] == expected
    assert {"rows-folded", "same-money"} <= set(issues(made))
    assert made["transfers"]["unmatched"] == []


def test_a_client_s_money_goes_through_paypal_and_payoneer_to_the_bank_and_is_earned_once(
    tmp_path: Path,
) -> None:
    """1,000 less a refund of 100 is earned; 29.90 less 2.90 of PayPal's fee; 873.00 to Payoneer, 800.00 to Meezan."""
    paypal = PAYPAL + (
        '"07/14/2025","09:00:00","PDT","Acme, Inc.","General Payment","Completed","USD","1,000.00","-29.90","970.10","T1","","970.10"\n'
        '"07/16/2025","09:00:00","PDT","Acme, Inc.","Payment Refund","Completed","USD","-100.00","2.90","-97.10","T2","T1","873.00"\n'
        '"07/18/2025","09:00:00","PDT","","General Withdrawal","Completed","USD","-873.00","0.00","-873.00","T3","","0.00"\n'
    )
    payoneer = (
        "Transaction Date,Transaction Time,Time Zone,Transaction ID,Description,Credit Amount,Debit Amount,Currency,"
        "Transfer Amount,Transfer Amount Currency,Status,Running Balance,Additional Description,Store Name,Source,Target,"
        "Reference ID\n"
        "07/21/2025,10:00:00,UTC,1001,Payment from PAYPAL INC,873.00,,USD,,,Completed,873.00,,,PAYPAL INC,,\n"
        '07/22/2025,10:00:00,UTC,1002,Withdrawal to Meezan Bank ****4410,,800.00,USD,"222,400.00",PKR,Completed,73.00,,,,,\n'
    )
    meezan = (
        "02150104114410,AYESHA KHAN\nOpening Balance,PKR      1000.00\nClosing Balance,PKR      221176.00\n"
        "Currency,Pakistan Rupee(PKR)\nBooking Date,Value Date,Doc No,Description,Debit,Credit,Available Balance\n"
        "23 Jul 2025,23 Jul 2025,,INWARD FOREIGN REMITTANCE PAYONEER,,220176.00,221176.00\n"
    )
    made = report(
        tmp_path, {"paypal.csv": paypal, "payoneer.csv": payoneer, "meezan.csv": meezan}, "--month", "2025-07"
    )
    steps = {step["step"]: step["amount"] for step in made["bridge"]}

    assert made["earned"][0]["gross"] == "900.00"
    assert made["earned"][0]["refunds"] == "100.00"
    assert steps["account_fees"] == "-27.00"
    assert [(pair["from"], pair["to"]) for pair in made["transfers"]["pairs"]] == [
        ("PayPal", "Payoneer"),
        ("Payoneer", "Meezan 4410"),
    ]
    # 222,400 less 1 % is what the bank credited: 220,176.
    assert made["received"]["pkr"] == "222400"
    assert made["tax"]["deducted"] == "2224"
    assert "unexplained" not in steps


GUMROAD = """Type,Date,Purchase ID,Item Name,Buyer Name,Buyer Email,Taxes ($),Shipping ($),Sale Price ($),Gumroad Fees ($),Net Total ($)
Sale,2025-07-15,p1,Icons,Bob Stone,b@x.y,0.0,0.0,10.0,1.3,8.7
Sale,2025-07-16,p2,Icons,Eve Hill,e@x.y,0.0,0.0,20.0,2.3,17.7
Sale,2025-07-16,p3,Icons,Ann Reed,a@x.y,0.0,0.0,10.0,1.3,8.7
PayPal Refund,2025-07-17,p1,Icons,Bob Stone,b@x.y,0.0,0.0,-10.0,1.3,-8.7
PayPal Payouts,2025-07-18,,PayPal sales are settled by PayPal directly,,,,,-17.7,,-17.7
Totals,,,,,,0.0,0.0,12.3,6.2,8.7
"""
BUYERS = PAYPAL + (
    '"07/15/2025","09:00:00","PDT","Bob Stone","Website Payment","Completed","USD","10.00","-0.80","9.20","T1","","9.20"\n'
    '"07/16/2025","09:00:00","PDT","Eve Hill","Website Payment","Completed","USD","20.00","-3.30","16.70","T2","","25.90"\n'
    '"07/17/2025","09:00:00","PDT","Bob Stone","Payment Refund","Completed","USD","-10.00","0.80","-9.20","T3","T1","16.70"\n'
    '"07/20/2025","09:00:00","PDT","Acme, Inc.","General Payment","Completed","USD","100.00","-3.90","96.10","T4","","112.80"\n'
)


def test_sales_that_paypal_settled_for_gumroad_count_as_gumroads_once(tmp_path: Path) -> None:
    """Gumroad 40 less 10 refunded, and Acme's 100 by PayPal: 130. Gumroad holds 8.70, PayPal 112.80.

    Of Gumroad's fees 1.30 are Ann's sale's; the 2.30 of Eve's are in the 3.30 that PayPal took.
    """
    made = report(tmp_path, {"gumroad.csv": GUMROAD, "paypal.csv": BUYERS}, "--month", "2025-07")
    steps = {step["step"]: step["amount"] for step in made["bridge"]}

    assert made["earned"] == [
        {"currency": "USD", "gross": "130.00", "fees": "1.30", "refunds": "10.00", "net": "128.70"}
    ]
    assert steps["account_fees"] == "-7.20"  # 0.80 + 3.30 - 0.80 + 3.90
    assert "transfer_fees" not in steps
    assert {(each["account"], Decimal(each["amount"])) for each in made["balances"]} == {
        ("Gumroad", Decimal("8.70")),
        ("PayPal", Decimal("112.80")),
    }
    assert "unexplained" not in steps
    assert made["transfers"]["unmatched"] == []
    assert "Acme, Inc. into PayPal." in issues(made)["wallet-income"]
    assert "count once, as Gumroad's" in issues(made)["sales-settled-elsewhere"]


def test_the_entries_of_sales_settled_elsewhere_give_the_same_figures(tmp_path: Path) -> None:
    made = report(tmp_path, {"gumroad.csv": GUMROAD, "paypal.csv": BUYERS}, "--month", "2025-07")
    ran = run("entries", tmp_path / "gumroad.csv", tmp_path / "paypal.csv", "-o", tmp_path / "all.csv")
    assert ran.code == 0, ran.err
    again = run("report", tmp_path / "all.csv", "--month", "2025-07", "--format", "json").json()

    for figure in ("earned", "balances", "bridge", "received"):
        assert again[figure] == made[figure]
    assert "sales-settled-elsewhere" in issues(again)


STRIPE_CONNECT = """Type,Date,Purchase ID,Item Name,Buyer Name,Buyer Email,Taxes ($),Shipping ($),Sale Price ($),Gumroad Fees ($),Net Total ($)
Sale,2025-07-05,p1,Icons,Bob,b@x.y,0.0,0.0,100.0,10.0,90.0
Sale,2025-07-20,p2,Icons,Eve,e@x.y,0.0,0.0,200.0,20.0,180.0
Sale,2025-07-21,p3,Icons,Ann,a@x.y,0.0,0.0,50.0,5.0,45.0
Stripe Connect Payouts,2025-07-25,,Stripe Connect sales,,,,,-270.0,,-270.0
Totals,,,,,,0.0,0.0,80.0,35.0,45.0
"""


def test_sales_that_stripe_settled_and_the_fee_on_them_count_once(tmp_path: Path) -> None:
    """Earned 350 by Gumroad and 70 by Stripe alone; fees 13.20, 26.10 and 2.30 by Stripe, 5 by Gumroad on Ann's sale."""
    stripe = (
        BALANCE.splitlines(keepends=True)[0]
        + "txn_1,2025-07-05 10:00:00,usd,100.00,13.20,86.80,charge,Invoice 1\n"
        + "txn_2,2025-07-20 10:00:00,usd,200.00,26.10,173.90,charge,Invoice 2\n"
        + "txn_4,2025-07-22 10:00:00,usd,70.00,2.30,67.70,charge,Invoice 3\n"
        + "txn_3,2025-07-30 10:00:00,usd,-328.40,0.00,-328.40,payout,STRIPE PAYOUT\n"
    )
    made = report(tmp_path, {"gumroad.csv": STRIPE_CONNECT, "stripe.csv": stripe}, "--month", "2025-07")
    steps = {step["step"]: step["amount"] for step in made["bridge"]}

    assert made["earned"] == [
        {"currency": "USD", "gross": "420.00", "fees": "46.60", "refunds": "0.00", "net": "373.40"}
    ]
    assert (steps["platform_fees"], steps["held_on_platforms"]) == ("-46.60", "-45.00")
    assert steps["withdrawn"] == "328.40"
    assert not {"unexplained", "transfer_fees"} & set(steps)


def test_a_client_of_paypals_own_is_not_the_payout_of_settled_sales(tmp_path: Path) -> None:
    """Acme paid 17.00 two days after Gumroad took 17.70 out: it is no payout of Gumroad less a fee."""
    paid = BUYERS.replace('"100.00","-3.90","96.10"', '"17.00","-0.90","16.10"').replace("112.80", "32.80")
    made = report(tmp_path, {"gumroad.csv": GUMROAD, "paypal.csv": paid}, "--month", "2025-07")

    assert made["earned"][0]["gross"] == "47.00"  # 40 less 10 refunded are Gumroad's, 17 are PayPal's
    assert made["transfers"]["paired"] == 0
    assert "Acme, Inc. into PayPal." in issues(made)["wallet-income"]


def test_sales_that_do_not_add_up_to_the_line_leave_the_report_incomplete(tmp_path: Path) -> None:
    short = BUYERS.replace("Eve Hill", "Eva Hill").replace('"20.00"', '"21.00"').replace("16.70", "17.70")
    made = report(
        tmp_path,
        {"gumroad.csv": GUMROAD, "paypal.csv": short.replace("25.90", "26.90")},
        "--month",
        "2025-07",
    )

    assert made["status"] == "incomplete"
    assert "sales-settled-elsewhere" not in issues(made)


ORDERS = """Order Number,Order Type,Asset Type,Fiat Type,Total Price,Price,Quantity,Exchange rate,Maker Fee,Taker Fee,Couterparty,Status,Created Time
22806199268250521600,Sell,USDT,PKR,"84,000",280,300,,0,0.05,Buyer_A,Completed,2025-09-09 10:00:00
22806199268250521602,Buy,USDT,PKR,"28,500",285,100,,0,0.05,Seller_C,Completed,2025-09-12 12:00:00
22806199268250521603,Sell,USDT,PKR,"50,000",280,178.57,,0,0.05,Buyer_D,Completed,2025-09-20 12:00:00
22806199268250521604,Sell,USDT,PKR,"10,000",280,35.71,,0,0.05,Buyer_E,Cancelled,2025-09-21 12:00:00
"""
BANK = """02150104114410,AYESHA KHAN
Opening Balance,PKR      1000.00
Closing Balance,PKR      285676.00
Currency,Pakistan Rupee(PKR)
Booking Date,Value Date,Doc No,Description,Debit,Credit,Available Balance
05 Sep 2025,05 Sep 2025,,INWARD FOREIGN REMITTANCE PAYONEER,,220176.00,221176.00
09 Sep 2025,09 Sep 2025,,Raast P2P Fund transfer - from ALI RAZA RAAST PY0110 MBM8109,,84000.00,305176.00
12 Sep 2025,12 Sep 2025,,Raast P2P Fund transfer - to SELLER C,28500.00,,276676.00
15 Sep 2025,15 Sep 2025,,Money Received from BROTHER 0141-****663993 STAN (602491),,9000.00,285676.00
"""


def test_usdt_sold_for_rupees_is_never_an_export_receipt(tmp_path: Path) -> None:
    """Only Payoneer's credit is a receipt; the brother's is asked about, and the buyer's is the sale."""
    made = report(tmp_path, {"orders.csv": ORDERS, "meezan.csv": BANK}, "--month", "2025-09")
    found = issues(made)

    assert made["received"]["pkr"] == "220176"
    assert made["earned"] == []
    assert made["balances"] == []
    assert made["rates"] == []
    assert (
        "USDT 300 sold for PKR 84,000 on 2025-09-09 in Binance to Buyer_A (credited in Meezan 4410 on 2025-09-09)"
        in found["asset-sold"]
    )
    assert (
        "USDT 178.57 sold for PKR 50,000 on 2025-09-20 in Binance to Buyer_D (no bank credit is found for it)"
        in found["asset-sold"]
    )
    assert "not brought in through a bank as export proceeds" in found["asset-sold"]
    assert "no certificate (PRC)" in found["asset-sold"]
    assert (
        "Credits in bank statements that are these sales, and no export receipts: 1." in found["asset-sold"]
    )
    assert "1 other bank credits" in found["other-credits"]
    assert "rate-missing" not in found


def test_orders_alone_are_told_and_taxed_in_no_way(tmp_path: Path) -> None:
    (tmp_path / "orders.csv").write_text(ORDERS, encoding="utf-8")
    ran = run("tax", tmp_path / "orders.csv", "--tax-year", "2026", "--format", "json")
    made = ran.json()

    assert ran.code == 0, ran.err
    assert made["tax_chargeable"] == "0"
    assert made["final_tax"] == []
    assert "asset-sold" in {issue["code"] for issue in made["issues"]}


def test_two_typed_receipts_that_may_be_one_sale_are_asked_about(tmp_path: Path) -> None:
    """One of them is the sale and the other a receipt, in another bank: which is not for the program to say."""
    typed = (
        "date,account,kind,amount,currency,description\n"
        "2025-09-09,Meezan,deposit,84000,PKR,Ali Raza\n2025-09-09,HBL,deposit,84000,PKR,Acme\n"
    )
    made = report(tmp_path, {"orders.csv": ORDERS, "typed.csv": typed}, "--month", "2025-09")

    assert made["status"] == "incomplete"
    assert made["received"]["pkr"] == "0"
    asked = [issue["message"] for issue in made["issues"] if issue["code"] == "credit-undecided"]
    assert len(asked) == 2
    assert "is the price of an asset sold on an exchange" in asked[0]


def test_a_typed_receipt_of_the_rupees_of_a_sale_is_the_sale(tmp_path: Path) -> None:
    typed = "date,account,kind,amount,currency,description\n2025-09-09,Meezan,deposit,84000,PKR,Ali Raza\n"
    made = report(tmp_path, {"orders.csv": ORDERS, "typed.csv": typed}, "--month", "2025-09")

    assert made["received"]["pkr"] == "0"
    assert "credited in Meezan on 2025-09-09" in issues(made)["asset-sold"]
