"""Does a folder load alike in this `datasets` and in an older one, installed on its own?

    python -m benchmarks.older_datasets EXPORT [--version 3.6.0] [--venv DIR]

Makes a virtual environment (kept where --venv says, for the next time), installs the older version
from the package index, loads every configuration with both and compares features and rows.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

LOAD = """
import hashlib, json, sys
import datasets
from datasets import get_dataset_config_names, load_dataset
def plain(feature):
    # Versions name their list types differently; what they hold is compared.
    if isinstance(feature, dict):
        return {name: plain(part) for name, part in sorted(feature.items())}
    if isinstance(feature, (list, tuple)):
        return [plain(feature[0])]
    inner = getattr(feature, "feature", None)
    if inner is not None:
        return [plain(inner)]
    names = getattr(feature, "names", None)
    return f"{feature.dtype} {names}" if names else feature.dtype
found = {}
for config in get_dataset_config_names(sys.argv[1]):
    for split, rows in load_dataset(sys.argv[1], config, cache_dir=sys.argv[2]).items():
        digest = hashlib.sha256()
        for row in rows:
            digest.update(json.dumps(row, sort_keys=True).encode())
        found[f"{config}/{split}"] = [plain(rows.features), len(rows), digest.hexdigest()]
print(json.dumps({"version": datasets.__version__, "tables": found}, sort_keys=True))
"""


def main() -> int:
    """0 where both load the same, 1 where they do not."""
    parser = argparse.ArgumentParser(description="One export in two versions of datasets.")
    parser.add_argument("export", type=Path)
    parser.add_argument("--version", default="3.6.0")
    parser.add_argument("--venv", type=Path)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="annotator-older-") as scratch:
        home = chosen.venv or Path(scratch) / "venv"
        older = home / "bin" / "python"
        if not older.exists():
            venv.create(home, with_pip=True)
            install = [older, "-m", "pip", "install", "--quiet", f"datasets=={chosen.version}"]
            subprocess.run(install, check=True)
        here, there = (
            _loaded(python, chosen.export.resolve(), Path(scratch) / name)
            for python, name in ((Path(sys.executable), "new"), (older, "old"))
        )
    same = here["tables"] == there["tables"]
    for name, table in sorted(here["tables"].items()):
        other = there["tables"].get(name)
        print(f"{name:<24}{table[1]:>8} rows  {'same' if table == other else f'{table} / {other}'}")
    print(f"datasets {here['version']} and {there['version']}: {'same' if same else 'DIFFERENT'}")
    return 0 if same else 1


def _loaded(python: Path, export: Path, cache: Path) -> dict[str, dict[str, list[object]]]:
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(cache)}
    environment.pop("PYTHONPATH", None)
    command = [str(python), "-c", LOAD, str(export), str(cache / "cache")]
    done = subprocess.run(
        command, check=True, env=environment, stdout=subprocess.PIPE, text=True, cwd=cache.parent
    )
    found: dict[str, dict[str, list[object]]] = json.loads(done.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    sys.exit(main())
