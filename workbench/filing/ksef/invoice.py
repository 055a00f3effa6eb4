"""One KSeF invoice, FA(2) or FA(3), from its bytes to rows of the tables (structures: reference vat.md 4)."""

import re
from collections.abc import Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from ... import money
from ...errors import FilingError
from ...i18n import _
from ...ledger.filing_columns import JPK_MARKERS
from .elements import (
    Lines,
    Parts,
    children,
    every,
    is_marked,
    leaves,
    missing,
    refusal,
    root_of,
    says_yes,
    split,
    text_of,
)
from .fields import field_map
from .rates import amounts_of
from .tables import INVOICES
from .terms import proposed_day
from .values import LARGEST_AMOUNT, Texts, amount, day, ksef_day, ksef_number, plain, wrong

Row = tuple[Any, ...]

_IN_ORDER = itemgetter(*INVOICES)
_PARTY = ("country", "tax_id", "name", "street", "city")
_PARTIES = tuple(f"{side}_{field}" for side in ("seller", "buyer") for field in _PARTY)
_NEEDED = frozenset({"kind", "number", "currency"})
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


def rows_of(file: str, content: bytes) -> dict[str, list[Row]]:
    """The rows of an invoice by table; FilingError for what is no such invoice or lacks what every invoice has."""
    namespace, root, plain_lines = root_of(file, content)
    form = field_map().forms.get(namespace)
    if form is None or root.tag != "Faktura":
        raise FilingError(refusal(namespace, root.tag))
    parts = split(root)[1]
    try:
        texts, inner = split(parts["Fa"][0])
        seller, buyer = children(parts["Podmiot1"][0]), children(parts["Podmiot2"][0])
    except KeyError as absent:
        raise FilingError(missing(str(absent.args[0]))) from None
    lines = Lines(parts["Fa"][0], plain_lines)
    paying, paying_parts = split(inner["Platnosc"][0]) if "Platnosc" in inner else ({}, {})
    others = [leaves(other) for other in parts.get("Podmiot3", ())]
    accounts = _accounts(file, paying_parts)
    invoice = _invoice(file, form, texts, inner, lines) | _sides(seller, buyer)
    invoice["factor"] = "1" in [of.get("Rola") for of in others] or True in [row[-1] for row in accounts]
    payments = _payments(file, paying, paying_parts, invoice)
    invoice["paid"] = _paid(paying, payments)
    issued = date.fromisoformat(invoice["sale_date"] or invoice["issue_date"])
    return {
        "invoices": [_IN_ORDER(invoice)],
        "amounts": amounts_of(file, texts, lines, issued),
        "terms": [_term(file, term, invoice) for term in paying_parts.get("TerminPlatnosci", ())],
        "payments": payments,
        "accounts": accounts,
        "corrects": [_corrected(file, leaves(of)) for of in inner.get("DaneFaKorygowanej", ())],
        "advances": _advances(file, inner),
    }


def _party(parts: dict[str, Any]) -> tuple[str, ...]:
    """Country, number, name and address of a seller or buyer; a number of another country without its letters."""
    if "DaneIdentyfikacyjne" not in parts:
        raise FilingError(missing("DaneIdentyfikacyjne"))
    texts = leaves(parts["DaneIdentyfikacyjne"])
    address = leaves(parts["Adres"]) if "Adres" in parts else {}
    if "NIP" in texts:
        country, number = "PL", texts["NIP"]
    elif "NrVatUE" in texts:
        country, number = plain(texts.get("KodUE")), texts["NrVatUE"]
    else:
        country, number = plain(texts.get("KodKraju")) or plain(address.get("KodKraju")) or "PL", texts.get("NrID", "")
    return country, plain(number), plain(texts.get("Nazwa")), plain(address.get("AdresL1")), plain(address.get("AdresL2"))


def _sides(sold: dict[str, Any], bought: dict[str, Any]) -> dict[str, Any]:
    seller, buyer = _party(sold), _party(bought)
    if not seller[1]:
        raise FilingError(missing("Podmiot1/NIP"))
    sides: dict[str, Any] = dict(zip(_PARTIES, seller + buyer, strict=True))
    sides["local_government"] = "JST" in bought and says_yes(bought["JST"].text)
    sides["vat_group"] = "GV" in bought and says_yes(bought["GV"].text)
    return sides


