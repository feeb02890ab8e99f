"""The one door for whoever works on the code: set up, run, test, check, measure and build the program."""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

USAGE = """\
usage: python3 dev.py COMMAND [ARGUMENTS]

  run       set everything up, then show the demonstration (arguments go to `desk demo`)
  test      set everything up, then run all tests (arguments go to pytest)
  setup     only set everything up, in .venv
  check     formatter, linter, types and import rules
  bench     measure (arguments go to the benchmarks)
  pictures  draw every page for a person to look at (arguments go to tests.pictures)
  build     make the installed program in dist/
"""

if sys.version_info < (3, 11):  # noqa: UP036 - an older Python may well start this file
    sys.exit(
        f"Distributor Desk needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}).\n"
        "Start the command again with a newer one, for example: python3.12 dev.py ..."
    )

WINDOWS = os.name == "nt"
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
RUNTIME, DEVELOPMENT, BUILDING = "requirements.txt", "requirements-dev.txt", "requirements-build.txt"

# What Qt loads from the system on Linux: the library's file, and the Debian package it comes in.
QT_ALWAYS = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
}
QT_UNDER_X11 = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
QT_UNDER_WAYLAND = {"libwayland-cursor.so.0": "libwayland-cursor0", "libwayland-egl.so.1": "libwayland-egl1"}


class SetupError(Exception):
    """Something this program can't put right by itself; the message says what the reader can do."""


def say(text: str) -> None:
    """Tell on standard error what happens, so that standard output stays the command's own."""
    print(f"dev: {text}", file=sys.stderr, flush=True)


def call(*words: str | Path, env: dict[str, str] | None = None, quiet: bool = False) -> int:
    """Run one program in the project's folder and return its exit status."""
    sys.stdout.flush()
    output = subprocess.DEVNULL if quiet else None
    return subprocess.call([str(w) for w in words], cwd=ROOT, env=env or environment(), stdout=output)


def need(what: str, *words: str | Path, quiet: bool = False) -> None:
    """Run one program that must succeed; `what` names the step in the complaint when it doesn't."""
    status = call(*words, quiet=quiet)
    if status:
        raise SetupError(f"{what} failed (exit status {status}); the reason stands above.")


def environment() -> dict[str, str]:
    """Return this process's environment without what would lead a virtual environment astray."""
    astray = {"PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__"}
    return {name: value for name, value in os.environ.items() if name not in astray}


def compiled() -> dict[str, str]:
    """Return the environment for hundreds of processes of the program: compiled modules are kept between them."""
    return {name: value for name, value in environment().items() if name != "PYTHONDONTWRITEBYTECODE"}


def has_display() -> bool:
    """Tell whether a window could be seen here."""
    if WINDOWS or sys.platform == "darwin":
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# --- the system's part ------------------------------------------------------------------------------------


def missing_for_qt() -> list[str]:
    """Return the Debian names of the libraries that Qt needs and this Linux system doesn't load."""
    if not sys.platform.startswith("linux"):
        return []
    wanted = dict(QT_ALWAYS)
    if os.environ.get("QT_QPA_PLATFORM") != "offscreen":
        for display, libraries in {"DISPLAY": QT_UNDER_X11, "WAYLAND_DISPLAY": QT_UNDER_WAYLAND}.items():
            wanted |= libraries if os.environ.get(display) else {}
    return [package for library, package in wanted.items() if not loads(library)]


def missing_for_venv() -> list[str]:
    """Return the Debian name of what this Python lacks to make virtual environments, if it lacks it."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return []
    return [f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"]


def loads(library: str) -> bool:
    """Tell whether the dynamic loader finds a library, by the very search Qt will make."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_packages(packages: list[str]) -> None:
    """Install Debian packages when we are root; otherwise say exactly which command does it, and stop."""
    if not shutil.which("apt-get"):
        raise SetupError(
            "Some things the system must provide are missing. On Debian their packages are called: "
            f"{' '.join(packages)}. Install this system's equivalents, then start again."
        )
    if sys.platform == "win32" or os.geteuid() != 0:
        names = " ".join(renamed(packages))
        raise SetupError(
            "some system packages are missing. Run this once, then start again:\n\n"
            f"    sudo apt-get update && sudo apt-get install -y --no-install-recommends {names}\n"
        )
    say(f"installing system packages: {' '.join(packages)}")
    env = environment() | {"DEBIAN_FRONTEND": "noninteractive"}
    patient = ("-o", "DPkg::Lock::Timeout=300")
    # A failing update alone is no reason to stop: the lists at hand may know the packages.
    call("apt-get", *patient, "-q", "update", env=env, quiet=True)
    install = ("install", "-q", "-y", "--no-install-recommends")
    if call("apt-get", *patient, *install, *renamed(packages), env=env, quiet=True):
        raise SetupError(f"apt-get could not install {' '.join(packages)}; the reason stands above.")


