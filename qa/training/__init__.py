"""Training of the reader: examples from public questions, a small adapter, one command."""
