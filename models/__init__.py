"""Training of the shipped models; runs from a checkout only."""
