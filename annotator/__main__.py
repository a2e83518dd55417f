"""Entry point of the `annotator` command and of `python -m annotator`."""

import gc
import os
import sys

START_UP = (100_000, 20, 50)
"""What is made while the program starts lives as long as it: looking for garbage among it, as often
as Python does by itself, takes a tenth of the way to the first frame."""


def main() -> None:
    """Run the command line; imported here so that importing the package stays free."""
    gc.set_threshold(*START_UP)
    # Plugins of Pydantic, such as tracers, would be looked for among all that is installed, and
    # see the articles.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"

    from annotator.cli.start import start  # noqa: PLC0415  # imports stay free

    start(sys.argv[1:])


if __name__ == "__main__":
    main()
