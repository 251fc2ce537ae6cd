"""`manage.py backup FILE`: everything in the database as one file, while the site serves."""

import os
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from policybuilder.operations.backups import Counts, write_backup


class Command(BaseCommand):
    """Write every row of the database to a file that `restore` reads into SQLite or PostgreSQL."""

    help = "Write every row of the database, as it is at one moment, to FILE (- for standard output)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to."""
        parser.add_argument("file", metavar="FILE", help="a file that does not exist yet, or - for standard output")

    def handle(self, *_args: str, **options: Any) -> None:  # noqa: ANN401 - Django's signature
        """Write beside the file and take its name at the end, so that a file of that name is a whole backup."""
        if options["file"] == "-":
            self.say(write_backup(sys.stdout.buffer))
            return
        file = Path(options["file"])
        part = file.with_name(f"{file.name}.{os.getpid()}.part")
        if file.exists():
            raise CommandError(f"{file} exists: choose another name. Nothing was written.")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
                counts = write_backup(opened)
                opened.flush()
                os.fsync(opened.fileno())
            part.rename(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        finally:
            part.unlink(missing_ok=True)
        self.say(counts)

    def say(self, counts: Counts) -> None:
        """One line, beside what may stand on standard output."""
        self.stderr.write(f"Kept {sum(counts.values())} rows of {len(counts)} tables.")
