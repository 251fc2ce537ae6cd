"""Exact answers about whole policies: what one allows and another does not. Standard library and the floors below."""
