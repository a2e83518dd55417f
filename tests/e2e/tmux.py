"""The real program in a real terminal: tmux with its own socket and no configuration."""

import os
import re
import shutil
import subprocess
import sys
import time
import uuid
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOOK_AGAIN = 0.05
"""Seconds between two looks: looking without a pause would take the program its processor."""


def need_tmux():
    """Skip where there is no tmux; under CI that is a failure."""
    if shutil.which("tmux") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("tmux is missing; CI must have it")
        pytest.skip("tmux is not installed")


class Tmux:
    """A tmux server of its own with one pane; the program in it can be started again."""

    def __init__(self, folder, *, name="anna", term="xterm-256color", **environment):
        self.folder = folder
        self._socket = ""
        self._environment = {
            "PYTHONPATH": str(ROOT),
            "TERM": term,
            "LC_ALL": "C.UTF-8",
            "HOME": str(folder),
            "ANNOTATOR_SPACE_GUARD_MS": "0",
            "ANNOTATOR_NAME": name,
            **environment,
        }

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._end_server()

    @property
    def _tmux(self):
        return ["tmux", "-L", self._socket, "-f", "/dev/null"]

    def start(self, *arguments, size=(100, 30)):
        """Start the program in a new window of this size; the one before is gone."""
        self._end_server()
        self._socket = f"annotator-{uuid.uuid4().hex[:12]}"
        settings = [f"{key}={value}" for key, value in self._environment.items()]
        # The window outlives the program, so that its last words can be read.
        self._run("start-server", ";", "set-option", "-g", "remain-on-exit", "on", ";",
                  "new-session", "-d", "-x", str(size[0]), "-y", str(size[1]),
                  "-c", str(self.folder),
                  # A size in the environment would be believed before the terminal's own.
                  "env", "-u", "COLUMNS", "-u", "LINES", *settings,
                  sys.executable, "-m", "annotator", *arguments)  # fmt: skip
        return self

    def keys(self, *keys):
        """Press keys, by tmux's names."""
        self._run("send-keys", *keys)

    def resize(self, width, height):
        """Give the terminal another size."""
        self._run("resize-window", "-x", str(width), "-y", str(height))

    def pid(self):
        """The program's process id."""
        return int(self._run("list-panes", "-F", "#{pane_pid}").strip())

    def screen(self, *, styles=False):
        """What the terminal shows."""
        return self._run("capture-pane", "-p", *(["-e"] if styles else []))

    def wait(self, pattern, seconds=30.0, *, gone=False):
        """The screen as soon as it matches (`gone`: no longer matches) a regular expression."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            seen = self.screen()
            if bool(re.search(pattern, seen)) != gone:
                return seen
            if self._has_ended():
                break
            time.sleep(LOOK_AGAIN)
        pytest.fail(f"{pattern!r} {'stayed' if gone else 'did not appear'} on:\n{self.screen()}")

    def press(self, *keys, until):
        """Press keys and wait for what they bring."""
        self.keys(*keys)
        return self.wait(until)

    def wait_for_end(self):
        """Wait until the program has ended; gives its last words."""
        deadline = time.monotonic() + 30.0
        while not self._has_ended():
            if time.monotonic() > deadline:
                pytest.fail(f"the program goes on:\n{self.screen()}")
            time.sleep(LOOK_AGAIN)
        return self.screen()

    def _has_ended(self):
        return self._run("list-panes", "-F", "#{pane_dead}").strip() == "1"

    def _end_server(self):
        if self._socket:
            self._run("kill-server", check=False)

    def _run(self, *arguments, check=True):
        done = subprocess.run(
            [*self._tmux, *arguments], capture_output=True, text=True, check=check, timeout=30
        )
        return done.stdout
