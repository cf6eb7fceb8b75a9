/*
 * table.c -- the table of tables, and the columns that the field table gives them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * (1) A column is named by the path of keys of its field, with '_' between
 *     them; a section of the body by its words.
 * (2) A reference gives two columns: its key, and NAME_texto, the words that
 *     were published. A score gives its words, NAME_puntos and NAME_maximo.
 * (3) A list of records gives how many there are; they are a table of their own.
 *     A list section gives nothing here: its items are rows of `hallazgos`.
 * (4) A column declared here without a label takes the place of the field's of
 *     that name: the fact is told by more than the field.
 */
#include <assert.h>
#include <stdlib.h>

#include "row.h"

#define FIELDS { .name = NULL }
#define END { .name = "" }

/* Not the words of cells' states: a plain format has those for its own. */
static const struct choice section_states[CELL_STATES] = {
	[CELL_VALUE] = { STR_LITERAL("con-contenido"), STR_LITERAL("Tiene contenido") },
	[CELL_NONE] = { STR_LITERAL("dice-que-no-hay"), STR_LITERAL("Dice que no hay") },
	[CELL_NOT_ON_RECORD] = { STR_LITERAL("sin-registro"), STR_LITERAL("No consta") },
	[CELL_BLANK] = { STR_LITERAL("vacia"), STR_LITERAL("Está en blanco") },
	[CELL_RESERVED] = { STR_LITERAL("reservada"), STR_LITERAL("Reservada") },
	[CELL_SUPPRESSED] = { STR_LITERAL("suprimida"), STR_LITERAL("Suprimida por ley") },
};

static const struct choice version_states[] = {
	[EDITION_PUBLISHED] = { STR_LITERAL("publicada"), STR_LITERAL("Publicada") },
	[EDITION_WITHDRAWN] = { STR_LITERAL("retirada"), STR_LITERAL("Retirada") },
	[EDITION_UNREADABLE] = { STR_LITERAL("ilegible"), STR_LITERAL("Hoy no se puede leer") },
};

static const struct choice version_kinds[] = {
	[COMPARE_SAME] = { STR_LITERAL("ninguno"), STR_LITERAL("Ninguno") },
	[COMPARE_FORM] = { STR_LITERAL("forma"), STR_LITERAL("De forma") },
	[COMPARE_SUBSTANCE] = { STR_LITERAL("contenido"), STR_LITERAL("De contenido") },
};

struct str version_state_word(enum edition_status status)
{
	return version_states[status].value;
}

struct str version_kind_word(enum comparison_kind kind)
{
	return version_kinds[kind].value;
}

static const struct choice answers[] = {
	{ STR_LITERAL("con-asm"), STR_LITERAL("Con ASM") },
	{ STR_LITERAL("no-aceptada"), STR_LITERAL("No aceptada") },
	{ STR_LITERAL("sin-respuesta"), STR_LITERAL("Sin respuesta") },
};

struct str section_state_word(enum cell_state state)
{
	return section_states[state].value;
}

static const struct own_column evaluation_columns[] = {
	{ "clave", COLUMN_TEXT, own_key, OWN_KEY, TABLES, "Clave",
	  "La identidad de la evaluación: ejercicio y nombre corto. No cambia ni se vuelve a usar." },
	FIELDS,
	{ "ente", COLUMN_TEXT, own_entity, OWN_PLAIN, TABLE_ENTITIES, NULL, NULL },
	{ "ente_texto", COLUMN_TEXT, own_entity_words, OWN_PLAIN, TABLES, NULL, NULL },
	{ "programa_nombre", COLUMN_TEXT, own_programme_name, OWN_PLAIN, TABLES, NULL, NULL },
	{ "limite", COLUMN_DATE, own_due, OWN_PLAIN, TABLES, "Fecha límite de publicación",
	  "El término más el plazo que dice el sitio." },
	{ "dias_a_publicacion", COLUMN_INTEGER, own_days, OWN_PLAIN, TABLES, "Días del término a la publicación",
	  "Contados como dice el plazo del sitio." },
	{ "dias_de_retraso", COLUMN_INTEGER, own_late, OWN_PLAIN, TABLES, "Días de retraso",
	  "De la fecha límite a la de publicación; 0 si fue a tiempo." },
	{ "posicion_institucional", COLUMN_TEXT, own_position, OWN_PLAIN, TABLES, "Posición institucional",
	  "Dirección del documento con que el ente respondió a la evaluación." },
	{ "anterior", COLUMN_TEXT, own_previous, OWN_PLAIN, TABLE_EVALUATIONS, "Evaluación anterior",
	  "La del mismo fondo y ente en el último ejercicio anterior que tiene una." },
	{ "pagina", COLUMN_TEXT, own_page, OWN_GIVEN, TABLES, "Página", "Su página, desde la raíz del sitio." },
	END
};

