"""The article view in a real pseudo-terminal: what its bytes hold, and that frames are timed."""

import os
import pty
import re
import signal
import sys
import time

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


def test_the_program_ends_with_its_terminal_even_where_hang_ups_are_ignored(tmp_path):
    process, terminal = pty.fork()
    if process == 0:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        os.chdir(tmp_path)
        os.execv(sys.executable, [sys.executable, "-m", "annotator", "--as", "anna"])  # noqa: S606
    os.read(terminal, 1)
    os.close(terminal)
    for _ in range(600):
        ended, status = os.waitpid(process, os.WNOHANG)
        if ended:
            break
        time.sleep(0.05)
    else:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)
        raise AssertionError("it outlived its terminal")
    assert os.waitstatus_to_exitcode(status) == -signal.SIGHUP
