"""Annotations as UIMA and WebAnno see them: typed spans with features, slots and relations.

WebAnno TSV and UIMA XMI are two spellings of this one model. Offsets here are Unicode code points;
the UTF-16 units of both formats stay in their readers and writers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

DKPRO = "de.tudarmstadt.ukp.dkpro.core.api"
NAMED_ENTITY = f"{DKPRO}.ner.type.NamedEntity"
SENTENCE = f"{DKPRO}.segmentation.type.Sentence"
TOKEN = f"{DKPRO}.segmentation.type.Token"
DOCUMENT_META = f"{DKPRO}.metadata.type.DocumentMetaData"
STRUCTURE = frozenset(
    {
        SENTENCE,
        TOKEN,
        DOCUMENT_META,
        f"{DKPRO}.metadata.type.TagsetDescription",
        "de.tudarmstadt.ukp.clarin.webanno.api.type.CASMetadata",
        "uima.tcas.DocumentAnnotation",
    }
)
"""Layers that say how the text is cut or called, not what stands in it."""
STANCE = "webanno.custom.Stance"
STANCE_SLOT = "webanno.custom.StanceParticipantsLink"
EVIDENCE = "webanno.custom.StanceEvidence"
EVIDENCE_SLOT = "webanno.custom.StanceEvidenceLink"
BOILERPLATE = "webanno.custom.Boilerplate"
ANY = "uima.tcas.Annotation"


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Slot:
    """One filler of a slot feature: its role and the index of the annotation that fills it."""

    role: str
    target: int


@dataclass(frozen=True, slots=True)
class TypedSpan:
    """A span of a layer (`type`, its full name) with its features; absent ones are left out."""

    type: str
    start: int
    end: int
    features: Mapping[str, str] = field(default_factory=_nothing)
    slots: Mapping[str, tuple[Slot, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class TypedRelation:
    """An arc of a relation layer between two spans, given by their indexes."""

    type: str
    source: int
    target: int
    features: Mapping[str, str] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True)
class UimaDocument:
    """A text with its typed annotations, and what the format or its reader could not hold."""

    text: str
    spans: tuple[TypedSpan, ...]
    relations: tuple[TypedRelation, ...] = ()
    losses: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


SLOT_TYPES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {STANCE: {"participants": STANCE_SLOT, "evidence": EVIDENCE_SLOT}}
)
"""By layer of ours and slot feature, the type of its links."""
FILLERS: Mapping[str, str] = MappingProxyType({STANCE_SLOT: NAMED_ENTITY, EVIDENCE_SLOT: EVIDENCE})
"""By type of link, the layer whose spans fill it."""


def short_name(type_name: str) -> str:
    """The last part of a type's full name: `a.b.Person` is `Person`."""
    return type_name.rpartition(".")[2]
