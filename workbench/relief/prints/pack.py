"""The audit pack: one archive with the prints, the books behind them, the history, and the hashes that prove them."""

import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from ... import exports, i18n, money
from ...i18n import _
from ..events import EVENT_TITLES, Event
from ..events.texts import OPTION_TITLES
from ..fingerprint import law_fingerprint, versions
from ..notices import ReliefNotice
from .checking import MANIFEST, SUMS, sums_text
from .explained import explanation_pdf
from .notice import list_pdf, notice_pdf
from .printed import Printed, records

AMOUNTS = ("net", "vat", "amount", "unpaid", "net_left", "vat_left", "split_payment_vat")
_TEMPLATE = Path(__file__).parent / "readme.txt"
_OLDEST = (1980, 1, 1, 0, 0, 0)
"""The first moment a ZIP can name: the same pack on every day."""


def audit_pack(printed: Printed, notice: ReliefNotice, history: pd.DataFrame, events: Sequence[Event] = ()) -> bytes:
    """A ZIP with everything that proves a notice: the same bytes for the same input.

    `printed`: the notice as filed or kept; `notice`: what the rules say of the same side and period, for the explanation;
    `history`: who did what and when, in columns of the caller's choice; `events`: what is recorded of the client, of which the
    pack holds those of the notice's documents with the choices taken. `checking.check_pack` tells whether a pack still is
    what was made.
    """
    files = {
        **_prints(printed, notice),
        **{f"{name}.csv": _csv(table) for name, table in _tables(printed, history, events).items()},
        "zawiadomienie.json": _json(_notice_values(printed)),
        "CZYTAJ.txt": _readme(printed).encode(),
    }
    hashes = {name: sha256(files[name]).hexdigest() for name in sorted(files)}
    manifest = {
        "side": printed.side,
        "period": str(printed.period),
        "mark": printed.mark,
        "inputs": printed.inputs,
        "law": law_fingerprint(),
        "versions": versions(),
        "files": hashes,
    }
    files[MANIFEST] = _json(manifest)
    files[SUMS] = sums_text({name: sha256(content).hexdigest() for name, content in files.items()})
    return _zipped(files)


def _prints(printed: Printed, notice: ReliefNotice) -> dict[str, bytes]:
    prints = {"lista.pdf": list_pdf(printed), "wyjasnienie.pdf": explanation_pdf(notice, printed)}
    return {"zawiadomienie.pdf": notice_pdf(printed), **prints} if printed.side == "sale" else prints


def _tables(printed: Printed, history: pd.DataFrame, events: Sequence[Event]) -> dict[str, pd.DataFrame]:
    """The tables of the pack: those of the books only with the rows of the documents on the notice, or taken off it."""
    ledger = printed.ledger
    concerned = {*printed.lines["document_id"], *printed.removed}
    documents = ledger.documents[ledger.documents["document_id"].isin(concerned)]
    ids = documents["document_id"]
    payments = ledger.payments[ledger.payments["document_id"].isin(ids)]
    return {
        "pozycje": printed.lines,
        "zapisy": printed.entries,
        "dokumenty": documents,
        "stawki": ledger.vat_lines[ledger.vat_lines["document_id"].isin(ids)],
        "platnosci": payments,
        "rozliczenia": ledger.settlements[ledger.settlements["payment_id"].isin(payments["payment_id"])],
        "kontrahenci": ledger.parties[ledger.parties["party_id"].isin(documents["party_id"])],
        "zdarzenia": _happened(one for one in events if one.side == printed.side and one.document_id in concerned),
        "historia": history,
    }


def _happened(events: Iterable[Event]) -> pd.DataFrame:
    """The fields of events, a row each by day; behind them type and choice in words (Polish, as the prints are)."""
    with i18n.in_language("pl"):
        rows = [
            {
                **asdict(one),
                "type_title": _(EVENT_TITLES[one.type]),
                "choice_title": _(OPTION_TITLES[one.choice]),
            }
            for one in sorted(events, key=lambda one: (one.date, one.id))
        ]
    return pd.DataFrame(rows, columns=[*(of.name for of in fields(Event)), "type_title", "choice_title"])


def _csv(table: pd.DataFrame) -> bytes:
    """With the mark by which spreadsheets know UTF-8. Moments, which the history has, keep their time."""
    shown = table.copy()
    for name in shown.columns:
        days = pd.api.types.is_datetime64_any_dtype(shown[name].dtype)
        if days and (shown[name].dropna() != shown[name].dropna().dt.normalize()).any():
            shown[name] = [None if pd.isna(moment) else moment.isoformat(" ", "seconds") for moment in shown[name]]
    return exports.to_csv(shown, [name for name in AMOUNTS if name in shown.columns]).encode("utf-8-sig")


def _notice_values(printed: Printed) -> dict[str, Any]:
    """The notice as plain values: amounts as text with a decimal point, ISO dates."""
    columns = ["document_id", "payment_id", "rate", "kind", "net", "vat", "due_date", "effective_due_date", "relief_date"]
    return {
        "side": printed.side,
        "period": str(printed.period),
        "mark": printed.mark,
        "as_of": printed.as_of.isoformat(),
        "removed": list(printed.removed),
        "lines": [
            {
                name: money.to_text(value) if name in AMOUNTS else f"{value:%Y-%m-%d}" if name.endswith("_date") else value
                for name, value in line.items()
            }
            for line in records(printed.lines[columns])
        ],
        "totals": {
            box: {str(name): money.to_text(int(value)) for name, value in of.items()} for box, of in printed.totals.items()
        },
    }


def _json(values: dict[str, Any]) -> bytes:
    return (json.dumps(values, ensure_ascii=False, indent=2) + "\n").encode()


def _readme(printed: Printed) -> str:
    company = printed.ledger.company.head(1).to_dict("records")
    return _TEMPLATE.read_text("utf-8").format(
        company=" ".join(f"{of['name']}, NIP {of['tax_id']}".split()) if (of := next(iter(company), None)) else "(nie podano)",
        side="sprzedaż" if printed.side == "sale" else "zakup",
        period=printed.period_title,
        mark=printed.mark,
        as_of=f"{printed.as_of:%d.%m.%Y}",
    )


def _zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _OLDEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else it names the system it was made on
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return out.getvalue()
