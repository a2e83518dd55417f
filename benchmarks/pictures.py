"""The README's pictures: `python -m benchmarks.pictures`.

An SVG of the workbench, and of the agreement report of three simulated annotators two parts as a
headless Chromium draws them (left as they are where none is installed).
"""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from annotator.config import Settings
from annotator.project.starting import open_project
from annotator.project.suggesting import suggest_all
from annotator.resources import companion_text, load_scheme
from annotator.tui.app import AnnotatorApp
from annotator.tui.looks import Depth
from benchmarks.readings import gold_records, perturbed_lines

PICTURES = Path(__file__).parent / "pictures"
SIZE = (160, 50)
SEEDS = Path(__file__).parents[1] / "seeds" / "gold.jsonl"
READERS, SEED = ("anna", "béa", "chloé"), 1
PAGE_SIZE = "1100,1100"
STANDPOINTS = "<h2>Who stands where"


async def take_picture(database: Path, target: Path) -> None:
    """Open the first article at `SIZE`, go to a stance of the list, and save the screen."""
    settings = Settings(str(database), "anna", space_guard_ms=0)
    scheme = load_scheme(settings.scheme)
    app = AnnotatorApp(settings, scheme, companion_text(scheme.guidelines), depth=Depth.MORE)
    async with app.run_test(size=SIZE) as pilot:
        while app.desk_screen.reader is None or app.desk_screen.reader.desk is None:
            await pilot.pause(0.05)
        await pilot.press("2")
        await app.desk_screen.settled()
        await pilot.pause(0.2)
        target.parent.mkdir(exist_ok=True)
        # Without Rich's web fonts: a picture in a repository should fetch nothing.
        svg = re.sub(
            r"@font-face \{.*?\}", "", app.export_screenshot(title="annotator"), flags=re.DOTALL
        )
        target.write_text(svg, encoding="utf-8")
    app.close_project()


def take_report(folder: Path, browser: str) -> None:
    """Import the readings of three, write their report, and take its begin and who stands where."""
    readings, page, part = folder / "readings.jsonl", folder / "report.html", folder / "part.html"
    readings.write_text(perturbed_lines(gold_records(SEEDS), READERS, SEED), encoding="utf-8")
    program = [sys.executable, "-m", "annotator"]
    database = ["--db", str(folder / "readings.db")]
    subprocess.run([*program, "import", str(readings), *database], check=True, capture_output=True)
    subprocess.run(
        [*program, "agreement", "--html", str(page), *database], check=True, capture_output=True
    )
    html = page.read_text(encoding="utf-8")
    head, _, below = html.partition("<h1>")
    part.write_text(head + STANDPOINTS + below.partition(STANDPOINTS)[2], encoding="utf-8")
    for source, name in ((page, "agreement.png"), (part, "standpoints.png")):
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", f"--window-size={PAGE_SIZE}"]
        target = PICTURES / name
        subprocess.run(
            [browser, *options, f"--screenshot={target}", source.as_uri()],
            check=True,
            capture_output=True,
            timeout=120,
        )
        print(f"wrote {target}")


def main() -> None:
    """Make a fresh project of the seeds, suggest, and take the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        database, picture = Path(folder) / "annotator.db", PICTURES / "workbench.svg"
        with open_project(Settings(str(database), "anna")).workspace as workspace:
            for report in suggest_all(workspace):
                print(f"suggested {report.done} of {report.total}")
        asyncio.run(take_picture(database, picture))
        print(f"wrote {picture}")
        browser = shutil.which("chromium") or shutil.which("google-chrome")
        if browser is not None:
            take_report(Path(folder), browser)


if __name__ == "__main__":
    main()
