#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write an invented site of N evaluations, for the bench and for the tests.

    corpus.py --n N --out DIR [--seed S] [--formats diafano,hugo] [--jobs 2]

DIR/diafano/content/ holds every kind of record that the content format knows;
DIR/hugo/content/ holds the same facts and the same prose the way Hugo wants them.

What evaluation i says depends on the seed and on i alone, so the evaluations
of a small corpus are a part of those of a large one. It may cite evaluations
before it: their outline (year, key, how many items) is cheap to draw again.
Only the yearly programmes depend on N: they must know who was not delivered.

Nobody and no place named here exists; names of funds are those of the law.
Everything is valid: a build of this content has no errors, though it has
warnings, as real content would. References, anchors and dates agree.
"""
import argparse
import json
import os
import random
import re
import struct
import unicodedata
import zlib
from collections import Counter
from multiprocessing import Pool

YEARS = range(2013, 2024)
SITE_ENTITY = "municipio-de-valle-sereno"
DOMAIN = "valle-sereno.example"

# ------------------------------------------------------------- catalogues

# key: (acronym, name, aliases, budget keys, part of, legal basis, first and last year evaluated)
FUNDS = {
    "fone": ("FONE", "Fondo de Aportaciones para la Nómina Educativa y Gasto Operativo", ["FAEB"], ["I013", "I016"], "", "LCF, arts. 26 a 28", 2014, 2023),
    "fassa": ("FASSA", "Fondo de Aportaciones para los Servicios de Salud", ["Aportaciones de la Salud"], ["I002"], "", "LCF, arts. 29 a 31", 2013, 2023),
    "fais": ("FAIS", "Fondo de Aportaciones para la Infraestructura Social", [], ["I003", "I004"], "", "LCF, arts. 32 a 35", 2013, 2023),
    "fise": ("FISE", "Fondo para la Infraestructura Social de las Entidades", ["FAISE", "Fondo para la Infraestructura Social Estatal"], ["I003"], "fais", "LCF, arts. 32 a 35", 2013, 2023),
    "fismdf": ("FISMDF", "Fondo para la Infraestructura Social Municipal y de las Demarcaciones Territoriales del Distrito Federal", ["FISM", "FISM-DF", "FAISMUN"], ["I004"], "fais", "LCF, arts. 32 a 35", 2013, 2023),
    "fortamun": ("FORTAMUN", "Fondo de Aportaciones para el Fortalecimiento de los Municipios y de las Demarcaciones Territoriales del Distrito Federal", ["FORTAMUN-DF", "FORTAMUNDF", "FORTAMUN DF"], ["I005"], "", "LCF, arts. 36 a 38", 2013, 2023),
    "fam": ("FAM", "Fondo de Aportaciones Múltiples", [], ["I006", "I007", "I008"], "", "LCF, arts. 39 a 41", 2013, 2023),
    "fam-as": ("FAM-AS", "Fondo de Aportaciones Múltiples en su componente de Asistencia Social", ["FAM Asistencia Social"], ["I006"], "fam", "LCF, arts. 39 a 41", 2013, 2023),
    "fam-ieb": ("FAM-IEB", "Fondo de Aportaciones Múltiples en su componente de Infraestructura Educativa Básica", [], ["I007"], "fam", "LCF, arts. 39 a 41", 2013, 2023),
    "fam-ies": ("FAM-IES", "Fondo de Aportaciones Múltiples en su componente de Infraestructura Educativa Media Superior y Superior", [], ["I008"], "fam", "LCF, arts. 39 a 41", 2013, 2023),
    "faeta": ("FAETA", "Fondo de Aportaciones para la Educación Tecnológica y de Adultos", [], ["I009", "I010"], "", "LCF, arts. 42 y 43", 2013, 2023),
    "fasp": ("FASP", "Fondo de Aportaciones para la Seguridad Pública de los Estados y del Distrito Federal", [], ["I011"], "", "LCF, arts. 44 y 45", 2013, 2023),
    "fafef": ("FAFEF", "Fondo de Aportaciones para el Fortalecimiento de las Entidades Federativas", [], ["I012"], "", "LCF, arts. 46 y 47", 2013, 2023),
    "faispiam": ("FAISPIAM", "Fondo de Aportaciones para la Infraestructura Social de los Pueblos y Comunidades Indígenas y Afromexicanas", [], ["I017"], "", "", 0, 0),
    "subsemun": ("SUBSEMUN", "Subsidio para la Seguridad en los Municipios", [], [], "", "", 2013, 2015),
    "fortaseg": ("FORTASEG", "Subsidio para el Fortalecimiento del Desempeño en Materia de Seguridad Pública", [], ["U007"], "", "", 2016, 2020),
    "proagua": ("PROAGUA", "Programa de Agua Potable, Drenaje y Tratamiento", [], ["S074"], "", "", 2016, 2023),
    "fondo-metropolitano": ("FONMETRO", "Fondo Metropolitano", [], ["U057"], "", "", 2013, 2020),
    "feief": ("FEIEF", "Fondo de Estabilización de los Ingresos de las Entidades Federativas", [], [], "", "LFPRH, art. 21", 2013, 2023),
    "proyectos-regionales": ("PDR", "Proyectos de Desarrollo Regional", [], ["U022"], "", "", 2013, 2019),
    "fortafin": ("FORTAFIN", "Fondo para el Fortalecimiento Financiero", [], ["U135"], "", "", 2015, 2020),
    "habitat": ("HÁBITAT", "Programa Hábitat", [], ["S048"], "", "", 2013, 2016),
    "fotradis": ("FOTRADIS", "Fondo para la Accesibilidad en el Transporte Público para las Personas con Discapacidad", [], ["U075"], "", "", 2013, 2018),
    "justicia-penal": ("SIJUPE", "Subsidio para la Implementación del Sistema de Justicia Penal", [], [], "", "", 2013, 2017),
}

# article and name; the key is made from the name
UNITS = [
    "la Tesorería Municipal", "la Contraloría Interna", "la Oficialía Mayor", "la Sindicatura", "la Secretaría General del Ayuntamiento",
    "la Dirección de Obra Pública", "la Dirección de Seguridad Ciudadana", "la Dirección de Servicios Urbanos", "la Dirección de Planeación y Evaluación",
    "la Dirección de Bienestar", "la Dirección de Desarrollo Rural", "la Dirección de Fomento Económico", "la Dirección de Cultura y Turismo",
    "la Dirección de Salud Comunitaria", "la Dirección de Educación y Bibliotecas", "la Dirección de Movilidad", "la Dirección de Gestión Ambiental",
    "la Dirección de Protección Civil y Bomberos", "la Coordinación de Adquisiciones", "la Coordinación de Presupuesto", "la Coordinación de Archivo",
    "la Coordinación de Transparencia", "la Coordinación de Atención a la Juventud", "la Coordinación de Alumbrado", "la Coordinación de Parques y Panteones",
    "la Unidad de Evaluación del Desempeño", "la Unidad de Gobierno Digital", "la Unidad de Proyectos Estratégicos", "la Unidad de Igualdad de Género",
    "el Instituto de Planeación Municipal", "el Instituto de la Vivienda", "el Instituto del Deporte", "el Organismo de Agua y Saneamiento",
    "el Sistema DIF Municipal", "el Consejo de Participación Ciudadana", "el Departamento de Contabilidad", "el Departamento de Nómina",
    "el Departamento de Ingresos", "el Departamento de Catastro", "el Rastro y Mercados",
]
UNIT_PARENT = {"coordinacion-de-presupuesto": "tesoreria-municipal", "departamento-de-contabilidad": "tesoreria-municipal",
               "departamento-de-nomina": "oficialia-mayor", "coordinacion-de-adquisiciones": "oficialia-mayor",
               "departamento-de-ingresos": "tesoreria-municipal", "coordinacion-de-alumbrado": "direccion-de-servicios-urbanos"}
UNIT_ALIAS = {"instituto-de-planeacion-municipal": ["INPLAM"], "sistema-dif-municipal": ["DIF Municipal"],
              "organismo-de-agua-y-saneamiento": ["OAS"], "tesoreria-municipal": ["Tesorería"]}
UNIT_ENTITY = {"rastro-y-mercados": SITE_ENTITY, "unidad-de-proyectos-estrategicos": SITE_ENTITY}   # the others are shared

TOWNS = ("Valle Sereno|Peña Clara|Los Encinos|San Abundio del Llano|Arroyo Verde|Santa Fermina|Loma Alta de Juárez|Dos Ríos del Norte|Cañada Honda|"
         "Villa Morelos|Ojo de Luna|El Mezquital Viejo|Puerto Escudero|Las Jacarandas|Cerro Partido|Nueva Alborada|Tres Cruces|Xochiapan").split("|")
ENTITIES = ["el Municipio de " + town for town in TOWNS] + ["el Estado de Sierra Clara", "el Consejo Metropolitano de la Cuenca"]

FIRMS = [a + " " + b for a in ("Ceiba", "Mirador", "Balanza", "Cauce Abierto", "Quinta Línea", "Solsticio", "Telar", "Umbral", "Nopalera", "Claridad")
         for b in ("Análisis Público", "Consultoría Social", "Evaluación y Métodos")]
FIRM_ALIAS = {"ceiba-analisis-publico": ["Ceiba"], "telar-evaluacion-y-metodos": ["TEM"]}

KINDS = {"especifica-de-desempeno": "Específica de Desempeño", "consistencia-y-resultados": "de Consistencia y Resultados", "procesos": "de Procesos",
         "diseno": "de Diseño", "indicadores": "de Indicadores", "impacto": "de Impacto"}
KIND_DRAW = ["especifica-de-desempeno"] * 9 + ["consistencia-y-resultados"] * 3 + ["procesos"] * 2 + ["diseno", "indicadores", "impacto"]
AWARDS = ["adjudicacion-directa"] * 5 + ["invitacion-a-tres"] * 4 + ["licitacion-publica-nacional"] * 2 + ["licitacion-publica-internacional", "otro"]

GIVEN = ("Abril Adán Aída Anselmo Ariadna Baltazar Berenice Braulio Carolina Ciro Dalia Damián Edith Efraín Emma Eugenio Fátima Félix Flor Gael Gilda "
         "Horacio Ileana Isaac Jacinta Jonás Karina Leandro Lilia Macario Magdalena Nadia Néstor Ofelia Omar Perla Quirino Regina Renato Samuel Selene "
         "Teodoro Tania Ulises Úrsula Vania Wenceslao Yolanda Zacarías Zoila").split()
FAMILY = ("Acosta Alcántara Anaya Báez Bautista Bernal Camacho Carmona Cisneros Corona Dávila Elizondo Enríquez Farías Franco Galindo Granados Hinojosa "
          "Huerta Islas Jasso Landeros Ledesma Lugo Maldonado Montaño Murillo Nava Noriega Olivares Osorio Paredes Pineda Quezada Quiroz Rendón Rivas "
          "Saldaña Sepúlveda Tovar Urrutia Valadez Villegas Yáñez Zamora Zepeda").split()
PLACE_HEAD = "Bar Cal Cam Cor Chi Gua Hue Ixta Jal Lin Mal Mira Nopa Oco Pal Quer Ran Sal Tami Teco Uru Vera Xal Yau Zaca".split()
PLACE_MID = "a ba ca cho co da di fe gue lo ma me ni pe que ra ri so ta te ti to va vi".split()
PLACE_TAIL = "cinto dero eda ente huaca illa ines jo lco mita nal ngo pa ral rio sco tán tepe tla xco yán zal".split()


def slug(text):
    """The key that an author would give to a name."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def bare(name):
    """A name without its article."""
    return name.split(" ", 1)[1]


