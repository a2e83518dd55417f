"""Writes UIMA CAS XMI with its type system, by dkpro-cassis."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from annotator.domain.losses import Losses
from annotator.exchange.uima import (
    ANY,
    BOILERPLATE,
    DOCUMENT_META,
    EVIDENCE,
    FILLERS,
    NAMED_ENTITY,
    SENTENCE,
    SLOT_TYPES,
    STANCE,
    TOKEN,
    UimaDocument,
)
from annotator.exchange.webanno_rows import Rows

if TYPE_CHECKING:
    from cassis import TypeSystem
    from cassis.typesystem import FeatureStructure

_STRING, _TOP, _ARRAY = "uima.cas.String", "uima.cas.TOP", "uima.cas.FSArray"
_FEATURES = {
    TOKEN: (),
    SENTENCE: (),
    NAMED_ENTITY: ("value", "identifier", "kind"),
    EVIDENCE: (),
    BOILERPLATE: (),
    STANCE: ("label", "attribution", "certainty", "holderKind"),
}
# What XML 1.0 allows (section 2.2, production 2); a carriage return is written as a reference.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def fits_xml(text: str) -> bool:
    """Whether XML 1.0 can hold every character of the text."""
    return _NOT_XML.search(text) is None


def type_system() -> TypeSystem:
    """The types of our files: DKPro's for tokens and entities, ours for stances and zones."""
    from cassis import TypeSystem

    system = TypeSystem()
    meta = system.create_type(DOCUMENT_META, "uima.tcas.DocumentAnnotation")
    system.create_feature(meta, "documentId", _STRING)
    for name, features in _FEATURES.items():
        created = system.create_type(name, ANY)
        for feature in features:
            system.create_feature(created, feature, _STRING)
    for name, slots in SLOT_TYPES.items():
        for slot, link in slots.items():
            linked = system.create_type(link, _TOP)
            system.create_feature(linked, "role", _STRING)
            system.create_feature(linked, "target", FILLERS[link])
            system.create_feature(
                system.get_type(name), slot, _ARRAY, link, multipleReferencesAllowed=False
            )
    return system


def xmi_bytes(
    document: UimaDocument, identifier: str, language: str | None, system: TypeSystem
) -> tuple[bytes, Losses]:
    """The XMI file of a document whose text `fits_xml`, and what could not be written."""
    from cassis import Cas

    losses: Losses = Counter()
    cas = Cas(typesystem=system)
    cas.sofa_string = document.text
    cas.sofa_mime = "text/plain"
    meta = system.get_type(DOCUMENT_META)
    end = len(document.text)
    spoken = None if language is None else _plain(language)
    cas.add(meta(begin=0, end=end, language=spoken, documentId=_plain(identifier)))
    rows = Rows(document.text)
    for start, text in rows.sentence_texts():
        shown = text.rstrip()
        cas.add(system.get_type(SENTENCE)(begin=start, end=start + len(shown)))
    for token in rows.tokens():
        cas.add(system.get_type(TOKEN)(begin=token.start, end=token.end))
    made: list[FeatureStructure] = []
    for span in document.spans:
        features = {name: value for name, value in span.features.items() if fits_xml(value)}
        losses["names with characters that XML can't hold"] += len(span.features) - len(features)
        made.append(system.get_type(span.type)(begin=span.start, end=span.end, **features))
    array = system.get_type(_ARRAY)
    for structure, span in zip(made, document.spans, strict=True):
        for slot, fillers in span.slots.items():
            link = system.get_type(SLOT_TYPES[span.type][slot])
            structure[slot] = array(
                elements=[link(role=f.role, target=made[f.target]) for f in fillers]
            )
        cas.add(structure)
    return str(cas.to_xmi()).encode("utf-8"), +losses


def _plain(name: str) -> str:
    return _NOT_XML.sub("\ufffd", name)
