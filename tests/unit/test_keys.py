import re

import pytest

from annotator.domain.scheme import parse_scheme
from annotator.errors import SchemeError
from annotator.keys import (
    ACTIONS,
    LABEL_ACTION,
    ROW_ACTION,
    STANCE_ACTION,
    Context,
    Mode,
    actions_of,
    check_keys,
    clashes,
    every_action,
    help_table,
    keymap,
    label_actions,
    shown_key,
)
from annotator.resources import load_scheme
from annotator.tui.act_table import act_table
from annotator.tui.adjudicator import review_acts

NAMED = {
    "space", "tab", "shift+tab", "up", "down", "left", "right", "pageup", "pagedown", "enter",
    "escape", "question_mark",
}  # fmt: skip


@pytest.fixture(scope="module")
def scheme():
    return load_scheme("news-fr")


@pytest.mark.parametrize("mode", list(Mode))
def test_no_key_has_two_actions_in_one_mode(scheme, mode):
    assert clashes(actions_of(mode, scheme)) == []


@pytest.mark.parametrize("action", ACTIONS, ids=lambda a: a.id)
def test_every_key_exists_in_every_terminal(action):
    keys = set(action.keys) - {"/"}
    assert keys
    for key in keys:
        assert key in NAMED or re.fullmatch(r"(ctrl\+)?[a-z]|[A-Z]", key) or action.id == ROW_ACTION
    assert not {"ctrl+i", "ctrl+m", "ctrl+j", "ctrl+h", "ctrl+c"} & set(action.keys)


def test_every_action_has_its_own_id_and_words():
    assert len({action.id for action in ACTIONS}) == len(ACTIONS)
    assert all(action.description for action in ACTIONS)


def test_every_action_of_the_registry_has_an_act_and_the_other_way_round():
    screens = (
        Context.QUEUE, Context.LIST, Context.STANDPOINTS, Context.DIALOG, Context.TABLE,
        Context.REVIEW,
    )  # fmt: skip
    elsewhere = {a.id for a in ACTIONS if a.context in screens}

    assert set(act_table()) == {action.id for action in ACTIONS} - elsewhere


def test_every_action_of_the_review_has_an_act_and_the_other_way_round():
    review = {action.id for action in ACTIONS if action.context is Context.REVIEW}

    assert set(review_acts()) - {"app.help"} == review


def test_labels_have_keys_where_a_mention_or_a_selection_is(scheme):
    actions = label_actions(scheme)

    contexts = {Context.MENTION, Context.CURSOR, Context.STANCE, Context.LIST}
    assert {action.context for action in actions} == contexts
    assert keymap(Mode.READING, scheme)["p"] == f"{LABEL_ACTION}PER"
    assert keymap(Mode.CURSOR, scheme)["p"] == f"{LABEL_ACTION}PER"
    assert "p" not in keymap(Mode.QUEUE, scheme)


@pytest.mark.parametrize("key", ["h", "n", "x", "Z"])
def test_a_label_on_a_taken_key_is_refused_with_both_names(scheme, key):
    source = scheme.source.replace('key = "l"', f'key = "{key}"')

    with pytest.raises(SchemeError, match=f"key '{key}' of 'LOC: .* give the label another key"):
        check_keys(parse_scheme(source, "x"))


def test_stance_labels_have_keys_where_a_stance_is(scheme):
    assert keymap(Mode.STANCE, scheme)["c"] == f"{STANCE_ACTION}against"
    assert "c" not in keymap(Mode.READING, scheme)
    assert keymap(Mode.STANCE, scheme)["p"] == f"{LABEL_ACTION}PER"


def test_the_numbers_of_the_list_give_way_to_whatever_else_wants_them(scheme):
    keys = keymap(Mode.READING, scheme, {"item.keep": ("2",)})

    assert (keys["1"], keys["2"], keys["3"]) == (ROW_ACTION, "item.keep", ROW_ACTION)


def test_the_slash_finds_unless_something_else_wants_it(scheme):
    keep, find = {"item.keep": ("/",)}, {"app.find": ("/",)}
    assert keymap(Mode.READING, scheme)["/"] == "app.find"
    keys = keymap(Mode.READING, scheme, keep)
    assert (keys["/"], keys["ctrl+f"]) == ("item.keep", "app.find")
    assert clashes(actions_of(Mode.READING, scheme, keep)) == []
    assert clashes(actions_of(Mode.READING, scheme, keep | find)) != []


def test_one_key_is_kind_on_a_mention_and_certainty_on_a_stance(scheme):
    assert keymap(Mode.READING, scheme)["i"] == "mention.kind"
    assert keymap(Mode.STANCE, scheme)["i"] == "stance.certainty"


def test_edges_move_for_a_mention_and_for_evidence(scheme):
    for mode in (Mode.READING, Mode.STANCE):
        assert keymap(mode, scheme)["k"] == "edge.right_out"


@pytest.mark.parametrize("key", ["v", "y", "k"])
def test_a_stance_label_on_a_taken_key_is_refused(scheme, key):
    source = scheme.source.replace('key = "c"', f'key = "{key}"')

    with pytest.raises(SchemeError, match=f"key '{key}' of 'against: "):
        check_keys(parse_scheme(source, "x"))


def test_help_names_every_action_once_for_each_context(scheme):
    rows = [row for _, table in help_table(scheme) for row in table]

    assert len(rows) == len(every_action(scheme))
    assert ("Tab", "next doubt") in rows
    assert ("z Ctrl+Z", "undo, over articles and restarts") in rows


@pytest.mark.parametrize(
    ("key", "shown"), [("space", "Space"), ("ctrl+f", "Ctrl+F"), ("E", "E"), ("pagedown", "PgDn")]
)
def test_keys_are_written_as_people_write_them(key, shown):
    assert shown_key(key) == shown
