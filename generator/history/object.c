/*
 * object.c -- objects as bytes: the store, trees and commits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "internal.h"

#include <stdio.h>

#include "base/utf8.h"

bool object_id_equal(const struct object_id *a, const struct object_id *b)
{
	return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

bool object_id_is_none(const struct object_id *id)
{
	static const struct object_id none;

	return object_id_equal(id, &none);
}

void object_id_hex(char hex[OBJECT_ID_HEX], const struct object_id *id)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < sizeof id->bytes; i++) {
		hex[2 * i] = digits[id->bytes[i] >> 4];
		hex[2 * i + 1] = digits[id->bytes[i] & 15];
	}
	hex[OBJECT_ID_HEX - 1] = '\0';
}

/* ---- the store ---- */

enum object_state object_read(git_odb_object **out, git_odb *odb,
			      const struct object_id *id, git_object_t type)
{
	git_oid oid = id_to(id);
	int code = git_odb_read(out, odb, &oid);

	if (code == 0 && git_odb_object_type(*out) == type)
		return OBJECT_READ;
	if (code == 0)
		git_odb_object_free(*out);
	*out = NULL;
	return code == GIT_ENOTFOUND ? OBJECT_MISSING : OBJECT_DAMAGED;
}

struct store *store_new(git_odb *odb)
{
	struct store *store = memory_alloc(sizeof *store);

	memset(store, 0, sizeof *store);
	store->odb = odb;
	return store;
}

static void store_clear(struct store *store)
{
	for (size_t i = 0; i < STORE_SLOTS; i++) {
		git_odb_object_free(store->slots[i].object);
		store->slots[i].object = NULL;
	}
	store->bytes = 0;
}

void store_free(struct store *store)
{
	if (!store)
		return;
	store_clear(store);
	free(store);
}

static void store_keep(struct store *store, size_t slot, const struct object_id *id,
		       git_odb_object *object)
{
	size_t size = git_odb_object_size(object);

	if (size > STORE_BYTES / 4)
		return;
	if (store->bytes + size > STORE_BYTES)
		store_clear(store);
	if (store->slots[slot].object)
		store->bytes -= git_odb_object_size(store->slots[slot].object);
	git_odb_object_free(store->slots[slot].object);
	store->slots[slot].object = NULL;
	if (git_odb_object_dup(&store->slots[slot].object, object) != 0)
		return;
	store->slots[slot].id = *id;
	store->bytes += size;
}

enum object_state store_get(struct store *store, git_odb_object **out,
			    const struct object_id *id, git_object_t type)
{
	size_t slot = (id->bytes[0] | (size_t)id->bytes[1] << 8) % STORE_SLOTS;
	git_odb_object *kept = store->slots[slot].object;
	enum object_state state;

	if (kept && object_id_equal(&store->slots[slot].id, id)) {
		if (git_odb_object_type(kept) != type)
			return OBJECT_DAMAGED;
		return git_odb_object_dup(out, kept) == 0 ? OBJECT_READ : OBJECT_DAMAGED;
	}
	state = object_read(out, store->odb, id, type);
	if (state == OBJECT_READ)
		store_keep(store, slot, id, *out);
	return state;
}

/* ---- trees ---- */

static bool mode_kind(struct str mode, enum entry_kind *kind)
{
	if (str_equal(mode, STR("40000")) || str_equal(mode, STR("040000")))
		*kind = ENTRY_FOLDER;
	else if (str_equal(mode, STR("120000")))
		*kind = ENTRY_LINK;
	else if (str_equal(mode, STR("160000")))
		*kind = ENTRY_MODULE;
	else if (mode.len == 6 && str_starts(mode, STR("100")))
		*kind = ENTRY_PLAIN;
	else
		return false;
	return true;
}

int tree_next(struct str *rest, struct entry *out)
{
	const char *space, *nul;
	size_t used;

	if (!rest->len)
		return 0;
	nul = memchr(rest->ptr, '\0', rest->len);
	space = nul ? memchr(rest->ptr, ' ', (size_t)(nul - rest->ptr)) : NULL;
	if (!space || !mode_kind(str_make(rest->ptr, (size_t)(space - rest->ptr)), &out->kind))
		return -1;
	out->name = str_make(space + 1, (size_t)(nul - space - 1));
	used = (size_t)(nul + 1 - rest->ptr);
	if (!out->name.len || memchr(out->name.ptr, '/', out->name.len) ||
	    rest->len - used < sizeof out->id.bytes)
		return -1;
	memcpy(out->id.bytes, nul + 1, sizeof out->id.bytes);
	*rest = str_slice(*rest, used + sizeof out->id.bytes, (size_t)-1);
	return 1;
}

int tree_order(const struct entry *a, const struct entry *b)
{
	size_t common = a->name.len < b->name.len ? a->name.len : b->name.len;
	int order = memcmp(a->name.ptr, b->name.ptr, common);
	unsigned char next_a, next_b;

	if (order)
		return order;
	if (a->name.len == b->name.len)
		return (a->kind == ENTRY_FOLDER) - (b->kind == ENTRY_FOLDER);
	next_a = a->name.len > common ? (unsigned char)a->name.ptr[common]
				      : a->kind == ENTRY_FOLDER ? '/' : '\0';
	next_b = b->name.len > common ? (unsigned char)b->name.ptr[common]
				      : b->kind == ENTRY_FOLDER ? '/' : '\0';
	return (next_a > next_b) - (next_a < next_b);
}

