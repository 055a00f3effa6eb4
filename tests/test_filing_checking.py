"""check_jpk: every rule that no schema holds, with the place it tells, on the worked example of vat.md 2.3 (J-001 to J-036)."""

from decimal import Decimal

import pytest
from lxml import etree

from tests import filing_structures as files
from tests.filing_worked import (
    BFK,
    BOUGHT_1,
    BOUGHT_3,
    BOUGHT_CONTROL,
    COMPANY,
    CONTROL,
    DATED,
    FLAG,
    HEAD_1,
    HEAD_2,
    HEAD_3,
    K46,
    K47,
    MADE,
    MINUS,
    P51,
    P53,
    P62,
    P68,
    PAID_ON,
    PLAIN,
    PLUS,
    RIGHT_KSEF,
    first_sale,
    ksef,
    places,
    with_changes,
    without_row,
    worked,
)
from tests.test_filing_structure import takes
from workbench import i18n
from workbench.days import Month
from workbench.errors import FilingError
from workbench.filing.checking import faults as faults_module
from workbench.filing.checking.jpk import check_jpk
from workbench.filing.checking.rules_file import whole_zloty
from workbench.filing.checking.rules_rows import check_byte_holds
from workbench.filing.values import grosze
from workbench.filing.versions import version_of


@pytest.mark.parametrize("id", files.IDS)
def test_the_worked_example_is_in_order(id: str) -> None:
    found = check_jpk(worked(id))
    assert found.empty, found.to_string()
    assert dict(found.dtypes.astype(str)) == faults_module.COLUMNS
    assert takes(files.real_schema(id), etree.fromstring(worked(id)))


