"""Checks of tables, citations, shapes and sense: every finding with its place, its rule and a remedy."""
