"""The landscape written out for other programs: a family of formats in each module, all of them in `registry`."""