static const struct own_column section_columns[] = {
	{ "evaluacion", COLUMN_TEXT, own_evaluation, OWN_KEY, TABLE_EVALUATIONS, "Evaluación", "Su clave." },
	{ "seccion", COLUMN_TEXT, own_section, OWN_KEY, TABLES, "Sección", "Su número en el formato CONAC." },
	{ "seccion_nombre", COLUMN_TEXT, own_section_name, OWN_GIVEN, TABLES, "Nombre de la sección", "En pocas palabras." },
	{ "ancla", COLUMN_TEXT, own_section_anchor, OWN_GIVEN, TABLES, "Ancla",
	  "El lugar de la sección en la página de la evaluación: pagina#ancla." },
	{ "estado", COLUMN_TEXT, own_section_state, OWN_GIVEN, TABLES, "Estado",
	  "Si la sección tiene contenido; si no, por qué no lo tiene." },
	{ "elementos", COLUMN_INTEGER, own_section_count, OWN_GIVEN, TABLES, "Elementos",
	  "Cuántos tiene; están en la tabla hallazgos." },
	{ "texto", COLUMN_TEXT, own_section_text, OWN_PLAIN, TABLES, "Texto fuera de los elementos",
	  "La prosa de la sección que no es un elemento, o las palabras con que dice que no hay." },
	END
};

static const struct own_column item_columns[] = {
	{ "id", COLUMN_TEXT, own_item_id, OWN_KEY, TABLES, "Identificador", "La clave de la evaluación, «#» y el ancla." },
	{ "evaluacion", COLUMN_TEXT, own_evaluation, OWN_GIVEN, TABLE_EVALUATIONS, "Evaluación", "Su clave." },
	{ "ejercicio", COLUMN_YEAR, own_year, OWN_GIVEN, TABLE_YEARS, "Ejercicio fiscal evaluado", "El de la evaluación." },
	{ "seccion", COLUMN_TEXT, own_section, OWN_GIVEN, TABLES, "Sección", "Su número en el formato CONAC." },
	{ "seccion_nombre", COLUMN_TEXT, own_section_name, OWN_GIVEN, TABLES, "Nombre de la sección", "En pocas palabras." },
	{ "numero", COLUMN_INTEGER, own_number, OWN_GIVEN, TABLES, "Número", "Su lugar en la sección, desde 1." },
	{ "numero_escrito", COLUMN_INTEGER, own_item_written, OWN_PLAIN, TABLES, "Número escrito",
	  "El que el documento imprime, que puede ser otro." },
	{ "ancla", COLUMN_TEXT, own_item_anchor, OWN_GIVEN, TABLES, "Ancla", "Su lugar en la página de la evaluación." },
	{ "pagina", COLUMN_TEXT, own_item_page, OWN_GIVEN, TABLES, "Dirección", "Página y ancla, desde la raíz del sitio." },
	{ "texto", COLUMN_TEXT, own_item_text, OWN_PLAIN, TABLES, "Texto", "Todo el elemento, sin marcas de formato." },
	END
};

static const struct own_column recommendation_columns[] = {
	{ "id", COLUMN_TEXT, own_item_id, OWN_KEY, TABLE_ITEMS, "Identificador",
	  "El mismo que en la tabla hallazgos." },
	{ "evaluacion", COLUMN_TEXT, own_evaluation, OWN_GIVEN, TABLE_EVALUATIONS, "Evaluación", "Su clave." },
	{ "ejercicio", COLUMN_YEAR, own_year, OWN_GIVEN, TABLE_YEARS, "Ejercicio fiscal evaluado", "El de la evaluación." },
	{ "numero", COLUMN_INTEGER, own_number, OWN_GIVEN, TABLES, "Número", "Su lugar en 3.2: el orden es la relevancia." },
	{ "pagina", COLUMN_TEXT, own_item_page, OWN_GIVEN, TABLES, "Dirección", "Página y ancla, desde la raíz del sitio." },
	{ "texto", COLUMN_TEXT, own_item_text, OWN_PLAIN, TABLES, "Texto", "Toda la recomendación, sin marcas de formato." },
	{ "respuesta", COLUMN_TEXT, own_answer, OWN_GIVEN, TABLES, "Respuesta del ente",
	  "La que tiene un ASM cuenta como con-asm, aunque también se rechace." },
	{ "asm", COLUMN_LIST, own_asms, OWN_PLAIN, TABLES, "ASM que la atienden", "Sus identificadores en la tabla asm." },
	{ "asm_abiertos", COLUMN_INTEGER, own_open_asms, OWN_GIVEN, TABLES, "ASM abiertos",
	  "Cuántos de ellos no están atendidos ni cancelados." },
	{ "motivo_no_aceptada", COLUMN_TEXT, own_reason, OWN_PLAIN, TABLES, "Motivo de no aceptarla", "Como lo publicó el ente." },
	END
};

