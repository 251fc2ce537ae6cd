"""Projects, model versions and datasets that are known, and readers for the texts that name them."""
