"""One sitting in several terminals: resized, without colours, with 16, and killed at work."""

import os
import re
import signal

import pytest

from tests.e2e.test_workbench_in_tmux import folder, mine, small  # noqa: F401 (fixtures)
from tests.e2e.tmux import Tmux

pytestmark = pytest.mark.tmux

COLOUR = re.compile(r"\x1b\[[0-9;:]*\b(?:3[0-7]|4[0-7]|9[0-7]|10[0-7]|[34]8[;:][25])[;:m]")


def test_work_goes_on_over_a_resize_a_kill_and_terminals_with_few_colours(small):  # noqa: F811
    with Tmux(small, NO_COLOR="1", ANNOTATOR_THEME="light") as tmux:
        tmux.start(size=(80, 24))
        tmux.wait("“Bo Lindqvist” · PER")
        assert not COLOUR.search(tmux.screen(styles=True))
        tmux.press("o", until="ORG named · changed")
        tmux.resize(60, 20)
        tmux.wait("Too small \\(60 × 20\\)")
        tmux.resize(120, 40)
        tmux.wait("In this article")
        tmux.wait("Too small", gone=True)
        tmux.wait("○ stored")
        tmux.press("n", "g", until="“Valmer” · GPE named · changed")
        tmux.wait("○ stored")
        os.kill(tmux.pid(), signal.SIGKILL)
        tmux.wait_for_end()
    labels = {m["quote"]: m["label"] for m in mine(small)[0]}
    assert (labels["Bo Lindqvist"], labels["Valmer"]) == ("ORG", "GPE")

    with Tmux(small, term="xterm") as tmux:
        tmux.start(size=(80, 24))
        # Back on the item that the kill left, told by its letter beside its ground.
        screen = tmux.wait("“Valmer” · GPE named · changed")
        assert "àgValmer" in screen
        assert COLOUR.search(tmux.screen(styles=True))
        tmux.press("z", until="ORG")
        tmux.keys("C-q")
        tmux.wait_for_end()
    labels = {m["quote"]: m["label"] for m in mine(small)[0]}
    assert (labels["Bo Lindqvist"], labels["Valmer"]) == ("ORG", "ORG")
