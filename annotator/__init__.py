"""A terminal workbench for gold-standard entity and stance annotation of news articles."""

__version__ = "0.1.0"
