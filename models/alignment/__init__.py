"""Calibration of closeness, one folder for each embedder."""
