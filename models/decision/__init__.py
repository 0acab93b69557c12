"""Training of `models/decision`."""
