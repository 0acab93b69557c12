"""The HTTP API and the web form; they call `Analyzer` and render its Report."""
