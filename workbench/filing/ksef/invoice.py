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
from .elements import Parts, children, every, is_marked, leaves, missing, refusal, root_of, split, text_of, told_by_lines
from .fields import field_map
from .rates import amounts_of
from .tables import INVOICES
from .terms import proposed_day
from .values import LARGEST_AMOUNT, Texts, amount, day, ksef_day, ksef_number, plain, wrong

Row = tuple[Any, ...]

_IN_ORDER = itemgetter(*INVOICES)
_PARTY = ("country", "tax_id", "name", "street", "city")
_SELLER, _BUYER = (tuple(f"{side}_{field}" for field in _PARTY) for side in ("seller", "buyer"))
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)


def rows_of(file: str, content: bytes) -> dict[str, list[Row]]:
    """The rows of an invoice by table; FilingError for what is no such invoice or lacks what every invoice has."""
    root = root_of(file, content)
    namespace, _sep, name = root.tag.removeprefix("{").partition("}")
    form = field_map().forms.get(namespace)
    if form is None or name != "Faktura":
        raise FilingError(refusal(namespace if _sep else "", name if _sep else root.tag))
    cut = len(namespace) + 2
    parts = split(root, cut)[1]
    try:
        texts, inner = split(parts["Fa"][0], cut)
        seller, buyer = children(parts["Podmiot1"][0], cut), children(parts["Podmiot2"][0], cut)
    except KeyError as absent:
        raise FilingError(missing(str(absent.args[0]))) from None
    fa = parts["Fa"][0]
    paying, paying_parts = split(inner["Platnosc"][0], cut) if "Platnosc" in inner else ({}, {})
    others = [leaves(other, cut) for other in parts.get("Podmiot3", ())]
    accounts = _accounts(file, paying_parts, cut)
    invoice = _invoice(file, form, texts, inner, fa, cut) | _sides(seller, buyer, cut)
    invoice["factor"] = any(of.get("Rola") == "1" for of in others) or any(row[-1] for row in accounts)
    payments = _payments(file, paying, paying_parts, invoice, cut)
    invoice["paid"] = _paid(paying, payments)
    issued = date.fromisoformat(invoice["sale_date"] or invoice["issue_date"])
    return {
        "invoices": [_IN_ORDER(invoice)],
        "amounts": amounts_of(file, texts, fa, cut, issued),
        "terms": [_term(file, term, invoice, cut) for term in paying_parts.get("TerminPlatnosci", ())],
        "payments": payments,
        "accounts": accounts,
        "corrects": [_corrected(file, leaves(of, cut)) for of in inner.get("DaneFaKorygowanej", ())],
        "advances": _advances(file, inner, cut),
    }


def _party(parts: dict[str, Any], cut: int) -> tuple[str, ...]:
    """Country, number, name and address of a seller or buyer; a number of another country without its letters."""
    if "DaneIdentyfikacyjne" not in parts:
        raise FilingError(missing("DaneIdentyfikacyjne"))
    texts = leaves(parts["DaneIdentyfikacyjne"], cut)
    address = leaves(parts["Adres"], cut) if "Adres" in parts else {}
    if "NIP" in texts:
        country, number = "PL", texts["NIP"]
    elif "NrVatUE" in texts:
        country, number = plain(texts.get("KodUE")), texts["NrVatUE"]
    else:
        country, number = plain(texts.get("KodKraju")) or plain(address.get("KodKraju")) or "PL", texts.get("NrID", "")
    return country, plain(number), plain(texts.get("Nazwa")), plain(address.get("AdresL1")), plain(address.get("AdresL2"))


def _sides(sold: dict[str, Any], bought: dict[str, Any], cut: int) -> dict[str, Any]:
    seller, buyer = _party(sold, cut), _party(bought, cut)
    if not seller[1]:
        raise FilingError(missing("Podmiot1/NIP"))
    units: Texts = {name: bought[name].text or "" for name in ("JST", "GV") if name in bought}
    flags = {"local_government": is_marked(units, "JST"), "vat_group": is_marked(units, "GV")}
    return dict(zip(_SELLER + _BUYER, seller + buyer, strict=True)) | flags


