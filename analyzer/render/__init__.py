"""Renderers: they see a `Report` and nothing else."""
