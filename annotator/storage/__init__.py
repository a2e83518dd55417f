"""SQLite behind repositories that return domain values; rows never leave this package."""
