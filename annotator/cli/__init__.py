"""The command line: parse, call one function of `annotator.project`, print."""
