"""Suggestions: the client, the worker process with spaCy inside, and its rules."""
