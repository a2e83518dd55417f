"""The columns of each configuration, and the ids of its class labels: the one source of both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from annotator.domain.items import Attribution, Certainty, Decision, HolderKind, MentionKind
from annotator.domain.scheme import Scheme
from annotator.domain.tokens import bio_labels

if TYPE_CHECKING:
    from datasets import ClassLabel, Features
    from datasets.features.features import FeatureType


class Config(StrEnum):
    """The configurations of an export; the first is what `load_dataset` gives by default."""

    DOCUMENTS = "documents"
    NER = "ner"
    STANCE = "stance"
    LAYERS = "layers"


@dataclass(frozen=True, slots=True)
class ClassLabels:
    """The class labels of an export, each in the order of its ids.

    The order is that of the scheme's file: a label appended there leaves every earlier id alone.
    """

    entity: tuple[str, ...]
    tag: tuple[str, ...]
    stance: tuple[str, ...]
    kind: tuple[str, ...] = tuple(MentionKind)
    holder_kind: tuple[str, ...] = tuple(HolderKind)
    attribution: tuple[str, ...] = tuple(Attribution)
    certainty: tuple[str, ...] = tuple(Certainty)
    decision: tuple[str, ...] = tuple(Decision)

    @classmethod
    def of(cls, scheme: Scheme) -> ClassLabels:
        """The labels of `scheme`."""
        return cls(scheme.entity_labels, bio_labels(scheme.named_labels), scheme.stance_labels)


def label_ids(names: Sequence[str]) -> Mapping[str, int]:
    """The ids of class labels."""
    return {name: number for number, name in enumerate(names)}


def config_features(labels: ClassLabels) -> Mapping[Config, Features]:
    """The columns of every configuration."""
    columns = _Columns(labels)
    return {
        Config.DOCUMENTS: columns.documents(),
        Config.NER: columns.ner(),
        Config.STANCE: columns.stance(),
        Config.LAYERS: columns.layers(),
    }


class _Columns:
    """The columns of the configurations under one set of labels, and what several of them share."""

    def __init__(self, labels: ClassLabels) -> None:
        from datasets import List, Value

        self._labels = labels
        self._text, self._offset = Value("string"), Value("int32")
        self._span = {"start": self._offset, "end": self._offset}
        self._evidence = List({**self._span, "text": self._text})
        self._decision = {"decision": _one_of(labels.decision)}
        self._decided = {
            **self._decision,
            "n_annotators": self._offset,
            "agreement": Value("float64"),
        }

    def documents(self) -> Features:
        """Articles, each with all that the layer says which stands for it."""
        from datasets import Features, List

        text = self._text
        return Features(
            {
                "id": text,
                "text": text,
                "title": self._span,
                "source": text,
                "published": text,
                "language": text,
                "sha256": text,
                "entities": List({**self._entity_item(), **self._decided}),
                "stances": List({**self._stance_item(), **self._decided}),
                "boilerplate": List(self._span),
                "annotator": text,
                "split_group": text,
                "chosen_by": text,
            }
        )

    def ner(self) -> Features:
        """Paragraphs with their tokens and tags."""
        from datasets import Features, List

        return Features(
            {
                "id": self._text,
                "document_id": self._text,
                **self._span,
                "text": self._text,
                "tokens": List(self._text),
                "token_starts": List(self._offset),
                "token_ends": List(self._offset),
                "ner_tags": List(_one_of(self._labels.tag)),
            }
        )

    def stance(self) -> Features:
        """Pairs of a possible holder and target in a paragraph."""
        from datasets import Features, Value

        labels, participant = self._labels, self._participant()
        return Features(
            {
                "id": self._text,
                "document_id": self._text,
                **self._span,
                "text": self._text,
                "holder": participant,
                "holder_kind": _one_of(labels.holder_kind),
                "target": participant,
                "evidence": self._evidence,
                "label": _one_of(labels.stance),
                "attribution": _one_of(labels.attribution),
                "certainty": _one_of(labels.certainty),
                "source": participant,
                "explicit": Value("bool"),
                **self._decided,
            }
        )

    def layers(self) -> Features:
        """Finished layers, each with all of its items, tombstones too."""
        from datasets import Features, List

        text = self._text
        return Features(
            {
                "id": text,
                "document_id": text,
                "annotator": text,
                "text": text,
                "sha256": text,
                "entities": List({**self._entity_item(), **self._decision}),
                "stances": List({**self._stance_item(), **self._decision}),
                "boilerplate": List({**self._span, **self._decision}),
                "split_group": text,
            }
        )

    def _entity_item(self) -> Mapping[str, FeatureType]:
        return {
            "id": self._text,
            **self._span,
            "label": _one_of(self._labels.entity),
            "text": self._text,
            "kind": _one_of(self._labels.kind),
            "canonical": self._text,
        }

    def _participant(self) -> Mapping[str, FeatureType]:
        """A mention as holder, target or source of a pair."""
        return {
            **self._span,
            "text": self._text,
            "label": _one_of(self._labels.entity),
            "kind": _one_of(self._labels.kind),
            "canonical": self._text,
        }

    def _stance_item(self) -> Mapping[str, FeatureType]:
        labels = self._labels
        return {
            "id": self._text,
            "holder": self._text,
            "holder_kind": _one_of(labels.holder_kind),
            "target": self._text,
            "label": _one_of(labels.stance),
            "evidence": self._evidence,
            "attribution": _one_of(labels.attribution),
            "source": self._text,
            "certainty": _one_of(labels.certainty),
        }


def _one_of(names: Sequence[str]) -> ClassLabel:
    from datasets import ClassLabel

    return ClassLabel(names=[str(name) for name in names])
