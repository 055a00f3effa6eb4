"""Reading KSeF invoices from a folder, against expat without handlers over the same files."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.parsers import expat

from tests.filing_ksef import due, invoice
from workbench.filing import ksef

from .measure import peak_mb, ratio

REPEATS = 5
LINES = 12
BAR = 4


def run(size: int) -> list[dict[str, Any]]:
    """10,000 invoices of some 5 kB (a hundredth of the size)."""
    count = max(size // 100, 1)
    with tempfile.TemporaryDirectory() as folder:
        for number in range(count):
            Path(folder, f"5260250274-20260302-{number:012X}-00.xml").write_bytes(_invoice(number))
        files = sorted(Path(folder).iterdir())
        measured = ratio(lambda: ksef.read_invoices(folder), lambda: _bare(files), REPEATS)
    return [{"name": f"read {count:,} KSeF invoices, to bare expat", "ratio": measured, "bar": BAR, "peak_mb": peak_mb()}]


def _bare(files: Sequence[Path]) -> None:
    for file in files:
        expat.ParserCreate(namespace_separator="}").Parse(file.read_bytes(), True)


def _invoice(number: int) -> bytes:
    """An invoice with twelve lines of a builder's merchant, due in two weeks."""
    line = (
        "<NrWierszaFa>{0}</NrWierszaFa><UU_ID>line-{0}</UU_ID><P_7>Cegła pełna klasy 15, paleta {0}</P_7><P_8A>szt.</P_8A>"
        "<P_8B>{0}</P_8B><P_9A>100.00</P_9A><P_11>{0}00.00</P_11><P_12>23</P_12><GTU>GTU_10</GTU>"
    )
    account = "<RachunekBankowy><NrRB>73111111111111111111111111</NrRB><NazwaBanku>Bank B.</NazwaBanku></RachunekBankowy>"
    return invoice(
        number=f"FV/{number}/2026",
        buyer=f"{7010000000 + number}",
        totals={"P_13_1": "7800.00", "P_14_1": "1794.00"},
        total="9594.00",
        lines=[line.replace("><", ">\n      <").replace(">\n      </", "></").format(place) for place in range(1, LINES + 1)],
        paying=f"{due('2026-03-16')}<FormaPlatnosci>6</FormaPlatnosci>{account}",
    )
