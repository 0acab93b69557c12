"""Training of `models/vagueness`."""
