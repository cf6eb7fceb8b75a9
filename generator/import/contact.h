/*
 * contact.h -- people of a document: addresses, names, contacts, and lists by letter, which pair them with units.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As in value.h, each function reads one shape and supposes nothing.
 */
#ifndef GENERATOR_IMPORT_CONTACT_H
#define GENERATOR_IMPORT_CONTACT_H

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"

/* The first address in TEXT, or the absent view. *BROKEN: a stray space cuts it. */
struct str email_read(struct str text, bool *broken);

/* True when ADDRESS is at a public provider of personal accounts. */
bool email_is_personal(struct str address);

struct str_list {
	struct str *at;
	size_t count, room;
};

/* "A, B y C": the names; *DOUBTFUL when " y " may be within one. */
void names_read(struct arena *arena, struct str text, struct str_list *names, bool *doubtful);

struct contact {
	char letter;		/* 'a' ..., or '1' ...; 0: none */
	struct str name;
	struct str email;
	struct str phone;
	struct str where;	/* a view into the document */
	bool broken;		/* a stray space cuts the address */
	bool hidden;		/* the page hid the address from robots */
};

struct contact_list {
	struct contact *at;
	size_t count, room;
};

/* Where in TEXT an address, a telephone of at least seven figures, or the word for one
   of them begins; text.len: nowhere. */
size_t contact_start(struct str text);

/* Persons with addresses and telephones, one a line, a paragraph, or run together.
   What TEXT begins with goes on with the last one that is there already. */
void contacts_read(struct arena *arena, struct str text, struct contact_list *contacts);

struct lettered {
	char letter;		/* 0: none */
	struct str text;	/* plain, in the arena */
	struct str where;
};

struct lettered_list {
	struct lettered *at;
	size_t count, room;
};

/* "a) X b) Y", "1. X 2. Y", bullets, "X; Y", or one a line. */
void lettered_read(struct arena *arena, struct str text, struct lettered_list *list);

#endif
