"""Books from KSeF invoices made by hand: sides, rates, currencies, payments, corrections, and what has to be asked."""

from typing import Any

import pandas as pd
import pytest

from tests.filing_ksef import BUYER, SELLER, corrected, due, invoice
from workbench import i18n, money
from workbench.errors import FilingError
from workbench.filing import ksef

KSEF = "5260250274-20260302-0123456789AB-CD"
ADVANCE = "<ZaliczkaCzesciowa><P_6Z>{}</P_6Z><P_15Z>{}</P_15Z></ZaliczkaCzesciowa>"
PART = (
    "<ZaplataCzesciowa><KwotaZaplatyCzesciowej>{}</KwotaZaplatyCzesciowej>"
    "<DataZaplatyCzesciowej>{}</DataZaplatyCzesciowej></ZaplataCzesciowa>"
)


@pytest.fixture(autouse=True)
def english(begins_in_polish: None) -> None:
    """Messages are looked at in their first language."""
    i18n.set_language("en")


def books(*given: bytes, tax_id: str = SELLER, answers: dict[tuple[str, str], str] | None = None) -> ksef.KsefBooks:
    table = pd.DataFrame([(*key, answer) for key, answer in (answers or {}).items()], columns=["document", "need", "answer"])
    invoices = ksef.read_invoices({f"f{number}.xml": content for number, content in enumerate(given, start=1)})
    assert invoices.faults["fault"].tolist() == []
    return ksef.ledger_of(invoices, tax_id, table)


def payments(made: ksef.KsefBooks) -> list[tuple[str, str, str]]:
    """Due date, amount, and what of it is settled when."""
    settled = made.ledger.settlements
    found = []
    for row in made.ledger.payments.to_dict("records"):
        own = settled[settled["payment_id"] == row["payment_id"]]
        told = ", ".join(f"{of['date']:%Y-%m-%d} {money.to_text(of['amount'])}" for of in own.to_dict("records"))
        found.append((f"{row['due_date']:%Y-%m-%d}", money.to_text(row["amount"]), told))
    return found


def needs(made: ksef.KsefBooks) -> dict[str, str]:
    """What is offered for each need, but for the KSeF number."""
    return {row["need"]: row["offered"] for row in made.needs.to_dict("records") if row["need"] != "ksef_number"}


def lines(made: ksef.KsefBooks) -> list[tuple[str, str, str]]:
    rows = made.ledger.vat_lines.to_dict("records")
    return [(row["rate"], money.to_text(row["net"]), money.to_text(row["vat"])) for row in rows]


def document(made: ksef.KsefBooks, number: int = 0) -> dict[str, Any]:
    return dict(made.ledger.documents.iloc[number])


@pytest.mark.parametrize("form", [2, 3])
def test_the_same_invoice_is_a_sale_of_one_and_a_purchase_of_the_other(form: int) -> None:
    account = "73111111111111111111111111"
    given = invoice(form, paying=f"{due('2026-03-16')}<RachunekBankowy><NrRB>{account}</NrRB></RachunekBankowy>")
    sale, purchase = books(given), books(given, tax_id=f"PL {BUYER[:3]}-{BUYER[3:]}")
    assert (document(sale)["register"], document(purchase)["register"]) == ("sale", "purchase")
    assert (sale.ledger.parties["tax_id"].tolist(), purchase.ledger.parties["tax_id"].tolist()) == ([BUYER], [SELLER])
    assert lines(sale) == lines(purchase) == [("23", "1000.00", "230.00")]
    assert payments(sale) == payments(purchase) == [("2026-03-16", "1230.00", "")]
    assert (sale.ledger.payments["direction"].tolist(), purchase.ledger.payments["direction"].tolist()) == (["in"], ["out"])
    assert len(sale.ledger.party_accounts) == 0
    assert purchase.ledger.party_accounts[["party_id", "account"]].to_numpy().tolist() == [[SELLER, account]]
    (company,) = purchase.ledger.company.to_dict("records")
    assert (company["tax_id"], company["name"], company["postcode"], company["city"]) == (BUYER, "Dom S.A.", "30-002", "Kraków")


