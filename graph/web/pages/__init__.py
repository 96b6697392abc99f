"""The pages of the site, one module for each kind; each has `routes(serving)`."""
