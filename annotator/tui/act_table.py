"""Which act stands behind which action of the registry. A test holds the two against each other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from annotator.domain.words import Edge
from annotator.tui import (
    article_acts,
    cursor_acts,
    decide_acts,
    entity_acts,
    evidence_acts,
    find_acts,
    item_acts,
    mine_acts,
    question_acts,
    stance_item_acts,
    stance_making,
    standpoint_acts,
)
from annotator.tui.acts import Acts
from annotator.tui.reader import Reader


def every_act() -> Acts:
    """What every action does."""
    return Acts(act_table(), item_acts.label, stance_item_acts.stance_label)


def act_table() -> dict[str, Callable[[Reader], Awaitable[None] | None]]:
    """Action id to act, for every action that is no label and no key of the queue."""
    return {
        "app.help": article_acts.show_help,
        "app.find": find_acts.find,
        "app.find_all": find_acts.find_in_all,
        "app.palette": article_acts.show_palette,
        "app.theme": article_acts.next_theme,
        "app.redraw": article_acts.redraw,
        "app.quit": article_acts.leave_program,
        "article.done": article_acts.done,
        "article.skip": article_acts.skip,
        "article.previous": article_acts.previous_article,
        "article.flag": article_acts.flag,
        "article.comment": article_acts.comment,
        "article.ask": question_acts.ask,
        "article.guideline": article_acts.guideline,
        "article.mine": mine_acts.show_mine,
        "quality.show": article_acts.second_look,
        "standpoints.show": standpoint_acts.show_standpoints,
        "view.down": article_acts.scroll(+1),
        "view.up": article_acts.scroll(-1),
        "view.page_down": article_acts.page(+1),
        "view.page_up": article_acts.page(-1),
        "view.panel": article_acts.toggle_panel,
        "view.back": article_acts.back,
        "paragraph.accept": article_acts.accept_paragraph,
        "paragraph.dim": article_acts.toggle_dim,
        "proposal.take": article_acts.take_proposal,
        "proposal.project": article_acts.propose_over_project,
        "suggestions.take": article_acts.take_newer,
        "edit.undo": article_acts.undo,
        "edit.redo": article_acts.redo,
        "doubt.next": item_acts.next_doubt,
        "doubt.previous": item_acts.previous_doubt,
        "item.next": item_acts.next_item,
        "item.previous": item_acts.previous_item,
        "item.keep": decide_acts.keep,
        "item.reject": decide_acts.reject,
        "item.unsure": decide_acts.unsure,
        "hint.go": item_acts.go_to_hint,
        "edge.left_out": item_acts.edge_mover(Edge.START, outward=True),
        "edge.left_in": item_acts.edge_mover(Edge.START, outward=False),
        "edge.right_in": item_acts.edge_mover(Edge.END, outward=False),
        "edge.right_out": item_acts.edge_mover(Edge.END, outward=True),
        "edge.left_to": item_acts.edge_to(Edge.START),
        "edge.right_to": item_acts.edge_to(Edge.END),
        "entity.same": entity_acts.same_entity,
        "entity.name": entity_acts.name_entity,
        "entity.join": entity_acts.join,
        "entity.history": entity_acts.labelled_before,
        "mention.kind": item_acts.cycle_kind,
        "stance.held": item_acts.stance_held,
        "stance.aimed": item_acts.stance_aimed,
        "mention.stance": stance_item_acts.stance_of,
        "stance.new": stance_making.new_stance,
        "stance.go": stance_making.go_to_row,
        "stance.row": stance_making.go_to_number,
        "stance.swap": stance_item_acts.swap,
        "stance.holder": stance_item_acts.holder,
        "stance.target": stance_item_acts.target,
        "stance.evidence": evidence_acts.next_evidence,
        "stance.add_evidence": evidence_acts.add,
        "stance.attribution": stance_item_acts.attribution,
        "stance.certainty": stance_item_acts.certainty,
        "stance.source": stance_item_acts.source,
        "cursor.enter": article_acts.begin_or_cursor,
        "cursor.right": cursor_acts.right,
        "cursor.left": cursor_acts.left,
        "cursor.down": cursor_acts.down,
        "cursor.up": cursor_acts.up,
        "cursor.next_word": cursor_acts.next_word,
        "cursor.previous_word": cursor_acts.previous_word,
        "cursor.select": cursor_acts.select,
        "cursor.evidence": evidence_acts.add_selection,
        "cursor.leave": cursor_acts.leave,
    }
