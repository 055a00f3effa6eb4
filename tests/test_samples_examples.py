"""The examples of the golden table as books: exactly their facts."""

import pytest

from tests.sample_books import SAMPLES, Books

GOLDEN = {
    # payment: (folders, side, issued, due, amount, paid on, paid)
    "GR.1": ("GR.1", "sale", "2019-05-18", "2019-06-01", "1230.00", "", ""),
    "GR.5": ("GR.5", "sale", "2019-08-20", "2019-08-27", "1230.00", "2019-12-27", "1230.00"),
    "GR-1a": ("GR-1", "sale", "2019-10-10", "2019-10-24", "831.00", "2020-05-26", "831.00"),
    "GR-1b": ("GR-1", "sale", "2019-10-10", "2019-11-30", "831.00", "2020-05-26", "831.00"),
    "GR-2": ("GR-2 GR-3", "sale", "2020-01-01", "2020-01-28", "1230.00", "2020-02-10", "500.00"),
    "GR-3": ("GR-3", "sale", "2020-01-10", "2020-01-31", "1230.00", "", ""),
    "GR-4": ("GR-4", "purchase", "2020-02-06", "2020-02-13", "1000.00", "2020-03-06", "500.00"),
    "GR-5a": ("GR-5", "purchase", "2020-02-01", "2020-02-08", "1230.00", "", ""),
    "GR-5b": ("GR-5", "purchase", "2020-01-04", "2020-01-11", "23308.50", "2020-05-15", "23308.50"),
    "GR-6a": ("GR-6", "sale", "2019-10-05", "2019-10-12", "246.00", "2020-03-30", "100.00"),
    "GR-6b": ("GR-6", "sale", "2019-11-03", "2019-11-09", "615.00", "", ""),
    "GR-6c": ("GR-6", "sale", "2019-12-10", "2019-12-18", "369.00", "", ""),
    "GJ.1": ("GJ.1", "sale", "2020-07-04", "2020-07-18", "1230.00", "", ""),
    "GJ.q": ("GJ.q", "sale", "2020-08-20", "2020-08-27", "1230.00", "", ""),
    "GJ-1a": ("GJ-1", "sale", "2020-07-13", "2020-07-27", "831.00", "2020-12-20", "831.00"),
    "GJ-1b": ("GJ-1", "sale", "2020-07-13", "2020-08-31", "831.00", "2020-12-20", "831.00"),
    "GJ-2": ("GJ-2 GJ-3", "sale", "2020-08-01", "2020-08-13", "1230.00", "2020-09-10", "500.00"),
    "GJ-3": ("GJ-3", "sale", "2020-08-10", "2020-08-30", "1230.00", "", ""),
    "GJ-4": ("GJ-4", "purchase", "2020-07-06", "2020-07-13", "1000.00", "2020-08-06", "500.00"),
    "GJ-5a": ("GJ-5", "purchase", "2020-07-06", "2020-07-13", "1000.00", "", ""),
    "GJ-5b": ("GJ-5", "purchase", "2020-06-08", "2020-06-15", "23308.50", "2020-10-12", "23308.50"),
    "GJ-6a": ("GJ-6", "sale", "2020-07-01", "2020-07-08", "246.00", "2020-12-13", "100.00"),
    "GJ-6b": ("GJ-6", "sale", "2020-08-03", "2020-08-09", "615.00", "", ""),
    "GJ-6c": ("GJ-6", "sale", "2020-09-10", "2020-09-18", "369.00", "", ""),
    "switch-150-90a": ("switch-150-90", "sale", "2018-09-10", "2018-09-24", "831.00", "", ""),
    "switch-150-90b": ("switch-150-90", "sale", "2018-09-10", "2018-10-30", "831.00", "", ""),
}


def test_every_example_has_exactly_its_payments() -> None:
    promised = {(folder, payment) for payment, facts in GOLDEN.items() for folder in facts[0].split()}
    folders = [folder for folder in (SAMPLES / "examples").iterdir() if folder.name not in ("aloza", "abc")]
    found = {(folder.name, key) for folder in folders for key in Books(folder).payments}
    assert found == promised


@pytest.mark.parametrize("payment_id", GOLDEN)
def test_example_has_the_facts_of_the_golden_table(payment_id: str) -> None:
    folders, side, issued, due, amount, paid_on, paid = GOLDEN[payment_id]
    for folder in folders.split():
        books = Books(SAMPLES / "examples" / folder)
        payment = books.payments[payment_id]
        document = books.documents[payment["document_id"]]
        assert (document["register"], document["issue_date"], payment["due_date"]) == (side, issued, due)
        assert payment["amount"] == amount
        settled = [(row["date"], row["amount"]) for row in books.settlements_of[payment_id]]
        assert settled == ([(paid_on, paid)] if paid else [])