UNIT_BY_KEY = {slug(bare(unit)): unit for unit in UNITS}
ENTITY_BY_KEY = {slug(bare(entity)): entity for entity in ENTITIES}
FIRM_BY_KEY = {slug(firm): firm for firm in FIRMS}
ENTITY_KEYS, FIRM_KEYS = list(ENTITY_BY_KEY), list(FIRM_BY_KEY)
SHARED_UNITS = [key for key in UNIT_BY_KEY if key not in UNIT_ENTITY]

# ---------------------------------------------------------------- grammar
# <word> is a symbol: another rule, or a method of Voice. One alternative a line.

RULES = {
    "constata": """Se constató que|El análisis muestra que|La evidencia reunida indica que|De la revisión de expedientes se desprende que|El cotejo de registros confirma que|
        Las personas entrevistadas coinciden en que|Con base en <fuente>, se aprecia que|A partir de <fuente> fue posible verificar que|En el ejercicio <año>,""",
    "fuente": """la cuenta pública de <año>|los informes trimestrales del <sigla>|la matriz de indicadores para resultados|las bitácoras de <unidad>|el padrón de obras y acciones|
        las pólizas entregadas por <unidad>|la encuesta aplicada en <colonia>|el oficio <oficio>|las actas del consejo de planeación""",
    "quien": """<unidad>|<unidad>|<unidad>|<ente>|el área ejecutora del <sigla>|la instancia responsable del programa *<programa>*|el comité de obra de <colonia>""",
    "logra": """registró <pct> por ciento de avance físico|concluyó <m> de las <n> obras previstas|integró un diagnóstico de necesidades con datos desagregados|
        publicó en tiempo los informes que exige la ley|cuenta con un manual de procedimientos vigente|ejerció <monto> pesos del <sigla>|
        concilió de manera mensual los saldos de la cuenta específica|atendió a <n> personas de <colonia>|documentó los criterios con que elige a la población atendida|
        alineó sus metas al Plan Municipal de Desarrollo|difundió el padrón de beneficiarios en formato abierto|capacitó a <m> servidores públicos en la materia""",
    "falla": """carece de una línea base para medir el cambio|no dispone de criterios por escrito para elegir las obras|reportó con <m> días de atraso el segundo trimestre|
        no justificó la variación de <pct> por ciento entre lo programado y lo ejercido|mantiene expedientes incompletos en <n> acciones|
        duplica registros que también lleva <unidad>|no acreditó la entrega de <m> obras en <colonia>|estimó a la población objetivo sin fuente verificable|
        definió indicadores que miden actividades y no resultados|depende de una sola persona para conciliar la información|reintegró <monto> pesos por falta de proyectos ejecutivos""",
    "efecto": """lo que favorece la rendición de cuentas|y con ello se redujo la brecha observada en <colonia>|de manera que la ciudadanía puede conocer el destino del recurso|
        lo que limita la comparación entre ejercicios|por lo cual el avance no es atribuible de forma directa al <sigla>|con un costo medio de <monto> pesos por acción|
        lo que equivale a <pct> por ciento de la meta anual|sin que medie una explicación en el expediente <oficio>|conforme al **artículo <m>** de los lineamientos aplicables|
        como puede consultarse en https://datos.<dominio>/obras/<oficio>|según consta en [el expediente <oficio>](https://archivo.<dominio>/<año>/<oficio>.pdf)|
        en especial en las localidades de <colonia>, <colonia> y <colonia>""",
    "coletilla": """con corte al <fecha>|durante el segundo semestre de <año>|a cargo de <unidad>|en coordinación con <unidad>|en <colonia>|de acuerdo con <fuente>|
        mediante el programa *<programa>*|con recursos del <sigla> y del <otra>|en beneficio de <n> habitantes de <colonia>""",
    "programa": """Agua cercana|Barrios iluminados|Caminos que unen|Casa digna|Cuentas claras|Escuela segura|Manos al campo|Policía de barrio|Primero la infancia|Salud a tu puerta""",
    "accion": """elaborar una línea base con datos de INEGI y CONEVAL|publicar cada trimestre el avance físico y financiero|aprobar un manual de operación del <sigla>|
        depurar el padrón de beneficiarios de <colonia>|capacitar al personal de <unidad> en la metodología del marco lógico|
        establecer un calendario de conciliaciones entre <unidad> y <unidad>|documentar los criterios de priorización de obra|revisar los medios de verificación de la matriz|
        incorporar la opinión de los comités vecinales al cierre de cada obra|dar seguimiento a los compromisos del ejercicio <año>""",
    "plazo": """antes del cierre del ejercicio|en un plazo de <m> días hábiles|a más tardar el <fecha>|en el próximo programa anual de evaluación|de manera gradual y con metas por trimestre""",
    "tema": """la planeación de los recursos|la orientación a resultados|la cobertura y la focalización|la calidad de la información|la transparencia y la rendición de cuentas|
        el ejercicio del gasto|la coordinación entre áreas|la atención a los aspectos susceptibles de mejora""",
    "verbo": "Analizar|Valorar|Describir|Identificar|Examinar|Contrastar",
    "objetivo": """<verbo> <tema> del <sigla> en <ente>, con base en <fuente>.|<verbo> en qué medida <tema> contribuye a los fines del <sigla> durante el ejercicio <año>.|
        <verbo> los cambios en <tema> respecto del ejercicio anterior, y proponer mejoras que puedan cumplirse.""",
    "general": """Evaluar el desempeño del <nombre> (<sigla>) en <ente> durante el ejercicio fiscal <año>, con el fin de mejorar la gestión, los resultados y la rendición de cuentas de los recursos federales transferidos.|
        Valorar los resultados que <ente> obtuvo con el <nombre> en <año>, e identificar los aspectos que conviene mejorar en los ejercicios siguientes.""",
    "hallazgo": """<constata> <quien> <logra>, <efecto>.|<constata> <quien> <falla>, <efecto>.|<constata> <quien> <logra> <coletilla>; sin embargo, <falla>.|
        **Sobre <tema>:** <constata> <quien> <falla> <coletilla>.|<constata> <quien> <logra> <coletilla>, <efecto>.""",
    "fortaleza": """En <tema>, <quien> <logra>.|<quien> <logra> <coletilla>, <efecto>.|Existe personal con experiencia: <quien> <logra>.""",
    "oportunidad": """La entrada en vigor de nuevos lineamientos permite <accion>.|El convenio con <unidad> abre la posibilidad de <accion> <plazo>.|
        La demanda ciudadana de <colonia> facilita <accion>.|Las plataformas federales de datos abiertos ayudan a <accion>.""",
    "debilidad": """En <tema>, <quien> <falla>.|<quien> <falla> <coletilla>.|<quien> <falla>, <efecto>.""",
    "amenaza": """Una reducción de <pct> por ciento en el <sigla> pondría en riesgo el programa *<programa>*.|El cambio de administración puede interrumpir el esfuerzo por <accion>.|
        La inflación de los materiales encarece las obras de <colonia> en <pct> por ciento.|Las lluvias atípicas dañan la infraestructura de <colonia> y desvían recursos.""",
    "conclusion": """En materia de <tema>, <quien> <logra>, aunque <falla>.|El <sigla> contribuyó a sus fines: <quien> <logra>, <efecto>.|
        En suma, <quien> <falla>, <efecto>; conviene <accion> <plazo>.|Respecto de <tema>, se cumplió <pct> por ciento de lo previsto y <quien> <logra> <coletilla>.""",
    "recomendacion": """Se recomienda a <unidad> <accion> <plazo>.|Conviene que <quien> se ocupe de <accion> <plazo>, <efecto>.|<accion> <plazo>, para fortalecer <tema>.|
        Que <unidad> y <unidad> acuerden <accion>, con corte al <fecha>.""",
    "metodo": """La evaluación combinó análisis de gabinete y trabajo de campo en <colonia> y <colonia>.|Se revisaron <n> documentos, entre ellos <fuente> y <fuente>.|
        Se aplicaron entrevistas semiestructuradas a personal de <unidad> y de <unidad>.|Los datos de <año> se tomaron del trabajo que hizo <firma> para <ente>.|Cada respuesta se calificó de acuerdo con su evidencia, en una escala de cero a cuatro.|
        El enfoque es mixto: los datos de <fuente> se contrastan con lo que dijeron las personas usuarias.|La información se recibió con el oficio <oficio> y se validó el <fecha>.|
        Las dudas se atendieron en el correo evaluacion@<dominio>, sin costo para <ente>.""",
    "cierre": """Lo anterior no prejuzga sobre las facultades de fiscalización.|Los resultados se presentaron a <unidad> el <fecha>.|
        Queda a salvo lo que resuelvan las autoridades sobre el expediente <oficio>.""",
    "asm": "<accion> <plazo>.|Atender, junto con <unidad>, la falta de información sobre <tema>.",
}
NONE_TEXT = ["No se detectan {} en el periodo evaluado.", "Derivado de los resultados de la evaluación, no se detectan {}.", "No aplica."]


