"""Embedders behind one protocol, and how close one statement stands to another."""
