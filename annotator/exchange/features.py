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
    from datasets import Features


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
    from datasets import ClassLabel, Features, List, Value

    text, offset = Value("string"), Value("int32")
    span = {"start": offset, "end": offset}

    def one_of(names: tuple[str, ...]) -> ClassLabel:
        return ClassLabel(names=[str(name) for name in names])

    entity = {
        "id": text,
        **span,
        "label": one_of(labels.entity),
        "text": text,
        "kind": one_of(labels.kind),
        "canonical": text,
    }
    stance = {
        "id": text,
        "holder": text,
        "holder_kind": one_of(labels.holder_kind),
        "target": text,
        "label": one_of(labels.stance),
        "evidence": List({**span, "text": text}),
        "attribution": one_of(labels.attribution),
        "source": text,
        "certainty": one_of(labels.certainty),
    }
    participant = {
        **span,
        "text": text,
        "label": one_of(labels.entity),
        "kind": one_of(labels.kind),
        "canonical": text,
    }
    decision = {"decision": one_of(labels.decision)}
    decided = {**decision, "n_annotators": offset, "agreement": Value("float64")}
    return {
        Config.DOCUMENTS: Features(
            {
                "id": text,
                "text": text,
                "title": span,
                "source": text,
                "published": text,
                "language": text,
                "sha256": text,
                "entities": List({**entity, **decided}),
                "stances": List({**stance, **decided}),
                "boilerplate": List(span),
                "annotator": text,
                "split_group": text,
                "chosen_by": text,
            }
        ),
        Config.NER: Features(
            {
                "id": text,
                "document_id": text,
                **span,
                "text": text,
                "tokens": List(text),
                "token_starts": List(offset),
                "token_ends": List(offset),
                "ner_tags": List(one_of(labels.tag)),
            }
        ),
        Config.STANCE: Features(
            {
                "id": text,
                "document_id": text,
                **span,
                "text": text,
                "holder": participant,
                "holder_kind": one_of(labels.holder_kind),
                "target": participant,
                "evidence": List({**span, "text": text}),
                "label": one_of(labels.stance),
                "attribution": one_of(labels.attribution),
                "certainty": one_of(labels.certainty),
                "source": participant,
                "explicit": Value("bool"),
                **decided,
            }
        ),
        Config.LAYERS: Features(
            {
                "id": text,
                "document_id": text,
                "annotator": text,
                "text": text,
                "sha256": text,
                "entities": List({**entity, **decision}),
                "stances": List({**stance, **decision}),
                "boilerplate": List({**span, **decision}),
                "split_group": text,
            }
        ),
    }
