"""Whether an audit pack still is what was made. A pack comes from anywhere: nothing in it is trusted or unpacked to disk."""

import io
import json
import struct
import zipfile
import zlib
from hashlib import sha256
from typing import Any

from ...errors import ReliefError
from ...i18n import _

MANIFEST, SUMS = "manifest.json", "SHA256SUMS"
MOST_FILES = 100
LARGEST = 256 * 1024 * 1024
"""Bytes that all files of a pack may have together, unpacked."""
_PIECE = 1024 * 1024
_LARGEST_MANIFEST = 1024 * 1024
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError)
_NO_ZIP = (*_DAMAGED, struct.error, ValueError, RuntimeError, OverflowError, OSError)
"""What zipfile raises on bytes that are no ZIP, or claim to be one."""


def check_pack(pack: bytes) -> tuple[str, ...]:
    """The names of files that do not match the manifest of a pack, sorted: changed, missing, or added. Empty: all is as made.

    The hash of the whole pack, kept apart from it, proves the manifest itself. ReliefError for what is no such pack: not a
    ZIP, without a readable manifest, encrypted, with names that repeat or lead out of the folder, or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(pack)) as archive:
            entries = _listed(archive)
            wanted = _wanted(archive, entries)
            found = {name: _hash(archive, entry) for name, entry in entries.items()}
    except _NO_ZIP as error:
        raise _refused(_("it is damaged or no ZIP")) from error
    wanted[MANIFEST] = found[MANIFEST]
    wanted[SUMS] = sha256(sums_text(wanted)).hexdigest()
    return tuple(sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)))


def sums_text(hashes: dict[str, str]) -> bytes:
    """What the program sha256sum reads."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()


def _listed(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > LARGEST:
        raise _refused(_("it holds too much"))
    listed = {entry.filename: entry for entry in entries}
    if len(listed) < len(entries):
        raise _refused(_("a name occurs twice"))
    for name, entry in listed.items():
        if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise _refused(_("it is encrypted or packed in another way"))
        if not name or name.startswith(".") or any(letter in name for letter in "/\\:\n\r\0"):
            raise _refused(_("it holds folders or names that lead elsewhere"))
    return listed


def _wanted(archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> dict[str, str]:
    """The hashes of the manifest, by file."""
    if MANIFEST not in entries or entries[MANIFEST].file_size > _LARGEST_MANIFEST:
        raise _refused(_("it has no manifest"))
    try:
        manifest: Any = json.loads(_content(archive, entries[MANIFEST]))
        files = manifest["files"]
        if not all(isinstance(value, str) for pair in files.items() for value in pair):
            raise TypeError
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _refused(_("its manifest cannot be read")) from error
    return dict(files)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as file:
        return file.read(_LARGEST_MANIFEST)


def _hash(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> str:
    """Of what is really unpacked, which zipfile never lets be more than the entry says; "" for a file that is damaged."""
    digest = sha256()
    try:
        with archive.open(entry) as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except _DAMAGED:
        return ""
    return digest.hexdigest()


def _refused(reason: str) -> ReliefError:
    return ReliefError(
        _("The file is not an audit pack: {reason}. Take the pack as it was written by the workbench.").format(reason=reason)
    )
