"""What can be wrong with a JPK_V7 file: every kind of fault with its texts, as data.

The first part are the faults that a schema finds, the second the rules that no schema holds. A fault is an error where the file
must not be sent as it is, a warning where a right file may look like this. Source: vat.md 2.1-2.5.
"""

from dataclasses import dataclass
from typing import Literal

from ...i18n import N_

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Rule:
    """What is wrong and what to do about it (English keys of the catalogue, with places for values)."""

    severity: Severity
    fault: str
    remedy: str


STRUCTURE: dict[str, Rule] = {
    "root": Rule("error", N_("The file begins with {field} instead of JPK."), N_("Choose a JPK_V7M or JPK_V7K file.")),
    "missing": Rule("error", N_("{field} is missing."), N_("Add it; the structure of the file needs it here.")),
    "missing-choice": Rule("error", N_("One of these is missing: {field}."), N_("Add exactly one of them.")),
    "only-one": Rule("error", N_("Only one of these may stand: {field}."), N_("Keep one of them and remove the others.")),
    "repeated": Rule("error", N_("{field} stands {count} times."), N_("Keep one of them.")),
    "unknown": Rule(
        "error", N_("{field} does not belong here."), N_("Remove it; this structure does not have it in this place.")
    ),
    "order": Rule("error", N_("{field} stands in the wrong place."), N_("Put it right behind {before}.")),
    "attribute": Rule("error", N_("{field} has wrong attributes."), N_("It must have exactly these: {expected}.")),
    "text": Rule("error", N_("{field} holds text or elements that it must not have."), N_("Remove them.")),
    "code": Rule("error", N_("{field}: “{value}” is not among its codes."), N_("Allowed: {allowed}.")),
    "pattern": Rule("error", N_("{field}: “{value}” is not written as it must be."), N_("Write {form}.")),
    "short": Rule("error", N_("{field} is empty or too short."), N_("Fill it in, with at least {limit} characters.")),
    "long": Rule("error", N_("{field} is too long: {count} characters."), N_("Shorten it to {limit} characters.")),
    "digits": Rule("error", N_("{field}: {value} has too many digits."), N_("Write {form}.")),
    "range": Rule("error", N_("{field}: {value} is outside what the structure allows."), N_("Allowed: {allowed}.")),
    "type": Rule("error", N_("{field}: “{value}” cannot be read."), N_("Write {form}.")),
    "structure": Rule("error", N_("{field} does not follow the structure."), N_("Compare it with the structure of the file.")),
}
"""The faults that the schema finds."""

_HEADER = {
    "version": Rule(
        "error",
        N_("{name} is not the structure for {period}."),
        N_("Make the file in {right}; the structure follows the settlement month of the file."),
    ),
    "no-version": Rule("error", N_("There is no JPK_V7 file for {period}."), N_("Correct the year and the month.")),
    "made-before": Rule(
        "error", N_("The file was made on {value}, before {period} began."), N_("Correct the period or make the file anew.")
    ),
    "made-early": Rule(
        "warning", N_("The file was made on {value}, before the end of {period}."), N_("See whether anything came later.")
    ),
    "own-nip": Rule("error", N_("{value} is no NIP: its check digit is wrong."), N_("Correct the NIP of the taxpayer.")),
    "no-part": Rule("error", N_("The file has neither the declaration nor the record."), N_("Make the file with one of them.")),
    "part-missing": Rule(
        "warning",
        N_("A first file of this period without {field}."),
        N_("File both parts together; only a correction may leave one out."),
    ),
    "quarter": Rule("error", N_("Quarter {value} does not go with month {month}."), N_("Write quarter {right}.")),
    "quarter-month": Rule(
        "error",
        N_("A quarterly declaration in month {month}, which does not close the quarter."),
        N_("Leave the declaration out; it goes into the file of the quarter's last month."),
    ),
}

_CONTROL = {
    "row-count": Rule("error", N_("{field} is {value}, the file has {right} rows."), N_("Write {right}.")),
    "control-sum": Rule(
        "error", N_("{field} is {value}, the rows add up to {right}."), N_("Write {right} or correct the rows.")
    ),
}