def test_self_billing_does_not_change_the_sides() -> None:
    """P_17: the buyer writes the invoice, the seller still sells."""
    notes = "<P_16>2</P_16><P_17>1</P_17><P_18>2</P_18><P_18A>2</P_18A>"
    given = invoice(notes=notes, paying=due("2026-03-16"))
    assert document(books(given))["register"] == "sale"
    assert document(books(given, tax_id=BUYER))["register"] == "purchase"


def test_whose_books_must_be_clear() -> None:
    """One NIP in every invoice, or it is asked for with the candidates."""
    both = {"a.xml": invoice(number="1"), "b.xml": invoice(number="2", seller=BUYER, buyer=SELLER)}
    with pytest.raises(FilingError, match=rf"tax_id.*{SELLER} \(2\), {BUYER} \(2\)"):
        ksef.ledger_of(ksef.read_invoices(both))
    third = {**both, "c.xml": invoice(number="3", seller="1111111111", buyer=SELLER)}
    assert ksef.ledger_of(ksef.read_invoices(third)).tax_id == SELLER
    made = ksef.ledger_of(ksef.read_invoices(third), BUYER)
    assert made.others["file"].tolist() == ["c.xml"]
    assert "c.xml" in made.ledger.warnings["value"].tolist()
    with pytest.raises(FilingError, match="2222222222 is seller or buyer of none"):
        ksef.ledger_of(ksef.read_invoices(third), "2222222222")
    with pytest.raises(FilingError, match="no KSeF invoice that could be read"):
        ksef.ledger_of(ksef.read_invoices({"a.xml": b"<x/>"}))


@pytest.mark.parametrize(
    ("codes", "sold", "rate"),
    [(["22"], "2026-03-01", "22"), (["23"], "2010-06-01", "23"), (["22", "23"], "2026-03-01", "23"), ([], "2010-12-31", "22"),
     ([], "2011-01-01", "23")],
)  # fmt: skip
def test_the_rate_of_the_first_total(codes: list[str], sold: str, rate: str) -> None:
    """23 or 22: as all lines say, else by the day (until 2010-12-31 it was 22)."""
    totals = {"P_13_1": "1000.00", "P_14_1": "225.00"}  # between both rates, as the rounding of many lines may make it
    given = invoice(totals=totals, total="1225.00", sold=sold, lines=[f"<P_12>{code}</P_12>" for code in codes])
    assert lines(books(given)) == [(rate, "1000.00", "225.00")]


@pytest.mark.parametrize(("vat", "rate"), [("230.00", "23"), ("220.00", "22")])
def test_a_tax_that_only_one_rate_gives_tells_it(vat: str, rate: str) -> None:
    """Whatever the lines call it: the totals are what is declared."""
    total = f"{1000 + int(vat[:3])}.00"
    given = invoice(totals={"P_13_1": "1000.00", "P_14_1": vat}, total=total, lines=["<P_12>5</P_12>"])
    assert lines(books(given)) == [(rate, "1000.00", vat)]


@pytest.mark.parametrize(
    ("field", "rate", "transaction"),
    [("P_13_3", "5", "domestic"), ("P_13_6_1", "0", "domestic"), ("P_13_6_2", "0", "intra_eu"), ("P_13_6_3", "0", "export"),
     ("P_13_7", "zw", "domestic"), ("P_13_8", "np", "other"), ("P_13_9", "np", "other"),
     ("P_13_10", "np", "domestic_reverse_charge")],
)  # fmt: skip
def test_every_total_has_its_rate_and_transaction(field: str, rate: str, transaction: str) -> None:
    made = books(invoice(totals={field: "1230.00"}, paying=due("2026-03-16")))
    assert lines(made) == [(rate, "1230.00", "0.00")]
    assert document(made)["transaction"] == transaction


