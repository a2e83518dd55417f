"""Widgets: each takes values and posts messages."""