def renamed(packages: Sequence[str]) -> list[str]:
    """Return the packages under this release's names: some got a `t64` when times became 64 bits wide."""
    return [f"{package}t64" if known_to_apt(f"{package}t64") else package for package in packages]


def known_to_apt(package: str) -> bool:
    """Tell whether the system's package lists hold a package of that name."""
    show = subprocess.run(["apt-cache", "show", package], capture_output=True, check=False, env=environment())
    return show.returncode == 0 and bool(show.stdout)


# --- the project's own environment ------------------------------------------------------------------------


def setup(*requirements: str, window: bool = True) -> None:
    """Bring `.venv` up to date with the given requirement files; quick when nothing changed.

    `window` says whether Qt is going to be loaded, for which Linux must have some libraries of its own.
    """
    sound = venv_is_sound()
    packages = ([] if sound else missing_for_venv()) + (missing_for_qt() if window else [])
    if packages:
        install_packages(packages)
    if not sound:
        say(f"making .venv with Python {sys.version.split()[0]}")
        need("Making .venv", sys.executable, "-m", "venv", "--clear", VENV)
    for name in requirements:
        if not stamped(name):
            say(f"installing {name} into .venv")
            need(f"Installing {name}", *pip("install", "--require-hashes", "-r", name))
            stamp(name)
    if not stamped("pyproject.toml"):
        say("installing the program itself into .venv")
        own = ("--no-deps", "--no-build-isolation", "--no-index", "--config-settings", "editable_mode=compat")
        need("Installing the program", *pip("install", *own, "-e", "."))
        stamp("pyproject.toml")
    if window:
        compile_translations()


def venv_is_sound() -> bool:
    """Tell whether `.venv` holds a new enough Python with pip, and stands where it was made."""
    made_with = VENV / "pyvenv.cfg"
    if not PYTHON.exists() or not made_with.exists():
        return False
    if str(VENV) not in made_with.read_text(encoding="utf-8"):
        return False  # moved or copied: its programs still start the Python of the old place
    if stamped(RUNTIME):
        return True
    question = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    answer = subprocess.run([PYTHON, "-c", question], capture_output=True, check=False, env=environment())
    return answer.returncode == 0