static const struct own_column asm_columns[] = {
	{ "id", COLUMN_TEXT, own_asm_id, OWN_KEY, TABLES, "Identificador", "La clave de la evaluación, «#» y la del ASM." },
	{ "evaluacion", COLUMN_TEXT, own_evaluation, OWN_GIVEN, TABLE_EVALUATIONS, "Evaluación", "Su clave." },
	FIELDS,
	{ "estado", COLUMN_TEXT, own_asm_state, OWN_PLAIN, TABLES, "Estado", "El del avance más reciente." },
	{ "abierto", COLUMN_YES, own_asm_open, OWN_GIVEN, TABLES, "Abierto", "Ni atendido ni cancelado." },
	{ "vencido", COLUMN_YES, own_asm_overdue, OWN_GIVEN, TABLES, "Vencido",
	  "Abierto y con la fecha comprometida ya pasada el día de estos datos." },
	END
};

static const struct own_column progress_columns[] = {
	{ "asm", COLUMN_TEXT, own_holder_asm, OWN_KEY, TABLE_ASMS, "ASM", "Su identificador." },
	{ "numero", COLUMN_INTEGER, own_number, OWN_KEY, TABLES, "Número", "Su lugar en la historia del ASM, desde 1." },
	FIELDS,
	END
};

static const struct own_column fund_of_evaluation_columns[] = {
	{ "evaluacion", COLUMN_TEXT, own_evaluation, OWN_KEY, TABLE_EVALUATIONS, "Evaluación", "Su clave." },
	{ "fondo", COLUMN_TEXT, own_fund, OWN_KEY, TABLE_FUNDS, "Fondo", "Su clave." },
	{ "numero", COLUMN_INTEGER, own_number, OWN_GIVEN, TABLES, "Número", "Su lugar en la evaluación, desde 1." },
	END
};

static const struct own_column part_columns[] = {
	{ "evaluacion", COLUMN_TEXT, own_evaluation, OWN_KEY, TABLE_EVALUATIONS, "Evaluación", "Su clave." },
	{ "numero", COLUMN_INTEGER, own_number, OWN_KEY, TABLES, "Número", "Su lugar en la evaluación, desde 1." },
	FIELDS,
	END
};

static const struct own_column contact_columns[] = {
	{ "evaluacion", COLUMN_TEXT, own_evaluation, OWN_KEY, TABLE_EVALUATIONS, "Evaluación", "Su clave." },
	{ "unidad_numero", COLUMN_INTEGER, own_outer, OWN_KEY, TABLES, "Número de la unidad",
	  "El que tiene la unidad en la tabla evaluaciones_unidades." },
	{ "numero", COLUMN_INTEGER, own_number, OWN_KEY, TABLES, "Número", "Su lugar en la unidad, desde 1." },
	{ "unidad", COLUMN_TEXT, own_unit, OWN_PLAIN, TABLE_UNITS, "Unidad administrativa", "Su clave." },
	FIELDS,
	END
};

/* What every catalogue has behind its fields. */
#define TALLY									\
	{ "evaluaciones", COLUMN_INTEGER, own_count, OWN_GIVEN, TABLES, "Evaluaciones", "Cuántas la nombran en un campo." }, \
	{ "primer_ejercicio", COLUMN_YEAR, own_first_year, OWN_PLAIN, TABLES, "Primer ejercicio", "De esas evaluaciones." }, \
	{ "ultimo_ejercicio", COLUMN_YEAR, own_last_year, OWN_PLAIN, TABLES, "Último ejercicio", "De esas evaluaciones." }, \
	{ "costo_total", COLUMN_MONEY, own_cost, OWN_PLAIN, TABLES, "Costo total",	\
	  "La suma de contratacion_costo de esas evaluaciones. Las que comparten un contrato cuentan una vez, " \
	  "con el costo del contrato o, si no lo dice, con el mayor de ellas." },	\
	{ "sin_costo", COLUMN_INTEGER, own_unknown_cost, OWN_GIVEN, TABLES, "Sin costo conocido",	\
	  "Cuántas de esas evaluaciones no dicen su costo." },			\
	{ "menciones", COLUMN_INTEGER, own_mentions, OWN_GIVEN, TABLES, "Menciones",	\
	  "Cuántas páginas, aparte de esas evaluaciones, hablan de ello en su texto (tabla menciones)." }, \
	{ "pagina", COLUMN_TEXT, own_page, OWN_PLAIN, TABLES, "Página", "Su página, desde la raíz del sitio." }

