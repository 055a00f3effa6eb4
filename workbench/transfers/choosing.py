"""Which format each kind of transfer goes out in: those of the bank form (T-009), or the one chosen in the window (T-027)."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..errors import TransferError
from ..i18n import _
from ..ledger import Ledger
from .batching.choices import DateFields
from .formats import Format, TextFormat, check_pair, format_of, standard_formats
from .orders import KINDS, Kind
from .schedule.payers import FORMAT_COLUMNS
from .texts import TextStyle


@dataclass(frozen=True)
class Formats:
    """The format of each kind of transfer of a register. `unknown`: codes on the bank form that no format has."""

    by_kind: Mapping[Kind, Format]
    unknown: Mapping[Kind, str]

    def of(self, kind: Kind) -> Format:
        """The format of a kind; TransferError where there is none."""
        if kind in self.unknown:
            return format_of(self.unknown[kind])
        if kind not in self.by_kind:
            raise TransferError(_("The bank of the register has no exchange format. Choose one, or set it on the bank's form."))
        return self.by_kind[kind]

    @property
    def dates(self) -> DateFields:
        """Which dates the format of ordinary transfers has a field for (T-034 to T-036)."""
        ordinary = self.by_kind.get("ordinary")
        return ordinary.dates if isinstance(ordinary, TextFormat) else "operation"

    def check_split_payments(self) -> None:
        """TransferError where the formats of ordinary transfers and split payments do not go together (T-011, T-012, T-029)."""
        if "ordinary" in self.by_kind:
            check_pair(self.by_kind["ordinary"], self.of("split_payment"))

    def style_of(self, kind: Kind) -> TextStyle:
        """How the texts of a kind are written."""
        return self.of(kind).style_of(kind)


def formats_of(
    ledger: Ledger, register: str, chosen: str | None, chosen_split: str | None, own: Mapping[str, Format]
) -> Formats:
    """The formats of a register's bank, under those chosen in the window.

    A chosen format takes every kind that it can carry; tax office and social insurance transfers only where it
    `takes_official` (T-065, T-069), because the bank form may name formats for them apart. A kind that the chosen format cannot
    carry goes by the bank form; where that says nothing either, it stays with the chosen one, and the check says so.
    """
    window = format_of(chosen, own) if chosen else None
    split = format_of(chosen_split, own) if chosen_split else None
    form = _bank_form(ledger, register)
    by_kind: dict[Kind, Format] = {}
    unknown: dict[Kind, str] = {}
    for kind in KINDS:
        code = next((form[column] for column in FORMAT_COLUMNS[kind] if form.get(column)), None)
        if kind == "split_payment" and split is not None:
            by_kind[kind] = split
        elif window is not None and (_takes(window, kind) or code is None):
            by_kind[kind] = window
        elif code is None:
            continue
        elif found := own.get(code) or standard_formats().get(code):
            by_kind[kind] = found
        else:
            unknown[kind] = code
    return Formats(by_kind, unknown)


def _takes(window: Format, kind: Kind) -> bool:
    return kind in window.kinds and (window.takes_official or kind not in ("tax_office", "social_insurance"))


def _bank_form(ledger: Ledger, register: str) -> dict[str, str]:
    """The fields of the form of the register's bank that are filled."""
    bank = ledger.bank_registers.loc[(ledger.bank_registers["register"] == register).to_numpy(bool), "bank"]
    rows = ledger.banks[ledger.banks["bank"].isin(bank)]
    return {str(name): str(value) for row in rows.to_dict("records") for name, value in row.items() if isinstance(value, str)}
