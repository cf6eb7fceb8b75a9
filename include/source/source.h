/*
 * source.h -- the content folder as bytes, in a fixed order.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything below content/ is listed once, in byte order of the whole path,
 * and each text is read once, through a reader that the caller hands in: the
 * working tree (source_tree) or a revision of the repository (history/ makes
 * that one). What a file means is not known here: no YAML, no Markdown.
 *
 * Hidden names (".git") and what editors leave behind ("x~", ".x.swp", "#x#")
 * are passed over in silence. Whatever else is not a plain file within the
 * folder is reported and left out: symbolic links, wherever they lead, devices,
 * names that are not valid UTF-8, that hold control characters, or that differ
 * from another one only by Unicode normal form.
 */
#ifndef SOURCE_SOURCE_H
#define SOURCE_SOURCE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/diag.h"
#include "base/str.h"

/* The largest text file that is read: 4 MiB. An attachment has no limit. */
#define SOURCE_TEXT_MAX (4u << 20)

struct source_entry {
	struct str path;	/* below the content folder: "fondos/fone.md" */
	struct str shown;	/* as messages name it: "content/fondos/fone.md" */
	uint64_t size;
	uint64_t stamp;		/* the same as long as the file is the same; 0: not known */
};

struct source_list {
	struct source_entry *at;	/* in byte order of path; in the arena */
	size_t count;
};

struct source_reader {
	void *context;
	/* List all plain files; 0, or -1 after one diagnostic when the content
	   folder itself cannot be read. A folder or file within that cannot
	   is reported and left out. */
	int (*list)(void *context, struct source_list *out,
		    struct arena *arena, struct diag *diag);
	/* Append the bytes of ENTRY to OUT, of a file over SOURCE_TEXT_MAX one
	   byte more than that (source_clean() then says so); 0, or -1 after
	   one diagnostic. Called from several threads at once. */
	int (*read)(void *context, const struct source_entry *entry,
		    struct buf *out, struct diag *diag);
	/* Open the bytes of ENTRY for reading (attachments): a descriptor
	   that the caller closes, or -1 after one diagnostic. */
	int (*open)(void *context, const struct source_entry *entry,
		    struct diag *diag);
};

/*
 * The reader of the folder CONTENT (as the user names it) of the project at
 * ROOT ("." for the working directory). Returns NULL after one diagnostic
 * when the folder cannot be opened. Free with source_tree_free().
 */
struct source_reader *source_tree(const char *root, const char *content,
				  struct diag *diag);
void source_tree_free(struct source_reader *reader);

/*
 * What source_tree() does to the names it finds, for a reader that has its
 * names from elsewhere: leftovers of editors go in silence, names that cannot
 * be shown and those that look like another are reported and left out, and the
 * rest is sorted.
 */
void source_list_clean(struct source_list *list, struct arena *arena, struct diag *diag);

/* A text cut in two. Lines are 1-based lines of the file. */
struct source_parts {
	struct str front;	/* between the two ---, absent when there is none */
	uint32_t front_line;	/* of its first line */
	struct str body;
	uint32_t body_line;
};

/*
 * Make TEXT (the whole file, in a buf) fit to parse: a BOM is dropped, CR LF
 * and CR become LF. Invalid UTF-8, NUL and a file over the limit are reported
 * at their place, and -1 returned: such a file is not parsed at all.
 */
int source_clean(struct buf *text, struct str shown, struct diag *diag);

/*
 * Split TEXT into front matter and body. Front matter begins with a first
 * line "---" and ends at the next line "---" (trailing blanks allowed); one
 * that never ends is reported and -1 returned.
 */
int source_split(struct source_parts *parts, struct str text, struct str shown,
		 struct diag *diag);

#endif
