"""Entry point of the `annotator` command and of `python -m annotator`."""


def main() -> None:
    """Run the command line; imported here so that importing the package stays free."""
    from annotator.cli.main import run  # noqa: PLC0415  # imports stay free

    run()


if __name__ == "__main__":
    main()
