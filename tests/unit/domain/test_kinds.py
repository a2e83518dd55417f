import pytest

from annotator.domain.items import MentionKind
from annotator.domain.kinds import kind_of, next_kind
from annotator.resources import load_scheme

PRONOUNS = load_scheme().words.pronouns


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Zoé Arc", MentionKind.NAMED),
        ("3 Suisses", MentionKind.NAMED),
        ("maire", MentionKind.NOMINAL),
        ("Elle", MentionKind.PRONOUN),
        ("l’", MentionKind.PRONOUN),
        ("celui-ci", MentionKind.PRONOUN),
        ("Le Havre", MentionKind.NAMED),
    ],
)
def test_words_tell_names_from_roles_and_pronouns(words, kind):
    assert kind_of(words, PRONOUNS) is kind


@pytest.mark.parametrize(("words", "kind"), [("Europe", "nominal"), ("Ceci", "pronoun")])
def test_what_is_no_name_is_nominal_or_a_pronoun(words, kind):
    assert kind_of(words, PRONOUNS, may_be_name=False) is MentionKind(kind)


def test_three_steps_lead_round():
    kind = MentionKind.NAMED
    seen = [kind := next_kind(kind) for _ in range(3)]
    assert seen == [MentionKind.NOMINAL, MentionKind.PRONOUN, MentionKind.NAMED]
