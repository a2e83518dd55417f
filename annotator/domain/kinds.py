"""Of which kind a mention is, before anybody says so: named, nominal, pronoun."""

from __future__ import annotations

from collections.abc import Collection

from annotator.domain.items import MentionKind

_NEXT = {
    MentionKind.NAMED: MentionKind.NOMINAL,
    MentionKind.NOMINAL: MentionKind.PRONOUN,
    MentionKind.PRONOUN: MentionKind.NAMED,
}


def kind_of(said: str, pronouns: Collection[str], *, may_be_name: bool = True) -> MentionKind:
    """The kind that a new mention gets by its words.

    Args:
        said: Its words in the text.
        pronouns: The scheme's.
        may_be_name: Whether its label names things; else it is nominal, or a pronoun.
    """
    if said.casefold() in pronouns:
        return MentionKind.PRONOUN
    return MentionKind.NAMED if may_be_name and not said[:1].islower() else MentionKind.NOMINAL


def next_kind(kind: MentionKind) -> MentionKind:
    """Named, nominal, pronoun, and round again."""
    return _NEXT[kind]