def compile_rules(rules):
    """Each rule as a list of alternatives; each alternative as literals and (symbol,) tuples."""
    table = {}
    for name, text in rules.items():
        table[name] = []
        for alternative in text.split("|"):
            pieces = re.split(r"<(\w+)>", alternative.strip())
            table[name].append([(piece,) if k % 2 else piece for k, piece in enumerate(pieces) if piece])
    return table


GRAMMAR = compile_rules(RULES)
CONTRACTION = [(" de el ", " del "), (" a el ", " al "), ("De el ", "Del ")]


class Outline:
    """What other evaluations may know about evaluation I: who it is and how many items it has."""

    def __init__(self, seed, i):
        draw = random.Random(f"{seed}:outline:{i}")
        self.i = i
        self.entity = ENTITY_KEYS[int(len(ENTITY_KEYS) * draw.random() ** 1.5)]
        self.year = draw.choice(YEARS)
        able = [key for key, fund in FUNDS.items() if fund[6] <= self.year <= fund[7]]
        self.funds = draw.sample(able, 2 if draw.random() < .04 else 1)
        self.kind = draw.choice(KIND_DRAW)
        chance = draw.random()
        self.state = "borrador" if chance < .005 else "retirada" if chance < .015 else "publicada"
        self.promised = self.state != "borrador" and draw.random() < .8
        self.counts = {"objetivo": draw.randint(5, 8), "hallazgo": draw.randint(16, 24), "fortaleza": draw.randint(7, 11),
                       "oportunidad": draw.randint(2, 5), "debilidad": draw.randint(5, 8), "amenaza": draw.randint(2, 4),
                       "conclusion": draw.randint(5, 8), "recomendacion": draw.randint(4, 8)}
        for name, share in (("oportunidad", .1), ("amenaza", .15), ("recomendacion", .02)):
            if draw.random() < share:
                self.counts[name] = 0               # explicitly none
        self.absent = {name for name, share in (("oportunidad", .03), ("amenaza", .03)) if draw.random() < share}
        town = self.entity.split("-de-", 1)[1]
        self.key = f"{self.funds[0]}-{town}-{i}"
        self.identity = f"{self.year}/{self.key}"
        self.followed = self.state == "publicada" and self.counts["recomendacion"] > 0 and draw.random() < .4
        # Neighbours 2k and 2k+1 may have been hired with one contract.
        pair = random.Random(f"{seed}:pair:{i // 2}")
        self.contract = f"contrato-{i // 2:05d}" if pair.random() < .12 and self.state != "borrador" else None
        self.contract_cost = pair.randrange(150000, 900000)

    def citable(self):
        return self.state == "publicada"


