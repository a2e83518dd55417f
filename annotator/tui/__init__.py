"""The screen: a Textual front over `annotator.project`."""
