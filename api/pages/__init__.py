"""The HTML pages: analyse, compare, rules and models; they work without scripts."""
