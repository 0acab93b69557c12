"""Metrics of the shipped models on labelled files; installed with the package."""