Case = tuple[str, list[tuple[str, str]], list[tuple[str, str, int, str]]]
CASES: list[Case] = [
    # the two signs that the schema lets through (vat.md 2.4); the sums change with them
    ("K_46 above zero", [(K46, files.tags(("K_46", "93.49"))), (BOUGHT_CONTROL, BOUGHT_CONTROL.replace("5415.01", "5601.99"))],
     [("k46-sign", "purchases", 2, "K_46"), ("sum-of-rows", "declaration", 0, "P_46")]),
    ("K_47 below zero", [(K47, files.tags(("K_47", "-4358.50"))),
      (BOUGHT_CONTROL, BOUGHT_CONTROL.replace("5415.01", "-3301.99"))],
     [("k47-sign", "purchases", 3, "K_47"), ("sum-of-rows", "declaration", 0, "P_47")]),
    ("K_46 beside a net amount", [(K46, files.tags(("K_42", "1.00"), ("K_43", "0.00"), ("K_46", "-93.49"))),
     (files.tags(("P_42", 5000)), files.tags(("P_42", 5001)))], [("k46-alone", "purchases", 2, "K_42")]),
    # control sums
    ("number of sales", [(CONTROL, CONTROL.replace(">3<", ">4<"))], [("row-count", "sales", 0, "LiczbaWierszySprzedazy")]),
    ("tax of sales", [(CONTROL, CONTROL.replace("2182.20", "2182.21"))], [("control-sum", "sales", 0, "PodatekNalezny")]),
    ("number of purchases", [(BOUGHT_CONTROL, BOUGHT_CONTROL.replace(">3<", ">2<"))],
     [("row-count", "purchases", 0, "LiczbaWierszyZakupow")]),
    ("tax of purchases", [(BOUGHT_CONTROL, BOUGHT_CONTROL.replace("5415.01", "5415"))],
     [("control-sum", "purchases", 0, "PodatekNaliczony")]),
    # relief rows
    ("minus above zero", [(MINUS, files.tags(("K_19", "593.50"), ("K_20", "136.50"))),
     (CONTROL, CONTROL.replace("2182.20", "2455.20"))],
     [("relief-minus", "sales", 2, "K_19"), ("relief-minus", "sales", 2, "K_20"), ("sum-of-rows", "declaration", 0, "P_19"),
      ("sum-of-rows", "declaration", 0, "P_20"), ("relief-sum", "declaration", 0, "P_68"),
      ("relief-sum", "declaration", 0, "P_69")]),
    ("plus below zero", [(PLUS, files.tags(("K_19", "-81.30"), ("K_20", "-18.70"))),
     (CONTROL, CONTROL.replace("2182.20", "2144.80"))],
     [("relief-plus", "sales", 3, "K_19"), ("relief-plus", "sales", 3, "K_20"), ("sum-of-rows", "declaration", 0, "P_19"),
      ("sum-of-rows", "declaration", 0, "P_20")]),
    ("other amounts in a relief row", [(MINUS, MINUS + files.tags(("K_21", "-5.00")))],
     [("relief-fields", "sales", 2, "K_21"), ("sum-of-rows", "declaration", 0, "P_21")]),
    ("relief row without amounts", [(MINUS, ""), (P68, ""), (CONTROL, CONTROL.replace("2182.20", "2318.70"))],
     [("relief-empty", "sales", 2, "KorektaPodstawyOpodt"), ("sum-of-rows", "declaration", 0, "P_19"),
      ("sum-of-rows", "declaration", 0, "P_20"), ("relief-sum", "declaration", 0, "P_68"),
      ("relief-sum", "declaration", 0, "P_69")]),
    ("kind of document in a relief row", [(HEAD_2 + BFK, HEAD_2 + BFK + files.tags(("TypDokumentu", "WEW")))],
     [("relief-document", "sales", 2, "TypDokumentu")]),
    ("marker in a relief row", [(HEAD_2 + BFK, HEAD_2 + BFK + files.tags(("GTU_06", 1), ("TP", 1)))],
     [("relief-markers", "sales", 2, "GTU_06"), ("relief-markers", "sales", 2, "TP")]),
    ("due day too near", [(DATED, DATED.replace("2026-06-10", "2026-07-03"))],
     [("relief-early", "sales", 2, "TerminPlatnosci")]),
    ("due day after the period", [(DATED, DATED.replace("2026-06-10", "2026-12-03"))],
     [("relief-early", "sales", 2, "TerminPlatnosci")]),
    ("due day of an earlier month", [(DATED, DATED.replace("2026-06-10", "2026-05-29"))],
     [("relief-late", "sales", 2, "TerminPlatnosci")]),
    ("paid before the period", [(PAID_ON, PAID_ON.replace("09-20", "08-31"))], [("payment-month", "sales", 3, "DataZaplaty")]),
    ("paid after the period", [(PAID_ON, PAID_ON.replace("09-20", "10-01"))],
     [("payment-month", "sales", 3, "DataZaplaty")]),
    ("relief twice", [(HEAD_3, HEAD_2), (FLAG + PAID_ON, FLAG + DATED),
      (PLUS, files.tags(("K_19", "-81.30"), ("K_20", "-18.70"))),
     (CONTROL, CONTROL.replace("2182.20", "2144.80"))],
     [("relief-duplicate", "sales", 3, "DowodSprzedazy"), ("sum-of-rows", "declaration", 0, "P_19"),
      ("sum-of-rows", "declaration", 0, "P_20"), ("relief-sum", "declaration", 0, "P_68"),
      ("relief-sum", "declaration", 0, "P_69")]),
    # rows
    ("number of a row", [("<LpSprzedazy>2<", "<LpSprzedazy>5<")],
     [("row-number", "sales", 5, "LpSprzedazy"), ("row-number", "sales", 3, "LpSprzedazy")]),
    ("document twice", [("<LpZakupu>2</LpZakupu>", "<LpZakupu>2</LpZakupu>"), (BOUGHT_3, BOUGHT_1),
     (K47, files.tags(("K_42", "0.00"), ("K_43", "4358.50"))), (files.tags(("P_43", 1150)), files.tags(("P_43", 5509))),
     (files.tags(("P_47", 4359)), "")], [("duplicate", "purchases", 3, "DowodZakupu"),]),
    ("sold after the period", [(HEAD_1, HEAD_1 + files.tags(("DataSprzedazy", "2026-10-01")))],
     [("late-date", "sales", 1, "DataSprzedazy")]),
    ("issued after the period", [(HEAD_1, HEAD_1.replace("09-05", "10-01"))], [("late-date", "sales", 1, "DataWystawienia")]),
    ("bought after the period", [(BOUGHT_1, BOUGHT_1.replace("09-05", "10-01"))],
     [("late-date", "purchases", 1, "DataZakupu")]),
    ("wrong check digit", [first_sale(files.tags(("NrKontrahenta", "5260250275")))], [("nip", "sales", 1, "NrKontrahenta")]),
    ("foreign number without country", [first_sale(files.tags(("NrKontrahenta", "DE811569869")))],
     [("nip", "sales", 1, "NrKontrahenta")]),
    ("tax of another rate", [(PLAIN, files.tags(("K_17", "10000.00"), ("K_18", "2300.00")))],
     [("rate", "sales", 1, "K_18"), *[("sum-of-rows", "declaration", 0, f"P_{one}") for one in (17, 18, 19, 20)]]),
    ("check byte of a KSeF number", [ksef(RIGHT_KSEF[:-2] + "AE")], [("ksef-check", "sales", 1, "NrKSeF")]),
    # header
    ("own NIP", [(COMPANY, COMPANY.replace("5265877635", "5265877634"))], [("own-nip", "taxpayer", 0, "NIP")]),
    ("made in the period", [(MADE, MADE.replace("10-20", "09-30"))], [("made-early", "header", 0, "DataWytworzeniaJPK")]),
    ("made before the period", [(MADE, MADE.replace("10-20", "08-31"))], [("made-before", "header", 0, "DataWytworzeniaJPK")]),
    # declaration
    ("P_37", [(files.tags(("P_37", 9488)), files.tags(("P_37", 9487)))], [("formula", "declaration", 0, "P_37")]),
    ("P_48", [(files.tags(("P_48", 5416)), files.tags(("P_48", 5415)))],
     [("formula", "declaration", 0, "P_48"), ("formula", "declaration", 0, "P_53")]),
    ("P_51", [(P51, files.tags(("P_51", 1)))], [("formula", "declaration", 0, "P_51"), ("formula", "declaration", 0, "P_53")]),
    ("P_53", [(P53, files.tags(("P_53", 3235)))],
     [("formula", "declaration", 0, "P_53"), ("formula", "declaration", 0, "P_62")]),
    ("P_62", [(P62, "")], [("formula", "declaration", 0, "P_62")]),
    ("P_49 without tax to pay", [(P51, files.tags(("P_49", 10)) + P51)],
     [("limit", "declaration", 0, "P_49"), ("formula", "declaration", 0, "P_53")]),
    ("P_50 without tax to pay", [(P51, files.tags(("P_50", 10)) + P51)],
     [("limit", "declaration", 0, "P_50"), ("formula", "declaration", 0, "P_53")]),
    ("P_54 above P_53", [(P62, files.tags(("P_54", 3235), ("P_55", 1)))], [("limit", "declaration", 0, "P_54")]),
    ("P_60 above P_54", [(P62, files.tags(("P_54", 4), ("P_55", 1), ("P_59", 1), ("P_60", 5), ("P_61", "x"), ("P_62", 3230)))],
     [("limit", "declaration", 0, "P_60")]),
    ("P_20 a zloty off", [(files.tags(("P_20", 2182)), files.tags(("P_20", 2183))), (files.tags(("P_38", 2182)),
      files.tags(("P_38", 2183))), (P53, files.tags(("P_53", 3233))), (P62, files.tags(("P_62", 3233)))],
     [("sum-of-rows", "declaration", 0, "P_20")]),
    ("P_68 with the plus rows", [(P68, files.tags(("P_68", -512), ("P_69", -118)))],
     [("relief-sum", "declaration", 0, "P_68"), ("relief-sum", "declaration", 0, "P_69")]),
    ("P_68 left out", [(P68, "")], [("relief-sum", "declaration", 0, "P_68"), ("relief-sum", "declaration", 0, "P_69")]),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_fault_is_told_with_its_place(changes: list[tuple[str, str]], expected: list[tuple[str, str, int, str]]) -> None:
    """Exactly these faults, and the real schema takes the file: no schema holds these rules (vat.md 2.5)."""
    content = with_changes(worked("V7M-3"), *changes)
    assert takes(files.real_schema("V7M-3"), etree.fromstring(content))
    found = check_jpk(content)
    assert sorted(places(found)) == sorted(expected), found.to_string()


RIGHT = {
    "due on the last possible day: 90 days end on 30 September": [(DATED, DATED.replace("2026-06-10", "2026-07-02"))],
    "due on a Saturday, counted from Monday": [(DATED, DATED.replace("2026-06-10", "2026-06-27"))],
    "paid on the last day": [(PAID_ON, PAID_ON.replace("09-20", "09-30"))],
    "invoice issued after the month of its sale": [
        (HEAD_1, HEAD_1.replace("09-05", "10-12") + files.tags(("DataSprzedazy", "2026-09-29")))
    ],
    "a buyer without a number": [first_sale(files.tags(("NrKontrahenta", "BRAK")))],
    "a foreign buyer": [first_sale(files.tags(("KodKrajuNadaniaTIN", "DE"), ("NrKontrahenta", "811569869")))],
    "a KSeF number with its true check byte": [ksef(RIGHT_KSEF)],
    "the original of a corrected invoice in the same file": [(HEAD_2, HEAD_1)],
    "a refund": [(P62, files.tags(("P_54", 3200), ("P_540", 1), ("P_62", 34)))],
    "case 59: minus and plus of one invoice, P_68 and P_69 not filled": [(HEAD_3, HEAD_2), (P68, "")],
    "case 59: minus and plus of one invoice, P_68 and P_69 filled": [(HEAD_3, HEAD_2)],
}


@pytest.mark.parametrize("changes", RIGHT.values(), ids=list(RIGHT))
def test_a_right_file_has_no_fault(changes: list[tuple[str, str]]) -> None:
    content = with_changes(worked("V7M-3"), *changes)
    assert check_jpk(content).empty, check_jpk(content).to_string()


def test_only_plus_rows_leave_p_68_and_p_69_out() -> None:
    """Case 58: P_68 and P_69 are of art. 89a sec. 1 alone; zeros in their place are a fault."""
    sums = [(CONTROL, files.tags(("LiczbaWierszySprzedazy", 2), ("PodatekNalezny", "2318.70")))]
    fields = {19: (9488, 10081), 37: (9488, 10081), 20: (2182, 2319), 38: (2182, 2319), 53: (3234, 3097), 62: (3234, 3097)}
    changed_fields = [(files.tags((f"P_{name}", old)), files.tags((f"P_{name}", new))) for name, (old, new) in fields.items()]
    numbered = [("<LpSprzedazy>3<", "<LpSprzedazy>2<")]
    base = without_row(worked("V7M-3"), 2)
    assert check_jpk(with_changes(base, *sums, *changed_fields, *numbered, (P68, ""))).empty
    zeros = (P68, files.tags(("P_68", 0), ("P_69", 0)))
    found = check_jpk(with_changes(base, *sums, *changed_fields, *numbered, zeros))
    assert places(found) == [("relief-sum", "declaration", 0, "P_68"), ("relief-sum", "declaration", 0, "P_69")]


def test_an_invoice_to_a_receipt_counts_in_no_sum() -> None:
    """FP is left out of the control sum and of the declaration, but counted as a row (vat.md 2.3)."""
    receipt = files.sale(files.row_head("V7M-3", 4), ("TypDokumentu", "FP"), ("K_19", "50.00"), ("K_20", "11.50"))
    content = with_changes(worked("V7M-3"), ("<SprzedazCtrl>", receipt + "<SprzedazCtrl>"))
    assert places(check_jpk(content)) == [("row-count", "sales", 0, "LiczbaWierszySprzedazy")]
    assert check_jpk(with_changes(content, (CONTROL, CONTROL.replace(">3<", ">4<")))).empty


PERIOD_CASES = [
    ("V7M-3", ("2026", "1"), "JPK_V7M (2)"),
    ("V7M-2", ("2026", "2"), "JPK_V7M (3)"),
    ("V7M-2", ("2023", "5"), ""),
    ("V7M-1", ("2022", "1"), "JPK_V7M (2)"),
    ("V7K-2", ("2026", "2"), "2026-01: JPK_V7K (2), 2026-02: JPK_V7K (3), 2026-03: JPK_V7K (3)"),
]


@pytest.mark.parametrize(("id", "period", "right"), PERIOD_CASES)
def test_the_structure_goes_with_the_month(id: str, period: tuple[str, str], right: str) -> None:
    """Case 6 and the first quarter of 2026, whose January is filed in (2), February and March in (3)."""
    empty = files.record(id, "", "", (0, "0.00"), (0, "0.00"))
    content = files.document(id, files.header(id, period, "2026-05-20T00:00:00Z", "2"), files.taxpayer(id), empty)
    with i18n.in_language("en"):
        found = check_jpk(content)
    assert [remedy.split(" in ")[1].split(";")[0] for remedy in found["remedy"]] == ([right] if right else [])
    assert set(found["code"]) <= {"version"}


def test_a_month_before_the_first_structure() -> None:
    id = "V7M-1"
    empty = files.record(id, "", "", (0, "0"), (0, "0"))
    header = files.header(id, ("2020", "9"), "2020-10-20T00:00:00Z", "2")
    assert places(check_jpk(files.document(id, header, files.taxpayer(id), empty))) == [("no-version", "header", 0, "Rok")]


def test_parts_that_are_missing() -> None:
    id = "V7M-3"
    record = files.record(id, "", "", (0, "0"), (0, "0"))
    first, correction = files.header(id), files.header(id, purpose="2")
    assert places(check_jpk(files.document(id, first, files.taxpayer(id), record))) == [
        ("part-missing", "file", 0, "Deklaracja")
    ]
    assert check_jpk(files.document(id, correction, files.taxpayer(id), record)).empty
    assert places(check_jpk(files.document(id, correction, files.taxpayer(id)))) == [("no-part", "file", 0, "")]
    fields = files.declaration(id, files.tags(("P_38", 0), ("P_51", 0)))
    assert places(check_jpk(files.document(id, first, files.taxpayer(id), fields))) == [
        ("part-missing", "file", 0, "Ewidencja")
    ]


def test_a_quarterly_declaration_closes_its_quarter() -> None:
    """V7K: Kwartal is that of Miesiac, and only month 3, 6, 9 or 12 has a declaration; its sums are of three months."""
    id = "V7K-3"
    record = files.record(id, "", "", (0, "0"), (0, "0"))
    fields = files.tags(("P_19", 100), ("P_20", 23), ("P_37", 100), ("P_38", 23), ("P_51", 23))

    def check(month: str, quarter: str, *parts: str) -> list[tuple[str, str, int, str]]:
        header, made = files.header(id, ("2026", month), "2026-10-20T00:00:00Z"), files.declaration(id, fields, quarter)
        return places(
            check_jpk(files.document(id, header, files.taxpayer(id), *(made if part == "D" else part for part in parts)))
        )

    assert check("9", "3", "D", record) == []
    assert check("9", "2", "D", record) == [("quarter", "declaration", 0, "Kwartal")]
    assert check("8", "3", "D", record) == [("quarter-month", "declaration", 0, "Miesiac")]
    assert check("8", "", record) == []
    assert check("9", "", record) == [("part-missing", "file", 0, "Deklaracja")]


def test_a_quarterly_payment_may_be_booked_in_the_last_month() -> None:
    """vat.md 2.4: relief rows may be posted in the last month of the quarter; never before it or after the month."""
    assert check_jpk(with_changes(worked("V7K-3"), (PAID_ON, PAID_ON.replace("09-20", "07-01")))).empty
    assert check_jpk(with_changes(worked("V7K-3"), (DATED, DATED.replace("06-10", "05-04")))).empty
    for late in ("06-30", "10-01"):
        found = check_jpk(with_changes(worked("V7K-3"), (PAID_ON, PAID_ON.replace("09-20", late))))
        assert places(found) == [("payment-month", "sales", 3, "DataZaplaty")]


@pytest.mark.parametrize(("id", "surplus"), [("V7M-1", 40), ("V7M-2", 10), ("V7M-3", 10)])
def test_the_surplus_by_version(id: str, surplus: int) -> None:
    """P_53 with P_52 = 40: (1) adds it to a surplus of input tax only, (2) and (3) set it against the tax due (vat.md 2.3)."""

    def check(due: int, paid: int, right: int) -> list[str]:
        named = (("P_38", due), ("P_39", paid), ("P_48", paid), ("P_51", max(0, due - paid)), ("P_52", 40), ("P_53", right))
        fields = files.tags(*named, ("P_62", right))
        header = files.header(id, purpose="2")
        content = files.document(id, header, files.taxpayer(id), files.declaration(id, fields))
        return [place[3] for place in places(check_jpk(content)) if place[3] in ("P_53", "P_62")]

    assert check(100, 100, 40) == []
    assert check(100, 150, 90) == []
    assert check(100, 70, 0) == []  # there is tax to pay
    assert check(100, 150, surplus + 1) == ["P_53"]


def test_of_many_faults_of_one_kind_the_first_are_told() -> None:
    id = "V7M-3"
    count = faults_module.TOLD + 7
    rows = "".join(
        files.sale(files.row_head(id, at, tax_id="123"), ("K_19", "1.00"), ("K_20", "0.23")) for at in range(1, count + 1)
    )
    record = files.record(id, rows, "", (count, f"{Decimal('0.23') * count}"), (0, "0"))
    content = files.document(id, files.header(id, purpose="2"), files.taxpayer(id), record)
    with i18n.in_language("en"):
        found = check_jpk(content)
    assert len(found) == faults_module.TOLD + 1 and set(found["code"]) == {"nip"}
    assert found["row"].tolist() == [*range(1, faults_module.TOLD + 1), 0]
    assert found["fault"].iloc[-1] == "7 more faults of this kind."


def test_ksef_number_days() -> None:
    """A day that does not exist, and one after the file was made."""
    assert check_byte_holds(RIGHT_KSEF) and not check_byte_holds(RIGHT_KSEF.replace("0100001", "0100002"))
    for number in ("5265877635-20260231-0100001AF629-AF", "5265877635-20261021-0100001AF629-AF"):
        found = check_jpk(with_changes(worked("V7M-3"), ksef(number)))
        assert ("ksef-date", "sales", 1, "NrKSeF") in places(found)


def test_amounts_and_numbers() -> None:
    written = {"1": 100, "-1.5": -150, "+0.05": 5, ".5": 50, "5.": 500, "1.500": 150, " 2 ": 200, "-0": 0, "0" * 30 + "1": 100}
    assert {text: grosze(text) for text in written} == written
    for text in ("", ".", "x", "1.005", "1,5", "--", "+-5", "1e3", "²", "١", "9" * 17):
        with pytest.raises(ValueError, match="not an amount"):
            grosze(text)
    assert [whole_zloty(of) for of in (-59350, -13650, 49, 50, -50, 10**30)] == [-594, -137, 0, 1, -1, 10**28]


@pytest.mark.parametrize("space", ["http://crd ]", " /wzor", "http://[x"])
def test_a_namespace_that_is_none_is_damage(space: str) -> None:
    """The parser says so at the end alone; until then no element can be made in it."""
    content = worked("V7M-3")
    types = version_of("V7M", Month("2026-09")).types.encode()
    assert content.count(types) == 1
    for damaged in (
        content.replace(types, space.encode()),
        content.replace(b"<JPK ", b'<JPK xmlns:q="%b" ' % space.encode(), 1),
    ):
        with pytest.raises(FilingError, match="linia 2"):
            check_jpk(damaged)