static enum object_state tree_find_name(struct store *store, const struct object_id *id,
					struct str name, struct entry *out)
{
	git_odb_object *object = NULL;
	enum object_state state = store_get(store, &object, id, GIT_OBJECT_TREE);
	struct str rest;
	int more = 0;

	if (state != OBJECT_READ)
		return state;
	rest = object_bytes(object);
	while ((more = tree_next(&rest, out)) == 1)
		if (str_equal(out->name, name))
			break;
	if (more != 1)
		*out = (struct entry){ .kind = ENTRY_FOLDER };
	out->name = name;
	git_odb_object_free(object);
	return more < 0 ? OBJECT_DAMAGED : OBJECT_READ;
}

enum object_state tree_find(struct store *store, const struct object_id *root,
			    struct str path, struct entry *out)
{
	struct str name;

	*out = (struct entry){ .id = *root, .kind = ENTRY_FOLDER };
	if (!path.len)
		return OBJECT_READ;
	while (str_cut(&path, '/', &name)) {
		struct object_id id = out->id;
		enum object_state state;

		if (out->kind != ENTRY_FOLDER) {
			*out = (struct entry){ .kind = ENTRY_FOLDER };
			return OBJECT_READ;
		}
		state = tree_find_name(store, &id, name, out);
		if (state != OBJECT_READ || object_id_is_none(&out->id))
			return state;
	}
	return OBJECT_READ;
}

/* ---- commits ---- */

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool id_parse(struct str hex, struct object_id *out)
{
	if (hex.len != OBJECT_ID_HEX - 1)
		return false;
	for (size_t i = 0; i < sizeof out->bytes; i++) {
		int high = hex_digit(hex.ptr[2 * i]), low = hex_digit(hex.ptr[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out->bytes[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}

static bool take_header(struct commit *out, struct str line)
{
	if (str_starts(line, STR("tree ")))
		return id_parse(str_slice(line, 5, (size_t)-1), &out->tree);
	if (str_starts(line, STR("parent "))) {
		if (out->parent_count == COMMIT_PARENTS_MAX)
			return true;
		return id_parse(str_slice(line, 7, (size_t)-1), &out->parents[out->parent_count++]);
	}
	if (str_starts(line, STR("author ")) && !out->author.ptr)
		out->author = str_slice(line, 7, (size_t)-1);
	else if (str_starts(line, STR("committer ")) && !out->committer.ptr)
		out->committer = str_slice(line, 10, (size_t)-1);
	return true;
}

enum object_state commit_read(struct commit *out, git_odb *odb, const struct object_id *id)
{
	enum object_state state;
	struct str rest, line;

	*out = (struct commit){ .id = *id, .message = STR("") };
	state = object_read(&out->object, odb, id, GIT_OBJECT_COMMIT);
	if (state != OBJECT_READ)
		return state;
	rest = object_bytes(out->object);
	while (str_cut(&rest, '\n', &line) && line.len) {
		if (!take_header(out, line)) {
			commit_dispose(out);
			return OBJECT_DAMAGED;
		}
	}
	if (rest.ptr)
		out->message = rest;
	if (!object_id_is_none(&out->tree))
		return OBJECT_READ;
	commit_dispose(out);
	return OBJECT_DAMAGED;
}

void commit_dispose(struct commit *commit)
{
	git_odb_object_free(commit->object);
	commit->object = NULL;
}

/* "-0600" into minutes; what is no zone counts as UTC, as git has it. */
static int16_t zone_parse(struct str text)
{
	unsigned long long number;
	bool west = text.len && text.ptr[0] == '-';

	if (text.len != 5 || !str_to_number(str_slice(text, 1, 4), 2400, &number))
		return 0;
	return (int16_t)((west ? -1 : 1) * (int)(number / 100 * 60 + number % 100));
}

/* Some tools wrote "<<a@b>" or forgot a bracket; the time follows the last '>'. */
struct signature signature_parse(struct str line)
{
	struct signature signature = { .time = NO_TIME };
	size_t open = str_find_char(line, '<'), close = line.len;
	unsigned long long seconds;
	struct str rest, word;

	while (close && line.ptr[close - 1] != '>')
		close--;
	signature.name = str_trim(str_slice(line, 0, open));
	if (open != (size_t)-1 && close > open + 1)
		signature.address = str_trim(str_slice(line, open + 1, close - open - 2));
	rest = str_trim(str_slice(line, close, (size_t)-1));
	if (!close || !str_cut(&rest, ' ', &word))
		return signature;
	/* Year 9999 at most: what is beyond is no date that anybody meant. */
	if (word.len && word.ptr[0] == '-' &&
	    str_to_number(str_slice(word, 1, (size_t)-1), 62135596800ull, &seconds))
		signature.time = -(int64_t)seconds;
	else if (str_to_number(word, 253402300799ull, &seconds))
		signature.time = (int64_t)seconds;
	if (rest.ptr)
		signature.offset = zone_parse(str_trim(rest));
	return signature;
}

void commit_put_text(struct buf *out, struct str text)
{
	size_t nul = str_find_char(text, '\0');

	text = str_slice(text, 0, nul);
	if (utf8_valid_length(text) == text.len) {
		buf_put_str(out, text);
		return;
	}
	for (size_t i = 0; i < text.len; i++)
		utf8_put(out, (unsigned char)text.ptr[i]);
}
