"""`schedule`: the payments of one bank register, what each of them is, and why it may not go to the bank (T-013 to T-017)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from ... import money
from ...ledger import Ledger
from ..identifiers import nip
from ..orders import Kind, Payer
from .accounts import is_wrong
from .columns import parties_of, payment_columns, suppliers_of
from .payers import Register, register_of
from .reasons import OF_REGISTER, reason_tuples
from .weeks import DateColumn, weeks_of

Group = Literal["ordinary", "tax_office", "social_insurance"]

GROUPS: tuple[Group, ...] = ("ordinary", "tax_office", "social_insurance")
"""What is summed apart (T-041): tax office, social insurance, and every other kind as ordinary."""
SEARCHED = ("number", "party_name", "text1", "text2", "text3", "text4", "booking_text", "account")


@dataclass(frozen=True, eq=False)
class Schedule:
    """The payments of a bank register.

    `payer` is None where the register or the company is incomplete; `payer_faults` says what is missing (codes of `REASONS`).
    `payments`: one row a payment of the register in the order of the books, with the columns of `payment_columns` and
    `reasons`, a tuple of codes: why the payment may not go, empty where it may. Amounts in grosze of `currency`.
    """

    ledger: Ledger
    register: str
    currency: str
    payer: Payer | None
    payer_faults: tuple[str, ...]
    payments: pd.DataFrame

    @cached_property
    def free(self) -> tuple[str, ...]:
        """The payments that may go ("Przelewy do wysłania", T-015), in the order of the list."""
        may = [not reasons for reasons in self.payments["reasons"]]
        return tuple(self.payments["payment_id"].array[may])

    @cached_property
    def remaining(self) -> dict[str, int]:
        """What is not settled of each payment, in grosze."""
        return dict(zip(self.payments["payment_id"], self.payments["remaining"].tolist(), strict=True))

    @cached_property
    def source_totals(self) -> dict[str, int]:
        """The total of each payment's source document, in grosze of PLN (T-019)."""
        return dict(zip(self.payments["payment_id"], self.payments["source_total"].tolist(), strict=True))

    @cached_property
    def elsewhere(self) -> pd.DataFrame:
        """The payments of other registers to the suppliers of this register's split payments, by their cards and by their NIPs
        (T-061), with the same columns.

        Their `reasons` do not count registers and formats: they tell of the payment alone.
        """
        split = self.payments[(self.payments["kind"] == "split_payment").to_numpy(bool)]
        others = (self.ledger.payments["bank_register"] != self.register).to_numpy(bool)
        table = payment_columns(self.ledger, np.flatnonzero(others & _of_suppliers(self.ledger, split)))
        table["reasons"] = reason_tuples(_faults_of_payments(table), len(table))
        return table

    def select(
        self,
        from_: date | None = None,
        to: date | None = None,
        by: DateColumn = "due",
        words: str = "",
        party: str | None = None,
        kinds: Collection[Kind] | None = None,
        to_send: bool = False,
    ) -> tuple[str, ...]:
        """The payments that every given filter lets through, in the order of the list (T-016, T-017).

        `from_` and `to` are days of the column `by`, both included. Each of the `words` must stand somewhere in the document
        number, the party's name, the bank and booking texts, the account or the amount, in any case of letters. `to_send`: only
        those that may go.
        """
        table = self.payments
        day = table[f"{by}_date"]
        kept = np.ones(len(table), bool)
        if from_ is not None:
            kept &= (day >= pd.Timestamp(from_)).to_numpy()
        if to is not None:
            kept &= (day <= pd.Timestamp(to)).to_numpy()
        if party is not None:
            kept &= (table["party_id"] == party).to_numpy()
        if kinds is not None:
            kept &= table["kind"].isin(list(kinds)).to_numpy()
        for word in words.casefold().split():
            kept &= np.array([word in text for text in self._searched], bool)
        if to_send:
            kept &= np.array([not reasons for reasons in table["reasons"]], bool)
        return tuple(table["payment_id"].array[kept])

    def sums(self, payments: Collection[str] | None = None) -> dict[Group, int]:
        """What remains of the outgoing approved payments among these ids ("Zaznaczonych"), by default of all of the register
        ("Wszystkich zatwierdzonych do realizacji"), in grosze (T-041).

        Ordinary is in the register's currency, tax office and social insurance in PLN; payments in another currency than that
        are not in the sums: `sums_elsewhere` has them.
        """
        sums = self._sums_by_currency(payments)
        return {group: sums.get((group, self._currency_of(group)), 0) for group in GROUPS}

    def sums_elsewhere(self, payments: Collection[str] | None = None) -> dict[str, int]:
        """By currency, what remains of the payments that `sums` leaves out, because they are in another currency."""
        rest: dict[str, int] = {}
        for (group, currency), amount in self._sums_by_currency(payments).items():
            if currency != self._currency_of(group):
                rest[currency] = rest.get(currency, 0) + amount
        return rest

    def weeks(self, payments: Collection[str] | None = None, by: DateColumn = "due") -> pd.DataFrame:
        """What goes out by week: see `weeks.weeks_of`. By default of all payments that may go."""
        return weeks_of(self.payments, self.free if payments is None else payments, by)

    def _currency_of(self, group: Group) -> str:
        return self.currency if group == "ordinary" else "PLN"

    def _sums_by_currency(self, payments: Collection[str] | None) -> dict[tuple[Group, str], int]:
        table = self.payments
        kept = (table["direction"] == "out") & (table["state"] == "approved") & (table["settlement_status"] != "not_subject")
        if payments is not None:
            kept &= table["payment_id"].isin(list(payments))
        table = table[kept]
        sums: dict[tuple[Group, str], int] = {}
        for kind, currency, amount in zip(table["kind"], table["currency"], table["remaining"].tolist(), strict=True):
            group: Group = kind if kind in GROUPS else "ordinary"
            sums[group, currency] = sums.get((group, currency), 0) + amount
        return sums

    @cached_property
    def _searched(self) -> list[str]:
        """All that a word is looked for in, a text a payment; amounts with a dot and with a comma."""
        amounts = money.to_text(self.payments["amount"].to_numpy())
        columns = [self.payments[name].tolist() for name in SEARCHED]
        commas = [amount.replace(".", ",") for amount in amounts]
        return ["\n".join(texts).casefold() for texts in zip(*columns, amounts, commas, strict=True)]


