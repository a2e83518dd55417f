from pathlib import Path

import pytest

from annotator.domain.entities import fold_name
from annotator.errors import SchemeError
from annotator.suggest.gazetteer import Gazetteer, gazetteer_labels, parse_gazetteer

FILE = Path(__file__).parents[3] / "labels" / "news-fr.gazetteer.toml"


def test_territories_come_from_the_locale_of_the_language() -> None:
    source = (
        '[roles]\nperson = "A"\norganisation = "B"\npolity = "C"\nplace = "D"\n'
        '[territories]\ncountries = "C"\nregions = "D"\nskip = ["EU"]\n'
    )
    german = parse_gazetteer(source, "g", "de")
    assert german.names.values["frankreich"].label == "C"
    assert german.names.values["europa"].label == "D"
    assert fold_name("Europäische Union") not in german.names.values


def test_the_shipped_lists_use_the_labels_of_the_shipped_scheme(gazetteer: Gazetteer) -> None:
    assert gazetteer_labels(gazetteer) == {"PER", "ORG", "GPE", "LOC"}


def test_every_capital_stands_for_a_state_that_is_listed(gazetteer: Gazetteer) -> None:
    names = gazetteer.names.values
    capitals = [entry for entry in names.values() if entry.rule == "capital"]
    assert len({entry.state for entry in capitals}) >= 60
    assert all(fold_name(entry.state or "") in names for entry in capitals)


def test_a_short_name_counts_only_as_listed_or_as_a_proper_noun(gazetteer: Gazetteer) -> None:
    union = gazetteer.names.values["ue"]
    assert union.spelled_as("UE")
    assert not union.spelled_as("Ue")
    assert gazetteer.names.values["onu"].spelled_as("Onu")


def test_an_empty_gazetteer_knows_no_name() -> None:
    assert parse_gazetteer("", "none", "fr").names.values == {}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[roles]", "[rolls]", r"`roles` is missing"),
        ('"Kyiv" = "Kiev"', '"Kyiv" = "Kieff"', r"'Kyiv' leads to 'Kieff'"),
        ("p = 0.97", "p = 2", r"\[\[names\]\] 1: `p` must be a probability"),
        ("[never]", "[nevermore]", r"`nevermore` is no key of the format"),
        ('joins = ["et",', "joins = [1,", r"`joins` must hold only strings"),
        ('demonyms = ["', 'demonyms = ["(', r"no regular expression"),
    ],
)
def test_a_malformed_file_is_refused_with_the_place(old: str, new: str, message: str) -> None:
    source = FILE.read_text(encoding="utf-8")
    assert old in source
    with pytest.raises(SchemeError, match=message):
        parse_gazetteer(source.replace(old, new, 1), "names.toml", "fr")


def test_an_unknown_language_is_refused() -> None:
    source = FILE.read_text(encoding="utf-8")
    with pytest.raises(SchemeError, match="language 'xx-nowhere' is unknown"):
        parse_gazetteer(source, "names.toml", "xx-nowhere")
