"""The night and many machines: what starts the other parts and watches them. The parts know nothing of it."""
