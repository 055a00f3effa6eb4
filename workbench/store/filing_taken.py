"""What is remembered of a JPK file that was taken away."""

import hashlib
from pathlib import Path

from ..filing.files import Control, JpkFile
from .filing_content import Parts, TakenFile

_NOTHING = Control(0, 0)
_AT_ONCE = 1 << 20


def taken_file(file: JpkFile, content: bytes | Path, name: str, number: int) -> TakenFile:
    """A file as it was taken away. `content`: as it was written; `name`: of the file; `number`: among those of its month."""
    sales, purchases = file.sales_control or _NOTHING, file.purchases_control or _NOTHING
    size, digest = _size_and_digest(content)
    return TakenFile(
        period=str(file.header.month),
        number=number,
        structure=file.header.version.id,
        purpose=file.header.purpose,
        parts=parts_of(file),
        made_at=f"{file.header.made_at:%Y-%m-%dT%H:%M:%SZ}",
        file=name,
        size=size,
        sha256=digest,
        sale_rows=sales.rows,
        sale_tax=sales.tax,
        purchase_rows=purchases.rows,
        purchase_tax=purchases.tax,
    )


def parts_of(file: JpkFile) -> Parts:
    """Which parts a file holds."""
    if file.declaration is None:
        return "record"
    return "both" if file.sales is not None else "declaration"


def _size_and_digest(content: bytes | Path) -> tuple[int, str]:
    """The number of bytes and their SHA-256; of a file piece by piece."""
    if isinstance(content, bytes):
        return len(content), hashlib.sha256(content).hexdigest()
    size, digest = 0, hashlib.sha256()
    with content.open("rb") as stream:
        while piece := stream.read(_AT_ONCE):
            size += len(piece)
            digest.update(piece)
    return size, digest.hexdigest()
