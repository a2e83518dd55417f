from annotator.report.nearest import drawn, nearest_pairs

TRAIN = {
    "pont": "Le maire refuse le pont sur la rivière de Valmure.",
    "lac": "Les pêcheurs saluent un accord sur le lac.",
}


def test_each_test_article_meets_the_training_article_most_like_it():
    test = {"x": "Un accord sur le lac réjouit les pêcheurs.", "y": "Le pont du maire de Valmure."}
    found = nearest_pairs(test, TRAIN)

    assert {(pair.test, pair.train) for pair in found.pairs} == {("x", "lac"), ("y", "pont")}
    assert all(0.2 < pair.likeness < 1 for pair in found.pairs)
    assert found.pairs[0].likeness >= found.pairs[1].likeness
    assert (found.test, found.train) == (2, 2)


def test_the_same_text_has_the_likeness_one():
    assert nearest_pairs({"x": TRAIN["lac"]}, TRAIN).pairs[0].likeness == 1.0


def test_texts_without_words_have_no_pairs():
    assert nearest_pairs({"x": "…"}, {"y": "!"}).pairs == ()
    assert nearest_pairs({}, TRAIN).pairs == ()


def test_a_part_is_drawn_by_hash_not_by_order():
    ids = [f"a{n}" for n in range(100)]
    assert drawn(ids, 10) == drawn(ids[::-1], 10)
    assert len(drawn(ids, 10)) == 10
    assert drawn(ids, 1000) == sorted(ids)
