"""Values and rules of annotation. No input or output, no third-party library but numpy."""
