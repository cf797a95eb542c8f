#!/usr/bin/env python
"""Django's command line."""

import os
import sys

from django.core.management import execute_from_command_line

from gig_lens import local

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gig_lens.settings")
    if sys.argv[1:2] in (
        ["up"],
        ["build"],
    ):  # these two may be the first that a machine sees: its secrets come before settings
        local.write_local_env(local.var_dir())
    execute_from_command_line(sys.argv)
