# figures.py -- every figure that the pages of a built site print, counted again from its CSV files alone.
# SPDX-License-Identifier: GPL-3.0-or-later
"""
check(site) yields what is wrong. A figure is a number that a page counts or adds up: an element that FIGURES
names. Each kind of page has a function that works out its figures and marks the elements it looked at; an
element that nobody looked at is a fault too, so that a page cannot print a figure that no test knows. Not
looked at: what a document says (its items and fields), pages of one version (they stay as they were
published), and the sizes of drawings, which say the same as the table under each.
"""
import csv
import io
import re
from collections import Counter, defaultdict
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path

STATES = {"no-aplica", "no-consta", "reservado", "suprimido", ""}
FOLDERS = ("fondos", "ejercicios", "unidades", "evaluadores", "entes", "contratos")
# What the theme calls things: a test of figures must not fail for a word.
WORDS = dict(line.split(" = ", 1) for line in (Path(__file__).resolve().parents[2] /
             "themes/gobierno-abierto/idioma/es-MX.txt").read_text("utf-8").splitlines() if " = " in line)
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "wbr", "rect", "line", "path", "circle"}


class Node:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent, self.children, self.seen = tag, dict(attributes), parent, [], False

    def classes(self):
        return (self.attributes.get("class") or "").split()

    def all(self, tag=None, name=None):
        for child in self.children:
            if isinstance(child, Node):
                if (not tag or child.tag == tag) and (not name or name in child.classes()):
                    yield child
                yield from child.all(tag, name)

    def first(self, tag=None, name=None):
        return next(self.all(tag, name), None)

    def within(self, tag=None, name=None):
        node = self.parent
        while node and not ((not tag or node.tag == tag) and (not name or name in node.classes())):
            node = node.parent
        return node

    def text(self, *without):
        """Its words, without elements of these classes."""
        parts = []
        for child in self.children:
            if isinstance(child, str):
                parts.append(child)
            elif not set(without) & set(child.classes()):
                parts.append(child.text(*without))
        return re.sub(r"\s+", " ", "".join(parts)).strip()


class Tree(HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.top = self.at = Node("", [], None)
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        node = Node(tag, attrs, self.at)
        self.at.children.append(node)
        if tag not in VOID:
            self.at = node

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Node(tag, attrs, self.at))

    def handle_endtag(self, tag):
        node = self.at
        while node.parent and node.tag != tag:
            node = node.parent
        if node.parent:
            self.at = node.parent

    def handle_data(self, data):
        self.at.children.append(data)


def is_figure(node):
    names = node.classes()
    if "cuenta" in names or "s-vencido" in names:
        return True
    if "derecha" in names and node.tag == "td":  # not a table of a document
        return bool(node.within("table", "fichero") or node.within("table", "cifras-de"))
    if node.tag == "strong":
        return bool(node.within("p", "totales") or node.within("section", "cuentas"))
    if node.tag == "b":
        return bool(node.within("ul", "cifras"))
    if node.tag == "dd":
        return bool(node.within("dl", "balance")) or (node.parent and {"d-costo", "d-recomendaciones"} & set(node.parent.classes()))
    return "vidrio" in names and node.parent.tag == "td"


def value(cell):
    """What a cell holds, or None where it has no value."""
    return None if cell in STATES else cell[1:] if cell[0] == "'" else cell


def count(number):
    return f"{number:,}"


def money(pesos):
    return f"${Decimal(pesos):,.2f}"