class Voice:
    """Speaks the grammar about one evaluation. Methods named like symbols supply its facts."""

    def __init__(self, outline, draw):
        self.outline, self.draw, self.random = outline, draw, draw.random
        self.facts = {"ente": ENTITY_BY_KEY[outline.entity], "sigla": FUNDS[outline.funds[0]][0], "nombre": FUNDS[outline.funds[0]][1],
                      "año": str(outline.year), "dominio": DOMAIN}
        self.units = list(UNIT_BY_KEY.values()) if outline.entity == SITE_ENTITY else [UNIT_BY_KEY[key] for key in SHARED_UNITS]
        self.calls = {name: getattr(self, name) for name in ("unidad", "otra", "firma", "colonia", "oficio", "monto", "pct", "n", "m", "fecha")}

    def pick(self, among):
        return among[int(self.random() * len(among))]

    def unidad(self):
        return self.pick(self.units)

    def otra(self):
        key = self.pick(list(FUNDS))
        return self.pick([FUNDS[key][0]] + [alias for alias in FUNDS[key][2] if alias.isupper()])

    def firma(self):
        return self.pick(FIRMS)

    def colonia(self):
        """A place name; a few are common and most are rare, as in real text."""
        size = int(30000 ** self.random())
        head, rest = size % len(PLACE_HEAD), size // len(PLACE_HEAD)
        middle, tail = rest % len(PLACE_MID), rest // len(PLACE_MID)
        return PLACE_HEAD[head] + PLACE_MID[middle] + PLACE_TAIL[(head + tail) % len(PLACE_TAIL)]

    def oficio(self):
        return f"{self.pick(('DOP', 'TM', 'UED', 'CI', 'INP'))}-{int(self.random() * 9000) + 100}-{self.outline.year}"

    def monto(self):
        return f"{int(self.random() * 40) + 1},{int(self.random() * 1000):03d},{int(self.random() * 1000):03d}.{int(self.random() * 100):02d}"

    def pct(self):
        return f"{self.random() * 97 + 1:.2f}"

    def n(self):
        return str(int(self.random() * 1800) + 60)

    def m(self):
        return str(int(self.random() * 50) + 3)

    def fecha(self):
        return f"{int(self.random() * 28) + 1:02d}/{int(self.random() * 12) + 1:02d}/{self.outline.year}"

    def expand(self, symbol, out):
        if symbol in self.facts:
            out.append(self.facts[symbol])
        elif symbol in self.calls:
            out.append(self.calls[symbol]())
        else:
            for piece in self.pick(GRAMMAR[symbol]):
                if type(piece) is tuple:
                    self.expand(piece[0], out)
                else:
                    out.append(piece)

    def say(self, symbol):
        out = []
        self.expand(symbol, out)
        text = "".join(out)
        for wrong, right in CONTRACTION:
            text = text.replace(wrong, right)
        return text[0].upper() + text[1:]

    def person(self):
        name = f"{self.pick(GIVEN)} {self.pick(FAMILY)} {self.pick(FAMILY)}"
        return self.pick(("", "", "Lic. ", "Mtra. ", "Ing. ")) + name

    def mail(self, name):
        return slug(name.split(". ")[-1]).replace("-", ".") + "@" + DOMAIN

    def phone(self):
        return f"246 {int(self.random() * 900) + 100} {int(self.random() * 9000) + 1000}" + (f" ext. {int(self.random() * 90) + 10}" if self.random() < .4 else "")

    def date(self, year, first, last):
        return f"{year}-{self.draw.randint(first, last):02d}-{self.draw.randint(1, 28):02d}"


# -------------------------------------------------------------- evaluation

def printed(date):
    """dd/mm/aaaa, as the official format prints it."""
    return "/".join(reversed(date.split("-")))


