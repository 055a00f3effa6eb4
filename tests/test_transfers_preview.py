"""The preview as a whole: the examples of the manuals, files and formats of a batch, its JSON, 10,000 payments."""

import dataclasses
import json
import time
from datetime import date, datetime
from pathlib import Path

import pandas as pd
import pytest

import workbench
from workbench import i18n, transfers
from workbench.errors import TransferError
from workbench.ledger import Ledger
from workbench.transfers import Choice, Preview, formats, listing
from workbench.transfers.preview import Remembered

EXAMPLES = Path(__file__).parents[1] / "sample_data" / "examples"
OFFICE = Path(__file__).parents[1] / "sample_data" / "office"
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 30)


@pytest.fixture(scope="module")
def aloza() -> Ledger:
    return workbench.read_ledger(EXAMPLES / "aloza")


@pytest.fixture(scope="module")
def abc() -> Ledger:
    return workbench.read_ledger(EXAMPLES / "abc")


@pytest.fixture(scope="module")
def budmar() -> Ledger:
    return workbench.read_ledger(OFFICE / "budmar")


def of_aloza(ledger: Ledger, **options: bool) -> list[tuple[int, str]]:
    batch = transfers.preview(ledger, "BANK", Choice(collective=True, **options), today=date(2018, 7, 2))
    return [(transfer.amount, "|".join(laid.lines)) for transfer, laid in zip(batch.transfers, batch.laid, strict=True)]


def test_t_053_all_lines_of_aloza_are_cut_at_140(aloza: Ledger) -> None:
    text = (
        "FA/2018/07/00001/VAT Z dnia 20 czer|wca 2018 Wplata raty numer 1;FA/201"
        "|8/07/00002/VAT Uslugi obce;FA/2018/|07/00003/VAT;FA/2018/07/00004/VAT;F"
    )
    assert of_aloza(aloza, all_lines=True) == [(500_00, text)]


def test_t_054_first_lines_of_aloza(aloza: Ledger) -> None:
    text = "FA/2018/07/00001/VAT;FA/2018/07/000|02/VAT;FA/2018/07/00003/VAT;FA/2018|/07/00004/VAT;FA/2018/07/00005/VAT|"
    assert of_aloza(aloza) == [(500_00, text)]


def test_t_055_aloza_divided(aloza: Ledger) -> None:
    first = (
        "FA/2018/07/00001/VAT Z dnia 20 czer|wca 2018 Wplata raty numer 1;FA/201"
        "|8/07/00002/VAT Uslugi obce;FA/2018/|07/00003/VAT;FA/2018/07/00004/VAT"
    )
    assert of_aloza(aloza, all_lines=True, divide=True) == [(400_00, first), (100_00, "FA/2018/07/00005/VAT|||")]


def of_abc(ledger: Ledger, *places: int) -> Preview:
    free = transfers.schedule(ledger, "BANK").free
    chosen = [free[place - 1] for place in places]
    return transfers.preview(ledger, "BANK", Choice(collective=True), today=date(2019, 11, 13), payments=chosen)


@pytest.mark.parametrize(
    ("places", "message"),
    [
        (
            (1, 2),
            "Wybranych płatności [Fa/2019/0001], [Fa/2019/0002] nie można zapłacić zbiorczym przelewem. W komunikacie "
            "zbiorczym powinny się znaleźć wszystkie dokumenty wystawione przez kontrahenta ABC w zadanym okresie, "
            "nie dłuższym niż miesiąc kalendarzowy.",
        ),
        (
            (1, 2, 3, 4),
            "Wybranych płatności [Fa/2019/0001], [Fa/2019/0002], [Fa/2019/0003], [Fa/2019/0004] nie można zapłacić zbiorczym "
            "przelewem. Wybrane są różne numery rachunków / numery NIP / waluty rozliczenia / ustawienia SEPA lub płatności "
            "pochodzą z dokumentów wystawionych w okresie dłuższym niż miesiąc kalendarzowy.",
        ),
    ],
)
def test_t_062_abc_refused_letter_for_letter(abc: Ledger, places: tuple[int, ...], message: str) -> None:
    with i18n.in_language("pl"):
        batch = of_abc(abc, *places)
    assert [refusal.message for refusal in batch.refused] == [message]
    assert batch.transfers == ()
    free = transfers.schedule(abc, "BANK").free
    assert batch.refused[0].largest == free[:3]


def test_t_062_abc_paid_together(abc: Ledger) -> None:
    batch = of_abc(abc, 1, 2, 3)
    (transfer,) = batch.transfers
    assert transfer.amount == 24_600_00 + 18_450_00 + 36_900_00
    assert transfer.split is not None
    assert (transfer.split.vat, transfer.split.invoice) == (4_600_00 + 3_450_00 + 6_900_00, "08.11-12.11.2019")
    assert "/INV/08.11-12.11.2019" in batch.laid[0].lines