static const struct own_column catalogue_columns[] = {
	{ "clave", COLUMN_TEXT, own_key, OWN_KEY, TABLES, "Clave", "Su identidad en este sitio. No cambia." },
	{ "nombre", COLUMN_TEXT, own_name, OWN_GIVEN, TABLES, "Nombre", "El completo; la clave, si no hay otro." },
	FIELDS,
	{ "texto", COLUMN_TEXT, own_text, OWN_PLAIN, TABLES, "Texto", "Lo que dice su página, sin marcas de formato." },
	TALLY,
	END
};

static const struct own_column year_columns[] = {
	{ "ejercicio", COLUMN_YEAR, own_year, OWN_KEY, TABLES, "Ejercicio fiscal", "El año evaluado." },
	TALLY,
	END
};

static const struct own_column fund_name_columns[] = {
	{ "fondo", COLUMN_TEXT, own_key, OWN_KEY, TABLE_FUNDS, "Fondo", "Su clave." },
	{ "numero", COLUMN_INTEGER, own_number, OWN_KEY, TABLES, "Número", "Su lugar en el archivo del fondo, desde 1." },
	FIELDS,
	END
};

static const struct own_column covered_columns[] = {
	{ "contrato", COLUMN_TEXT, own_key, OWN_KEY, TABLE_CONTRACTS, "Contrato", "Su clave." },
	{ "numero", COLUMN_INTEGER, own_number, OWN_KEY, TABLES, "Número", "Su lugar en el contrato, desde 1." },
	{ "evaluacion", COLUMN_TEXT, own_covered_key, OWN_PLAIN, TABLE_EVALUATIONS, "Evaluación",
	  "La clave de una de este sitio; no-aplica, si es una que el sitio no publica." },
	{ "fondo", COLUMN_TEXT, own_covered_fund, OWN_PLAIN, TABLE_FUNDS, "Fondo", "De una que el sitio no publica." },
	{ "ejercicio", COLUMN_YEAR, own_covered_year, OWN_PLAIN, TABLES, "Ejercicio fiscal", "De una que el sitio no publica." },
	END
};

static const struct own_column promise_columns[] = {
	{ "pae", COLUMN_YEAR, own_programme_year, OWN_KEY, TABLES, "Programa Anual de Evaluación", "Su año." },
	{ "programa", COLUMN_TEXT, own_programme, OWN_KEY, TABLES, "Programa", "La clave del archivo del programa." },
	{ "numero", COLUMN_INTEGER, own_number, OWN_KEY, TABLES, "Número", "Su lugar en el programa, desde 1." },
	{ "ente_prometido", COLUMN_TEXT, own_entity, OWN_PLAIN, TABLE_ENTITIES, "Ente público", "El del programa." },
	FIELDS,
	{ "evaluacion", COLUMN_TEXT, own_kept, OWN_PLAIN, TABLE_EVALUATIONS, NULL, NULL },
	{ "evaluacion_texto", COLUMN_TEXT, own_kept_words, OWN_PLAIN, TABLES, NULL, NULL },
	{ "dias_de_atraso", COLUMN_INTEGER, own_promise_late, OWN_GIVEN, TABLES, "Días de atraso",
	  "Desde la fecha prevista hasta el día de estos datos, si aún no se publica." },
	END
};

static const struct own_column mention_columns[] = {
	{ "numero", COLUMN_INTEGER, own_number, OWN_KEY, TABLES, "Número", "Un número de fila." },
	{ "en_tipo", COLUMN_TEXT, own_from_kind, OWN_GIVEN, TABLES, "Qué lo menciona", "evaluación, fondo, página..." },
	{ "en", COLUMN_TEXT, own_from_key, OWN_GIVEN, TABLES, "Quién lo menciona", "Su clave." },
	{ "seccion", COLUMN_TEXT, own_mention_section, OWN_PLAIN, TABLES, "Sección", "Si es una evaluación: el número del formato." },
	{ "elemento", COLUMN_INTEGER, own_mention_item, OWN_PLAIN, TABLES, "Elemento", "Su número en la sección." },
	{ "a_tipo", COLUMN_TEXT, own_to_kind, OWN_GIVEN, TABLES, "Qué se menciona", "fondo, unidad, ente..." },
	{ "a", COLUMN_TEXT, own_to_key, OWN_GIVEN, TABLES, "A quién se menciona", "Su clave." },
	END
};

