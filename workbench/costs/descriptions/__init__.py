"""Descriptions of documents and dictionary items: positions, entering, control, generation, inheritance."""
