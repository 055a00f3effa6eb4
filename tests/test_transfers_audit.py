"""What an auditor tried on the whole way from the books to the file, with figures worked out by hand."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests import transfer_books
from tests.transfer_books import Rows, ledger_of, nrb, party, purchase, settled
from workbench import i18n, store
from workbench.ledger import Ledger
from workbench.store.desk import Desk
from workbench.transfers import Choice, formats, preview
from workbench.transfers.formats import Format, standard_formats

TODAY = date(2026, 9, 1)
MADE = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)
FORMS = {f"{kind}format": "elixir" for kind in ("", "split_payment_", "tax_office_", "social_insurance_")}
BANK = {"bank": "TEST", "name": "Bank Próbny", **FORMS, "sepa_format": "iso-sepa", "foreign_format": "iso-foreign"}
HOSTILE = 'Firma "Ząb|Krowa", s.c.\r\n<b>&amp;</b> ;= \x07ТОВ «Київ»'
DOMESTIC = sorted(code for code, format in standard_formats().items() if "ordinary" in format.kinds)


@pytest.fixture(autouse=True)
def real_formats(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The bank of the books names formats that there are; messages are English."""
    others = [bank for bank in transfer_books.BANKS if bank["bank"] != BANK["bank"]]
    monkeypatch.setattr(transfer_books, "BANKS", [BANK, *others])
    with i18n.in_language("en"):
        yield


def books(*pieces: Rows) -> Ledger:
    return ledger_of(*pieces)


def _in_euro(document_id: str, gross: str, sepa: str = "false") -> Rows:
    return purchase(document_id, gross, party="muster", currency="EUR", fx_rate="4.30", sepa=sepa)


def test_t077_after_sending_a_payment_is_as_unsettled_as_before(tmp_path: Path) -> None:
    """100.00 unsettled and 123.00 settled by 23.00: the state changes, the settlement does not (T-076, T-077)."""
    ledger = books(purchase("N", "100.00"), purchase("C", "123.00"), settled("C/1", "23.00"))
    columns = ["payment_id", "settlement_status", "settled", "remaining"]
    with store.open_store(str(tmp_path / "s.liczydlo"), "anna") as kept:
        desk = Desk.opened(kept, "client", ledger, TODAY)
        before = desk.schedule("PLN").payments
        desk.export(desk.preview("PLN", Choice()), tmp_path / "p.txt")
        after = Desk.opened(kept, "client", ledger, TODAY).schedule("PLN").payments
    assert before[columns].values.tolist() == [["N/1", "unsettled", 0, 10_000], ["C/1", "partial", 2_300, 10_000]]
    assert after[columns].values.tolist() == before[columns].values.tolist()
    assert after["state"].tolist() == ["sent", "sent"]
    assert after["reasons"].tolist() == [("sent",), ("sent",)]


def test_t042_t045_t046_what_is_left_of_each_is_summed_and_paid_on_the_first_day() -> None:
    """100.00 - 40.00 + 0.01 + 33.33 = 93.34; a credit note of -50.00 and a paid invoice take no part."""
    ledger = books(
        purchase("F1", "100.00", due="2026-09-18"),
        settled("F1/1", "40.00"),
        purchase("F2", "0.01", due="2026-09-16"),
        purchase("F3", "33.33", due="2026-09-17"),
        purchase("K1", "-50.00", due="2026-09-10"),
        purchase("F4", "5.00", due="2026-09-11"),
        settled("F4/1", "5.00"),
    )
    batch = preview(ledger, "PLN", Choice(collective=True), today=TODAY)
    (transfer,) = batch.transfers
    assert (transfer.amount, transfer.amounts, str(transfer.date)) == (9_334, (1, 3_333, 6_000), "2026-09-16")
    assert {row.payment_id: row.reasons for row in batch.held.itertuples()} == {
        "K1/1": ("nothing_remaining",),
        "F4/1": ("settled",),
    }
    assert batch.totals["ordinary"] == 9_334
    content = batch.files[0].content(["LIC0000000001"], "MSG0000000001", MADE)
    assert content.startswith(b"110,20260916,9334,")


