"""Containers that their contents cover: nothing of them need be styled, line by line, at a key."""

from __future__ import annotations

from textual.containers import Container, Vertical


class CoveredContainer(Container):
    """A container of any layout."""

    BLANK = True


class CoveredColumn(Vertical):
    """One widget under the other."""

    BLANK = True
