"""The questions of the annotators as a table; Enter answers one."""

from __future__ import annotations

from textual import on
from textual.content import Content
from textual.widgets import DataTable, Static

from annotator.domain.article import paragraph_at
from annotator.domain.display import shown
from annotator.domain.questions import Question
from annotator.errors import AnnotatorError
from annotator.project.asking import answer, every_question
from annotator.project.opening import read_article
from annotator.tui import question_wording, review_wording
from annotator.tui.screens.dialogs import AskScreen
from annotator.tui.screens.table import TableScreen


class QuestionsScreen(TableScreen):
    """Every question of the project, the open ones first; who asks is not said."""

    def fill(self) -> None:
        """One row for each question."""
        workspace = self.book.docket.workspace
        self.questions = every_question(workspace)
        rows = [question_wording.row(q, self._words(q)) for q in self.questions]
        self.put(("", "question", "about", "article", "answer"), rows)
        heading = question_wording.heading(self.questions)
        note = "The answer stands where the question was asked."
        self.say(heading, note, review_wording.questions_legend(self.keys))

    def _words(self, question: Question) -> str:
        if question.span is None:
            return ""
        return question.span.of(self._text(question))

    def _text(self, question: Question) -> str:
        return read_article(self.book.docket.workspace, question.article).text

    @on(DataTable.RowSelected)
    def _down(self, event: DataTable.RowSelected) -> None:
        question = self.questions[event.cursor_row]

        def take(words: str | None) -> None:
            if words is not None:
                self._answer(question, words)

        asked = question_wording.answer_to(question, self._around(question))
        self.app.push_screen(AskScreen(self.dialog, asked, question.answer), take)

    def _around(self, question: Question) -> str:
        text = self._text(question)
        place = None if question.span is None else paragraph_at(text, question.span.start)
        return question.article if place is None else f"{question.article}: {place.of(text)}"

    def _answer(self, question: Question, words: str) -> None:
        try:
            answer(self.book.docket.workspace, question.id, words)
            said = question_wording.answered()
        except AnnotatorError as error:
            said = str(error)
        self.fill()
        self.query_one("#legend", Static).update(Content(shown(said)))
