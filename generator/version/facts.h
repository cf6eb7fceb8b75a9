/*
 * facts.h -- what is known of blobs and of pairs of them, in memory and in a file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A fact depends on the bytes of a blob (or two), on the kind of entry it is
 * read as, on the program that read it, and on the policy on contacts (both are
 * in the name of the program): on nothing else, so it may be used
 * again wherever these are the same.
 */
#ifndef GENERATOR_VERSION_FACTS_H
#define GENERATOR_VERSION_FACTS_H

#include "base/map.h"
#include "base/vec.h"
#include "version/chronicle.h"

struct blob_facts {
	bool unread;		/* not kept in the file: it may be there next time */
	bool damaged;		/* unread, though the clone should have it */
	bool readable;		/* by today's parser */
	bool draft;		/* `estado: borrador`; of an unreadable one, a line that says so */
	bool withdrawn;
	uint32_t bytes, words;
	struct str name, brief;	/* absent: none */
	struct str *formers;	/* keys it had before */
	uint32_t former_count;
	struct named_list names;	/* of an evaluation that can be read */
};

/* One fact that a build used: its key, and a blob's or a pair's facts. */
struct used_fact {
	struct str key;
	const struct blob_facts *blob;
	const struct difference *pair;
};

struct used_facts {
	struct used_fact *at;
	size_t count, room;
};

/* What a file told. Nothing in it changes: any thread may look. */
struct facts {
	struct map blobs, pairs;
	struct buf file;
	struct arena arena;
};

/* Of FILE as PROGRAM left it; of nothing when that cannot be used. */
void facts_open(struct facts *facts, const char *file, struct str program);
void facts_dispose(struct facts *facts);

#define BLOB_KEY_LEN 21
#define PAIR_KEY_LEN 41

void blob_key(char key[BLOB_KEY_LEN], enum entry_kind kind, const struct object_id *id);
void pair_key(char key[PAIR_KEY_LEN], enum entry_kind kind, const struct object_id *a,
	      const struct object_id *b);

/* Put all that was USED, by COUNT workers, in FILE: in the order of the keys. */
void facts_save(const struct used_facts *used, unsigned count, const char *file,
		struct str program);

#endif
