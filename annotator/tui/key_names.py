"""How sentences name keys: each act by the key that the person has for it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from annotator.domain.scheme import Scheme
from annotator.keys import KeyChanges, Mode, every_action, is_typed, keymap, shown_key

KeyNames: TypeAlias = Mapping[str, str]
"""Action id to its first key as people write it; `labels` and `sides` to those of the scheme."""


@dataclass(frozen=True, slots=True)
class ModeKeys:
    """The keys of a mode: each with the id of its action, and by action as people write them."""

    by_key: Mapping[str, str]
    names: KeyNames

    def in_field(self) -> ModeKeys:
        """Those that work while text is typed: without the keys that type a character."""
        by_key = {key: action for key, action in self.by_key.items() if not is_typed(key)}
        first = {action: shown_key(key) for key, action in reversed(tuple(by_key.items()))}
        return ModeKeys(by_key, {**self.names, **first})


def key_names(scheme: Scheme, changed: KeyChanges) -> dict[str, str]:
    """What stands in the place of each act: its first key, as people write it."""
    names = {action.id: shown_key(action.keys[0]) for action in every_action(scheme, changed)}
    names["labels"] = "/".join(shown_key(label.key) for label in scheme.entities)
    names["sides"] = "/".join(shown_key(label.key) for label in scheme.stances)
    return names


def keymaps(scheme: Scheme, changed: KeyChanges) -> dict[Mode, Mapping[str, str]]:
    """Key to action id, for every mode: worked out once, not at every key."""
    return {mode: keymap(mode, scheme, changed) for mode in Mode}


def mode_keys(mode: Mode, scheme: Scheme, changed: KeyChanges) -> ModeKeys:
    """The keys that work in a mode."""
    return ModeKeys(keymap(mode, scheme, changed), key_names(scheme, changed))