def schedule(ledger: Ledger, register: str, *, format_chosen: bool = False) -> Schedule:
    """The payments of the bank register `register`.

    `format_chosen`: the user has picked an exchange format in the window, so that the bank form needs none (T-010).
    TransferError, naming the bank registers, where there is no such register or it is cash (T-014).
    """
    of = register_of(ledger, register)
    rows = np.flatnonzero((ledger.payments["bank_register"] == register).to_numpy(bool))
    table = payment_columns(ledger, rows)
    faults = _faults_of_register(of, table, format_chosen) | _faults_of_payments(table)
    table["reasons"] = reason_tuples(faults, len(table))
    return Schedule(ledger, register, of.currency, of.payer, of.faults, table)


def _faults_of_register(of: Register, table: pd.DataFrame, format_chosen: bool) -> dict[str, npt.NDArray[np.bool_]]:
    faults = {fault: np.full(len(table), fault in of.faults) for fault in OF_REGISTER}
    without = ~table["kind"].isin(list(of.kinds)).to_numpy()
    return {**faults, "no_format": without & (not format_chosen) & ("no_register_bank" not in of.faults)}


def _faults_of_payments(table: pd.DataFrame) -> dict[str, npt.NDArray[np.bool_]]:
    """Why payments may not go, whatever their register: code of the reason -> in which rows."""
    account = table["account"].tolist()
    status = table["settlement_status"].to_numpy(object)
    unknown_bank = (
        (table["kind"] == "foreign").to_numpy() & (table["bic"] == "").to_numpy() & (table["bank_name"] == "").to_numpy()
    )
    without_account = (table["account"] == "").to_numpy()
    return {
        "incoming": (table["direction"] == "in").to_numpy(),
        **{state: (table["state"] == state).to_numpy() for state in ("buffer", "sent", "executed")},
        "settled": status == "settled",
        "not_subject": status == "not_subject",
        "nothing_remaining": (table["remaining"] == 0).to_numpy() & (status != "settled"),
        "no_party": (table["party_name"].str.strip() == "").to_numpy(),
        "no_account": without_account,
        "wrong_account": is_wrong(account, table["kind"].tolist()),
        "no_party_bank": unknown_bank & ~without_account,
        "bad_category_text": (table["text_fault"] != "").to_numpy(),
    }


def _of_suppliers(ledger: Ledger, split: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Which payments of the ledger are to the parties of these payments, or for documents of suppliers with their NIPs."""
    rows = np.arange(len(ledger.payments))
    if not len(split):
        return np.zeros(len(rows), bool)
    tax_ids = {nip(tax_id) for tax_id in split["supplier_tax_id"]} - {""}
    same_party = ledger.parties["party_id"].isin(set(split["party_id"])).to_numpy(bool)
    same_nip = np.array([nip(tax_id) in tax_ids for tax_id in ledger.parties["tax_id"].fillna("")], bool)
    return same_party[parties_of(ledger, rows)] | same_nip[suppliers_of(ledger, rows)]