def reference(voice, key, name):
    """A key alone, or key and published words."""
    if voice.random() < .25:
        words_printed = voice.pick(("Titular de ", "Enlace de ", "Encargado del despacho de ")) + name
        return {"clave": key, "texto": words_printed.replace(" de el ", " del ")}
    return key


def front(outline, voice):
    """The data of an evaluation, keys in the order of the official format."""
    fund = FUNDS[outline.funds[0]]
    entity = bare(ENTITY_BY_KEY[outline.entity])
    end_month = voice.draw.randint(7, 10)
    end = f"{outline.year + 1}-{end_month:02d}-{voice.draw.randint(1, 28):02d}"
    late = voice.random() < .15
    public = f"{outline.year + 1}-{end_month + 2:02d}-15" if late else f"{outline.year + 1}-{end_month:02d}-28"
    start = voice.date(outline.year + 1, 3, 6)
    unit_keys = [key for key in UNIT_BY_KEY if UNIT_ENTITY.get(key, outline.entity) == outline.entity]
    data = {"nombre": f"Evaluación {KINDS[outline.kind]} del {fund[1]} ({fund[0]}), {entity}, Ejercicio Fiscal {outline.year}",
            "ejercicio": outline.year, "fondo": outline.funds if len(outline.funds) > 1 else outline.funds[0]}
    if outline.entity != SITE_ENTITY or voice.random() < .5:
        data["ente"] = outline.entity
    data["tipo"] = outline.kind
    if outline.promised:
        data["pae"] = outline.year + 1
    data["inicio"] = voice.pick((start, start, start, printed(start), "no-consta"))
    data["termino"] = voice.pick((end, end, printed(end)))
    data["seguimiento"] = [{"nombre": voice.person(), "unidad": reference(voice, "unidad-de-evaluacion-del-desempeno", "la Unidad de Evaluación del Desempeño")}
                           for _ in range(voice.pick((1, 1, 1, 2)))]
    marks = {name: voice.pick(("si", "si", "no", "no-consta")) for name in ("cuestionarios", "entrevistas", "formatos", "otros")}
    marks["especifique"] = "Grupos de enfoque" if marks["otros"] == "si" else ""
    data["instrumentos"] = marks
    score = voice.random()
    if score < .7:
        data["valoracion"] = f"{voice.random() * 9 + 14:.2f}/23"
    elif score < .8:
        data["valoracion"] = "no-aplica"
    lead = voice.person()
    data["evaluador"] = {"coordinador": lead, "cargo": voice.pick(("Coordinación general", "Dirección del proyecto", "no-consta")),
                         "institucion": FIRM_KEYS[int(len(FIRM_KEYS) * voice.random() ** 1.4)],
                         "colaboradores": [voice.person() for _ in range(voice.draw.randint(2, 5))],
                         "correo": voice.mail(lead), "telefono": voice.pick((voice.phone(), voice.phone(), voice.phone(), "no-consta"))}
    units = []
    for key in voice.draw.sample(unit_keys, voice.draw.randint(4, 7)):
        links = []
        for _ in range(voice.pick((1, 1, 2))):
            name = voice.person()
            links.append({"nombre": name, "correo": voice.pick((voice.mail(name),) * 4 + ("reservado",)), "telefono": voice.pick((voice.phone(),) * 5 + ("reservado",))})
        units.append({"unidad": reference(voice, key, UNIT_BY_KEY[key]), "titular": voice.pick(("", voice.person())), "enlaces": links})
    data["programa"] = {"siglas": fund[0], "coordinador": voice.pick(("instituto-de-planeacion-municipal", "tesoreria-municipal", outline.entity)),
                        "poder": voice.pick(("ejecutivo", "ejecutivo", ["ejecutivo", "autonomo"], "no-consta")),
                        "ambito": voice.pick(("local", "local", "estatal", ["federal", "local"], "no-consta")), "unidades": units}
    if voice.random() < .6:
        data["programa"] = {"nombre": fund[1], **data["programa"]}
    data["contratacion"] = contract_data(outline, voice)
    site = f"https://transparencia.{DOMAIN}/{outline.year}/{outline.key}"
    data["difusion"] = {"evaluacion": site + "/informe.pdf", "formato": site + "/anexo-1.pdf", "fecha": public}
    if voice.random() < .02:
        data["difusion"]["evaluacion"] = "archivos/" + voice.pick(sorted(ATTACHMENTS))
    elif voice.random() < .05:
        data["difusion"]["formato"] = "no-consta"
    data["estado"] = outline.state
    if outline.state == "retirada":
        data["retiro"] = {"fecha": f"{outline.year + 2}-02-10", "motivo": "Se publicó por error una versión preliminar; la definitiva está en proceso."}
    if voice.random() < .02:
        data["antes"] = [f"{outline.year}/evaluacion-{outline.i}"]
    if voice.random() < .1:
        data["supresiones"] = []
    return data


def contract_data(outline, voice):
    cost = outline.contract_cost if outline.contract else voice.draw.randrange(80000, 950000)
    data = {"tipo": voice.pick(AWARDS)}
    if data["tipo"] == "otro":
        data["otro"] = "Convenio con una institución pública de educación superior"
    data["unidad"] = reference(voice, "coordinacion-de-adquisiciones", "la Coordinación de Adquisiciones")
    data["costo"] = voice.pick((f"{cost}.00", f"{cost}.00", f"${cost:,}.00"))
    if not outline.contract and voice.random() < .03:
        data["costo"] = "no-consta"
    data["iva"] = voice.pick(("incluido", "incluido", "no-incluido", "no-consta"))
    if outline.contract:
        data["contrato"] = outline.contract
        data["nota"] = "El importe ampara también la evaluación de otro fondo, según el contrato."
    data["financiamiento"] = voice.pick(("Recursos propios", "Participaciones federales", f"Recursos del {FUNDS[outline.funds[0]][0]}", "no-consta"))
    return data


SECTIONS = [   # number, name, words of the heading as authors vary them
    ("1.6", "objetivo", ("Objetivos específicos", "Objetivos específicos de la evaluación")),
    ("1.7", "metodo", ("Metodología", "Metodología utilizada en la evaluación")),
    ("2.1", "hallazgo", ("Hallazgos", "Describir los hallazgos más relevantes de la evaluación")),
    ("2.2.1", "fortaleza", ("Fortalezas",)), ("2.2.2", "oportunidad", ("Oportunidades",)),
    ("2.2.3", "debilidad", ("Debilidades",)), ("2.2.4", "amenaza", ("Amenazas",)),
    ("3.1", "conclusion", ("Conclusiones", "Describir brevemente las conclusiones de la evaluación")),
    ("3.2", "recomendacion", ("Recomendaciones", "Recomendaciones, de acuerdo con su relevancia")),
]
PLURAL = {"oportunidad": "oportunidades", "amenaza": "amenazas", "recomendacion": "recomendaciones"}
LENGTH = {"hallazgo": (1, 1, 1, 2, 2), "conclusion": (1, 2)}       # sentences of an item


