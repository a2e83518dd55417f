"""The types of a UIMA XMI file, inferred from the file itself.

XMI can't be read without its type system, which seldom comes with the file. INCEpTION, WebAnno and
DKPro use fixed feature names for references (`Governor` and `Dependent` of relations, `role` and
`target` of slot links, `first` and `next` of chains), so that the file tells enough.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from annotator.exchange.malformed import MalformedError

if TYPE_CHECKING:
    from cassis import TypeSystem

_ID = "{http://www.omg.org/XMI}id"
_NAMESPACE = re.compile(r"\{http:///(.+)\.ecore\}(\w+)\Z")
_BUILT_IN = ("uima.cas.", "uima.tcas.")
_STRING, _TOP, _ARRAY = "uima.cas.String", "uima.cas.TOP", "uima.cas.FSArray"
_ANNOTATION, _BASE = "uima.tcas.Annotation", "uima.cas.AnnotationBase"
_STRINGS = "uima.cas.StringArray"
_REFERENCES = frozenset({"Governor", "Dependent", "target"})
_RESERVED = frozenset({_ID, "sofa", "begin", "end"})


@dataclass(slots=True)
class _Element:
    """A feature structure of the file as its XML shows it."""

    type: str
    attributes: Mapping[str, str]
    children: frozenset[str]


@dataclass(frozen=True, slots=True)
class XmiTypes:
    """What a file's elements tell: the type system, and the layers that are links of chains."""

    system: TypeSystem
    chain_links: frozenset[str]


@dataclass(slots=True)
class _Found:
    elements: dict[str, _Element] = field(default_factory=dict)

    def types_of(self, identifiers: str) -> set[str]:
        """The types behind a list of ids; empty where one is no id of the file."""
        found = [self.elements.get(identifier) for identifier in identifiers.split()]
        return {e.type for e in found if e is not None} if found and all(found) else set()


def infer_types(data: bytes) -> XmiTypes:
    """The types of the elements in an XMI file.

    Raises:
        MalformedError: It is no XMI, or XML with a document type, which no UIMA tool writes.
    """
    found = _elements(data)
    chains = {
        name
        for e in found.elements.values()
        if "begin" not in e.attributes and "first" in e.attributes
        for name in found.types_of(e.attributes["first"])
    }
    return XmiTypes(_system(found), frozenset(chains))


def _elements(data: bytes) -> _Found:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        tree = etree.parse(io.BytesIO(data), parser)
    except etree.XMLSyntaxError as error:
        raise MalformedError(f"it is no valid XML ({error.msg})", "export it again") from error
    if tree.docinfo.internalDTD is not None:
        raise MalformedError("it has a document type or entities", "export it again without them")
    found = _Found()
    for element in tree.getroot():
        match = _NAMESPACE.match(element.tag) if isinstance(element.tag, str) else None
        if match is not None and _ID in element.attrib:
            name = f"{match.group(1).replace('/', '.')}.{match.group(2)}"
            attributes = {str(key): str(value) for key, value in element.attrib.items()}
            children = frozenset(str(child.tag) for child in element)
            found.elements[attributes[_ID]] = _Element(name, attributes, children)
    return found


def _system(found: _Found) -> TypeSystem:
    from cassis import TypeSystem

    system = TypeSystem()
    by_type: dict[str, list[_Element]] = {}
    for element in found.elements.values():
        if not element.type.startswith(_BUILT_IN):
            by_type.setdefault(element.type, []).append(element)
    for name, elements in sorted(by_type.items()):
        created = system.create_type(name, _parent(elements))
        features = {key for e in elements for key in (*e.attributes, *e.children)} - _RESERVED
        for feature in sorted(features):
            values = [e.attributes[feature] for e in elements if feature in e.attributes]
            range_, many = _range(feature, values, found)
            system.create_feature(created, feature, range_, multipleReferencesAllowed=many)
    return system


def _parent(elements: list[_Element]) -> str:
    if any("begin" in element.attributes for element in elements):
        return _ANNOTATION
    return _BASE if any("sofa" in element.attributes for element in elements) else _TOP


def _range(feature: str, values: list[str], found: _Found) -> tuple[str, bool | None]:
    """The range of a feature by its name and what its values point to."""
    if not values:
        return _STRINGS, False
    # An empty array is written as an empty attribute.
    behind = [found.types_of(value) for value in values if value]
    if not behind:
        return _STRING, None
    if feature in _REFERENCES and all(behind):
        return _TOP, None
    if all(types == {_ARRAY} for types in behind):
        return _ARRAY, True
    links = {
        e.type
        for e in found.elements.values()
        if "target" in e.attributes and "begin" not in e.attributes
    }
    if all(types and types <= links for types in behind):
        return _ARRAY, False
    return _STRING, None
