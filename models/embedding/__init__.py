"""Static sentence vectors distilled from all-MiniLM-L6-v2."""
