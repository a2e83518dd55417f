"""Texts about a project: dataset cards and reports."""