def test_every_register_of_the_sample_office_gives_files_that_read_back(budmar: Ledger) -> None:
    """Each file is read by a reader that knows nothing of the writer (`BatchFile.content` compares)."""
    kinds = set()
    for client in sorted(OFFICE.iterdir()):
        ledger = workbench.read_ledger(client)
        for register in ledger.bank_registers.query("type == 'bank'")["register"]:
            batch = transfers.preview(ledger, register, Choice(date="today"), today=TODAY)
            assert sum(len(file.transfers) for file in batch.files) == len(batch.transfers)
            for file in batch.files:
                references = [f"LIC{number:010d}" for number in range(len(file.transfers))]
                assert file.content(references, "LIC9999999999", NOW)
                kinds |= {transfer.kind for transfer in file.transfers}
    assert kinds == {"ordinary", "split_payment", "tax_office", "social_insurance", "sepa", "foreign"}


def test_t_072_tax_office_and_social_insurance_go_into_files_of_their_own(budmar: Ledger) -> None:
    batch = transfers.preview(budmar, "BANK", Choice(date="today"), today=TODAY)
    groups = [{transfer.kind for transfer in file.transfers} for file in batch.files]
    assert {"tax_office"} in groups and {"social_insurance"} in groups
    assert not any(len(kinds & {"tax_office", "social_insurance"}) and len(kinds) > 1 for kinds in groups)


def test_t_065_national_xml_takes_tax_and_social_insurance_too(budmar: Ledger) -> None:
    batch = transfers.preview(budmar, "BANK", Choice(date="today"), today=TODAY, format="iso-domestic")
    assert {format.code for format in batch.formats} == {"iso-domestic"}
    assert len(batch.files) == 3


def test_a_text_format_of_the_window_leaves_taxes_to_the_bank_form(budmar: Ledger) -> None:
    batch = transfers.preview(budmar, "BANK", Choice(date="today"), today=TODAY, format="elixir-mbank")
    of_kind = {transfer.kind: format.code for transfer, format in zip(batch.transfers, batch.formats, strict=True)}
    form = budmar.banks.set_index("bank").loc[budmar.bank_registers.set_index("register").loc["BANK", "bank"]]
    assert of_kind["ordinary"] == "elixir-mbank"
    assert of_kind["tax_office"] == form["tax_office_format"]


def test_t_029_the_format_of_split_payments_is_chosen_apart(budmar: Ledger) -> None:
    batch = transfers.preview(budmar, "BANK", Choice(date="today"), today=TODAY, split_payment_format="elixir-ing")
    of_kind = {transfer.kind: format.code for transfer, format in zip(batch.transfers, batch.formats, strict=True)}
    assert of_kind["split_payment"] == "elixir-ing"
    assert of_kind["ordinary"] != "elixir-ing"


def test_an_unknown_format_or_register_is_told(budmar: Ledger) -> None:
    with pytest.raises(TransferError, match="elixir-mbank"):
        transfers.preview(budmar, "BANK", today=TODAY, format="elixir-x")
    with pytest.raises(TransferError, match="BANK"):
        transfers.preview(budmar, "KASA", today=TODAY)


def test_every_payment_of_the_register_goes_or_is_held(budmar: Ledger) -> None:
    batch = transfers.preview(budmar, "BANK", today=TODAY)
    going = [payment for transfer in batch.transfers for payment in transfer.payments]
    held = batch.held["payment_id"].tolist()
    of_register = budmar.payments.query("bank_register == 'BANK'")["payment_id"].tolist()
    assert sorted(going + held) == sorted(of_register)
    assert all(batch.held["reasons"].map(len) > 0)
    assert sum(batch.totals.values()) == sum(transfer.amount for transfer in batch.transfers if transfer.currency == "PLN")


def test_the_json_has_the_promised_shape(aloza: Ledger) -> None:
    batch = transfers.preview(aloza, "BANK", Choice(collective=True, all_lines=True, divide=True), today=date(2018, 7, 2))
    said = json.loads(json.dumps(batch.as_json()))
    assert list(said) == ["transfers", "held", "totals"]
    first = said["transfers"][0]
    assert list(first) == ["payments", "kind", "amount", "currency", "date", "account", "party_id", "text", "findings"]
    assert first["amount"] == "400.00"
    assert (first["kind"], first["currency"], first["date"], first["party_id"]) == ("ordinary", "PLN", "2018-07-16", "ALOZA")
    assert [len(transfer["text"]) for transfer in said["transfers"]] == [4, 4]
    assert said["transfers"][1]["text"] == ["FA/2018/07/00005/VAT", "", "", ""]
    assert said["totals"] == {"ordinary": "500.00", "tax_office": "0.00", "social_insurance": "0.00"}
    assert {tuple(finding) for transfer in said["transfers"] for finding in transfer["findings"]} <= {
        ("code", "severity", "message")
    }


def test_the_preview_shows_itself_escaped(aloza: Ledger) -> None:
    parties = aloza.parties.assign(name="<script>alert(1)</script>")
    batch = transfers.preview(dataclasses.replace(aloza, parties=parties), "BANK", today=date(2018, 7, 2))
    shown = batch._repr_html_()
    assert "<script" not in shown and "&lt;script&gt;" in shown