static const struct own_column version_columns[] = {
	{ "evaluacion", COLUMN_TEXT, own_life, OWN_KEY, TABLES, "Evaluación",
	  "Su clave. Puede ser una que ya no se publica: entonces no está en la tabla evaluaciones." },
	{ "version", COLUMN_INTEGER, own_number, OWN_KEY, TABLES, "Versión", "Su número, desde 1." },
	{ "fecha", COLUMN_DATE, own_version_day, OWN_PLAIN, TABLES, "Fecha de registro",
	  "El día del commit que la publicó, en el huso del sitio." },
	{ "autor", COLUMN_TEXT, own_version_author, OWN_PLAIN, TABLES, "Autor", "Como lo nombra el commit." },
	{ "situacion", COLUMN_TEXT, own_version_status, OWN_GIVEN, TABLES, "Situación", "La de esa versión." },
	{ "clave_entonces", COLUMN_TEXT, own_version_key, OWN_PLAIN, TABLES, "Clave de entonces", "La identidad que tenía." },
	{ "nombre", COLUMN_TEXT, own_version_name, OWN_PLAIN, TABLES, "Nombre", "El de esa versión." },
	{ "cambio", COLUMN_TEXT, own_version_kind, OWN_PLAIN, TABLES, "Clase de cambio",
	  "Respecto de la versión anterior: contenido, sólo la forma del archivo, o ninguno." },
	{ "resumen", COLUMN_TEXT, own_version_summary, OWN_PLAIN, TABLES, "Qué cambió", "En una línea." },
	{ "palabras_agregadas", COLUMN_INTEGER, own_version_added, OWN_PLAIN, TABLES, "Palabras agregadas", "Respecto de la anterior." },
	{ "palabras_quitadas", COLUMN_INTEGER, own_version_removed, OWN_PLAIN, TABLES, "Palabras quitadas", "Respecto de la anterior." },
	{ "igual_a", COLUMN_INTEGER, own_version_same, OWN_PLAIN, TABLES, "Igual a la versión", "Una anterior con los mismos bytes." },
	{ "commit", COLUMN_TEXT, own_version_commit, OWN_PLAIN, TABLES, "Commit", "El que la publicó." },
	{ "swhid", COLUMN_TEXT, own_version_swhid, OWN_GIVEN, TABLES, "SWHID", "La identidad de sus bytes (Software Heritage)." },
	END
};

