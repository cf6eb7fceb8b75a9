/*
 * format.c -- the tables that format.def describes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "model/format.h"

#include <assert.h>

#include "base/utf8.h"

/* choices_AWARD[], and count_AWARD, for each list; NONE has none. */
#define CHOICES(list) static const struct choice choices_##list[] = {
#define CHOICE(list, value, label) { STR_LITERAL(value), STR_LITERAL(label) },
#define CHOICES_END(list) }; \
	enum { count_##list = sizeof choices_##list / sizeof choices_##list[0] };
#include "model/format.def"
#undef CHOICES
#undef CHOICE
#undef CHOICES_END
#define choices_NONE NULL
enum { count_NONE = 0 };

#define RECORD(type, name, meaning) static const struct field fields_##type[] = {
#define FIELD(type, symbol, key, kind, number, label, duty, choices, target, help)	\
	{ STR_LITERAL(key), FIELD_##kind, STR_LITERAL(number), STR_LITERAL(label),	\
	  DUTY_##duty, choices_##choices, count_##choices, RECORD_##target,		\
	  STR_LITERAL(help) },
#define END(type) };
#include "model/format.def"
#undef RECORD
#undef FIELD
#undef END

static const struct record_type record_types[RECORD_TYPES] = {
#define RECORD(type, name, meaning) \
	{ RECORD_##type, STR_LITERAL(name), STR_LITERAL(meaning), fields_##type, type##_FIELDS },
#define FIELD(type, symbol, key, kind, number, label, duty, choices, target, help)
#define END(type)
#include "model/format.def"
#undef RECORD
#undef FIELD
#undef END
};

static const struct {
	enum record_type_id type;
	int field;
	struct str value;
} examples[] = {
#define EXAMPLE(type, symbol, value) { RECORD_##type, type##_##symbol, STR_LITERAL(value) },
#include "model/format.def"
#undef EXAMPLE
};

static const struct section_type section_types[SECTIONS] = {
	{ SECTION_OBJECTIVE, EVALUATION_OBJECTIVE, "1.5", NULL,
	  "Objetivo general", "Objetivo general", "objetivo" },
	{ SECTION_OBJECTIVES, EVALUATION_OBJECTIVES, "1.6", "objetivo",
	  "Objetivo específico", "Objetivos específicos", "objetivo" },
	{ SECTION_METHOD, EVALUATION_METHOD, "1.7", NULL,
	  "Metodología", "Metodología", "metodologia|tecnica" },
	{ SECTION_FINDINGS, EVALUATION_FINDINGS, "2.1", "hallazgo",
	  "Hallazgo", "Hallazgos", "hallazgo" },
	{ SECTION_STRENGTHS, EVALUATION_STRENGTHS, "2.2.1", "fortaleza",
	  "Fortaleza", "Fortalezas", "fortaleza" },
	{ SECTION_OPPORTUNITIES, EVALUATION_OPPORTUNITIES, "2.2.2", "oportunidad",
	  "Oportunidad", "Oportunidades", "oportunidad" },
	{ SECTION_WEAKNESSES, EVALUATION_WEAKNESSES, "2.2.3", "debilidad",
	  "Debilidad", "Debilidades", "debilidad" },
	{ SECTION_THREATS, EVALUATION_THREATS, "2.2.4", "amenaza",
	  "Amenaza", "Amenazas", "amenaza" },
	{ SECTION_CONCLUSIONS, EVALUATION_CONCLUSIONS, "3.1", "conclusion",
	  "Conclusión", "Conclusiones", "conclusion" },
	{ SECTION_RECOMMENDATIONS, EVALUATION_RECOMMENDATIONS, "3.2", "recomendacion",
	  "Recomendación", "Recomendaciones", "recomendacion" },
};

/* The seven headings, as the official format prints them. */
static const struct str chapters[] = {
	STR_LITERAL("Descripción de la evaluación"),
	STR_LITERAL("Principales hallazgos de la evaluación"),
	STR_LITERAL("Conclusiones y recomendaciones de la evaluación"),
	STR_LITERAL("Datos de la instancia evaluadora"),
	STR_LITERAL("Identificación del (los) programa(s)"),
	STR_LITERAL("Datos de contratación de la evaluación"),
	STR_LITERAL("Difusión de la evaluación"),
};

/* Numbers that the format prints and that no field bears alone. */
static const char *const group_numbers[] = {
	"1", "2", "2.2", "3", "6.1.1", "6.1.2", "6.1.3", "6.1.4",
};

const struct record_type *record_type(enum record_type_id id)
{
	assert(id < RECORD_TYPES);
	return &record_types[id];
}

int record_type_find(const struct record_type *type, struct str key)
{
	for (size_t i = 0; i < type->count; i++)
		if (str_equal(type->fields[i].key, key))
			return (int)i;
	return -1;
}

struct str record_type_nearest(const struct record_type *type, struct str key)
{
	unsigned best = 3;
	struct str nearest = { 0 };

	for (size_t i = 0; i < type->count; i++) {
		struct str known = type->fields[i].key;
		unsigned distance;

		if (known.ptr[0] == '#')
			continue;
		distance = text_distance(key, known, best);
		if (distance < best && distance < known.len) {
			best = distance;
			nearest = known;
		}
	}
	return nearest;
}

/* An invented entry of the kind that FIELD leads to. */
static struct str example_key(enum record_type_id target)
{
	switch (target) {
	case RECORD_FUND:	return STR("fortamun");
	case RECORD_EVALUATOR:	return STR("consultores-de-ejemplo");
	case RECORD_ENTITY:	return STR("municipio-de-ejemplo");
	case RECORD_CONTRACT:	return STR("evaluaciones-2021");
	case RECORD_EVALUATION:	return STR("2021/fortamun");
	case RECORD_UNIT_OR_ENTITY:	return STR("instituto-de-planeacion");
	default:		return STR("tesoreria-municipal");
	}
}

static struct str kind_example(const struct record_type *type, const struct field *field)
{
	switch (field->kind) {
	case FIELD_KEYS:
		return type->id == RECORD_EVALUATION ? STR("[2021/nombre-anterior]") : STR("[nombre-anterior]");
	case FIELD_NUMBER:	return STR("1");
	case FIELD_NUMBERS:	return STR("[1]");
	case FIELD_YEAR:	return STR("2021");
	case FIELD_DATE:	return STR("2022-08-31");
	case FIELD_MONEY:	return STR("250000.00");
	case FIELD_SCORE:	return STR("18.5/20");
	case FIELD_CHOICE:
	case FIELD_CHOICES:
	case FIELD_OPEN_CHOICE:	return field->choices[0].value;
	case FIELD_URL:		return STR("https://www.ejemplo.gob.mx/documento.pdf");
	case FIELD_EMAIL:	return STR("contacto@ejemplo.gob.mx");
	case FIELD_PHONE:	return STR("222 000 0000 ext. 12");
	case FIELD_REFERENCE:
	case FIELD_REFERENCES:	return example_key(field->target);
	case FIELD_COVERS:	return STR("[2021/fortamun, {fondo: fism, ejercicio: 2021}]");
	case FIELD_RECORD:
	case FIELD_RECORDS:
	case FIELD_PROSE:
	case FIELD_ITEMS:	return STR("");
	default:		return STR("\"...\"");
	}
}

struct str field_example(const struct record_type *type, int field)
{
	for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++)
		if (examples[i].type == type->id && examples[i].field == field)
			return examples[i].value;
	return kind_example(type, &type->fields[field]);
}

const struct section_type *section_type(enum section_id id)
{
	assert(id < SECTIONS);
	return &section_types[id];
}

static const struct heading headings[HEADINGS] = {
#define HEADING(symbol, label, brief) [HEADING_##symbol] = { STR_LITERAL(label), STR_LITERAL(brief) },
#include "model/format.def"
#undef HEADING
};

const struct heading *format_heading(enum heading_id id)
{
	return &headings[id];
}

struct str format_chapter(int number)
{
	assert(number >= 1 && number <= 7);
	return chapters[number - 1];
}

bool year_parse(struct str text, int *year)
{
	unsigned long long number;

	if (text.len != 4 || !str_to_number(text, 2999, &number) || number < 1900)
		return false;
	*year = (int)number;
	return true;
}

/* Among the fields of TYPE and of the records nested in it. */
static bool type_knows_number(const struct record_type *type, struct str number)
{
	for (size_t i = 0; i < type->count; i++) {
		const struct field *field = &type->fields[i];

		if (str_equal(field->number, number))
			return true;
		if ((field->kind == FIELD_RECORD || field->kind == FIELD_RECORDS) &&
		    type_knows_number(record_type(field->target), number))
			return true;
	}
	return false;
}

bool format_knows_number(struct str number)
{
	for (size_t i = 0; i < sizeof group_numbers / sizeof group_numbers[0]; i++)
		if (str_equal(number, str_from(group_numbers[i])))
			return true;
	return number.len > 0 &&
	       type_knows_number(record_type(RECORD_EVALUATION), number);
}
