"""Who may read the layers of others: annotators never do before their own is done."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[2] / "annotator"
READERS = {
    "gold_layer", "documents_to_export", "read_compared", "read_finished",
}  # fmt: skip
"""Functions of storage that give layers of whoever made them."""
ASKING_SIGHT = {"exporting", "quality", "standpoints"}
"""Modules of `project` that ask `sight` first, or show her own layers alone."""
ALLOWED = {"agreeing", "reviewing", "mine", "anchoring", "disagreements"} | ASKING_SIGHT
"""Modules of `project` that may: measures and review over finished work; `mine` her own gold."""


def names_imported(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def test_only_agreement_and_review_read_the_layers_of_others():
    readers = {p.stem for p in (PACKAGE / "project").glob("*.py") if names_imported(p) & READERS}
    assert readers <= ALLOWED
    assert "agreeing" in readers


@pytest.mark.parametrize("module", sorted(ASKING_SIGHT))
def test_what_reads_finished_work_asks_whether_she_may_see_it(module):
    asked = {"require_sight", "may_see"}
    assert names_imported(PACKAGE / "project" / f"{module}.py") & asked


def test_every_layer_that_a_desk_shows_is_asked_for_by_role():
    for name in ("opening", "annotating", "stance_desk", "propagating", "queue", "claiming"):
        calls = [
            ast.unparse(node)
            for node in ast.walk(ast.parse((PACKAGE / "project" / f"{name}.py").read_text()))
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "layers_of"
        ]
        assert all("Role.SUGGESTER" in call for call in calls), calls