_DECLARATION = {
    "sum-of-rows": Rule(
        "error",
        N_("{field} is {value}, the rows give {right}."),
        N_("Write {right}: the sum of {source}, rounded to whole zloty; or correct the rows."),
    ),
    "formula": Rule("error", N_("{field} is {value}, the fields before it give {right}."), N_("Write {right}: {formula}.")),
    "limit": Rule("error", N_("{field} is {value}, more than it may be."), N_("Write at most {right}.")),
    "relief-sum": Rule(
        "error",
        N_("{field} is {value}, the rows with the due date (art. 89a sec. 1) give {right}."),
        N_("Write {right}; rows with the day of payment do not count here. Without such rows leave out P_68 and P_69."),
    ),
}

_ROWS = {
    "row-number": Rule("warning", N_("Row number {value} after {before}."), N_("Number the rows 1, 2, 3 … without repeats.")),
    "duplicate": Rule(
        "warning",
        N_("This document already stands in row {first}: the same counterparty and number."),
        N_("See whether it was entered twice."),
    ),
    "relief-duplicate": Rule(
        "warning",
        N_("Row {first} already corrects this document with the same date and in the same direction."),
        N_("See whether the relief was taken twice; instalments of one day can stand in one row."),
    ),
    "late-date": Rule(
        "warning", N_("{field} {value} is after the end of {period}."), N_("See whether the document belongs to a later month.")
    ),
    "nip": Rule(
        "warning",
        N_("{value} is no NIP: not ten digits with a right check digit."),
        N_("Correct the number, write the country of a foreign one, or BRAK for a buyer without one."),
    ),
    "rate": Rule(
        "warning",
        N_("{field}: tax {value} does not go with the base {base} at {rates}."),
        N_("See whether the amounts stand in the fields of their rate."),
    ),
    "ksef-check": Rule(
        "warning", N_("KSeF number {value}: its check byte is wrong."), N_("Copy the number from KSeF once more.")
    ),
    "ksef-date": Rule(
        "warning",
        N_("KSeF number {value}: its day does not exist or is after the day the file was made."),
        N_("Copy the number from KSeF once more."),
    ),
    "k46-sign": Rule(
        "error", N_("K_46 is {value}, above zero."), N_("Write a decrease of input tax (art. 89b sec. 1) with a minus sign.")
    ),
    "k47-sign": Rule(
        "error", N_("K_47 is {value}, below zero."), N_("Write an increase of input tax (art. 89b sec. 4) without a sign.")
    ),
    "k46-alone": Rule(
        "warning",
        N_("The row has {field} beside {value}."),
        N_("Put the correction of art. 89b into a row of its own, without other amounts."),
    ),
}

_RELIEF = {
    "relief-fields": Rule(
        "error",
        N_("{field} in a row of the relief (KorektaPodstawyOpodt)."),
        N_("Only K_15 to K_20 may stand in it; put the rest into a row of its own."),
    ),
    "relief-empty": Rule(
        "error", N_("A row of the relief without amounts."), N_("Enter the base and the tax, or remove the row.")
    ),
    "relief-minus": Rule(
        "error",
        N_("{field} is {value}, above zero, in a row with the due date."),
        N_("Write a decrease with a minus sign; an increase after a payment has DataZaplaty in place of TerminPlatnosci."),
    ),
    "relief-plus": Rule(
        "error",
        N_("{field} is {value}, below zero, in a row with the day of payment."),
        N_("Write an increase without a sign; a decrease has TerminPlatnosci in place of DataZaplaty."),
    ),
    "relief-signs": Rule(
        "error", N_("{field} is {value}, its tax has the other sign."), N_("Give base and tax the same sign.")
    ),
    "relief-document": Rule(
        "error", N_("{field} {value} in a row of the relief."), N_("Leave the kind of document empty in such rows.")
    ),
    "relief-markers": Rule("warning", N_("{field} in a row of the relief."), N_("Leave out GTU and procedure markers in it.")),
    "relief-early": Rule(
        "error",
        N_("90 days from the due date {value} pass on {day}, after {period}."),
        N_("Take the relief in the month of that day."),
    ),
    "relief-late": Rule(
        "warning",
        N_("90 days from the due date {value} passed on {day}, before {period}."),
        N_("The relief belongs to that month: correct the file of that month."),
    ),
    "payment-month": Rule(
        "error",
        N_("The day of payment {value} is not in {period}."),
        N_("Put the increase into the file of the month of the payment."),
    ),
}

RULES: dict[str, Rule] = {**STRUCTURE, **_HEADER, **_CONTROL, **_DECLARATION, **_ROWS, **_RELIEF}
"""By their codes, which do not change."""
