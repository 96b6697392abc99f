"""The landscape as a site: pages that are complete without JavaScript, and what machines read beside them."""
