import pytest

from annotator.config import Settings
from annotator.errors import InputError
from annotator.keys import Mode, help_table, keymap
from annotator.resources import load_scheme
from annotator.user_keys import load_user_keys, with_user_keys


@pytest.fixture(scope="module")
def scheme():
    return load_scheme("news-fr")


@pytest.fixture
def load(tmp_path, scheme):
    def loaded(text):
        (tmp_path / "keymap.toml").write_text(text, encoding="utf-8")
        return load_user_keys(Settings(str(tmp_path / "annotator.db"), "anna"), scheme)

    return loaded


def test_without_a_file_nothing_is_changed(tmp_path, scheme):
    assert load_user_keys(Settings(str(tmp_path / "annotator.db"), "anna"), scheme) == {}


def test_a_named_file_must_exist(tmp_path, scheme):
    settings = Settings(str(tmp_path / "x.db"), "anna", keymap=str(tmp_path / "my.toml"))
    with pytest.raises(InputError, match=r"my\.toml can't be read"):
        load_user_keys(settings, scheme)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("é", "é"), ("e\u0301", "é"), ("&", "&"), ("?", "question_mark"), ("€", "€"), ("ж", "ж"),
        ("あ", "あ"), (",", ","), ("Space", "space"), ("esc", "escape"), ("PgDn", "pagedown"),
        ("Ctrl+E", "ctrl+e"), ("→", "right"), ("1", "1"),
    ],
)  # fmt: skip
def test_any_visible_character_and_named_keys_are_taken(load, scheme, written, key):
    changed = load(f'"paragraph.accept" = "{written}"\n"app.help" = "!"\n"article.done" = "0"\n'
                   '"view.back" = "9"\n"view.page_down" = "8"\n')  # fmt: skip
    assert keymap(Mode.READING, scheme, changed)[key] == "paragraph.accept"
    assert "Y" not in keymap(Mode.READING, scheme, changed)


def test_names_with_dots_need_no_quotes_and_acts_may_have_several_keys(load, scheme):
    changed = load('item.keep = ["é", "Ctrl+E"]\n')
    keys = keymap(Mode.STANCE, scheme, changed)
    assert (keys["é"], keys["ctrl+e"]) == ("item.keep", "item.keep")


def test_two_acts_may_swap_their_keys(load, scheme):
    changed = load('item.keep = "x"\nitem.reject = "y"\n')
    assert keymap(Mode.READING, scheme, changed)["y"] == "item.reject"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('item.kep = "é"', r"there is no act 'item.kep'; did you mean item.keep\?"),
        ('zzzzzz = "é"', r"there is no act 'zzzzzz'; `annotator keys` lists"),
        ('item.keep = "n"', r"key n is wanted by item.next \(next item\) and by item.keep \(right"),
        ('label.PER = "n"', r"key n is wanted by item.next .* and by label.PER \(PER: "),
        ("item.keep = 3", "needs a key or a list of keys"),
        ("item.keep = []", "needs a key or a list of keys"),
        ("item.keep = [3]", "3 of item.keep is no key; write keys in quotes"),
        ('item.keep = "ab"', "'ab' of item.keep is no key that every terminal sends"),
        ('item.keep = "Alt+a"', "no key that every terminal sends"),
        ('item.keep = "\\u0007"', "no key that every terminal sends"),
        ('item.keep = "\\u200b"', "no key that every terminal sends"),
        ('item.keep = "Ctrl+M"', r"terminals send Enter for Ctrl\+M"),
        ('item.keep = "Ctrl+Q"', r"Ctrl\+Q always is app.quit"),
        ('item.keep = "Ctrl+C"', r"Ctrl\+C always is app.quit"),
        ("item.keep = ", "is no TOML"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(load, text, sentence):
    with pytest.raises(InputError, match=sentence) as refused:
        load(text)
    assert "keymap.toml" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_quitting_and_the_palette_keep_their_own_keys(load, scheme):
    changed = load('app.quit = "é"\n')
    keys = keymap(Mode.READING, scheme, changed)
    assert (keys["é"], keys["ctrl+q"]) == ("app.quit", "app.quit")


def test_labels_and_help_follow_the_file(load, scheme):
    changed = load('label.PER = "1"\nstance.label.against = "2"\n')
    mine = with_user_keys(scheme, changed)
    assert (mine.entities[0].key, mine.stances[0].key) == ("1", "2")
    assert mine.hash == scheme.hash
    rows = [row for _, table in help_table(mine, changed) for row in table]
    assert any(keys == "1" and words.startswith("PER: ") for keys, words in rows)


def test_the_command_lists_every_act_with_its_keys(run):
    (run.folder / "keymap.toml").write_text('item.keep = "é"\n', encoding="utf-8")
    listed = run("keys")
    assert listed.code == 0
    (line,) = [line for line in listed.out.splitlines() if line.startswith("item.keep ")]
    assert line.split()[:3] == ["item.keep", "é", "right:"]
    (run.folder / "keymap.toml").write_text('item.keep = "n"\n', encoding="utf-8")
    refused = run("keys")
    assert (refused.code, refused.out) == (2, "")
    assert "key n is wanted by item.next" in refused.err
