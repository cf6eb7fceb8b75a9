/*
 * form.h -- a content file to be filled in, made from the field table.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each field stands in the official order under a comment that says what it is
 * (its number, label, help and choices, from format.def). What is known is
 * written; what the official format asks for and nobody knows yet is
 * `no-consta`, which means the same as its absence; a required field waits
 * empty, and is an error until somebody fills it in; the rest is a commented
 * example. A file as it is made claims nothing that is not known.
 */
#ifndef GENERATOR_COMMAND_FORM_H
#define GENERATOR_COMMAND_FORM_H

#include "base/buf.h"
#include "model/site.h"

/* What is known of a field: its value as YAML, on one line. */
struct form_value {
	const char *key;
	struct str yaml;
};

struct form {
	enum record_type_id type;
	const struct form_value *known;
	size_t known_count;
	/* Of an evaluation: an earlier one to copy units and contacts from, or
	   NULL. What was taken out of it by law is not copied. */
	const struct evaluation *last;
	/* Of a follow-up: the evaluation whose recommendations are answered, or
	   NULL. Each is a commented commitment, but for those taken out by law. */
	const struct evaluation *followed;
};

/* Append the fields of FORM, without the lines of ---. */
void form_put_fields(struct buf *out, const struct form *form);

/* Append an empty body with the sections of an evaluation. */
void form_put_sections(struct buf *out);

/* Append TEXT as comments of at most 100 columns, DEPTH levels deep. */
void form_put_comment(struct buf *out, unsigned depth, struct str text);

#endif
