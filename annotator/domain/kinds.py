"""Of which kind a mention is, before anybody says so: named, nominal, pronoun."""

from __future__ import annotations

from annotator.domain.items import MentionKind

FRENCH_PRONOUNS = frozenset(
    word
    for line in (
        "je j' j’ tu il elle on nous vous ils elles me m' m’ te t' t’ se s' s’ le la les l' l’",
        "lui leur eux moi toi soi y en ce c' c’ ça cela ceci celui celle ceux celles celui-ci",
        "celle-ci ceux-ci celles-ci celui-là celle-là ceux-là celles-là qui dont chacun chacune",
        "certains certaines plusieurs personne quelqu'un quelqu’un",
    )
    for word in line.split()
)
"""Words that stand for somebody or something, alone or before an apostrophe; in lower case."""

_NEXT = {
    MentionKind.NAMED: MentionKind.NOMINAL,
    MentionKind.NOMINAL: MentionKind.PRONOUN,
    MentionKind.PRONOUN: MentionKind.NAMED,
}


def kind_of(words: str, *, may_be_name: bool = True) -> MentionKind:
    """The kind that a new mention gets by its words.

    Args:
        words: What it says in the text.
        may_be_name: Whether its label names things; else it is nominal, or a pronoun.
    """
    if words.casefold() in FRENCH_PRONOUNS:
        return MentionKind.PRONOUN
    return MentionKind.NAMED if may_be_name and not words[:1].islower() else MentionKind.NOMINAL


def next_kind(kind: MentionKind) -> MentionKind:
    """Named, nominal, pronoun, and round again."""
    return _NEXT[kind]
