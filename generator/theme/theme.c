/*
 * theme.c -- a theme, opened: folders into templates, strings and assets.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <stdlib.h>

#include "base/escape.h"
#include "base/map.h"
#include "folder.h"
#include "theme/shape.h"
#include "theme/theme.h"
#include "tree.h"

struct theme {
	struct arena arena;
	struct template_set *set;
	struct asset_table assets;
	struct map strings;		/* key: struct str * */
	struct value root, words, about, paths;
};

/* What the reading of one file of lines needs. */
struct filling {
	struct theme *theme;
	struct diag *diag;
	int status;
};

/* --- Strings. --- */

static void set_about(void *context, struct str key, struct str text,
		      struct place place)
{
	struct filling *filling = context;
	struct theme *theme = filling->theme;

	(void)place;
	if (value_get(theme->about, key).kind == VALUE_NULL)
		value_set_str(&theme->arena, theme->about, key,
			      value_text(text));
}

/* Each string is a partial too; one without tags is plain text and must be
   escaped for that. */
static void add_partial(struct filling *filling, struct str key,
			struct str text, bool has_tags, struct place place)
{
	struct theme *theme = filling->theme;
	struct str name = arena_printf(&theme->arena, "t/%.*s", STR_ARG(key));
	struct buf source;

	buf_init(&source);
	if (has_tags)
		buf_put_str(&source, text);
	else
		escape_text(&source, text);
	if (template_set_add(theme->set, name, place, buf_str(&source),
			     filling->diag) != 0)
		filling->status = -1;
	buf_dispose(&source);
}

static void set_string(void *context, struct str key, struct str text,
		       struct place place)
{
	struct filling *filling = context;
	struct theme *theme = filling->theme;
	bool has_tags = str_find(text, STR("{{")) != (size_t)-1;
	struct str *kept;

	if (map_get(&theme->strings, key))
		return;
	kept = ARENA_NEW(&theme->arena, struct str);
	*kept = text;
	map_set(&theme->strings, key, kept);
	if (!has_tags)
		value_set_str(&theme->arena, theme->words, key,
			      value_text(text));
	add_partial(filling, key, text, has_tags, place);
}

/* --- Templates and paths. --- */

static void add_template(struct filling *filling,
			 const struct theme_file *file)
{
	struct str name = file->name;
	struct place place = { .path = file->path };

	name = str_slice(name, strlen("plantillas/"), (size_t)-1);
	name.len -= strlen(".mustache");
	if (str_starts(name, STR("t/"))) {
		filling->status = -1;
		diag_report(filling->diag, DIAG_THEME_FILE, place, STR(""),
			    "la carpeta plantillas/t está reservada: «t/...» "
			    "son los textos de idioma/; el tema no se usa");
		return;
	}
	if (template_set_add(filling->theme->set, name, place, file->bytes,
			     filling->diag) != 0)
		filling->status = -1;
}

static void add_file(struct filling *filling, const struct theme_file *file)
{
	struct str name = file->name;
	int status = 0;

	if (str_starts(name, STR("plantillas/")))
		add_template(filling, file);
	else if (str_starts(name, STR("idioma/")))
		status = theme_lines_parse(file, filling->diag, set_string,
					   filling);
	else if (str_equal(name, STR("tema.txt")))
		status = theme_lines_parse(file, filling->diag, set_about,
					   filling);
	if (status != 0)
		filling->status = -1;
}

/* "iconos/mapa.svg" as a name in a template: "iconos_mapa_svg". */
static struct str path_key(struct arena *arena, struct str source)
{
	char *key = arena_alloc(arena, source.len + 1);

	for (size_t i = 0; i < source.len; i++) {
		char c = source.ptr[i];

		key[i] = strchr("./-", c) ? '_' : c;
	}
	return str_make(key, source.len);
}

static int fill_paths(struct theme *theme, struct diag *diag)
{
	int status = 0;

	for (size_t i = 0; i < theme->assets.count; i++) {
		struct theme_asset *asset = &theme->assets.at[i];
		struct str key = path_key(&theme->arena, asset->source);

		if (value_get(theme->paths, key).kind != VALUE_NULL) {
			status = -1;
			diag_report(diag, DIAG_THEME_FILE,
				    (struct place){ .path = asset->source },
				    STR(""), "dos recursos se llamarían "
				    "«recurso.%.*s»; cambie uno de nombre",
				    STR_ARG(key));
		}
		value_set_str(&theme->arena, theme->paths, key,
			      value_text(asset->output));
	}
	return status;
}

/* --- Opening. --- */

/* "sobre" of a tema.txt: whose templates and words are taken where the theme has none. */
struct below_wanted {
	struct str name;
	struct place place;
};

static void find_below(void *context, struct str key, struct str text,
		       struct place place)
{
	struct below_wanted *wanted = context;

	if (str_equal(key, STR("sobre")) && !wanted->name.len)
		*wanted = (struct below_wanted){ text, place };
}