static const struct table_type types[TABLES] = {
	[TABLE_EVALUATIONS] = { "evaluaciones", "Evaluaciones", "Una fila por evaluación publicada, con los campos del formato CONAC.",
		RECORD_EVALUATION, "evaluaciones/index.html", walk_evaluations, evaluation_columns },
	[TABLE_SECTIONS] = { "secciones", "Secciones", "Qué dice cada evaluación en cada sección de texto, y cuáles no lo dicen.",
		RECORD_NONE, NULL, walk_sections, section_columns },
	[TABLE_ITEMS] = { "hallazgos", "Hallazgos y demás elementos",
		"Uno por uno: objetivos, hallazgos, fortalezas, oportunidades, debilidades, amenazas, conclusiones y recomendaciones.",
		RECORD_NONE, NULL, walk_items, item_columns },
	[TABLE_RECOMMENDATIONS] = { "recomendaciones", "Recomendaciones", "Cada recomendación, y qué respondió el ente.",
		RECORD_NONE, "recomendaciones/index.html", walk_recommendations, recommendation_columns },
	[TABLE_ASMS] = { "asm", "Aspectos susceptibles de mejora", "A qué se comprometió el ente, y cómo va.",
		RECORD_ASM, NULL, walk_asms, asm_columns },
	[TABLE_PROGRESS] = { "avances", "Avances de los ASM", "La historia de cada compromiso.",
		RECORD_PROGRESS, NULL, walk_progress, progress_columns },
	[TABLE_EVALUATION_FUNDS] = { "evaluaciones_fondos", "Fondos de cada evaluación", "Una fila por fondo evaluado.",
		RECORD_NONE, NULL, walk_evaluation_funds, fund_of_evaluation_columns },
	[TABLE_PERSONS] = { "evaluaciones_responsables", "Responsables del seguimiento (1.4)", "Las personas que nombra el numeral 1.4.",
		RECORD_PERSON, NULL, walk_persons, part_columns },
	[TABLE_PROGRAMME_UNITS] = { "evaluaciones_unidades", "Unidades a cargo del fondo (5.6.1)", "Las unidades que nombra el numeral 5.6.1.",
		RECORD_PROGRAMME_UNIT, NULL, walk_programme_units, part_columns },
	[TABLE_CONTACTS] = { "evaluaciones_enlaces", "Titulares o enlaces (5.6.2)", "Las personas que nombra el numeral 5.6.2.",
		RECORD_CONTACT, NULL, walk_contacts, contact_columns },
	[TABLE_SUPPRESSIONS] = { "supresiones", "Supresiones", "Lo que una ley o un juez mandó quitar, y por qué.",
		RECORD_SUPPRESSION, NULL, walk_suppressions, part_columns },
	[TABLE_ACCEPTANCES] = { "aceptados", "Observaciones aceptadas", "Lo que se notó en un documento y se publica así, y por qué.",
		RECORD_ACCEPTANCE, NULL, walk_acceptances, part_columns },
	[TABLE_FUNDS] = { "fondos", "Fondos", "El catálogo de fondos.", RECORD_FUND, "fondos/index.html", walk_entries, catalogue_columns },
	[TABLE_FUND_NAMES] = { "fondos_nombres", "Otros nombres de los fondos", "Con los años en que estuvieron vigentes.",
		RECORD_FUND_NAME, NULL, walk_fund_names, fund_name_columns },
	[TABLE_YEARS] = { "ejercicios", "Ejercicios", "Los años evaluados.", RECORD_NONE, "ejercicios/index.html", walk_entries, year_columns },
	[TABLE_UNITS] = { "unidades", "Unidades administrativas", "El catálogo de unidades.", RECORD_UNIT, "unidades/index.html", walk_entries, catalogue_columns },
	[TABLE_EVALUATORS] = { "evaluadores", "Instancias evaluadoras", "Quiénes evaluaron.", RECORD_EVALUATOR, "evaluadores/index.html", walk_entries, catalogue_columns },
	[TABLE_ENTITIES] = { "entes", "Entes públicos", "El catálogo de entes.", RECORD_ENTITY, "entes/index.html", walk_entries, catalogue_columns },
	[TABLE_CONTRACTS] = { "contratos", "Contratos", "Los que amparan varias evaluaciones.", RECORD_CONTRACT, "contratos/index.html", walk_entries, catalogue_columns },
	[TABLE_COVERED] = { "contratos_ampara", "Lo que ampara cada contrato", "Una fila por evaluación amparada.",
		RECORD_NONE, NULL, walk_covered, covered_columns },
	[TABLE_PROMISES] = { "pae", "Programa Anual de Evaluación", "Lo que cada programa prometió, y qué se publicó.",
		RECORD_PROMISE, "pae/index.html", walk_promises, promise_columns },
	[TABLE_MENTIONS] = { "menciones", "Menciones", "Quién habla de quién en su texto, y dónde.",
		RECORD_NONE, NULL, walk_mentions, mention_columns },
	[TABLE_VERSIONS] = { "versiones", "Versiones", "Cada versión publicada de cada evaluación, y qué cambió.",
		RECORD_NONE, "cambios/index.html", walk_versions, version_columns },
};

const struct table_type *table_type(enum table_id id)
{
	assert(id < TABLES);
	return &types[id];
}

/* --- Columns. */

typedef VEC(struct column) columns;

struct maker {
	struct arena *arena;
	columns columns;
	struct column path;	/* name, path and depth of the record at hand */
};

static enum table_id table_of(enum record_type_id target)
{
	switch ((int)target) {
	case RECORD_EVALUATION: return TABLE_EVALUATIONS;
	case RECORD_FUND: return TABLE_FUNDS;
	case RECORD_UNIT: return TABLE_UNITS;
	case RECORD_EVALUATOR: return TABLE_EVALUATORS;
	case RECORD_ENTITY: return TABLE_ENTITIES;
	case RECORD_CONTRACT: return TABLE_CONTRACTS;
	case RECORD_YEAR: return TABLE_YEARS;
	default: return TABLES;
	}
}

