"""Training of `models/buzzwords`."""
