"""How sentences name keys: each act by the key that the person has for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from annotator.domain.scheme import Scheme
from annotator.keys import KeyChanges, Mode, every_action, keymap, shown_key

KeyNames: TypeAlias = Mapping[str, str]
"""Action id to its first key as people write it; `labels` and `sides` to those of the scheme."""


def key_names(scheme: Scheme, changed: KeyChanges) -> dict[str, str]:
    """What stands in the place of each act: its first key, as people write it."""
    names = {action.id: shown_key(action.keys[0]) for action in every_action(scheme, changed)}
    names["labels"] = "/".join(shown_key(label.key) for label in scheme.entities)
    names["sides"] = "/".join(shown_key(label.key) for label in scheme.stances)
    return names


def keymaps(scheme: Scheme, changed: KeyChanges) -> dict[Mode, Mapping[str, str]]:
    """Key to action id, for every mode: worked out once, not at every key."""
    return {mode: keymap(mode, scheme, changed) for mode in Mode}