class Site:
    def __init__(self, site):
        self.site, self.wrong, self.pages = Path(site), [], {}
        self.rows = {path.stem: list(csv.DictReader(io.StringIO(path.read_bytes().decode(), newline="")))
                     for path in (self.site / "datos").glob("*.csv")}
        self.contracts = {row["clave"]: row for row in self.rows["contratos"]}
        self.evaluations = {row["clave"]: row for row in self.rows["evaluaciones"]}
        self.by_page = {row["pagina"]: row for row in self.rows["evaluaciones"]}
        self.items = Counter((row["evaluacion"], row["seccion"]) for row in self.rows["hallazgos"])
        self.asm_of = {row["id"]: row for row in self.rows["asm"]}
        self.advice = defaultdict(list)
        for row in self.rows["recomendaciones"]:
            self.advice[row["evaluacion"]].append(row)
        self.funds_of, self.of = defaultdict(list), defaultdict(list)
        for row in self.rows["evaluaciones_fondos"]:
            self.funds_of[row["evaluacion"]].append(row["fondo"])
            self.of["fondos", row["fondo"]].append(self.evaluations[row["evaluacion"]])
        self.units_of = defaultdict(list)
        for row in self.rows["evaluaciones_unidades"]:
            if value(row["unidad"]) and row["unidad"] not in self.units_of[row["evaluacion"]]:
                self.units_of[row["evaluacion"]].append(row["unidad"])
        self.units_named = defaultdict(set)
        for table in ("evaluaciones_responsables", "evaluaciones_unidades"):
            for row in self.rows[table]:
                self.units_named[table, row["evaluacion"]].add(row["unidad"])
        for row in self.rows["evaluaciones"]:
            for unit in self.named_units(row):
                self.of["unidades", unit].append(row)
            for folder, column in (("ejercicios", "ejercicio"), ("evaluadores", "evaluador_institucion"), ("entes", "ente"),
                                   ("contratos", "contratacion_contrato")):
                if value(row[column]):
                    self.of[folder, row[column]].append(row)

    # --- What is counted.

    def named_units(self, row):
        """The units that an evaluation names in any of its fields."""
        named = {row["programa_coordinador"], row["contratacion_unidad"]}
        for table in ("evaluaciones_responsables", "evaluaciones_unidades"):
            named |= self.units_named[table, row["clave"]]
        return {unit for unit in named if value(unit)}

    def mentioned(self, kind, key):
        """Who speaks of it: each page once."""
        return len({(one["en_tipo"], one["en"]) for one in self.rows["menciones"] if (one["a_tipo"], one["a"]) == (kind, key)})

    def cost(self, rows):
        """The sum, each contract once; and how many tell none."""
        alone = [value(row["contratacion_costo"]) for row in rows if not value(row["contratacion_contrato"])]
        shared = defaultdict(list)
        for row in rows:
            if value(row["contratacion_contrato"]):
                shared[row["contratacion_contrato"]].append(value(row["contratacion_costo"]))
        total, unknown = sum(Decimal(cost) for cost in alone if cost), sum(not cost for cost in alone)
        for key, costs in shared.items():
            own = value(self.contracts[key]["costo"])
            known = [Decimal(own)] if own else [Decimal(cost) for cost in costs if cost]
            total += max(known, default=0)
            unknown += 0 if known else len(costs)
        return total if unknown < len(rows) else None, unknown

    def late(self, row):
        return int(value(row["dias_de_retraso"]) or 0)

    def balance(self):
        advice, asms = self.rows["recomendaciones"], self.rows["asm"]
        return [len(advice), sum(bool(value(row["asm"])) for row in advice),
                sum(bool(value(row["motivo_no_aceptada"])) for row in advice),
                sum(row["respuesta"] == "sin-respuesta" for row in advice), sum(row["abierto"] == "si" for row in asms),
                sum(row["estado"] == "atendido" for row in asms), sum(row["vencido"] == "si" for row in asms)]

    # --- How it is compared.

    def same(self, page, node, shown, want):
        if node is not None:
            node.seen = True
        if shown != want:
            self.wrong.append(f"{page}: {shown!r} is not {want!r}")

    def count(self, page, node, number):
        self.same(page, node, node.text() if node else None, count(number))

    def totals(self, page, tree, rows):
        line = tree.first("p", "totales")
        strong = list(line.all("strong"))
        total, unknown = self.cost(rows)
        self.same(page, strong[0], strong[0].text(), count(len(rows)))
        if total is None:
            self.same(page, None, len(strong), 1)
        else:
            self.same(page, strong[1] if strong[1:] else None, strong[1].text() if strong[1:] else None, money(total))
        gone = sum(row["estado"] == "retirada" for row in rows)
        told = [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", line.text().split("·")[0])]
        self.same(page, None, told, [len(rows)] + ([gone] if gone else []))
        told = re.search(WORDS["sin_costo"].replace("{{sin_costo}}", r"([\d,]*\d)"), line.text())
        self.same(page, None, told and told.group(1), count(unknown) if unknown else None)

    def list_row(self, page, row, base):
        """A row of a list of evaluations: cost, score and date."""
        link = row.first("th").first("a")
        evaluation = self.by_page[resolve(base, link.attributes["href"])]
        cells = {cell.attributes.get("data-t"): cell for cell in row.all("td")}
        cost, score, day = (value(evaluation[name]) for name in ("contratacion_costo", "valoracion", "difusion_fecha"))
        if WORDS["costo"] in cells:
            shown = cells[WORDS["costo"]].text("tipo")
            self.same(page, cells[WORDS["costo"]], shown if "$" in shown else None, money(cost) if cost else None)
        if WORDS["valoracion"] in cells:
            shown = cells[WORDS["valoracion"]].text()
            self.same(page, cells[WORDS["valoracion"]], shown if any(map(str.isdigit, shown)) else None, score)
        if WORDS["publicada"] in cells:
            shown = re.search(r"\d\d/\d\d/\d{4}", cells[WORDS["publicada"]].text())
            self.same(page, None, shown and "-".join(reversed(shown.group().split("/"))), day)
        for seal in row.all(name="s-vencido"):
            self.same(page, seal, digits(seal), self.late(evaluation))
        return evaluation, cells

    def charts(self, page, tree, rows, base):
        for figure in tree.all("figure", "grafica"):
            title = figure.first("figcaption").text()
            table = figure.first("table", "cifras-de")
            if not table:
                continue
            body = [(row.first("th"), list(row.all("td"))) for row in table.first("tbody").all("tr")]
            if title.startswith(WORDS["grafica_costo"]):
                years = defaultdict(list)
                for row in rows:
                    years[row["ejercicio"]].append(row)
                known = {year: self.cost(group)[0] for year, group in years.items()}
                self.table(page, body, {year: [WORDS["no_consta"] if total is None else money(total)] for year, total in known.items()})
            elif title.startswith(WORDS["grafica_costo_entes"]):
                for head, (cell,) in body:
                    own = self.by_page[resolve(base, head.first("a").attributes["href"])]
                    cost = value(own["contratacion_costo"])
                    self.same(page, cell, cell.text() if cost else None, money(cost) if cost else None)
            elif title.startswith(WORDS["grafica_valoracion"]):
                for head, cells in body:
                    self.score(page, cells, [row for row in rows if row["ejercicio"] == head.text()])
            elif title.startswith(WORDS["grafica_publicacion"]):
                for head, (cell,) in body:
                    own = self.by_page[resolve(base, head.first("a").attributes["href"])]
                    self.same(page, cell, digits(cell), int(own["dias_a_publicacion"]))
            elif title.startswith(WORDS["grafica_rangos"]):
                known = [self.late(row) for row in rows if value(row["dias_de_retraso"])]
                bands = [(0, 0), (1, 30), (31, 90), (91, 365), (366, 10 ** 6)]
                want = [sum(low <= days <= high for days in known) for low, high in bands] + [len(rows) - len(known)]
                self.same(page, None, len(body), len(want))
                for (_, (cell,)), number in zip(body, want):
                    self.count(page, cell, number)
            elif title.startswith(WORDS["grafica_unidades"]):
                held = Counter(unit for row in rows for unit in self.units_of[row["clave"]])
                for head, (cell,) in body:
                    link = head.first("a")
                    if link:
                        self.count(page, cell, held[Path(link.attributes["href"]).stem])
                    else:  # the rest, in one line
                        told = {Path(one.first("a").attributes["href"]).stem for one, _ in body if one.first("a")}
                        cell.seen = cell.text() == count(sum(number for unit, number in held.items() if unit not in told))
            elif title.startswith(WORDS["grafica_recomendaciones"]):
                self.over_time(page, body, rows)

    def score(self, page, cells, group):
        known = [row for row in group if value(row["valoracion_puntos"]) and value(row["valoracion_maximo"])]
        if not known:
            self.same(page, cells[0], digits(cells[0]), None)
            self.same(page, cells[1], digits(cells[1]), None)
            return
        shares = [100 * Decimal(row["valoracion_puntos"]) / Decimal(row["valoracion_maximo"]) for row in known]
        near = abs(Decimal(cells[0].text().split()[0]) - sum(shares) / len(shares)) <= Decimal("0.1")
        self.same(page, cells[0], near, True)
        if len(known) == 1:
            self.same(page, cells[1], cells[1].text(), known[0]["valoracion"])
        else:
            self.same(page, cells[1], digits(cells[1]), len(known))

    def over_time(self, page, body, rows):
        """An answer not refused is open from the end of its evaluation until the last of its ASM is done."""
        progress = defaultdict(list)
        for row in self.rows["avances"]:
            progress[row["asm"]].append(row)
        events = []
        for row in rows:
            begun = value(row["termino"])
            for advice in self.advice[row["clave"]] if begun else []:
                asms = (value(advice["asm"]) or "").split("|") if value(advice["asm"]) else []
                if value(advice["motivo_no_aceptada"]) and not asms:
                    continue
                done = [max((one["fecha"] for one in progress[asm]), default="") for asm in asms
                        if self.asm_of[asm]["abierto"] == "no"]
                ended = max(done) if asms and len(done) == len(asms) else None
                events.append((begun, ended and max(ended, begun)))
        for head, cells in body:
            until = end_of(head.text())
            opened = sum(begun <= until for begun, _ in events)
            closed = sum(bool(ended) and ended <= until for _, ended in events)
            self.count(page, cells[0], opened - closed)
            self.count(page, cells[1], closed)

    def table(self, page, body, want):
        self.same(page, None, {head.text(): [cell.text() for cell in cells] for head, cells in body}, want)
        for _, cells in body:
            for cell in cells:
                cell.seen = True

    # --- Kinds of pages.

    def inicio(self, page, tree):
        rows = self.rows["evaluaciones"]
        figures = list(tree.first("ul", "cifras").all("b"))
        want = [len(rows)] + [len(self.rows[folder]) for folder in FOLDERS if self.rows[folder]]
        for node, number in zip(figures, want):
            self.count(page, node, number)
        self.same(page, None, len(figures), len(want))
        total = self.cost(rows)[0]
        for node in tree.first("section", "cuentas").all("strong"):
            self.same(page, node, node.text(), money(total))
        self.matrix(page, tree)
        self.charts(page, tree, rows, "")
        owed = sorted((int(row["dias_de_atraso"]) for row in self.rows["pae"] if row["dias_de_atraso"] != "0"), reverse=True)
        late = sorted((self.late(row) for row in rows if self.late(row)), reverse=True)
        for section in tree.all("section", "tablero"):
            seals = [digits(seal) for seal in section.all(name="s-vencido")]
            name = section.attributes.get("aria-labelledby")
            if name == "p_pendientes":
                self.count(page, section.first("span", "cuenta"), len(owed))
                self.same(page, None, Counter(seals) - Counter(owed), Counter())
            elif name == "p_tardias":
                self.count(page, section.first("span", "cuenta"), len(late))
                for item in section.first("ul").all("li"):
                    own = self.by_page[item.first("a").attributes["href"]]
                    self.same(page, None, digits(item.first(name="s-vencido")), self.late(own))
            for seal in section.all(name="s-vencido"):
                seal.seen = name in ("p_pendientes", "p_tardias")
        board = tree.first("section", "tablero") and [one for one in tree.all("dl", "balance")]
        told = self.balance()
        for one in board or []:
            for node, number in zip(one.all("dd"), (told[0], told[1], told[4], told[5])):
                self.count(page, node, number)

    def matrix(self, page, tree):
        """A cell: one evaluation (how late), several (how many), promised, or nothing."""
        table = tree.first("table", "matriz")
        if not table:
            return
        years = [head.text() for head in table.first("thead").all("th")][1:]
        for row in table.first("tbody").all("tr"):
            fund = Path(row.first("th").first("a").attributes["href"]).stem
            for year, cell in zip(years, row.all("td")):
                glass = cell.first(name="vidrio")
                here = [one for one in self.of["fondos", fund] if one["ejercicio"] == year]
                sign = " ".join(node.text() for node in glass.all("span") if node.attributes.get("aria-hidden"))
                if len(here) == 1:
                    days = self.late(here[0])
                    self.same(f"{page} {fund} {year}", glass, "una" in glass.classes() and sign, f"+{days}" if days else "●")
                elif here:
                    self.same(f"{page} {fund} {year}", glass, "varias" in glass.classes() and sign, count(len(here)))
                else:
                    owed = [one for one in self.rows["pae"] if one["fondo"] == fund and one["ejercicio"] == year
                            and not value(one["evaluacion"])]
                    want = "prometida" if owed else "ninguna"
                    if "mencionada" in glass.classes():
                        want = "mencionada"
                    self.same(f"{page} {fund} {year}", glass, want in glass.classes() and not any(map(str.isdigit, sign)), True)

    def evaluaciones(self, page, tree):
        self.totals(page, tree, self.rows["evaluaciones"])
        for row in tree.first("table", "fichero").first("tbody").all("tr"):
            self.list_row(page, row, "evaluaciones")

    def entrada(self, page, tree):
        folder, stem = page.split("/")
        stem = re.sub(r"-\d+$", "", Path(stem).stem) if not any(
            row["pagina"] == page for row in self.rows[folder]) else Path(stem).stem
        own = next(row for row in self.rows[folder] if row["pagina"] == f"{folder}/{stem}.html")
        key = own.get("clave") or own["ejercicio"]
        rows = self.of[folder, key]
        for node in tree.all("dd"):
            if "d-costo" in node.parent.classes():
                self.same(page, node, node.text(), money(own["costo"]))
        section = next((one for one in tree.all("section") if one.attributes.get("aria-labelledby") == "p_evaluaciones"), None)
        if section:
            self.totals(page, section, rows)
            self.charts(page, section, rows, folder)
            for table in section.all("table", "fichero"):
                for row in table.first("tbody").all("tr"):
                    self.list_row(page, row, folder)
        for one in tree.all("section"):
            name = one.attributes.get("aria-labelledby")
            if name == "p_prometidas":
                self.promises(page, one)
            elif name == "p_hijos":
                for item in one.all("li"):
                    child = resolve(folder, item.first("a").attributes["href"])
                    there = next(row for row in self.rows[child.split("/")[0]] if row["pagina"] == child)
                    self.count(page, item.first(name="cuenta"), int(there["evaluaciones"]))
            elif name == "p_junto_a":
                self.companions(page, one, rows, folder)
            elif name == "p_asm":
                held = [row for row in self.rows["asm"] if value(row["unidad"]) == key]
                self.count(page, one.first(name="cuenta"), len(held))
                line = one.first("p", "totales").first("strong")
                self.count(page, line, sum(row["abierto"] == "si" for row in held))
            elif name == "p_menciones":
                self.count(page, one.first(name="cuenta"), int(own["menciones"]))
            elif name == "p_comparar":
                self.across(page, one, folder)

    def across(self, page, section, base):
        """One year of a fund in several entities: how many evaluations that page tells of."""
        for link in section.all("a"):
            seal = next((one for one in link.parent.children if isinstance(one, Node) and "cuenta" in one.classes()), None)
            if seal:
                fund, year = Path(link.attributes["href"]).stem.rsplit("-", 1)
                self.count(page, seal, sum(row["ejercicio"] == year and bool(value(row["ente"])) for row in self.of["fondos", fund]))

    def companions(self, page, section, rows, folder):
        for item in section.all("li"):
            other, name = resolve(folder, item.first("a").attributes["href"]).split("/")
            theirs = {row["clave"] for row in self.of[other, Path(name).stem]}
            if other == "unidades":  # those of 5.6.1
                theirs = {clave for clave, units in self.units_of.items() if Path(name).stem in units}
            self.count(page, item.first(name="cuenta"), sum(row["clave"] in theirs for row in rows))

    def promises(self, page, section):
        """Rows of promises that are late: by as many days as pae.csv says for some promise of the fund and year."""
        for row in section.all("tr"):
            for seal in row.all(name="s-vencido"):
                links = [Path(link.attributes["href"]) for link in row.all("a")]
                fund = next((link.stem for link in links if link.parent.name == "fondos" or link.parent.name == "." or
                             str(link.parent) == "."), None)
                days = {int(one["dias_de_atraso"]) for one in self.rows["pae"] if fund in (None, one["fondo"]) or
                        one["ejercicio"] == fund}
                self.same(page, seal, digits(seal) in days, True)

    def recomendaciones(self, page, tree):
        for node, number in zip(tree.first("dl", "balance").all("dd"), self.balance()):
            self.count(page, node, number)
        self.charts(page, tree, self.rows["evaluaciones"], "recomendaciones")
        for section in tree.all("section"):
            if section.attributes.get("aria-labelledby") == "p_vencidas":
                self.count(page, section.first(name="cuenta"), self.balance()[6])
        jumps = tree.first("nav", "saltos")
        if jumps:
            self.count(page, jumps.first(name="cuenta"), len(list(jumps.all("li"))))
            self.same(page, None, len(list(jumps.all("li"))), len(list(tree.all("p", "vuelve"))))
        for seal in tree.all(name="s-vencido"):
            seal.seen = not any(map(str.isdigit, seal.text()))

    def pae_counts(self, rows):
        kept = sum(bool(value(row["evaluacion"])) for row in rows)
        return [len(rows), kept, len(rows) - kept, sum(row["dias_de_atraso"] != "0" for row in rows)]

    def pae_indice(self, page, tree):
        for table in tree.all("table", "fichero"):
            for row in table.first("tbody").all("tr"):
                year = row.first("th").text()
                for cell, number in zip(row.all("td"), self.pae_counts([one for one in self.rows["pae"] if one["pae"] == year])):
                    self.count(page, cell, number)
                    for seal in cell.all(name="s-vencido"):
                        seal.seen = True

    def pae(self, page, tree):
        year = Path(page).stem
        of_year = [row for row in self.rows["pae"] if row["pae"] == year]
        programmes = list(tree.all("section", "programa"))
        keys = list(dict.fromkeys(row["programa"] for row in of_year))
        for section in programmes:
            link = section.first("h2").first("a")
            entity = Path(link.attributes["href"]).stem if link else None
            mine = [row for row in of_year if entity is None or row["ente_prometido"] == entity]
            for node, number in zip(section.first("dl", "balance").all("dd"), self.pae_counts(mine)):
                self.count(page, node, number)
            shown = [digits(seal) for seal in section.all(name="s-vencido")]
            self.same(page, None, sorted(shown), sorted(int(row["dias_de_atraso"]) for row in mine if row["dias_de_atraso"] != "0"))
            for seal in section.all(name="s-vencido"):
                seal.seen = True
        self.same(page, None, len(programmes) >= len(keys), True)

    def comparar_indice(self, page, tree):
        self.across(page, tree, "comparar")

    def comparar_entes(self, page, tree):
        table = tree.first("table", "fichero")
        rows = []
        for row in table.first("tbody").all("tr"):
            evaluation, cells = self.list_row(page, row, "comparar")
            rows.append(evaluation)
            key = evaluation["clave"]
            for name, number in ((WORDS["debilidades"], self.items[key, "2.2.3"]), (WORDS["recomendaciones"], self.items[key, "3.2"])):
                cell = cells[name]
                self.same(page, cell, "0" if cell.text() == "–" else cell.text(), count(number))
            cell = cells[WORDS["rec_con_asm"]]
            self.count(page, cell, sum(bool(value(one["asm"])) for one in self.advice[key]))
        self.totals(page, tree, rows)
        self.charts(page, tree, rows, "comparar")

    def comparar(self, page, tree):
        """What comes back and what is new are all of the later year; with what is gone, all of the earlier."""
        first, last = re.fullmatch(r".+-(\d{4})-(\d{4})", Path(page).stem).groups()
        tables = list(tree.all("table", "cifras-de"))
        sides = {}
        for link in (one for table in tables for one in table.all("a")):
            key = resolve("comparar", link.attributes["href"]).split("#")[0]
            if key in self.by_page:
                sides[self.by_page[key]["ejercicio"]] = self.by_page[key]["clave"]
        numbers = {"p_debilidad": "2.2.3", "p_recomendacion": "3.2"}
        for section in tree.all("section", "comparada"):
            number = section.first("h2").first("span", "numero").text()
            self.same(page, None, number, numbers.get(section.attributes["aria-labelledby"]))
            heads = [(head.text("cuenta"), head.first(name="cuenta")) for head in section.all("h3")]
            back = sum(digits(node) for words, node in heads if words == WORDS["vuelven"])
            new = sum(digits(node) for words, node in heads if last in words)
            gone = sum(digits(node) for words, node in heads if last not in words and words != WORDS["vuelven"])
            for _, node in heads:
                node.seen = True
                follows = node.parent.parent.children
                at = follows.index(node.parent)
                shown = next(one for one in follows[at + 1:] if isinstance(one, Node) and one.tag == "ul")
                listed = [one for one in shown.children if isinstance(one, Node) and one.tag == "li"]
                self.same(page, None, digits(node), len(listed))
            for year, number_there in ((first, back + gone), (last, back + new)):
                if year in sides:
                    self.same(f"{page} {number} {year}", None, number_there, self.items[sides[year], number])
            summary = next((row for row in tables[0].first("tbody").all("tr") if row.first("a") and
                            row.first("a").attributes["href"] == "#" + section.attributes["aria-labelledby"]), None)
            if summary:
                for cell, number_there in zip(summary.all("td"), (back, new, gone)):
                    self.count(page, cell, number_there)
        for table in tables[:1]:  # sections with nothing in either year
            for cell in table.all("td"):
                if not cell.seen:
                    self.count(page, cell, 0)
        for row in tables[-1].first("tbody").all("tr"):
            number = row.first("span", "numero").text()
            for year, cell in zip((first, last), row.all("td")):
                if year in sides and cell.text():
                    self.count(page, cell, self.items[sides[year], number])
                cell.seen = True

    def evaluacion(self, page, tree):
        row = self.by_page[page]
        for node in tree.all("dd"):
            names = node.parent.classes()
            if "d-costo" in names:
                cost = value(row["contratacion_costo"])
                self.same(page, node, (re.findall(r"\$[\d,.]*\d", node.text()) or [None])[0], money(cost) if cost else None)
            elif "d-recomendaciones" in names:
                names = "|".join(WORDS[name] for name in ("con_asm", "atendida", "no_aceptada"))
                told = {words: int(number) for number, words in re.findall(rf"(\d+) ({names})", node.text())}
                own = self.advice[row["clave"]]
                asms = [(value(one["asm"]) or "").split("|") if value(one["asm"]) else [] for one in own]
                want = {WORDS["con_asm"]: sum(map(bool, asms)), WORDS["no_aceptada"]: sum(bool(value(one["motivo_no_aceptada"])) for one in own),
                        WORDS["atendida"]: sum(bool(keys) and all(self.asm_of[key]["estado"] == "atendido" for key in keys) for keys in asms)}
                self.same(page, node, told, {words: number for words, number in want.items() if number})
                self.same(page, None, digits(node) or 0, len(own))
        for section in tree.all("section", "comparar"):
            self.across(page, section, str(Path(page).parent))
        index = tree.first("nav", "indice")
        for node in index.all("span", "cuenta"):
            number = node.parent.attributes["href"].removeprefix("#s-").replace("-", ".")
            self.count(page, node, self.items[row["clave"], number])
        for node in tree.all("span", "cuenta"):
            if node.within("section") and node.within("section").attributes.get("aria-labelledby") == "p_menciones":
                self.count(page, node, self.mentioned("evaluación", row["clave"]))
            elif not node.seen and node.parent.tag in ("h2", "h3", "h4"):
                heading = node.parent.first(name="numero")
                number = heading.text() if heading else re.sub(r"^[^\d]*|[^\d.]*$", "", (node.parent.attributes.get("id") or "").replace("-", "."))
                self.count(page, node, self.items[row["clave"], number])
        clock = tree.first(name="reloj")
        if clock and value(row["dias_de_retraso"]) and value(row["dias_a_publicacion"]):
            last = list(clock.all("li"))[-1].text()
            self.same(page, None, f"{row['dias_a_publicacion']} día" in last, True)
            if self.late(row):
                self.same(page, None, f"{self.late(row)} día" in last, True)
        for seal in tree.all(name="s-vencido"):
            seal.seen = not any(map(str.isdigit, seal.text()))

    def pagina(self, page, tree):
        for node in tree.all("span", "cuenta"):
            self.count(page, node, self.mentioned("página", Path(page).stem))

    def datos(self, page, tree):
        for table in tree.all("table", "fichero"):
            for row in table.all("tr"):
                for cell in row.all("td"):
                    if cell.attributes.get("data-t") == WORDS["filas"]:
                        name = row.first("th").first("a").attributes["href"].removeprefix("#t_")
                        self.count(page, cell, len(self.rows[name]))
                    elif cell.attributes.get("data-t") == WORDS["tamano"]:
                        size = (self.site / resolve("datos", row.first("a").attributes["href"])).stat().st_size
                        shown, unit = cell.text().split()
                        power = {"bytes": 1, "kB": 10 ** 3, "MB": 10 ** 6, "GB": 10 ** 9}[unit]
                        self.same(page, cell, abs(Decimal(shown) * power - size) <= power / 20 + 1, True)

    def indice(self, page, tree):
        """How many there are; tests/data/run compares the rows column by column."""
        strong = tree.first("p", "totales").first("strong")
        self.count(page, strong, len(self.rows[page.split("/")[0]]))
        for cell in tree.all("td", "derecha"):
            cell.seen = True

    def check(self, only=None):
        known = {"indice", "datos", "evaluacion", "comparar", "comparar-entes", "comparar-indice", "pae", "pae-indice",
                 "recomendaciones", "entrada", "evaluaciones", "inicio", "pagina"}
        for path in sorted(self.site.rglob("*.html")):
            page = path.relative_to(self.site).as_posix()
            if only and page != only:
                continue
            text = path.read_text("utf-8")
            kind = (re.search(r'<body class="p-([a-z-]+)', text) or [None, ""])[1]
            tree = Tree(text).top.first("main")
            if not tree:
                continue
            if kind in known:
                self.pages.setdefault(kind, page)
                getattr(self, kind.replace("-", "_"))(page, tree)
            if kind in ("version", "comparacion", "historial", "cambios", "cambios-mes", "lapida", "ausente", "cifras",
                        "guia-indice", "guia-registro"):
                continue
            for node in tree.all():
                if is_figure(node) and not node.seen and any(map(str.isdigit, node.text())):
                    self.wrong.append(f"{page}: nobody counts «{node.text()[:60]}» ({node.tag}.{'.'.join(node.classes())})")
        return self.wrong


def resolve(base, href):
    """HREF on a page of the folder BASE, from the site's root."""
    parts = [part for part in base.split("/") if part]
    for part in href.split("#")[0].split("/"):
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


MONTHS = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split()


def end_of(words):
    """The last day of "2014", "octubre de 2024" or "11 de octubre de 2024"."""
    day, month, year = re.fullmatch(r"(?:(\d+) de )?(?:([a-z]+) de )?(\d{4})", words).groups()
    return f"{year}-{MONTHS.index(month) + 1 if month else 12:02d}-{int(day or 31):02d}"


def digits(node):
    found = re.search(r"[\d,]*\d", node.text()) if node else None
    return int(found.group().replace(",", "")) if found else None


# Where a page of a kind prints figures, for a wrong one to be put there.
PLACES = {
    "cuenta": (r'(class="cuenta"[^>]*>)(\d+)', None), "counter": (r"(<b>)([\d,]+)(?=</b> <span>)", {"inicio"}),
    "balance": (r"(<dd>)(\d+)(?=</dd>)", {"inicio", "recomendaciones", "pae"}),
    "totals": (r"(<strong>)(\$?[\d,]+)(?=(?:\.\d\d)?</strong>)", {"entrada", "evaluaciones", "comparar-entes", "indice"}),
    "cell": (r'(<td[^>]* class="derecha"[^>]*>|<td class="derecha">)(\$?[\d,]+)',
             {"inicio", "entrada", "evaluaciones", "comparar-entes", "comparar", "pae-indice", "recomendaciones", "datos"}),
    "map": (r'(class="vidrio una tarde"><span aria-hidden="true">\+)(\d+)', {"inicio"}),
    "cost": (r'(d-costo">\s*<dt>[^<]*</dt>\s*<dd>)(\$?[\d,]+)', {"evaluacion"}),
}


def blind_spots(site, pages):
    """Put one wrong figure at a time into PAGES (kind: page) of SITE; those that nobody notices."""
    looked = Site(site)
    tried = 0
    for kind, page in sorted(pages.items()):
        path = looked.site / page
        text = path.read_text("utf-8")
        start = text.index("<main")
        for name, (pattern, kinds) in PLACES.items():
            found = list(re.finditer(pattern, text[start:]))
            if not found or (kinds and kind not in kinds):
                continue
            last = found[-1]
            figure = last.group(2)
            other = figure[:-1] + str((int(figure[-1]) + 1) % 10)
            at = start + last.start(2)
            path.write_text(text[:at] + other + text[at + len(figure):], "utf-8")
            looked.wrong = []
            tried += 1
            if not looked.check(page):
                yield f"{page}: {name}: {other} for {figure}"
        path.write_text(text, "utf-8")
    if tried < 10:
        yield f"only {tried} places were tried"


def check(site):
    """(what is wrong, a page of each kind that was looked at)"""
    looked = Site(site)
    return looked.check(), looked.pages