@pytest.mark.parametrize(("field", "offered"), [("P_13_4", ""), ("P_13_5", "np"), ("P_13_11", "np")])
def test_totals_without_a_rate_of_the_books_are_asked_for(field: str, offered: str) -> None:
    """Taxis, OSS and margin: nothing is assumed, and without an answer there is no payment, so no relief."""
    given = invoice(totals={"P_13_1": "100.00", "P_14_1": "23.00", field: "1107.00"}, paying=due("2026-03-16"))
    made = books(given)
    assert needs(made) == {f"rate_{field}": offered}
    assert lines(made) == [("23", "100.00", "23.00")]
    assert payments(made) == []
    answered = books(given, answers={("f1", f"rate_{field}"): "np"})
    assert lines(answered) == [("23", "100.00", "23.00"), ("np", "1107.00", "0.00")]
    assert payments(answered) == [("2026-03-16", "1230.00", "")]
    assert "documents" not in set(answered.ledger.warnings[answered.ledger.warnings["column"] != "ksef_number"]["table"])
    with pytest.raises(FilingError, match=rf"f1, rate_{field}: 19 – expected one of: 23, 22"):
        books(given, answers={("f1", f"rate_{field}"): "19"})


def test_margin_goes_to_its_field_of_the_register() -> None:
    made = books(invoice(totals={"P_13_11": "1230.00"}, paying=due("2026-03-16")), answers={("f1", "rate_P_13_11"): "np"})
    assert made.ledger.vat_lines["jpk_field"].tolist() == ["margin"]


def test_a_foreign_invoice_is_in_pln_by_its_rate() -> None:
    """Net in PLN is net by KursWaluty: 333.33 * 4.251234 = 1417.063... ; VAT in PLN is what the file says."""
    totals = {"P_13_1": "333.33", "P_14_1": "76.67", "P_14_1W": "325.92"}
    line = "<P_11>333.33</P_11><P_12>23</P_12><KursWaluty>4.251234</KursWaluty>"
    made = books(invoice(2, currency="EUR", totals=totals, total="410.00", lines=[line], paying=due("2026-03-16")))
    assert lines(made) == [("23", "1417.06", "325.92")]
    assert (document(made)["currency"], str(document(made)["fx_rate"])) == ("EUR", "4.251234")
    assert payments(made) == [("2026-03-16", "410.00", "")]
    assert made.ledger.payments["currency"].tolist() == ["EUR"]


def test_lines_of_several_rates_of_exchange() -> None:
    """100 * 4.00 + 200 * 5.00 - 50 * 4.50 (the state before a correction) = 1175.00 for a net of 250."""
    given = [("100.00", "4.00", ""), ("200.00", "5.00", ""), ("50.00", "4.50", "<StanPrzed>1</StanPrzed>")]
    rows = [f"<P_11>{net}</P_11><P_12>23</P_12><KursWaluty>{fx}</KursWaluty>{before}" for net, fx, before in given]
    totals = {"P_13_1": "250.00", "P_14_1": "57.50", "P_14_1W": "270.25"}
    made = books(invoice(currency="EUR", totals=totals, total="307.50", lines=rows, paying=due("2026-03-16")))
    assert lines(made) == [("23", "1175.00", "270.25")]
    assert str(document(made)["fx_rate"]) == "4.700000"
    # a line that does not add up to the total: nobody can say what the net in PLN is
    short = invoice(currency="EUR", totals=totals, total="307.50", lines=rows[:2], paying=due("2026-03-16"))
    made = books(short)
    assert needs(made) == {"fx": "4.7000"}
    assert payments(made) == lines(made) == []
    assert lines(books(short, answers={("f1", "fx"): "4.7"})) == [("23", "1175.00", "270.25")]
    with pytest.raises(FilingError, match="f1, fx: 0 – expected a rate"):
        books(short, answers={("f1", "fx"): "0"})


