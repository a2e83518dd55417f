"""The use cases: the only code that joins storage, exchange, suggest and report."""
