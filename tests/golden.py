"""The golden table of the relief and the manuals' worked examples as books, both with the corrected values.

The same examples lie in ``sample_data/examples``; they are written down here a second time, from the documents, so that
the proof does not rest on files the package itself has made.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.books import Books, books, purchase, sale


def instalments(document_id: str, issued: str, dues: tuple[str, str], paid: str) -> Books:
    """R-069, J-031: 1 000 net at 23 % and 400 at 8 %, two equal parts, both paid on one day."""
    parts = [(due, "831.00", [(paid, "831.00")]) for due in dues]
    return sale(document_id, issued=issued, lines=[("23", "1000.00"), ("8", "400.00")], parts=parts)


def thousand(document_id: str, issued: str, due: str, paid: tuple[tuple[str, str], ...] = ()) -> Books:
    """A sale of 1 000 net, 230 VAT."""
    return sale(document_id, issued=issued, due=due, lines=[("23", "1000.00")], paid=paid)


GR_2 = thousand("GR-2", "2020-01-01", "2020-01-28", (("2020-02-10", "500.00"),))
GJ_2 = thousand("GJ-2", "2020-08-01", "2020-08-13", (("2020-09-10", "500.00"),))
WORKED: dict[str, Books] = {
    "GR.1": books(thousand("GR.1", "2019-05-18", "2019-06-01")),
    "GR.5": books(thousand("GR.5", "2019-08-20", "2019-08-27", (("2019-12-27", "1230.00"),))),
    "GR-1": books(instalments("GR-1", "2019-10-10", ("2019-10-24", "2019-11-30"), "2020-05-26")),
    "GR-2": books(GR_2),
    "GR-3": books(GR_2, thousand("GR-3", "2020-01-10", "2020-01-31")),
    "GR-4": books(
        purchase("GR-4", issued="2020-02-06", due="2020-02-13", lines=[("23", "813.01")], paid=[("2020-03-06", "500.00")])
    ),
    "GR-5": books(
        purchase("GR-5a", issued="2020-02-01", due="2020-02-08", lines=[("23", "1000.00")]),
        purchase(
            "GR-5b",
            issued="2020-01-04",
            due="2020-01-11",
            lines=[("23", "18950.00")],
            paid=[("2020-05-15", "23308.50")],
        ),
    ),
    "GR-6": books(
        sale("GR-6a", issued="2019-10-05", due="2019-10-12", lines=[("23", "200.00")], paid=[("2020-03-30", "100.00")]),
        sale("GR-6b", issued="2019-11-03", due="2019-11-09", lines=[("23", "500.00")]),
        sale("GR-6c", issued="2019-12-10", due="2019-12-18", lines=[("23", "300.00")]),
    ),
    "GJ.1": books(thousand("GJ.1", "2020-07-04", "2020-07-18")),
    "GJ.q": books(thousand("GJ.q", "2020-08-20", "2020-08-27")),
    "GJ-1": books(instalments("GJ-1", "2020-07-13", ("2020-07-27", "2020-08-31"), "2020-12-20")),
    "GJ-2": books(GJ_2),
    "GJ-3": books(GJ_2, thousand("GJ-3", "2020-08-10", "2020-08-30")),
    "GJ-4": books(
        purchase("GJ-4", issued="2020-07-06", due="2020-07-13", lines=[("23", "813.01")], paid=[("2020-08-06", "500.00")])
    ),
    "GJ-5": books(
        purchase("GJ-5a", issued="2020-07-06", due="2020-07-13", lines=[("23", "813.01")]),
        purchase(
            "GJ-5b",
            issued="2020-06-08",
            due="2020-06-15",
            lines=[("23", "18950.00")],
            paid=[("2020-10-12", "23308.50")],
        ),
    ),
    "GJ-6": books(
        sale("GJ-6a", issued="2020-07-01", due="2020-07-08", lines=[("23", "200.00")], paid=[("2020-12-13", "100.00")]),
        sale("GJ-6b", issued="2020-08-03", due="2020-08-09", lines=[("23", "500.00")]),
        sale("GJ-6c", issued="2020-09-10", due="2020-09-18", lines=[("23", "300.00")]),
    ),
    "switch-150-90": books(
        sale(
            "switch",
            issued="2018-09-10",
            lines=[("23", "1000.00"), ("8", "400.00")],
            parts=[("2018-09-24", "831.00"), ("2018-10-30", "831.00")],
        )
    ),
}


class Golden(NamedTuple):
    """A row of the golden table; ``unshifted`` is day N without the move of the term, ``rounded`` whole zloty."""

    name: str
    side: str
    due: str
    effective: str
    days: int
    day_n: str
    unshifted: str
    month: str
    as_of: str
    unpaid: tuple[int, int]
    rounded: tuple[int, int]

    @property
    def example(self) -> str:
        """The books the row is about: "GR-1a/8" is the first part of GR-1, its 8 % amounts."""
        return self.name.split("/")[0].rstrip("abc*")

    @property
    def rate(self) -> str:
        return self.name.partition("/")[2] or "23"

    @property
    def moved_as_of(self) -> str | None:
        """The as-of day of GJ-1b*, the only row that is not on the default."""
        return self.as_of if self.name.endswith("*") else None


def golden_row(text: str) -> Golden:
    """A line of the table: name, side, due, effective, N, day N, unshifted, month, as-of, net, vat, both rounded."""
    name, side, due, effective, days, *dates, net, vat, net_rounded, vat_rounded = text.split()
    unpaid = int(net.replace(".", "")), int(vat.replace(".", ""))
    return Golden(name, side, due, effective, int(days), *dates, unpaid, (int(net_rounded), int(vat_rounded)))


GOLDEN = [
    golden_row(row)
    for row in """
