"""What a module drags in, seen in a fresh process: start-up time depends on it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import annotator

ROOT = Path(annotator.__file__).parents[1]
DOMAIN = sorted(
    f"annotator.domain.{path.stem}" for path in (ROOT / "annotator" / "domain").glob("[a-z]*.py")
)


def imported(program: str, *arguments: str) -> set[str]:
    """Top-level names of the modules that a program has imported at its end."""
    tell = "; import json, sys; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", program + tell, *arguments],
        env={"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def heavy(modules: set[str], *names: str) -> set[str]:
    return {name for name in modules if name.partition(".")[0] in names}


def test_the_command_line_imports_nothing_heavy():
    modules = imported("import annotator.cli.main")

    found = heavy(modules, "textual", "sqlmodel", "sqlalchemy", "alembic", "spacy", "datasets",
                  "pandas", "pyarrow", "numpy")  # fmt: skip
    assert found == set()


def test_the_screen_imports_neither_storage_nor_models():
    modules = imported("import annotator.tui.app")

    found = heavy(modules, "sqlmodel", "sqlalchemy", "alembic", "spacy", "datasets", "pandas",
                  "pyarrow", "numpy")  # fmt: skip
    assert found == set()


def test_an_existing_database_opens_without_migrations_numbers_or_models(project):
    with project.open() as workspace:
        project.add(workspace, "a")
    program = (
        "import sys; from annotator.config import Settings;"
        "from annotator.project.starting import open_project;"
        "open_project(Settings(sys.argv[1], 'anna')).workspace.close()"
    )
    modules = imported(program, str(project.file))

    assert "sqlmodel" in modules
    found = heavy(modules, "alembic", "spacy", "datasets", "pandas", "pyarrow", "numpy", "scipy",
                  "sklearn", "lxml", "trafilatura", "textual")  # fmt: skip
    assert found == set()


@pytest.mark.skipif(not DOMAIN, reason="the package is not installed from its sources")
def test_the_domain_imports_no_library_but_numpy_and_regex():
    modules = imported(f"import {', '.join(DOMAIN)}")

    # The package index is asked for what the interpreter brings besides its standard library.
    own = {name.partition(".")[0] for name in modules} - set(sys.stdlib_module_names)
    bare = {name.partition(".")[0] for name in imported("pass")}
    assert own - bare <= {"annotator", "numpy", "regex"}


def test_the_keys_benchmark_opens_no_database_and_no_widget():
    modules = imported("import benchmarks.keys")

    assert heavy(modules, "sqlite3", "sqlmodel", "sqlalchemy", "textual", "spacy") == set()
    rooms = ("annotator.tui", "annotator.project", "annotator.storage")
    assert not [name for name in modules if name.startswith(rooms)]
