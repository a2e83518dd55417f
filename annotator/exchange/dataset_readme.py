"""The head of an export's README: what `load_dataset` needs to know, from the written files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from annotator.domain.splits import Split
from annotator.exchange.features import Config

if TYPE_CHECKING:
    from datasets import Features

README = "README.md"
_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
_LARGEST = "1M<n<10M"


@dataclass(frozen=True, slots=True)
class CardHeader:
    """What the head says beside the columns: the data set's name, licence and tags.

    `licence` is an identifier of the Hub, or `other`; it is that of the annotations.
    """

    pretty_name: str
    licence: str = "other"
    tags: tuple[str, ...] = ("news", "named-entities", "stance")


@dataclass(frozen=True, slots=True)
class WrittenSplit:
    """A split of a configuration as it was written: rows, and their size in memory in bytes."""

    rows: int
    bytes: int


def readme(
    header: CardHeader,
    language: str,
    features: Mapping[Config, Features],
    written: Mapping[tuple[Config, Split], WrittenSplit],
    body: str,
) -> str:
    """The README: YAML head, then the card's text.

    Splits without rows have no file and no mention: the library fails on a file without rows.
    """
    from datasets import DatasetInfo, SplitDict, SplitInfo
    from datasets.info import DatasetInfosDict
    from datasets.utils.metadata import MetadataConfigs
    from huggingface_hub import DatasetCardData

    infos, configs = DatasetInfosDict(), MetadataConfigs()
    for config, columns in features.items():
        present = [split for split in Split if (config, split) in written]
        if not present:
            continue
        splits = SplitDict()
        for split in present:
            size = written[config, split]
            splits.add(SplitInfo(name=split.value, num_bytes=size.bytes, num_examples=size.rows))
        infos[config.value] = DatasetInfo(features=columns, splits=splits, config_name=config.value)
        files = [{"split": s.value, "path": split_file(config, s)} for s in present]
        # Without a default, `load_dataset` refuses a folder of several configurations.
        default = {} if configs else {"default": True}
        configs[config.value] = {"data_files": files, **default}
    tasks = ["token-classification"]
    if Config.STANCE.value in configs:
        tasks.append("text-classification")
    documents = sum(size.rows for (c, _), size in written.items() if c is Config.DOCUMENTS)
    card = DatasetCardData(
        language=[language],
        license=header.licence,
        pretty_name=header.pretty_name,
        annotations_creators=["expert-generated"],
        language_creators=["found"],
        multilinguality=["monolingual"],
        source_datasets=["original"],
        size_categories=[next((name for most, name in _SIZES if documents < most), _LARGEST)],
        task_categories=tasks,
        task_ids=["named-entity-recognition"],
        tags=list(header.tags),
    )
    infos.to_dataset_card_data(card)
    configs.to_dataset_card_data(card)
    return f"---\n{card.to_yaml()}\n---\n\n{body.rstrip()}\n"


def split_file(config: Config, split: Split) -> str:
    """The path of a split's file within the export."""
    return f"{config.value}/{split.value}.parquet"
