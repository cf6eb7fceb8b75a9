/*
 * format.h -- the content format as a table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * format.def holds one line for each field of each record type; from it come
 * the enumerations below (EVALUATION_START, CONTRACT_COST ...), which index the
 * slots of a record, and the tables that reading, checking, `explain`, the
 * guide and the exports walk. A field is described nowhere else.
 */
#ifndef MODEL_FORMAT_H
#define MODEL_FORMAT_H

#include <stddef.h>

#include "base/str.h"

enum field_kind {
	FIELD_TEXT,		/* one line or more, printed as it is */
	FIELD_WORD,		/* a short text of the site's own vocabulary */
	FIELD_KEY,		/* a clave */
	FIELD_KEYS,		/* identities: a list of texts */
	FIELD_NUMBER,		/* a whole number, 0 or more */
	FIELD_NUMBERS,
	FIELD_YEAR,		/* four digits */
	FIELD_DATE,
	FIELD_MONEY,
	FIELD_SCORE,		/* 18.5/20 */
	FIELD_CHOICE,		/* one of the choices */
	FIELD_CHOICES,		/* one or a list */
	FIELD_OPEN_CHOICE,	/* others are warned of and kept */
	FIELD_TEXTS,		/* a list of texts, or one */
	FIELD_URL,		/* http(s), or a path below archivos/ */
	FIELD_EMAIL,		/* an address, or "reservado" */
	FIELD_PHONE,		/* free text, or "reservado" */
	FIELD_REFERENCE,	/* a key, or {clave, texto} */
	FIELD_REFERENCES,	/* one or a list */
	FIELD_RECORD,		/* a map with fields of its own */
	FIELD_RECORDS,		/* a list of those, or one */
	FIELD_COVERS,		/* identities or records (contracts only) */
	FIELD_PROSE,		/* a section of the body */
	FIELD_ITEMS,		/* a list section of the body */
};

enum duty { DUTY_OPTIONAL, DUTY_OFFICIAL, DUTY_REQUIRED };

enum record_type_id {
#define RECORD(type, name, meaning) RECORD_##type,
#define FIELD(type, symbol, key, kind, number, label, duty, choices, target, help)
#define END(type)
#include "model/format.def"
#undef RECORD
#undef FIELD
#undef END
	RECORD_TYPES,
	RECORD_NONE = RECORD_TYPES,
	RECORD_UNIT_OR_ENTITY,	/* as a target only */
	RECORD_YEAR,		/* as a target only: a year is an entry without a file */
};

/* EVALUATION_NAME, EVALUATION_START ..., EVALUATION_FIELDS, and so for each. */
#define RECORD(type, name, meaning) enum {
#define FIELD(type, symbol, key, kind, number, label, duty, choices, target, help) type##_##symbol,
#define END(type) type##_FIELDS };
#include "model/format.def"
#undef RECORD
#undef FIELD
#undef END

/* HEADING_METHOD ...; the absent one is first. */
enum heading_id {
	HEADING_NONE,
#define HEADING(symbol, label, brief) HEADING_##symbol,
#include "model/format.def"
#undef HEADING
	HEADINGS
};

/* A heading of the form beside the field's own label; its words may be empty. */
struct heading {
	struct str label, brief;
};

const struct heading *format_heading(enum heading_id id);

struct choice {
	struct str value;	/* "invitacion-a-tres" */
	struct str label;	/* "Invitación a tres" */
};

struct field {
	struct str key;		/* "inicio"; "#2.1" for a section of the body */
	enum field_kind kind;
	struct str number;	/* "1.2", or "" */
	struct str label;
	enum duty duty;
	const struct choice *choices;	/* NULL: none */
	size_t choice_count;
	enum record_type_id target;	/* of references and records, or RECORD_NONE */
	struct str help;
};

struct record_type {
	enum record_type_id id;
	struct str name;
	struct str meaning;
	const struct field *fields;
	size_t count;
};

const struct record_type *record_type(enum record_type_id id);

/* The index of the field called KEY, or -1. */
int record_type_find(const struct record_type *type, struct str key);

/* The field key of TYPE that is most like KEY, or the absent view. */
struct str record_type_nearest(const struct record_type *type, struct str key);

/*
 * The sections of the body of an evaluation: those fields whose key begins
 * with '#', in the official order. enum section indexes evaluation.sections.
 */
enum section_id {
	SECTION_OBJECTIVE,
	SECTION_OBJECTIVES,
	SECTION_METHOD,
	SECTION_FINDINGS,
	SECTION_STRENGTHS,
	SECTION_OPPORTUNITIES,
	SECTION_WEAKNESSES,
	SECTION_THREATS,
	SECTION_CONCLUSIONS,
	SECTION_RECOMMENDATIONS,
	SECTIONS
};

struct section_type {
	enum section_id id;
	int field;		/* EVALUATION_FINDINGS ... */
	const char *number;	/* "2.1" */
	const char *anchor;	/* "hallazgo"; NULL: prose, no items */
	const char *singular;	/* "Hallazgo" */
	const char *plural;	/* "Hallazgos" */
	const char *none;	/* stems of the noun, for "no se detectan ...": "hallazgo|resultado" */
};

const struct section_type *section_type(enum section_id id);

/*
 * What an author might write as the value of FIELD of TYPE, in YAML and on one
 * line: its own example, else one for its kind. Nothing for records, whose
 * fields have examples, and for sections of the body.
 */
struct str field_example(const struct record_type *type, int field);

/* True when FIELD is of the official format, so that no-consta is listed with
   its choices; every field may say it. */
static inline bool field_is_official(const struct field *field)
{
	return field->number.len > 0;
}

/* The seven headings of the official format: 1..7. */
struct str format_chapter(int number);

/* A year as content writes it: four digits, 1900 to 2999. False, and *YEAR as
   it was, for anything else. */
bool year_parse(struct str text, int *year);

/* True when NUMBER ("2.2", "6.1.5") is one that the official format prints. */
bool format_knows_number(struct str number);

#endif
