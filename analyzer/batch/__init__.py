"""Scoring many records: local workers."""
