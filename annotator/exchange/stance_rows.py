"""Reads the rows of an export's `stance` files, class labels by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from annotator.domain.article import Span
from annotator.domain.splits import Split
from annotator.errors import InputError
from annotator.exchange.dataset_readme import README, split_file
from annotator.exchange.features import Config

if TYPE_CHECKING:
    from datasets import Features


@dataclass(frozen=True, slots=True)
class RowEnd:
    """A holder or target: its words' place in the paragraph, None where it is not there."""

    span: Span | None
    label: str
    canonical: str | None


@dataclass(frozen=True, slots=True)
class StanceRow:
    """A pair of a possible holder and target in one paragraph, which `paragraph` places.

    `holder` is None where `holder_kind` is no mention; `label` is None where no stance was
    recorded.
    """

    document: str
    paragraph: Span
    text: str
    holder: RowEnd | None
    holder_kind: str
    target: RowEnd
    label: str | None


def stance_rows(folder: Path, split: Split) -> Iterator[StanceRow]:
    """The rows of a split, in their order; none where the export has no such file.

    Raises:
        InputError: Card or file are damaged.
    """
    import pyarrow.parquet as pq

    path = folder / split_file(Config.STANCE, split)
    if not path.is_file():
        return
    try:
        features = _features(folder)
        with pq.ParquetFile(path) as file:
            for batch in file.iter_batches():
                for row in batch.to_pylist():
                    yield _row(row, features)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise InputError(f"{path} can't be read ({reason}); export again.") from error


def _features(folder: Path) -> Features:
    from datasets.info import DatasetInfosDict
    from huggingface_hub import DatasetCard

    data = DatasetCard.load(folder / README).data
    return DatasetInfosDict.from_dataset_card_data(data)[Config.STANCE.value].features


def _row(row: dict[str, object], features: Features) -> StanceRow:
    start, end, label = row["start"], row["end"], row["label"]
    if not isinstance(start, int) or not isinstance(end, int):
        raise TypeError("a row has no place")
    target = _end(row["target"], features["target"])
    if target is None:
        raise TypeError("a row has no target")
    return StanceRow(
        str(row["document_id"]),
        Span(start, end),
        str(row["text"]),
        _end(row["holder"], features["holder"]),
        features["holder_kind"].int2str(row["holder_kind"]),
        target,
        None if label is None else features["label"].int2str(label),
    )


def _end(value: object, feature: Features) -> RowEnd | None:
    if not isinstance(value, dict):
        return None
    start, end = value["start"], value["end"]
    span = None if start is None or end is None else Span(start, end)
    return RowEnd(span, feature["label"].int2str(value["label"]), value["canonical"])
