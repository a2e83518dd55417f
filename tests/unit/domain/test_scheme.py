import pytest

from annotator.domain.scheme import STANCE_LABELS, parse_scheme, removed_labels
from annotator.errors import SchemeError
from annotator.resources import load_scheme

HEAD = 'name = "mine"\nversion = "1"\ntitle = "Mine"\nlanguage = "fr"\n'
ENTITY = '[[entity]]\nid = "PER"\nkey = "p"\ncolour = "#77AADD"\ndefinition = "a person"\n'
STANCES = "".join(
    f'[[stance]]\nid = "{name}"\nkey = "{key}"\ncolour = "#EE8866"\ndefinition = "a side"\n'
    for name, key in zip(STANCE_LABELS, "cfu", strict=True)
)
GOOD = HEAD + ENTITY + STANCES


def test_a_small_scheme_has_defaults():
    scheme = parse_scheme(GOOD, "mine.toml")

    assert scheme.entity_labels == scheme.named_labels == ("PER",)
    assert scheme.stance_labels == STANCE_LABELS
    assert (scheme.guidelines, scheme.gazetteer, scheme.pipeline) == (None, None, "")
    assert scheme.entity("PER").holder is True


def test_the_shipped_scheme_names_what_can_hold_no_view():
    scheme = load_scheme("news-fr")

    assert scheme.entity_labels == ("PER", "ORG", "GPE", "LOC", "TOPIC")
    assert scheme.named_labels == ("PER", "ORG", "GPE", "LOC")
    assert not scheme.entity("TOPIC").holder


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (GOOD.replace('"mine"', "mine", 1), "is not valid TOML"),
        (GOOD.replace('name = "mine"\n', ""), "`name` is missing"),
        (GOOD.replace('"mine"', '"Mine Own"'), "`name` is 'Mine Own'"),
        (GOOD.replace('version = "1"', "version = 1"), "`version` must be a string"),
        (GOOD.replace('language = "fr"\n', ""), "`language` is missing"),
        (GOOD.replace('title = "Mine"\n', ""), "`title` is missing"),
        ('colour = "x"\n' + GOOD, "`colour` is not a key of the format"),
        ('guidelines = "../x.md"\n' + GOOD, "`guidelines` is '../x.md'"),
        ('gazetteer = ".hidden"\n' + GOOD, "`gazetteer` is '.hidden'"),
        ("zones = 1\n" + GOOD, "`zones` must be a string"),
        (HEAD + STANCES, r"`\[\[entity\]\]` is missing"),
        (HEAD + ENTITY, r"`\[\[stance\]\]` is missing"),
        ("entity = []\n" + HEAD + STANCES, r"`\[\[entity\]\]` is missing"),
        (GOOD.replace('id = "PER"', 'id = "P E"'), "`id` is 'P E'"),
        (GOOD.replace('key = "p"', 'key = "pp"'), "`key` is 'pp'"),
        (GOOD.replace('key = "p"', 'key = " "'), "`key` is ' '"),
        (GOOD.replace('key = "p"', 'key = "?"'), r"`key` is '\?'"),
        (GOOD.replace('key = "p"', 'key = "é"'), "`key` is 'é'"),
        (GOOD.replace("#77AADD", "blue"), "`colour` is 'blue'"),
        (GOOD.replace(ENTITY, ENTITY + 'mark = "wavy"\n'), "`mark` is 'wavy'"),
        (GOOD.replace(ENTITY, ENTITY + "named = 1\n"), "`named` must be true or false"),
        (GOOD.replace(ENTITY, ENTITY + "named = false\n"), "at least one must be"),
        (GOOD.replace(ENTITY, ENTITY + 'shortcut = "p"\n'), "`shortcut` is not a key"),
        (GOOD.replace('definition = "a person"\n', ""), "`definition` is missing"),
        (GOOD.replace(ENTITY, ENTITY * 2), "id 'PER' stands on two"),
        (
            GOOD.replace(ENTITY, ENTITY + ENTITY.replace("PER", "ORG")),
            "key 'p' stands on two",
        ),
        (GOOD.replace('id = "favor"', 'id = "pro"'), "must be against, favor, neutral"),
    ],
)
def test_a_malformed_scheme_is_refused_with_its_place(source, problem):
    with pytest.raises(SchemeError, match=problem) as caught:
        parse_scheme(source, "labels/mine.toml")

    assert str(caught.value).startswith("labels/mine.toml")


def test_a_problem_in_a_label_is_told_with_the_label_s_number():
    source = GOOD.replace(ENTITY, ENTITY + ENTITY.replace("PER", "O?").replace('"p"', '"o"'))

    with pytest.raises(SchemeError, match=r"\[\[entity\]\] 2: `id`"):
        parse_scheme(source, "mine.toml")


def test_dropped_labels_are_found():
    old = parse_scheme(
        GOOD.replace(ENTITY, ENTITY + ENTITY.replace("PER", "ORG").replace('"p"', '"o"')), "old"
    )
    new = parse_scheme(GOOD, "new")

    assert removed_labels(old, new) == ("ORG",)
    assert removed_labels(new, old) == ()