def _invoice(file: str, form: str, texts: Texts, inner: Parts, fa: Any, cut: int) -> dict[str, Any]:
    known = field_map()
    notes = leaves(inner["Adnotacje"][0], cut) if "Adnotacje" in inner else {}
    settling, settled = split(inner["Rozliczenie"][0], cut) if "Rozliczenie" in inner else ({}, {})
    invoice: dict[str, Any] = {column: plain(texts.get(name)) for column, name in known.texts.items()}
    for column in ("kind", "number", "currency"):
        text_of(texts, known.texts[column])
    if invoice["kind"] not in known.kinds:
        raise wrong("RodzajFaktury", invoice["kind"], _("one of: {codes}").format(codes=", ".join(known.kinds)))
    if not _CURRENCY.fullmatch(invoice["currency"]):
        raise wrong("KodWaluty", invoice["currency"], _("a currency such as PLN"))
    total = amount("P_15", text_of(texts, "P_15"))
    charges, deductions = (_summed(settled, name, cut) if settled else 0 for name in ("Obciazenia", "Odliczenia"))
    delivered = sorted(day("P_6A", text) for text in told_by_lines(fa, cut, "P_6A"))
    period = leaves(inner["OkresFa"][0], cut) if "OkresFa" in inner else {}
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
        "markers": _markers(texts, fa, inner, cut),
        "months": len({one[:7] for one in delivered}),
    }


def _summed(parts: Parts, name: str, cut: int) -> int:
    return _sum([amount("Kwota", text_of(of, "Kwota")) for of in every(parts, name, cut)])


def _sum(amounts: Sequence[int]) -> int:
    """A sum that the books can hold."""
    total = sum(amounts)
    if abs(total) > LARGEST_AMOUNT:
        raise wrong("Rozliczenie", money.to_text(total), _("an amount of at most 10 000 000 000 000"))
    return total


def _markers(texts: Texts, fa: Any, inner: Parts, cut: int) -> str:
    """GTU and procedures of the lines, also those of an order that an advance was paid for, and TP of related parties."""
    found = told_by_lines(fa, cut, "GTU") | told_by_lines(fa, cut, "Procedura")
    for order in inner.get("Zamowienie", ()):
        ordered = [leaves(line, cut) for line in order if len(line)]
        found |= {line[name] for line in ordered for name in ("GTUZ", "ProceduraZ") if name in line}
    if is_marked(texts, "TP"):
        found.add("TP")
    for marker in found:
        if marker not in JPK_MARKERS:
            raise wrong("GTU, Procedura", marker, _("a marker of JPK_V7 such as GTU_01"))
    return " ".join(sorted(found))


def _payments(file: str, paying: Texts, parts: Parts, invoice: dict[str, Any], cut: int) -> list[Row]:
    if is_marked(paying, "Zaplacono"):
        return [(file, day("DataZaplaty", text_of(paying, "DataZaplaty")), invoice["total"])]
    return [
        (
            file,
            day("DataZaplatyCzesciowej", text_of(of, "DataZaplatyCzesciowej")),
            amount("KwotaZaplatyCzesciowej", text_of(of, "KwotaZaplatyCzesciowej")),
        )
        for of in every(parts, "ZaplataCzesciowa", cut)
    ]


def _paid(paying: Texts, payments: Sequence[Row]) -> str:
    """all, partly or "": what the invoice says about itself."""
    if is_marked(paying, "Zaplacono") or (payments and plain(paying.get("ZnacznikZaplatyCzesciowej")) == "2"):
        return "all"
    return "partly" if payments else ""


def _term(file: str, term: Any, invoice: dict[str, Any], cut: int) -> Row:
    texts, parts = split(term, cut)
    words = [*every(parts, "TerminOpis", cut)]
    told = " ".join(plain(word) for of in words for word in of.values()) or plain(texts.get("TerminOpis"))
    if texts.get("Termin"):
        return file, day("Termin", texts["Termin"]), told, None
    known = {name: invoice[name] for name in ("issue_date", "sale_date")} | {"receipt_date": ksef_day(invoice["ksef_number"])}
    return file, None, told, proposed_day(told, known) if told else None


def _accounts(file: str, parts: Parts, cut: int) -> list[Row]:
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
        for of in every(parts, name, cut)
        if (number := plain(of.get("NrRB")).replace(" ", ""))
    ]


def _advances(file: str, inner: Parts, cut: int) -> list[Row]:
    parts = every(inner, "ZaliczkaCzesciowa", cut)
    return [
        *((file, *_named(of, "NrFaZaliczkowej"), None, 0) for of in every(inner, "FakturaZaliczkowa", cut)),
        *((file, "", "", day("P_6Z", text_of(of, "P_6Z")), amount("P_15Z", text_of(of, "P_15Z"))) for of in parts),
    ]


def _named(of: Texts, number: str) -> tuple[str, str]:
    """The number and the KSeF number of another invoice."""
    return plain(of.get(number)), plain(of.get(number.replace("Nr", "NrKSeF", 1)))


def _corrected(file: str, of: Texts) -> Row:
    issued = of.get("DataWystFaKorygowanej")
    return file, *_named(of, "NrFaKorygowanej"), day("DataWystFaKorygowanej", issued) if issued else None
