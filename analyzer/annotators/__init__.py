"""Annotators: spaCy components, one factory a file, and the only writers of the Doc."""
