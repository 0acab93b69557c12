"""Type of objectives."""
