#!/usr/bin/env python3
# past.py -- a small repository in which everything happens that can happen to an evaluation.
# SPDX-License-Identifier: GPL-3.0-or-later
"""
Usage: past.py FOLDER: makes the repository there, with fixed names and dates.

Each step is one commit, named: REPOSITORY.at["costo"] is its identity. 2021/uno is published, corrected,
formatted, split and joined, its fund renamed and then taken out of the catalogue, brought back to what it
was, made unreadable for one version, and moved to 2021/fortamun; 2022/dos is withdrawn and deleted;
2020/tres is moved as it is; 2023/cuatro was a draft before. A programme withdraws a promise, and a follow-up
alters what it had recorded.
"""
import os
import subprocess
import sys
from pathlib import Path

SITE = """formato: 1
titulo: Evaluaciones de Ejemplo
ente: ejemplo
publicador: {publisher}
huso: "-06:00"
url: https://evaluaciones.ejemplo.example
dominios_institucionales: [ejemplo.example]
plazo_publicacion: {{dias: 30, computo: naturales, cita: "Norma CONAC"}}
"""
FUND = "---\nsiglas: {brief}\nnombre: {name}\n---\n\nUn fondo.\n"
UNIT = "---\nnombre: {name}\n---\n"
EVALUATION = """---
nombre: {name}
ejercicio: {year}
fondo: {fund}
tipo: especifica-de-desempeno
pae: 2022
inicio: 2022-05-02
termino: {finish}
seguimiento:
  - nombre: Persona de Ejemplo
    unidad: obras
    correo: {mail}
programa:
  unidades:
    - unidad: obras
      titular: {holder}
evaluador: {{institucion: consultores, coordinador: "Coordinadora"}}
contratacion: {{costo: {cost}, iva: incluido}}
difusion:
  evaluacion: archivos/informe.txt
  fecha: 2022-11-15
estado: {status}
{more}---

# 1.5 Objetivo general
Evaluar el desempeño del fondo con [la evaluación anterior](../2020/tres.md#hallazgo-1) a la vista.

# 2.1 Hallazgos
{findings}

# 2.2.1 Fortalezas
1. El FORTAMUN se ejerce a tiempo, como dice [su ficha](../../fondos/fortamun.md).

# 3.2 Recomendaciones
{recommendations}
"""
BASE = dict(name="Evaluación de uno", year=2021, fund="fortamun", finish="2022-08-31", mail="reservado",
            holder='"Titular Primera"', cost="250000.00", status="publicada", more="",
            findings="1. El municipio publica sus informes.\n2. No hay fichas de los indicadores.\n"
                     "3. El padrón está completo y actualizado. Los montos no coinciden con la cuenta pública.",
            recommendations="1. Elaborar las fichas.\n2. Publicar los indicadores.")
FOLLOW_UP = """asm:
  - clave: asm-1
    texto: Elaborar las fichas
    recomendaciones: [1]
    unidad: obras
    compromiso: {due}
    avances:
{progress}"""
PROGRESS = {
    "start": "      - {fecha: 2023-03-01, estado: en-proceso, porcentaje: 40}\n",
    "altered": "      - {fecha: 2023-03-01, estado: en-proceso, porcentaje: 10}\n",
    "more": "      - {fecha: 2023-06-01, estado: atendido, porcentaje: 100}\n",
}
PROMISE = "  - {{fondo: {}, ejercicio: 2021, tipo: especifica-de-desempeno}}\n"


class Repository:
    def __init__(self, root):
        self.root, self.day, self.at, self.names = Path(root), 0, {}, []
        self.root.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", "-b", "main")

    def git(self, *words, author="Ana Pérez"):
        stamp = f"{1665000000 + self.day * 86400 * 9} -0600"
        environment = {
            "GIT_AUTHOR_NAME": author, "GIT_COMMITTER_NAME": "Publicador",
            "GIT_AUTHOR_EMAIL": "a@ejemplo.example", "GIT_COMMITTER_EMAIL": "p@ejemplo.example",
            "GIT_AUTHOR_DATE": stamp, "GIT_COMMITTER_DATE": stamp,
            "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null",
            "PATH": os.environ["PATH"], "HOME": str(self.root)}
        return subprocess.run(["git", *words], cwd=self.root, env=environment, check=True,
                              capture_output=True).stdout.decode().strip()

    def write(self, path, text):
        path = self.root / "content" / path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def evaluation(self, path, **changes):
        self.write(f"evaluaciones/{path}.md", EVALUATION.format(**{**BASE, **changes}))

    def remove(self, path):
        (self.root / "content" / path).unlink()

    def commit(self, name, message, author="Ana Pérez"):
        self.day += 1
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message, author=author)
        self.at[name] = self.git("rev-parse", "HEAD")
        self.names.append(name)


