"""Workspaces: who owns what a user makes."""
