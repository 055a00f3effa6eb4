"""Transfers made of payments: one of each, or one of several that share payee, account, currency and kind."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from ... import money
from ..orders import Kind, Payee, SepaParty, SplitPayment, TaxData, Transfer
from ..schedule import Schedule
from ..texts import TextStyle, component_texts, fits, join
from ..texts.joining import BETWEEN
from .choices import Choice
from .items import Item

StyleOf = Callable[[Kind], TextStyle]
ADDRESS = ("name", "street", "postcode", "city", "country", "tax_id")
SEPA_FIELDS = ("role", "name", "is_person", "bic", "identifier", "identifier_type", "issuer")
BIRTH_FIELDS = ("birth_date", "birth_country", "birth_province", "birth_city")


class Maker:
    """Makes the transfers of one batch; looks up the books once a payee, not once a payment."""

    def __init__(self, schedule: Schedule, choice: Choice, style_of: StyleOf) -> None:
        self._ledger = schedule.ledger
        self._choice = choice
        self._style_of = style_of
        self._payees: dict[tuple[str, str, str], Payee] = {}

    def single(self, item: Item) -> Transfer:
        """The transfer of one payment: what remains of it (T-042)."""
        split = self._split([item], item.number) if item.kind == "split_payment" else None
        return Transfer(
            kind=item.kind,
            payments=(item.payment_id,),
            amounts=(item.remaining,),
            amount=item.remaining,
            currency=item.currency,
            date=item.date,
            payee=self._payee(item),
            texts=self._texts(item),
            document_numbers=item.number,
            document_date=item.document_date,
            booking_text=item.booking_text,
            instant=item.priority == "high" and item.currency == "PLN",
            split=split,
            tax=self._tax.get(item.payment_id) if item.kind == "tax_office" else None,
            sepa=self.sepa_of(item),
        )

    def collective(self, items: Sequence[Item], split: SplitPayment | None = None) -> Transfer:
        """The transfer of payments with the same payee, account, currency and kind: their sum, on the earliest of their dates
        (T-045, T-046). One with high priority makes all of it instant, for it must not come late."""
        first = items[0]
        if len(items) == 1 and split is None:
            return self.single(first)
        dates = [item.document_date for item in items if item.document_date is not None]
        amounts = tuple(item.remaining for item in items)
        return Transfer(
            kind=first.kind,
            payments=tuple(item.payment_id for item in items),
            amounts=amounts,
            amount=sum(amounts),
            currency=first.currency,
            date=min(item.date for item in items),
            payee=self._payee(first),
            texts=(self._joined(items),),
            document_numbers=_listed([item.number for item in items]),
            document_date=min(dates, default=None),
            instant=first.currency == "PLN" and any(item.priority == "high" for item in items),
            collective=True,
            split=split,
            sepa=self.sepa_of(first),
        )

    def divided(self, items: Sequence[Item]) -> list[list[Item]]:
        """The payments of one group in as few runs, in their order, as leave every description whole (T-038). A description
        that is too long by itself stands alone."""
        style = self._style_of(items[0].kind)
        numbers = [item.number for item in items]
        texts = numbers if style.title == "numbers" else self._component_texts(items)
        runs: list[list[Item]] = []
        first = 0
        for place, item in enumerate(items):
            run = slice(first, place + 1)
            joined = _listed(numbers[run]) if texts is numbers else join(texts[run], numbers[run])
            if runs and fits(joined, style):
                runs[-1].append(item)
            else:
                runs.append([item])
                first = place
        return runs

    def collective_split(self, items: Sequence[Item], period: str) -> Transfer:
        """The transfer of split payments of one supplier: the period stands for the invoice numbers (T-059, T-060)."""
        return self.collective(items, self._split(items, period))

    def sepa_of(self, item: Item) -> tuple[SepaParty, ...]:
        """The additional SEPA data of a payment (T-084)."""
        return self._sepa.get(item.payment_id, ()) if item.kind == "sepa" else ()

    def _split(self, items: Sequence[Item], invoice: str) -> SplitPayment:
        """The split payment part. Of a payment settled in part the VAT is that part of it which remains, rounded half-up; a
        text that only repeats the number is left out, because the invoice or period stands in a field of its own."""
        vat = sum(
            item.split_vat if item.remaining == item.amount else money.mul_div(item.split_vat, item.remaining, item.amount)
            for item in items
        )
        said = [item for item in items if item.text_source != "default"]
        return SplitPayment(vat, items[0].supplier_tax_id, invoice, self._joined(said, whole=len(items) == 1))

    def _joined(self, items: Sequence[Item], whole: bool = False) -> str:
        return join(self._component_texts(items, whole), [item.number for item in items])

    def _component_texts(self, items: Sequence[Item], whole: bool = False) -> list[str]:
        return component_texts([self._texts(item) for item in items], whole or self._choice.all_lines)

    def _texts(self, item: Item) -> tuple[str, ...]:
        if item.kind == "social_insurance" and self._choice.social_insurance_texts:
            text = self._declarations.get(item.payment_id)
            return (text,) if text else item.texts
        return item.texts

    def _payee(self, item: Item) -> Payee:
        key = item.party_id, item.account, item.bic
        if key not in self._payees:
            party = self._parties[item.party_id]
            self._payees[key] = Payee(
                party_id=item.party_id,
                is_person=party["is_person"],
                account=item.account,
                bank_name=item.bank_name,
                bic=item.bic,
                **{name: party[name] for name in ADDRESS},
            )
        return self._payees[key]

    @cached_property
    def _parties(self) -> dict[str, dict[str, Any]]:
        names = ("party_id", "is_person", *ADDRESS)
        return {row["party_id"]: row for row in _records(self._ledger.parties, names)}

    @cached_property
    def _tax(self) -> dict[str, TaxData]:
        """What each tax office transfer says; the company's NIP identifies it where nothing else does."""
        company = self._ledger.company["tax_id"].tolist()
        names = ("payment_id", "identifier_type", "identifier", "period", "form", "liability")
        return {
            row["payment_id"]: TaxData(
                identifier_type=row["identifier_type"],
                identifier=row["identifier"] or (company[0] if company and row["identifier_type"] == "N" else ""),
                period=row["period"],
                form=row["form"],
                liability=row["liability"],
            )
            for row in _records(self._ledger.tax_payments, names)
        }

    @cached_property
    def _declarations(self) -> dict[str, str]:
        rows = _records(self._ledger.tax_payments, ("payment_id", "bank_text"))
        return {row["payment_id"]: row["bank_text"] for row in rows}

    @cached_property
    def _sepa(self) -> dict[str, tuple[SepaParty, ...]]:
        found: dict[str, tuple[SepaParty, ...]] = {}
        names = (*SEPA_FIELDS, *BIRTH_FIELDS)
        for row in _records(self._ledger.sepa_parties, ("payment_id", *names)):
            section = SepaParty(**{name: row[name] for name in names})
            found[row["payment_id"]] = (*found.get(row["payment_id"], ()), section)
        return found


def _listed(numbers: Sequence[str]) -> str:
    """Document numbers one after the other (T-051); a phrase that they share is a part of each of them."""
    return BETWEEN.join(number for number in numbers if number)


def _records(table: Any, names: Sequence[str]) -> list[dict[str, Any]]:
    """The rows of a table with these columns; "" where the books hold nothing."""
    columns = [["" if value != value else value for value in table[name].tolist()] for name in names]  # NaN: no value
    return [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
