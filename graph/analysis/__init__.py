"""Networks of networkx, made from a landscape's store."""
