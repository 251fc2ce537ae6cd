"""Saved policies and the work on them. Models stay inside; views use services, selectors and records."""
