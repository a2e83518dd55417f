"""Every act of the registry: what it stores and what is said. A new act needs a line here."""

import ast
from dataclasses import dataclass
from pathlib import Path

import pytest

from annotator.keys import ACTIONS, every_action
from annotator.resources import load_scheme
from tests.tui.acts import Way, do, put_pacte

SCHEME = load_scheme()
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """How one comes to the act, what it changes in the database, and what is said, in order."""

    way: Way
    stored: list
    says: list


CASES = {
    "app.help": Case(Way(), [], ["help", "pacte: Rutte → pacte · against · reported · asserted"]),
    "app.find": Case(
        Way(at="", answers=("maire",)),
        [],
        ["Find:", "pacte: Selected “maire” · a label key marks it"],
    ),
    "app.find_all": Case(
        Way(at="", answers=("weber", None)),
        [],
        ["Find in all articles:", "Found(words='weber', hits=(Hit(article='pacte'", "pacte:"],
    ),
    "app.palette": Case(
        Way(), [], ["palette", "pacte: Rutte → pacte · against · reported · asserted"]
    ),
    "app.theme": Case(Way(), [], ["theme", "pacte: Rutte → pacte · against · reported · asserted"]),
    "app.redraw": Case(
        Way(), [], ["redraw", "pacte: Rutte → pacte · against · reported · asserted"]
    ),
    "app.quit": Case(Way(), [], ["quit", "pacte: Rutte → pacte · against · reported · asserted"]),
    "article.done": Case(
        Way(at="", then=("space",)),
        [
            "Rutte/PER/kept_with_article: decision=kept_with_article",
            "Weber/PER/kept_with_article: decision=kept_with_article",
            "pacte/TOPIC/kept_with_article: decision=kept_with_article",
            "Mark Rutte/PER/kept_with_article: decision=kept_with_article",
            "Ida Brun/PER/kept_with_article: decision=kept_with_article",
            "Rutte-against-pacte/kept_with_article: decision=kept_with_article",
            "state=done",
        ],
        [
            "3 doubts left; decide, or press Space again to finish all the same.",
            "pacte is done.",
            "quai:",
            "1 done",
        ],
    ),
    "doubt.next": Case(Way(at=""), [], ["pacte: Rutte → pacte · against · reported · asserted"]),
    "doubt.previous": Case(Way(at=""), [], ["pacte: “Ida Brun” · PER named · suggested, p 0.60"]),
    "item.next": Case(
        Way(at="Rutte"), [], ["pacte: Rutte → pacte · against · reported · asserted"]
    ),
    "item.previous": Case(
        Way(at="Ida Brun"),
        [],
        ["pacte: “Mark Rutte” · PER named · ≈ Rutte (part of the name): J joins"],
    ),
    "view.down": Case(Way(at=""), [], ["1", "pacte:"]),
    "view.up": Case(Way(at=""), [], ["-1", "pacte:"]),
    "view.page_down": Case(Way(at=""), [], ["9", "pacte:"]),
    "view.page_up": Case(Way(at=""), [], ["-9", "pacte:"]),
    "view.panel": Case(
        Way(), [], ["panel", "pacte: Rutte → pacte · against · reported · asserted"]
    ),
    "hint.go": Case(
        Way(at="", hints=("maire",)),
        [],
        [
            "pacte: Type a hint: go there, or begin a mention",
            "pacte: “maire” · no mention yet: a label key makes it one",
        ],
    ),
    "stance.new": Case(
        Way(at="", hints=("Weber", "Ida")),
        ["+Weber-favor-Ida Brun/added"],
        [
            "pacte: New stance, who has it? Type a hint",
            "pacte: Weber → Ida Brun · favor · reported · asserted",
        ],
    ),
    "stance.go": Case(
        Way(at="", hints=("refuse",)),
        [],
        [
            "pacte: Type the letter of a stance, in the text or in the list · Esc: back",
            "pacte: Rutte → pacte · against · reported · asserted",
        ],
    ),
    "stance.row": Case(Way(at=""), [], ["pacte: Rutte → pacte · against · reported · asserted"]),
    "proposal.take": Case(
        Way(at="Weber", keys=("o",)),
        ["+Weber/ORG/added", "+Weber/ORG/added"],
        ["The same was done in 2 more places.", "pacte: “Weber” · ORG named · changed, p 0.97"],
    ),
    "proposal.project": Case(
        Way(at="Weber", keys=("o",), answers=(True,)),
        ["+Weber/ORG/added", "+Weber/ORG/added"],
        [
            "The same was done in 2 more places.",
            "Repeat the last fix: “Weber” is ORG in 2 places of 1 open article?",
            "pacte: “Weber” · ORG named · changed, p 0.97",
        ],
    ),
    "edit.undo": Case(
        Way(at="Weber", keys=("o",)),
        ["Weber/PER/suggested: label=PER entity=Weber decision=suggested"],
        ["Undone: label.", "pacte: “Weber” · PER named · suggested, p 0.97"],
    ),
    "edit.redo": Case(
        Way(at="Weber", keys=("o", "z")),
        ["Weber/ORG/changed: label=ORG entity=Weber decision=changed"],
        ["Done again: label.", "pacte: “Weber” · ORG named · changed, p 0.97"],
    ),
    "cursor.enter": Case(Way(at="Weber"), [], ["pacte: Cursor on “Weber” · a label key marks it"]),
    "view.back": Case(Way(at="Weber"), [], ["pacte:"]),
    "paragraph.accept": Case(
        Way(at="Weber"),
        [
            "Rutte/PER/kept: decision=kept",
            "Weber/PER/kept: decision=kept",
            "pacte/TOPIC/kept: decision=kept",
            "Mark Rutte/PER/kept: decision=kept",
            "Ida Brun/PER/kept: decision=kept",
            "Rutte-against-pacte/kept: decision=kept",
        ],
        [
            "The paragraph “Rutte refuse le pacte. Webe…” is right, with 6 items.",
            "pacte: “Weber” · PER named · kept, p 0.97",
        ],
    ),
    "paragraph.dim": Case(
        Way(at="Weber"),
        [
            "Rutte/PER/suggested: dimmed_by=z7",
            "Weber/PER/suggested: dimmed_by=z7",
            "pacte/TOPIC/suggested: dimmed_by=z7",
            "Mark Rutte/PER/suggested: dimmed_by=z7",
            "Ida Brun/PER/suggested: dimmed_by=z7",
            "Rutte-against-pacte/suggested: dimmed_by=z7",
            "+zone 17-96/added",
        ],
        ["The paragraph “Rutte refuse le pacte. Webe…” is dimmed, its items with it.", "pacte:"],
    ),
    "article.skip": Case(Way(), ["state=skipped"], ["pacte comes back at the end.", "quai:"]),
    "article.previous": Case(Way(), [], ["digue:"]),
    "article.flag": Case(
        Way(),
        ["flagged=True"],
        ["Flagged for the reviewer.", "⚑ flagged]"],
    ),
    "article.comment": Case(
        Way(answers=("à voir",)),
        ["comment=à voir"],
        ["Comment for the reviewer (empty removes it):", "· comment]"],
    ),
    "article.guideline": Case(
        Way(at="Weber"), [], ["PER", "pacte: “Weber” · PER named · suggested, p 0.97"]
    ),
    "article.mine": Case(
        Way(),
        [],
        [
            "No article that you finished has gold that differs; no question is answered.",
            "pacte: Rutte → pacte · against · reported · asserted",
        ],
    ),
    "quality.show": Case(
        Way(),
        [],
        [
            "Nothing in the finished work is worth a second look.",
            "pacte: Rutte → pacte · against · reported · asserted",
        ],
    ),
    "standpoints.show": Case(
        Way(),
        [],
        [
            "reading the stances …",
            "No stance with a holder yet: y keeps one, Space finishes an article.",
            "pacte: Rutte → pacte · against · reported · asserted",
        ],
    ),
    "suggestions.take": Case(
        Way(newer=True),
        [
            "-Rutte/PER/suggested",
            "-Weber/PER/suggested",
            "-pacte/TOPIC/suggested",
            "-Mark Rutte/PER/suggested",
            "-Ida Brun/PER/suggested",
            "+Weber/PER/suggested",
            "-Rutte-against-pacte/suggested",
        ],
        ["The newer suggestions are filled in; your decisions stayed.", "pacte:"],
    ),
    "item.keep": Case(
        Way(at="Weber"),
        ["Weber/PER/kept: decision=kept"],
        ["pacte: Weber → pacte · favor · candidate · reported"],
    ),
    "item.reject": Case(
        Way(at="Weber"),
        ["Weber/PER/rejected: decision=rejected"],
        ["“Weber” rejected.", "pacte: “Ida Brun” · PER named · suggested, p 0.60"],
    ),
    "item.unsure": Case(
        Way(at="Weber"),
        ["Weber/PER/kept: decision=kept unsure=True"],
        ["“Weber” is left to the reviewer.", "pacte: Weber → pacte · favor · candidate · reported"],
    ),
    "edge.left_out": Case(
        Way(at="Mark Rutte"),
        ["selon Mark Rutte/PER/changed: start=56 quote=selon Mark Rutte decision=changed"],
        ["pacte: “selon Mark Rutte” · PER named · = Mark Rutte"],
    ),
    "edge.left_in": Case(
        Way(at="Mark Rutte"),
        ["Rutte/PER/changed: start=67 quote=Rutte decision=changed"],
        ["pacte: “Rutte” · PER named · = Mark Rutte"],
    ),
    "edge.right_in": Case(
        Way(at="Mark Rutte"),
        ["Mark/PER/changed: end=66 quote=Mark decision=changed"],
        ["pacte: “Mark” · PER named · = Mark Rutte"],
    ),
    "edge.right_out": Case(
        Way(at="Weber"),
        ["Weber le/PER/changed: end=48 quote=Weber le decision=changed"],
        ["pacte: “Weber le” · PER named · = Weber"],
    ),
    "edge.left_to": Case(
        Way(at="Mark Rutte", hints=("selon",)),
        ["selon Mark Rutte/PER/changed: start=56 quote=selon Mark Rutte decision=changed"],
        [
            "pacte: Type a hint: the left edge goes there",
            "pacte: “selon Mark Rutte” · PER named · = Mark Rutte",
        ],
    ),
    "edge.right_to": Case(
        Way(at="Weber", hints=("salue",)),
        ["Weber le salue/PER/changed: end=54 quote=Weber le salue decision=changed"],
        [
            "pacte: Type a hint: the right edge goes there",
            "pacte: “Weber le salue” · PER named · = Weber",
        ],
    ),
    "entity.same": Case(
        Way(at="Weber", hints=("Ida",)),
        ["Weber/PER/changed: entity=Ida Brun decision=changed"],
        [
            "pacte: Type a hint: “Weber” is the same entity as there",
            "pacte: “Weber” · PER named · = Ida Brun",
        ],
    ),
    "entity.name": Case(
        Way(at="Weber", answers=("Manfred Weber",)),
        ["Weber/PER/changed: entity=Manfred Weber decision=changed"],
        ["“Weber” is:", "pacte: “Weber” · PER named · = Manfred Weber"],
    ),
    "entity.join": Case(
        Way(at="Rutte"),
        ["Rutte/PER/suggested: entity=Mark Rutte"],
        ["1 mention of Rutte: Mark Rutte now.", "pacte: “Rutte” · PER named · = Mark Rutte"],
    ),
    "entity.history": Case(
        Way(at="Weber"),
        [],
        [
            "You have not decided on “Weber” anywhere else.",
            "pacte: “Weber” · PER named · suggested, p 0.97",
        ],
    ),
    "mention.kind": Case(
        Way(at="Weber"),
        ["Weber/PER/changed: kind=nominal decision=changed"],
        ["pacte: “Weber” · PER nominal · changed, p 0.97"],
    ),
    "mention.stance": Case(
        Way(at="Rutte"), [], ["pacte: Rutte → pacte · against · reported · asserted"]
    ),
    "stance.held": Case(
        Way(at="Weber", hints=("Ida",), capitals=True),
        ["+Weber-against-Ida Brun/added"],
        [
            "pacte: Weber on what? hint: favor",
            "pacte: Weber → Ida Brun · against · reported · asserted",
        ],
    ),
    "stance.aimed": Case(
        Way(at="Weber", hints=("Ida",)),
        ["+Ida Brun-favor-Weber/added"],
        [
            "pacte: Who on Weber? hint: favor",
            "pacte: Ida Brun → Weber · favor · reported · asserted",
        ],
    ),
    "stance.swap": Case(
        Way(),
        ["pacte-against-Rutte/changed: holder=pacte target=Rutte decision=changed"],
        # The label that breaks a rule is at hand: its key mends it.
        ["pacte: pacte (TOPIC) → Rutte · against · reported · asserted"],
    ),
    "stance.holder": Case(
        Way(hints=("Ida",)),
        ["Ida Brun-against-pacte/changed: holder=Ida Brun decision=changed"],
        ["pacte: Another holder: hint", "pacte: Ida Brun → pacte · against · reported · asserted"],
    ),
    "stance.target": Case(
        Way(hints=("Ida",)),
        [
            "pacte/TOPIC/rejected: decision=rejected",
            "Rutte-against-Ida Brun/changed: target=Ida Brun decision=changed",
        ],
        ["pacte: Another target: hint", "pacte: Rutte → Ida Brun · against · reported · asserted"],
    ),
    "stance.evidence": Case(
        Way(),
        [],
        [
            "Evidence 1 of 1: s d j k move its edges, W adds another.",
            "pacte: evidence 1 of 1 “refuse” · Rutte → pacte · against · reported",
        ],
    ),
    "stance.add_evidence": Case(
        Way(hints=("Weber", "salue")),
        ["Rutte-against-pacte/changed: evidence=refuse+Weber le salue decision=changed"],
        [
            "pacte: Further evidence: type the hint of its first word",
            "Evidence 2 of 2: s d j k move its edges, x removes it, W adds another.",
            "pacte: evidence 2 of 2 “Weber le salue” · Rutte → pacte · against · reported",
        ],
    ),
    "stance.attribution": Case(
        Way(),
        ["Rutte-against-pacte/changed: attribution=author decision=changed"],
        ["pacte: Rutte → pacte · against · stated as fact · asserted"],
    ),
    "stance.certainty": Case(
        Way(),
        ["Rutte-against-pacte/changed: certainty=hedged decision=changed"],
        ["pacte: Rutte → pacte · against · reported · hedged"],
    ),
    "stance.source": Case(
        Way(hints=("Weber",)),
        ["Rutte-against-pacte/changed: source=Weber decision=changed"],
        [
            "pacte: Who reports it: hint",
            "pacte: Rutte → pacte · against · reported by Weber · asserted",
        ],
    ),
    "cursor.right": Case(
        Way(at="Weber", keys=("enter",)), [], ["pacte: Cursor on “Weber” · a label key marks it"]
    ),
    "cursor.left": Case(
        Way(at="Weber", keys=("enter",)), [], ["pacte: Cursor on “.” · a label key marks it"]
    ),
    "cursor.down": Case(
        Way(at="Weber", keys=("enter",)), [], ["pacte: Cursor on “salue” · a label key marks it"]
    ),
    "cursor.up": Case(
        Way(at="Weber", keys=("enter",)), [], ["pacte: Cursor on “le” · a label key marks it"]
    ),
    "cursor.next_word": Case(
        Way(at="Weber", keys=("enter",)), [], ["pacte: Cursor on “le” · a label key marks it"]
    ),
    "cursor.previous_word": Case(
        Way(at="Weber", keys=("enter",)), [], ["pacte: Cursor on “pacte” · a label key marks it"]
    ),
    "cursor.select": Case(
        Way(at="Weber", keys=("enter",)),
        [],
        ["pacte: A selection begins here: n b extend it, Enter lets it go"],
    ),
    "cursor.evidence": Case(
        Way(keys=("enter", "n")),
        ["Rutte-against-pacte/changed: evidence=refuse+le decision=changed"],
        [
            "Evidence 2 of 2: s d j k move its edges, x removes it, W adds another.",
            "pacte: evidence 2 of 2 “le” · Rutte → pacte · against · reported",
        ],
    ),
    "cursor.leave": Case(
        Way(at="Weber", keys=("enter",)), [], ["pacte: “Weber” · PER named · suggested, p 0.97"]
    ),
    "label.PER": Case(
        Way(at="", keys=("enter",)),
        ["+Le/PER/added"],
        ["pacte: “Le” · PER pronoun · added"],
    ),
    "label.ORG": Case(
        Way(at="Weber"),
        ["Weber/ORG/changed: label=ORG entity=Weber decision=changed"],
        [
            "e: the same for 2 more “Weber”  E: in every article",
            "pacte: “Weber” · ORG named · changed, p 0.97",
        ],
    ),
    "label.GPE": Case(
        Way(at="Weber"),
        ["Weber/GPE/changed: label=GPE entity=Weber decision=changed"],
        [
            "e: the same for 2 more “Weber”  E: in every article",
            "pacte: “Weber” · GPE named · changed, p 0.97",
        ],
    ),
    "label.LOC": Case(
        Way(at="Weber"),
        ["Weber/LOC/changed: label=LOC entity=Weber decision=changed"],
        [
            "e: the same for 2 more “Weber”  E: in every article",
            "pacte: “Weber” · LOC named · changed, p 0.97",
        ],
    ),
    "label.TOPIC": Case(
        Way(at="Weber"),
        ["Weber/TOPIC/changed: label=TOPIC entity=Weber decision=changed"],
        [
            "e: the same for 2 more “Weber”  E: in every article",
            "pacte: “Weber” · TOPIC named · changed, p 0.97",
        ],
    ),
    "stance.label.against": Case(
        Way(keys=("f",)),
        ["Rutte-against-pacte/changed: label=against"],
        ["pacte: Rutte → pacte · against · reported · asserted"],
    ),
    "stance.label.favor": Case(
        Way(),
        ["Rutte-favor-pacte/changed: label=favor decision=changed"],
        ["pacte: Rutte → pacte · favor · reported · asserted"],
    ),
    "stance.label.neutral": Case(
        Way(),
        ["Rutte-neutral-pacte/changed: label=neutral decision=changed"],
        ["pacte: Rutte → pacte · neutral · reported · asserted"],
    ),
}
ELSEWHERE = {
    "article.ask": "test_questions.py::test_a_question_without_an_item_is_about_the_article",
    "table.questions": "test_questions.py::"
    "test_all_questions_are_listed_and_answered_from_the_first_table",
    "review.answer": "test_questions.py::"
    "test_the_reviewer_answers_at_the_conflict_without_learning_who_asks",
    "queue.next": "test_workbench.py::test_the_queue_lists_articles_with_their_state_and_opens_one",
    "queue.previous": "test_workbench.py::test_a_long_queue_reads_the_rows_in_sight",
    "queue.open": "test_workbench.py::test_the_queue_lists_articles_with_their_state_and_opens_one",
    "queue.filter": "test_workbench.py::"
    "test_the_queue_is_filtered_and_esc_drops_the_filter_before_it_leaves",
    "queue.back": "test_workbench.py::"
    "test_with_everything_done_the_queue_comes_first_and_esc_is_no_dead_end",
    "list.next": "test_find_everywhere.py::test_the_list_is_walked_row_by_row",
    "list.previous": "test_find_everywhere.py::test_the_list_is_walked_row_by_row",
    "list.open": "test_workbench.py::test_enter_in_the_list_of_findings_opens_the_article",
    "list.kind": "test_mine.py::test_kinds_are_gone_through_and_escape_goes_back",
    "list.back": "test_mine.py::test_kinds_are_gone_through_and_escape_goes_back",
    "table.next": "test_review.py::test_the_way_down_goes_from_pairs_over_labels_to_the_place",
    "table.previous": "test_review.py::test_the_way_down_goes_from_pairs_over_labels_to_the_place",
    "table.open": "test_review.py::test_the_way_down_goes_from_pairs_over_labels_to_the_place",
    "table.filter": "test_review.py::test_disagreements_are_filtered_and_sorted",
    "table.sort": "test_review.py::test_disagreements_are_filtered_and_sorted",
    "table.standpoints": "test_standpoints.py::"
    "test_the_review_leads_from_a_stance_to_the_conflict_beside_it",
    "table.back": "test_review.py::test_disagreements_are_filtered_and_sorted",
    "standpoints.next": "test_standpoints.py::"
    "test_the_key_leads_from_the_matrix_over_the_sentences_to_the_stance",
    "standpoints.previous": "test_own_keys.py::test_the_matrix_has_the_persons_keys_and_no_others",
    "standpoints.open": "test_standpoints.py::"
    "test_the_key_leads_from_the_matrix_over_the_sentences_to_the_stance",
    "standpoints.contradictions": "test_standpoints.py::"
    "test_contradictions_of_outlets_come_first_and_lead_to_the_article",
    "standpoints.back": "test_own_keys.py::test_the_matrix_has_the_persons_keys_and_no_others",
    "dialog.take": "test_own_keys.py::test_dialogs_have_the_persons_keys_and_no_others",
    "dialog.leave": "test_own_keys.py::test_dialogs_have_the_persons_keys_and_no_others",
    "dialog.all": "test_own_keys.py::test_all_guidelines_are_a_key_away_from_one",
    "review.take1": "test_review.py::test_decisions_are_stored_and_taken_back_one_by_one",
    "review.take2": "test_review.py::test_decisions_are_stored_and_taken_back_one_by_one",
    "review.take3": "test_review_acts.py::test_each_of_four_readings_has_its_key",
    "review.take4": "test_review_acts.py::test_each_of_four_readings_has_its_key",
    "review.none": "test_review.py::test_decisions_are_stored_and_taken_back_one_by_one",
    "review.alike": "test_review.py::"
    "test_the_same_decision_for_identical_conflicts_after_a_preview",
    "review.own": "test_review.py::test_an_own_version_is_made_with_the_annotation_keys",
    "review.next": "test_review.py::test_the_way_down_goes_from_pairs_over_labels_to_the_place",
    "review.previous": "test_review.py::test_names_are_told_only_once_the_reviewer_has_decided",
    "review.open": "test_review_acts.py::test_tab_goes_to_what_is_open_and_says_when_nothing_is",
    "review.send_back": "test_review.py::test_a_conflict_is_sent_back_with_words",
    "review.reason": "test_review.py::test_decisions_are_stored_and_taken_back_one_by_one",
    "review.gap": "test_review.py::test_decisions_are_stored_and_taken_back_one_by_one",
    "review.note": "test_review_acts.py::test_a_note_is_stored_with_the_decision",
    "review.guideline": "test_review_acts.py::test_the_guideline_of_a_reading_is_shown",
    "review.undo": "test_review.py::test_decisions_are_stored_and_taken_back_one_by_one",
    "review.redo": "test_review.py::test_decisions_are_stored_and_taken_back_one_by_one",
    "review.down": "test_review_acts.py::test_the_text_scrolls_and_nothing_is_decided",
    "review.up": "test_review_acts.py::test_the_text_scrolls_and_nothing_is_decided",
    "review.page_down": "test_review_acts.py::test_the_text_scrolls_and_nothing_is_decided",
    "review.page_up": "test_review_acts.py::test_the_text_scrolls_and_nothing_is_decided",
    "review.back": "test_review.py::test_the_persons_own_keys_work_in_the_review",
}
"""Acts of the queue and the review: the test that does each on its screen."""


@pytest.mark.parametrize("action", list(CASES))
async def test_an_act_stores_what_it_should_and_says_so(bench, action):
    case = CASES[action]
    put_pacte(bench.workspace)
    stored, said = await do(bench, action, case.way)
    assert stored == case.stored
    at = 0
    for sentence in case.says:
        assert sentence in said[at:], said
        at = said.index(sentence, at) + len(sentence)


def test_every_act_of_the_registry_has_its_test():
    assert {action.id for action in every_action(SCHEME)} == CASES.keys() | ELSEWHERE.keys()
    assert not CASES.keys() & ELSEWHERE.keys()


@pytest.mark.parametrize("action", list(ELSEWHERE))
def test_the_test_of_an_act_presses_its_key(action):
    file, _, name = ELSEWHERE[action].partition("::")
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    (test,) = [n for n in tree.body if isinstance(n, ast.AsyncFunctionDef) and n.name == name]
    words = {n.value for n in ast.walk(test) if isinstance(n, ast.Constant)}
    (keys,) = [a.keys for a in ACTIONS if a.id == action]
    # One test gives the act another key first.
    assert words & set(keys) or any(f'"{action}"' in str(word) for word in words)
