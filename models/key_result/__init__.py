"""Type, measurable and time-bound of key results."""
