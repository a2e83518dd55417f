import pytest

from annotator.domain.entities import Entity
from annotator.domain.likeness import Likeness, is_acronym, join_of, likeness, may_be_alike


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("Port-Sarre", "Port Sarre", Likeness.SPELLING),
        ("États-Unis", "ETATS-UNIS", Likeness.SPELLING),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyj", Likeness.SPELLING),
        ("Lindqvist", "Bo Lindqvist", Likeness.PART),
        ("OTAN", "Organisation du traité de l'Atlantique nord", Likeness.ACRONYM),
        ("SNCF", "Société nationale des chemins de fer français", Likeness.ACRONYM),
        ("C.G.T.", "Confédération générale du travail", Likeness.ACRONYM),
        ("Iran", "Irak", None),
        ("Niger", "Nigeria", None),
        ("Corée du Nord", "Corée du Sud", None),
        ("Bo", "Bo Lindqvist", None),
        ("UE", "États-Unis", None),
        ("LA", "La", Likeness.SPELLING),
    ],
)
def test_names_look_alike_for_a_reason_whichever_comes_first(one, other, why):
    assert likeness(one, other) is why
    assert likeness(other, one) is why
    assert may_be_alike(one, other) or why is None


@pytest.mark.parametrize("short", ["Otan", "O", "OTANXYZUVW", "OT-N", ""])
def test_only_a_few_capitals_are_an_acronym(short):
    assert not is_acronym(short, "Organisation du traité de l'Atlantique nord")


def test_the_fuller_name_stays_and_other_labels_and_merged_ones_are_left_out():
    short, full = Entity(1, "Lindqvist", "PER"), Entity(2, "Bo Lindqvist", "PER")
    for one, other in ((short, full), (full, short)):
        found = join_of(one, [one, other])
        assert (found.less, found.full) == (short, full)
    assert join_of(short, [Entity(3, "Bo Lindqvist", "ORG")]) is None
    assert join_of(short, [Entity(3, "Bo Lindqvist", "PER", merged_into=2)]) is None
