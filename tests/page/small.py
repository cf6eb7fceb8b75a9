# small.py -- small sites that the tests of pages make and read back.
# SPDX-License-Identifier: GPL-3.0-or-later
import html
import re
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from harness import TOP, diafano  # noqa: E402

SITE = """formato: 1
titulo: Evaluaciones de Ejemplo
ente: ejemplo
publicador: Instituto de Ejemplo
url: https://evaluaciones.ejemplo.example/sitio
plazo_publicacion: {dias: 30, computo: naturales, cita: "LGCG, art. 79"}
"""


def evaluation(year, more="", body="", fund="uno"):
    return (f"---\nnombre: Evaluación de {fund} en {year}\nejercicio: {year}\nfondo: {fund}\nente: ejemplo\n{more}estado: publicada\n---\n"
        f"# 2.1 Hallazgos\n1. Hallazgo de {year}.\n{body}")


def build(root, files):
    base = {"sitio.yaml": SITE, "entes/ejemplo.md": "---\nnombre: Municipio de Ejemplo\n---\n",
        "fondos/uno.md": "---\nsiglas: UNO\nnombre: Fondo Primero\n---\n"}
    for name, text in {**base, **files}.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    if not (root / "themes").exists():
        (root / "themes").symlink_to(TOP / "themes")
    status, _, said = diafano(["build"], root)
    return said.decode("utf-8", "replace") if status else None


def words_of(text):
    """What a reader sees, about."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", text)).split())