@pytest.mark.parametrize("form", [2, 3])
def test_case_63_two_due_dates_without_amounts(form: int) -> None:
    """vat.md 7, case 63: asked for; the equal split is offered, what is left over with the last date."""
    totals = {"P_13_1": "1000.01", "P_14_1": "230.00"}
    given = invoice(form, total="1230.01", totals=totals, paying=due("2026-04-10", "2026-03-16"))
    made = books(given)
    offered = "2026-03-16: 615.00; 2026-04-10: 615.01"
    assert needs(made) == {"due_split": offered}
    assert payments(made) == []
    expected = [("2026-03-16", "615.00", ""), ("2026-04-10", "615.01", "")]
    assert payments(books(given, answers={("f1", "due_split"): offered})) == expected
    assert payments(books(given, answers={("f1", "due_split"): "2026-04-10"})) == [("2026-04-10", "1230.01", "")]


@pytest.mark.parametrize(
    "answer",
    ["2026-03-16: 615.00; 2026-04-10: 615.00", "2026-02-30: 1230.01", "2026-03-16: 1230.01; 2026-04-10: 0.00",
     "2026-03-16: 2000.00; 2026-04-10: -769.99", "2026-03-16: x", "soon", "2026-03-16; 2026-04-10", ";"],
)  # fmt: skip
def test_case_63_a_wrong_answer_is_refused_with_its_place(answer: str) -> None:
    given = invoice(total="1230.01", totals={"P_13_1": "1000.01", "P_14_1": "230.00"}, paying=due("2026-03-16", "2026-04-10"))
    with pytest.raises(FilingError, match=r"^Answers, f1, due_split: .* – expected "):
        books(given, answers={("f1", "due_split"): answer})


@pytest.mark.parametrize(
    ("words", "proposed"),
    [
        (("14", "dni", "dostawa"), "2026-03-15"),  # from the day of sale, 2026-03-01
        (("14", "dni", "wystawienie faktury"), "2026-03-16"),
        (("2", "tygodnie", "otrzymanie faktury"), "2026-03-16"),  # received when, is not told: the day of issue
        (("1", "miesiąc", "sprzedaż"), "2026-04-01"),
        (("14", "faktur", "dostawa"), ""),
    ],
)
def test_case_64_a_term_in_words(words: tuple[str, str, str], proposed: str) -> None:
    """vat.md 7, case 64: the date is asked for and never assumed."""
    told = f"<Ilosc>{words[0]}</Ilosc><Jednostka>{words[1]}</Jednostka><ZdarzeniePoczatkowe>{words[2]}</ZdarzeniePoczatkowe>"
    given = invoice(paying=f"<TerminPlatnosci><TerminOpis>{told}</TerminOpis></TerminPlatnosci>")
    made = books(given)
    assert needs(made) == {"relative_term": proposed}
    assert payments(made) == []
    answered = books(given, answers={("f1", "relative_term"): "2026-03-20"})
    assert payments(answered) == [("2026-03-20", "1230.00", "")]
    assert answered.needs["answer"].tolist()[0] == "2026-03-20"


def test_case_64_words_beside_a_date_are_passed_over() -> None:
    """FA(2): TerminOpis is free text, and Termin must be there."""
    term = "<TerminPlatnosci><Termin>2026-03-16</Termin><TerminOpis>14 dni od dostawy</TerminOpis></TerminPlatnosci>"
    assert payments(books(invoice(2, paying=term))) == [("2026-03-16", "1230.00", "")]


def test_a_month_later_may_have_fewer_days() -> None:
    """art. 112 of the Civil Code."""
    told = "<Ilosc>1</Ilosc><Jednostka>miesiąc</Jednostka><ZdarzeniePoczatkowe>wystawienie</ZdarzeniePoczatkowe>"
    given = invoice(issued="2026-01-31", paying=f"<TerminPlatnosci><TerminOpis>{told}</TerminOpis></TerminPlatnosci>")
    assert needs(books(given)) == {"relative_term": "2026-02-28"}


