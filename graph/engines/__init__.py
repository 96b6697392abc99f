"""Engines that are not ours: a SPARQL endpoint asked over HTTP, and a graph store fed with a snapshot."""