def citation(seed, outline, voice):
    """A sentence that links to an earlier evaluation, to this page or to another record."""
    chance = voice.random()
    if chance < .55 and outline.i:
        other = Outline(seed, int(voice.random() * outline.i))
        if other.citable():
            name = voice.pick(("hallazgo", "debilidad", "conclusion", "objetivo"))
            where = f"../{other.year}/{other.key}.md"
            if voice.random() < .2:
                return f"Lo mismo se dijo en [la evaluación de {other.year}]({where}{voice.pick(('', '#s-2-1', '#s-3-1'))})."
            number = voice.draw.randint(1, other.counts[name])
            return f"Véase [{name} {number} de la evaluación de {other.year}]({where}#{name}-{number})."
    if chance < .7:
        return f"Se relaciona con [otro hallazgo](#hallazgo-{voice.draw.randint(1, outline.counts['hallazgo'])}) de este documento."
    if chance < .8:
        return f"El detalle está en [el anexo](../../archivos/{voice.pick(sorted(ATTACHMENTS))})."
    if chance < .9:
        return "Los criterios se explican en [la página de método](../../paginas/metodo.md)."
    key = voice.pick(SHARED_UNITS)
    return f"La responsable es [{bare(UNIT_BY_KEY[key])}](../../unidades/{key}.md)."


def table(voice):
    lines = ["| Concepto | Aprobado (pesos) | Ejercido (pesos) | Avance |", "|:---|---:|---:|:---:|"]
    for _ in range(voice.draw.randint(4, 7)):
        concept = voice.say("programa")
        lines.append(f"| {voice.pick((concept, f'*{concept}*'))} | {voice.monto()} | {voice.monto()} | {voice.pct()} % |")
    return lines


def items(seed, outline, voice, name):
    """The items of a list section, one or several lines each."""
    count = outline.counts[name]
    cited = {int(voice.random() * count) for _ in range(2)} if name in ("hallazgo", "conclusion", "recomendacion") else ()
    out = []
    for k in range(count):
        text = " ".join(voice.say(name) for _ in range(voice.pick(LENGTH.get(name, (1,)))))
        if k in cited:
            text += " " + citation(seed, outline, voice)
        number = f"{k + 1}. "
        out.append(number + text)
        if name == "hallazgo" and voice.random() < .03:
            out += ["", " " * len(number) + voice.say("cierre"), ""]
        elif name == "recomendacion" and voice.random() < .1:
            out += [" " * len(number) + "- " + voice.say("accion").rstrip(".") + ";" for _ in range(2)]
    return out


def body(seed, outline, voice):
    level = voice.pick(("#", "#", "##"))
    out = [f"{level} 1.5 Objetivo general", "", voice.say("general")]
    for number, name, titles in SECTIONS:
        if name in outline.absent:
            continue
        out += ["", f"{level} {number} {voice.pick(titles)}", ""]
        if name == "metodo":
            for k in range(voice.draw.randint(2, 4)):
                if k == 1 and voice.random() < .3:
                    out += [f"{level}# Trabajo de campo", ""]
                out += [" ".join(voice.say("metodo") for _ in range(voice.draw.randint(2, 4))), ""]
            if voice.random() < .02:
                out += ["![Cobertura por localidad](../../archivos/figuras/cobertura.png)", ""]
            if voice.random() < .1:
                out += ["> " + voice.say("cierre"), ""]
            continue
        if not outline.counts[name]:
            out.append(voice.pick(NONE_TEXT).format(PLURAL[name]))
            continue
        if name == "hallazgo" and voice.random() < .3:
            out += [f"Los hallazgos se ordenan por tema; cada uno se apoya en {voice.say('fuente').lower()}.", ""]
        out += items(seed, outline, voice, name)
        if name == "hallazgo":
            out += ["", *table(voice)]
        elif name == "conclusion":
            out += ["", voice.say("cierre") + " " + voice.say("conclusion")]
    return "\n".join(out) + "\n"


def follow_up(outline, voice):
    """What the entity accepted of the recommendations, and what it did."""
    count = outline.counts["recomendacion"]
    rejected = voice.draw.randint(1, count) if voice.random() < .2 and count > 1 else 0
    accepted = [number for number in range(1, count + 1) if number != rejected]
    data = {}
    if voice.random() < .7:
        data["posicion"] = f"https://transparencia.{DOMAIN}/{outline.year}/{outline.key}/posicion.pdf"
    data["asm"] = []
    for k in range(voice.draw.randint(2, 5)):
        aspect = {"clave": f"asm-{k + 1}", "texto": voice.say("asm")}
        if voice.random() < .9:
            aspect["recomendaciones"] = sorted(voice.draw.sample(accepted, min(len(accepted), voice.pick((1, 1, 2)))))
        aspect.update({"clasificacion": voice.pick(("especifico", "especifico", "institucional", "interinstitucional", "intergubernamental")),
                       "prioridad": voice.pick(("baja", "media", "alta", "muy-alta")), "unidad": voice.pick(SHARED_UNITS),
                       "compromiso": voice.date(outline.year + 2, 1, 12)})
        steps, done = voice.draw.randint(0, 4), 0
        if steps:
            aspect["avances"] = []
        for step in range(steps):
            done = min(100, done + voice.pick((0, 20, 30, 45, 100)))
            state = "atendido" if done == 100 else "en-proceso" if done else "sin-iniciar"
            advance = {"fecha": f"{outline.year + 2 + step // 4}-{step % 4 * 3 + 1:02d}-15", "estado": state, "porcentaje": done}
            if voice.random() < .4:
                advance["evidencia"] = f"https://transparencia.{DOMAIN}/asm/{outline.key}/{k + 1}-{step + 1}.pdf"
            if voice.random() < .5:
                advance["nota"] = voice.say("cierre")
            aspect["avances"].append(advance)
            if done == 100:
                break
        data["asm"].append(aspect)
    if rejected:
        data["no-aceptadas"] = [{"recomendacion": rejected, "motivo": "El área considera que no está entre sus facultades."}]
    return data


# -------------------------------------------------------------- the writers

PLAIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z/.-]*\Z")


def yaml(value, indent="", quoted=False):
    """The lines of a mapping; quoted says that every text gets quotes (Hugo reads `no` as false)."""
    out = []
    for key, inner in value.items():
        if isinstance(inner, dict) and (quoted or not inner.keys() <= {"clave", "texto"}):
            out.append(f"{indent}{key}:")
            out += yaml(inner, indent + "  ", quoted)
        elif isinstance(inner, list) and inner and isinstance(inner[0], dict):
            out.append(f"{indent}{key}:")
            for entry in inner:
                lines = yaml(entry, indent + "    ", quoted)
                out.append(f"{indent}  - {lines[0].lstrip()}")
                out += lines[1:]
        else:
            out.append(f"{indent}{key}: {scalar(inner, quoted)}")
    return out


