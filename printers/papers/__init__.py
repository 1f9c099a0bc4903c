"""One file a paper: which blocks it has and in which order. `sheet` has the blocks that all of them share."""
