"""The registry's keys as what Textual binds: for screens and widgets with keys of their own."""

from __future__ import annotations

from collections.abc import Mapping

from textual.binding import Binding, BindingsMap


def bindings_of(
    keys: Mapping[str, str], acts: Mapping[str, str], *, first: bool = False
) -> BindingsMap:
    """Textual's bindings for the keys whose action (by id) is one of `acts`.

    `first`: they come before what the widget in focus does with these keys.
    """
    named = {",": "comma"}
    return BindingsMap(
        Binding(named.get(key, key), acts[action], show=False, priority=first)
        for key, action in keys.items()
        if action in acts
    )
