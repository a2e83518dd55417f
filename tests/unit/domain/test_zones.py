from pathlib import Path

import pytest

from annotator.domain.zones import NO_RULES, ZoneRules, find_title, find_zones, parse_zone_rules
from annotator.errors import SchemeError

LABELS = Path(__file__).parents[3] / "labels"
BODY = (
    "La mairie de Tours a présenté mardi son plan pour les berges de la Loire, "
    "que les riverains attendaient depuis des années."
)
MORE = (
    "Le chantier doit commencer au printemps, a précisé l'adjointe chargée des travaux, "
    "qui promet une piste cyclable continue."
)


@pytest.fixture(scope="module")
def rules() -> ZoneRules:
    return parse_zone_rules((LABELS / "news-fr.zones.toml").read_text(encoding="utf-8"), "zones")


def zones_of(text: str, rules: ZoneRules) -> dict[str, str]:
    return {text[z.start : z.end]: z.rule for z in find_zones(text, rules)}


def test_the_title_is_the_first_headline_and_its_repetitions_are_zones(rules: ZoneRules) -> None:
    title = "À Tours, les berges de la Loire vont changer"
    text = f"  {title}\n\n{title.upper()}\n{BODY}\n{MORE}"
    span = find_title(text, rules)
    assert span is not None
    assert span.of(text) == title
    assert zones_of(text, rules) == {title.upper(): "repeated"}


def test_furniture_before_the_headline_does_not_become_the_title(rules: ZoneRules) -> None:
    text = f"Accueil\nPublicité\nLes berges vont changer\n{BODY}"
    span = find_title(text, rules)
    assert span is not None
    assert span.of(text) == "Les berges vont changer"


@pytest.mark.parametrize("first", [BODY, "(Tours) Le plan est prêt", "Un seul paragraphe"])
def test_a_sentence_a_dateline_and_a_lone_line_are_no_title(first: str, rules: ZoneRules) -> None:
    text = first if first.startswith("Un") else f"{first}\n{MORE}"
    assert find_title(text, rules) is None


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("PUBLICITÉ", "advertising"),
        ("La suite après cette publicité", "advertising"),
        ("Lire aussi : Le tramway attendra", "read-also"),
        ("À lire également", "read-also"),
        ("Suivez-nous sur Facebook et Instagram", "follow-us"),
        ("Abonnez-vous à notre newsletter pour ne rien manquer", "subscribe"),
        ("En poursuivant, vous acceptez l'utilisation de cookies.", "cookies"),
        ("NEXT La piscine rouvre lundi", "teaser"),
        ("Tags : Tours, Loire, urbanisme", "tags"),
        ("#Tours #Loire", "tags"),
        ("Accueil > Région > Tours", "tags"),
        ("Partager sur Facebook", "share"),
        ("Partager : Facebook | WhatsApp | Telegram", "share"),
        ("1 204 partages", "share"),
        ("Crédit photo : Mairie", "credit"),
        ("© Tous droits réservés", "cookies"),
        ("Reuters", "agency"),
        ("Avec AFP", "agency"),
        ("Publié le 3 mai 2023 à 10h12", "date"),
        ("3 mai 2023 à 10:12", "date"),
        ("3/12", "picture-number"),
        ("https://exemple.fr/article", "navigation"),
    ],
)
def test_lines_of_the_page_are_zones(line: str, rule: str, rules: ZoneRules) -> None:
    text = f"Les berges vont changer\n{BODY}\n{line}\n{MORE}"
    assert zones_of(text, rules) == {line: rule}


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("L'Écho de la Loire - Actualités du fleuve", "site"),
        ("LOIRE INFOS - le quotidien en ligne", "site"),
        ("28 septembre | La rédaction, avec Reuters", "date"),
        ("Rédigé le Jeudi 20 Novembre 2025    Lu: 1 058", "date"),
    ],
)
def test_lines_before_the_article_are_zones(line: str, rule: str, rules: ZoneRules) -> None:
    assert zones_of(f"{line}\nLes berges vont changer\n{BODY}\n{MORE}", rules) == {line: rule}


