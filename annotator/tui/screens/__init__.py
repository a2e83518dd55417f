"""Screens: each shows values and turns keys into calls of `annotator.project`."""
