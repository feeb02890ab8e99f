"""Runs tests over a program with one module changed, in a process forked from one that has all libraries loaded."""

import os
import shutil
import signal
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

from tests.campaigns.results import ROOT

OPTIONS = ("-q", "--no-header", "-s", "-p", "no:cacheprovider")


def load_libraries():
    """What every test needs is loaded once, in the process that all others are forked from."""
    import cryptography.hazmat.primitives.asymmetric.ed25519
    import hypothesis
    import keyring
    import msgspec
    import pytest
    import requests
    import sqlalchemy
    import sqlcipher3

    return (cryptography, hypothesis, keyring, msgspec, pytest, requests, sqlalchemy, sqlcipher3)


@contextmanager
def own_folder():
    """A folder for the files of a few tests, in memory where the system offers that."""
    folder = tempfile.mkdtemp(prefix="changed-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None)
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def try_changed(module, changed, tests, options=(), seconds=120):
    """Loads the program with a module's text or tree in place of its own, and runs these tests; as `in_a_fork`.

    The status is pytest's: 0 where all pass, 1 where one fails.
    """

    def run():
        import importlib.machinery
        import importlib.util

        import pytest

        path = ROOT / module

        class Loader(importlib.machinery.SourceFileLoader):
            def get_code(self, fullname):
                return compile(changed, str(path), "exec")

        class Finder:
            def find_spec(self, name, where=None, target=None):
                if name.replace(".", "/") + ".py" == module:
                    return importlib.util.spec_from_loader(name, Loader(name, str(path)))
                return None

        assert module.removesuffix(".py").replace("/", ".") not in sys.modules
        sys.meta_path.insert(0, Finder())
        with own_folder() as folder:
            return int(pytest.main([*OPTIONS, *options, "-x", "--basetemp", f"{folder}/tests", *tests]))

    return in_a_fork(run, seconds)


def in_a_fork(work, seconds, of_processor=None):
    """Runs a function in a fork; its status, or None where it took too long by the clock or of the processor."""
    child = os.fork()
    if not child:
        status = 1
        try:
            if of_processor:
                bound_processor(of_processor)
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            os.setpgid(0, 0)
            status = work()
        finally:
            os._exit(status)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            code = os.waitstatus_to_exitcode(status)
            return None if code == -signal.SIGXCPU else code
        time.sleep(0.005)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def bound_processor(seconds):
    """Ends this process when it has used so many seconds more of the processor."""
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 5))