GR.1           sale     2019-06-01 2019-06-03 90  2019-09-01 2019-08-30 2019-09 2019-10-25 1000.00  230.00  1000  230
GR.5           sale     2019-08-27 2019-08-27 90  2019-11-25 2019-11-25 2019-11 2019-12-25 1000.00  230.00  1000  230
GR-1a          sale     2019-10-24 2019-10-24 90  2020-01-22 2020-01-22 2020-01 2020-02-25 500.00   115.00  500   115
GR-1a/8        sale     2019-10-24 2019-10-24 90  2020-01-22 2020-01-22 2020-01 2020-02-25 200.00   16.00   200   16
GR-1b          sale     2019-11-30 2019-12-02 90  2020-03-01 2020-02-28 2020-03 2020-04-25 500.00   115.00  500   115
GR-1b/8        sale     2019-11-30 2019-12-02 90  2020-03-01 2020-02-28 2020-03 2020-04-25 200.00   16.00   200   16
GR-2           sale     2020-01-28 2020-01-28 90  2020-04-27 2020-04-27 2020-04 2020-05-25 593.50   136.50  594   137
GR-3           sale     2020-01-31 2020-01-31 90  2020-04-30 2020-04-30 2020-04 2020-05-25 1000.00  230.00  1000  230
GR-4           purchase 2020-02-13 2020-02-13 90  2020-05-13 2020-05-13 2020-05 2020-05-31 406.51   93.49   407   93
GR-5a          purchase 2020-02-08 2020-02-10 90  2020-05-10 2020-05-08 2020-05 2020-05-31 1000.00  230.00  1000  230
GR-5b          purchase 2020-01-11 2020-01-13 90  2020-04-12 2020-04-10 2020-04 2020-04-30 18950.00 4358.50 18950 4359
GR-6a          sale     2019-10-12 2019-10-14 90  2020-01-12 2020-01-10 2020-01 2020-02-25 200.00   46.00   200   46
GR-6b          sale     2019-11-09 2019-11-12 90  2020-02-10 2020-02-07 2020-02 2020-03-25 500.00   115.00  500   115
GR-6c          sale     2019-12-18 2019-12-18 90  2020-03-17 2020-03-17 2020-03 2020-04-25 300.00   69.00   300   69
GJ.1           sale     2020-07-18 2020-07-20 90  2020-10-18 2020-10-16 2020-10 2020-11-25 1000.00  230.00  1000  230
GJ.q           sale     2020-08-27 2020-08-27 90  2020-11-25 2020-11-25 2020-11 2020-12-25 1000.00  230.00  1000  230
GJ-1a          sale     2020-07-27 2020-07-27 90  2020-10-25 2020-10-25 2020-10 2020-11-25 500.00   115.00  500   115
GJ-1b          sale     2020-08-31 2020-08-31 90  2020-11-29 2020-11-29 2020-11 2020-12-25 0.00     0.00    0     0
GJ-1b*         sale     2020-08-31 2020-08-31 90  2020-11-29 2020-11-29 2020-11 2020-12-15 500.00   115.00  500   115
GJ-2           sale     2020-08-13 2020-08-13 90  2020-11-11 2020-11-11 2020-11 2020-12-25 593.50   136.50  594   137
GJ-3           sale     2020-08-30 2020-08-31 90  2020-11-29 2020-11-28 2020-11 2020-12-25 1000.00  230.00  1000  230
GJ-4           purchase 2020-07-13 2020-07-13 90  2020-10-11 2020-10-11 2020-10 2020-10-31 406.51   93.49   407   93
GJ-5a          purchase 2020-07-13 2020-07-13 90  2020-10-11 2020-10-11 2020-10 2020-10-31 813.01   186.99  813   187
GJ-5b          purchase 2020-06-15 2020-06-15 90  2020-09-13 2020-09-13 2020-09 2020-09-30 18950.00 4358.50 18950 4359
GJ-6a          sale     2020-07-08 2020-07-08 90  2020-10-06 2020-10-06 2020-10 2020-11-25 200.00   46.00   200   46
GJ-6b          sale     2020-08-09 2020-08-10 90  2020-11-08 2020-11-07 2020-11 2020-12-25 500.00   115.00  500   115
GJ-6c          sale     2020-09-18 2020-09-18 90  2020-12-17 2020-12-17 2020-12 2021-01-25 300.00   69.00   300   69
switch-150-90a sale     2018-09-24 2018-09-24 150 2019-02-21 2019-02-21 2019-02 2019-03-25 500.00   115.00  500   115
switch-150-90b sale     2018-10-30 2018-10-30 90  2019-01-28 2019-01-28 2019-01 2019-02-25 500.00   115.00  500   115
""".strip().splitlines()
]