def test_case_65_a_buyer_without_a_number_is_no_active_taxpayer() -> None:
    given = invoice(buyer_id="<BrakID>1</BrakID>", paying=due("2026-03-16"))
    (party,) = books(given).ledger.parties.to_dict("records")
    assert (party["tax_id"], party["vat_status"], party["name"]) == ("", "inactive", "Dom S.A.")
    (known,) = books(invoice(paying=due("2026-03-16"))).ledger.parties.to_dict("records")
    assert known["vat_status"] == "active"
    abroad = invoice(buyer_id="<KodUE>DE</KodUE><NrVatUE>123456789</NrVatUE>", paying=due("2026-03-16"))
    (foreign,) = books(abroad).ledger.parties.to_dict("records")
    assert (foreign["tax_id"], foreign["country"], foreign["vat_status"]) == ("DE123456789", "DE", "inactive")


def test_no_due_date_is_asked_for() -> None:
    given = invoice()
    assert (needs(books(given)), payments(books(given))) == ({"due_date": ""}, [])
    assert payments(books(given, answers={("f1", "due_date"): "2026-03-16"})) == [("2026-03-16", "1230.00", "")]
    assert payments(books(given, answers={("another", "due_date"): "2026-03-16"})) == []
    with pytest.raises(FilingError, match="f1: there is no need called due_dat"):
        books(given, answers={("f1", "due_dat"): "2026-03-16"})


def test_what_is_paid_needs_no_due_date() -> None:
    whole = "<Zaplacono>1</Zaplacono><DataZaplaty>2026-03-02</DataZaplaty>"
    assert payments(books(invoice(paying=whole))) == [("2026-03-02", "1230.00", "2026-03-02 1230.00")]
    assert payments(books(invoice(paying=whole + due("2026-03-16")))) == [("2026-03-16", "1230.00", "2026-03-02 1230.00")]
    in_parts = PART.format("1000", "2026-03-05") + PART.format("230", "2026-03-02")
    in_parts = "<ZnacznikZaplatyCzesciowej>2</ZnacznikZaplatyCzesciowej>" + in_parts
    assert payments(books(invoice(paying=in_parts))) == [
        ("2026-03-02", "230.00", "2026-03-02 230.00"), ("2026-03-05", "1000.00", "2026-03-05 1000.00"),
    ]  # fmt: skip
    part = "<ZnacznikZaplatyCzesciowej>1</ZnacznikZaplatyCzesciowej>" + PART.format("1000", "2026-03-02") + due("2026-03-16")
    assert payments(books(invoice(2, paying=part))) == [
        ("2026-03-02", "1000.00", "2026-03-02 1000.00"), ("2026-03-16", "230.00", ""),
    ]  # fmt: skip


def test_more_paid_than_due_is_told() -> None:
    part = "<ZnacznikZaplatyCzesciowej>1</ZnacznikZaplatyCzesciowej>" + PART.format("2000", "2026-03-02")
    made = books(invoice(paying=part))
    assert (needs(made), payments(made)) == ({"overpaid": ""}, [("2026-03-02", "1230.00", "2026-03-02 1230.00")])


def test_what_is_to_be_paid_may_differ_from_the_total() -> None:
    """Rozliczenie: deductions are set off on the day of issue, charges are outside the invoice's VAT."""
    settling = "<Rozliczenie><Odliczenia><Kwota>230</Kwota></Odliczenia><DoZaplaty>1000</DoZaplaty></Rozliczenie>"
    made = books(invoice(settling=settling, paying=due("2026-03-16")))
    assert payments(made) == [("2026-03-02", "230.00", "2026-03-02 230.00"), ("2026-03-16", "1000.00", "")]
    assert made.ledger.settlements["source"].tolist() == ["offset"]
    assert needs(made) == {"deductions": ""}
    settling = "<Rozliczenie><Obciazenia><Kwota>5</Kwota></Obciazenia><DoZaplaty>1235</DoZaplaty></Rozliczenie>"
    made = books(invoice(settling=settling, paying=due("2026-03-16")))
    assert (needs(made), payments(made)) == ({"charges": ""}, [("2026-03-16", "1230.00", "")])


