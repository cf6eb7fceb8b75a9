#!/usr/bin/env python3
# fixture.py -- a small site with everything that could go wrong in a search, and one with nothing in it.
# SPDX-License-Identifier: GPL-3.0-or-later
import sys
from pathlib import Path

SITE = "formato: 1\ntitulo: Prueba\nente: m\npublicador: Quien publica\n"
EVIL = "<img src=x onerror=\"window.pwned=1\"><script>window.pwned=2</script>"
LONG = "x" * 10000


def put(root, path, text):
    path = Path(root) / "content" / path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def evaluation(name, year, fund, findings, more=""):
    items = "".join(f"{i}. {text}\n" for i, text in enumerate(findings, 1))
    return f"---\nnombre: '{name}'\nejercicio: {year}\nfondo: {fund}\nestado: publicada\n{more}---\n# 2.1 Hallazgos\n{items}"


odd, empty = sys.argv[1:]
for root in (odd, empty):
    put(root, "sitio.yaml", SITE)
    put(root, "entes/m.md", "---\nnombre: Municipio\ntipo: municipio\n---\n")
put(odd, "fondos/fismdf.md", "---\nsiglas: FISMDF\nnombre: Fondo de obras\nalias: [FISM, FISM-DF, FAISMUN]\n---\n")
put(odd, "fondos/otro.md", f"---\nsiglas: OTRO\nnombre: 'Otro {EVIL}'\n---\n")
put(odd, "evaluaciones/2020/uno.md", evaluation(f"Uno {EVIL}", 2020, "fismdf", [
    "El padrón público se entregó a tiempo.",
    "La ciudad publico a tiempo su padron.",
    f"Marcas {EVIL} dentro del texto.",
    f"Una palabra larga {LONG} aquí.",
    "Derecha \u202eizquierda\u202c y zero\u200bwidth con \U0001f600 emoji.",
    "Los de la que para por con.",
    "Costó $1,250,000.00 en total.",
    "Alumbrado de calles sin contrato.",
    "Calles de alumbrado nuevo.",
    "Comilla \\` grave, barra \\\\ y llaves ${x} {{y}} al final.",
]))
put(odd, "evaluaciones/2021/dos.md", evaluation("Dos", 2021, "otro", [
    "El alumbrado funciona.", "La obra de calles terminó.", "Se secreto el alumbrado.",
], "supresiones:\n  - {campo: hallazgo-3, motivo: Orden, fecha: 2023-01-02}\n"))