def _invoice(file: str, form: str, texts: Texts, inner: Parts, lines: Lines) -> dict[str, Any]:
    known = field_map()
    notes = leaves(inner["Adnotacje"][0]) if "Adnotacje" in inner else {}
    settling, settled = split(inner["Rozliczenie"][0]) if "Rozliczenie" in inner else ({}, {})
    invoice: dict[str, Any] = {column: plain(texts.get(name)) for column, name in known.texts.items()}
    if absent := [name for column, name in known.texts.items() if column in _NEEDED and not invoice[column]]:
        raise FilingError(missing(absent[0]))
    if invoice["kind"] not in known.kinds:
        raise wrong("RodzajFaktury", invoice["kind"], _("one of: {codes}").format(codes=", ".join(known.kinds)))
    if not _CURRENCY.fullmatch(invoice["currency"]):
        raise wrong("KodWaluty", invoice["currency"], _("a currency such as PLN"))
    total = amount("P_15", text_of(texts, "P_15"))
    charges, deductions = _summed(settled, "Obciazenia"), _summed(settled, "Odliczenia")
    told = lines.told("P_6A", "GTU", "Procedura")
    delivered = sorted([day("P_6A", text) for text in told["P_6A"]])
    period = leaves(inner["OkresFa"][0]) if "OkresFa" in inner else {}
    to_pay = settling.get("DoZaplaty")
    sold = texts.get("P_6") or period.get("P_6_Do")
    return invoice | {
        "file": file,
        "ksef_number": ksef_number(file.rpartition("/")[2]),
        "form": form,
        "issue_date": day("P_1", text_of(texts, "P_1")),
        "sale_date": day("P_6", sold) if sold else delivered[-1] if delivered else None,
        "period_from": day("P_6_Od", period["P_6_Od"]) if "P_6_Od" in period else None,
        "total": total,
        "charges": charges,
        "deductions": deductions,
        "to_pay": _sum([total, charges, -deductions]) if to_pay is None else amount("DoZaplaty", to_pay),
        "cash_accounting": is_marked(notes, "P_16"),
        "self_billing": is_marked(notes, "P_17"),
        "reverse_charge": is_marked(notes, "P_18"),
        "split_payment": is_marked(notes, "P_18A"),
        "to_receipt": is_marked(texts, "FP"),
        "markers": _markers(texts, told["GTU"] | told["Procedura"], inner),
        "months": len({one[:7] for one in delivered}),
    }


def _summed(parts: Parts, name: str) -> int:
    return _sum([amount("Kwota", text_of(of, "Kwota")) for of in every(parts, name)])


def _sum(amounts: Sequence[int]) -> int:
    """A sum that the books can hold."""
    total = sum(amounts)
    if abs(total) > LARGEST_AMOUNT:
        raise wrong("Rozliczenie", money.to_text(total), _("an amount of at most 10 000 000 000 000"))
    return total


def _markers(texts: Texts, found: set[str], inner: Parts) -> str:
    """GTU and procedures: `found` in the lines, those of an order that an advance was paid for, and TP of related parties."""
    for order in inner.get("Zamowienie", ()):
        ordered = [leaves(line) for line in order if len(line)]
        found |= {line[name] for line in ordered for name in ("GTUZ", "ProceduraZ") if name in line}
    if is_marked(texts, "TP"):
        found.add("TP")
    for marker in found:
        if marker not in JPK_MARKERS:
            raise wrong("GTU, Procedura", marker, _("a marker of JPK_V7 such as GTU_01"))
    return " ".join(sorted(found))


def _payments(file: str, paying: Texts, parts: Parts, invoice: dict[str, Any]) -> list[Row]:
    if is_marked(paying, "Zaplacono"):
        return [(file, day("DataZaplaty", text_of(paying, "DataZaplaty")), invoice["total"])]
    return [
        (
            file,
            day("DataZaplatyCzesciowej", text_of(of, "DataZaplatyCzesciowej")),
            amount("KwotaZaplatyCzesciowej", text_of(of, "KwotaZaplatyCzesciowej")),
        )
        for of in every(parts, "ZaplataCzesciowa")
    ]


def _paid(paying: Texts, payments: Sequence[Row]) -> str:
    """all, partly or "": what the invoice says about itself."""
    if is_marked(paying, "Zaplacono") or (payments and plain(paying.get("ZnacznikZaplatyCzesciowej")) == "2"):
        return "all"
    return "partly" if payments else ""


def _term(file: str, term: Any, invoice: dict[str, Any]) -> Row:
    texts, parts = split(term)
    words = [plain(word) for of in every(parts, "TerminOpis") for word in of.values()]
    told = " ".join(words) or plain(texts.get("TerminOpis"))
    if texts.get("Termin"):
        return file, day("Termin", texts["Termin"]), told, None
    known = {name: invoice[name] for name in ("issue_date", "sale_date")} | {"receipt_date": ksef_day(invoice["ksef_number"])}
    return file, None, told, proposed_day(told, known) if told else None


def _accounts(file: str, parts: Parts) -> list[Row]:
    """The accounts to pay to. An account of a bank for receivables it bought (RachunekWlasnyBanku 1) is as a factor's."""
    return [
        (
            file,
            number,
            plain(of.get("SWIFT")),
            plain(of.get("NazwaBanku")),
            name == "RachunekBankowyFaktora" or plain(of.get("RachunekWlasnyBanku")) == "1",
        )
        for name in ("RachunekBankowy", "RachunekBankowyFaktora")
        for of in every(parts, name)
        if (number := plain(of.get("NrRB")).replace(" ", ""))
    ]


def _advances(file: str, inner: Parts) -> list[Row]:
    parts = every(inner, "ZaliczkaCzesciowa")
    return [
        *((file, *_named(of, "NrFaZaliczkowej"), None, 0) for of in every(inner, "FakturaZaliczkowa")),
        *((file, "", "", day("P_6Z", text_of(of, "P_6Z")), amount("P_15Z", text_of(of, "P_15Z"))) for of in parts),
    ]


def _named(of: Texts, number: str) -> tuple[str, str]:
    """The number and the KSeF number of another invoice."""
    return plain(of.get(number)), plain(of.get(number.replace("Nr", "NrKSeF", 1)))


def _corrected(file: str, of: Texts) -> Row:
    issued = of.get("DataWystFaKorygowanej")
    return file, *_named(of, "NrFaKorygowanej"), day("DataWystFaKorygowanej", issued) if issued else None
