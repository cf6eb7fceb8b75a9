/*
 * yaml.h -- YAML as a tree of places and words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Built from libyaml's events. Nothing is resolved: "no", "2024-01" and
 * "1_000" are those words, and the field that reads a scalar decides what it
 * means. Anchors, aliases, tags, a second document, duplicate keys, keys that
 * are not scalars, more than YAML_DEPTH levels or YAML_NODES nodes are errors:
 * an author never needs them and an attacker does.
 */
#ifndef SYNTAX_YAML_H
#define SYNTAX_YAML_H

#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

#define YAML_DEPTH 16
#define YAML_NODES 50000

enum yaml_kind { YAML_WORD, YAML_LIST, YAML_MAP };

struct yaml_node {
	enum yaml_kind kind;
	bool quoted;		/* a word in quotes, or a block of text */
	uint32_t line;		/* 1-based, of the file */
	uint32_t column;	/* 1-based bytes */
	uint32_t length;	/* bytes of the word on its first line */
	struct str text;	/* YAML_WORD; copied to the arena */
	struct yaml_node *children;	/* YAML_LIST: the elements; YAML_MAP: the values */
	struct yaml_node *keys;		/* YAML_MAP: as many, words */
	uint32_t count;
};

/*
 * Parse TEXT, which begins at line FIRST_LINE of the file SHOWN (and at its
 * first column). Returns the root in ARENA; an empty text gives an empty map.
 * Returns NULL after one diagnostic when the text cannot be used; duplicate
 * keys, aliases and the like are each reported and the tree is still
 * returned, without them, so that one run shows every mistake.
 */
struct yaml_node *yaml_parse(struct arena *arena, struct str text,
			     uint32_t first_line, struct str shown,
			     struct diag *diag);

/* The value of KEY in a map, or NULL. */
const struct yaml_node *yaml_get(const struct yaml_node *map, struct str key);

/* The place of NODE in file SHOWN, for a diagnostic. */
struct place yaml_place(const struct yaml_node *node, struct str shown);

#endif
