"""`manage.py restore FILE`: a backup back into a database, SQLite or PostgreSQL."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from policybuilder.operations.backups import UnusableBackupError, restore_backup


class Command(BaseCommand):
    """Put the rows of a backup into an empty database, or with --replace in the place of every row there is."""

    help = "Put a backup's rows into an empty database, or with --replace in the place of all there is; all or none."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where from, and whether what is there may go."""
        parser.add_argument("file", metavar="FILE", help="a file that backup wrote, or - for standard input")
        parser.add_argument("--replace", action="store_true", help="delete every row that is there first")

    def handle(self, *_args: str, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Read, check, write."""
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        try:
            if options["file"] == "-":
                counts = restore_backup(sys.stdin.buffer, replace=options["replace"])
            else:
                with Path(options["file"]).open("rb") as file:
                    counts = restore_backup(file, replace=options["replace"])
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        except UnusableBackupError as error:
            raise CommandError(str(error)) from None
        self.stderr.write(f"Restored {sum(counts.values())} rows of {len(counts)} tables.")
