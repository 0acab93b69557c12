"""What two versions of a statement have in common: curves for consensus and for drift."""
