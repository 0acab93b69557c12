"""Features of a statement and the linear models that turn them into kinds and scores."""
