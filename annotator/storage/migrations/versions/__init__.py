"""One file a revision; the number in front of its name is the revision id."""
