"""Readers: a file or record becomes text plus the passages of it that are statements."""
