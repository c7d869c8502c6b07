"""Training of the reader: examples, a loss, one pass through four stages."""
