#!/usr/bin/env python3
"""Set up and run teikei from a fresh clone with python3 and nothing else.

    python3 run.py setup            make .venv and install the package
    python3 run.py demo             set up, then `teikei advise nissan_2025` (further arguments are passed on)
    python3 run.py test [STEP …]    set up with the test tools, then every check (or only the named steps)

Uses uv when it is on PATH, and venv + pip otherwise. Only the standard library is used, and the syntax stays
readable to old Pythons, so that they can say which Python is needed.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
STAMP = VENV / "teikei-installed.json"
LOWEST = (3, 11)


def stop(what: str, fix: str) -> None:
    """Say what is missing and how to mend it, then leave with exit code 1."""
    sys.exit(f"teikei: {what}\n  fix: {fix}")


def use_a_new_enough_python() -> None:
    """Go on under Python 3.11 or newer: this one, or another that is on PATH; else say what to install."""
    if sys.version_info >= LOWEST:
        return
    for minor in range(14, LOWEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            sys.stdout.flush()
            os.execv(other, [other, str(Path(__file__).resolve()), *sys.argv[1:]])
    stop(
        f"Python 3.11 or newer is needed; this is {platform.python_version()} ({sys.executable})",
        "install a newer Python (Debian, Ubuntu: `apt install python3.11 python3.11-venv`) and name it, "
        "e.g. `make demo PYTHON=python3.11`",
    )


def quiet(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command, keeping what it prints."""
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)


def run(command: list[str], environment: dict[str, str] | None = None) -> int:
    """Run a command in the open and return its exit code."""
    sys.stdout.flush()
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def venv_works() -> bool:
    """True if .venv holds a Python that starts and is new enough (a moved or half-made folder does not)."""
    if not PYTHON.exists() or not (VENV / "pyvenv.cfg").exists():
        return False
    try:
        probe = "import sys; print(sys.prefix); print(sys.version_info >= (3, 11))"
        asked = quiet([str(PYTHON), "-c", probe])
    except OSError:
        return False
    answer = asked.stdout.split("\n")
    return (
        asked.returncode == 0 and Path(answer[0]).resolve() == VENV.resolve() and answer[1].strip() == "True"
    )


def make_venv(uv: str | None) -> None:
    """Make .venv afresh, by uv or by the standard library."""
    if VENV.exists():
        shutil.rmtree(VENV)
    if uv is not None:
        made = quiet([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
        if made.returncode == 0 and venv_works():
            return
        print(f"teikei: uv could not make .venv, using venv and pip\n{made.stderr.strip()}", flush=True)
        shutil.rmtree(VENV, ignore_errors=True)
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    fix = (
        f"Debian, Ubuntu: `apt install python3-venv` (or `python{version}-venv`); "
        "elsewhere install Python with its venv module, or install uv; then run this again"
    )
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            stop(f"this Python ({sys.executable}) has no `{module}` module, so .venv cannot be made", fix)
    made = quiet([sys.executable, "-m", "venv", str(VENV)])
    if made.returncode != 0 or not venv_works():
        shutil.rmtree(VENV, ignore_errors=True)
        stop(f"`python -m venv` failed:\n{(made.stdout + made.stderr).strip()}", fix)


def requirements(groups: tuple[str, ...]) -> list[str]:
    """The requirements of dependency groups, read here so that any pip or uv can install them."""
    import tomllib  # standard library from 3.11 on; older Pythons never come this far

    stated = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]
    return [requirement for group in groups for requirement in stated[group]]


def installed(groups: tuple[str, ...], fingerprint: str) -> tuple[str, ...] | None:
    """The groups already installed for this pyproject.toml in this place, or None."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    if stamp.get("pyproject") != fingerprint or stamp.get("root") != str(ROOT):
        return None
    have = tuple(stamp.get("groups", ()))
    return have if set(groups) <= set(have) else None


def set_up(groups: tuple[str, ...] = ()) -> None:
    """Make .venv and install the package (editable) with the dependency groups, if that is not done yet."""
    fingerprint = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    usable = venv_works()
    if usable and installed(groups, fingerprint) is not None:
        return
    began = time.monotonic()
    uv = shutil.which("uv")
    print(f"teikei: setting up .venv with {'uv' if uv else 'venv and pip'} …", flush=True)
    if not usable:
        make_venv(uv)
    wanted = ["--editable", str(ROOT), *requirements(groups)]
    done = False
    if uv is not None:
        done = run([uv, "pip", "install", "--quiet", "--python", str(PYTHON), *wanted]) == 0
        if not done:
            print("teikei: uv could not install, trying pip", flush=True)
    if not done:
        if quiet([str(PYTHON), "-m", "pip", "--version"]).returncode != 0:
            quiet([str(PYTHON), "-m", "ensurepip", "--upgrade"])
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        done = run([*pip, *wanted]) == 0
    if not done:
        stop(
            "the packages that pyproject.toml names could not be installed (see above)",
            "check the network or the proxy of pip, then run the same command again",
        )
    stamp = {"pyproject": fingerprint, "root": str(ROOT), "groups": list(groups)}
    STAMP.write_text(json.dumps(stamp), "utf-8")
    print(f"teikei: set up in {time.monotonic() - began:.0f} s", flush=True)


def steps(scratch: str) -> dict[str, list[str]]:
    """Every check by name, quick ones first; pytest last, so that its closing line ends the log."""
    python = str(PYTHON)
    workers = min(4, os.cpu_count() or 1)
    parallel = ["-n", str(workers), "--dist", "loadfile"] if workers > 1 else []
    return {
        "ruff": [python, "-m", "ruff", "check"],
        "format": [python, "-m", "ruff", "format", "--check"],
        "imports": [str(BIN / "lint-imports"), "--no-cache"],
        "mypy": [python, "-m", "mypy"],
        "docs": [python, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", scratch],
        "pytest": [python, "-m", "pytest", "--durations=8", *parallel],
    }


def test(chosen: list[str]) -> int:
    """Run every check, or only the chosen ones; print which failed; 0 if none did."""
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "true", "PYTHONUTF8": "1"}
    # mkdocs, lint-imports and the tests of the command line look for programs beside this Python
    environment["PATH"] = f"{BIN}{os.pathsep}{environment.get('PATH', '')}"
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="teikei-site-") as scratch:
        every = steps(scratch)
        unknown = [name for name in chosen if name not in every]
        if unknown:
            stop(f"there is no step {unknown[0]!r}", f"name one or more of: {', '.join(every)}")
        for name in chosen or every:
            print(f"\n== {name}", flush=True)
            began = time.monotonic()
            code = run(every[name], environment)
            ended = "ok" if code == 0 else f"FAILED ({code})"
            print(f"== {name}: {ended} in {time.monotonic() - began:.0f} s", flush=True)
            if code != 0:
                failed.append(name)
    print(f"\n== failed: {', '.join(failed)}" if failed else "\n== all steps passed", flush=True)
    return 1 if failed else 0


def main(arguments: list[str]) -> int:
    """Do what the first argument says."""
    use_a_new_enough_python()
    verb, *rest = arguments or ["help"]
    if verb == "setup":
        set_up(tuple(rest))
        print(f"teikei: ready; run {BIN / 'teikei'} --help")
        return 0
    if verb == "demo":
        set_up()
        return run([str(PYTHON), "-m", "teikei", "advise", "nissan_2025", *rest])
    if verb == "test":
        set_up(("test",))
        return test(rest)
    print(__doc__)
    return 0 if verb in ("help", "-h", "--help") else 2


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit("teikei: stopped")
