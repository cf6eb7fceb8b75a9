/*
 * asset.c -- assets, named by their content.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A style sheet's name depends on its bytes, and these on the names of what
 * it refers to; so what it refers to is finished first. Two that import each
 * other have no such order and are reported.
 */
#include <stdlib.h>

#include "base/digest.h"
#include "base/path.h"
#include "folder.h"
#include "tree.h"

#define HASH_DIGITS 10
#define REFERENCE_BYTES 1000	/* looked at for the ')' of an url( */
#define IMPORT_DEPTH 64

enum { UNSEEN, OPEN, DONE };

struct work {
	struct asset_table *table;
	const struct theme_file **files;	/* beside table->at */
	unsigned char *state;
	unsigned depth;
	struct diag *diag;
	int status;
};

/* A style sheet being rewritten. */
struct sheet {
	struct work *work;
	const struct theme_file *file;
	struct str source;		/* its name below recursos/ */
	struct str text;
	size_t pos;
	bool importing;			/* between @import and its ';' */
	size_t complaints;
	struct buf out;
};

static void finish_asset(struct work *work, size_t index);

void asset_table_init(struct asset_table *table, struct arena *arena)
{
	*table = (struct asset_table){ .arena = arena };
	map_init(&table->by_source);
}

void asset_table_dispose(struct asset_table *table)
{
	map_dispose(&table->by_source);
}

/* --- References. --- */

static struct place place_of(const struct sheet *sheet, struct str reference)
{
	struct place place = {
		.path = sheet->file->path, .line = 1, .column = 1,
		.length = (uint32_t)reference.len,
	};

	for (const char *at = sheet->text.ptr; at < reference.ptr; at++) {
		place.column++;
		if (*at == '\n') {
			place.line++;
			place.column = 1;
		}
	}
	return place;
}

static void complain(struct sheet *sheet, struct str reference,
		     const char *why)
{
	sheet->work->status = -1;
	if (++sheet->complaints > DIAG_PER_FILE)
		return;
	diag_report(sheet->work->diag, DIAG_THEME_ASSET,
		    place_of(sheet, reference), STR(""), "«%.*s» %s; "
		    "la referencia queda como está", STR_ARG(name_shown(reference)),
		    why);
}

/* Whether REFERENCE is a name beside the sheet, and not an address. */
static bool is_local(struct str reference)
{
	if (!reference.len || strchr("#/?", reference.ptr[0]))
		return false;
	for (size_t i = 0; i < reference.len; i++) {
		if (reference.ptr[i] == ':')
			return false;
		if (strchr("/?#", reference.ptr[i]))
			return true;
	}
	return true;
}

static void put_reference(struct sheet *sheet, struct str reference)
{
	struct asset_table *table = sheet->work->table;
	size_t end = 0;
	struct str name;
	const struct theme_asset *asset;

	while (end < reference.len && reference.ptr[end] != '?' &&
	       reference.ptr[end] != '#')
		end++;
	if (!is_local(reference)) {
		buf_put_str(&sheet->out, reference);
		return;
	}
	name = path_resolve(table->arena, path_directory(sheet->source),
			    str_slice(reference, 0, end));
	asset = name.ptr ? map_get(&table->by_source, name) : NULL;
	if (asset)
		finish_asset(sheet->work, (size_t)(asset - table->at));
	if (!asset || !asset->output.ptr) {
		complain(sheet, reference, !asset ?
			 "no está entre los recursos del tema" :
			 "importa a su vez esta hoja, o son demasiadas una "
			 "tras otra");
		buf_put_str(&sheet->out, reference);
		return;
	}
	path_put_relative(&sheet->out,
			  path_join(table->arena, STR("tema"), sheet->source),
			  asset->output);
	buf_put_str(&sheet->out, str_slice(reference, end, (size_t)-1));
}

/* --- Style sheets. --- */

static bool looks_at(const struct sheet *sheet, const char *word)
{
	struct str rest = str_slice(sheet->text, sheet->pos, (size_t)-1);

	for (size_t i = 0; word[i]; i++) {
		char c = i < rest.len ? rest.ptr[i] : '\0';

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if (c != word[i])
			return false;
	}
	return true;
}

static void copy(struct sheet *sheet, size_t len)
{
	struct str piece = str_slice(sheet->text, sheet->pos, len);

	buf_put_str(&sheet->out, piece);
	sheet->pos += piece.len;
}

static void copy_comment(struct sheet *sheet)
{
	struct str rest = str_slice(sheet->text, sheet->pos + 2, (size_t)-1);
	size_t end = str_find(rest, STR("*/"));

	copy(sheet, end == (size_t)-1 ? (size_t)-1 : end + 4);
}

