/*
 * people.c -- who and when, from the lines of a commit.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The .mailmap is the one of the commit that is built, so that the same commit
 * gives the same names on every machine; git's settings that name another
 * file are not asked.
 */
#include "walk.h"

#include "base/utf8.h"

/* The library puts each line in its place among those before it: the time grows
   with the square. */
#define MAILMAP_MAX (512u << 10)

/* The library stops at a NUL; git, which reads lines, loses the rest of one. */
static void put_lines(struct buf *out, struct str text)
{
	while (text.len) {
		struct str line = str_slice(text, 0, str_find_char(text, '\n'));

		buf_put_str(out, str_slice(line, 0, str_find_char(line, '\0')));
		buf_put_char(out, '\n');
		text = str_slice(text, line.len + 1, (size_t)-1);
	}
}

static void read_names(struct walk *walk, struct str text)
{
	struct buf lines;

	buf_init(&lines);
	put_lines(&lines, text);
	(void)git_mailmap_from_buffer(&walk->mailmap, lines.ptr, lines.len);
	buf_dispose(&lines);
}

void people_open(struct walk *walk)
{
	struct repository *repository = walk->repository;
	git_odb_object *object = NULL;
	struct entry entry;

	if (tree_find(walk->store, &repository->tree, STR(".mailmap"), &entry) != OBJECT_READ ||
	    object_id_is_none(&entry.id) || entry.kind != ENTRY_PLAIN)
		return;
	if (object_read(&object, repository->odb, &entry.id, GIT_OBJECT_BLOB) != OBJECT_READ) {
		walk->names_untold = ".mailmap no se pudo leer; cada quien aparece con el nombre que llevan sus commits";
		return;
	}
	walk->names_id = entry.id;
	if (git_odb_object_size(object) <= MAILMAP_MAX)
		read_names(walk, str_make(git_odb_object_data(object), git_odb_object_size(object)));
	else
		walk->names_untold = ".mailmap pasa de 512 kB y no se leyó; cada quien aparece con el nombre que llevan sus commits";
	git_odb_object_free(object);
}

void people_report(const struct walk *walk, struct diag *diag)
{
	if (walk->names_untold)
		diag_report(diag, DIAG_MAILMAP, (struct place){ 0 }, STR(""), "%s", walk->names_untold);
}

/* TEXT cut at LIMIT, between characters. */
static struct str cut(struct str text, size_t limit)
{
	if (text.len <= limit)
		return text;
	while (limit && utf8_continues((unsigned char)text.ptr[limit]))
		limit--;
	return str_make(text.ptr, limit);
}

/* Some write their address where the name goes; what is before '@' stays, and
   nothing in angle brackets does. */
static struct str without_address(struct str name)
{
	size_t at = str_find_char(name, '<');

	name = str_trim(str_slice(name, 0, at));
	at = str_find_char(name, '@');
	return str_trim(str_slice(name, 0, at));
}

static struct str real_name(struct walk *walk, struct signature signature)
{
	char name[1024], address[1024];
	const char *real = NULL, *real_address = NULL;

	if (!walk->mailmap || signature.name.len >= sizeof name ||
	    signature.address.len >= sizeof address)
		return signature.name;
	snprintf(name, sizeof name, "%.*s", STR_ARG(signature.name));
	snprintf(address, sizeof address, "%.*s", STR_ARG(signature.address));
	if (git_mailmap_resolve(&real, &real_address, walk->mailmap, name, address) != 0 || !real ||
	    real == name)
		return signature.name;
	return str_from(real);	/* the mailmap's */
}

/* Resolved and copied once for each "Name <address>". */
static struct str name_of(struct walk *walk, struct str line, struct signature signature)
{
	struct arena *arena = &walk->history->arena;
	struct str who = str_slice(line, 0, (size_t)(signature.address.ptr ?
		signature.address.ptr + signature.address.len - line.ptr :
		signature.name.ptr + signature.name.len - line.ptr));
	struct str *known = map_get(&walk->names, who), name;

	if (known)
		return *known;
	buf_clear(&walk->text);
	commit_put_text(&walk->text, real_name(walk, signature));
	name = cut(without_address(buf_str(&walk->text)), HISTORY_NAME_MAX);
	known = ARENA_NEW(arena, struct str);
	if (name.len)
		*known = arena_str(arena, name);
	map_set(&walk->names, arena_str(arena, who), known);
	return *known;
}

struct history_commit people_record(struct walk *walk, const struct commit *commit)
{
	struct signature author = signature_parse(commit->author);
	struct signature committer = signature_parse(commit->committer);
	struct history_commit record = {
		.id = commit->id, .parents = commit->parent_count,
		.time = committer.time, .offset = committer.offset,
		.author_time = author.time, .author_offset = author.offset,
	};

	if (author.name.ptr)
		record.author = name_of(walk, commit->author, author);
	buf_clear(&walk->text);
	commit_put_text(&walk->text, cut(commit->message, 4 * HISTORY_MESSAGE_MAX));
	record.message = arena_str(&walk->history->arena,
				   str_trim(cut(str_trim(buf_str(&walk->text)), HISTORY_MESSAGE_MAX)));
	return record;
}