def test_t081_t083_euro_payments_of_a_pln_register_go_in_files_of_their_own() -> None:
    """1.00 PLN, 100.00 + 20.00 EUR without the SEPA mark and 10.00 EUR with it: three transfers, three files; the sum of the
    register is in PLN (T-041)."""
    ledger = books(
        purchase("P", "1.00"),
        _in_euro("E1", "100.00"),
        _in_euro("E2", "20.00"),
        _in_euro("S", "10.00", sepa="true"),
    )
    batch = preview(ledger, "PLN", Choice(collective=True), today=TODAY)
    assert sorted((file.format.code, file.amount) for file in batch.files) == [
        ("elixir", 100),
        ("iso-foreign", 12_000),
        ("iso-sepa", 1_000),
    ]
    assert batch.totals["ordinary"] == 100
    assert batch.schedule.sums_elsewhere(batch.chosen) == {"EUR": 13_000}


@pytest.mark.parametrize("code", DOMESTIC)
def test_the_smallest_and_the_largest_amount_and_a_hostile_name_come_back(code: str) -> None:
    """0.01 and 10,000,000,000.00 PLN to a name with quotes, pipes, line breaks, marks and Cyrillic, in every format of
    ordinary transfers: the second reader finds both amounts, the account and one transfer a line."""
    payee = party("x", HOSTILE, nrb(900), city='Miasto "A", B|C', street="ul. Długa " * 9)
    ledger = books(payee, purchase('FA|1,"2"/;3', "0.01", party="x"), purchase("РФ-2/26", "10000000000.00", party="x"))
    chosen: Format = standard_formats()[code]
    batch = preview(ledger, "PLN", today=TODAY, format=code)
    (file,) = batch.files
    payer = dataclasses.replace(file.payer, bic="CITIPLPX")
    references = ["LIC0000000001", "LIC0000000002"]
    content = dataclasses.replace(file, payer=payer).content(references, "MSG0000000001", MADE)
    found = formats.read(chosen, content)
    assert sorted(one.amount for one in found) == [1, 10**12]
    assert {one.account.removeprefix("PL") for one in found} == {nrb(900)}
    lost = [finding for of in batch.findings for finding in of if finding.code in ("text_lost", "text_replaced")]
    assert lost, "what becomes of the hostile letters is told"


def test_t024_without_the_option_the_text_of_the_payment_stands() -> None:
    account = "68600000020260015951416168"
    piece = transfer_books.insurance("Z", "5.00", declaration="DRA 01 08 2026", account=account, text1="składki")
    for chosen, text in ((False, "składki"), (True, "DRA 01 08 2026")):
        batch = preview(books(piece), "PLN", Choice(social_insurance_texts=chosen), today=TODAY)
        assert batch.laid[0].lines[0] == text
        assert bool(batch.written_back) == chosen


def test_t032_t033_two_accounts_of_a_party_and_mixed_dates() -> None:
    """By hand: account A on 10th: 1 + 4 = 5, on the 11th: 2; account B on the 10th: 8. Together by account: 7 and 8."""
    first, second = transfer_books.ABC_ACCOUNT, transfer_books.ABC_OTHER_ACCOUNT
    rows = (("1.00", first, "10"), ("2.00", first, "11"), ("4.00", "", "10"), ("8.00", second, "10"))
    ledger = books(
        *(purchase(f"F{n}", gross, party="abc", account=to, due=f"2026-09-{day}") for n, (gross, to, day) in enumerate(rows))
    )

    def amounts(by_date: bool) -> list[tuple[str, int, str]]:
        made = preview(ledger, "PLN", Choice(collective=True, by_date=by_date), today=TODAY).transfers
        return sorted((one.payee.account, one.amount, f"{one.date:%d}") for one in made)

    assert amounts(by_date=False) == sorted([(first, 700, "10"), (second, 800, "10")])
    assert amounts(by_date=True) == sorted([(first, 500, "10"), (first, 200, "11"), (second, 800, "10")])
