"""Puts your own copies of the texts into a data set that was exported without them.

    python join_texts.py TEXTS OUT

TEXTS is a folder of files ID.txt, or a file of JSON Lines with `id` and `text`. OUT is a new
folder that `datasets.load_dataset` reads, with the same rows and columns. A text is taken only if
its SHA-256 is that of the annotated one; rows of other articles keep null. Needs pyarrow.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq


def main() -> int:
    """Join, and say how many articles got their text; 1 where one did not."""
    if len(sys.argv) != 3:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    here, texts, out = Path(__file__).resolve().parent, Path(sys.argv[1]), Path(sys.argv[2])
    if out.exists() or not texts.exists():
        sys.stderr.write(f"{texts} must exist and {out} must not.\n")
        return 2
    wanted = digests(here)
    found = {key: text for key, text in own_texts(texts, wanted) if digest(text) == wanted[key]}
    shutil.copytree(here, out, ignore=shutil.ignore_patterns("*.parquet", "checksums.json", ".*"))
    for path in sorted(here.glob("*/*.parquet")):
        join_file(path, out / path.relative_to(here), found)
    sys.stderr.write(f"Articles that have their text in {out}: {len(found)} of {len(wanted)}.\n")
    return 0 if len(found) == len(wanted) else 1


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def digests(folder: Path) -> dict[str, str]:
    """The digest of each article's text, by id."""
    wanted: dict[str, str] = {}
    for config, key in (("documents", "id"), ("layers", "document_id")):
        for path in sorted((folder / config).glob("*.parquet")):
            table = pq.read_table(path, columns=[key, "sha256"]).to_pydict()
            wanted.update(zip(table[key], table["sha256"], strict=True))
    return wanted


def own_texts(texts: Path, wanted: dict[str, str]) -> list[tuple[str, str]]:
    """The user's texts of the wanted articles, without a byte-order mark."""
    if texts.is_dir():
        files = {path.stem: path for path in texts.glob("*.txt")}
        pairs = [(key, files[key].read_bytes().decode("utf-8")) for key in wanted if key in files]
    else:
        with texts.open(encoding="utf-8") as file:
            records = (json.loads(line) for line in file if line.strip())
            pairs = [(r["id"], r["text"]) for r in records if r.get("id") in wanted]
    return [(key, text.removeprefix("\ufeff")) for key, text in pairs]


def join_file(source: Path, target: Path, texts: dict[str, str]) -> None:
    """Write a file of the data set again, with texts."""
    target.parent.mkdir(exist_ok=True)
    with pq.ParquetFile(source) as file:
        schema = file.schema_arrow
        with pq.ParquetWriter(target, schema, compression="zstd") as writer:
            for group in range(file.num_row_groups):
                rows = file.read_row_group(group).to_pylist()
                for row in rows:
                    text = texts.get(row.get("document_id") or row["id"])
                    if text is not None:
                        fill(row, text)
                writer.write_table(pa.Table.from_pylist(rows, schema=schema))


def fill(row: dict[str, Any], article: str) -> None:
    """Put the words into a row: its text, its quotes, its tokens."""
    text = article if "sha256" in row else article[row["start"] : row["end"]]
    row["text"] = text
    spans = [row.get(end) for end in ("holder", "target", "source")]
    spans += row.get("entities", []) + row.get("evidence", [])
    spans += [span for stance in row.get("stances", []) for span in stance["evidence"]]
    for span in spans:
        if isinstance(span, dict) and span["start"] is not None:
            span["text"] = text[span["start"] : span["end"]]
    if "token_starts" in row:
        places = zip(row["token_starts"], row["token_ends"], strict=True)
        row["tokens"] = [text[start:end] for start, end in places]


if __name__ == "__main__":
    sys.exit(main())
