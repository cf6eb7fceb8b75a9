# harness.py -- what the tests from outside share: make a project, run the program, compare.
# SPDX-License-Identifier: GPL-3.0-or-later
"""
A case is one file, NAME.case, that describes a small project:

    Words up to the first mark say what is tried.
    $ SOURCE_DATE_EPOCH=86400 check --strict     the environment and the arguments
    == content/fondos/uno.md                     a file; its text is what follows
    == content/malo.yaml (bytes)                 \\xNN, \\n ... are the bytes they name
    == content/grande.md (times 5000000)         the text, that often
    == content/enlace.md -> ../otro.md           a symbolic link
    == content/tubo (fifo)                       a named pipe
    == content/entes/ejemplo.md (none)           not there, though the base has it

In a name, too, \\xNN, \\n ... are the bytes they name. All this
is laid over base.case of its folder. Beside it stands what is expected; with UPDATE=1 in
the environment the difference is shown and what came is written instead.
"""
import codecs
import difflib
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parents[1]
PROGRAM = os.environ.get("DIAFANO") or str(TOP / os.environ.get("BUILD_DIR", "build") / "diafano")
UPDATE = os.environ.get("UPDATE", "") not in ("", "0")
LIMIT = 120  # seconds for one run: to stop what hangs, not to measure
SANITIZED = b"__asan_init" in Path(PROGRAM).read_bytes() if os.path.exists(PROGRAM) else False

MARK = re.compile(r"== (\S.*?)(?: \((bytes|none|fifo|times (\d+))\)| -> (\S+))?")


class Report:
    """Says `ok`, `not ok` and `skip` for tests/run."""

    def __init__(self, room):
        self.room = room
        self.failed = False

    def ok(self, name):
        print(f"ok {self.room}/{name}", flush=True)

    def fail(self, name, why=""):
        self.failed = True
        print(f"not ok {self.room}/{name} {' '.join(str(why).split())[:400]}", flush=True)

    def check(self, name, good, why=""):
        if good:
            self.ok(name)
        else:
            self.fail(name, why)
        return good

    def skip(self, name, reason):
        print(f"skip {self.room}/{name} {reason}", flush=True)

    def show(self, text):
        for line in text.splitlines():
            print("  | " + line, flush=True)

    def close(self):
        sys.exit(1 if self.failed else 0)


class Folder:
    """A folder of its own that is gone at the end, whatever was done to its permissions."""

    def __init__(self, parent=None):
        self.parent = parent

    def __enter__(self):
        self.path = Path(tempfile.mkdtemp(prefix="diafano-test-", dir=self.parent))
        return self.path

    def __exit__(self, *_):
        for folder, names, _ in os.walk(self.path):
            os.chmod(folder, 0o755)
            for name in names:
                if not os.path.islink(os.path.join(folder, name)):
                    os.chmod(os.path.join(folder, name), 0o755)
        shutil.rmtree(self.path, ignore_errors=True)


class Case:
    def __init__(self, path):
        self.name = path.stem
        self.path = path
        self.words = ["check"]
        self.environment = {}
        self.parts = []
        lines = None
        for line in path.read_text(encoding="utf-8").split("\n"):
            mark = MARK.fullmatch(line)
            if line.startswith("== ") and not mark:
                raise ValueError(f"{path}: {line}")
            if mark:
                lines = []
                self.parts.append((mark.groups(), lines))
            elif lines is not None:
                lines.append(line)
            elif line.startswith("$ "):
                self.read_command(line[2:].split())

    def read_command(self, words):
        while words and re.match(r"[A-Z_]+=", words[0]):
            key, _, value = words.pop(0).partition("=")
            self.environment[key] = value
        self.words = words

    def unpack(self, root):
        self.write_parts(root)
        # The smallest theme has a template for each kind of page that there is.
        smallest = root / "themes/minimo/plantillas"
        if self.name == "base" and smallest.is_dir():
            for template in (TOP / "themes/gobierno-abierto/plantillas").glob("*.mustache"):
                if not (smallest / template.name).exists() and template.name != "base.mustache":
                    (smallest / template.name).write_text("{{titulo}}\n", encoding="utf-8")

    def write_parts(self, root):
        for (name, how, times, target), lines in self.parts:
            path = root / os.fsdecode(codecs.escape_decode(name.encode())[0])
            if how == "none":
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            text = "\n".join(lines)
            if target:
                path.symlink_to(target)
            elif how == "fifo":
                os.mkfifo(path)
            elif how == "bytes":
                path.write_bytes(codecs.escape_decode(text.rstrip("\n").encode())[0])
            elif times:
                path.write_text(text.rstrip("\n") * int(times), encoding="utf-8")
            else:
                path.write_text(text, encoding="utf-8")


def environment(**more):
    """As little as a program needs, the same on every machine."""
    kept = {key: os.environ[key] for key in ("PATH", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS")
            if key in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC0", "HOME": "/nonexistent",
            "LSAN_OPTIONS": f"suppressions={TOP}/tests/leaks.txt:print_suppressions=0",
            "SOURCE_DATE_EPOCH": "1700000000", "NO_COLOR": "1", **more}


def diafano(words, root, limit=LIMIT, before=None, program=PROGRAM, **more):
    """Run the program at ROOT; its status (None: it had to be stopped), output and messages."""
    variables = {key: value for key, value in environment(**more).items() if value is not None}
    try:
        done = subprocess.run([program, *words], cwd=root, env=variables,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            timeout=limit, preexec_fn=before)
    except subprocess.TimeoutExpired as late:
        return None, late.stdout or b"", late.stderr or b""
    return done.returncode, done.stdout, done.stderr


def snapshot(folder):
    """All there is below FOLDER: names, kinds, bytes, times."""
    found = {}
    for path in sorted(Path(folder).rglob("*")) if os.path.isdir(folder) else []:
        status = path.lstat()
        if path.is_symlink():
            found[str(path)] = ("link", os.readlink(path))
        elif path.is_dir():
            found[str(path)] = ("folder",)
        else:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[str(path)] = ("file", digest, status.st_mtime_ns, status.st_mode)
    return found


def leftovers(root):
    """What a build left beside the site."""
    return [name for name in os.listdir(root) if name.startswith(".") and name != ".git"]


def expect(report, name, path, got):
    """Compare GOT with what PATH holds."""
    wanted = path.read_text(encoding="utf-8") if path.exists() else ""
    if got == wanted:
        return report.ok(name)
    report.show("".join(difflib.unified_diff(wanted.splitlines(True), got.splitlines(True),
        str(path.relative_to(TOP)), "now")))
    if UPDATE:
        path.write_text(got, encoding="utf-8")
        return report.ok(name)
    return report.fail(name, "differs from " + str(path.relative_to(TOP)))


def cases(folder):
    """The base of FOLDER, and its cases by name; an expectation without a case is an error."""
    words = sys.argv[1:]
    base = Case(folder / "base.case")
    found = [Case(path) for path in sorted(folder.glob("*.case")) if path.name != "base.case"]
    return base, [case for case in found if not words or case.name in words]


def anywhere(text):
    """TEXT without the folders that differ from one machine to the next."""
    text = text.replace(str(Path(PROGRAM).resolve().parents[1]), "RAÍZ")
    return re.sub(r"[^\s,;]*/share/diafano", "INSTALADO", text)


def clean_end(text):
    """What a sanitizer or an assertion had to say is no message of ours."""
    return not re.search(r"AddressSanitizer|LeakSanitizer|runtime error|Assertion", text)
