/*
 * record.h -- what a file says, field by field, each with its place.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A record has one slot for each field of its type (format.h). A slot knows
 * its state: a value, explicitly none and not on record are three different
 * things everywhere, and a blank or a wrong value is neither.
 */
#ifndef MODEL_RECORD_H
#define MODEL_RECORD_H

#include <stdint.h>

#include "base/arena.h"
#include "base/date.h"
#include "base/diag.h"
#include "model/format.h"
#include "syntax/yaml.h"

enum state {
	STATE_ABSENT,		/* the key is not there: not on record */
	STATE_NOT_ON_RECORD,	/* no-consta: said to be not on record */
	STATE_NONE,		/* no-aplica: explicitly none */
	STATE_BLANK,		/* "": printed blank in the document */
	STATE_RESERVED,		/* reservado: a private contact, withheld */
	STATE_VALUE,
	STATE_WRONG,		/* written, reported, and not usable */
};

struct record;
struct entry;

/* A mention of an entry by key; the published words are kept beside it. */
struct reference {
	struct str key;
	struct str words;	/* absent: none were given */
	struct entry *target;	/* set by link.c; NULL only before that, or when wrong */
};

struct score {
	int64_t points;		/* in thousandths */
	int64_t maximum;
	struct str words;	/* "21.25/23", as written */
};

struct slot;

struct slot_list {
	struct slot *at;
	uint32_t count;
};

struct slot {
	uint8_t state;		/* enum state */
	bool nested;		/* an element of FIELD_COVERS: a record, not a reference */
	bool ordered;		/* an order took its value out: nobody may compare it */
	uint32_t line;
	uint32_t column;
	uint32_t length;
	union {
		struct str text;	/* TEXT WORD KEY URL EMAIL PHONE; OPEN_CHOICE not in the list */
		struct date date;
		int64_t number;		/* NUMBER YEAR; MONEY in centavos */
		const struct choice *choice;
		struct score *score;
		struct reference *reference;
		struct record *record;
		struct slot_list list;	/* the plural kinds: elements as slots of the single kind */
	};
};

struct record {
	const struct record_type *type;
	struct str path;	/* as messages show it */
	uint32_t line;
	uint32_t column;
	struct slot slots[];	/* type->count of them */
};

/* True when there is a value to print. NULL slots have none. */
static inline bool slot_has(const struct slot *slot)
{
	return slot && slot->state == STATE_VALUE;
}

/* Slot FIELD of RECORD; NULL when RECORD is NULL. */
static inline const struct slot *record_slot(const struct record *record, int field)
{
	return record ? &record->slots[field] : NULL;
}

/* The nested record of a FIELD_RECORD slot, or NULL. */
const struct record *record_nested(const struct record *record, int field);

/* The text of a slot that has one, else the absent view. */
struct str record_text(const struct record *record, int field);
struct date record_date(const struct record *record, int field);

/* The value, or OTHERWISE. */
int64_t record_number(const struct record *record, int field, int64_t otherwise);

/* The entry a reference leads to, or NULL. */
struct entry *record_target(const struct record *record, int field);

/* The elements of a plural field; count 0 when there are none. */
struct slot_list record_list(const struct record *record, int field);

/* True when a choice field holds VALUE ("publicada"). */
bool record_is(const struct record *record, int field, const char *value);

struct place record_place(const struct record *record, const struct slot *slot);

/*
 * Read the map NODE as a record of TYPE, from the file SHOWN, into ARENA.
 *
 * Every mistake is reported where it stands: unknown keys with the nearest
 * known one, values of the wrong kind, impossible dates, unknown choices,
 * required fields that are missing. Wrong values leave their slot STATE_WRONG
 * and reading goes on. References are not resolved here: link.h.
 */
struct record *record_read(struct arena *arena, const struct record_type *type,
			   const struct yaml_node *node, struct str shown,
			   struct diag *diag);

#endif