@pytest.mark.parametrize(
    "line",
    [
        "Suivant les conseils de l'architecte, la ville a tout revu.",
        "Par ailleurs, le pont Wilson sera repeint.",
        "Le 3 mai 2023, la ville a signé l'accord.",
        "Les photos du chantier circulent déjà.",
        "« Nous voulons voir la Loire ! »",
        "Un chantier attendu",
        "Reuters a révélé l'accord.",
        "Partager : voilà ce que veut la ville.",
        "Tours - Le quotidien des bateliers change.",
    ],
)
def test_sentences_and_intertitles_of_the_article_stay(line: str, rules: ZoneRules) -> None:
    assert zones_of(f"Les berges vont changer\n{BODY}\n{line}\n{MORE}", rules) == {}


def test_a_heading_of_other_articles_dims_what_follows_at_the_end(rules: ZoneRules) -> None:
    text = f"Les berges vont changer\n{BODY}\n{MORE}\nSur le même sujet\nLe tramway attendra encore"
    assert zones_of(text, rules) == {
        "Sur le même sujet": "other-articles",
        "Le tramway attendra encore": "rest",
    }


def test_few_words_without_a_sentence_at_the_edges_are_zones(rules: ZoneRules) -> None:
    text = f"Les berges vont changer\nIndre-et-Loire\n{BODY}\n{MORE}\nÉdition de Tours"
    assert zones_of(text, rules) == {"Indre-et-Loire": "edge", "Édition de Tours": "edge"}


def test_zones_are_whole_paragraphs_with_p_and_reason(rules: ZoneRules) -> None:
    text = f"Les berges vont changer\r\n{BODY}\r\n  Publicité  \r\n{MORE}"
    (zone,) = find_zones(text, rules)
    assert text[zone.start : zone.end] == "  Publicité  "
    assert 0.5 <= zone.p <= 1
    assert zone.reason


def test_without_rules_there_is_neither_title_nor_zone() -> None:
    text = f"Publicité\n{BODY}"
    assert find_zones(text, NO_RULES) == ()
    assert find_title(text, NO_RULES) is None


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[repeated]", "[repeatd]", r"`repeated` is missing"),
        ("p = 0.96", "p = 96", r"\[repeated\]: `p` must be a probability"),
        ("max_characters = 40", 'max_characters = "forty"', r"\[edge\]: .* whole number"),
        ('place = "end"', 'place = "middle"', r"`place` is 'middle'; it must be one of"),
        ("min_characters", "minimum", r"\[body\]: `min_characters` is missing"),
        ("'^\\d+\\s?/\\s?\\d+$'", "'['", r"'\[', which is no regular expression"),
        ("rest = true", "rest = 1", r"`rest` must be true or false"),
        ('name = "tags"', 'nam = "tags"', r"\[\[line\]\] \d+: `name` is missing"),
        ("[title]", "[title", r"not valid TOML"),
    ],
)
def test_a_malformed_file_is_refused_with_the_place(old: str, new: str, message: str) -> None:
    source = (LABELS / "news-fr.zones.toml").read_text(encoding="utf-8")
    assert old in source
    with pytest.raises(SchemeError, match=message):
        parse_zone_rules(source.replace(old, new, 1), "zones.toml")


def test_a_heading_of_a_link_dims_the_short_line_behind_it_and_no_sentence(
    rules: ZoneRules,
) -> None:
    text = f"Les berges vont changer\n{BODY}\nÀ lire aussi\nTramway : les travaux de Zelbek\n{MORE}"
    assert "Tramway : les travaux de Zelbek" in zones_of(text, rules)
    told = f"Les berges vont changer\n{BODY}\nÀ lire aussi\nPaul Orsel a ri.\n{MORE}"
    assert "Paul Orsel a ri." not in zones_of(told, rules)
