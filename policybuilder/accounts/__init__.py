"""Workspaces: whose work is whose."""
