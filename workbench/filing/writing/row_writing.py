"""The rows of a register as XML, many at once."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from .layout import Element, Layout
from .xml_columns import Mask, Text, amounts, days, elements, escaped, joined, numbers, texts, where

BATCH = 10_000
"""Rows that are text at once."""
LINE_END = "\n    "
"""Behind a row, so that the next element stands as deep as the one before it."""


def batches(rows: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """The table in pieces of BATCH rows, without copies."""
    for start in range(0, len(rows), BATCH):
        yield rows.iloc[start : start + BATCH]


def row_text(rows: pd.DataFrame, layout: Layout) -> memoryview:
    """The rows as elements in UTF-8, one line a row. The rows are those that `row_faults.check_rows` has let pass."""
    pieces: list[Text | str] = [f"<{layout.row}>"]
    for element in layout.elements:
        pieces += _pieces(rows, element)
    pieces.append(f"</{layout.row}>{LINE_END}")
    return joined(_merged(pieces))


def _pieces(rows: pd.DataFrame, element: Element) -> list[Text | str]:
    """The texts that an element consists of in every row."""
    match element.kind:
        case "whole":
            return _always(element.name, numbers(rows[element.column].to_numpy()))
        case "text":
            column = escaped(texts(rows[element.column]))
            return _sometimes(element.name, _filled(column)) if element.optional else _always(element.name, column)
        case "day":
            values = rows[element.column].to_numpy()
            if np.isnat(values).all():
                return []
            return _sometimes(element.name, days(values)) if element.optional else _always(element.name, days(values))
        case "flag":
            flagged = rows[element.column].to_numpy()
            ones = pa.array(np.where(flagged, "1", ""), pa.large_string())
            return _sometimes(element.name, where(ones, flagged)) if flagged.any() else []
        case "markers":
            return _markers(texts(rows[element.column]), element.choices)
        case "ksef":
            return _ksef(texts(rows[element.column]), element)
        case "amount":
            grosze, written = rows[element.column].to_numpy(), _written(rows, element)
            if written.all():
                return _always(element.name, amounts(grosze, written))
            return _sometimes(element.name, amounts(grosze, written)) if written.any() else []


def _written(rows: pd.DataFrame, element: Element) -> Mask:
    """In which rows an amount stands: where it is not 0, or the other one of its pair is not."""
    written: Mask = rows[element.column].to_numpy() != 0
    return written | (rows[element.partner].to_numpy() != 0) if element.partner else written


def _markers(column: Text, choices: tuple[str, ...]) -> list[Text | str]:
    different = column.dictionary_encode()
    if different.dictionary.to_pylist() == [""]:
        return []
    given = [set(words.split()) for words in different.dictionary.to_pylist()]
    fragments = ["".join(f"<{name}>1</{name}>" for name in choices if name in words) for words in given]
    return [pc.take(pa.array(fragments, pa.large_string()), different.indices)]


def _ksef(column: Text, element: Element) -> list[Text | str]:
    marked = pc.is_in(column, pa.array(element.choices, column.type))
    different = pc.if_else(marked, column, "").dictionary_encode()
    of_markers = [f"<{name}>1</{name}>" if name else None for name in different.dictionary.to_pylist()]
    fragments = pc.take(pa.array(of_markers, pa.large_string()), different.indices)
    return [pc.coalesce(fragments, elements(element.name, column))]


def _filled(column: Text) -> Text:
    return where(column, np.asarray(pc.not_equal(column, "")))


def _always(name: str, content: Text) -> list[Text | str]:
    return [f"<{name}>", content, f"</{name}>"]


def _sometimes(name: str, content: Text) -> list[Text | str]:
    return [elements(name, content)] if content.null_count < len(content) else []


def _merged(pieces: list[Text | str]) -> list[Any]:
    """The pieces with constant texts that follow each other as one."""
    merged: list[Any] = []
    for piece in pieces:
        if merged and isinstance(piece, str) and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    return merged
