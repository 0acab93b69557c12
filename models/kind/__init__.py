"""Training of `models/kind`."""