def pip(*words: str) -> tuple[str | Path, ...]:
    """Return the words that start pip in `.venv` without questions."""
    quiet = () if sys.stdout.isatty() else ("-q",)  # progress is for whoever watches
    return (PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input", *quiet, *words)


def digest(name: str) -> str:
    """Return what a stamp for this file of the project must hold to be current."""
    return hashlib.sha256((ROOT / name).read_bytes()).hexdigest()


def stamped(name: str) -> bool:
    """Tell whether `.venv` was brought up to date with this file as it is now."""
    mark = VENV / f"{name}.stamp"
    return mark.exists() and mark.read_text(encoding="ascii") == digest(name)


def stamp(name: str) -> None:
    """Remember in `.venv` that it is up to date with this file as it is now."""
    (VENV / f"{name}.stamp").write_text(digest(name), encoding="ascii")


def compile_translations() -> None:
    """Turn each translation source into the form that Qt loads, where it is missing or older."""
    for source in sorted((ROOT / "resources" / "translations").glob("*.ts")):
        target = source.with_suffix(".qm")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            say(f"compiling {source.relative_to(ROOT)}")
            lrelease = BIN / ("pyside6-lrelease.exe" if WINDOWS else "pyside6-lrelease")
            need("Compiling translations", lrelease, source, "-qm", target, quiet=True)


# --- the commands -----------------------------------------------------------------------------------------


def run_demo(arguments: list[str]) -> int:
    """Show the demonstration in a window, or without one where there is no display."""
    setup(RUNTIME)
    desk = BIN / ("desk.exe" if WINDOWS else "desk")
    if not has_display() and "--headless" not in arguments:
        say("there is no display here, so the demonstration runs without a window (desk demo --headless)")
        arguments = ["--headless", *arguments]
    return call(desk, "demo", *arguments)


def run_tests(arguments: list[str]) -> int:
    """Run the tests on all processors; pytest's closing line is the last one."""
    setup(RUNTIME, DEVELOPMENT)
    processors = max(2, os.cpu_count() or 2)
    workers = str(processors * 3 // 2)  # a third of the time a test waits: for another process, a line or a disk
    return call(PYTHON, "-m", "pytest", "-n", workers, "--dist", "worksteal", *arguments, env=compiled())


def set_up(_arguments: list[str]) -> int:
    """Set everything up for running and for developing."""
    setup(RUNTIME, DEVELOPMENT)
    say("ready: .venv has the program and everything it needs")
    return 0


# The program alone: what only other systems reach is no fault there, and tests and measurements run where we work.
AS_ON_WINDOWS = (
    "--platform", "win32", "--no-warn-unreachable", "--cache-dir", ".mypy_cache/win32",
    "domain", "sync", "desktop", "resources", "dev.py",
)  # fmt: skip


def check(_arguments: list[str]) -> int:
    """Run every check that needs no running program, and name the ones that fail."""
    setup(RUNTIME, DEVELOPMENT, window=False)
    steps: dict[str, tuple[str | Path, ...]] = {
        "format (mend with: ruff format)": (PYTHON, "-m", "ruff", "format", "--check", "."),
        "lint": (PYTHON, "-m", "ruff", "check", "."),
        "types": (PYTHON, "-m", "mypy"),
        "types on Windows": (PYTHON, "-m", "mypy", *AS_ON_WINDOWS),
        "floors": (BIN / ("lint-imports.exe" if WINDOWS else "lint-imports"), "--no-logo"),
    }
    failed = []
    for name, words in steps.items():
        say(f"check {name}")
        if call(*words):
            failed.append(name)
    if failed:
        say(f"FAILED: {', '.join(failed)}")
    return int(bool(failed))


def bench(arguments: list[str]) -> int:
    """Run the benchmarks."""
    setup(RUNTIME, DEVELOPMENT)
    return call(PYTHON, "-m", "benchmarks", *arguments, env=compiled())


def pictures(arguments: list[str]) -> int:
    """Draw every page into picture files."""
    setup(RUNTIME, DEVELOPMENT)
    return call(PYTHON, "-m", "tests.pictures", *arguments)


def build(_arguments: list[str]) -> int:
    """Make the installed program, a folder that needs no Python."""
    setup(RUNTIME, BUILDING)
    status = call(PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "build.spec")
    if not status:
        say("built: the program and all it needs stand in one folder in dist/")
    return status


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run_demo,
    "test": run_tests,
    "setup": set_up,
    "check": check,
    "bench": bench,
    "pictures": pictures,
    "build": build,
}
PASSING_ON = {"run", "test", "bench", "pictures"}


def main(words: list[str]) -> int:
    """Run one command; return 2 for wrong use, 1 where setting up failed, else the command's own status."""
    if sys.stdin is None:
        os.open(os.devnull, os.O_RDONLY)  # a closed standard input would hand its number to some other file
    if words and words[0] in {"-h", "--help", "help"}:
        print(USAGE, end="")
        return 0
    if not words or words[0] not in COMMANDS or (len(words) > 1 and words[0] not in PASSING_ON):
        print(USAGE, end="", file=sys.stderr)
        return 2
    if sys.platform.startswith("linux") and (words[0] != "run" or not has_display()):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # no test steals the screen of whoever runs it
    try:
        return COMMANDS[words[0]](words[1:])
    except SetupError as problem:
        say(str(problem))
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