def test_advances() -> None:
    """ZAL tells of money that came: on P_6, or on the days of its parts. ROZ: parts paid ahead are of its total."""
    assert payments(books(invoice(kind="ZAL"))) == [("2026-03-01", "1230.00", "2026-03-01 1230.00")]
    assert needs(books(invoice(kind="ZAL", sold=""))) == {"due_date": ""}
    parts = ADVANCE.format("2026-02-20", "230.00") + ADVANCE.format("2026-02-25", "1000.00")
    assert payments(books(invoice(kind="ZAL", sold="", correction=parts))) == [
        ("2026-02-20", "230.00", "2026-02-20 230.00"), ("2026-02-25", "1000.00", "2026-02-25 1000.00"),
    ]  # fmt: skip
    left = invoice(kind="ROZ", correction=ADVANCE.format("2026-02-20", "230.00"), paying=due("2026-03-16"))
    assert payments(books(left)) == [("2026-02-20", "230.00", "2026-02-20 230.00"), ("2026-03-16", "1000.00", "")]


MINUS = {"totals": {"P_13_1": "-200.00", "P_14_1": "-46.00"}, "total": "-246.00"}


def test_a_correction_is_tied_to_its_invoice_and_set_off_when_answered() -> None:
    """R-051: only what was set off lowers the claim, so the day is asked for; then both sides are settled."""
    original = invoice(paying=due("2026-03-16"))
    given = original, invoice(kind="KOR", number="KOR/1", issued="2026-03-20", correction=corrected("FV/1"), **MINUS)  # type: ignore[arg-type]
    made = books(*given)
    assert made.ledger.documents["corrects"].fillna("").tolist() == ["", "f1"]
    assert needs(made) == {"set_off": "2026-03-20"}
    assert payments(made) == [("2026-03-16", "1230.00", "")]
    assert f"{document(made, 1)['vat_date']:%Y-%m-%d}" == "2026-03-20"  # TypKorekty 2
    answered = books(*given, answers={("f2", "set_off"): "2026-03-25"})
    assert payments(answered) == [
        ("2026-03-16", "1230.00", "2026-03-25 246.00"),
        ("2026-03-25", "-246.00", "2026-03-25 -246.00"),
    ]


def test_a_correction_by_ksef_number() -> None:
    terms = {"sold": "", "paying": due("2026-04-16"), "correction": corrected("another number", KSEF, "1")}
    kor = invoice(kind="KOR", number="KOR/1", **terms, **MINUS)  # type: ignore[arg-type]
    given = {f"{KSEF}.xml": invoice(paying=due("2026-03-16")), "sub/kor.xml": kor}
    made = ksef.ledger_of(ksef.read_invoices(given), BUYER)
    assert made.ledger.documents["document_id"].tolist() == [KSEF, "sub/kor"]
    assert made.ledger.documents["corrects"].fillna("").tolist() == ["", KSEF]
    first, second = (document(made, number) for number in (0, 1))
    assert (first["ksef_number"], f"{first['received_date']:%Y-%m-%d}") == (KSEF, "2026-03-02")
    assert f"{second['vat_date']:%Y-%m-%d}" == "2026-03-01"  # TypKorekty 1: as the original, which says 2026-03-01
    assert set(made.needs["need"]) == {"ksef_number"}
    number = "5260250274-20260401-0123456789AB-CE"
    table = pd.DataFrame({"document": ["sub/kor"], "need": ["ksef_number"], "answer": [number]})
    answered = ksef.ledger_of(ksef.read_invoices(given), BUYER, table)
    assert answered.ledger.documents["ksef_number"].tolist() == [KSEF, number]
    with pytest.raises(FilingError, match="sub/kor, ksef_number: 1 – expected a KSeF number"):
        ksef.ledger_of(ksef.read_invoices(given), BUYER, table.assign(answer="1"))


