"""One file per format, read or write; the Hugging Face export and its manifest."""
