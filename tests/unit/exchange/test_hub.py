"""The upload to the Hub: what a stand-in for the Hub on this machine is sent, and what is told."""

import base64
import json
import threading
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import pytest
from huggingface_hub import constants

from annotator.errors import ExportError
from annotator.exchange.hub import check_push, push


@dataclass
class Sent:
    """What came, and the status that a new repository is answered with."""

    requests: list = field(default_factory=list)
    status: int = 200
    asked: list = field(default_factory=list)

    def of(self, path):
        """The bodies that were sent to a path, with who sent them."""
        return [(body, author) for where, body, author in self.requests if where == path]


class Hub(BaseHTTPRequestHandler):
    """The endpoints that an upload uses; every file goes with the commit."""

    def __init__(self, sent, *args):
        self.sent = sent
        super().__init__(*args)

    def do_GET(self):
        self.sent.asked.append(urlsplit(self.path).path)
        tree = [{"type": "file", "path": "old/train.parquet", "size": 1, "oid": "a"}]
        self.answer(tree if "/tree/" in self.path else {}, self.sent.status)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        path = urlsplit(self.path).path
        self.sent.requests.append((path, body, self.headers["authorization"]))
        here = f"http://{self.headers['host']}/datasets/team/news"
        if path == "/api/repos/create":
            self.answer({"url": here}, self.sent.status)
        elif path.endswith("/preupload/main"):
            files = [f["path"] for f in json.loads(body)["files"]]
            regular = {"uploadMode": "regular", "shouldIgnore": False, "oid": None}
            self.answer({"files": [{"path": path, **regular} for path in files]})
        else:
            self.answer({"commitUrl": f"{here}/commit/a", "commitOid": "a"})

    def answer(self, value, status=200):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        """Say nothing."""


@pytest.fixture
def hub(monkeypatch, tmp_path):
    """The stand-in, and the library set to use it with a token."""
    sent = Sent()
    server = HTTPServer(("127.0.0.1", 0), partial(Hub, sent))
    threading.Thread(target=partial(server.serve_forever, 0.01), daemon=True).start()
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_TELEMETRY", False)
    monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(tmp_path / "no-token"))
    monkeypatch.setenv("HF_TOKEN", "hf_x")
    yield sent
    server.shutdown()
    server.server_close()


@pytest.fixture
def folder(tmp_path):
    """What an export wrote, as far as an upload cares."""
    made = tmp_path / "out"
    for path, content in {
        "README.md": b"---\nlicense: other\n---\n",
        "checksums.json": b"{}",
        "documents/train.parquet": bytes(range(256)),
        "spacy/train.spacy": b"",
    }.items():
        (made / path).parent.mkdir(parents=True, exist_ok=True)
        (made / path).write_bytes(content)
    return made


def test_the_folder_and_nothing_else_is_sent_to_a_private_repository(folder, hub):
    check_push("team/news")
    assert hub.requests == []
    assert push(folder, "team/news") == "https://huggingface.co/datasets/team/news"
    ((body, author),) = hub.of("/api/repos/create")
    made = json.loads(body)
    assert (made["organization"], made["name"], made["type"]) == ("team", "news", "dataset")
    assert made.get("private") is True or made.get("visibility") == "private"
    assert author == "Bearer hf_x"
    ((commit, _),) = hub.of("/api/datasets/team/news/commit/main")
    lines = [json.loads(line) for line in commit.splitlines()]
    sent = {e["value"]["path"]: e["value"]["content"] for e in lines if e["key"] == "file"}
    written = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    assert {path: base64.b64decode(content) for path, content in sent.items()} == {
        path: file.read_bytes() for path, file in written.items()
    }
    deleted = [e["value"]["path"] for e in lines if e["key"] == "deletedFile"]
    assert deleted == ["old/train.parquet"]
    # Nothing is asked, and so nothing told, but what stands in the repository.
    assert hub.asked
    assert all("/datasets/team/news" in path for path in hub.asked)


def test_without_a_token_nothing_is_tried(hub, monkeypatch):
    monkeypatch.delenv("HF_TOKEN")
    with pytest.raises(ExportError, match="nobody is logged in; `hf auth login` with a token"):
        check_push("team/news")
    assert hub.requests == []


def test_a_refusal_and_a_hub_out_of_reach_are_one_sentence_each(folder, hub, monkeypatch):
    hub.status = 401
    with pytest.raises(ExportError, match=r"can't be written \(.*401.*is whole: `hf auth login`"):
        push(folder, "team/news")
    # A port that nobody listens at.
    monkeypatch.setattr(constants, "ENDPOINT", "http://127.0.0.1:1")
    with pytest.raises(ExportError, match="is whole: push again later") as told:
        push(folder, "team/news")
    assert "\n" not in str(told.value)
