import os
from pathlib import Path

import pytest

from annotator.errors import InputError
from annotator.exchange.decoding import Confidence
from annotator.exchange.problems import Problem
from annotator.exchange.text_files import TextFile, read_text_files


def write(path: Path, data: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def read(*paths: Path) -> list[TextFile | Problem]:
    return list(read_text_files(paths))


def test_the_text_is_what_the_bytes_say_and_the_id_the_name(tmp_path):
    path = write(tmp_path / "un article.v2.txt", "\ufeffLigne\r\nAutre\rFin\n\n")
    (result,) = read(path)
    assert isinstance(result, TextFile)
    assert result.article.id == "un article.v2"
    assert result.article.text == "Ligne\r\nAutre\rFin\n\n"
    assert result.confidence is Confidence.CERTAIN


def test_folders_are_read_to_any_depth_in_order_of_their_names(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/c.TXT", "notes.md", ".caché.txt", ".git/d.txt"):
        write(tmp_path / name, f"Texte de {name}")
    found = [result.article.id for result in read(tmp_path) if isinstance(result, TextFile)]
    assert found == ["b", "c", "z"]


def test_the_encoding_is_reported(tmp_path):
    text = "Les pêcheurs ont été reçus à la préfecture, a déclaré la présidente Hélène Morvan."
    (result,) = read(write(tmp_path / "a.txt", text.encode("cp1252")))
    assert isinstance(result, TextFile)
    assert (result.article.text, result.encoding) == (text, "cp1252")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"a\0b", "NUL"),
        (b"un \xed\xa0\x80 deux", "lone surrogate"),
        (b"\xff\xfea\x00\x00\xd8", "lone surrogate"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
    ],
)
def test_what_can_not_be_stored_is_a_problem_and_the_rest_is_read(tmp_path, data, what):
    write(tmp_path / "a.txt", data)
    write(tmp_path / "b.txt", "Un bon texte.")
    problem, good = read(tmp_path)
    assert isinstance(problem, Problem)
    assert what in problem.what
    assert problem.remedy
    assert str(problem).startswith(str(tmp_path / "a.txt"))
    assert isinstance(good, TextFile)


def test_another_text_under_the_same_name_is_a_problem(tmp_path):
    for name, text in (
        ("un/a.txt", "Premier"),
        ("deux/a.txt", "Second"),
        ("trois/a.txt", "Second"),
    ):
        write(tmp_path / name, text)
    first, again, other = read(tmp_path)
    assert isinstance(first, TextFile)
    assert isinstance(again, TextFile)
    assert isinstance(other, Problem)
    assert "same name and another text" in other.what


def test_a_path_that_does_not_exist_imports_nothing(tmp_path):
    good = write(tmp_path / "a.txt", "Un bon texte.")
    with pytest.raises(InputError, match="does not exist"):
        read_text_files([good, tmp_path / "b.txt"])


def test_a_folder_without_texts_is_said(tmp_path):
    with pytest.raises(InputError, match=r"no \.txt file"):
        read(tmp_path)


def test_what_is_no_file_is_a_problem(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (problem,) = read(tmp_path)
    assert isinstance(problem, Problem)
    assert "no regular file" in problem.what


def test_a_dangling_link_in_a_folder_is_a_problem(tmp_path):
    (tmp_path / "a.txt").symlink_to(tmp_path / "nowhere")
    (problem,) = read(tmp_path)
    assert isinstance(problem, Problem)


@pytest.mark.parametrize("name", ["a\nb.txt", os.fsdecode(b"\xe9t\xe9.txt")])
def test_a_name_that_can_be_no_id_is_a_problem_that_can_be_printed(tmp_path, name):
    write(tmp_path / name, "Un bon texte.")
    (problem,) = read(tmp_path)
    assert isinstance(problem, Problem)
    assert "rename" in problem.remedy
    str(problem).encode()
