import itertools
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from annotator.domain.article import Span, text_digest
from annotator.domain.near_duplicates import CONTAINMENT, containment, near_duplicate_groups

ROOT = Path(__file__).parents[3]
WORDS = [f"mot{number}" for number in range(5000)]


def invented(words: int, seed: int) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=words))  # noqa: S311  # no secret


def members(texts, **options):
    return {group.members for group in near_duplicate_groups(texts, **options)}


def test_different_articles_are_groups_of_one():
    texts = {f"a{seed}": invented(300, seed) for seed in range(20)}
    assert members(texts) == {(identifier,) for identifier in texts}


def test_the_same_text_under_another_id_is_the_same_group():
    (group,) = near_duplicate_groups({"b": "Un seul mot", "a": "Un seul mot"})
    assert group.members == ("a", "b")
    assert group.founder == text_digest("Un seul mot")


def test_a_shortened_copy_in_other_furniture_is_found():
    original = invented(600, 1)
    copy = invented(60, 2) + "\n" + " ".join(original.split()[:150]) + "\n" + invented(80, 3)
    assert containment(original, copy) < 0.6
    assert members({"x": original, "y": copy, "z": invented(400, 4)}) == {("x", "y"), ("z",)}


def test_links_reach_over_several_copies():
    text = invented(900, 5).split()
    parts = {"a": text[:500], "b": text[280:780], "c": text[540:]}
    assert members({k: " ".join(v) for k, v in parts.items()}) == {("a", "b", "c")}


def test_a_stock_phrase_makes_no_copy():
    phrase = "selon les derniers chiffres publiés mardi par le ministère"
    texts = {"a": phrase + " " + invented(12, 6), "b": phrase + " " + invented(12, 7)}
    assert members(texts) == {("a",), ("b",)}


def test_dimmed_paragraphs_do_not_link_articles_of_one_site():
    furniture = invented(200, 8)
    texts = {n: furniture + "\n" + invented(150, seed) for n, seed in (("a", 9), ("b", 10))}
    assert members(texts) == {("a", "b")}
    dimmed = {identifier: [Span(0, len(furniture))] for identifier in texts}
    assert members(texts, dimmed=dimmed) == {("a",), ("b",)}


def test_a_reprint_in_hundreds_of_places_is_one_group():
    original = invented(400, 11)
    texts = {f"p{n}": f"{invented(30, 100 + n)}\n{original}" for n in range(200)}
    assert len(near_duplicate_groups(texts)) == 1


def test_sketches_miss_no_copy_that_a_comparison_of_all_pairs_finds():
    chance = random.Random(12)  # noqa: S311  # no secret
    originals = [invented(chance.randint(60, 900), 200 + n) for n in range(40)]
    texts = {f"o{n}": text for n, text in enumerate(originals)}
    for n, text in enumerate(originals):
        words = text.split()
        part = words[: int(len(words) * chance.uniform(0.2, 1))]
        kept = [word for word in part if chance.random() > 0.02]
        texts[f"c{n}"] = " ".join([invented(30, 300 + n), *kept, invented(30, 400 + n)])
    together = {i: group.members for group in near_duplicate_groups(texts) for i in group.members}
    found = 0
    for one, other in itertools.combinations(texts, 2):
        if containment(texts[one], texts[other]) >= CONTAINMENT:
            assert other in together[one]
            found += 1
        else:
            assert other not in together[one]
    assert found > 25


def test_texts_without_words_are_articles_too():
    assert members({"a": "…", "b": "!", "c": "…"}) == {("a", "c"), ("b",)}
    assert near_duplicate_groups({}) == ()


def test_ids_and_order_have_no_part_in_the_groups():
    texts = {f"a{seed % 7}-{seed}": invented(100, seed % 7) + f" x{seed}" for seed in range(30)}
    shuffled = dict(sorted(texts.items(), key=lambda pair: pair[0][::-1]))
    assert near_duplicate_groups(texts) == near_duplicate_groups(shuffled)
    renamed = {f"z{99 - n}": text for n, text in enumerate(texts.values())}
    founders = [group.founder for group in near_duplicate_groups(texts)]
    assert [group.founder for group in near_duplicate_groups(renamed)] == founders


def test_every_process_finds_the_same_groups():
    code = (
        "from annotator.domain.near_duplicates import near_duplicate_groups as g;"
        "print(g({str(n): 'un deux trois quatre cinq six sept '*(n%3+1)+str(n//3)*n "
        "for n in range(40)}))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_real_articles_on_one_story_stay_apart_and_their_copies_do_not():
    folder = Path(os.environ.get("ANNOTATOR_SHARED", ROOT.parent / "shared")) / "articles"
    if not folder.is_dir():
        reason = f"{folder} is missing; set ANNOTATOR_SHARED"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    texts = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))}
    assert len(near_duplicate_groups(texts)) == len(texts) >= 3
    original = min(texts)
    kept = texts[original].split()
    texts["copie"] = (
        f"LIRE AUSSI {invented(40, 1)} {' '.join(kept[: len(kept) // 2])} {invented(40, 2)}"
    )
    assert tuple(sorted((original, "copie"))) in members(texts)
