"""What `annotator train` and `--suggester` can't use: one sentence, exit 2, nothing written."""


def test_what_can_not_be_trained_on_is_said_in_one_sentence(run, tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine", "utf-8")
    (tmp_path / "models" / "worse").mkdir(parents=True)
    (tmp_path / "models" / "worse" / "suggester.json").write_text("{}", "utf-8")
    nothing, foreign, worse, damaged, unknown = run.each(
        ("train",),
        ("train", "mine"),
        ("suggest", "--suggester", "worse"),
        ("suggest", "--suggester", "models/worse"),
        ("suggest", "--suggester", "nowhere"),
    )
    assert nothing.code == 2
    assert "No article is finished" in nothing.err
    assert foreign.code == 2
    assert "is no export" in foreign.err
    assert "was not better than the untrained suggester" in worse.err
    assert "train it again" in damaged.err
    assert "no folder that `annotator train` wrote" in unknown.err
    assert {one.code for one in (worse, damaged, unknown)} == {2}
    assert [path.name for path in (tmp_path / "models").iterdir()] == ["worse"]
    assert not any(tmp_path.glob("**/*partial*"))
