"""Saved policies, their working copy with undo and redo, the bin."""
