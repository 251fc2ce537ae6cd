"""What keeps a site running: its database, backups, probes and logs. Knows nothing of policies."""
