/*
 * folder.h -- the files of a theme, read from its folders.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names here are below a theme's folder ("plantillas/a/b.mustache"). Of
 * templates and assets only the first folder's is kept; of what is merged
 * key by key (tema.txt, idioma/) every folder's, in the order of folders.
 */
#ifndef THEME_FOLDER_H
#define THEME_FOLDER_H

#include "base/arena.h"
#include "base/diag.h"
#include "base/map.h"
#include "base/str.h"
#include "base/vec.h"
#include "theme/theme.h"

struct theme_file {
	struct str name;
	struct str path;	/* for messages: folder and name */
	struct str bytes;
};

struct theme_files {
	struct arena *arena;	/* where all of it lives */
	struct diag *diag;
	VEC(struct theme_file *) list;
	struct map by_name;	/* templates and assets */
	size_t total;		/* bytes read */
	bool too_many;		/* said already */
	bool has_languages;	/* a folder has idioma/, whatever is in it */
	int status;		/* -1 once something was reported */
};

void theme_files_init(struct theme_files *files, struct arena *arena,
		      struct diag *diag);
void theme_files_dispose(struct theme_files *files);

/* Read what FOLDER adds, with the strings of LANGUAGE. Returns whether there
   is such a folder; mistakes are reported and set files->status. */
bool theme_files_read(struct theme_files *files, struct str folder,
		      struct str language);

/*
 * What tema.txt asks for with "sobre = NAME": read the templates, the assets
 * and the strings of LANGUAGE of the theme NAME that lies beside FOLDER; what was
 * read before wins. Returns whether there is such a theme.
 */
bool theme_files_read_below(struct theme_files *files, struct str folder,
			    struct str name, struct str language);

/* Templates and assets by name in byte order, the rest as it was read. */
void theme_files_sort(struct theme_files *files);

/* --- What is made of them. --- */

/*
 * Call SET for each "clave = texto" of FILE, with the place of its text.
 * Lines that are none, and keys written twice, are reported; returns -1 then.
 */
typedef void line_setter(void *context, struct str key, struct str text,
			 struct place place);
int theme_lines_parse(const struct theme_file *file, struct diag *diag,
		      line_setter *set, void *context);

struct asset_table {
	struct arena *arena;
	struct theme_asset *at;
	size_t count;
	struct map by_source;	/* struct theme_asset */
};

/* Name and rewrite the assets among FILES (sorted). Returns 0, or -1 after
   diagnostics. */
int asset_table_fill(struct asset_table *table,
		     const struct theme_files *files, struct diag *diag);
void asset_table_init(struct asset_table *table, struct arena *arena);
void asset_table_dispose(struct asset_table *table);

#endif