def scalar(value, quoted):
    if isinstance(value, list):
        return "[" + ", ".join(scalar(inner, quoted) for inner in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {scalar(inner, quoted)}" for key, inner in value.items()) + "}"
    if isinstance(value, int) or (not quoted and PLAIN.match(value)):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def document(data, text="", quoted=False):
    return "---\n" + "\n".join(yaml(data, "", quoted)) + "\n---\n\n" + text


def put(root, path, text):
    path = os.path.join(root, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())


def words(value):
    """Published words of a reference, or the name of its entry, for Hugo, which has no references."""
    key = value["clave"] if isinstance(value, dict) else value
    return bare(UNIT_BY_KEY[key]) if key in UNIT_BY_KEY else bare(ENTITY_BY_KEY[key]) if key in ENTITY_BY_KEY else key


def for_hugo(outline, data, asm):
    """The same facts with a title, a date and taxonomies; names in place of keys."""
    data = json.loads(json.dumps(data))
    units = [words(unit["unidad"]) for unit in data["programa"]["unidades"]]
    firm = FIRM_BY_KEY[data["evaluador"]["institucion"]]
    for person in data["seguimiento"]:
        person["unidad"] = words(person["unidad"])
    for unit, name in zip(data["programa"]["unidades"], units):
        unit["unidad"] = name
    data["programa"]["coordinador"] = words(data["programa"]["coordinador"])
    data["contratacion"]["unidad"] = words(data["contratacion"]["unidad"])
    data["evaluador"]["institucion"] = firm
    for key in ("poder", "ambito"):
        if isinstance(data["programa"][key], list):
            data["programa"][key] = ", ".join(data["programa"][key])
    for key in ("fondo", "ejercicio", "ente", "pae"):
        data.pop(key, None)
    head = {"title": data.pop("nombre"), "date": data["difusion"]["fecha"], "draft": outline.state == "borrador",
            "fondos": [FUNDS[key][0] for key in outline.funds], "ejercicios": [str(outline.year)], "unidades": units,
            "evaluadores": [firm], "entes": [bare(ENTITY_BY_KEY[outline.entity])]}
    if outline.contract:
        head["contratos"] = [outline.contract]
    if outline.promised:
        head["programa_anual"] = str(outline.year + 1)
    if "antes" in data:
        head["aliases"] = ["/evaluaciones/" + former + "/" for former in data.pop("antes")]
    if asm:
        data["seguimiento_asm"] = asm
    head["draft"] = "true" if head["draft"] else "false"
    text = document({**head, **data}, "", True)
    return text.replace('draft: "false"', "draft: false", 1).replace('draft: "true"', "draft: true", 1)


def hugo_links(text):
    """Links between files as Hugo's addresses: left to it, each would cost it a look-up."""
    text = re.sub(r"\(\.\./(\d{4})/([\w-]+)\.md", r"(/evaluaciones/\1/\2/", text)
    text = re.sub(r"\(\.\./\.\./([\w]+)/([\w-]+)\.md", r"(/\1/\2/", text)
    return text.replace("(../../archivos/", "(/archivos/")


def write_evaluation(seed, i, out, formats):
    outline = Outline(seed, i)
    voice = Voice(outline, random.Random(f"{seed}:text:{i}"))
    data, text = front(outline, voice), body(seed, outline, voice)
    asm = follow_up(outline, voice) if outline.followed else None
    size = 0
    if "diafano" in formats:
        root = os.path.join(out, "diafano/content")
        whole = document(data, text)
        size = len(whole.encode())
        put(root, f"evaluaciones/{outline.identity}.md", whole)
        if asm:
            put(root, f"seguimiento/{outline.identity}.yaml", "\n".join(yaml(asm)) + "\n")
    if "hugo" in formats:
        whole = for_hugo(outline, data, asm) + hugo_links(text)
        size = size or len(whole.encode())
        put(os.path.join(out, "hugo/content"), f"evaluaciones/{outline.identity}.md", whole)
    return size


# -------------------------------------------------- all that is not evaluations