static enum column_type type_of(enum field_kind kind)
{
	switch (kind) {
	case FIELD_NUMBER: return COLUMN_INTEGER;
	case FIELD_RECORDS: return COLUMN_INTEGER;
	case FIELD_YEAR: return COLUMN_YEAR;
	case FIELD_DATE: return COLUMN_DATE;
	case FIELD_MONEY: return COLUMN_MONEY;
	case FIELD_KEYS:
	case FIELD_NUMBERS:
	case FIELD_CHOICES:
	case FIELD_TEXTS:
	case FIELD_REFERENCES: return COLUMN_LIST;
	default: return COLUMN_TEXT;
	}
}

/* (1); "objetivo_general" of a section. */
static struct str name_of(struct maker *maker, const struct field *field)
{
	struct buf buf;
	struct str name = field->key, prefix = maker->path.name;

	buf_init(&buf);
	for (int id = 0; name.ptr[0] == '#' && id < SECTIONS; id++)
		if (str_equal(str_from(section_type((enum section_id)id)->number), field->number)) {
			heading_anchor(&buf, str_from(section_type((enum section_id)id)->plural));
			name = buf_str(&buf);
		}
	name = arena_printf(maker->arena, "%.*s%s%.*s", STR_ARG(prefix), prefix.len ? "_" : "", STR_ARG(name));
	for (char *at = (char *)name.ptr; *at; at++)
		if (*at == '-')
			*at = '_';
	buf_dispose(&buf);
	return name;
}

static void add_part(struct maker *maker, const struct column *base, const char *suffix,
		     enum column_part part, enum column_type type, const char *help)
{
	struct column column = *base;

	column.name = arena_printf(maker->arena, "%s_%s", base->name.ptr, suffix);
	column.help = str_from(help);
	column.type = type;
	column.part = (uint8_t)part;
	column.leads_to = TABLES;
	vec_push(&maker->columns, column);
}

static void add_fields(struct maker *maker, enum record_type_id id);

static void add_field(struct maker *maker, const struct field *field, uint8_t index)
{
	struct column column = maker->path;

	assert(column.depth < COLUMN_DEPTH);
	column.path[column.depth++] = index;
	column.name = name_of(maker, field);
	if (field->kind == FIELD_RECORD) {
		struct column outer = maker->path;

		maker->path = column;
		add_fields(maker, field->target);
		maker->path = outer;
		return;
	}
	column.label = field->label;
	column.help = field->help;
	column.number = field->number;
	column.type = type_of(field->kind);
	column.choices = field->choices;
	column.choice_count = field->choice_count;
	column.open = field->kind == FIELD_OPEN_CHOICE;
	column.leads_to = column.type == COLUMN_LIST || field->kind == FIELD_RECORDS ? TABLES : table_of(field->target);
	column.part = field->kind == FIELD_RECORDS ? PART_COUNT : PART_VALUE;
	column.fill = fill_field;
	vec_push(&maker->columns, column);
	if (field->kind == FIELD_REFERENCE)
		add_part(maker, &column, "texto", PART_WORDS, COLUMN_TEXT, "Las palabras que se publicaron.");
	if (field->kind == FIELD_REFERENCES)
		add_part(maker, &column, "texto", PART_WORDS, COLUMN_LIST, "Las palabras que se publicaron.");
	if (field->kind == FIELD_SCORE) {
		add_part(maker, &column, "puntos", PART_POINTS, COLUMN_POINTS, "Los puntos que obtuvo.");
		add_part(maker, &column, "maximo", PART_MAXIMUM, COLUMN_POINTS, "Los puntos que podía obtener.");
	}
}

static void add_fields(struct maker *maker, enum record_type_id id)
{
	const struct record_type *type = record_type(id);

	for (size_t i = 0; i < type->count; i++)
		if (type->fields[i].kind != FIELD_ITEMS && type->fields[i].kind != FIELD_COVERS)
			add_field(maker, &type->fields[i], (uint8_t)i);
}

static struct column *find(struct maker *maker, const char *name)
{
	for (size_t i = 0; i < maker->columns.count; i++)
		if (str_equal(maker->columns.at[i].name, str_from(name)))
			return &maker->columns.at[i];
	return NULL;
}

static void set_choices(struct column *column)
{
	static const struct {
		cell_fill *fill;
		const struct choice *choices;
		size_t count;
	} lists[] = {
		{ own_section_state, section_states, CELL_STATES },
		{ own_answer, answers, sizeof answers / sizeof *answers },
		{ own_version_status, version_states, sizeof version_states / sizeof *version_states },
		{ own_version_kind, version_kinds, sizeof version_kinds / sizeof *version_kinds },
	};

	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (column->fill == lists[i].fill) {
			column->choices = lists[i].choices;
			column->choice_count = lists[i].count;
		}
}