static bool is_theme_name(struct str name)
{
	for (size_t i = 0; i < name.len; i++) {
		char c = name.ptr[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-')
			return false;
	}
	return name.len > 0;
}

/* Another theme, below this one. */
static void read_below(struct theme_files *files, const struct str *folders,
		       size_t count, struct str language)
{
	struct below_wanted wanted = { 0 };
	struct diag *silent = diag_new();	/* set_about() tells what is wrong */
	bool found = false;

	for (size_t i = 0; i < files->list.count; i++)
		if (str_equal(files->list.at[i]->name, STR("tema.txt")))
			theme_lines_parse(files->list.at[i], silent, find_below, &wanted);
	diag_free(silent);
	if (!wanted.place.path.len)
		return;
	for (size_t i = 0; i < count && is_theme_name(wanted.name); i++)
		found |= theme_files_read_below(files, folders[i], wanted.name, language);
	if (found)
		return;
	files->status = -1;
	diag_report(files->diag, DIAG_THEME_FILE, wanted.place,
		    STR("es el nombre de una carpeta junto a la del tema: sobre = gobierno-abierto"),
		    "no hay un tema «%.*s» de donde tomar lo que a éste le falta; no se usa",
		    STR_ARG(wanted.name));
}

static struct theme *theme_new(void)
{
	struct theme *theme = memory_alloc(sizeof *theme);

	*theme = (struct theme){ 0 };
	arena_init(&theme->arena);
	map_init(&theme->strings);
	asset_table_init(&theme->assets, &theme->arena);
	theme->set = template_set_new(TEMPLATE_SAFE);
	theme->root = value_object(&theme->arena);
	theme->words = value_object(&theme->arena);
	theme->about = value_object(&theme->arena);
	theme->paths = value_object(&theme->arena);
	value_set(&theme->arena, theme->root, "t", theme->words);
	value_set(&theme->arena, theme->root, "tema", theme->about);
	value_set(&theme->arena, theme->root, "recurso", theme->paths);
	return theme;
}

void theme_free(struct theme *theme)
{
	if (!theme)
		return;
	template_set_free(theme->set);
	asset_table_dispose(&theme->assets);
	map_dispose(&theme->strings);
	arena_dispose(&theme->arena);
	free(theme);
}

static int fill(struct theme *theme, struct theme_files *files,
		struct diag *diag)
{
	struct filling filling = { .theme = theme, .diag = diag };
	int status = files->status;

	theme_files_sort(files);
	for (size_t i = 0; i < files->list.count; i++)
		add_file(&filling, files->list.at[i]);
	if (filling.status != 0)
		status = -1;
	if (asset_table_fill(&theme->assets, files, diag) != 0)
		status = -1;
	if (fill_paths(theme, diag) != 0)
		status = -1;
	template_set_root(theme->set, theme->root);
	if (template_set_link(theme->set, diag) != 0)
		status = -1;
	return status;
}

static void report_missing(const struct str *folders, size_t count,
			   struct diag *diag)
{
	struct buf where;

	buf_init(&where);
	for (size_t i = 0; i < count; i++) {
		buf_put_text(&where, i ? ", " : "");
		buf_put_str(&where, folders[i]);
	}
	diag_report(diag, DIAG_THEME_MISSING, (struct place){ .line = 0 },
		    STR(""), "el tema no está en ninguna de estas carpetas: "
		    "%s; no se hizo nada", where.ptr);
	buf_dispose(&where);
}

/* A theme that speaks, but not this language: said once, and not of each of
   its words. */
static bool lacks_language(const struct theme_files *files)
{
	for (size_t i = 0; i < files->list.count; i++)
		if (str_starts(files->list.at[i]->name, STR("idioma/")))
			return false;
	return files->has_languages && files->status == 0;
}

static void report_language(struct str folder, struct str language,
			    struct diag *diag)
{
	diag_report(diag, DIAG_THEME_FILE, (struct place){ .path = folder },
		    STR("tradúzcalo de idioma/es-MX.txt, o cambie «idioma» en sitio.yaml"),
		    "al tema le falta idioma/%.*s.txt, con sus textos en ese "
		    "idioma; el tema no se usa", STR_ARG(language));
}

int theme_open(struct theme **theme, const struct str *folders, size_t count,
	       struct str language, struct diag *diag)
{
	struct theme *opened = theme_new();
	struct theme_files files;
	struct str last = { 0 };
	bool found = false;
	int status = -1;

	theme_files_init(&files, &opened->arena, diag);
	for (size_t i = 0; i < count; i++)
		if (theme_files_read(&files, folders[i], language)) {
			found = true;
			last = folders[i];
		}
	read_below(&files, folders, count, language);
	if (found && lacks_language(&files))
		report_language(last, language, diag);
	else if (found)
		status = fill(opened, &files, diag);
	else
		report_missing(folders, count, diag);
	theme_files_dispose(&files);
	*theme = opened;
	return status;
}

/* --- Looking at it. --- */

const struct template *theme_template(const struct theme *theme,
				      struct str name, struct diag *diag)
{
	const struct template *template = template_set_find(theme->set, name);
	struct buf hint;

	if (template)
		return template;
	buf_init(&hint);
	template_set_nearest(theme->set, name, &hint);
	diag_report(diag, DIAG_TEMPLATE_UNKNOWN, (struct place){ .line = 0 },
		    buf_str(&hint), "al tema le falta la plantilla "
		    "«%.*s.mustache»; no se hacen sus páginas", STR_ARG(name));
	buf_dispose(&hint);
	return NULL;
}

bool theme_has_template(const struct theme *theme, struct str name)
{
	return template_set_find(theme->set, name) != NULL;
}

void theme_check_names(struct theme *theme, const struct shape_page *pages,
		       size_t count, const struct shape_book *book,
		       struct diag *diag)
{
	template_set_check_names(theme->set, pages, count, book, diag);
}

size_t theme_asset_count(const struct theme *theme)
{
	return theme->assets.count;
}

const struct theme_asset *theme_asset(const struct theme *theme, size_t index)
{
	return &theme->assets.at[index];
}

struct str theme_asset_output(const struct theme *theme, struct str source)
{
	const struct theme_asset *asset =
		map_get(&theme->assets.by_source, source);

	return asset ? asset->output : (struct str){ NULL, 0 };
}

struct str theme_string(const struct theme *theme, struct str key)
{
	const struct str *text = map_get(&theme->strings, key);

	return text ? *text : (struct str){ NULL, 0 };
}