/* How far the string goes whose opening quote is at pos; without it. */
static size_t string_length(const struct sheet *sheet)
{
	struct str text = sheet->text;
	char quote = text.ptr[sheet->pos];
	size_t at = sheet->pos + 1;

	while (at < text.len && text.ptr[at] != quote && text.ptr[at] != '\n')
		at += text.ptr[at] == '\\' && at + 1 < text.len ? 2 : 1;
	return at - sheet->pos - 1;
}

static void pass_string(struct sheet *sheet, bool is_reference)
{
	size_t len = string_length(sheet);

	copy(sheet, 1);
	if (is_reference) {
		put_reference(sheet, str_slice(sheet->text, sheet->pos, len));
		sheet->pos += len;
		copy(sheet, 1);
	} else {
		copy(sheet, len + 1);
	}
}

static void pass_url(struct sheet *sheet)
{
	struct str rest, reference;

	copy(sheet, 4);
	while (sheet->pos < sheet->text.len &&
	       strchr(" \t\r\n", sheet->text.ptr[sheet->pos]))
		copy(sheet, 1);
	if (sheet->pos == sheet->text.len)
		return;
	if (strchr("\"'", sheet->text.ptr[sheet->pos])) {
		pass_string(sheet, true);
		return;
	}
	rest = str_slice(sheet->text, sheet->pos, REFERENCE_BYTES);
	reference = str_trim(str_slice(rest, 0, str_find_char(rest, ')')));
	put_reference(sheet, reference);
	sheet->pos += reference.len;
}

static void rewrite_sheet(struct sheet *sheet)
{
	while (sheet->pos < sheet->text.len) {
		char c = sheet->text.ptr[sheet->pos];

		if (looks_at(sheet, "/*")) {
			copy_comment(sheet);
		} else if (c == '"' || c == '\'') {
			pass_string(sheet, sheet->importing);
		} else if (looks_at(sheet, "url(")) {
			pass_url(sheet);
		} else {
			if (looks_at(sheet, "@import"))
				sheet->importing = true;
			if (c == ';')
				sheet->importing = false;
			copy(sheet, 1);
		}
	}
}

static struct str rewritten(struct work *work, size_t index)
{
	struct asset_table *table = work->table;
	struct sheet sheet = {
		.work = work, .file = work->files[index],
		.source = table->at[index].source,
		.text = work->files[index]->bytes,
	};
	struct str bytes;

	buf_init(&sheet.out);
	rewrite_sheet(&sheet);
	bytes = arena_str(table->arena, buf_str(&sheet.out));
	buf_dispose(&sheet.out);
	return bytes;
}

/* --- Names. --- */

static void name_asset(struct asset_table *table, struct theme_asset *asset)
{
	struct str ending = path_ending(asset->source);
	struct str stem = str_slice(asset->source, 0,
				    asset->source.len - ending.len);
	char hex[DIGEST_HEX];

	digest_str(hex, asset->bytes);
	asset->hash = arena_str(table->arena, str_from(hex)).ptr;
	asset->output = arena_printf(table->arena, "tema/%.*s.%.*s%.*s",
				     STR_ARG(stem), HASH_DIGITS, hex,
				     STR_ARG(ending));
}

/* Fill in what is missing of an asset. One that is being finished already,
   further up, or lies too deep, stays without a name for now. */
static void finish_asset(struct work *work, size_t index)
{
	struct theme_asset *asset = &work->table->at[index];

	if (work->state[index] != UNSEEN || work->depth > IMPORT_DEPTH)
		return;
	work->state[index] = OPEN;
	work->depth++;
	asset->bytes = work->files[index]->bytes;
	if (str_ends(asset->source, STR(".css")))
		asset->bytes = rewritten(work, index);
	name_asset(work->table, asset);
	work->depth--;
	work->state[index] = DONE;
}

static void list_assets(struct work *work, const struct theme_files *files)
{
	struct asset_table *table = work->table;
	struct str folder = STR("recursos/");

	for (size_t i = 0; i < files->list.count; i++) {
		const struct theme_file *file = files->list.at[i];
		struct theme_asset *asset = &table->at[table->count];

		if (!str_starts(file->name, folder))
			continue;
		asset->source = str_slice(file->name, folder.len, (size_t)-1);
		map_set(&table->by_source, asset->source, asset);
		work->files[table->count++] = file;
	}
}

int asset_table_fill(struct asset_table *table,
		     const struct theme_files *files, struct diag *diag)
{
	size_t count = files->list.count;
	struct work work = { .table = table, .diag = diag };

	table->at = ARENA_ARRAY(table->arena, count, struct theme_asset);
	work.files = ARENA_ARRAY(table->arena, count,
				 const struct theme_file *);
	work.state = ARENA_ARRAY(table->arena, count, unsigned char);
	list_assets(&work, files);
	for (size_t i = 0; i < table->count; i++)
		finish_asset(&work, i);
	return work.status;
}
