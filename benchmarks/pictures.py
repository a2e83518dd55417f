"""The README's picture, an SVG of the workbench: `python -m benchmarks.pictures`."""

from __future__ import annotations

import asyncio
import re
import tempfile
from pathlib import Path

from annotator.config import Settings
from annotator.project.starting import open_project
from annotator.project.suggesting import suggest_all
from annotator.resources import companion_text, load_scheme
from annotator.tui.app import AnnotatorApp
from annotator.tui.looks import Depth

PICTURE = Path(__file__).parent / "pictures" / "workbench.svg"
SIZE = (160, 50)


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


def main() -> None:
    """Make a fresh project of the seeds, suggest, and take the picture."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "annotator.db"
        with open_project(Settings(str(database), "anna")).workspace as workspace:
            for report in suggest_all(workspace):
                print(f"suggested {report.done} of {report.total}")
        asyncio.run(take_picture(database, PICTURE))
    print(f"wrote {PICTURE}")


if __name__ == "__main__":
    main()