/* (4) */
static void add_own(struct maker *maker, const struct own_column *own)
{
	struct column column = { .part = PART_VALUE };
	struct column *field = own->label ? NULL : find(maker, own->name);

	assert(own->label || field);
	if (field) {
		field->fill = own->fill;
		field->leads_to = own->leads_to;
		return;
	}
	column.name = str_from(own->name);
	column.label = str_from(own->label);
	column.help = str_from(own->help);
	column.number = STR("");
	column.type = own->type;
	column.fill = own->fill;
	column.key = own->duty == OWN_KEY;
	column.given = own->duty != OWN_PLAIN;
	column.leads_to = own->leads_to;
	set_choices(&column);
	vec_push(&maker->columns, column);
}

/* A field that is told before the others by a column of its own is not told twice. */
static void drop_repeated(struct maker *maker)
{
	size_t kept = 0;

	for (size_t i = 0; i < maker->columns.count; i++) {
		struct column column = maker->columns.at[i];
		bool repeated = false;

		for (size_t j = 0; j < kept; j++)
			repeated |= str_equal(maker->columns.at[j].name, column.name);
		if (!repeated)
			maker->columns.at[kept++] = column;
	}
	maker->columns.count = kept;
}

static void make_table(struct tables *tables, enum table_id id)
{
	const struct table_type *type = &types[id];
	struct table *table = &tables->at[id];
	struct maker maker = { .arena = &tables->arena };

	for (const struct own_column *own = type->columns; !own->name || *own->name; own++) {
		if (own->name)
			add_own(&maker, own);
		else
			add_fields(&maker, type->record);
	}
	drop_repeated(&maker);
	*table = (struct table){
		.id = id,
		.name = str_from(type->name),
		.title = str_from(type->title),
		.help = str_from(type->help),
		.page = str_from(type->page),
		.columns = ARENA_ARRAY(&tables->arena, maker.columns.count, struct column),
		.count = (uint32_t)maker.columns.count,
	};
	memcpy(table->columns, maker.columns.at, maker.columns.count * sizeof *table->columns);
	vec_dispose(&maker.columns);
}

/* What a list of evaluations shows of each, on any page. */
static const char *const listed[] = {
	"clave", "nombre", "ejercicio", "fondo", "fondo_texto", "ente", "ente_texto", "evaluador_institucion",
	"evaluador_institucion_texto", "tipo", "contratacion_costo", "contratacion_contrato", "valoracion",
	"valoracion_puntos", "valoracion_maximo", "termino", "difusion_fecha", "estado", "pagina",
};

#define LISTED (sizeof listed / sizeof *listed)

static void make_list(struct tables *tables)
{
	struct table *list = &tables->list;

	*list = (struct table){
		.id = TABLE_EVALUATIONS,
		.name = STR("lista"),
		.title = STR("Las evaluaciones de una ficha"),
		.help = STR("Las columnas de la tabla evaluaciones que muestran las listas, y las filas de la ficha que tiene "
			    "el mismo nombre: las de fondos/fais.html están en fondos/fais.csv y fondos/fais.json."),
		.columns = ARENA_ARRAY(&tables->arena, LISTED, struct column),
		.count = LISTED,
	};
	for (size_t i = 0; i < LISTED; i++) {
		const struct column *column = table_column(&tables->at[TABLE_EVALUATIONS], str_from(listed[i]));

		assert(column);
		list->columns[i] = *column;
	}
}

struct tables *tables_new(const struct site *site, const struct route *route,
			  const struct chronicle *chronicle)
{
	struct tables *tables = memory_alloc(sizeof *tables);

	*tables = (struct tables){ .site = site, .route = route, .chronicle = chronicle };
	arena_init(&tables->arena);
	for (int id = 0; id < TABLES; id++)
		make_table(tables, (enum table_id)id);
	make_list(tables);
	tables->at[TABLE_VERSIONS].absent = !chronicle;
	return tables;
}

void tables_free(struct tables *tables)
{
	if (!tables)
		return;
	arena_dispose(&tables->arena);
	free(tables);
}

const struct table *tables_at(const struct tables *tables, enum table_id id)
{
	assert(id < TABLES);
	return &tables->at[id];
}

const struct column *table_column(const struct table *table, struct str name)
{
	for (uint32_t i = 0; i < table->count; i++)
		if (str_equal(table->columns[i].name, name))
			return &table->columns[i];
	return NULL;
}