def test_an_invoice_read_twice_is_in_the_books_once() -> None:
    """The copy with the KSeF number stays; another invoice of the same number stays too, and is told."""
    given = {
        "copy.xml": invoice(),
        f"{KSEF}.xml": invoice(),
        f"old/{KSEF}.xml": invoice(),
        "other.xml": invoice(total="1230.01"),
    }
    made = ksef.ledger_of(ksef.read_invoices(given), SELLER)
    assert made.ledger.documents["document_id"].tolist() == [KSEF, "other"]
    assert made.others[["file", "reason"]].to_numpy().tolist() == [
        [f"old/{KSEF}.xml", f"the same invoice as {KSEF}.xml"], ["copy.xml", f"the same invoice as {KSEF}.xml"],
    ]  # fmt: skip
    assert made.needs[made.needs["need"] == "same_number"]["document"].tolist() == [KSEF, "other"]


def test_flags_and_markers_reach_the_books() -> None:
    notes = "<P_16>1</P_16><P_17>2</P_17><P_18>2</P_18><P_18A>1</P_18A>"
    rows = ["<P_12>23</P_12><GTU>GTU_06</GTU><Procedura>TT_D</Procedura>", "<P_12>23</P_12><GTU>GTU_01</GTU>"]
    made = books(invoice(notes=notes, lines=rows, correction="<FP>1</FP><TP>1</TP>", paying=due("2026-03-16")))
    assert document(made)["cash_accounting"]
    assert (document(made)["jpk_markers"], document(made)["jpk_type"]) == ("GTU_01 GTU_06 TP TT_D", "FP")
    (payment,) = made.ledger.payments.to_dict("records")
    assert payment["split_payment"] and payment["split_payment_vat"] == 23000


def test_a_factor_is_told() -> None:
    by_account = "<RachunekBankowyFaktora><NrRB>73111111111111111111111111</NrRB></RachunekBankowyFaktora>"
    by_role = "<Podmiot3><DaneIdentyfikacyjne><NIP>1111111111</NIP></DaneIdentyfikacyjne><Rola>1</Rola></Podmiot3>"
    payer = by_role.replace("<Rola>1", "<Rola>6")
    for given, told in (
        (invoice(paying=due("2026-03-16") + by_account), {"factor"}),
        (invoice(paying=due("2026-03-16"), others=by_role), {"factor"}),
        (invoice(paying=due("2026-03-16"), others=payer), set()),
    ):
        assert set(needs(books(given))) == told
        assert payments(books(given)) == [("2026-03-16", "1230.00", "")]


def test_a_simplified_invoice_without_a_rate_is_asked_for() -> None:
    """art. 106e ust. 5 pkt 3: with one rate the tax is within the gross; without one it is unknown."""
    given = invoice(kind="UPR", totals={}, total="450.00", paying=due("2026-03-16"))
    assert (set(needs(books(given))), lines(books(given)), payments(books(given))) == ({"rate"}, [], [])
    assert lines(books(given, answers={("f1", "rate"): "8"})) == [("8", "416.67", "33.33")]  # 450 * 8 / 108


def test_open_needs_are_warnings_of_the_ledger_and_answered_ones_are_not() -> None:
    (warning,) = books(invoice(issued="2025-03-02")).ledger.warnings.query("table == 'documents'").to_dict("records")
    assert (warning["row"], warning["column"], warning["value"]) == (1, "due_date", "FV/1")
    answered = books(invoice(issued="2025-03-02"), answers={("f1", "due_date"): "2026-03-16"})
    assert len(answered.ledger.warnings.query("table == 'documents'")) == 0
