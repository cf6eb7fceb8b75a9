# repository.py -- a publisher's repository with fixed names and dates, for the tests.
# SPDX-License-Identifier: GPL-3.0-or-later
"""
    past = Past(folder / "name")
    past.save("Publica", **{"evaluaciones/2021/uno.md": page()})

Each commit is an hour after the one before; nothing of this machine's settings counts, so
that every identity is known. page() is the text of a small evaluation.
"""
import os
import subprocess

SITE = 'formato: 1\ntitulo: Sitio\nente: ejemplo\npublicador: Alguien\nhuso: "-06:00"\n'
ENTITY = "---\nnombre: Municipio de ejemplo\ntipo: municipal\n---\n"
FUND = "---\nnombre: {}\nsiglas: FORTAMUN\n---\n\n{}\n"
TEXT = """---
nombre: {name}
ejercicio: {year}
fondo: fortamun
estado: {status}
{more}---

# 2.1 Hallazgos
1. El municipio publica sus informes.
2. {second}

# 3.2 Recomendaciones
1. Elaborar las fichas.
"""


def page(second="No hay fichas de los indicadores.", status="publicada", name="Evaluación de ejemplo",
         year=2021, more="", before=()):
    if before:
        more += f"antes: [{', '.join(before)}]\n"
    if status == "retirada":
        more += "retiro:\n  fecha: 2023-01-01\n  motivo: Se duplicó\n"
    return TEXT.format(name=name, year=year, status=status, more=more, second=second)


def quiet(**more):
    kept = {key: os.environ[key] for key in ("PATH", "TMPDIR", "ASAN_OPTIONS", "UBSAN_OPTIONS") if key in os.environ}
    return {**kept, "LC_ALL": "C", "TZ": "UTC0", "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": "/dev/null", **more}


class Past:
    """A repository whose commits are an hour apart."""

    def __init__(self, root):
        self.root, self.now = root, 1600000000
        self.root.mkdir()
        self.git("init", "-q")
        self.git("symbolic-ref", "HEAD", "refs/heads/main")
        self.put(**{"sitio.yaml": SITE, "entes/ejemplo.md": ENTITY})

    def git(self, *words, author="Ana Pérez", check=True, **more):
        names = {"GIT_AUTHOR_NAME": author, "GIT_COMMITTER_NAME": "Publicador",
                 "GIT_AUTHOR_EMAIL": "autor@ejemplo.example", "GIT_COMMITTER_EMAIL": "p@ejemplo.example",
                 "GIT_AUTHOR_DATE": f"@{self.now - 600} -0600", "GIT_COMMITTER_DATE": f"@{self.now} -0600"}
        return subprocess.run(["git", "-C", str(self.root), *words], env=quiet(**names), check=check,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **more).stdout

    def put(self, **files):
        for path, text in files.items():
            file = self.root / "content" / path
            if text is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def save(self, message, author="Ana Pérez", step=3600, **files):
        self.put(**files)
        self.now += step
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message, author=author)

    def move(self, old, new):
        (self.root / "content" / new).parent.mkdir(parents=True, exist_ok=True)
        (self.root / "content" / old).rename(self.root / "content" / new)


def ev(key):
    return f"evaluaciones/{key}.md"
