"""The relief once more, slow and plain: what ``workbench.relief`` is measured against.

Written from the documents alone (requirements R and J, reference on VAT, section 4 of the design), one payment part
at a time, with exact fractions, an own calendar and an own table of the law. It reads :data:`tests.books.Books`, never
a ledger, and imports nothing of the package, so that no error can be shared. Amounts are whole grosze.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import NamedTuple

Row = Mapping[str, str | None]
Books = Mapping[str, Sequence[Row]]
Months = Mapping[str, str]

RATES_WITHOUT_VAT = ("0", "zw", "np")
FIRST_RELIEF = date(2013, 1, 1)
NINETY_DAYS_FROM = date(2019, 1, 1)  # the first day 90 that counts as such
SATURDAYS_FROM = date(2017, 1, 1)
LAW = (
    # relief dates from, years after the year of issue, what a party that is not active means for a sale, for a purchase
    (date(2013, 1, 1), 2, "party_inactive", "party_inactive"),
    (date(2021, 10, 1), 3, "relief_proof_missing", None),
)


class Line(NamedTuple):
    """One line of a notice; ``payment_date`` only for ``paid_back``. ``unpaid``, ``net_left``, ``vat_left``: what is left of
    the part, and of its correction at this rate, after the line."""

    document_id: str
    payment_id: str
    rate: str
    kind: str
    net: int
    vat: int
    unpaid: int
    net_left: int
    vat_left: int
    due_date: date
    effective_due_date: date
    relief_date: date
    payment_date: date | None


# The calendar


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    moon = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * moon) // 451
    month, day = divmod(h + moon - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_holiday(day: date) -> bool:
    """Whether the day is a Polish public holiday; Sundays are not asked here."""
    fixed = {(1, 1), (5, 1), (5, 3), (8, 15), (11, 1), (11, 11), (12, 25), (12, 26)}
    if day.year >= 2011:
        fixed.add((1, 6))
    if day.year >= 2025:
        fixed.add((12, 24))
    movable = (0, 1, 49, 60)  # Easter Sunday and Monday, Whit Sunday, Corpus Christi
    return (day.month, day.day) in fixed or (day - easter(day.year)).days in movable or day == date(2018, 11, 12)


def effective_due(due: date) -> date:
    """R-018: a term that ends on a free day ends on the next day that is not free; Saturdays are free since 2017."""
    day = due
    while day.weekday() == 6 or is_holiday(day) or (day.weekday() == 5 and day >= SATURDAYS_FROM):
        day += timedelta(1)
    return day


def relief_date(due: date) -> date:
    """R-007: day 90 if it falls after 2018, else day 150; counted from the moved term, itself never moved (R-018)."""
    start = effective_due(due)
    day_90 = start + timedelta(90)
    return day_90 if day_90 >= NINETY_DAYS_FROM else start + timedelta(150)


def month_of(day: date) -> str:
    return f"{day:%Y-%m}"


def last_day(month: str) -> date:
    year, number = map(int, month.split("-"))
    return date(year + number // 12, number % 12 + 1, 1) - timedelta(1)


def months_in(period: str) -> list[str]:
    """The months of a period: "2019-11" -> itself, "2019Q4" -> the three of the quarter."""
    if "Q" not in period:
        return [period]
    year, quarter = period.split("Q")
    return [f"{year}-{month:02d}" for month in range(3 * int(quarter) - 2, 3 * int(quarter) + 1)]


def default_as_of(side: str, period: str) -> date:
    """R-022: the 25th of the following month for sales; R-031: the last day of the period for purchases."""
    end = last_day(months_in(period)[-1])
    return end if side == "purchase" else end + timedelta(25)


# Money


def grosze(text: str | None) -> int:
    amount = Fraction(text or "0") * 100
    assert amount.denominator == 1, text
    return amount.numerator


def half_up(value: Fraction) -> int:
    """To the nearest whole number, the half away from zero (136.5 -> 137, -136.5 -> -137)."""
    size = (abs(value) + Fraction(1, 2)).__floor__()
    return size if value >= 0 else -size


def apportion(amount: int, weights: Sequence[int]) -> list[int]:
    """R-068: the amount in proportion to the weights, in whole grosze; left-over ones to the largest remainders."""
    exact = [Fraction(amount * weight, sum(weights)) for weight in weights]
    shares = [share.__floor__() for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda n: (shares[n] - exact[n], n))
    for n in by_remainder[: amount - sum(shares)]:
        shares[n] += 1
    return shares


# One payment part


def rows_of(books: Books, table: str, **wanted: str) -> list[Row]:
    return [row for row in books[table] if all(row[column] == value for column, value in wanted.items())]


def unpaid_on(books: Books, payment: Row, day: date) -> int:
    """R-050: what of the part is unpaid at the end of the day; never less than nothing, never more than the part."""
    settled = sum(
        grosze(row["amount"])
        for row in rows_of(books, "settlements", payment_id=str(payment["payment_id"]))
        if date.fromisoformat(str(row["date"])) <= day
    )
    amount = grosze(payment["amount"])
    return min(max(amount - settled, 0), amount)


def totals_by_rate(books: Books, document: Row) -> dict[tuple[str, bool], tuple[int, int]]:
    """(rate, gives relief) -> (net, vat) of the document, in the order of first appearance by line number.

    On a purchase the lines that were not deducted are totals of their own.
    """
    totals: dict[tuple[str, bool], tuple[int, int]] = {}
    lines = rows_of(books, "vat_lines", document_id=str(document["document_id"]))
    for line in sorted(lines, key=lambda row: int(str(row["line"]))):
        deducted = document["register"] == "sale" or line.get("deductible") != "no"
        key = (str(line["rate"]), deducted)
        net, vat = totals.get(key, (0, 0))
        totals[key] = (net + grosze(line["net"]), vat + grosze(line["vat"]))
    return totals


def with_relief(books: Books, document: Row) -> list[tuple[str, bool]]:
    """The totals that can be corrected: R-015, J-011 (no VAT), cases 52 and 53 (not deducted), 50 (the buyer's VAT)."""
    own_vat = document["transaction"] != "domestic_reverse_charge"
    return [
        (rate, deducted)
        for (rate, deducted), (_, vat) in totals_by_rate(books, document).items()
        if deducted and rate not in RATES_WITHOUT_VAT and (own_vat or vat)
    ]


def document_gross(books: Books, document: Row) -> int:
    return sum(net + vat for net, vat in totals_by_rate(books, document).values())


def in_zloty(books: Books, document: Row, payment: Row, unpaid: int) -> int:
    """The unpaid amount in grosze; a part of a document in a currency stands for its share of the document's gross."""
    if (document.get("currency") or "PLN") == "PLN":
        return unpaid
    parts = rows_of(books, "payments", document_id=str(document["document_id"]))
    parts.sort(key=lambda row: (str(row["due_date"]), str(row["payment_id"])))
    shares = apportion(document_gross(books, document), [grosze(row["amount"]) for row in parts])
    return half_up(Fraction(unpaid * shares[parts.index(payment)], grosze(payment["amount"])))


def amounts(books: Books, document: Row, payment: Row, unpaid: int) -> dict[str, tuple[int, int]]:
    """R-066, R-068: rate -> (net, vat) of so much unpaid; the VAT is what the net leaves of the gross."""
    totals = totals_by_rate(books, document)
    gross = apportion(in_zloty(books, document, payment, unpaid), [net + vat for net, vat in totals.values()])
    result = {}
    correctable = with_relief(books, document)
    for part, (key, (net, vat)) in zip(gross, totals.items(), strict=True):
        if key in correctable:
            part_net = half_up(Fraction(part * net, net + vat)) if part else 0
            result[key[0]] = (part_net, part - part_net)
    return result


def reason(books: Books, side: str, month: str, payment: Row, as_of: date) -> str:
    """The first condition the part fails on the notice of the month, or "on_notice"."""
    (document,) = rows_of(books, "documents", document_id=str(payment["document_id"]))
    (party,) = rows_of(books, "parties", party_id=str(document["party_id"]))
    probable = relief_date(date.fromisoformat(str(payment["due_date"])))
    _, years, sale_status, purchase_status = [law for law in LAW if law[0] <= max(probable, FIRST_RELIEF)][-1]
    last_issue_year = date(date.fromisoformat(str(document["issue_date"])).year + years, 12, 31)
    status_needed = sale_status if side == "sale" else purchase_status
    proved = sale_status == "relief_proof_missing" and bool(document.get("relief_proof"))
    claim = grosze(payment["amount"]) > 0 and document_gross(books, document) > 0
    unpaid = unpaid_on(books, payment, as_of)
    left = amounts(books, document, payment, unpaid) if claim else {}
    conditions = (
        ("not_in_vat_return", document["in_vat_return"] == "true"),
        ("transaction", document["transaction"] in ("domestic", "domestic_reverse_charge")),
        ("cash_accounting", document.get("cash_accounting") != "true"),  # case 49
        ("not_a_claim", claim),
        ("no_vat", bool(with_relief(books, document))),  # R-015, cases 50, 51, 53
        ("too_early_law", probable >= FIRST_RELIEF),
        ("later_month", month_of(probable) <= month),
        ("earlier_month", month_of(probable) >= month),
        ("nothing_unpaid", unpaid > 0),
        ("limit_years", side == "purchase" or as_of <= last_issue_year),
        (status_needed, status_needed is None or party["vat_status"] == "active" or proved),  # R-010, section 1.4
        ("no_vat", any(net or vat for net, vat in left.values())),  # the last grosze can fall on a rate without VAT
    )
    return next((str(code) for code, holds in conditions if not holds), "on_notice")


# A notice


class Reported(NamedTuple):
    """A part as it stands unpaid on a filed notice: what was unpaid on the day, and rate -> (net, vat) of its lines."""

    as_of: date
    unpaid: int
    rates: dict[str, tuple[int, int]]


History = Mapping[str, Mapping[str, Reported]]
"""Period -> payment_id -> what the newest filed notice of the period says of the part."""


def parts_of(books: Books, side: str) -> Iterator[tuple[Row, Row]]:
    for document in rows_of(books, "documents", register=side):
        for payment in rows_of(books, "payments", document_id=str(document["document_id"])):
            yield document, payment


def as_of_day(side: str, period: str, given: Months) -> date:
    return date.fromisoformat(given[period]) if period in given else default_as_of(side, period)


def oracle_reasons(books: Books, side: str, month: str, as_of: str | None = None) -> dict[str, str]:
    """payment_id -> first failing condition (or "on_notice") of every part of the side."""
    day = as_of_day(side, month, {month: as_of} if as_of else {})
    return {str(payment["payment_id"]): reason(books, side, month, payment, day) for _, payment in parts_of(books, side)}


def by_the_rule(books: Books, side: str, payment: Row, day: date) -> Reported | None:
    """The part as it stands on the notice of its own month made as of a day, None where it is not on it."""
    (document,) = rows_of(books, "documents", document_id=str(payment["document_id"]))
    own_month = month_of(relief_date(date.fromisoformat(str(payment["due_date"]))))
    if reason(books, side, own_month, payment, day) != "on_notice":
        return None
    unpaid = unpaid_on(books, payment, day)
    return Reported(day, unpaid, amounts(books, document, payment, unpaid))


def state_after(books: Books, payment: Row, reported: Reported, day: date) -> tuple[int, dict[str, tuple[int, int]]]:
    """What is left of a reported part at the end of a day, and rate -> (net, vat) of it: by the books where they still give
    the reported amounts, else these in proportion."""
    (document,) = rows_of(books, "documents", document_id=str(payment["document_id"]))
    unpaid = min(unpaid_on(books, payment, day), reported.unpaid)
    some = {rate: pair for rate, pair in reported.rates.items() if any(pair)}
    if grosze(payment["amount"]) >= reported.unpaid and document_gross(books, document) > 0:
        now = amounts(books, document, payment, reported.unpaid)
        if {rate: pair for rate, pair in now.items() if any(pair)} == some:
            return unpaid, amounts(books, document, payment, unpaid)
    share = Fraction(unpaid, reported.unpaid)
    return unpaid, {rate: (half_up(net * share), half_up(vat * share)) for rate, (net, vat) in some.items()}


def oracle_lines(
    books: Books,
    side: str,
    period: str,
    as_of: str | None = None,
    filed: Months | None = None,
    history: History | None = None,
    since: str | None = None,
) -> list[Line]:
    """The notice of the period, sorted; ``filed`` holds the as-of dates of other months' notices, if not the default.

    With a ``history`` what it says counts; a month it does not hold counts by the rule only before ``since``.
    """
    own = months_in(period)
    day = as_of_day(side, period, {**(filed or {}), **({period: as_of} if as_of else {})})
    lines = []
    for document, payment in parts_of(books, side):
        due = date.fromisoformat(str(payment["due_date"]))
        probable = relief_date(due)
        names = str(document["document_id"]), str(payment["payment_id"])
        days = due, effective_due(due), probable
        stands = [of[names[1]] for other, of in (history or {}).items() if names[1] in of and not {*months_in(other)} & {*own}]
        if stands:  # a part on the filed notice of another period is on no other
            pass
        elif month_of(probable) in own:  # only the period of the day itself
            now = by_the_rule(books, side, payment, day)
            if now:
                stands.append(now)
                lines += [
                    Line(*names, rate, "unpaid", *pair, now.unpaid, *pair, *days, None) for rate, pair in now.rates.items()
                ]
        elif month_of(probable) < own[0] and counts_by_rule(month_of(probable), history, since):
            earlier = by_the_rule(books, side, payment, as_of_day(side, month_of(probable), filed or {}))
            stands += [earlier] if earlier else []
        lines += paid_back(books, payment, stands, own, names, days)
    return sorted((line for line in lines if line.net or line.vat), key=lambda line: line[:4])


def counts_by_rule(month: str, history: History | None, since: str | None) -> bool:
    if history is None:
        return True
    return not any(month in months_in(period) for period in history) and (since is None or month < since)


def paid_back(
    books: Books, payment: Row, stands: list[Reported], own: list[str], names: tuple[str, str], days: tuple[date, date, date]
) -> list[Line]:
    """R-017, R-067: what was settled in the period after the as-of day, as the difference of two states; the same rate of
    several notices together."""
    lines: dict[str, Line] = {}
    for reported in stands:
        paid_on = [
            paid
            for row in rows_of(books, "settlements", payment_id=names[1])
            if (paid := date.fromisoformat(str(row["date"]))) > reported.as_of and month_of(paid) in own
        ]
        if not paid_on:
            continue
        day_before = date.fromisoformat(f"{own[0]}-01") - timedelta(1)
        _, before = state_after(books, payment, reported, max(reported.as_of, day_before))
        left, after = state_after(books, payment, reported, max(reported.as_of, last_day(own[-1])))
        for rate, (net, vat) in before.items():
            line = Line(
                *names, rate, "paid_back", net - after[rate][0], vat - after[rate][1], left, *after[rate], *days, max(paid_on)
            )
            same = lines.get(rate)
            if same:
                added = {name: getattr(same, name) + getattr(line, name) for name in ("net", "vat", "net_left", "vat_left")}
                line = line._replace(
                    **added,
                    unpaid=max(same.unpaid, left),
                    payment_date=max(day for day in (same.payment_date, *paid_on) if day),
                )
            lines[rate] = line
    return list(lines.values())


def oracle_totals(lines: Sequence[Line], side: str) -> dict[str, dict[str, int]]:
    """Row -> box -> grosze. Unpaid is negative, paid back positive (R-042); whole zloty as R-043 says.

    The three correction boxes round every rate on its own and add, the VAT-ZD box rounds its whole sum.
    """
    boxes = {
        "correction": ("unpaid", "paid_back"),
        "vat_zd": ("unpaid",),
        "unpaid": ("unpaid",),
        "paid_back": ("paid_back",),
    }
    totals: dict[str, dict[str, int]] = {}
    for amount in ("net", "vat") if side == "sale" else ("vat",):
        totals[amount], totals[f"{amount}_rounded"] = {}, {}
        for box, kinds in boxes.items():
            by_rate: dict[str, int] = {}
            for line in lines:
                if line.kind in kinds:
                    signed = getattr(line, amount) * (-1 if line.kind == "unpaid" else 1)
                    by_rate[line.rate] = by_rate.get(line.rate, 0) + signed
            to_round = [sum(by_rate.values())] if box == "vat_zd" else list(by_rate.values())
            totals[amount][box] = sum(by_rate.values())
            totals[f"{amount}_rounded"][box] = sum(100 * half_up(Fraction(value, 100)) for value in to_round)
    return totals
