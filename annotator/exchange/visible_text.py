"""The visible text of HTML, and where an XPath with an offset points in it."""

from __future__ import annotations

import re

from annotator.exchange.json_fields import FieldError

# Only what names one node by its place: a path from outside is not evaluated as an expression.
_PATH = re.compile(
    r"(?P<element>(?:/[A-Za-z][A-Za-z0-9]*\[\d+\])*)(?:/text\(\)\[(?P<nth>\d+)\])?\Z"
)


class VisibleText:
    """The text nodes of HTML one after the other, as a browser's selection counts them."""

    def __init__(self, html: str) -> None:
        from lxml.html import fragment_fromstring

        self._root = fragment_fromstring(html, create_parent="div")
        self._starts: dict[tuple[int, bool], int] = {}
        parts: list[str] = []
        units = 0
        # Kept, for each holds its element, whose identity is the key.
        self._nodes = list(self._root.xpath("//text()"))
        for node in self._nodes:
            self._starts[id(node.getparent()), bool(node.is_tail)] = units
            parts.append(str(node))
            units += len(str(node).encode("utf-16-le")) // 2
        self.text = "".join(parts)

    def unit(self, path: str, offset: int, where: str) -> int:
        """The offset in UTF-16 units of a place in a text node, or of the begin of an element.

        Raises:
            FieldError: The path is none, or leads nowhere.
        """
        match = _PATH.match(path)
        found = self._root.xpath(f".{path}") if match and path else []
        if match is None or not found:
            raise FieldError(
                f"`{where}` is {path[:60]!r}, which leads to no place in the HTML",
                "export the task with the HTML that was annotated",
            )
        node = found[0]
        if match["nth"] is None:
            inside = node.xpath(".//text()")
            if offset or not inside:
                raise FieldError(
                    f"`{where}` points at an element, not at text", "annotate the words again"
                )
            node = inside[0]
        return self._starts[id(node.getparent()), bool(node.is_tail)] + offset
