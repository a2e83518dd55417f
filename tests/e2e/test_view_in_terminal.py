"""The article view in a real pseudo-terminal: what its bytes hold, and that frames are timed."""

import re
import sys

from benchmarks.terminal import Terminal


def test_an_article_cannot_send_commands_to_the_terminal():
    with Terminal([sys.executable, "-m", "tests.e2e.hostile_view"]) as terminal:
        terminal.wait_for("owned")
        output = terminal.opening
    assert b"\x1b]0;owned" not in output
    assert b"\x1b[5;5Hmoved" not in output
    assert "\x9b".encode() not in output
    assert "\u202e".encode() not in output
    without_styles = re.sub(rb"\x1b\[[0-9;]*m", b"", output).decode()
    assert "x␛]0;owned␇ ␛[5;5Hmoved ␦31m ⇄desrever ␛]52;c;eA==␇" in without_styles


def test_a_key_is_answered_by_a_frame_that_is_timed():
    command = [sys.executable, "-m", "benchmarks.view_app", "view", "5000", "100"]
    with Terminal(command) as terminal:
        terminal.wait_for("")
        terminal.settle()
        answer = terminal.press(b"n")
    assert 0 < answer.ms <= answer.settled_ms
    assert answer.size > 0