def pdf(words_inside):
    """A whole, tiny PDF document."""
    stream = f"BT /F1 12 Tf 72 720 Td ({words_inside}) Tj ET".encode()
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
               b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    out, places = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, text)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def png():
    """A grey picture of 8 by 8 points."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + bytes([row * 30] * 8) for row in range(8)))) + chunk(b"IEND", b""))


ATTACHMENTS = {f"anexos/anexo-{k}.pdf": k for k in range(1, 9)}
PAGES = {
    "acerca": ("Acerca de este sitio", "Este sitio reúne evaluaciones **inventadas** para probar el programa. Nada de lo que dice es un hecho.\n\nVea también [el método](metodo.md)."),
    "metodo": ("Cómo se hace", "## Fuentes\n\nCada evaluación sigue el formato oficial. Los fondos se describen en su página, como [el FORTAMUN](../fondos/fortamun.md).\n\n"
               "## Escala\n\n| Nivel | Significado |\n|:---:|:---|\n| 0 | Sin evidencia |\n| 4 | Evidencia completa |"),
    "accesibilidad": ("Accesibilidad", "El sitio funciona sin JavaScript y con teclado. Si algo le impide leerlo, escriba a accesibilidad@" + DOMAIN + "."),
}


def site_data():
    return {"formato": 1, "titulo": "Evaluaciones de Valle Sereno y su región", "ente": SITE_ENTITY, "publicador": "Instituto de Planeación Municipal",
            "licencia": "CC-BY-4.0", "url": f"https://evaluaciones.{DOMAIN}/", "tema": "gobierno-abierto", "idioma": "es-MX", "huso": "-06:00",
            "dominios_institucionales": [DOMAIN], "contactos": "institucionales",
            "plazo_publicacion": {"dias": 30, "computo": "naturales", "cita": "Norma CONAC, numeral 3; LGCG, art. 79"},
            "prioridades": ["baja", "media", "alta", "muy-alta"]}


def catalogue():
    """(folder, key, data, prose) of every fund, unit, evaluator, entity and page."""
    for key, (acronym, name, aliases, budget, part, law, _, _) in FUNDS.items():
        data = {"siglas": acronym, "nombre": name}
        if key == "fortamun":
            data["nombres"] = [{"nombre": name, "siglas": "FORTAMUNDF", "desde": 2014, "hasta": 2021}]
        if key == "fismdf":
            data["antes"] = ["fism-demarcaciones"]
        for field, value in (("alias", aliases), ("clave_presupuestaria", budget), ("parte_de", part), ("base_legal", law)):
            if value:
                data[field] = value
        yield "fondos", key, data, f"El {acronym} es parte de los recursos federales que se transfieren a estados y municipios.\n"
    for key, unit in UNIT_BY_KEY.items():
        data = {"nombre": bare(unit)}
        for field, of in (("alias", UNIT_ALIAS), ("ente", UNIT_ENTITY), ("depende_de", UNIT_PARENT)):
            if key in of:
                data[field] = of[key]
        if key == "direccion-de-movilidad":
            data["antes"] = ["direccion-de-transporte"]
        yield "unidades", key, data, "" if len(key) % 3 else "Se creó por acuerdo del cabildo.\n"
    for key, firm in FIRM_BY_KEY.items():
        data = {"nombre": firm, "sitio": f"https://{key}.example/"}
        if key in FIRM_ALIAS:
            data["alias"] = FIRM_ALIAS[key]
        yield "evaluadores", key, data, ""
    for number, (key, entity) in enumerate(ENTITY_BY_KEY.items(), 1):
        kind = "municipio" if "municipio" in key else "estado" if "estado" in key else "organismo"
        data = {"nombre": bare(entity), "tipo": kind, "estado": "Sierra Clara"}
        if kind == "municipio":
            data["alias"] = ["Ayuntamiento de " + TOWNS[number - 1]]
            data["clave_inegi"] = f"99{number:03d}"
        yield "entes", key, data, ""
    for key, (title, text) in PAGES.items():
        yield "paginas", key, {"titulo": title}, text + "\n"


def contracts(outlines):
    """(key, data) of each contract named by an evaluation; some cover what this site does not hold."""
    covered = {}
    for outline in outlines:
        if outline.contract:
            covered.setdefault(outline.contract, []).append(outline)
    for key, holders in covered.items():
        data = {"nombre": "Contrato de prestación de servicios " + key.split("-")[1], "costo": f"{holders[0].contract_cost}.00",
                "ampara": [outline.identity for outline in holders]}
        if int(key.split("-")[1]) % 10 == 0:
            data["ampara"].append({"fondo": "faispiam", "ejercicio": 2025})
        yield key, data


def programmes(outlines, seed):
    """(file name, data) of each yearly programme: what was promised, delivered or not."""
    known = Counter((fund, o.year, o.kind, o.entity) for o in outlines for fund in o.funds)
    groups = {}
    for outline in outlines:
        if outline.promised:
            groups.setdefault((outline.year + 1, outline.entity), []).append(outline)
    for (year, entity), promised in sorted(groups.items()):
        draw = random.Random(f"{seed}:pae:{year}:{entity}")
        data = {"ente": entity} if entity != SITE_ENTITY else {}
        data["documento"] = f"https://transparencia.{DOMAIN}/pae/{year}/{entity}.pdf"
        data["evaluaciones"] = []
        for outline in promised:
            entry = {"fondo": outline.funds[0], "ejercicio": outline.year, "tipo": outline.kind}
            alone = known[(outline.funds[0], outline.year, outline.kind, entity)] == 1
            if not alone or draw.random() < .7:
                entry["evaluacion"] = outline.identity
            entry["prevista"] = f"{year}-{draw.randint(8, 12):02d}-{draw.choice((15, 28))}"
            data["evaluaciones"].append(entry)
        able = [key for key, fund in FUNDS.items() if fund[6] < year <= fund[7] + 1]
        for fund in draw.sample(able, 2):
            kind = draw.choice(KIND_DRAW)
            if not known[(fund, year - 1, kind, entity)]:         # promised, and owed
                data["evaluaciones"].append({"fondo": fund, "ejercicio": year - 1, "tipo": kind, "prevista": f"{year}-10-31"})
        yield (str(year) if entity == SITE_ENTITY else f"{year}-{entity}"), data


TERM = {"fondos": lambda key, data: data["siglas"], "unidades": lambda key, data: data["nombre"], "evaluadores": lambda key, data: data["nombre"],
        "entes": lambda key, data: data["nombre"], "contratos": lambda key, data: key}


def write_rest(seed, n, out, formats):
    outlines = [Outline(seed, i) for i in range(n)]
    records = list(catalogue()) + [("contratos", key, data, "") for key, data in contracts(outlines)]
    plans = list(programmes(outlines, seed))
    files = {name: pdf(f"Anexo {k}") for name, k in ATTACHMENTS.items()}
    files["figuras/cobertura.png"] = png()
    if "diafano" in formats:
        root = os.path.join(out, "diafano/content")
        put(root, "sitio.yaml", "\n".join(yaml(site_data())) + "\n")
        for folder, key, data, text in records:
            put(root, f"{folder}/{key}.md", document(data, text))
        for name, data in plans:
            put(root, f"pae/{name}.yaml", "\n".join(yaml(data)) + "\n")
        for name, content in files.items():
            put(root, "archivos/" + name, content)
    if "hugo" in formats:
        root = os.path.join(out, "hugo")
        for folder, key, data, text in records:
            text = re.sub(r"\((?:\.\./)?(?:(\w+)/)?(\w+)\.md\)", lambda m: f"(/{m[1] or 'paginas'}/{m[2]}/)", text)
            if folder == "paginas":
                put(root, f"content/paginas/{key}.md", document({"title": data["titulo"]}, text, True))
            else:
                term = slug(TERM[folder](key, data))
                data = {"title": TERM[folder](key, data), **{field: value for field, value in data.items() if field != "antes"}}
                put(root, f"content/{folder}/{term}/_index.md", document(data, text, True))
        for name, data in plans:
            put(root, f"content/pae/{name}.md", document({"title": "Programa anual " + name, **data}, "", True))
        for name, content in files.items():
            put(root, "static/archivos/" + name, content)


def work(task):
    seed, out, formats, first, last = task
    return sum(write_evaluation(seed, i, out, formats) for i in range(first, last))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, required=True, help="how many evaluations")
    parser.add_argument("--out", required=True, help="folder to write below")
    parser.add_argument("--seed", default="diafano")
    parser.add_argument("--formats", default="diafano,hugo")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    formats = options.formats.split(",")
    if options.n < 1 or options.jobs < 1 or not set(formats) <= {"diafano", "hugo"}:
        parser.error("--n and --jobs are positive; --formats are diafano, hugo or both")
    step = max(20, options.n // (options.jobs * 8))
    tasks = [(options.seed, options.out, formats, first, min(options.n, first + step)) for first in range(0, options.n, step)]
    with Pool(options.jobs) as pool:
        size = sum(pool.imap_unordered(work, tasks))
    write_rest(options.seed, options.n, options.out, formats)
    print(f"{options.n} evaluations, {size / options.n:.0f} bytes each, seed {options.seed}, below {options.out}")


if __name__ == "__main__":
    main()
