"""Document → the cells of the statutory tables."""