def test_the_file_is_refused_where_the_reader_finds_something_else(aloza: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    batch = transfers.preview(aloza, "BANK", today=date(2018, 7, 2))
    right = formats.write

    def wrong(*given: object, **named: object) -> bytes:
        return right(*given, **named).replace(b"10000", b"10001", 1)  # type: ignore[arg-type]

    monkeypatch.setattr(formats, "write", wrong)
    with pytest.raises(TransferError):
        batch.files[0].content([f"LIC{number:010d}" for number in range(5)], "LIC9999999999", NOW)


def many(aloza: Ledger, count: int) -> Ledger:
    """The books of Aloza with each payment many times."""
    copies = -(-count // len(aloza.payments))
    payments = pd.concat([aloza.payments] * copies, ignore_index=True)
    payments["payment_id"] = [f"P{number}" for number in range(len(payments))]
    index = dataclasses.replace(
        aloza.index,
        payment_document=pd.concat([pd.Series(aloza.index.payment_document)] * copies).to_numpy(),
        payment_party=pd.concat([pd.Series(aloza.index.payment_party)] * copies).to_numpy(),
    )
    return dataclasses.replace(aloza, payments=payments, index=index)


def test_ten_thousand_payments_stay_in_proportion(aloza: Ledger) -> None:
    """No step of the preview grows with the square of the payments: ten times as many take at most thirty times as long."""
    small, large = many(aloza, 1_000), many(aloza, 10_000)

    def seconds(ledger: Ledger) -> float:
        started = time.process_time()
        batch = transfers.preview(ledger, "BANK", Choice(date="today"), today=TODAY)
        assert sum(transfer.amount for transfer in batch.transfers) == 100_00 * len(ledger.payments)
        return time.process_time() - started

    seconds(small)
    assert min(seconds(large) for _again in range(2)) <= 30 * min(seconds(small) for _again in range(3))


def test_a_format_that_the_bank_form_names_and_nobody_has_is_told(aloza: Ledger) -> None:
    banks = aloza.banks.assign(format="moj-format")
    ledger = dataclasses.replace(aloza, banks=banks)
    with pytest.raises(TransferError, match="moj-format"):
        transfers.preview(ledger, "BANK", today=TODAY)
    assert transfers.preview(ledger, "BANK", today=TODAY, format="elixir").transfers
    assert transfers.preview(ledger, "BANK", today=TODAY, payments=()).transfers == ()


def test_t_011_formats_that_do_not_go_together_are_refused(abc: Ledger) -> None:
    free = transfers.schedule(abc, "BANK").free
    with pytest.raises(TransferError):
        transfers.preview(abc, "BANK", today=TODAY, payments=free[:1], split_payment_format="iso-foreign")


def test_a_register_without_payments_is_an_empty_batch(budmar: Ledger) -> None:
    batch = transfers.preview(budmar, "VAT", today=TODAY)
    assert batch.as_json() == {"transfers": [], "held": [], "totals": dict.fromkeys(batch.totals, "0.00")}
    assert "VAT" in batch._repr_html_()


def test_the_json_holds_what_was_refused(abc: Ledger) -> None:
    said = of_abc(abc, 1, 2, 3, 4).as_json()
    assert [held["reasons"] for held in said["held"]] == [["M-08"]] * 4
    assert said["transfers"] == []


def test_a_refusal_is_told_with_the_way_out(abc: Ledger) -> None:
    with i18n.in_language("pl"):
        batch = of_abc(abc, 1, 2)
        lines = listing.refusal_lines(batch, batch.refused[0])
    assert lines[1:] == [
        "Brakuje: zaznacz także: Fa/2019/0003",
        "Największy zestaw, który przejdzie: Fa/2019/0001, Fa/2019/0002, Fa/2019/0003",
    ]


def test_c_048_a_document_of_exactly_the_limit_is_told(budmar: Ledger) -> None:
    free = transfers.schedule(budmar, "BANK")
    wanted = free.payments[free.payments["payment_id"].isin(list(free.free)) & (free.payments["kind"] == "split_payment")]
    payment, document = wanted[["payment_id", "document_id"]].iloc[0]
    lines = budmar.vat_lines[budmar.vat_lines["document_id"] != document]
    one = budmar.vat_lines[budmar.vat_lines["document_id"] == document].head(1).assign(net=12_195_12, vat=2_804_88)
    rows = pd.concat([lines, one], ignore_index=True)
    document_row = dict(zip(budmar.documents["document_id"], range(len(budmar.documents)), strict=True))
    index = dataclasses.replace(budmar.index, line_document=rows["document_id"].map(document_row).to_numpy())
    ledger = dataclasses.replace(budmar, vat_lines=rows, index=index)
    proofs = pd.DataFrame({"tax_id": [], "account": [], "result": []}, dtype="str")
    remembered = Remembered(proofs=proofs)
    batch = transfers.preview(ledger, "BANK", Choice(date="today"), today=TODAY, payments=[payment], remembered=remembered)
    assert "white_list_limit" in {finding.code for found in batch.findings for finding in found}