def live(root):
    it = Repository(root)
    it.write("sitio.yaml", SITE.format(publisher="Instituto de Ejemplo"))
    it.write("entes/ejemplo.md", "---\nnombre: Municipio de Ejemplo\n---\n")
    it.write("fondos/fortamun.md", FUND.format(brief="FORTAMUN", name="Fondo para el Fortalecimiento"))
    it.write("fondos/fais.md", FUND.format(brief="FAIS", name="Fondo de Infraestructura"))
    it.write("unidades/obras.md", UNIT.format(name="Obras Públicas"))
    it.write("evaluadores/consultores.md", UNIT.format(name="Consultores de Ejemplo"))
    it.write("archivos/informe.txt", "El informe.\n")
    it.write("pae/2022.yaml", "evaluaciones:\n" + PROMISE.format("fortamun") + PROMISE.format("fais"))
    it.evaluation("2020/tres", name="Evaluación de tres", year=2020, fund="fais")
    it.evaluation("2023/cuatro", name="Evaluación de cuatro", year=2023, status="borrador")
    it.commit("empieza", "Empieza el sitio")
    old = {"mail": "persona@correo.example"}
    it.evaluation("2021/uno", **old)
    it.commit("publica", "Publica la evaluación de uno")
    it.evaluation("2021/uno", cost="290000.00", holder='"Titular Segunda"',
                  findings=BASE["findings"].replace("fichas de", "fichas técnicas de"))
    it.write("seguimiento/2021/uno.yaml", FOLLOW_UP.format(due="2023-06-30", progress=PROGRESS["start"]))
    it.commit("costo", "Corrige el costo\n\nFaltaba el IVA, dice el <b>contrato</b>.", "Luis Mora")
    it.evaluation("2021/uno", cost='"$290,000.00"', holder='"Titular Segunda"',
                  findings=BASE["findings"].replace("fichas de", "fichas técnicas de").replace("1. El", "1.  El"))
    it.commit("forma", "Da formato")
    it.evaluation("2021/uno", cost="290000.00", holder='"Titular Segunda"',
                  findings="1. No hay fichas técnicas de los indicadores.\n2. El municipio publica sus informes.\n"
                           "3. El padrón está completo y actualizado.\n"
                           "4. Los montos no coinciden con la cuenta pública.\n5. Hay un hallazgo más.",
                  recommendations="1. Publicar los indicadores.")
    it.write("seguimiento/2021/uno.yaml", FOLLOW_UP.format(
        due="2023-12-31", progress=PROGRESS["altered"] + PROGRESS["more"]))
    it.commit("items", "Reordena los hallazgos", "Luis Mora")
    it.write("fondos/fortamun.md", FUND.format(brief="FORTAMUNDF", name="Fondo con Otro Nombre"))
    it.write("sitio.yaml", SITE.format(publisher="Otro Publicador"))
    it.write("pae/2022.yaml", "evaluaciones:\n" + PROMISE.format("fortamun"))
    it.evaluation("2022/dos", name="Evaluación de dos", year=2022, fund="fais")
    it.evaluation("2023/cuatro", name="Evaluación de cuatro", year=2023)
    it.commit("catalogo", "Cambia el nombre del fondo y retira una promesa")
    it.evaluation("2022/dos", name="Evaluación de dos", year=2022, fund="fais", status="retirada",
                  more="retiro: {fecha: 2022-12-01, motivo: Tenía errores}\n")
    it.write("evaluaciones/2021/uno.md", "---\nnombre: [sin cerrar\nestado: publicada\n---\n\n"
             "# 2.1 Hallazgos\n1. Escriba a persona@correo.example <script>alert(1)</script>\n")
    it.commit("ilegible", "Retira dos y estropea uno")
    it.evaluation("2021/uno", **old)
    it.remove("evaluaciones/2022/dos.md")
    it.commit("vuelve", "Deshace los cambios de uno y borra dos", "Luis Mora")
    (it.root / "content/evaluaciones/2020/tres.md").rename(it.root / "content/evaluaciones/2020/fais.md")
    it.commit("mudanza", "Mueve tres como está")
    it.remove("evaluaciones/2021/uno.md")
    it.remove("seguimiento/2021/uno.yaml")
    it.write("seguimiento/2021/fortamun.yaml", FOLLOW_UP.format(
        due="2023-12-31", progress=PROGRESS["altered"] + PROGRESS["more"]).replace(
            "asm:", "antes: [2021/uno]\nasm:", 0))
    it.write("pae/2022.yaml", "evaluaciones:\n" + PROMISE.format("fais"))
    for path in ("fondos/fortamun.md", "archivos/informe.txt"):
        it.remove(path)
    new = dict(fund="ramo-33", more="antes: [2021/uno]\n", findings=BASE["findings"].replace(" de los", " para los"))
    fixed = EVALUATION.format(**{**BASE, **new}).replace("\n  evaluacion: archivos/informe.txt", "")
    it.write("evaluaciones/2021/fortamun.md", fixed.replace("[su ficha](../../fondos/fortamun.md)", "su ficha")
             .replace("../2020/tres.md", "../2020/fais.md"))
    other = EVALUATION.format(**{**BASE, "name": "Evaluación de tres", "year": 2020, "fund": "fais"})
    it.write("evaluaciones/2020/fais.md", other.replace("\n  evaluacion: archivos/informe.txt", "").replace(
        "[su ficha](../../fondos/fortamun.md)", "su ficha").replace("[la evaluación anterior](../2020/tres.md#hallazgo-1)",
        "nada").replace("estado: publicada", "antes: [2020/tres]\nestado: publicada"))
    four = EVALUATION.format(**{**BASE, "name": "Evaluación de cuatro", "year": 2023, "fund": "fais"})
    it.write("evaluaciones/2023/cuatro.md", four.replace("\n  evaluacion: archivos/informe.txt", "").replace(
        "[su ficha](../../fondos/fortamun.md)", "su ficha").replace("../2020/tres.md", "../2020/fais.md"))
    it.commit("final", "Cambia la clave y limpia el catálogo")
    return it


if __name__ == "__main__":
    live(sys.argv[1])
