"""Reads UIMA CAS XMI and UIMA CAS JSON (INCEpTION, WebAnno, DKPro), by dkpro-cassis."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING

from annotator.domain.losses import Losses
from annotator.exchange.malformed import MalformedError
from annotator.exchange.uima import (
    STRUCTURE,
    Slot,
    TypedRelation,
    TypedSpan,
    UimaDocument,
    short_name,
)
from annotator.exchange.xmi_types import infer_types

if TYPE_CHECKING:
    from cassis import Cas
    from cassis.typesystem import FeatureStructure

_INITIAL = "_InitialView"
_NO_FEATURES = frozenset({"sofa", "begin", "end"})


def read_xmi(data: bytes) -> UimaDocument:
    """The document in an XMI file: the annotations of its initial view.

    Raises:
        MalformedError: It is no XMI, holds no text, or contradicts itself.
    """
    from cassis import load_cas_from_xmi

    with _consistent():
        types = infer_types(data)
        cas = load_cas_from_xmi(io.BytesIO(data), types.system, trusted=True)
    return _initial(cas, types.chain_links)


def read_json(data: bytes) -> UimaDocument:
    """The document in a UIMA CAS JSON file, which holds its type system.

    Raises:
        MalformedError: As for XMI.
    """
    from cassis import load_cas_from_json

    with _consistent():
        cas = load_cas_from_json(io.BytesIO(data))
        links = {
            kind.name
            for kind in cas.typesystem.get_types()
            if {"next", "begin"} <= {feature.name for feature in kind.all_features}
        }
    return _initial(cas, frozenset(links))


@contextmanager
def _consistent() -> Iterator[None]:
    """Turns what cassis raises where a file contradicts itself into the one error of a reader."""
    from cassis.typesystem import TypeNotFoundError

    # A SyntaxError comes from a class that cassis makes.
    contradictions = (
        KeyError, ValueError, TypeError, AttributeError, RuntimeError, SyntaxError,
        TypeNotFoundError,
    )  # fmt: skip
    try:
        yield
    except MalformedError:
        raise
    except contradictions as error:
        what = f"it is no consistent CAS ({type(error).__name__}: {error})"
        raise MalformedError(what, "export it again from the tool that made it") from error


def _initial(cas: Cas, chain_links: frozenset[str]) -> UimaDocument:
    named = [view for view in cas.views if view.sofa.sofaString]
    if not named:
        raise MalformedError("it holds no text", "export the document with its text")
    initial = next((v for v in named if v.sofa.sofaID == _INITIAL), named[0])
    reading = _Reading(cas.get_view(initial.sofa.sofaID), chain_links)
    reading.losses["further views of the document"] = len(named) - 1
    return reading.document(str(initial.sofa.sofaString))


class _Reading:
    """One CAS while it is read."""

    def __init__(self, view: Cas, chain_links: frozenset[str]) -> None:
        self._view = view
        self._chains = chain_links
        self._index: dict[int, int] = {}
        self.losses: Losses = Counter()

    def document(self, text: str) -> UimaDocument:
        spans: list[FeatureStructure] = []
        arcs: list[FeatureStructure] = []
        for annotation in self._view.select_all_annotations():
            if annotation.type.name in self._chains:
                self.losses[f"links of the chain layer {_short(annotation)}"] += 1
            elif _refers(annotation, "Governor") and _refers(annotation, "Dependent"):
                arcs.append(annotation)
            elif annotation.type.name not in STRUCTURE and not self._outside(annotation, text):
                self._index[annotation.xmiID] = len(spans)
                spans.append(annotation)
        typed = tuple(
            TypedSpan(s.type.name, s.begin, s.end, _features(s), MappingProxyType(self._slots(s)))
            for s in spans
        )
        relations = tuple(r for arc in arcs if (r := self._relation(arc)) is not None)
        return UimaDocument(text, typed, relations, MappingProxyType(+self.losses))

    def _outside(self, annotation: FeatureStructure, text: str) -> bool:
        begin, end = annotation.begin, annotation.end
        if isinstance(begin, int) and isinstance(end, int) and 0 <= begin <= end <= len(text):
            return False
        self.losses["annotations outside the text"] += 1
        return True

    def _slots(self, span: FeatureStructure) -> dict[str, tuple[Slot, ...]]:
        slots: dict[str, tuple[Slot, ...]] = {}
        for name, value in _values(span):
            links = list(_links(value))
            if not links:
                continue
            found = []
            for link in links:
                target = getattr(link, "target", None)
                index = self._index.get(getattr(target, "xmiID", -1))
                if index is None:
                    self.losses["slots filled by nothing that is a span"] += 1
                else:
                    found.append(Slot(str(getattr(link, "role", None) or ""), index))
            slots[name] = tuple(found)
        return slots

    def _relation(self, arc: FeatureStructure) -> TypedRelation | None:
        source = self._index.get(getattr(arc.Governor, "xmiID", -1))
        target = self._index.get(getattr(arc.Dependent, "xmiID", -1))
        if source is None or target is None:
            base = _short(arc.Governor)
            self.losses[f"relations {_short(arc)} between {base}, which is no span"] += 1
            return None
        return TypedRelation(arc.type.name, source, target, _features(arc))


def _short(structure: FeatureStructure) -> str:
    return short_name(str(structure.type.name))


def _refers(annotation: FeatureStructure, feature: str) -> bool:
    return hasattr(getattr(annotation, feature, None), "xmiID")


def _values(structure: FeatureStructure) -> Iterator[tuple[str, object]]:
    for feature in structure.type.all_features:
        if feature.name not in _NO_FEATURES:
            yield feature.name, structure[feature.name]


def _features(structure: FeatureStructure) -> MappingProxyType[str, str]:
    """The features that are words or numbers; references are told by slots and relations."""
    values = ((name, value) for name, value in _values(structure))
    return MappingProxyType({name: v for name, v in values if isinstance(v, str)})


def _links(value: object) -> Iterable[FeatureStructure]:
    """The slot links in a feature's value: an array, or a list of structures."""
    elements = getattr(value, "elements", value)
    if not isinstance(elements, list):
        return ()
    return [element for element in elements if hasattr(element, "target")]
